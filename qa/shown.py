"""A passage as a model is shown it: numbered sentences. Composing and checking share this view."""

from __future__ import annotations

from index.types import Passage, Sentence, Span

__all__ = ["sentence_span", "sentence_text", "sentences_of"]


def sentences_of(passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of a passage in the order of their labels; blank ones have no label.

    A passage that lists no sentences is one sentence: it can be cited as a whole only.
    """
    if not passage.sentences:
        return (Sentence(number=0, start=passage.start, end=passage.end),)
    return tuple(s for s in passage.sentences if sentence_text(passage, s).strip())


def sentence_text(passage: Passage, sentence: Sentence) -> str:
    """The sentence's own characters, as far as the passage holds them."""
    start, end = max(sentence.start, passage.start), min(sentence.end, passage.end)
    return passage.text[start - passage.start : max(end - passage.start, 0)]


def sentence_span(passage: Passage, sentence: Sentence) -> Span:
    """Where a sentence stands in its document: inside the passage, without white space around.

    Raises:
        ValueError: the sentence has no visible character inside the passage.
    """
    text = sentence_text(passage, sentence)
    start = max(sentence.start, passage.start) + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))
