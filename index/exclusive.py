"""Nobody else in a database: for whoever puts another file in its place.

Whoever had it open would go on with a file that has no name any more, and lose what it is told.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import LibraryUnavailable

if sys.platform != "win32":
    import fcntl

__all__ = ["kept_to_oneself", "refuse_in_use"]

_SHARED_FIRST = 0x40000002  # the bytes that SQLite locks for as long as it reads (os.h, all unix)
_SHARED_SIZE = 510


def refuse_in_use(path: Path, busy: str) -> None:
    """Raise where somebody has a database open, in this process or another.

    Closing it, as the last one, brings what its log holds into the file itself.

    Args:
        path: of the database.
        busy: what to tell.

    Raises:
        LibraryUnavailable: somebody has it open.
    """
    with closing(sqlite3.connect(path, timeout=0)) as probe:
        try:
            probe.execute("PRAGMA locking_mode = EXCLUSIVE")
            probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise LibraryUnavailable(busy) from error


@contextmanager
def kept_to_oneself(path: Path, busy: str) -> Iterator[None]:
    """Keep everybody out of a database for the time of the block, which may replace its file.

    A connection of SQLite's could do that as well, but would delete the log by its name when it is
    closed, which by then may be the log of the new file. The block may not open the file itself:
    closing it would let go of the lock.

    Args:
        path: of the database.
        busy: what to tell.

    Raises:
        LibraryUnavailable: somebody has it open.
        OSError: it cannot be opened for writing, or its disk knows no locks.
    """
    refuse_in_use(path, busy)
    if sys.platform == "win32":  # it replaces no file that somebody has open
        yield
        return
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except (BlockingIOError, PermissionError) as error:
            raise LibraryUnavailable(busy) from error
        yield
