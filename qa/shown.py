"""A passage as a model is shown it: numbered sentences. Composing and checking share this view."""

from __future__ import annotations

import re

from index.types import Passage, Sentence, Span

__all__ = ["sentence_span", "sentence_text", "sentences_of"]

_BEFORE = re.compile(r"\s*(?:>[> ]*(?=[\"'“‘„«(•]?\s?[^\W\d_]))?")
"""White space, and the marks of what a mail quotes; *> 5 mg* may be a comparison."""


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
    """Where the words of a sentence stand in its document, inside the passage.

    White space around them is left out, and so are the marks before what a mail quotes.

    Raises:
        ValueError: the sentence has no visible character inside the passage.
    """
    text = sentence_text(passage, sentence)
    before = _BEFORE.match(text)
    first = before.end() if before else 0
    start = max(sentence.start, passage.start)
    return Span(start + first, start + len(text.rstrip()))
