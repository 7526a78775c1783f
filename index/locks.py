"""One at a time: a lock that holds against other threads and other processes."""

from __future__ import annotations

import contextlib
import datetime
import json
import math
import os
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from index.errors import LibraryBusy, LibraryUnavailable

__all__ = ["ProcessLock"]

_LOOK = 0.1  # seconds between two looks whether to give up
_LONGEST_PROGRAM = 80  # characters of a command line that are told
_LONGEST_NOTE = 2_000  # bytes of what a holder tells of itself


class ProcessLock:
    """A lock kept as a file; when its process dies, the system lets go of it.

    The file tells who holds it, so that whoever waits in vain can be told. That is all that it is
    good for: whether the lock is held is the system's to say.

    Args:
        path: of the file; made when absent.
        seconds: how long to wait for another process.
        busy: what to tell where the wait was in vain; for ``{holder}`` stands who is waited for,
            such as " (python -m qa add reports, pid 4711, since 14:02)".
    """

    def __init__(self, path: Path, seconds: float, busy: str) -> None:
        self._path = path
        self._seconds = seconds
        self._busy = busy
        self._file = filelock.FileLock(path, thread_local=False)
        self._thread = threading.Lock()

    @contextmanager
    def held(
        self, seconds: float | None = None, give_up: Callable[[], bool] | None = None
    ) -> Iterator[None]:
        """Keep all others out for the time of the block.

        Args:
            seconds: how long to wait this time, if not as long as always: for another thread until
                it is done, for another process as was told at first.
            give_up: asked while waiting whether to wait no longer.

        Raises:
            LibraryBusy: somebody else has it.
            LibraryUnavailable: the file cannot be written.
        """
        self._wait_for_thread(seconds, give_up)
        try:
            with self._held_by_process(seconds, give_up):
                yield
        finally:
            self._thread.release()

    def _wait_for_thread(self, seconds: float | None, give_up: Callable[[], bool] | None) -> None:
        ends = math.inf if seconds is None else time.monotonic() + seconds
        while not self._thread.acquire(timeout=max(0, min(_LOOK, ends - time.monotonic()))):
            if time.monotonic() >= ends or (give_up is not None and give_up()):
                raise self._is_busy()

    @contextmanager
    def _held_by_process(
        self, seconds: float | None, give_up: Callable[[], bool] | None
    ) -> Iterator[None]:
        try:
            self._file.acquire(
                timeout=self._seconds if seconds is None else seconds, cancel_check=give_up
            )
        except filelock.Timeout as error:
            raise self._is_busy() from error
        except OSError as error:
            raise LibraryUnavailable(
                f"The folder {str(self._path.parent)!r} cannot be written: {error.strerror}. "
                "Check its permissions; nothing stored has been changed."
            ) from error
        try:
            self._note(_myself())
            yield
        finally:
            self._note("")
            self._file.release()

    def _is_busy(self) -> LibraryBusy:
        return LibraryBusy(self._busy.replace("{holder}", self._holder()))

    def _note(self, text: str) -> None:
        # Where the system has no locks, the file is the lock, and what it says is not ours.
        if not isinstance(self._file, filelock.SoftFileLock):
            with contextlib.suppress(OSError):  # of a full disk: nobody is to wait for a courtesy
                self._path.write_text(text, encoding="utf-8")

    def _holder(self) -> str:
        try:
            with self._path.open("rb") as file:
                told = json.loads(file.read(_LONGEST_NOTE))
            since = datetime.datetime.fromisoformat(told["since"])
            program = "".join(filter(str.isprintable, told["program"]))
            pid = int(told["pid"])
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return ""  # it has just been taken or let go, or something else wrote there
        hour = f"{since:%H:%M}" if since.date() == _now().date() else f"{since:%Y-%m-%d %H:%M}"
        return f" ({_shortened(program)}, pid {pid}, since {hour})"


def _myself() -> str:
    """What this process tells of itself."""
    program = _shortened(" ".join([Path(sys.executable).name, *sys.orig_argv[1:]]))
    since = _now().isoformat(timespec="seconds")
    return json.dumps({"pid": os.getpid(), "program": program, "since": since})


def _shortened(program: str) -> str:
    return textwrap.shorten(program, _LONGEST_PROGRAM, placeholder="…")


def _now() -> datetime.datetime:
    return datetime.datetime.now()  # the hour that the clock on the wall shows
