"""A whole run: case files in, a run with its receipt out."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index import Library
from qa.evaluation.evaluating import Halted, never
from qa.evaluation.libraries import Libraries
from qa.evaluation.receipts import (
    case_file_hashes,
    commit,
    library_receipts,
    prompts_hash,
    settings_in_force,
    versions,
)
from qa.evaluation.runs import AnswerKey, Run, RunReceipt
from qa.evaluation.types import Case, CaseFile, CaseResult
from qa.settings import Settings
from qa.types import Answer

__all__ = ["Chosen", "Session", "Task", "choose"]

Task = tuple[CaseFile, Case, int]
"""A case of a file, and the how many-th time it is asked, counted from 1."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cases to ask, by words in their names and by tags."""

    words: str = ""
    """Only cases whose name has these words, whatever their letters' case."""
    tags: tuple[str, ...] = ()
    """Only cases with one of these."""

    def has(self, case: Case) -> bool:
        """Whether a case is among them."""
        named = self.words.casefold() in case.name.casefold()
        return named and (not self.tags or bool({*self.tags} & {*case.tags}))


def choose(case_files: Sequence[CaseFile], chosen: Chosen, repetitions: int) -> list[Task]:
    """The cases to ask in their order, each as often as it is to be asked."""
    return [
        (case_file, case, number)
        for number in range(1, repetitions + 1)
        for case_file in case_files
        for case in case_file.cases
        if chosen.has(case)
    ]


def said_before(
    earlier: Mapping[AnswerKey, Answer], case_file: CaseFile, case: Case, repetition: int
) -> list[Answer] | None:
    """What was answered before to every turn of a case.

    Args:
        earlier: all answers that were given before.
        case_file: the file of the case.
        case: as it is now.
        repetition: counted from 1.

    Returns:
        ``None`` where a turn has no answer, or the case has come to ask something else.
    """
    turns = range(1, len(case.turns) + 1)
    answers = [earlier.get((str(case_file.path), case.name, repetition, n)) for n in turns]
    told = [answer for answer in answers if answer is not None]
    same = [answer.question for answer in told] == [turn.question for turn in case.turns]
    return told if same else None


@dataclass(slots=True)
class Session:
    """Asks cases one after the other and keeps what they came to.

    The command and the pytest plugin both go through here, so that they come to the same verdicts.

    Args:
        settings: in force.
        libraries: open as long as the session.
        repetitions: how often each case is asked.
        earlier: answers that were given before, which are judged instead of asking again.
        halted: whether the run is to end.
    """

    settings: Settings
    libraries: Libraries
    repetitions: int = 1
    earlier: Mapping[AnswerKey, Answer] = field(default_factory=dict)
    halted: Halted = never
    results: list[CaseResult] = field(default_factory=list, init=False)
    _asked: dict[str, tuple[CaseFile, Library]] = field(default_factory=dict, init=False)
    _began: float = field(default_factory=time.monotonic, init=False)
    _started: str = field(default_factory=lambda: _now(), init=False)

    def ask(self, case_file: CaseFile, case: Case, repetition: int = 1) -> CaseResult:
        """Ask a case, unless it was asked before, and judge what came back.

        Raises:
            CaseError: the library of the file cannot be made.
            ConfigurationError: the model or the reader cannot be set up.
            LibraryError: the library cannot be used.
            RunHalted: the run is to end, and the case was not asked to its end.
        """
        evaluator = self.libraries.evaluator(case_file)
        self._asked[str(case_file.path)] = (case_file, evaluator.library)
        said = said_before(self.earlier, case_file, case, repetition)
        result = evaluator.evaluate(case, case_file.path, repetition, said, self.halted)
        self.results.append(result)
        return result

    def finished(self) -> Run:
        """The run so far, with its receipt."""
        return Run(self._receipt(), tuple(self.results))

    def _receipt(self) -> RunReceipt:
        asked = self._asked
        return RunReceipt(
            started=self._started,
            seconds=time.monotonic() - self._began,
            model=self.settings.asked_model,
            prompts=prompts_hash(),
            repetitions=self.repetitions,
            case_files=case_file_hashes(case_file for case_file, _ in asked.values()),
            libraries=library_receipts({path: library for path, (_, library) in asked.items()}),
            settings=settings_in_force(self.settings),
            versions=versions(),
            commit=commit(),
        )


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
