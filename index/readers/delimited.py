"""Tables in text files: which sign parts their columns, and the rows as they are parted."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

__all__ = ["Broken", "delimiter_of", "rows_of"]

_DELIMITERS = ",;\t|"
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_ROWS = 500
_LEAST_SHARE = 0.9
"""Of the rows have as many columns as most have; a note below a table has fewer."""
_WITHIN = re.compile(r"(?<=\d),(?=\d)|,(?= )")
_STATED = re.compile(r"sep=([^\w\s]|\t)\r?\n")
"""A first line with which spreadsheet programs are told the sign; it is no row."""

Broken = csv.Error
"""What is raised where quotation marks of a table are not as they must be."""


def delimiter_of(text: str) -> str | None:
    """The sign between the columns of a table; ``None`` where a text is no table.

    Args:
        text: of the whole file.
    """
    stated = _STATED.match(text)
    if stated:
        return stated[1]
    sample = text[:_SAMPLE_CHARACTERS]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1]
    fitting = {sign: fit for sign in _DELIMITERS if (fit := _fit(sample, sign))}
    commas = sample.count(",")
    # A decimal comma, or one with a space behind it, is part of a cell where another sign fits.
    is_within = commas > 0 and len(_WITHIN.findall(sample)) > commas / 2

    def rank(sign: str) -> tuple[float, bool, int]:
        share, columns = fitting[sign]
        return share, is_within and sign != ",", columns

    return max(fitting, key=rank) if fitting else None


def rows_of(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a table, an empty list for each blank line.

    Args:
        text: of the whole file.
        delimiter: as ``delimiter_of`` found it.

    Raises:
        Broken: at a row whose quotation marks are not as they must be.
    """
    stated = _STATED.match(text)
    lines = io.StringIO(text[stated.end() :] if stated else text, newline="")
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _fit(sample: str, delimiter: str) -> tuple[float, int] | None:
    """How well a sign parts the rows: the share of equal ones and their columns; or not at all."""
    try:
        rows = [row for row in islice(rows_of(sample, delimiter), _SAMPLE_ROWS) if row]
    except Broken:
        return None
    if len(rows) < 2:
        return None
    columns, count = Counter(map(len, rows)).most_common(1)[0]
    share = count / len(rows)
    is_wide = max(map(len, rows)) > columns
    return (share, columns) if columns > 1 and share >= _LEAST_SHARE and not is_wide else None
