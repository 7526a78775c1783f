"""The desk where visitors hand in files: one visitor's after another's, each told of his own."""

from __future__ import annotations

import atexit
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from index import Library
from index.errors import LibraryError
from index.types import Outcome, OutcomeStatus, Progress, Report
from qa.chat.library.handed import Handed, handed_in
from qa.chat.library.uploads import Uploads
from qa.chat.words import words_of

__all__ = ["MOST_DELIVERIES", "MOST_FILES", "Desk", "FileNews", "News"]

MOST_FILES = 5_000
"""Files that can be handed in at once; more are for the command line."""
MOST_DELIVERIES = 20
"""Of all visitors, that wait or are being added at once."""

_SAY = words_of("documents")
_KEPT = 100  # finished deliveries whose outcome can still be asked for
_CLOSE_SECONDS = 10.0
_LOOK_SECONDS = 0.2  # how soon a delivery that waits for its turn notices that it is stopped


class FileNews(TypedDict):
    """How one file stands."""

    position: int
    """Among the files handed in, from 0."""
    state: str
    """``waiting``, ``reading``, ``embedding``; ``lost`` where its upload is not there, ``refused``
    where the library took nothing; else the value of an ``OutcomeStatus``."""
    share: float
    """That is embedded, between 0 and 1."""
    detail: str


class News(TypedDict):
    """How a delivery stands."""

    delivery: str
    """The secret word for it: who has it may ask and stop; empty where there is no such one."""
    problem: str
    """Why it could not be taken in, or not to its end; empty where it could."""
    phase: str
    """``waiting`` for others, ``working``, ``stopping`` or ``done``."""
    revision: int
    """To be given back with the next question: only what changed since is told."""
    files: list[FileNews]
    seconds_left: float | None


@dataclass(slots=True)
class _Delivery:
    """Files of one visitor on their way into the library."""

    files: list[Handed | None]
    stop: threading.Event = field(default_factory=threading.Event)
    phase: str = "waiting"
    problem: str = ""
    revision: int = 1
    rows: list[FileNews] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    """The revision at which each row last changed."""
    seconds_left: float | None = None
    let_go: set[int] = field(default_factory=set)
    """The positions of the files whose uploads are deleted already."""

    def __post_init__(self) -> None:
        for position, file in enumerate(self.files):
            lost = file is None
            self.rows.append(
                {
                    "position": position,
                    "state": "lost" if lost else "waiting",
                    "share": 0.0,
                    "detail": _SAY("lost") if lost else "",
                }
            )
            self.changed.append(1)

    @property
    def present(self) -> list[int]:
        """The positions of the files that are there."""
        return [position for position, file in enumerate(self.files) if file is not None]

    def set(self, position: int, state: str, *, share: float = 0.0, detail: str = "") -> None:
        """One file stands so now."""
        self.revision += 1
        self.rows[position] = {
            "position": position, "state": state, "share": share, "detail": detail,
        }  # fmt: skip
        self.changed[position] = self.revision


