"""Days, months and years as they stand in prose: found, and told apart from mere numbers."""

from __future__ import annotations

import re

from qa.language.numerals import MONTHS

__all__ = ["dates_in", "holds_time", "without_dates"]

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
            number = next(
                n for n, name in enumerate(MONTHS, 1) if name.startswith(month[:3].lower())
            )
            found.add((number, int(re.match(r"\d+", day)[0])))  # type: ignore[index]
    return frozenset(found)
