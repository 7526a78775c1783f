"""Rows of a question set: values of JSON, taken out with a look at their types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.types import Span
from qa.evaluation.errors import CaseError

__all__ = ["Row", "RowProblem", "json_lines", "lines", "parsed"]


class RowProblem(Exception):
    """Why a row cannot become a case: a sentence or two for a person."""


@dataclass(frozen=True, slots=True)
class Row:
    """An object of JSON.

    A key that is missing, or ``null``, is as good as empty.

    Raises:
        RowProblem: by every method, where the row has something else than is asked for.
    """

    data: Mapping[str, Any]

    @classmethod
    def of(cls, value: object) -> Row:
        """A value that is an object."""
        if not isinstance(value, Mapping):
            raise RowProblem("It is no object in curly brackets.")
        return cls(value)

    def written(self, key: str) -> str:
        """A text, character for character; a number is the text of it."""
        return _text(self.data.get(key), key)

    def text(self, key: str) -> str:
        """A text without the white space around it."""
        return self.written(key).strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """The different texts of a list, empty ones left out; one text is a list of one."""
        value = self.data.get(key)
        found = value if isinstance(value, list) else [value]
        return tuple(dict.fromkeys(filter(None, (_text(item, key).strip() for item in found))))

    def items(self, key: str) -> list[Any]:
        """The items of a list, whatever they are."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            raise RowProblem(f"Its `{key}` is no list.")
        return value or []

    def row(self, key: str) -> Row:
        """An object inside this one."""
        value = self.data.get(key)
        if not isinstance(value, Mapping):
            raise RowProblem(f"Its `{key}` is no object in curly brackets.")
        return Row(value)

    def rows(self, key: str) -> list[Row]:
        """The objects of a list."""
        return [Row.of(item) for item in self.items(key)]

    def flag(self, key: str) -> bool | None:
        """Whether, where it is told."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise RowProblem(f"Its `{key}` is neither true nor false.")
        return value

    def whole(self, key: str) -> int | None:
        """A whole number that is not negative."""
        value = self.data.get(key)
        if value is not None and not _is_whole(value):
            raise RowProblem(f"Its `{key}` is no whole number.")
        return value

    def spans(self, key: str, text: str) -> list[Span]:
        """Pairs of offsets into a text, each as a span."""
        found = []
        for item in self.items(key):
            pair = item if isinstance(item, list) else []
            inside = len(pair) == 2 and all(map(_is_whole, pair)) and pair[1] <= len(text)
            if not inside or pair[0] >= pair[1]:
                raise RowProblem(f"Its `{key}` has {item!r}, which is no part of the document.")
            found.append(Span(*pair))
        return found


def lines(path: Path) -> Iterator[str]:
    r"""The lines of a text file, with their ends.

    Lines end in ``\n`` and ``\r`` alone: texts may hold U+2028 and U+0085 as they are.

    Raises:
        CaseError: the file cannot be read, or is not in UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from file
    except OSError as error:
        raise CaseError(path, 0, f"It cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        problem = "It is no text in UTF-8. Save it as UTF-8, and a spreadsheet as CSV in UTF-8."
        raise CaseError(path, 0, problem) from error


def json_lines(path: Path) -> Iterator[tuple[str, object]]:
    """The values of a file with one in each line, each with its place in words.

    Raises:
        CaseError: the file cannot be read, or a line is not in JSON.
    """
    for number, line in enumerate(lines(path), 1):
        if line.strip():
            yield f"Line {number}", parsed([line], path, number)


def parsed(written: Iterable[str], path: Path, first_line: int = 1) -> object:
    """The value that lines of JSON write.

    Args:
        written: the lines.
        path: of their file, for messages.
        first_line: the number of the first of them.

    Raises:
        CaseError: they are not in JSON.
    """
    try:
        return json.loads("".join(written))
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        problem = f"This is no valid JSON: {error.msg}, at character {error.colno}."
        raise CaseError(path, line, problem) from error
    except (ValueError, RecursionError) as error:  # a number too long, brackets too deep
        raise CaseError(path, first_line, f"This JSON cannot be read: {error}.") from error


def _text(value: object, key: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise RowProblem(f"Its `{key}` is no text.")
    try:
        (value or "").encode()
    except UnicodeEncodeError:
        raise RowProblem(f"Its `{key}` holds half a character, which cannot be saved.") from None
    return value or ""


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
