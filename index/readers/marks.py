"""From the places of characters to boxes around words, one for each line of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.pictures import Mark

__all__ = ["Box", "Glyph", "box_around", "marks_of"]

_SAME_LINE = 0.4
"""Share of the higher one's height by which characters of one line overlap."""
_WIDEST_GAP = 2.0
"""Heights of a character over which a line is still one; the gaps of a table are wider."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the upper left corner of the page, as it is looked at."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """The longer of width and height."""
        return max(self.right - self.left, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Glyph:
    """The place of a character."""

    box: Box
    """What it fills itself."""
    line: Box
    """From the foot to the head of its line, where it begins; without width."""

    def reaching(self, most: float) -> Box:
        """Its box made as high as its line, by no more than ``most`` points on each side."""
        box, line = self.box, self.line
        return Box(
            max(min(box.left, line.left), box.left - most),
            max(min(box.top, line.top), box.top - most),
            min(max(box.right, line.right), box.right + most),
            min(max(box.bottom, line.bottom), box.bottom + most),
        )

    @property
    def is_upright(self) -> bool:
        """Whether its line runs from side to side, and not up or down the page."""
        return self.line.bottom - self.line.top >= self.line.right - self.line.left


def marks_of(glyphs: Sequence[Glyph], page: Box) -> tuple[Mark, ...]:
    """Boxes around characters that follow each other, each around those of one line.

    Args:
        glyphs: The characters in the order of reading.
        page: The visible page, from its upper left corner.

    Returns:
        Boxes in shares of the page, cut at its edges.
    """
    # A typeface may state a size that has nothing to do with its letters.
    most = max((glyph.box.size for glyph in glyphs), default=0.0)
    lines: list[list[Box]] = []
    was_upright = True
    for glyph in glyphs:
        box, is_upright = glyph.reaching(most), glyph.is_upright
        if lines and was_upright == is_upright and _on_one_line(lines[-1], box, is_upright):
            lines[-1].append(box)
        else:
            lines.append([box])
        was_upright = is_upright
    return tuple(_mark(box_around(line), page) for line in lines)


def box_around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds some boxes."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _on_one_line(line: Sequence[Box], box: Box, is_upright: bool) -> bool:
    """Whether a character goes on a line: at the height of its first one, near its last one.

    The first one, since a slanting line shall not grow into a box around its neighbours.
    """
    first, last = (_across(line[0], is_upright), _across(line[-1], not is_upright))
    across, along = _across(box, is_upright), _across(box, not is_upright)
    height = max(across[1] - across[0], first[1] - first[0])
    shared = min(across[1], first[1]) - max(across[0], first[0])
    gap = max(along[0] - last[1], last[0] - along[1])
    return shared >= _SAME_LINE * height and gap <= _WIDEST_GAP * height


def _across(box: Box, is_upright: bool) -> tuple[float, float]:
    """Where a box begins and ends across lines that run from side to side, or up and down."""
    return (box.top, box.bottom) if is_upright else (box.left, box.right)


def _mark(box: Box, page: Box) -> Mark:
    return Mark(
        _share(box.left, page.right),
        _share(box.top, page.bottom),
        _share(box.right, page.right),
        _share(box.bottom, page.bottom),
    )


def _share(value: float, whole: float) -> float:
    return min(1.0, max(0.0, value / whole))
