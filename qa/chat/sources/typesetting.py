"""A stretch of a document's text as paragraphs, headings, sentences and page borders.

Only the places are told: what is shown is the text itself, character by character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypedDict

from index.types import Page, Section, Sentence, Span

__all__ = ["Paragraph", "Run", "paragraphs_of"]

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_WRAPPED = range(45, 110)
"""Characters of the lines of a paragraph that was wrapped by hand: they flow together again."""

Run = tuple[int, int, int, int]
"""Begin, end, the place of its sentence in a list or -1, and the page that begins here or 0."""


class Paragraph(TypedDict):
    """A paragraph; its runs are its text without gaps."""

    runs: list[Run]
    level: int
    """Of a heading, 1 for the highest; 0 for text."""
    flows: bool
    """Whether its line ends are only those of a narrow sheet."""


def paragraphs_of(
    text: str,
    stretch: Span,
    sentences: Sequence[Sentence],
    sections: Sequence[Section],
    pages: Sequence[Page],
) -> list[Paragraph]:
    """Set a stretch of a text.

    Args:
        text: the whole canonical text.
        stretch: what is set of it.
        sentences: those that share words with the stretch, in order.
        sections: of the document.
        pages: of the document; none where it has none.

    Returns:
        The paragraphs in order; between them stands white space and nothing else.
    """
    levels = {
        each.span.start: (each.level, len(each.heading))
        for each in reversed(sections)
        if stretch.start <= each.span.start < stretch.end
    }
    starts = {
        _first_sign(text, page.span): page.number for page in pages if page.span.overlaps(stretch)
    }
    spans = [Span(each.start, each.end) for each in sentences]
    ends = [span.end for span in spans]
    paragraphs: list[Paragraph] = []
    for place in _blocks(text, stretch, levels):
        runs = list(_runs(place, spans, bisect_right(ends, place.start), starts))
        level, _ = levels.get(place.start, (0, 0))
        paragraphs.append({"runs": runs, "level": level, "flows": _flows(place.of(text))})
    return paragraphs


def _first_sign(text: str, span: Span) -> int:
    """Where a span's first character stands that is no white space."""
    words = span.of(text)
    return span.start + len(words) - len(words.lstrip())


def _blocks(text: str, stretch: Span, headings: dict[int, tuple[int, int]]) -> Iterator[Span]:
    """Paragraphs, which end at blank lines; a heading is one of its own."""
    borders = {stretch.start, stretch.end}
    for gap in _BLANK_LINES.finditer(text, stretch.start, stretch.end):
        borders |= {gap.start(), gap.end()}
    for start, (_, length) in headings.items():
        line_end = text.find("\n", start + length, stretch.end)
        borders |= {start, line_end if line_end >= 0 else stretch.end}
    for start, end in pairwise(sorted(borders)):
        words = text[start:end]
        first = start + len(words) - len(words.lstrip())
        if words.strip():
            yield Span(first, first + len(words.strip()))


def _runs(
    place: Span, sentences: Sequence[Span], first: int, pages: dict[int, int]
) -> Iterator[Run]:
    """A paragraph cut where sentences and pages begin and end.

    Args:
        place: of the paragraph.
        sentences: in order, none within another.
        first: the number of the first of them that may reach into the paragraph.
        pages: number of the page that begins at an offset.
    """
    edges = {place.start, place.end, *(page for page in pages if place.start < page < place.end)}
    for number in range(first, len(sentences)):
        if sentences[number].start >= place.end:
            break
        edges |= {max(sentences[number].start, place.start), min(sentences[number].end, place.end)}
    number = first
    for start, end in pairwise(sorted(edges)):
        while number < len(sentences) and sentences[number].end <= start:
            number += 1
        inside = number < len(sentences) and sentences[number].start <= start
        yield start, end, number if inside else -1, pages.get(start, 0)


def _flows(words: str) -> bool:
    """Whether these are lines of prose that somebody wrapped, and no list, table or verse."""
    lines = words.split("\n")
    return (
        len(lines) > 1
        and "|" not in words
        and "\t" not in words
        and all(len(line) in _WRAPPED for line in lines[:-1])
        and len(lines[-1]) <= _WRAPPED.stop
    )
