"""The small word before a number that says what it is: by how much, to how much, since when.

"Fell by 7 percent" is not "fell to 7 percent", "since 1990" is not "until 1990", "three weeks" are
not three months, and "from 9 to 12" is not "from 12 to 9", in whatever words the rest is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from qa.language.numerals import MONTHS, Figure, Numeral, figures
from qa.language.terms import stem, stems_of, words_in

__all__ = ["another_span", "another_step", "another_time", "turned_range"]

_CHANGES = stems_of(
    """fall rise grow increase drop decline decrease shrink shrank shrunk cut reduce raise climb
    slip jump soar plunge expand lower swell slump sink tumble surge widen narrow edge
    dip"""
)
_NEAR = frozenset("about around some roughly nearly almost just only over approximately".split())
_NO_STEP = frozenset("up close according due next as from between".split())
"""Words with which "to" is no step: "up to 40"."""
_STARTS, _ENDS = frozenset(["since", "from"]), frozenset("until till by to through".split())
_NOT = frozenset("not no never nor neither cannot without".split())
_UNITS = stems_of(
    """second minute hour day week month year decade century light-year light millimetre
    millimeter centimetre centimeter metre meter kilometre kilometer mile yard foot feet inch
    hectare acre gram kilogram tonne ton ounce litre liter gallon barrel watt kilowatt megawatt
    gigawatt"""
)
_SHORT = {"km": "kilometre", "cm": "centimetre", "mm": "millimetre", "kg": "kilogram"}
_SHORT |= {"meter": "metre", "liter": "litre", "kilometer": "kilometre", "feet": "foot"}
_SHORT |= {"centimeter": "centimetre", "millimeter": "millimetre"}
_SPAN_REACH = 2
"""Words after a number among which its unit stands: "three more weeks"."""
_RATE_REACH = 4
_RHYTHM = re.compile(
    r"\b(?P<what>[a-z]{2,})\s+(?:an?|per|each|every)\s+(?P<per>minute|hour|day|week|month|quarter|year)\b"
)
_CLOCK = re.compile(r"\b(?P<hour>\d{1,2}(?:[.:]\d{2})?)\s*(?P<half>[ap])\.?m\b", re.IGNORECASE)


def another_step(claim: str, source: str) -> tuple[str, str] | None:
    """A change "by" a number that its source has as one "to" it, or "from" it.

    Returns:
        What the claim says and what the source says ("to 7%", "by 7%"); ``None`` where they agree,
        or the source also has the number elsewhere.
    """
    return _differing(claim, source, _step)


def another_time(claim: str, source: str) -> tuple[str, str] | None:
    """A year since which the claim says what its source says until it; as in ``another_step``."""
    if not _NOT.isdisjoint(words_in(f"{claim} {source}")) or "n't" in f"{claim} {source}":
        return None  # "not until 1990" is "since 1990"
    return _differing(claim, source, _time)


def another_span(claim: str, source: str) -> tuple[str, str] | None:
    """A number in another unit: "three months" for "three weeks"; as in ``another_step``."""
    found = _differing(claim, source, _span) or _differing(claim, source, _rate)
    return found or _other_half(claim, source) or _other_rhythm(claim, source)


def _other_rhythm(claim: str, source: str) -> tuple[str, str] | None:
    """So many days "a week" that the source has "a month"."""
    given: dict[str, dict[str, str]] = defaultdict(dict)
    for found in _RHYTHM.finditer(source):
        given[stem(found["what"])][stem(found["per"])] = found[0]
    for found in _RHYTHM.finditer(claim):
        known = given.get(stem(found["what"]))
        if known and stem(found["per"]) not in known:
            return found[0], next(iter(known.values()))
    return None


def _other_half(claim: str, source: str) -> tuple[str, str] | None:
    """A time of day before noon that the source has after it, or the other way round."""
    given = {(time["hour"], time["half"].lower()): time[0] for time in _CLOCK.finditer(source)}
    for time in _CLOCK.finditer(claim):
        half = time["half"].lower()
        other = given.get((time["hour"], "p" if half == "a" else "a"))
        if other and (time["hour"], half) not in given:
            return time[0], other
    return None


def turned_range(claim: str, source: str) -> tuple[str, str] | None:
    """Two numbers with "to" between them that the source has the other way round.

    Returns:
        The two as the claim and as the source has them ("from 12 to 9"); ``None`` where they agree.
    """
    given = dict.fromkeys(_ranges(source))
    starts = {one.numeral for one in figures(source) if one.before[-1:] == ("from",)}
    for first, last, from_ in _ranges(claim):
        if any((first, last) == one[:2] for one in given):
            continue
        turned = any((last, first) == one[:2] for one in given)
        if turned or (from_ and last in starts and first not in starts):
            word = "from " if from_ else ""
            return f"{word}{first} to {last}", f"{word}{last} to {first}"
    return None


def _ranges(text: str) -> Iterator[tuple[Numeral, Numeral, bool]]:
    """The pairs "9 to 12" and "from 9 crowns to 12", and whether "from" stands before."""
    for one, other in pairwise(figures(text)):
        joint = (other.joint or "").split()
        if joint[-1:] == ["to"] and len(joint) <= _SPAN_REACH + 1 and "up" not in joint:
            yield one.numeral, other.numeral, one.before[-1:] == ("from",)


def _differing(
    claim: str, source: str, said_of: Callable[[Figure], tuple[str, str] | None]
) -> tuple[str, str] | None:
    """A number with another small word than everywhere in the source."""
    given: dict[Numeral, list[tuple[str, str] | None]] = defaultdict(list)
    for figure in figures(source):
        given[figure.numeral].append(said_of(figure))
    for figure in figures(claim):
        said, others = said_of(figure), given[figure.numeral]
        if said and others and all(other and other[0] != said[0] for other in others):
            other = next(one for one in others if one)
            return said[1], other[1]
    return None


def _step(figure: Figure) -> tuple[str, str] | None:
    """What kind of step a number is, where a verb of change stands before it."""
    words = [word for word in figure.before if word not in _NEAR]
    if not words or _CHANGES.isdisjoint(map(stem, words)):
        return None
    last, before = words[-1], words[-2:-1]
    if last in ("by", "to", "from") and not _NO_STEP.intersection(before):
        return (last, f"{last} {figure.numeral}") if not _is_year(figure) else None
    return ("by", f"by {figure.numeral}") if stem(last) in _CHANGES else None


def _time(figure: Figure) -> tuple[str, str] | None:
    """Whether something starts or ends in a year."""
    words = [word for word in figure.before if not word.isdigit() and word not in MONTHS]
    if not _is_year(figure) or not words:
        return None
    kind = "start" if words[-1] in _STARTS else "end" if words[-1] in _ENDS else ""
    return (kind, f"{words[-1]} {figure.numeral}") if kind else None


def _span(figure: Figure) -> tuple[str, str] | None:
    """The unit of time, length, weight or power that a number counts."""
    words = figure.after[:_SPAN_REACH]
    unit = next((one for one in words if stem(one) in _UNITS or one in _SHORT), None)
    if unit is None:
        return None
    return stem(_SHORT.get(unit.removesuffix("s"), unit)), f"{figure.numeral} {unit}"


def _rate(figure: Figure) -> tuple[str, str] | None:
    """What a number goes by: "9 cents per minute"."""
    words = list(figure.after[:_RATE_REACH])
    if "per" not in words[:-1]:
        return None
    per = words[words.index("per") + 1]
    return stem(per), f"{figure.numeral} per {per}"


def _is_year(figure: Figure) -> bool:
    value = figure.numeral.value
    return not figure.numeral.unit and 1500 <= value < 2100 and value == int(value)
