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
from qa.language.numerals import Numeral, counted, numerals
from qa.language.terms import stem, telling_stems

__all__ = ["is_plural", "misbounded", "miscounted", "part_as_whole", "turned_range"]

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
_RANGE = re.compile(r"\bfrom\s+[$€£]?(\d[\d.,]*)\S?[^.;:]{0,20}?\bto\s+[$€£]?(\d[\d.,]*\d|\d)")
_BOUND_REACH = 20
"""Characters before a number in which a word that bounds it stands."""
_PART = re.compile(
    r"\b(?P<part>[\w.,]+(?:\s(?:percent|per\scent))?%?)\s+of\s+(?:(?:all|the|its|his|her|our|their|those|these)\s+){1,2}"
    r"(?P<whole>(?:[\d.,]*\d|[a-z-]+)\b[^.,;:!?()]*)",
    re.IGNORECASE,
)


def miscounted(claim: str, source: str) -> tuple[str, str] | None:
    """A number that the claim gives of something of which its source gives another.

    Returns:
        What the claim says and what the source says ("340 boats", "12 boats"); ``None`` where
        they agree, count different things, or the source gives the number without saying of what.
    """
    given: dict[str, list[Numeral]] = defaultdict(list)
    bare: list[Numeral] = []
    for numeral, what in _pairs(source):
        given[stem(what)].append(numeral) if what else bare.append(numeral)
    for numeral, what in _pairs(claim):
        known = given.get(stem(what), []) if what else []
        others = [other for other in known if other.unit == numeral.unit]
        if others and not any(numeral.supported_by(other) for other in (*known, *bare)):
            return f"{numeral} {what}", f"{others[0]} {what}"
    return None


def misbounded(claim: str, source: str) -> str | None:
    """A number that the claim puts on the other side of "more than" than its source does."""
    given: dict[str, set[str]] = defaultdict(set)
    for value, side in _bounds(source):
        given[value].add(side)
    for value, side in _bounds(claim):
        known = given[value]
        if side and known and "" not in known and side not in known:
            return value
    return None


def part_as_whole(claim: str, source: str) -> tuple[str, str] | None:
    """A whole of which the claim says what its source says of a part: "300 of the 500 workers".

    Returns:
        The whole in the claim and the part in the source ("500 workers", "300 of the 500 workers");
        ``None`` where there is none.
    """
    told = {part["whole"].split()[0].lower() for part in _PART.finditer(claim)}
    for part in _PART.finditer(source):
        number, rest = next(_pairs(part["whole"]), None), part["whole"].split()
        if number is None or not numerals(rest[0]) or rest[0].lower() in told:
            continue
        if re.search(rf"\b{re.escape(part['part'])}(?!\w)", claim, re.IGNORECASE):
            continue
        happened = telling_stems(part["whole"]) - telling_stems(" ".join(rest[:2]))
        for numeral, what in _pairs(claim):
            same = numeral == number[0] and what and stem(what) == stem(number[1])
            if same and 2 * len(happened & telling_stems(claim)) >= len(happened) > 0:
                return f"{numeral} {what}", f"{part['part']} of the {numeral} {what}"
    return None


def turned_range(claim: str, source: str) -> tuple[str, str] | None:
    """A "from … to …" of the claim that its source has the other way round, and the source's."""
    given = {(_bare(match[1]), _bare(match[2])): match[0] for match in _RANGE.finditer(source)}
    for match in _RANGE.finditer(claim):
        first, last = _bare(match[1]), _bare(match[2])
        if (first, last) not in given and (last, first) in given:
            return match[0], given[last, first]
    return None


def _bare(number: str) -> str:
    return number.replace(",", "")


def _pairs(text: str) -> Iterator[tuple[Numeral, str]]:
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


def _bounds(text: str) -> Iterator[tuple[str, str]]:
    """Each number in digits, and whether it is a least (">"), a most ("<") or neither."""
    for match in re.finditer(r"\d[\d,.]*\d|\d", text):
        before = text[max(match.start() - _BOUND_REACH, 0) : match.start()].lower().rstrip("$€£ ")
        side = ">" if _LEAST.search(before) else "<" if _MOST.search(before) else ""
        yield match[0].replace(",", ""), side
