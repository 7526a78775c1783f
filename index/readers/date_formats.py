"""Dates, times and durations as a sheet shows them.

Where that would depend on the machine, they are told in figures of one meaning.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from index.readers.number_formats import Part, format_parts, format_sections

__all__ = ["Moment", "date_shown"]

Moment = datetime.datetime | datetime.date | datetime.time | datetime.timedelta
"""What a cell with a date or a time holds."""

_CODES = re.compile(
    r"(?i)(?P<code>y+|m+|d+|h+|s+|am/pm|a/p)|(?P<fraction>\.0+)|(?P<literal>.)", re.DOTALL
)
_ELAPSED = re.compile(r"(?i)h+|m+|s+")
_OF_THE_MACHINE = frozenset({"mm-dd-yy", "m/d/yy h:mm"})
"""The formats that stand for the machine's own short date, of whatever order that is."""
_EPOCH = datetime.date(1899, 12, 30)


def date_shown(value: Moment, number_format: str) -> str:
    """A date, a time or a duration as a sheet shows it.

    Args:
        value: of the cell.
        number_format: of the cell: ``d mmmm yyyy``, ``[h]:mm``.

    Returns:
        What is seen in the cell; ``2024-03-05`` and ``2024-03-05 14:30`` where that would depend
        on the machine, or the format is not understood.
    """
    if isinstance(value, datetime.timedelta):
        moment, seconds = None, value.total_seconds()
    else:
        moment = _moment(value)
        seconds = (moment - _moment(_EPOCH)).total_seconds()
    if number_format in _OF_THE_MACHINE:
        return _plain(moment, seconds)
    codes = list(_codes(format_parts(format_sections(number_format)[0])))
    if not any(kind in ("code", "elapsed") for kind, _ in codes):
        return _plain(moment, seconds)
    return "".join(_told(codes, at, moment, seconds) for at in range(len(codes)))


def _moment(value: datetime.datetime | datetime.date | datetime.time) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, datetime.time):
        return datetime.datetime.combine(_EPOCH, value)
    return datetime.datetime.combine(value, datetime.time())


def _plain(moment: datetime.datetime | None, seconds: float) -> str:
    if moment is None:
        return _clock(seconds)
    if moment.date() == _EPOCH:
        return f"{moment:%H:%M:%S}".removesuffix(":00")
    if moment.time() == datetime.time():
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _clock(seconds: float) -> str:
    """A duration in hours, minutes and seconds."""
    whole = round(abs(seconds))
    sign = "-" if seconds < 0 and whole else ""
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _codes(parts: Sequence[Part]) -> Iterator[Part]:
    """The codes of a format and the words between them."""
    run = ""
    for kind, said in (*parts, ("end", "")):
        if kind in ("other", "point", "digits", "scale", "exponent"):
            run += "." if kind == "point" else said
            continue
        for code in _CODES.finditer(run):
            yield str(code.lastgroup), code.group()
        run = ""
        if kind == "bracket" and _ELAPSED.fullmatch(said):
            yield "elapsed", said
        elif kind == "literal":
            yield "literal", said


def _told(codes: Sequence[Part], at: int, moment: datetime.datetime | None, seconds: float) -> str:
    """One code in figures or words."""
    kind, said = codes[at]
    if kind == "literal":
        return said
    code, width, whole = said[0].lower(), len(said), abs(seconds)
    if kind == "fraction":
        return f"{whole % 1:.{width - 1}f}"[1:]
    if kind == "elapsed":
        unit = {"h": 3600, "m": 60, "s": 1}[code]
        amount = int(whole // unit) if code != "s" else int(whole)
        return f"{'-' if seconds < 0 else ''}{amount:0{width}d}"
    if code in "hs" or (code == "m" and width < 3 and _is_minute(codes, at)):
        hours = int(whole // 3600) % 24
        if any(kind == "code" and each[0].lower() == "a" for kind, each in codes):
            hours = hours % 12 or 12
        amount = {"h": hours, "m": int(whole // 60) % 60, "s": int(whole) % 60}[code]
        return f"{amount:0{min(width, 2)}d}"
    if code == "a":
        half = "AM" if whole % 86_400 < 43_200 else "PM"
        return half if width > 3 else half[0]
    return _of_day(code, width, moment) if moment else ""


def _of_day(code: str, width: int, moment: datetime.datetime) -> str:
    if code == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    number = moment.month if code == "m" else moment.day
    if width <= 2:
        return f"{number:0{width}d}"
    name = f"{moment:%B}" if code == "m" else f"{moment:%A}"
    return name[:1] if width == 5 else name if width == 4 else name[:3]


def _is_minute(codes: Sequence[Part], at: int) -> bool:
    """Whether an ``m`` stands next to hours or seconds, whatever stands between."""
    near = [said[0].lower() for kind, said in codes[:at] if kind in ("code", "elapsed")][-1:]
    after = [said[0].lower() for kind, said in codes[at + 1 :] if kind in ("code", "elapsed")][:1]
    return near == ["h"] or after == ["s"]
