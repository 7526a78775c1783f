"""One process that reads files: started, asked, waited for, ended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from time import monotonic

from index.isolation.wire import Letter, Ready, receive, send

__all__ = ["GoOn", "ReadingProcess", "Vanished"]

GoOn = Callable[[], None]
"""Called again and again during a wait; what it raises ends the wait."""
_Reply = tuple[Letter, bytes]

_COMMAND = (sys.executable, "-P", "-m", "index.isolation.worker")
_STARTING_SECONDS = 60.0
_ASKED_EVERY = 0.2  # seconds
_WORN = 64 * 1024 * 1024  # bytes
_FOLDER = Path(__file__).parents[2]
# What Python needs to start and to find its packages. The keys that may stand in the environment
# are no concern of a reader.
_ENVIRONMENT = (
    *("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ"),
    *("HOME", "USERPROFILE", "APPDATA"),
)
_SETTINGS = {
    "PYTHONDONTWRITEBYTECODE": "1",
    # numpy would start threads before the process gives up what it does not need.
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
}  # fmt: skip


class Vanished(Exception):
    """The process ended before it answered."""


class ReadingProcess:
    """A process for one file at a time, ready once it is made.

    Raises:
        OSError: it cannot be started.
        Vanished: it ended at once.
    """

    def __init__(self) -> None:
        environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_FOLDER.anchor,
            # Without the terminal of the program. What the terminal sends on Ctrl-C or when it is
            # closed does not reach it either; it ends when its pipe does, or is ended from here.
            start_new_session=True,
            env=environment | _SETTINGS | {"PYTHONPATH": str(_FOLDER)},
        )
        self._given = 0
        self.confined = self._greeting().confined

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def is_worn(self) -> bool:
        """Whether it has read so much that a new one will take less memory."""
        return self._given > _WORN

    def ask(self, letter: Letter, data: bytes, seconds: float, go_on: GoOn) -> _Reply:
        """Have it answer a letter with the bytes that belong to it.

        Args:
            letter: what to do.
            data: the file.
            seconds: how long to wait.
            go_on: called meanwhile.

        Raises:
            TimeoutError: it has not answered in time.
            Vanished: it ended.
        """
        self._given += len(data)
        return _awaited(lambda: self._exchange(letter, data), seconds, go_on)

    def end(self) -> int:
        """End it at once; returns how it ended, which may have been before."""
        self._process.kill()
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):  # there was something to be written still
                stream.close()
        return code

    def _greeting(self) -> Ready:
        try:
            letter, _ = _awaited(self._receive, _STARTING_SECONDS, lambda: None)
        except (TimeoutError, Vanished):
            letter = None
        if not isinstance(letter, Ready):
            raise Vanished(f"it ended with code {self.end()} instead of starting")
        return letter

    def _exchange(self, letter: Letter, data: bytes) -> _Reply:
        assert self._process.stdin is not None
        with suppress(OSError):  # it may have told in time why it is gone
            send(self._process.stdin, letter, data)
        return self._receive()

    def _receive(self) -> _Reply:
        assert self._process.stdout is not None
        try:
            return receive(self._process.stdout)
        except (EOFError, OSError, ValueError, MemoryError) as error:
            raise Vanished from error


def _awaited(work: Callable[[], _Reply], seconds: float, go_on: GoOn) -> _Reply:
    """The outcome of work in a thread that nobody has to wait for."""
    outcome: Future[_Reply] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 -- handed over to who waits
            outcome.set_exception(error)

    threading.Thread(target=run, name="reading", daemon=True).start()
    deadline = monotonic() + seconds
    while True:
        try:
            return outcome.result(min(_ASKED_EVERY, max(0.0, deadline - monotonic())))
        except TimeoutError:
            if monotonic() >= deadline:
                raise
        go_on()
