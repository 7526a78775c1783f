"""What the numbers of a claim count, against what its source counts.

Two numbers may both stand in a source and still have changed places: "12 boats for 340 crowns"
is not "340 boats". Only what both count by the same word is compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, takewhile

from index.words import STOP_WORDS
from qa.language.names import CAPITALISED_RUN
from qa.language.numerals import Numeral, counted, figures
from qa.language.terms import stem, words_in

__all__ = ["is_plural", "misbounded", "miscounted", "pairs", "without_pairs"]

_REACH = 3
"""Words after a number that may be what it counts: "340 old wooden boats"."""

_PASSED_OVER = frozenset("of the a an its his her their our other more such".split())

_PLURALS = frozenset("people men women children percent police".split())

_NOT_MORE = r"(?:(?:no|not) (?:more|greater|higher) than)"
_NOT_LESS = r"(?:(?:no|not) (?:less|fewer|lower) than)"
_LEAST = re.compile(
    rf"\b(?:{_NOT_LESS}|(?<!no )(?<!not )more than|over|at least|above|exceed\w*|upwards? of)\s*$"
)
_MOST = re.compile(
    rf"\b(?:{_NOT_MORE}|(?<!no )(?<!not )(?:less|fewer) than|under|below|at most|up to|as many as"
    r"|as much as|nearly|almost|close to)\s*$"
)
_PAIR = re.compile(
    r"\b(?:both|the\s+two)\b(?:\s+(?:of\s+)?(?:(?:the|them|these|those)\s+)?(?P<noun>[^\W\d_]+))?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\band\b[^.;]{1,60}\bboth\b|\bboth\b[^.;]{1,60}\band\b", re.IGNORECASE)
_NAMED_PAIR = re.compile(rf"{CAPITALISED_RUN}\s+and\s+{CAPITALISED_RUN}")
_BOUND_REACH = 4
"""Words before a number among which one that bounds it stands."""


def miscounted(claim: str, source: str) -> tuple[str, str] | None:
    """A number that the claim gives of something of which its source gives another.

    Returns:
        What the claim says and what the source says ("340 boats", "12 boats"); ``None`` where
        they agree, count different things, or the source gives the number without saying of what.
    """
    given: dict[str, list[Numeral]] = defaultdict(list)
    bare: list[Numeral] = []
    for numeral, what in pairs(source):
        given[stem(what)].append(numeral) if what else bare.append(numeral)
    for numeral, what in pairs(claim):
        known = given.get(stem(what), []) if what else []
        others = [other for other in known if other.unit == numeral.unit]
        if others and not any(numeral.supported_by(other) for other in (*known, *bare)):
            return f"{numeral} {what}", f"{others[0]} {what}"
    return None


def without_pairs(claim: str, source: str) -> str:
    """The claim without each "both" and "the two" of what claim or source names one by one.

    "The two plants" of "the north plant … and the south plant" needs no "two" in its source; "two
    people" does.
    """
    known = [stem(word) for word in words_in(source)]

    def left(pair: re.Match[str]) -> str:
        noun = pair["noun"] or ""
        named = _NAMED_PAIR.search(claim) if is_plural(noun) else _JOINED.search(claim)
        return noun if named or (is_plural(noun) and known.count(stem(noun)) > 1) else pair[0]

    return _PAIR.sub(left, claim)


def misbounded(claim: str, source: str) -> str | None:
    """A number that the claim puts on the other side of "more than" than its source does."""
    given: dict[Decimal, set[str]] = defaultdict(set)
    for value, side in _bounds(source):
        given[value].add(side)
    for value, side in _bounds(claim):
        known = given[value]
        if side and known and "" not in known and side not in known:
            return f"{value.normalize():f}"
    return None


def pairs(text: str) -> Iterator[tuple[Numeral, str]]:
    """Each number with what it counts, empty where no word says so; "300 of the 500 workers"."""
    found = [(numeral, after.split()) for numeral, after in counted(text)]
    for at, (numeral, after) in enumerate(found):
        words = after
        if words[:1] == ["of"] and set(words) <= _PASSED_OVER and at + 1 < len(found):
            words = found[at + 1][1]
        yield numeral, _counted_thing([word for word in words if word.lower() not in _PASSED_OVER])


def _counted_thing(words: list[str]) -> str:
    """Of the telling words after a number the first plural, else the first."""
    told = list(islice(takewhile(_is_telling, words), _REACH))
    return next((word for word in told if is_plural(word)), told[0] if told else "")


def is_plural(word: str) -> bool:
    """Whether a noun stands for several, as far as its end tells."""
    return word in _PLURALS or (word.endswith("s") and not word.endswith("ss"))


def _is_telling(word: str) -> bool:
    return word.lower() not in STOP_WORDS or word == "May"


def _bounds(text: str) -> Iterator[tuple[Decimal, str]]:
    """Each number, and whether it is a least (">"), a most ("<") or neither."""
    lower = False
    for figure in figures(text):
        before = " ".join(figure.before[-_BOUND_REACH:])
        side = ">" if _LEAST.search(before) else "<" if _MOST.search(before) else ""
        upper = lower and (figure.joint or "").split()[-1:] == ["and"]
        lower = figure.before[-1:] == ("between",)
        yield figure.numeral.value, "<" if upper else ">" if lower else side
