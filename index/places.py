"""Where words stand, as a person finds them: on which page or slide, in which cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.types import Cell, Page, Section, Sentence, Span

__all__ = ["Places", "cell_name", "cell_of", "cells_within", "place_in_cells"]

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_LONGEST_ADDRESS = 20  # no program's sheets are nearly that large
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Places:
    """The sections, pages and cells of a document, or of a part of it."""

    sections: Sequence[Section]
    pages: Sequence[Page]
    cells: Sequence[Cell] = ()

    def page_at(self, offset: int) -> int | None:
        """The number of the page that an offset stands on; ``None`` without pages."""
        page = self._page_at(offset)
        return page.number if page else None

    def heading_at(self, offset: int) -> str | None:
        """The innermost heading that an offset stands under; ``None`` for none."""
        holding = [s for s in self.sections if s.span.start <= offset < s.span.end]
        return max(holding, key=lambda section: section.level).heading if holding else None

    def place_of(self, span: Span) -> str:
        """How a person finds a span: *slide 3* where it begins, *Costs!A7:D7*; or empty."""
        page = self._page_at(span.start)
        return place_in_cells(span, self.cells) or (f"{page.word} {page.number}" if page else "")

    def placed(self, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        """Sentences with the places where they stand."""
        return tuple(
            replace(
                sentence,
                page=self.page_at(sentence.start),
                section=self.heading_at(sentence.start),
                place=self.place_of(Span(sentence.start, sentence.end)),
            )
            for sentence in sentences
        )

    def _page_at(self, offset: int) -> Page | None:
        before = bisect_right(self.pages, offset, key=lambda page: page.span.start)
        return self.pages[before - 1] if before else None


def cells_within(span: Span, cells: Sequence[Cell]) -> Sequence[Cell]:
    """Those of a document's cells, in order, that share words with a span."""
    first = bisect_right(cells, span.start, key=lambda cell: cell.span.end)
    last = bisect_right(cells, span.end - 1, key=lambda cell: cell.span.start)
    return cells[first:last]


def place_in_cells(span: Span, cells: Sequence[Cell]) -> str:
    """The cells that a span shares words with: *B7*, *Costs!A7:D9*; empty for none."""
    sheets: dict[str, list[tuple[int, int]]] = {}
    for cell in cells_within(span, cells):
        sheet, mark, address = cell.name.rpartition("!")
        found = _ADDRESS.fullmatch(address)
        assert found is not None
        sheets.setdefault(sheet + mark, []).append((_number_of(found[1]), int(found[2])))
    return ", ".join(sheet + _range(addresses) for sheet, addresses in sheets.items())


def cell_name(column: int, row: int, sheet: str = "") -> str:
    """The name of a cell: *Costs!B7*, *'My costs'!B7*, *B7* without a sheet.

    Args:
        column: counted from 1.
        row: counted from 1.
        sheet: the name of its sheet, which is set apart as formulas do it.
    """
    address = f"{_letters_of(column)}{row}"
    if not sheet:
        return address
    is_plain = _PLAIN_SHEET.fullmatch(sheet) and not _ADDRESS.fullmatch(sheet.upper())
    quoted = sheet if is_plain else "'{}'".format(sheet.replace("'", "''"))
    return f"{quoted}!{address}"


def cell_of(name: str, span: Span) -> Cell:
    """A stored cell.

    Raises:
        ValueError: ``cell_name`` makes no such name.
    """
    address = name.rpartition("!")[2]
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise ValueError("not the name of a cell")
    return Cell(name, span)


def _range(addresses: Sequence[tuple[int, int]]) -> str:
    """The smallest block that holds some cells."""
    columns, rows = zip(*addresses, strict=True)
    first = cell_name(min(columns), min(rows))
    last = cell_name(max(columns), max(rows))
    return first if first == last else f"{first}:{last}"


def _letters_of(column: int) -> str:
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
