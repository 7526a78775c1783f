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

from index.errors import LibraryError, LibraryUnavailable

__all__ = ["Understanding", "all_or_nothing", "connect"]

_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
# What is no JSON where JSON belongs, or no text of UTF-8: a bit of a value has changed.
_DAMAGED_VALUES = ("Could not decode to UTF-8", "malformed JSON", "JSON cannot hold")
_BUSY_SECONDS = 10.0  # how long a writer waits for another one


def connect(path: Path) -> sqlite3.Connection:
    """A connection that commits when told to, and whose every error is ``LibraryUnavailable``."""
    try:
        return sqlite3.connect(
            path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
    except sqlite3.DatabaseError as error:
        raise _unusable(error, str(path)) from error


@contextmanager
def all_or_nothing(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit all of the block's changes, or none where it fails.

    Args:
        connection: one that commits when told to, and has no transaction open.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _unusable(error: sqlite3.DatabaseError, path: str) -> LibraryUnavailable:
    """SQLite's errors as ours; also where a page of the file turns out damaged while reading."""
    is_damage = getattr(error, "sqlite_errorname", "").startswith(_DAMAGE)
    if is_damage or any(told in str(error) for told in _DAMAGED_VALUES):
        return _damaged(str(error)[:60], path)
    return LibraryUnavailable(
        f"The library's database {path!r} cannot be used: {error}. Check that its folder is "
        "writable and the disk is not full, and try again: what was finished is kept."
    )


def _damaged(what: str, path: str) -> LibraryUnavailable:
    return LibraryUnavailable(
        f"The library's database {path!r} is damaged: {what}. "
        "Run `python -m qa repair`, which makes it anew out of all that can still be read, or "
        "restore a backup into another folder."
    )


class Understanding:
    """Keeps what is made of stored values apart from ours: a value that makes no sense is damaged.

    Args:
        path: of the database.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # The value itself is not told: it may be words of a document.
        if isinstance(error, (ValueError, TypeError, LookupError)) and not isinstance(
            error, LibraryError
        ):
            raise _damaged("a value in it is not what belongs there", self._path) from error


class _Step:
    """Keeps a connection open for one step, and explains what fails in it.

    A class, not a generator: it is entered for every row that is read, and costs half as much.
    """

    __slots__ = ("is_open", "lock", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.is_open = True

    def __enter__(self) -> None:
        self.lock.acquire()
        if not self.is_open:
            self.lock.release()
            raise LibraryUnavailable("The library has been closed. Open it anew.")

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.lock.release()
        if isinstance(error, sqlite3.DatabaseError):
            raise _unusable(error, self.path) from error


class Cursor(sqlite3.Cursor):
    """A cursor of a ``Connection``, whose errors a person can read."""

    connection: Connection

    def execute(self, sql: str, parameters: Any = ()) -> Self:
        with self.connection.step:
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Self:
        with self.connection.step:
            return super().executemany(sql, parameters)

    def executescript(self, sql_script: str) -> sqlite3.Cursor:
        with self.connection.step:
            return super().executescript(sql_script)

    def __next__(self) -> Any:
        with self.connection.step:
            return super().__next__()

    def fetchone(self) -> Any:
        with self.connection.step:
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self.connection.step:
            return super().fetchall()


class Connection(sqlite3.Connection):
    """A connection all of whose cursors tell errors in that way.

    Another thread may close it at any time: SQLite would free what is being read, so that the
    process dies; here closing waits for the step at work, and later steps are told.
    """

    def __init__(self, path: Path, *given: Any, **named: Any) -> None:
        self.step = _Step(str(path))
        super().__init__(path, *given, **named)

    def close(self) -> None:
        with self.step.lock:
            self.step.is_open = False
            super().close()

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        return self._cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        return self._cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str) -> sqlite3.Cursor:
        return self._cursor().executescript(sql_script)

    def _cursor(self) -> Cursor:
        with self.step:
            return Cursor(self)
