"""Files read in other processes: what the library calls, and what it says of those that fail."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from index.errors import (
    EmptyDocument,
    LibraryError,
    LibraryUnavailable,
    PictureUnavailable,
    UnreadableDocument,
)
from index.isolation.belief import is_believable
from index.isolation.confinement import MEMORY, Confined
from index.isolation.process import GoOn, ReadingProcess, Vanished
from index.isolation.wire import Draw, Failed, Letter, Read, Refused
from index.pictures import PagePicture
from index.types import Extraction, Span

__all__ = ["READERS", "SECONDS", "Readers", "patiently"]

SECONDS = 60.0
"""For one file."""
SECONDS_A_MEGABYTE = 3.0
"""On top of it: of an honest file the size tells how long it takes."""
_MEGABYTE = 1024 * 1024
_MOST = 2
"""Processes: a page can be shown while a long document is read."""
_WAITED = 0.2  # seconds after which it is asked whether to go on waiting for one
_LONGEST_REFUSAL = 2_000  # characters
_Wanted = TypeVar("_Wanted", Extraction, PagePicture)
_LOG = logging.getLogger(__name__)


def patiently() -> None:
    """For callers who wait as long as it takes."""


class Readers:
    """Processes that read files, started when they are needed and kept for the next file.

    Every method may be called from any thread.
    """

    def __init__(self) -> None:
        self._free = threading.Semaphore(_MOST)
        self._lock = threading.Lock()
        self._idle: list[ReadingProcess] = []
        self._all: set[ReadingProcess] = set()

    def read(self, data: bytes, name: str, go_on: GoOn = patiently) -> Extraction:
        """Read a document from memory, as ``index.read.read_bytes`` does.

        Args:
            data: the file's bytes.
            name: the file's name.
            go_on: called again and again meanwhile; what it raises ends the reading.

        Raises:
            EmptyDocument: there is no text in it.
            UnreadableDocument: it cannot be read, or takes too much time or memory.
            LibraryUnavailable: no process can be started.
        """
        return self._ask(Read(_text(name)), Extraction, data, name, go_on)[0]

    def draw(
        self, data: bytes, name: str, number: int, width: int, text: str, spans: Sequence[Span]
    ) -> PagePicture:
        """Draw a page of a PDF; arguments and errors are those of ``page_picture``.

        Raises:
            PictureUnavailable: there is no such page, or it cannot be drawn.
            UnreadableDocument: the file is damaged or protected, or takes too much time or memory.
            LibraryUnavailable: no process can be started.
        """
        request = Draw(_text(name), number, width, text, tuple(spans))
        letter, png = self._ask(request, PagePicture, data, name, patiently)
        return replace(letter, png=png)

    def confined(self) -> Confined:
        """What the system itself keeps such a process from.

        Raises:
            LibraryUnavailable: no process can be started.
        """
        with self._taken(patiently) as process:
            return process.confined

    def close(self) -> None:
        """End all processes; whoever waits for one is told that it ended."""
        with self._lock:
            ended, self._idle = tuple(self._all), []
        for process in ended:
            self._end(process)

    def _ask(
        self, request: Letter, wanted: type[_Wanted], data: bytes, name: str, go_on: GoOn
    ) -> tuple[_Wanted, bytes]:
        seconds = SECONDS + SECONDS_A_MEGABYTE * len(data) / _MEGABYTE
        with self._taken(go_on) as process:
            try:
                letter, png = process.ask(request, data, seconds, go_on)
            except TimeoutError as error:
                self._end(process)
                raise _too_slow(name, seconds) from error
            except Vanished as error:
                raise _crashed(name, self._end(process)) from error
            except BaseException:
                self._end(process)
                raise
            if isinstance(letter, Failed):
                self._end(process)
                raise _failed(name, letter)
            if not isinstance(letter, (wanted, Refused)) or not is_believable(letter):
                raise _crashed(name, self._end(process))
        if isinstance(letter, Refused):
            raise _refusal(letter)
        return letter, png

    @contextmanager
    def _taken(self, go_on: GoOn) -> Iterator[ReadingProcess]:
        """A process that waits for a file, or a new one; it waits for the next one afterwards."""
        while not self._free.acquire(timeout=_WAITED):
            go_on()
        try:
            process = self._waiting() or self._started()
            yield process
            if process.is_worn:
                self._end(process)
            with self._lock:
                if process in self._all:
                    self._idle.append(process)
        finally:
            self._free.release()

    def _waiting(self) -> ReadingProcess | None:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_running:
                    return process
                self._all.discard(process)
                process.end()
        return None

    def _started(self) -> ReadingProcess:
        try:
            process = ReadingProcess()
        except (OSError, Vanished) as error:
            raise LibraryUnavailable(
                f"The process that reads files cannot be started: {error}. Check "
                "the memory and the processes of this machine; nothing stored has been changed."
            ) from error
        with self._lock:
            self._all.add(process)
        return process

    def _end(self, process: ReadingProcess) -> int:
        with self._lock:
            self._all.discard(process)
        return process.end()


READERS = Readers()
"""Those of this program."""
atexit.register(READERS.close)


def _text(name: str) -> str:
    """A file's name without what UTF-8 cannot hold."""
    return name.encode("utf-8", "replace").decode()


def _refusal(letter: Refused) -> LibraryError:
    """The error that the other process met; never one of another kind."""
    kinds = {kind.__name__: kind for kind in (EmptyDocument, PictureUnavailable)}
    return kinds.get(letter.error, UnreadableDocument)(letter.message[:_LONGEST_REFUSAL])


def _too_slow(name: str, seconds: float) -> UnreadableDocument:
    return UnreadableDocument(
        f"“{name}” was given up after {seconds:.0f} seconds: it is damaged, or made to keep its "
        "readers busy. Open it in its own program, save it again and add that."
    )


def _crashed(name: str, code: int) -> UnreadableDocument:
    _LOG.warning("reading %r ended its process with code %s", name, code)
    return UnreadableDocument(
        f"“{name}” made the process that was reading it crash; nothing else was harmed. It is "
        "damaged, or made to do so. Open it in its own program, save it again and add that."
    )


def _failed(name: str, told: Failed) -> UnreadableDocument:
    reason = told.reason[:300]
    if reason.startswith("MemoryError"):
        return UnreadableDocument(
            f"“{name}” would take more than {MEMORY // _MEGABYTE:,} MB of memory to read. Split it "
            "into smaller files and add those."
        )
    # Not what the error says: it may hold words of the document.
    _LOG.error("reading %r failed: %s at %s", name, reason.partition(":")[0], told.where[:80])
    return UnreadableDocument(
        f"“{name}” cannot be read: its reader failed ({reason}). Save it in another format, such "
        "as PDF, and add that."
    )
