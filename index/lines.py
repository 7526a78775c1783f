"""Blocks of a text that a sentence never crosses: paragraphs, and lines of their own.

Prose that was wrapped at a fixed width runs on over its line breaks; headings, list items,
table rows, bylines and verses do not. A line break is judged by the two lines that it parts and
by the width of their neighbours, never by more, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["blocks"]

_LINE = re.compile(r"[^\n\f\u2029]*[\n\f\u2029]?")
_BULLET = re.compile(r"[•‣▪◦●○■□✓▸►·]\s*\S")
_WEAK_BULLET = re.compile(r"(?:[-*+–—]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)]|#{1,6})\s+\S")
"""Marks that begin a list item, but that wrapped prose may carry to a line's start too."""
_BYLINE = re.compile(
    r"(?:By|Author:|Written by|Reported by)\s+[A-Z]\S*(?:\s+\S+){0,7}(?<![.,;!?])$"
)
_OPENING = "\"'“‘«„([`"

_NARROWEST_PROSE = 40
"""Characters; a shorter line before a capital is taken for a line of its own."""
_NARROWEST_CASELESS = 20
"""The same for scripts without capitals, whose characters carry more."""
_WIDEST_WRAP = 160
"""Characters; longer lines were not wrapped by hand."""
_FILLED = 0.85
"""Share of the neighbours' width from which a line counts as full (proportional fonts vary)."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    """Of the first character that is not whitespace."""
    end: int
    """After the last character that is not whitespace."""
    text: str
    """Without the whitespace around it."""


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text at blank lines and after lines that stand for themselves.

    Args:
        text: The canonical text of a document.

    Yields:
        Start and end offsets, in order, that begin and end with a character other than
        whitespace. Between them stands whitespace only.
    """
    paragraph: list[_Line] = []
    for match in _LINE.finditer(text):
        content = match.group().strip()
        if content:
            start = text.index(content[0], match.start())
            paragraph.append(_Line(start, start + len(content), content))
        if paragraph and (not content or match.group()[-1:] in "\f\u2029"):
            yield from _blocks_of_paragraph(paragraph)
            paragraph = []
    if paragraph:
        yield from _blocks_of_paragraph(paragraph)


def _blocks_of_paragraph(lines: list[_Line]) -> Iterator[tuple[int, int]]:
    start = lines[0].start
    for index, line in enumerate(lines[:-1]):
        following = lines[index + 1]
        width = max(len(near.text) for near in lines[max(0, index - 2) : index + 3])
        if _parted(line.text, following.text, width):
            yield start, line.end
            start = following.start
    yield start, lines[-1].end


def _parted(line: str, following: str, width: int) -> bool:
    """Whether the break between two lines of a paragraph ends a block.

    Args:
        line: The line before the break, trimmed.
        following: The line after it, trimmed.
        width: Characters of the longest line in the neighbourhood.
    """
    if any(mark in line or mark in following for mark in (" | ", "\t")):
        return True
    if (
        _BULLET.match(following)
        or line[0] == "#"
        or _BYLINE.match(line)
        or _BYLINE.match(following)
    ):
        return True
    if _all_capitals(line) or _all_capitals(following):
        both = _all_capitals(line) and _all_capitals(following)
        return not (both and _full(line, following, width))
    if _WEAK_BULLET.match(following):
        return (
            bool(_WEAK_BULLET.match(line)) or not _full(line, following, width) or line[-1] in ".:;"
        )
    if line[-1] in ",-–—;(" or following.lstrip(_OPENING)[:1].islower():
        return False
    return not _full(line, following, width)


def _full(line: str, following: str, width: int) -> bool:
    """Whether the line breaks because the next word no longer fitted in."""
    first = following[0]
    has_no_case = first.isalpha() and first.lower() == first.upper()
    if not (_NARROWEST_CASELESS if has_no_case else _NARROWEST_PROSE) <= len(line) <= _WIDEST_WRAP:
        return False
    # Scripts without capitals mostly put no spaces between words: one character is the unit.
    next_word = 1 if has_no_case else len(following.split(maxsplit=1)[0])
    return len(line) + 1 + next_word >= _FILLED * min(width, _WIDEST_WRAP)


def _all_capitals(line: str) -> bool:
    return len(line) > 3 and line.isupper()
