"""A text as the index reads it, and the check's verdict on a claim about it."""

from __future__ import annotations

from collections.abc import Sequence

from index.attribution import attribute
from index.sentences import sentence_spans
from index.types import Passage, Sentence
from qa.checking.check import Checker
from qa.types import Claim, Label, Rejection, Statement

__all__ = ["passage_of", "sentences_of", "verdict", "verdict_on_text"]


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, each with who says it."""
    spans = [span for span in sentence_spans(text) if span.of(text).strip()]
    return tuple(
        Sentence(number, span.start, span.end, by)
        for number, (span, by) in enumerate(zip(spans, attribute(text, spans), strict=True))
    )


def passage_of(
    words: str, sentences: Sequence[Sentence], start: int = 0, title: str = ""
) -> Passage:
    """A passage with label 1.

    Args:
        words: its own.
        sentences: those in it, with their places in the document.
        start: where it begins in the document.
        title: of the document.
    """
    return Passage(
        label=1, document="text", start=start, end=start + len(words), text=words, score=1.0,
        title=title, sentences=tuple(sentences),
    )  # fmt: skip


def verdict(passage: Passage, claim: Claim) -> Statement | Rejection:
    """What the check says of a claim whose model was shown this passage, and nothing else."""
    given = [Label(passage.label, number + 1) for number in range(len(passage.sentences))]
    return Checker([passage], given).check(claim)


def verdict_on_text(text: str, claim: str) -> Statement | Rejection:
    """What the check says of a claim that cites every sentence of a text."""
    sentences = sentences_of(text)
    cited = tuple(Label(1, number + 1) for number in range(len(sentences)))
    return verdict(passage_of(text, sentences), Claim(claim, cited))
