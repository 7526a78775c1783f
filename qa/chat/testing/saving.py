"""A marked answer as a test: one more case in a file beside the library."""

from __future__ import annotations

import shlex
from pathlib import Path

from qa.chat.words import words_of
from qa.conversations.types import Exchange, Marked
from qa.evaluation.case_adding import add_case
from qa.evaluation.case_files import SUFFIX
from qa.evaluation.errors import CaseError
from qa.evaluation.importing.marked import case_of_marked
from qa.evaluation.importing.rows import Row, RowProblem
from qa.evaluation.types import Case
from qa.render import date_in_words

__all__ = ["CASES", "FILE", "case_of", "save_case"]

CASES = "cases"
"""The folder of the case files, in that of the library."""

FILE = f"from-the-chat{SUFFIX}"
"""The case file that answers are saved to, in that folder."""

_SAY = words_of("tests")


def save_case(exchange: Exchange, library_folder: Path) -> str:
    """Save a marked answer as a case, in the file of the library that holds such cases.

    Args:
        exchange: with its mark.
        library_folder: of the library that was asked.

    Returns:
        The name of the case.

    Raises:
        CaseThere: the answer has been saved before, and its case demands the same.
        CaseError: the answer has no mark, or one that does not fit it; it has been saved before
            with another mark; or the file cannot be written or understood.
    """
    path = library_folder / CASES / FILE
    if exchange.marked is None:
        raise CaseError(path, 0, _SAY("mark_first"))
    try:
        case = case_of(exchange, exchange.marked)
    except RowProblem as problem:
        raise CaseError(path, 0, _SAY("no_case", why=problem)) from None
    asked = date_in_words(exchange.asked.date())
    origin = _SAY("origin", id=exchange.id, date=asked)
    return add_case(path, case, origin=origin, head=_SAY("head", command=_command(path)))


def case_of(exchange: Exchange, marked: Marked) -> Case:
    """The case of an answer with a mark.

    Args:
        exchange: the answer; its own mark does not count.
        marked: what a person thinks of it.

    Raises:
        RowProblem: the mark does not fit the answer.
    """
    row = {
        "mark": str(marked.mark),
        "note": marked.note,
        "documents": list(exchange.documents),
        "answer": exchange.answer.to_dict(),
    }
    return case_of_marked(Row(row))


def _command(path: Path) -> str:
    """The command that asks the cases of a file, on one line."""
    library = str(path.parent.parent)
    words = ["python", "-m", "qa", "eval", str(path), "--library", library]
    return " ".join(shlex.join(words).split())
