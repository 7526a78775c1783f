"""A long text in stretches, so that a page shows its quote before the rest has come."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Stretches", "stretches_of"]

_LEAST, _MOST = 8_000, 16_000
"""Characters of a stretch: a few screens, which a browser sets at once."""
_BORDERS = ("\n\n", "\n", "。", " ")
"""Where a text is best parted: between paragraphs, lines, sentences, words."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Where a text is cut, and which text it was."""

    version: str
    """Another one as soon as a character of the text is another."""
    cuts: tuple[int, ...]
    """Where each stretch begins, and at last the text's length; together they are the text."""

    def at(self, offset: int) -> int:
        """The number of the stretch, counted from 0, in which a character stands."""
        return max(0, sum(cut <= offset for cut in self.cuts[:-1]) - 1)


@lru_cache(maxsize=8)
def stretches_of(text: str) -> Stretches:
    """Cut a text between paragraphs where it has them, else where it hurts least."""
    cuts = [0]
    while len(text) - cuts[-1] > _MOST:
        cuts.append(_next_cut(text, cuts[-1]))
    cuts.append(len(text))
    version = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return Stretches(version, tuple(cuts))


def _next_cut(text: str, start: int) -> int:
    for border in _BORDERS:
        found = text.rfind(border, start + _LEAST, start + _MOST)
        if found >= 0:
            return found + len(border)
    return start + _MOST
