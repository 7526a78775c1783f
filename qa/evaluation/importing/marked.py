"""Answers that people have marked as right or wrong, as cases.

A right answer is to stay as it is; of a wrong one only that is known which the mark says. Each row
has the ``mark``, if need be a ``note``, and the ``answer`` as `qa.types.Answer.to_dict` gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qa.evaluation.importing.assertions import DECLINED, quoted
from qa.evaluation.importing.imported import Found, Imported, cases_from, gathered, shortened
from qa.evaluation.importing.rows import Row, RowProblem
from qa.evaluation.importing.texts import Texts
from qa.evaluation.types import CHAIN, Assertion, AssertionType, Case, CaseTurn
from qa.types import AnswerStatus

__all__ = ["cases_of_marked", "marked_cases"]

_MARKS = ("right", "wrong")
_NOT_DECLINED = Assertion(AssertionType.ABSTAINS, ("false",))


def cases_of_marked(rows: Iterable[Mapping[str, Any]]) -> Imported:
    """The cases of marked answers; what is wrong with a row is told and keeps none from the others.

    Args:
        rows: each with ``mark``, ``answer`` and perhaps ``note``.
    """
    placed = ((f"Answer {number}", row) for number, row in enumerate(rows, 1))
    return gathered(marked_cases(placed), Texts())


def marked_cases(rows: Iterable[tuple[str, object]]) -> Iterator[Found]:
    """The case of each marked answer.

    Args:
        rows: each with its place in words.
    """
    return cases_from(rows, lambda value: _case(Row.of(value)))


def _case(row: Row) -> Case:
    mark, note, answer = row.text("mark"), row.text("note"), row.row("answer")
    if mark not in _MARKS:
        raise RowProblem(f"Its `mark` is {mark!r}, and must be `right` or `wrong`.")
    status = answer.text("status")
    if status not in tuple(AnswerStatus):
        raise RowProblem(f"The `status` of its answer is {status!r}, which is not known.")
    # A question that leaned on an earlier one was understood in full, and so stands alone.
    question = answer.text("understood_as") or answer.text("question")
    if not question:
        raise RowProblem("Its answer has no `question`.")
    declined = status == AnswerStatus.NOT_IN_DOCUMENTS
    if mark == "right":
        assertions = (DECLINED,) if declined else _kept(answer, status)
    else:
        assertions = (_NOT_DECLINED,) if declined else (_not_quoted(answer),)
    told = f"marked {mark}: {shortened(note)}" if note else f"marked {mark}"
    turn = CaseTurn(question, assertions)
    return Case(f"{shortened(question)} ({told})", (turn,), tags=(f"marked-{mark}",))


def _kept(answer: Row, status: str) -> tuple[Assertion, ...]:
    """What makes a right answer right: where its statements come from and who says them."""
    firsts = dict.fromkeys(_first_quotes(answer))
    speakers = dict.fromkeys(
        chain
        for statement in answer.rows("statements")
        if (chain := CHAIN.join(statement.texts("attribution")))
    )
    return (
        Assertion(AssertionType.STATUS, (status,)),
        *(quoted((words,), document) for words, document in firsts),
        *(Assertion(AssertionType.ATTRIBUTED_TO, (chain,)) for chain in speakers),
    )


def _not_quoted(answer: Row) -> Assertion:
    words, document = _first_quotes(answer)[0]
    return quoted((words,), document, negated=True)


def _first_quotes(answer: Row) -> list[tuple[str, str]]:
    """The words and the document of each statement's first quote."""
    found = []
    for statement in answer.rows("statements"):
        for quote in statement.rows("quotes")[:1]:
            words, document = quote.text("text"), quote.text("document")
            if not words or not document:
                raise RowProblem("A quote of its answer has no `text`, or no `document`.")
            found.append((words, document))
    if not found:
        raise RowProblem("Its answer has no quote.")
    return found
