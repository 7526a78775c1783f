"""Lines on pages to paragraphs, headings and rows: the pure half of reading a PDF.

A PDF knows glyphs at places, not paragraphs. What belongs together is told by geometry: the usual
distance between lines, their size, and whether the next word would still have fitted on the line.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["Block", "Line", "blocks_of", "continues", "is_wordy", "without_running_lines"]

_ROW = "\n"
_PARAGRAPH = "\n\n"
_RUN_ON = " "

_NUMBER = re.compile(r"^[($€£¥+\-–—−]*(?:\d(?:[\d,.]*\d)?[%)x*]*)?[$€£¥%)]?[-–—*†]?$")
_BULLETS = ("•", "●", "◦", "▪", "■", "‣", "∙")
_POINT = re.compile(r"^(?:[·–—*-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s)")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_IDEOGRAPH = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]")
_WIDEST_SPREAD = 0.5  # no typeface for reading runs wider; a page of nothing but tables does
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?i)^(?:page |[-–—] ?)?(\d{1,4})(?: ?[-–—]|(?: of |/| / )\d{1,4})?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, in points from the lower left corner.

    A line that ends with a hyphenated word is one with its successor; ``top`` and ``left`` then
    belong to its beginning, ``bottom`` and ``right`` to its end.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    height: float
    """Of its first letter's or digit's box: the size of the type."""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, and what sets them off from the block before."""

    lines: tuple[Line, ...]
    separator: str
    is_row: bool

    @property
    def text(self) -> str:
        """The lines, run together."""
        return " ".join(line.text for line in self.lines)

    @property
    def runs_over(self) -> bool:
        """Whether the block looks cut off: prose that stops without an end."""
        return not self.is_row and not _SENTENCE_END.search(self.lines[-1].text)


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop headers, footers and page numbers: what recurs at the same place on most pages.

    A header on the first page stays, as it may be the title, unless that page says it twice.
    """
    candidates = _lines_in_margins(pages)
    counts = Counter(key for page in candidates for key in {_place(line) for line in page})
    needed = max(3, 0.5 * sum(1 for page in pages if page))
    numbers = _page_numbers(pages)
    kept = []
    for index, (page, margin) in enumerate(zip(pages, candidates, strict=True)):
        running = {id(line) for line in margin if counts[_place(line)] >= needed}
        titles = _titles(page, running) if index == 0 else []
        running |= numbers[index]
        kept.append(titles + [line for line in page if id(line) not in running])
    return kept


def _page_numbers(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """The lines that count the pages, wherever they stand: their number grows with the page's."""
    found: list[list[tuple[int, Line]]] = []
    for index, page in enumerate(pages):
        edges = {id(line): line for line in _outermost(page, 1)}.values()
        matches = ((_PAGE_NUMBER.match(line.text), line) for line in edges)
        found.append([(int(match.group(1)) - index, line) for match, line in matches if match])
    shifts = Counter(shift for page in found for shift in {shift for shift, _ in page})
    shift, count = shifts.most_common(1)[0] if shifts else (0, 0)
    if count < max(3, 0.5 * len(pages)):
        return [set() for _ in pages]
    return [{id(line) for other, line in page if other == shift} for page in found]


def _lines_in_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Each page's outermost lines, as far as they lie in the outer tenths of the written area."""
    tops = [line.top for page in pages for line in page]
    lowest, highest = min(tops, default=0.0), max(tops, default=0.0)
    depth = 0.12 * (highest - lowest)
    return [
        [line for line in _outermost(page, 3) if not lowest + depth < line.top < highest - depth]
        for page in pages
    ]


def _outermost(page: Sequence[Line], count: int) -> list[Line]:
    """The ``count`` highest and the ``count`` lowest lines of a page."""
    by_height = sorted(page, key=lambda line: -line.top)
    if len(by_height) <= 2 * count:
        return by_height
    return by_height[:count] + by_height[-count:]


def _place(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.top / 4)


def _titles(page: Sequence[Line], running: set[int]) -> list[Line]:
    """The running lines at the top of the first page that say what no other line there says."""
    rest = " ".join(line.text for line in page if id(line) not in running)
    middle = statistics.median(line.top for line in page) if page else 0.0
    candidates = (line for line in page if id(line) in running and line.top > middle)
    return [
        line for line in candidates if any(map(str.isalpha, line.text)) and line.text not in rest
    ]


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Group one page's lines into paragraphs, headings and table rows, in reading order."""
    rows = _joined_rows(lines)
    if not rows:
        return []
    spread = min(_WIDEST_SPREAD, statistics.median(map(_spread, rows)))
    tabular = [_is_tabular(row, spread) for row in rows]
    breaks = _hard_breaks(rows, tabular)
    _add_ragged_breaks(rows, breaks)
    found: list[Block] = []
    start = 0
    for index in range(1, len(rows) + 1):
        if index == len(rows) or breaks[index] is not None:
            separator = breaks[start] or _PARAGRAPH
            found.append(Block(tuple(rows[start:index]), separator, tabular[start]))
            start = index
    return found


def _joined_rows(lines: Sequence[Line]) -> list[Line]:
    """Put pieces that stand side by side on one line back together."""
    rows: list[Line] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last is not None and _side_by_side(last, line):
            text = f"{last.text} {line.text}"
            rows[-1] = replace(last, text=text, right=line.right, bold=last.bold and line.bold)
        else:
            rows.append(line)
    return rows


