"""Runs the cases of a library, one run at a time for everybody who has the page open."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import LibraryError
from index.types import Progress
from qa.assistant import Assistant
from qa.chat.testing.kept import KeptRuns
from qa.chat.words import words_of
from qa.errors import QaError
from qa.evaluation.errors import RunError, RunHalted
from qa.evaluation.libraries import Libraries, settings_of
from qa.evaluation.recording import (
    note_documents,
    open_recorder,
    refuse_changed_documents,
)
from qa.evaluation.report_page import report_page
from qa.evaluation.running import Session, Task, said_before
from qa.evaluation.runs import Recorder
from qa.model.writers import Writers
from qa.settings import Settings

__all__ = ["Going", "Runner"]

_SAY = words_of("tests")


@dataclass(frozen=True, slots=True)
class Going:
    """How far a run has come."""

    total: int
    """Cases."""
    done: int = 0
    doing: str = ""
    """The question at work, or what is being made ready."""
    stopping: bool = False
    since: tuple[float, int] | None = None
    """When its first question was asked, by `time.monotonic`, and how many were done then without
    asking."""

    @property
    def seconds_left(self) -> float | None:
        """About how long it will take; ``None`` where nothing is known of that yet."""
        if self.since is None or self.done <= self.since[1]:
            return None
        began, known = self.since
        return (time.monotonic() - began) / (self.done - known) * (self.total - self.done)


class Runner:
    """Asks cases in a thread of its own and keeps what they come to.

    Safe to use from several threads at once.

    Args:
        writers: who answers at the time when a run begins.
        kept: where runs are written.
    """

    def __init__(self, writers: Writers, kept: KeptRuns) -> None:
        self._writers = writers
        self._kept = kept
        self._lock = threading.Lock()
        self._halt = threading.Event()
        self._going: Going | None = None
        self._problem = ""

    @property
    def going(self) -> Going | None:
        """How far the present run has come; ``None`` where there is none."""
        return self._going

    @property
    def problem(self) -> str:
        """Why the last run broke off; empty where it did not."""
        return self._problem

    def begin(self, tasks: Sequence[Task], resumed: Path | None = None) -> None:
        """Begin a run, or go on with a stopped one.

        Args:
            tasks: the cases to ask; of a stopped run all that it was to ask.
            resumed: the folder of the stopped run.

        Raises:
            RunError: there is no case, or another run is going on.
        """
        if not tasks:
            raise RunError(_SAY("nothing_chosen"))
        with self._lock:
            if self._going:
                raise RunError(_SAY("busy"))
            self._going, self._problem = Going(len(tasks), doing=_SAY("preparing")), ""
            self._halt.clear()
        threading.Thread(
            target=self._work, args=(tuple(tasks), resumed), name="accuracy tests", daemon=True
        ).start()

    def stop(self) -> None:
        """End the present run; what was judged stays."""
        with self._lock:
            self._halt.set()
            if self._going:
                self._going = replace(self._going, stopping=True)

    def _work(self, tasks: Sequence[Task], resumed: Path | None) -> None:
        problem = _SAY("broken")
        try:
            assistant = self._writers.assistant()
            settings = settings_of(assistant)
            folder = resumed or self._kept.fresh()
            with open_recorder(folder, settings, resume=resumed is not None) as recorder:
                self._ask(tasks, assistant, settings, recorder)
            problem = ""
        except (QaError, LibraryError) as error:
            problem = str(error)
        finally:
            with self._lock:
                self._going, self._problem = None, problem

    def _ask(
        self, tasks: Sequence[Task], assistant: Assistant, settings: Settings, recorder: Recorder
    ) -> None:
        made = self._kept.libraries
        with Libraries(settings, made, self._tell_reading, assistant) as libraries:
            session = Session(settings, libraries, 1, recorder.kept, self._halt.is_set)
            refuse_changed_documents(recorder, libraries, (case_file for case_file, *_ in tasks))
            with suppress(RunHalted):
                for number, task in enumerate(tasks):
                    self._tell(number, task, asks=said_before(recorder.kept, *task) is None)
                    note_documents(recorder, libraries, task[0])
                    recorder.add(session.ask(*task))
                    self._kept.choose(recorder.folder, tasks)
            run = session.finished()
        if run.results:
            recorder.finish(run, report_page(run))

    def _tell(self, done: int, task: Task, *, asks: bool) -> None:
        with self._lock:
            if self._going:
                since = self._going.since or ((time.monotonic(), done) if asks else None)
                doing = task[1].turns[0].question
                self._going = replace(self._going, done=done, doing=doing, since=since)

    def _tell_reading(self, progress: Progress) -> None:
        with self._lock:
            if self._going:
                self._going = replace(self._going, doing=_SAY("reading", name=progress.name))
