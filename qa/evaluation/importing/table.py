"""Tables of questions and answers, as spreadsheets save them, as cases.

A column has the questions, one the answers, several ways to say an answer set apart by ``|``; an
empty cell says that the documents do not answer. A third may name the document.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.evaluation.errors import CaseError
from qa.evaluation.importing.imported import Found, cases_from
from qa.evaluation.importing.questions import case_of_question
from qa.evaluation.importing.rows import Row, RowProblem, lines
from qa.evaluation.importing.texts import Texts
from qa.evaluation.types import Case

__all__ = ["table_cases"]

_DELIMITERS = ",;\t"
_ALTERNATIVE = "|"
_LONGEST_HEADING = 10_000
"""Characters; one line of a text that is no table may have more than a cell can."""
_COLUMNS: Mapping[str, frozenset[str]] = {
    "question": frozenset({"question", "questions", "query", "prompt"}),
    "answer": frozenset(
        {
            *("answer", "answers", "expected", "expected answer", "correct answer"),
            *("gold", "gold answer", "ground truth", "reference", "reference answer"),
        }
    ),
    "document": frozenset({"document", "documents", "doc", "file", "filename", "file name"}),
}


@dataclass(frozen=True, slots=True)
class _Heading:
    """The first row of a table."""

    delimiter: str
    cells: tuple[str, ...]

    @property
    def columns(self) -> Mapping[str, int]:
        """Where each known column is, counted from 0; of two the first."""
        names = [" ".join(cell.replace("_", " ").casefold().split()) for cell in self.cells]
        return {
            column: next(number for number, name in enumerate(names) if name in known)
            for column, known in _COLUMNS.items()
            if known & set(names)
        }


def table_cases(path: Path) -> Iterator[Found]:
    """The cases of a table, row by row.

    Args:
        path: of a text file; commas, semicolons or tabs stand between the cells.

    Raises:
        CaseError: the file cannot be read, a column is missing, or quotation marks do not pair.
    """
    written = lines(path)
    heading = _heading(next(written, "")[:_LONGEST_HEADING])
    for column in ("question", "answer"):
        if column not in heading.columns:
            raise CaseError(
                path,
                1,
                f"No column is headed `{column}`. The first row names the columns: `question`, "
                "`answer` and, if you like, `document`.",
            )
    records = csv.reader(written, delimiter=heading.delimiter, strict=True)
    try:
        yield from cases_from(_rows(records), lambda cells: _case(cells, heading))
    except csv.Error as error:
        raise CaseError(
            path,
            records.line_num + 1,
            f"The quotation marks do not pair ({error}). A cell with quotation marks stands "
            "between others, and each of its own is doubled.",
        ) from error


def _heading(line: str) -> _Heading:
    """The heading, cut by the delimiter that yields most known columns."""
    ways = [
        _Heading(delimiter, tuple(next(csv.reader([line], delimiter=delimiter), ())))
        for delimiter in _DELIMITERS
    ]
    return max(ways, key=lambda way: len(way.columns))


def _rows(records: Iterator[list[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Rows that have something in a cell, counted as a spreadsheet counts them."""
    for number, cells in enumerate(records, 2):
        if any(cell.strip() for cell in cells):
            yield f"Row {number}", cells


def _case(cells: Sequence[str], heading: _Heading) -> Case:
    columns = heading.columns
    if not max(columns["question"], columns["answer"]) < len(cells) <= len(heading.cells):
        raise RowProblem(
            f"It has {len(cells)} cells, and the first row {len(heading.cells)}. Put a text that "
            f"holds the delimiter {heading.delimiter!r} in quotation marks."
        )
    row = {column: cells[at] for column, at in columns.items() if at < len(cells)}
    answers = [way.strip() for way in row["answer"].split(_ALTERNATIVE)]
    if row["answer"].strip() and not any(answers):
        raise RowProblem(f"Its answer has no words: {row['answer']!r}.")
    return case_of_question(Row({**row, "answers": answers}), Texts())
