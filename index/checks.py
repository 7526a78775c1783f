"""Values of a damaged database, each as what it must be, or as what stands for it.

A flipped bit makes a text a row of bytes or another number of signs, and SQLite finds nothing wrong
with either.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from index.files import path_of
from index.places import cell_of
from index.rows import pages_from_json, sections_from_json
from index.types import Cell, Page, Section, Span

__all__ = ["Checks", "text_or_bytes"]

_SHA256 = re.compile("[0-9a-f]{64}")
_WRONG = (ValueError, TypeError, LookupError, AttributeError, RecursionError)

_Value = TypeVar("_Value")


def text_or_bytes(stored: bytes) -> str | bytes:
    """What SQLite keeps as text; as it is where it is none."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored


@dataclass(slots=True)
class Checks:
    """Looks at values one after the other, and counts those that cannot be what was stored."""

    flaws: int = 0

    def read(self, make: Callable[[], _Value], instead: _Value) -> _Value:
        """What can be made of a value, or what stands for it."""
        try:
            return make()
        except _WRONG:
            self.flaws += 1
            return instead

    def text(self, value: object, instead: str = "") -> str:
        """A text; of bytes, all that can be read of them."""
        if isinstance(value, bytes):
            self.flaws += 1
            return value.decode(errors="replace")
        return self.read(lambda: _text(value), instead)

    def text_or_none(self, value: object) -> str | None:
        """A text that may be missing."""
        return None if value is None else self.text(value) or None

    def sha256(self, value: object, instead: str) -> str:
        """A hash in hexadecimal digits."""
        return self.read(lambda: _demanded(_SHA256.fullmatch, self.text(value)), instead)

    def name(self, value: object) -> str:
        """The name of a file; empty for what is none."""
        name = self.text(value)
        return self.read(lambda: _demanded(_has_no_nul, name), "")

    def origin(self, value: object, instead: str) -> str:
        """Where a file came from."""
        origin = self.text(value)
        return self.read(
            lambda: _demanded(lambda _: _has_no_nul(str(path_of(origin))), origin), instead
        )

    def are_numbers(self, *values: object) -> bool:
        """Whether all are whole numbers."""
        return self.read(lambda: list(map(_number, values)), None) is not None

    def date(self, value: object) -> datetime.date | None:
        """A day that may be missing."""
        if value is None:
            return None
        return self.read(lambda: datetime.date.fromisoformat(_text(value)), None)

    def moment(self, value: object) -> str:
        """A moment of a known time zone, in ISO form; empty for what is none."""
        return self.read(lambda: _demanded(_is_moment, _text(value)), "")

    def sections(self, value: object, text: str) -> tuple[Section, ...]:
        """Sections of a text."""
        return self.read(lambda: _sections(_text(value), text), ())

    def pages(self, value: object, text: str) -> tuple[Page, ...]:
        """Pages of a text."""
        return self.read(lambda: _pages(_text(value), text), ())

    def notes(self, value: object) -> tuple[str, ...]:
        """What a person should know of a document."""
        return self.read(lambda: tuple(map(_text, _listed(json.loads(_text(value))))), ())

    def cell(self, name: object, start: object, end: object, text: str) -> Cell | None:
        """A cell of a text; ``None`` for what is none."""
        return self.read(lambda: cell_of(_text(name), _span(start, end, text)), None)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text belongs")
    value.encode()  # half a sign, which JSON can hold, is none
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{type(value).__name__} where a number belongs")
    return value


def _demanded(is_right: Callable[[str], object], value: str) -> str:
    if not value or not is_right(value):
        raise ValueError("not what belongs here")
    return value


def _has_no_nul(value: str) -> bool:
    return "\0" not in value  # with which SQLite's functions and the system end a text


def _is_moment(value: str) -> bool:
    return datetime.datetime.fromisoformat(value).tzinfo is not None


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} where a list belongs")
    return value


def _span(start: object, end: object, text: str) -> Span:
    span = Span(_number(start), _number(end))
    if span.end > len(text):
        raise ValueError("beyond the text")
    return span


def _sections(stored: str, text: str) -> tuple[Section, ...]:
    sections = sections_from_json(stored)
    for section in sections:
        _text(section.heading)
        _number(section.level)
        _span(section.span.start, section.span.end, text)
    return sections


def _pages(stored: str, text: str) -> tuple[Page, ...]:
    pages = pages_from_json(stored)
    for page in pages:
        _text(page.word)
        _number(page.number)
        _span(page.span.start, page.span.end, text)
    return pages
