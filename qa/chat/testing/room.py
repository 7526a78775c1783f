"""What the Tests page asks the server for, and what it lets visitors do."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from index.errors import LibraryError
from qa.chat.testing.kept import CaseKey, KeptRuns, Stopped, age_of, key_of
from qa.chat.testing.listing import FileRow, Found, case_files_in, file_rows, tasks_of
from qa.chat.testing.runner import Runner
from qa.chat.testing.saving import CASES
from qa.chat.testing.shown import ResultRow, result_row
from qa.chat.words import words_of
from qa.errors import QaError
from qa.evaluation.errors import RunError
from qa.evaluation.running import Task
from qa.evaluation.runs import read_run
from qa.model.writers import Writers

__all__ = ["EVALUATIONS", "CaseRoom", "GoingRow", "Overview"]

_SAY = words_of("tests")
_log = logging.getLogger(__name__)

EVALUATIONS = "evaluations"
"""The folder of the runs, in that of the library."""


class GoingRow(TypedDict):
    """How far the present run has come, for everybody who has the page open."""

    running: bool
    stopping: bool
    done: int
    total: int
    doing: str
    seconds_left: float | None
    problem: str
    """Why the last run broke off; empty where it did not."""
    run: str
    """The newest run with a result; empty where there is none."""
    written: str
    """When its result was written: it is written again when the run goes on."""


class Overview(TypedDict):
    """The whole page but the last result."""

    editable: bool
    """Whether visitors may run the cases."""
    folder: str
    """Of the case files; empty for visitors who may not run them."""
    files: list[FileRow]
    left: int
    """How many cases of a stopped run are still to be asked."""
    going: GoingRow


class CaseRoom:
    """The tests of one library, for all visitors of the page.

    Args:
        writers: who may answer from the open library.
        editable: whether visitors may run the cases.
    """

    def __init__(self, writers: Writers, *, editable: bool) -> None:
        self.editable = editable
        self.library = writers.assistant().library
        self.cases = self.library.folder / CASES
        self.kept = KeptRuns(self.library.folder / EVALUATIONS)
        self.runner = Runner(writers, self.kept)

    def overview(self) -> Overview:
        """What there is to run, and what it came to last."""
        found = case_files_in(self.cases)
        stopped = None if self.runner.going else self._stopped(found)
        last = self.kept.last(_keys_of(found))
        return {
            "editable": self.editable,
            "folder": str(self.cases.absolute()) if self.editable else "",
            "files": file_rows(found, self.cases, last, editable=self.editable),
            "left": stopped.left if stopped else 0,
            "going": self.going(),
        }

    def going(self) -> GoingRow:
        """How far the present run has come."""
        going, finished = self.runner.going, self.kept.finished()
        return {
            "running": going is not None,
            "stopping": going is not None and going.stopping,
            "done": going.done if going else 0,
            "total": going.total if going else 0,
            "doing": going.doing if going else "",
            "seconds_left": going.seconds_left if going else None,
            "problem": self.runner.problem,
            "run": finished[0].name if finished else "",
            "written": str(age_of(finished[0])) if finished else "",
        }

    def run(self, cases: object) -> str:
        """Begin a run.

        Args:
            cases: to ask, each a list of its file's name, as listed, and its own; ``None`` for
                all. It comes from a visitor, and may be anything at all.

        Returns:
            Why it cannot begin; empty where it has.
        """
        return self._begin(tasks_of(case_files_in(self.cases), self._keys(cases)))

    def go_on(self) -> str:
        """Go on with the stopped run.

        Returns:
            Why it cannot go on; empty where it does.
        """
        found = case_files_in(self.cases)
        stopped = self._stopped(found)
        if stopped is None:
            elsewhere = self.runner.going is None and self.kept.is_at_work()
            return _SAY("elsewhere") if elsewhere else _SAY("nothing_stopped")
        return self._begin(tasks_of(found, stopped.cases), stopped.folder)

    def result(self, name: str) -> ResultRow | None:
        """What a run came to; ``None`` where there is none of that name that can be read."""
        folder = next((path for path in self.kept.finished() if path.name == name), None)
        if folder is None:
            return None
        try:
            run = read_run(folder)
            before = self.kept.before(folder, {key_of(result) for result in run.results})
            return result_row(name, run, before, self.library)
        except (QaError, LibraryError) as error:
            _log.warning("a run cannot be shown: %s", error)
            return None

    def _keys(self, cases: object) -> list[CaseKey] | None:
        if cases is None:
            return None
        named = [key for key in cases if isinstance(key, list)] if isinstance(cases, list) else []
        pairs = [key for key in named if len(key) == 2 and all(isinstance(k, str) for k in key)]
        return [(str(self.cases / file), name) for file, name in pairs]

    def _begin(self, tasks: Sequence[Task], resumed: Path | None = None) -> str:
        if not self.editable:
            return _SAY("not_here")
        try:
            self.runner.begin(tasks, resumed)
        except RunError as error:
            return str(error)
        return ""

    def _stopped(self, found: Sequence[Found]) -> Stopped | None:
        return self.kept.stopped(_keys_of(found))


def _keys_of(found: Sequence[Found]) -> set[CaseKey]:
    """The cases that there are."""
    return {(str(each.path), case.name) for each in found for case in each.cases}
