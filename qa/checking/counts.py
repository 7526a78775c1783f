"""What the numbers of a claim count, against what its source counts.

Two numbers may both stand in a source and still have changed places: "12 boats for 340 crowns"
is not "340 boats". Only what both count by the same word is compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, takewhile

from index.words import STOP_WORDS
from qa.language.numerals import Numeral, counted
from qa.language.terms import stem

__all__ = ["misbounded", "miscounted"]

_REACH = 3
"""Words after a number that may be what it counts: "340 old wooden boats"."""

_PASSED_OVER = frozenset("of the a an its his her their our other more such".split())

_LEAST = re.compile(r"\b(?:more than|over|at least|above|exceed\w*|upwards? of|no fewer than)\s*$")
_MOST = re.compile(
    r"\b(?:less than|fewer than|under|below|at most|up to|as many as|as much as|no more than"
    r"|nearly|almost|close to)\s*$"
)
_BOUND_REACH = 16
"""Characters before a number in which a word that bounds it stands."""


def miscounted(claim: str, source: str) -> tuple[str, str] | None:
    """A number that the claim gives of something of which its source gives another.

    Returns:
        What the claim says and what the source says ("340 boats", "12 boats"); ``None`` where
        they agree or count different things.
    """
    given: dict[str, list[Numeral]] = defaultdict(list)
    for numeral, words in _pairs(source):
        for word in words:
            given[stem(word)].append(numeral)
    for numeral, words in _pairs(claim):
        known = [word for word in words[-1:] if stem(word) in given]
        for word in known:
            others = [other for other in given[stem(word)] if other.unit == numeral.unit]
            if others and not any(numeral.supported_by(other) for other in given[stem(word)]):
                return f"{numeral} {word}", f"{others[0]} {word}"
    return None


def misbounded(claim: str, source: str) -> str | None:
    """A number that the claim puts on the other side of "more than" than its source does."""
    bounds = {
        value: {side for v, side in _bounds(source) if v == value} for value, _ in _bounds(source)
    }
    for value, side in _bounds(claim):
        given = bounds.get(value, set())
        if side and given and "" not in given and side not in given:
            return value
    return None


def _pairs(text: str) -> Iterator[tuple[Numeral, list[str]]]:
    """Each number with the telling words right after it, the one it counts last."""
    for numeral, after in counted(text):
        words = [word for word in after.split() if word.lower() not in _PASSED_OVER]
        told = list(islice(takewhile(_is_telling, words), _REACH))
        if told:
            yield numeral, told


def _is_telling(word: str) -> bool:
    return word.lower() not in STOP_WORDS or word == "May"


def _bounds(text: str) -> Iterator[tuple[str, str]]:
    """Each number in digits, and whether it is a least (">"), a most ("<") or neither."""
    for match in re.finditer(r"\d[\d,.]*\d|\d", text):
        before = text[max(match.start() - _BOUND_REACH, 0) : match.start()].lower().rstrip("$€£ ")
        side = ">" if _LEAST.search(before) else "<" if _MOST.search(before) else ""
        yield match[0].replace(",", ""), side
