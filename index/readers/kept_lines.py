"""Which lines of a page make up its canonical text, and where each of them stands in it.

The canonical text of a page is made of the engine's lines: running lines at the top and at the
bottom are dropped, the others keep their letters and digits and their order, save that titles of
the first page may be moved to the front. A line is found only where the text cannot be made of the
lines in another way that drops as few of the page's edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import accumulate

__all__ = ["places_of"]

_MARGIN = 3
"""Lines at the top and at the bottom that may have been dropped."""
_SURE = 8
"""Letters of a line that stands just once, and therefore surely there."""
_MOST_STATES = 50_000
"""How much is tried; an ordinary page takes two or three states a line."""


def places_of(lines: Sequence[str], heights: Sequence[float], text: str) -> dict[int, int]:
    """Where lines stand in a text that was made of them.

    Args:
        lines: The letters of each line, in the engine's order.
        heights: How far up the page each line stands.
        text: The letters of the canonical text.

    Returns:
        Offsets in ``text`` by the index of the line; lines that were dropped, and those that could
        be in several places, are left out.
    """
    downwards = sorted((i for i, line in enumerate(lines) if line), key=lambda i: -heights[i])
    for depth in range(_MARGIN + 1):
        margin = {*downwards[:depth], *downwards[max(0, len(downwards) - depth) :]}
        found = _filled(lines, text, margin)
        if found is not None:
            return found
    return _around_sure_lines(lines, text)


def _filled(lines: Sequence[str], text: str, droppable: Set[int]) -> dict[int, int] | None:
    """The lines that stand at one place in every way to make the text of the lines in order.

    Args:
        lines: The letters of each line.
        text: What is to be made.
        droppable: The lines that may be left out.

    Returns:
        ``None`` where there is no way, or where there are too many.
    """
    reached, states = [{0}], 1
    for index, line in enumerate(lines):
        before = reached[-1]
        ends = {at + len(line) for at in before if text.startswith(line, at)}
        reached.append(before | ends if index in droppable else ends)
        states += len(reached[-1])
        if not reached[-1] or states > _MOST_STATES:
            return None
    leads_on = {len(text)} & reached[-1]
    if not leads_on:
        return None
    possible: list[tuple[int, int]] = []
    for index in reversed(range(len(lines))):
        line = lines[index]
        starts = {
            at for at in reached[index] if at + len(line) in leads_on and text.startswith(line, at)
        }
        possible += [(index, at) for at in starts if line]
        leads_on = leads_on | starts if index in droppable else starts
    return _uncontested(lines, possible, len(text))


def _uncontested(
    lines: Sequence[str], possible: Sequence[tuple[int, int]], length: int
) -> dict[int, int]:
    """The possible places of lines that no other possible place overlaps.

    Every way covers every letter. So a letter that only one line can cover is that line's in all.
    """
    changes = [0] * (length + 1)
    for index, at in possible:
        changes[at] += 1
        changes[at + len(lines[index])] -= 1
    covering = list(accumulate(changes))
    return {index: at for index, at in possible if covering[at] == 1}


def _around_sure_lines(lines: Sequence[str], text: str) -> dict[int, int]:
    """The lines that stand just once in both, and what fills the gaps between these."""
    whole = "".join(lines)
    sure = {
        index: text.index(line)
        for index, line in enumerate(lines)
        if len(line) >= _SURE and _stands_once(line, whole) and _stands_once(line, text)
    }
    found = dict(sure)
    after, at = 0, _front(lines, sure)
    for index, place in [*sure.items(), (len(lines), len(text))]:
        if place < at:
            continue  # it was moved
        gap = lines[after:index]
        filled = _filled(gap, text[at:place], frozenset(range(len(gap)))) or {}
        found |= {after + line: at + offset for line, offset in filled.items()}
        after, at = index + 1, place + (len(lines[index]) if index < len(lines) else 0)
    return found


def _front(lines: Sequence[str], sure: Mapping[int, int]) -> int:
    """Where the text goes on after the lines that were moved to its front."""
    first = next(iter(sure.values()), 0)
    moved = {place: len(lines[index]) for index, place in sure.items() if place < first}
    at = 0
    while at in moved:
        at += moved[at]
    return at


def _stands_once(words: str, text: str) -> bool:
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) < 0
