"""The library's one SQLite file: the truth, from which everything else can be rebuilt.

WAL, one connection a thread; every change of documents raises the generation by one, so that
whoever derived something from the file sees that it has changed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from index.cursor import connect
from index.errors import LibraryUnavailable

__all__ = ["FORMAT", "Database", "batches", "marks"]

FORMAT = "1"  # raise it whenever schema.sql changes
_VARIABLES = 900  # below SQLite's oldest limit of bound variables


class Database:
    """Connections, transactions and facts of one library's file.

    Args:
        path: the database file; created when absent.

    Raises:
        LibraryUnavailable: the file cannot be opened, is damaged or of another format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        self._create()

    @property
    def connection(self) -> sqlite3.Connection:
        """The calling thread's own connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = connect(self.path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    def _create(self) -> None:
        connection = self.connection
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            schema = files("index").joinpath("schema.sql").read_text(encoding="utf-8")
            connection.executescript(f"BEGIN IMMEDIATE; {schema}; COMMIT;")
            self.set_meta("format", FORMAT)
        found = self.meta("format")
        if found != FORMAT:
            raise LibraryUnavailable(
                f"The library {str(self.path.parent)!r} has format {found}, and this release reads "
                f"format {FORMAT}. Use the release that made it, or add the documents to a new one."
            )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block's changes or none; a change of documents raises the generation."""
        with self._lock:
            connection = self.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            while self._connections:
                self._connections.pop().close()
            self._local = threading.local()

    def meta(self, key: str) -> str | None:
        """A stored fact about the library, ``None`` when it was never set."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Store a fact about the library."""
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> int:
        """How often the documents have changed since the library was made."""
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
