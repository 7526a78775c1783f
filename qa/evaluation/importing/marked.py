"""Answers that people have marked, as cases.

A right answer is to stay as it is; of any other only that is known which its mark says. Each row
has the ``mark``, one of `qa.conversations.types.Mark`, and the ``answer`` as
`qa.types.Answer.to_dict` gives it; if need be a ``note``, and under ``documents`` the names of
those that were asked, where not all were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qa.conversations.types import Mark
from qa.evaluation.importing.assertions import DECLINED, quoted
from qa.evaluation.importing.imported import Found, Imported, cases_from, gathered, shortened
from qa.evaluation.importing.rows import Row, RowProblem
from qa.evaluation.importing.texts import Texts
from qa.evaluation.types import CHAIN, OWN_VOICE, Assertion, AssertionType, Case, CaseTurn
from qa.types import AnswerStatus

__all__ = ["case_of_marked", "cases_of_marked", "marked_cases"]

_TOLD = {
    Mark.RIGHT: "marked right",
    Mark.WRONG: "marked wrong",
    Mark.WRONG_QUOTE: "marked wrong quote",
    Mark.WRONG_SPEAKER: "marked wrong speaker",
    Mark.SHOULD_HAVE_DECLINED: "should have declined",
}
_NOT_DECLINED = Assertion(AssertionType.ABSTAINS, ("false",))


def cases_of_marked(rows: Iterable[Mapping[str, Any]]) -> Imported:
    """The cases of marked answers; what is wrong with a row is told and keeps none from the others.

    Args:
        rows: each as this module describes it.
    """
    placed = ((f"Answer {number}", row) for number, row in enumerate(rows, 1))
    return gathered(marked_cases(placed), Texts())


def marked_cases(rows: Iterable[tuple[str, object]]) -> Iterator[Found]:
    """The case of each marked answer.

    Args:
        rows: each with its place in words.
    """
    return cases_from(rows, lambda value: case_of_marked(Row.of(value)))


def case_of_marked(row: Row) -> Case:
    """The case of one marked answer.

    Args:
        row: as this module describes it.

    Raises:
        RowProblem: something is missing in the row, or the mark does not fit the answer.
    """
    mark, answer = _mark(row.text("mark")), row.row("answer")
    status = answer.text("status")
    if status not in tuple(AnswerStatus):
        raise RowProblem(f"The `status` of its answer is {status!r}, which is not known.")
    # A question that leaned on an earlier one was understood in full, and so stands alone.
    question = answer.text("understood_as") or answer.text("question")
    if not question:
        raise RowProblem("Its answer has no `question`.")
    declined = status == AnswerStatus.NOT_IN_DOCUMENTS
    assertions = _of_declined(mark) if declined else _of_given(mark, answer, status)
    told = ": ".join(filter(None, (_TOLD[mark], shortened(row.text("note")))))
    return Case(
        f"{shortened(question)} ({told})",
        (CaseTurn(question, assertions),),
        documents=row.texts("documents") or None,
        tags=(f"marked-{mark.replace('_', '-')}",),
    )


def _mark(written: str) -> Mark:
    if written not in tuple(Mark):
        *others, last = [f"`{mark}`" for mark in Mark]
        raise RowProblem(f"Its `mark` is {written!r}, and must be {', '.join(others)} or {last}.")
    return Mark(written)


def _of_declined(mark: Mark) -> tuple[Assertion, ...]:
    """What a mark says of an answer that found nothing in the documents."""
    if mark not in (Mark.RIGHT, Mark.WRONG):
        raise RowProblem("Its answer has declined, so that its `mark` must be `right` or `wrong`.")
    return (DECLINED if mark is Mark.RIGHT else _NOT_DECLINED,)


def _of_given(mark: Mark, answer: Row, status: str) -> tuple[Assertion, ...]:
    """What a mark says of an answer that quotes the documents."""
    if mark is Mark.SHOULD_HAVE_DECLINED:
        return (DECLINED,)
    if mark is Mark.WRONG_SPEAKER:
        return (_not_said_by(answer),)
    if mark is Mark.RIGHT:
        return _kept(answer, status)
    found = _quotes(answer)
    refused = found if mark is Mark.WRONG_QUOTE else found[:1]
    return tuple(quoted((words,), document, negated=True) for words, document in refused)


def _kept(answer: Row, status: str) -> tuple[Assertion, ...]:
    """What makes a right answer right: where its statements come from and who says them."""
    speakers = filter(None, map(_chain, answer.rows("statements")))
    return (
        Assertion(AssertionType.STATUS, (status,)),
        *(quoted((words,), document) for words, document in _quotes(answer, of_each=1)),
        *(Assertion(AssertionType.ATTRIBUTED_TO, (chain,)) for chain in dict.fromkeys(speakers)),
    )


def _not_said_by(answer: Row) -> Assertion:
    """The first statement is said by others; its words may well be the right ones."""
    _, document = _quotes(answer)[0]
    first = next(each for each in answer.rows("statements") if each.rows("quotes"))
    chain = _chain(first) or OWN_VOICE
    return Assertion(AssertionType.ATTRIBUTED_TO, (chain,), document=document, negated=True)


def _chain(statement: Row) -> str:
    """The speakers of a statement; empty for the document's own voice."""
    return CHAIN.join(statement.texts("attribution"))


def _quotes(answer: Row, of_each: int | None = None) -> list[tuple[str, str]]:
    """The words and the document of each statement's quotes, or of its first so many."""
    found: dict[tuple[str, str], None] = {}
    for statement in answer.rows("statements"):
        for quote in statement.rows("quotes")[:of_each]:
            words, document = quote.text("text"), quote.text("document")
            if not words or not document:
                raise RowProblem("A quote of its answer has no `text`, or no `document`.")
            found[words, document] = None
    if not found:
        raise RowProblem("Its answer has no quote.")
    return list(found)