def _side_by_side(first: Line, second: Line) -> bool:
    middle = (second.top + second.bottom) / 2
    within = first.bottom < middle < first.bottom + first.height
    gap = second.left - first.right
    return within and -0.5 * first.height < gap and second.top - second.bottom < 1.8 * first.height


def _hard_breaks(rows: Sequence[Line], tabular: Sequence[bool]) -> list[str | None]:
    """For each line, what must set it off from the line before, as far as two lines tell."""
    leading, width = _usual_gap(rows), _usual_width(rows)
    breaks: list[str | None] = [_PARAGRAPH]
    for index, (above, below) in enumerate(itertools.pairwise(rows)):
        if tabular[index] or tabular[index + 1]:
            # Rows often stand a little wider than lines; prose and a table need less to part.
            share = 1.35 if tabular[index] and tabular[index + 1] else 0.6
            far = above.bottom - below.top > leading + share * min(above.height, below.height)
            breaks.append(_PARAGRAPH if far else _ROW)
        else:
            breaks.append(_hard_break(above, below, leading, width))
    return breaks


def _hard_break(above: Line, below: Line, leading: float, width: float) -> str | None:
    size = min(above.height, below.height)
    gap = above.bottom - below.top
    far = gap > leading + 0.35 * size
    if abs(above.height - below.height) > 0.12 * size or above.bold != below.bold:
        return _PARAGRAPH
    if below.top > above.top + 0.8 * size:  # the next column
        return _RUN_ON if continues(above.text, below.text) else _PARAGRAPH
    if far:
        return _PARAGRAPH
    if below.text.startswith(_BULLETS):
        return _ROW
    if _POINT.match(below.text) and _SENTENCE_END.search(above.text):
        return _ROW
    centred = abs((above.left + above.right) - (below.left + below.right)) < 6
    narrow = max(above.right - above.left, below.right - below.left) < 0.75 * width
    shift = abs(above.left - below.left)
    return _ROW if (centred and narrow and shift > 1.5) or shift > 5 * size else None


def is_wordy(text: str) -> bool:
    """Whether a short text can be a heading: it has letters and is no point of a list."""
    return any(char.isalpha() for char in text) and not text.startswith((*_BULLETS, "–", "*"))


def continues(above: str, below: str) -> bool:
    """Whether a text cut in two between lines, columns or pages goes on as one sentence."""
    if _SENTENCE_END.search(above) or below.startswith(_BULLETS):
        return False
    return below[:1].islower() or (len(above) > 45 and len(below) > 45)


def _usual_gap(rows: Sequence[Line]) -> float:
    gaps = sorted(
        above.bottom - below.top
        for above, below in itertools.pairwise(rows)
        if above.bottom - below.top > -0.5 * below.height
    )
    return gaps[len(gaps) // 4] if gaps else 0.0


def _usual_width(rows: Sequence[Line]) -> float:
    """The width that the longer lines of a page reach: that of its column."""
    widths = sorted(line.right - line.left for line in rows)
    return widths[(3 * len(widths)) // 4]


def _add_ragged_breaks(rows: Sequence[Line], breaks: list[str | None]) -> None:
    """Break after lines that end early and before lines that are indented."""
    width = _usual_width(rows)
    start = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and breaks[end] is None:
            continue
        group = rows[start:end]
        right = max(line.right for line in group)
        left = min(line.left for line in group)
        if len(group) < 3:  # too few to show their own right edge
            right = max(right, left + 0.75 * width)
        for index in range(start + 1, end):
            above, below = rows[index - 1], rows[index]
            indented = below.left > max(left, above.left) + 0.8 * below.height
            ended = bool(_SENTENCE_END.search(above.text))
            if _next_word_fitted(above, below, right) or (indented and ended):
                breaks[index] = _PARAGRAPH
        start = end


def _next_word_fitted(above: Line, below: Line, right: float) -> bool:
    """Whether the line above ended by will: the next word would have had room on it."""
    word = below.text.split(" ", 1)[0]
    room = right - above.right
    return room > (len(word) + 1) * 0.5 * below.height + 0.6 * below.height


def _is_tabular(line: Line, spread: float) -> bool:
    """Whether a line is a row of a table rather than prose with a number in it.

    Args:
        line: The line.
        spread: The page's usual width of a character, as a share of its height; a line of words
            set much wider than that has the gaps of a table.
    """
    words = line.text.split()
    figures = [bool(_NUMBER.match(word)) for word in words]
    if len(words) < 2:
        return False
    if len(words) <= 12 and _spread(line) > 1.6 * spread:
        return True
    at_end = list(itertools.takewhile(_NUMBER.match, reversed(words)))
    digits_at_end = sum(any(map(str.isdigit, word)) for word in at_end)
    framed = figures[0] and figures[-1] and len(words) <= 12
    mostly = sum(figures) >= max(3, 0.5 * len(words)) and any(map(str.isdigit, line.text))
    return digits_at_end >= 2 or mostly or (framed and any(map(str.isdigit, words[-1])))


def _spread(line: Line) -> float:
    """The width of a character as a share of its height; ideographs count as two."""
    wide = 0 if line.text.isascii() else len(_IDEOGRAPH.findall(line.text))
    return (line.right - line.left) / ((len(line.text) + wide) * line.height)
