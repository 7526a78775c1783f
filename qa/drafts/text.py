"""A draft as its reader sees it, with the way back to the file."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Span

__all__ = ["DraftText", "DraftTextBuilder"]


@dataclass(frozen=True, slots=True)
class DraftText:
    """The words of a draft without the signs of its format."""

    text: str
    origins: array[int]
    """For each character, where it came from in the file's text; one more for the end."""
    line_starts: tuple[int, ...]
    """Where each line of the file begins."""
    blocks: tuple[Span, ...] = ()
    """Block quotes."""
    code: tuple[Span, ...] = ()
    """Code, in which a quotation mark opens no quotation."""

    def source_span(self, span: Span) -> Span:
        """Where a stretch of ``text`` stands in the file."""
        return Span(self.origins[span.start], self.origins[span.end - 1] + 1)

    def line_at(self, offset: int) -> int:
        """The line of the file, counted from 1, that a character of ``text`` came from."""
        return bisect_right(self.line_starts, self.origins[offset])


class DraftTextBuilder:
    """Grows a ``DraftText`` piece by piece.

    Args:
        source: the file's text.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._origins = array("Q")
        self._blocks: list[Span] = []
        self._code: list[Span] = []

    @property
    def length(self) -> int:
        """The characters so far."""
        return len(self._origins)

    def append(self, text: str, origin: int, step: int = 1) -> None:
        """Add characters.

        Args:
            text: what the reader sees.
            origin: where its first character stands in the file.
            step: 1 where the others follow it there, 0 where all stem from one sign.
        """
        self._pieces.append(text)
        self._origins.extend(range(origin, origin + len(text)) if step else [origin] * len(text))

    def mark_block(self, start: int) -> None:
        """What was added since ``start`` is a block quote."""
        if start < self.length:
            self._blocks.append(Span(start, self.length))

    def mark_code(self, start: int) -> None:
        """What was added since ``start`` is code."""
        if start < self.length:
            self._code.append(Span(start, self.length))

    def built(self) -> DraftText:
        """The text so far."""
        ends = self._origins + array("Q", [len(self._source)])
        return DraftText(
            "".join(self._pieces),
            ends,
            line_starts(self._source),
            tuple(self._blocks),
            tuple(self._code),
        )


def line_starts(source: str) -> tuple[int, ...]:
    """Where each line of a text begins."""
    lines: Sequence[str] = source.split("\n")
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return tuple(starts)
