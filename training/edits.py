"""Changes to a paragraph that take the marked answers along."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.types import Span
from training.examples import Example, Paragraph
from training.sources import join

__all__ = ["overlaps", "reworded", "without"]


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span has a character in common with one of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)


def without(example: Example, gone: Collection[Span]) -> Example | None:
    """The example without some sentences; ``None`` if an answer is not within one that stays.

    Args:
        example: to be shortened.
        gone: some of the sentences of its paragraph.
    """
    paragraph = example.paragraph
    kept = [sentence for sentence in paragraph.sentences if sentence not in gone]
    shorter = join([sentence.of(paragraph.text) for sentence in kept])
    answers = []
    for answer in example.answers:
        for before, after in zip(kept, shorter.sentences, strict=True):
            if before.start <= answer.start and answer.end <= before.end:
                shift = after.start - before.start
                answers.append(Span(answer.start + shift, answer.end + shift))
                break
        else:
            return None
    return replace(example, paragraph=shorter, answers=tuple(answers))


def reworded(example: Example, pattern: re.Pattern[str], other: str) -> Example | None:
    """The text with every match replaced, spans moved along; ``None`` if an answer is hit."""
    text, matches = example.paragraph.text, list(pattern.finditer(example.paragraph.text))
    if any(overlaps(Span(m.start(), m.end()), example.answers) for m in matches):
        return None

    def moved(span: Span) -> Span:
        def at(offset: int) -> int:
            before = [m for m in matches if m.end() <= offset]
            return offset + sum(len(other) - (m.end() - m.start()) for m in before)

        return Span(at(span.start), at(span.end))

    sentences = tuple(map(moved, example.paragraph.sentences))
    return replace(
        example,
        paragraph=Paragraph(pattern.sub(lambda _: other, text), sentences),
        answers=tuple(map(moved, example.answers)),
    )
