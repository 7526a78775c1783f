"""Dates as reports write them."""

from __future__ import annotations

import datetime
import re

__all__ = ["ANY_DATE", "TIME", "find_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
TIME = r"(?:[,T ]+(?:at )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{1,4}T?)?Z?)?"
_DATE_FORMS = tuple(
    re.compile(rf"(?i)^{_WEEKDAY}{form}{TIME}[.,;]?$")
    for form in (
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}",
    )
)
ANY_DATE = (
    r"(?:(?i:[a-z]{3,9})\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)? (?i:[a-z]{3,9})\.?,? (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
)


def find_date(text: str) -> datetime.date | None:
    """The date that a text consists of, in any of the usual forms that are not ambiguous.

    Args:
        text: Nothing but a date, perhaps with a weekday before it and a time after it.

    Returns:
        The date; ``None`` when the text is something else, has no year, or names no real day.
    """
    for form in _DATE_FORMS:
        match = form.match(text.strip())
        if match:
            month = match["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS[month]
            try:
                return datetime.date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                return None
    return None
