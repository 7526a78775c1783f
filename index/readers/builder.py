"""Grows a canonical text block by block and remembers where its sections and pages lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.types import Page, Section, Span

__all__ = ["TextBuilder", "collapse", "sections_of"]

_SPACES = re.compile(r"[ \t\n\r\f\v]+")


def collapse(text: str) -> str:
    """One space for every run of white space, none at the ends; no-break spaces stay."""
    return _SPACES.sub(" ", text).strip()


class TextBuilder:
    """Collects blocks of text; whatever it reports afterwards points into ``text``."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, str, int]] = []
        self._pages: list[tuple[int, int]] = []
        self.below = 0
        """Level of the section that holds all headings to come; 0 where there is none."""

    @property
    def length(self) -> int:
        """The offset at which the next piece without a separator would start."""
        return self._length

    def block(self, text: str, separator: str = "\n\n") -> int:
        r"""Append a block, set off from what stands before it.

        Args:
            text: The block; nothing is appended when it holds nothing but white space.
            separator: ``"\n\n"`` between paragraphs, ``"\n"`` between rows, ``" "`` to go on.

        Returns:
            The offset of the block's first character.
        """
        if not text.strip():
            return self._length
        if self._length:
            self._append(separator)
        start = self._length
        self._append(text)
        return start

    def heading(self, text: str, level: int) -> None:
        """Append a heading and open its section."""
        if text.strip():
            self._headings.append((self.block(text), text, self.below + level))

    def rows(self, rows: Iterable[Sequence[str]], marks: str = "") -> None:
        """Append a table: one line per row, its cells joined by a bar; the marks before them."""
        lines = (" | ".join(cells).rstrip(" |") for cells in rows)
        text = "\n".join(line for line in lines if line.strip())
        self.block(text and marks + text)

    def start_page(self, number: int) -> None:
        """Whatever is appended from now on stands on page ``number``."""
        self._pages.append((number, self._length))

    @property
    def text(self) -> str:
        """Everything appended so far."""
        return "".join(self._pieces)

    def sections(self) -> tuple[Section, ...]:
        """The sections, in the order of their headings."""
        return sections_of(self.text, self._headings)

    def pages(self) -> tuple[Page, ...]:
        """The pages that have text, each from its first to its last visible character."""
        text = self.text
        ends = [start for _, start in self._pages[1:]] + [self._length]
        pages = []
        for (number, start), end in zip(self._pages, ends, strict=False):
            body = text[start:end]
            if body.strip():
                first = start + len(body) - len(body.lstrip())
                pages.append(Page(number, Span(first, start + len(body.rstrip()))))
        return tuple(pages)

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)


def sections_of(text: str, headings: Sequence[tuple[int, str, int]]) -> tuple[Section, ...]:
    """Turn headings into sections, each reaching to the next of the same or a higher level.

    Args:
        text: The canonical text.
        headings: Offset, words and level of each heading, in the order of the text.
    """
    end_at = len(text.rstrip())
    open_sections: list[tuple[int, str, int]] = []
    ends: dict[int, int] = {}
    for start, _, level in headings:
        while open_sections and open_sections[-1][2] >= level:
            ends[open_sections.pop()[0]] = start
        open_sections.append((start, _, level))
    found = []
    for start, heading, level in headings:
        end = start + len(text[start : ends.get(start, end_at)].rstrip())
        found.append(Section(heading, level, Span(start, end)))
    return tuple(found)
