"""Stands in for a library that takes its time: it adds a file whenever a test lets it."""

from __future__ import annotations

import threading

from index.types import Outcome, OutcomeStatus, Progress, Report

SECONDS = 15.0


class SlowAdding:
    """Reports progress and outcomes as a library does; each file waits for ``let.release()``."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.let = threading.Semaphore(0)
        self.asked: list[list[str]] = []
        self.added: list[str] = []

    def add_uploads(self, paths, *, names, on_progress, stop):
        self.asked.append(names)
        if self.error:
            raise self.error
        outcomes = []
        for done, (path, name) in enumerate(zip(paths, names, strict=True)):
            if stop():
                outcomes.append(
                    Outcome(name, OutcomeStatus.STOPPED, "Stopped before it was added.")
                )
                continue
            on_progress(Progress(name, "reading", done, len(paths), None))
            on_progress(Progress(name, "embedding", done, len(paths), 5.0, 0.5))
            assert self.let.acquire(timeout=SECONDS)
            empty = not path.read_bytes()
            status = OutcomeStatus.EMPTY if empty else OutcomeStatus.ADDED
            outcomes.append(Outcome(name, status, "It is empty." if empty else ""))
            on_progress(Progress(name, "done", done + 1, len(paths), 1.0, outcome=outcomes[-1]))
            self.added.append(name)
        return Report(tuple(outcomes))
