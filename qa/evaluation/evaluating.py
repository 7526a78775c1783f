"""Asking cases and judging what comes back: what the command and the pytest plugin share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from index import Library
from index.errors import LibraryError
from qa.assistant import Assistant
from qa.drafts.places import Lookup
from qa.errors import QaError
from qa.evaluation.causes import failure_of
from qa.evaluation.checks import findings
from qa.evaluation.errors import CaseError, RunHalted
from qa.evaluation.gold import Gold, gold_of
from qa.evaluation.judge import Judge
from qa.evaluation.metrics import turn_scores
from qa.evaluation.types import (
    Case,
    CaseResult,
    CaseTurn,
    FailureKind,
    Outcome,
    TurnResult,
)
from qa.events import Answered
from qa.followups.turns import remembered
from qa.types import Answer, Turn

__all__ = ["Evaluator", "Halted", "Said", "never"]

Said = Answer | str
"""An answer, or why there is none."""

Halted = Callable[[], bool]
"""Whether the run is to end; asked whenever an answer comes a step further."""


def never() -> bool:
    """Of a run that nobody ends before its time."""
    return False


class Evaluator:
    """Asks and judges the cases of one library.

    Args:
        assistant: who is asked.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._lookup = Lookup(assistant.library)
        self._judge = Judge(assistant.library)

    @property
    def library(self) -> Library:
        """The documents that are asked."""
        return self.assistant.library

    def evaluate(
        self,
        case: Case,
        path: Path | str,
        repetition: int = 1,
        said: Sequence[Said] | None = None,
        halted: Halted = never,
    ) -> CaseResult:
        """Ask a case and judge the answers.

        Args:
            case: to be asked.
            path: of its file, as it was named.
            repetition: counted from 1.
            said: what was said before to each turn, which is judged without asking again.
            halted: whether the run is to end.

        Raises:
            RunHalted: the run is to end, and the case was not asked to its end.
            UnknownDocument: a document that was quoted before is no longer in the library.
        """
        try:
            gold = gold_of(case, self._lookup, path)
        except CaseError as error:
            return CaseResult(str(path), case, Outcome.INVALID, (), repetition, str(error))
        answers = self._asked(case, halted) if said is None else said
        told = zip(case.turns, answers, gold, strict=False)  # an error ends the conversation
        turns = tuple(self._turn(turn, answer, expected) for turn, answer, expected in told)
        failed = len(turns) < len(case.turns) or any(turn.failure for turn in turns)
        return CaseResult(str(path), case, _outcome(failed, case.xfail), turns, repetition)

    def _asked(self, case: Case, halted: Halted) -> list[Said]:
        """What the assistant says to each turn; after an error the later ones are not asked."""
        history: list[Turn] = []
        said: list[Said] = []
        for turn in case.turns:
            try:
                answer = self._answer(turn.question, case.documents, history, halted)
            except (LibraryError, QaError) as error:
                return [*said, str(error)]
            said.append(answer)
            history.append(remembered(turn.question, answer))
        return said

    def _answer(
        self,
        question: str,
        documents: Sequence[str] | None,
        history: Sequence[Turn],
        halted: Halted,
    ) -> Answer:
        """The answer to one question; a model that writes it is stopped where the run is to end."""
        with closing(self.assistant.stream(question, documents, tuple(history))) as events:
            while not halted():
                event = next(events)
                if isinstance(event, Answered):
                    return event.answer
        raise RunHalted

    def _turn(self, turn: CaseTurn, said: Said, gold: Gold) -> TurnResult:
        if isinstance(said, str):
            return TurnResult(
                turn.question,
                None,
                evidence=gold.evidence,
                failure=FailureKind.NO_ANSWER,
                error=said,
            )
        found = findings(turn.assertions, said, gold, self._judge)
        scores = turn_scores(turn, said, gold, self._judge)
        failure = failure_of(found, said, gold)
        return TurnResult(turn.question, said, found, gold.evidence, scores, failure)


def _outcome(failed: bool, xfail: str) -> Outcome:
    if xfail:
        return Outcome.XFAILED if failed else Outcome.XPASSED
    return Outcome.FAILED if failed else Outcome.PASSED
