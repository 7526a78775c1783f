"""The one SQLite file of the conversations: opening, transactions, and deleting for real.

WAL, one connection for all threads of the process, each change on disk before it is reported done.
What is deleted is overwritten with zeros and leaves the write-ahead log as well.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.cursor import all_or_nothing
from index.errors import LibraryUnavailable
from index.locks import ProcessLock
from qa.conversations.errors import ConversationsUnavailable

__all__ = ["STATEMENTS", "ConversationDatabase"]

_LOG = logging.getLogger(__name__)
_BUSY_SECONDS = 10.0  # how long a writer waits for one in another process
_WIPING_SECONDS = 1.0  # how long a deletion waits for readers in other processes

_FORMATS = (
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        reader TEXT NOT NULL,
        title TEXT NOT NULL,
        words TEXT NOT NULL  -- the title as it is searched
    );
    CREATE TABLE exchanges (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
        asked TEXT NOT NULL,
        marked TEXT,
        words TEXT NOT NULL,  -- question and answer as they are searched
        kept TEXT NOT NULL  -- the exchange as JSON, without its mark
    );
    CREATE INDEX exchanges_conversation ON exchanges (conversation, asked);
    """,
)
"""What leads from each format to the next one; the first makes a new file. Only ever append."""


def _statements(script: str) -> list[str]:
    return [statement for statement in script.split(";\n") if statement.strip()]


STATEMENTS = tuple(statement for script in _FORMATS for statement in _statements(script))
"""What makes the tables of the present format."""

_ADVICE = {
    "SQLITE_NOTADB": "It is damaged, or of another program.",
    "SQLITE_CORRUPT": "It is damaged.",
    "SQLITE_BUSY": "Another process keeps it busy. Wait until it is done and try again.",
    "SQLITE_FULL": "The disk is full. Make room and try again.",
}
_MOVE_AWAY = (
    "Move it to another folder, and new conversations are kept in a new file; "
    "the documents are not touched."
)
_CHECK_PERMISSIONS = "Check that the file and its folder are writable."


class ConversationDatabase:
    """One file, shared by the threads of this process and with other processes.

    Args:
        path: the file; made when absent.

    Raises:
        ConversationsUnavailable: by the constructor and every method, where the file cannot be
            used; the text says what to do.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._is_unwiped = False
        self._connection: sqlite3.Connection | None = None
        try:
            with self._explained():
                path.parent.mkdir(parents=True, exist_ok=True)
                self._connection = self._connect()
                self._prepare(self._connection)
                self._wipe(0)  # what a killed process may have left of deleted conversations
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for queries that are read to their end inside the block."""
        with self._lock, self._explained():
            yield self._opened()
            if self._is_unwiped:
                self._wipe(0)

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """All of the block's changes or none; on disk when the block ends."""
        with self.reading() as connection, all_or_nothing(connection):
            yield connection

    def wipe(self) -> bool:
        """Take what was deleted out of the write-ahead log too; to be called after a deletion.

        Returns:
            Whether it is done. Where another process is reading, it cannot be; it is then tried
            again at every later use of the file, when it is closed and when it is next opened.
        """
        with self._lock, self._explained():
            return self._wipe(_WIPING_SECONDS)

    def close(self) -> None:
        """Let go of the file; any later use raises ``ConversationsUnavailable``."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()  # the last one in all processes empties the log
                self._connection = None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._connection = connection  # so that it is closed, whatever comes
        for pragma in ("secure_delete = ON", "foreign_keys = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        busy = f"Another process{{holder}} is opening {str(self.path)!r}. Wait until it is done."
        # SQLite does not wait its turn when several switch one file to WAL.
        with ProcessLock(self.path.with_suffix(".lock"), _BUSY_SECONDS, busy).held():
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            with self.changing():
                found = connection.execute("PRAGMA user_version").fetchone()[0]
                if found > len(_FORMATS):
                    raise ConversationsUnavailable(
                        f"The conversations in {str(self.path)!r} were kept by a later release "
                        f"(format {found}; this one reads up to {len(_FORMATS)}). Use that "
                        f"release, or keep the file for it: {_MOVE_AWAY}"
                    )
                if not found and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                    raise ConversationsUnavailable(
                        f"{str(self.path)!r} is of another program. {_MOVE_AWAY}"
                    )
                for script in _FORMATS[found:]:
                    for statement in _statements(script):
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {len(_FORMATS)}")

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ConversationsUnavailable(f"{str(self.path)!r} has been closed. Open it anew.")
        return self._connection

    def _wipe(self, seconds: float) -> bool:
        connection = self._opened()
        connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
        try:
            (is_busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {round(_BUSY_SECONDS * 1000)}")
        if is_busy and seconds:
            _LOG.warning(
                "Another process is reading %s: words of deleted conversations stay in its "
                "write-ahead log until that process lets go of it.",
                self.path,
            )
        self._is_unwiped = bool(is_busy)
        return not is_busy

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Errors of SQLite and of the file system as ours."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            kind = "_".join(name.split("_")[:2])
            advice = _ADVICE.get(kind, _CHECK_PERMISSIONS)
            if kind in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                advice = f"{advice} {_MOVE_AWAY}"
            raise self._unusable(str(error), advice) from error
        except OSError as error:
            raise self._unusable(error.strerror or str(error), _CHECK_PERMISSIONS) from error
        except LibraryUnavailable as error:
            raise ConversationsUnavailable(str(error)) from error

    def _unusable(self, what: str, advice: str) -> ConversationsUnavailable:
        return ConversationsUnavailable(
            f"The conversations in {str(self.path)!r} cannot be used: {what}. {advice}"
        )
