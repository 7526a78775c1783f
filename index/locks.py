"""One at a time: a lock that holds against other threads and other processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from index.errors import LibraryUnavailable

__all__ = ["ProcessLock"]


class ProcessLock:
    """A lock kept as a file; when its process dies, the system lets go of it.

    Args:
        path: of the file; made when absent.
        seconds: how long to wait for another process.
        busy: what to tell where the wait was in vain.
    """

    def __init__(self, path: Path, seconds: float, busy: str) -> None:
        self._path = path
        self._seconds = seconds
        self._busy = busy
        self._file = filelock.FileLock(path, thread_local=False)
        self._thread = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep all others out for the time of the block.

        Raises:
            LibraryUnavailable: another process has it, or the file cannot be written.
        """
        with self._thread:
            try:
                self._file.acquire(timeout=self._seconds)
            except filelock.Timeout as error:
                raise LibraryUnavailable(self._busy) from error
            except OSError as error:
                raise LibraryUnavailable(
                    f"The folder {str(self._path.parent)!r} cannot be written: {error.strerror}. "
                    "Check its permissions; nothing stored has been changed."
                ) from error
            try:
                yield
            finally:
                self._file.release()
