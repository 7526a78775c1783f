"""The library's one SQLite file: the truth, from which everything else can be rebuilt.

WAL, one connection a thread; every change of documents raises the generation by one, so that
whoever derived something from the file sees that it has changed.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.cursor import Understanding, all_or_nothing, connect
from index.errors import LibraryUnavailable
from index.locks import ProcessLock
from index.upgrade import FORMAT, UPGRADED, make_tables, upgrade

__all__ = ["Database", "batches", "marks"]

_LOG = logging.getLogger(__name__)
_VARIABLES = 900  # below SQLite's oldest limit of bound variables
_MAKING_SECONDS = 30.0  # how long to wait for another process that makes the same library
_WIPING_MILLISECONDS = 1_000  # how long a deletion waits for readers
# What is deleted is overwritten, and no text goes into the system's folder for temporary files.
_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY")
_UPGRADING_SECONDS = 120.0  # and for one that upgrades it, which may be large


class Database:
    """Connections, transactions and facts of one library's file.

    Args:
        path: the database file; created when absent.

    Raises:
        LibraryUnavailable: the file cannot be opened, is damaged or of another format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.understanding = Understanding(path)
        """To be held while something is made of stored values."""
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._is_open = True
        self._opened: tuple[int, int] | None = None
        self._opening = threading.Lock()
        self._lock = threading.RLock()
        found = self._file()
        self._create()
        self._opened = found or self._file()
        self._refuse_replaced()

    @property
    def connection(self) -> sqlite3.Connection:
        """The calling thread's own connection.

        Raises:
            LibraryUnavailable: the database has been closed, or cannot be opened.
        """
        thread = threading.current_thread()
        return self._connections.get(thread) or self._connect(thread)

    def _connect(self, thread: threading.Thread) -> sqlite3.Connection:
        with self._opening:
            if not self._is_open:
                raise LibraryUnavailable(
                    f"The library {str(self.path.parent)!r} has been closed. Open it anew."
                )
            for other in [other for other in self._connections if not other.is_alive()]:
                self._connections.pop(other).close()
            connection = connect(self.path)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            self._connections[thread] = connection
        return connection

    def _create(self) -> None:
        if not self._has_tables():
            busy = "Another process{holder} is making the library. Wait for it and try again."
            # SQLite does not wait its turn when several switch one file to WAL.
            with ProcessLock(self.path.with_suffix(".lock"), _MAKING_SECONDS, busy).held():
                self.connection.execute("PRAGMA journal_mode = WAL")
                with self.transaction() as connection:
                    if not self._has_tables():
                        make_tables(connection)
        if self.meta("format") in UPGRADED:
            self._upgrade()
        found = self.meta("format")
        if found != FORMAT:
            raise LibraryUnavailable(
                f"The library {str(self.path.parent)!r} has format {found}, and this release reads "
                f"format {FORMAT}. Use the release that made it, or add the documents to a new one."
            )

    def _upgrade(self) -> None:
        folder = self.path.parent
        busy = (
            f"The library {str(folder)!r} was made by an earlier release, and another "
            "process{holder} is upgrading or changing it. Wait until it is done and try again."
        )
        # The lock of whoever adds documents: those of an earlier release would miss what is new.
        lock = ProcessLock(folder / "lock", _UPGRADING_SECONDS, busy)
        with lock.held(), self.transaction() as connection:
            if self.meta("format") in UPGRADED:  # another process may just have done it
                _LOG.warning("upgrading the library %s, made by an earlier release", folder)
                upgrade(connection)

    def _has_tables(self) -> bool:
        row = self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return bool(row[0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block's changes or none; a change of documents raises the generation."""
        with self._lock:
            connection = self.connection
            with all_or_nothing(connection):
                if self._opened:
                    self._refuse_replaced()
                yield connection

    def _file(self) -> tuple[int, int] | None:
        """What tells the file that has the database's name now from any other."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _refuse_replaced(self) -> None:
        """Nothing is written into a file that has lost its name: it would be lost as well."""
        if self._file() != self._opened:
            raise LibraryUnavailable(
                f"The library's database {str(self.path)!r} is no longer the file that was opened: "
                "it has been made anew, put back or moved away meanwhile. Nothing was changed. "
                "Start this program anew, and do it again."
            )

    def close(self) -> None:
        """Close every thread's connection; any later use raises ``LibraryUnavailable``."""
        with self._lock, self._opening:
            self._is_open = False
            while self._connections:
                self._connections.popitem()[1].close()

    def note_deletion(self) -> None:
        """Note, inside a transaction, that ``wipe`` has something to do."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('unwiped', '1')")

    @property
    def is_unwiped(self) -> bool:
        """Whether words of what was deleted still stand in the full-text indexes or the log."""
        return self.meta("unwiped") == "1"

    def wipe(self) -> None:
        """Take deleted words out of the full-text indexes and of the write-ahead log as well.

        An index keeps the words of what was deleted until its parts are next merged. Where another
        process is reading, the log cannot be emptied; it is then done after the next change.
        """
        if not self.is_unwiped:
            return
        with self.transaction() as connection:
            for index in ("words", "spoken"):
                connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
        if not self._empty_log():
            _LOG.warning("another process reads %s: deleted words stay in its log", self.path)
        else:
            self.set_meta("unwiped", "0")

    def _empty_log(self) -> bool:
        """Whether the write-ahead log could be emptied, for which nobody else may be reading."""
        connection = self.connection
        (waited,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute(f"PRAGMA busy_timeout = {_WIPING_MILLISECONDS}")
        try:
            (is_busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {waited}")
        return not is_busy

    def meta(self, key: str) -> str | None:
        """A stored fact about the library, ``None`` when it was never set."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Store a fact about the library."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def note_index(self, fingerprint: str, embedder: str) -> None:
        """Note, inside a transaction, how the library is now indexed, and by which model."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [("index", fingerprint), ("embedder", embedder)],
        )

    @property
    def generation(self) -> int:
        """How often the documents have changed since the library was made."""
        with self.understanding:
            return int(self.meta("generation") or 0)

    def raise_generation(self) -> None:
        """Note, inside a transaction, that the documents have changed."""
        self.connection.execute(
            """INSERT INTO meta VALUES ('generation', '1')
               ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"""
        )


def batches(values: Sequence[int] | Sequence[bytes]) -> Iterator[list[int] | list[bytes]]:
    """The values in runs short enough to be bound to one statement."""
    for start in range(0, len(values), _VARIABLES):
        yield list(values[start : start + _VARIABLES])  # type: ignore[misc]


def marks(values: Sequence[object]) -> str:
    """As many question marks as there are values, for an ``IN (…)``."""
    return ",".join("?" * len(values))
