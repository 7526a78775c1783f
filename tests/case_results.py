"""Results of cases made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from river_papers import answer

from qa.evaluation.types import (
    Assertion,
    AssertionType,
    Case,
    CaseResult,
    CaseTurn,
    FailureKind,
    Outcome,
    TurnResult,
    TurnScores,
)

QUESTION = "How deep is the Lenn?"


def turn(
    scores: TurnScores | None = None, failure: FailureKind | None = None, error: str = ""
) -> TurnResult:
    """A turn with these scores; one that ended in an error has no answer."""
    if error:
        return TurnResult(QUESTION, None, failure=FailureKind.NO_ANSWER, error=error)
    return TurnResult(QUESTION, answer(), scores=scores or TurnScores(), failure=failure)


def result(
    name: str,
    right: bool = True,
    *,
    outcome: Outcome | None = None,
    repetition: int = 1,
    tags: Sequence[str] = (),
    turns: Sequence[TurnResult] = (),
    file: str = "river.qa.yaml",
    xfail: str = "",
) -> CaseResult:
    """A case that was right or wrong, or came out in some other way."""
    asked = CaseTurn(QUESTION, (Assertion(AssertionType.ABSTAINS),))
    case = Case(name, (asked,) * max(1, len(turns)), tags=tuple(tags), xfail=xfail)
    came_out = outcome or (Outcome.PASSED if right else Outcome.FAILED)
    missed = came_out in (Outcome.FAILED, Outcome.XFAILED)
    given = turns or [turn(failure=FailureKind.EVIDENCE_MISSED if missed else None)]
    if came_out is Outcome.INVALID:
        return CaseResult(file, case, came_out, (), repetition, "The words are not there.")
    return CaseResult(file, case, came_out, tuple(given), repetition)
