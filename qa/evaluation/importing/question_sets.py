"""Question sets of any known form, as cases. Which form it is, its content tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from qa.evaluation.errors import CaseError
from qa.evaluation.importing.imported import Found, Imported, gathered
from qa.evaluation.importing.marked import marked_cases
from qa.evaluation.importing.questions import question_cases
from qa.evaluation.importing.rows import Row, RowProblem, json_lines, lines, parsed
from qa.evaluation.importing.squad import squad_cases
from qa.evaluation.importing.table import table_cases
from qa.evaluation.importing.texts import Texts

__all__ = ["QUESTIONS", "read_question_set"]

QUESTIONS = "questions.jsonl"
"""The file that is meant where a folder is named."""

_FORMS = (
    "A question set is SQuAD's JSON, a file with one JSON object in each line, or a table (CSV) "
    "with the columns `question` and `answer`."
)


def read_question_set(path: Path, limit: int = 0) -> Imported:
    """The cases of a question set.

    It may be SQuAD's JSON (1.1 and 2.0), a file of one JSON object in each line
    (`qa.evaluation.importing.questions`), one of marked answers (`qa.evaluation.importing.marked`),
    or a table (`qa.evaluation.importing.table`).

    Args:
        path: of the file, or of a folder with a ``questions.jsonl``.
        limit: the most cases, the first ones; 0 for all.

    Raises:
        CaseError: the file cannot be read, is of no such form, or has no row to make a case of.
    """
    file = path / QUESTIONS if path.is_dir() else path
    if not file.is_file():
        raise CaseError(file, 0, "There is no such file.")
    texts = Texts()
    imported = gathered(_found(file, texts), texts, limit)
    if not imported.cases:
        first = imported.skipped[0] if imported.skipped else f"It is empty. {_FORMS}"
        raise CaseError(file, 0, f"There is no question to ask. {first}")
    return imported


def _found(path: Path, texts: Texts) -> Iterator[Found]:
    first = next((line for line in lines(path) if line.strip()), "")
    if not first:
        return iter(())
    if not first.lstrip().startswith(("{", "[")):
        return table_cases(path)
    value = _first_value(path)
    if not isinstance(value, Mapping):
        raise CaseError(path, 0, f"This JSON is a list and no question set. {_FORMS}")
    if "data" in value:
        return _squad(value, path, texts)
    if "mark" in value or isinstance(value.get("answer"), Mapping):
        return marked_cases(json_lines(path))
    return question_cases(path, texts)


def _first_value(path: Path) -> object:
    """What the first line says, or the whole file where it is one value in several lines."""
    try:
        return next(value for _, value in json_lines(path))
    except CaseError:
        value = parsed(lines(path), path)
    if isinstance(value, Mapping) and "data" not in value:
        raise CaseError(path, 0, f"This JSON has no `data`, as SQuAD's has. {_FORMS}")
    return value


def _squad(data: Mapping[str, object], path: Path, texts: Texts) -> Iterator[Found]:
    try:
        return squad_cases(Row(data), texts)
    except RowProblem as problem:
        raise CaseError(path, 0, f"{problem} SQuAD's JSON has a list of articles there.") from None
