"""Whether to believe what a reading process sends: a file may have got hold of it.

What it says of the text cannot be told from what an honest reader says; that it fits the text, and
that the rest of the program can work with it, can.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from index.isolation.wire import Letter
from index.pictures import PagePicture
from index.places import cell_of
from index.read import LONGEST_TEXT
from index.types import Extraction, Span

__all__ = ["is_believable"]

_LONGEST_WORD = 40
_DEEPEST = 100  # level of a heading
_LARGEST = 1_000_000  # number of a page, and pixels of a side


def is_believable(letter: Letter) -> bool:
    """Whether a letter is such as an honest reader sends."""
    if isinstance(letter, PagePicture):
        numbers = letter.width, letter.height, letter.number, letter.pages
        return all(1 <= number <= _LARGEST for number in numbers)
    return not isinstance(letter, Extraction) or _is_extraction(letter)


def _is_extraction(told: Extraction) -> bool:
    return (
        0 < len(told.text) <= LONGEST_TEXT
        and all(1 <= section.level <= _DEEPEST for section in told.sections)
        and _are_pages([page.number for page in told.pages])
        and all(len(page.word) <= _LONGEST_WORD for page in told.pages)
        and _are_cells(told)
        and _are_inside((section.span for section in told.sections), told.text)
        and _are_in_order([page.span for page in told.pages], told.text)
        and _are_in_order([cell.span for cell in told.cells], told.text)
    )


def _are_pages(numbers: list[int]) -> bool:
    ascend = all(one < other for one, other in pairwise(numbers))
    return ascend and all(1 <= number <= _LARGEST for number in numbers)


def _are_cells(told: Extraction) -> bool:
    try:
        return all(cell_of(cell.name, cell.span) for cell in told.cells)
    except ValueError:
        return False


def _are_inside(spans: Iterable[Span], text: str) -> bool:
    return all(span.end <= len(text) for span in spans)


def _are_in_order(spans: list[Span], text: str) -> bool:
    follow = all(one.end <= other.start for one, other in pairwise(spans))
    return follow and _are_inside(spans, text)
