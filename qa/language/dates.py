"""Days, months and years as they stand in prose: found, and told apart from mere numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.language.numerals import MONTHS

__all__ = ["WEEKDAYS", "Date", "dates_in", "days_in", "holds_time", "without_dates"]


WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or a year, with what of it is said; as one value."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    """Where it stands in its text; so is ``end``."""
    end: int

    def agrees(self, other: Date) -> bool:
        """Whether both can be the same: nothing that both say differs."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(one is None or two is None or one == two for one, two in pairs)


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
# A bare number of four digits is a year only where the words before it say so.
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?P<day>{_DAY})\s+(?P<month>{_MONTH})(?:\s+{_YEAR})?\b"
    rf"|\b(?P<month2>{_MONTH})\s+(?P<day2>{_DAY})(?!\d)(?:,?\s+{_YEAR})?\b"
    rf"|\b{_MONTH}\s+{_YEAR}\b"
    rf"|\b(?:in|since|of|by|until|from|during|before|after|between|and|year)\s+{_YEAR}\b(?!\s+[a-z]+s\b)"
    r"|\b\d{4}-\d\d-\d\d\b"
)
_DAYS = rf"(?:{_DAY}(?:\s*(?:-|–|and|or|to)\s*{_DAY})*)"
_WHOLE_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)\b"
    rf"|\b(?P<days>{_DAYS})\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?\b"
    rf"|\b(?P<month2>{_MONTH})\s+(?P<days2>{_DAYS})(?!\d)(?:,?\s+(?P<year2>{_YEAR}))?\b"
    rf"|\b(?P<month3>{_MONTH})(?:,?\s+(?P<year3>{_YEAR}))?\b"
    rf"|(?<![\d.,$€£¥])\b(?P<year4>{_YEAR})\b(?![.,]?\d|\s*(?:%|per\s?cent))"
)
_TIME = re.compile(
    rf"\b(?:{_DAY}\s+{_MONTH}|{_MONTH}\s+\d|(?:in|since|of|by|until|from|last|next|early|late|mid|"
    rf"this|on|to|through)[\s-]+{_MONTH})\b"
    r"|\b(?:January|February|April|June|July|August|September|October|November|December)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    rf"|\b{_YEAR}s?\b"
    r"|\b(?:yesterday|today|tomorrow|tonight|morning|evening|noon|midnight|century|decades?|"
    r"summer|autumn|winter|weeks?|months?|years?|days?|hours?|minutes?|o['’]clock)\b"
    r"|\b(?:in|the|this|last|next|until|by)\s+(?:spring|fall)\b"
    r"|\b\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m\b"
)


def without_dates(text: str) -> str:
    """The text with its dates blanked out, so that what is left of numbers counts something."""
    return _DATE.sub(" ", text)


def holds_time(text: str) -> bool:
    """Whether a text says when: a date, a day, a season, a span of time."""
    return _TIME.search(text) is not None


def dates_in(text: str) -> frozenset[tuple[int, int]]:
    """Days of the year that a text names, as ``(month, day)``."""
    found = set()
    for match in _DATE.finditer(text):
        day, month = match["day"] or match["day2"], match["month"] or match["month2"]
        if day and month:
            found.add((_month(month), int(re.match(r"\d+", day)[0])))  # type: ignore[index]
    return frozenset(found)


def days_in(text: str) -> Iterator[Date]:
    """Every day, month and year that a text names, in order; "4 and 6 May" are two days."""
    for match in _WHOLE_DATE.finditer(text):
        if match["iso"]:
            year, month, day = (int(match[name]) for name in ("iso", "iso_month", "iso_day"))
            yield Date(year, month, day, *match.span())
            continue
        name = match["month"] or match["month2"] or match["month3"]
        written = match["year"] or match["year2"] or match["year3"] or match["year4"]
        days = re.findall(r"\d+", match["days"] or match["days2"] or "")
        for day in days or [None]:
            yield Date(
                int(written) if written else None,
                _month(name) if name else None,
                int(day) if day else None,
                *match.span(),
            )


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3].lower()))