class Desk:
    """Takes files in.

    Visitors do not see each other's files: whoever asks names a delivery by a secret word, which
    only the page that handed it in was told.

    Args:
        library: to add to.
        uploads: where uploads come in; no file elsewhere is touched.
    """

    def __init__(self, library: Library, uploads: Uploads) -> None:
        self._library = library
        self._uploads = uploads
        self._lock = threading.Lock()  # of all that is below
        self._deliveries: dict[str, _Delivery] = {}
        self._turn = threading.Lock()  # held by the delivery that is being added
        self._workers: list[threading.Thread] = []
        atexit.register(self.close)

    @property
    def busy(self) -> bool:
        """Whether somebody's files are being added just now."""
        return self._turn.locked()

    def take(self, given: object) -> News:
        """Take files in, and begin to add them when their turn comes.

        Args:
            given: a list of ``{"path", "name"}`` from the browser: the path where its upload lies,
                and what the document shall be called.
        """
        files = handed_in(given, self._uploads.folder)
        if not files or len(files) > MOST_FILES:
            problem = _SAY("too_many", most=f"{MOST_FILES:,}") if files else _SAY("nothing")
            return _no_news(problem)
        delivery, word = _Delivery(files), secrets.token_urlsafe()
        with self._lock:
            if sum(each.phase != "done" for each in self._deliveries.values()) >= MOST_DELIVERIES:
                return _no_news(_SAY("too_many_wait"))
            done = [key for key, each in self._deliveries.items() if each.phase == "done"]
            for key in done[: max(0, len(done) - _KEPT)]:
                del self._deliveries[key]
            self._deliveries[word] = delivery
            self._uploads.claim(file.path for file in files if file)
            self._workers = [worker for worker in self._workers if worker.is_alive()]
            worker = threading.Thread(
                target=self._bring_in, args=[delivery], name="adding documents", daemon=True
            )
            self._workers.append(worker)
            worker.start()
        return self.news(word, 0)

    def news(self, word: object, since: object) -> News:
        """What has changed of a delivery.

        Args:
            word: the secret word for it; anything at all, as anybody may send it.
            since: the revision that the asker knows; anything at all.
        """
        known = since if isinstance(since, int) else 0
        with self._lock:
            delivery = self._deliveries.get(word) if isinstance(word, str) else None
            if delivery is None or not isinstance(word, str):
                return _no_news("")
            rows = zip(delivery.rows, delivery.changed, strict=True)
            return {
                "delivery": word,
                "problem": delivery.problem,
                "phase": delivery.phase,
                "revision": delivery.revision,
                "files": [row for row, changed in rows if changed > known],
                "seconds_left": delivery.seconds_left,
            }

    def stop(self, word: object) -> None:
        """Stop a delivery; what is in the library by then stays there.

        Args:
            word: the secret word for it; anything at all.
        """
        with self._lock:
            delivery = self._deliveries.get(word) if isinstance(word, str) else None
            if delivery is not None and delivery.phase != "done":
                delivery.stop.set()
                delivery.phase = "stopping"

    def close(self) -> None:
        """Stop all deliveries and wait until the files at work are let go of."""
        with self._lock:
            workers = list(self._workers)
            for delivery in self._deliveries.values():
                delivery.stop.set()
        for worker in workers:
            worker.join(_CLOSE_SECONDS)

    def _bring_in(self, delivery: _Delivery) -> None:
        """Wait for the turn, add the files, and let go of the uploads, whatever happens."""
        result: Report | LibraryError = LibraryError(_SAY("failed_inside"))
        try:
            while not self._turn.acquire(timeout=_LOOK_SECONDS):
                if delivery.stop.is_set():
                    result = Report(())
                    return
            try:
                result = self._add(delivery)
            except LibraryError as error:
                result = error
            finally:
                self._turn.release()
        finally:
            self._let_go(delivery)
            self._finish(delivery, result)

    def _add(self, delivery: _Delivery) -> Report:
        present = delivery.present
        files = [file for file in delivery.files if file is not None]

        def tell(progress: Progress) -> None:
            self._tell(delivery, present, progress)

        return self._library.add_uploads(
            [file.path for file in files],
            names=[file.name for file in files],
            on_progress=tell,
            stop=delivery.stop.is_set,
        )

    def _tell(self, delivery: _Delivery, present: Sequence[int], progress: Progress) -> None:
        with self._lock:
            if delivery.phase == "waiting":
                delivery.phase = "working"
            delivery.seconds_left = progress.seconds_left
            if progress.outcome is not None:
                settled = present[progress.files_done - 1]
                _settle(delivery, settled, progress.outcome)
                self._let_go_of(delivery, settled)  # others may wait for long
            elif progress.step != "done":
                position = present[progress.files_done]
                delivery.set(position, progress.step, share=progress.share)

    def _let_go(self, delivery: _Delivery) -> None:
        """Delete the uploads that are left."""
        for position in delivery.present:
            self._let_go_of(delivery, position)

    def _let_go_of(self, delivery: _Delivery, position: int) -> None:
        file = delivery.files[position]
        if file is not None and position not in delivery.let_go:
            delivery.let_go.add(position)
            self._uploads.let_go(file.path)

    def _finish(self, delivery: _Delivery, result: Report | LibraryError) -> None:
        with self._lock:
            outcomes = result.outcomes if isinstance(result, Report) else ()
            left = OutcomeStatus.STOPPED.value if isinstance(result, Report) else "refused"
            for position, outcome in zip(delivery.present, outcomes, strict=False):
                _settle(delivery, position, outcome)
            for row in delivery.rows:
                if row["state"] in ("waiting", "reading", "embedding"):
                    delivery.set(row["position"], left)
            delivery.problem = "" if isinstance(result, Report) else str(result)
            delivery.seconds_left = None
            delivery.phase = "done"
            delivery.revision += 1


def _settle(delivery: _Delivery, position: int, outcome: Outcome) -> None:
    if delivery.rows[position]["state"] != outcome.status.value:
        delivery.set(position, outcome.status.value, detail=outcome.detail)


def _no_news(problem: str) -> News:
    return {
        "delivery": "", "problem": problem, "phase": "done", "revision": 0, "files": [],
        "seconds_left": None,
    }  # fmt: skip
