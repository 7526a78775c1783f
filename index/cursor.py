"""SQLite's connections, with errors that a person can read wherever they come up.

A damaged page shows only when it is read, which may be at any row of any query.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from index.errors import LibraryUnavailable

__all__ = ["connect"]

_BUSY_SECONDS = 10.0  # how long a writer waits for another one


def connect(path: Path) -> sqlite3.Connection:
    """A connection that commits when told to, and whose every error is ``LibraryUnavailable``."""
    with _explained():
        return sqlite3.connect(
            path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )


@contextmanager
def _explained() -> Iterator[None]:
    """SQLite's errors as ours; also where a page of the file turns out damaged while reading."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise LibraryUnavailable(
            f"The library's database cannot be used: {error}. Check that its folder is writable, "
            "the disk is not full, and library.sqlite3 in it is undamaged; nothing stored has been "
            "changed."
        ) from error


class Cursor(sqlite3.Cursor):
    """A cursor of a ``Connection``, whose errors a person can read."""

    connection: Connection

    def execute(self, sql: str, parameters: Any = ()) -> Self:
        with self.connection.used():
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Self:
        with self.connection.used():
            return super().executemany(sql, parameters)

    def executescript(self, sql_script: str) -> sqlite3.Cursor:
        with self.connection.used():
            return super().executescript(sql_script)

    def __next__(self) -> Any:
        with self.connection.used():
            return super().__next__()

    def fetchone(self) -> Any:
        with self.connection.used():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self.connection.used():
            return super().fetchall()


class Connection(sqlite3.Connection):
    """A connection all of whose cursors tell errors in that way.

    Another thread may close it at any time: SQLite would free what is being read, so that the
    process dies; here closing waits for the step at work, and later steps are told.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        self._step = threading.RLock()
        self._is_open = True
        super().__init__(*given, **named)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Keep the connection open for one step.

        Raises:
            LibraryUnavailable: it has been closed, or the step fails.
        """
        with self._step, _explained():
            if not self._is_open:
                raise LibraryUnavailable("The library has been closed. Open it anew.")
            yield

    def close(self) -> None:
        with self._step:
            self._is_open = False
            super().close()

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        return self._cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        return self._cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str) -> sqlite3.Cursor:
        return self._cursor().executescript(sql_script)

    def _cursor(self) -> Cursor:
        with self.used():
            return Cursor(self)
