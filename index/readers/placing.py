"""The way back from a page's canonical text to the characters that the engine reads there.

Hyphens, ligatures and spaces change on the way to the canonical text; letters and digits stay.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from index.readers.kept_lines import places_of
from index.types import Span

__all__ = ["LINE_END", "Placing"]

LINE_END = re.compile(r"\r\n|\r|\n")
"""Between two lines of the engine."""

_WORD = re.compile(r"\S+")
_LONGEST = 100_000
"""Characters of a page that is looked through; a page of a book has some thousand."""


class Placing:
    """Finds the words of a page's canonical text among the engine's characters.

    Args:
        canonical: The page's stretch of the canonical text.
        raw: What the engine reads on the page, lines parted by ``LINE_END``.
        heights: How far up the page each of these lines stands.
    """

    def __init__(self, canonical: str, raw: str, heights: Sequence[float]) -> None:
        self._canonical, self._raw = canonical, raw
        if len(raw) > _LONGEST:
            canonical = raw = ""
        self._letters, self._places = _letters(canonical)
        self._raw_letters, self._raw_places = _letters(raw)
        self._raw_of = self._found(heights)

    def runs(self, span: Span) -> tuple[tuple[Span, ...], bool]:
        """Where the words of a stretch of the canonical text stand in the engine's text.

        Args:
            span: In the page's stretch of the canonical text.

        Returns:
            Spans of the engine's text, in the order of the words, and whether no word is missing.
        """
        letters: list[int] = []
        complete = len(self._raw) <= _LONGEST
        for word in _WORD.finditer(self._canonical, span.start, span.end):
            first = bisect_left(self._places, word.start())
            end = bisect_left(self._places, word.end())
            if -1 in self._raw_of[first:end]:
                complete = False
            else:
                letters += range(first, end)
        return tuple(self._run(run, span) for run in self._unbroken(letters)), complete

    def _unbroken(self, letters: Iterable[int]) -> Iterator[list[int]]:
        """Letters of the canonical text parted where the engine has other letters in between."""
        run: list[int] = []
        for letter in letters:
            if run and self._raw_of[letter] != self._raw_of[run[-1]] + 1:
                yield run
                run = []
            run.append(letter)
        if run:
            yield run

    def _run(self, letters: list[int], span: Span) -> Span:
        """The engine's characters of a run, with the same signs before and after it."""
        start = self._raw_places[self._raw_of[letters[0]]]
        end = self._raw_places[self._raw_of[letters[-1]]] + 1
        before = self._canonical[span.start : self._places[letters[0]]]
        after = self._canonical[self._places[letters[-1]] + 1 : span.end]
        start -= _alike(reversed(before), reversed(self._raw[:start]))
        return Span(start, end + _alike(after, self._raw[end:]))

    def _found(self, heights: Sequence[float]) -> list[int]:
        """For each letter of the canonical text the engine's letter, -1 where it is uncertain."""
        lines = list(self._lines())
        starts = [0, *itertools.accumulate(map(len, lines))]
        found = [-1] * len(self._letters)
        for line, place in places_of(lines, heights, self._letters).items():
            found[place : place + len(lines[line])] = range(starts[line], starts[line + 1])
        return found

    def _lines(self) -> Iterator[str]:
        """The letters of each line of the engine, none where it has none."""
        start = 0
        for line_end in [*LINE_END.finditer(self._raw), None]:
            at = line_end.start() if line_end else len(self._raw)
            end = bisect_left(self._raw_places, at)
            yield self._raw_letters[start:end]
            start = end


def _letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits in one case and without marks, and where in the text each one stands."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in _folded(char):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    folded = unicodedata.normalize("NFKD", char).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _alike(ours: Iterable[str], theirs: Iterable[str]) -> int:
    """How many signs, neither letters nor white space, two texts have in common at first."""
    signs = itertools.takewhile(lambda sign: not (sign.isspace() or _folded(sign)), ours)
    pairs = zip(signs, theirs, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
