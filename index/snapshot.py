"""Copies of a database that others may be writing, and a look at one that comes from elsewhere."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from index.cursor import connect
from index.errors import LibraryUnavailable

__all__ = ["copy_database", "count_documents", "problems_of"]

_MADE = "SELECT type, name, tbl_name, sql FROM sqlite_master"
_BLANKS = re.compile(r"[ \t\n\f\r]+")  # SQLite's; any other sign may be part of a name


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at this moment; whoever reads or writes it goes on.

    Args:
        source: an SQLite database.
        target: a file that is not there.

    Raises:
        LibraryUnavailable: the database is damaged, or the copy cannot be written.
    """
    with closing(connect(source)) as opened, closing(connect(target)) as copy:
        try:
            opened.backup(copy)
        except sqlite3.Error as error:
            raise LibraryUnavailable(
                f"{str(source)!r} cannot be copied: {error}. Check the room on the disk; if the "
                "file is damaged, run `python -m qa repair`."
            ) from error


def count_documents(path: Path) -> int:
    """How many documents a library's database holds.

    Raises:
        LibraryUnavailable: it is damaged, or no library's.
    """
    with closing(connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM documents").fetchone()
        return int(count)


def problems_of(path: Path, statements: Iterable[str]) -> list[str]:
    """What is wrong with a database that is to be used from now on; empty where all is well.

    A database can bring along what runs when it is used, as triggers and views do, and conditions
    and computed columns of tables. Only what the statements make may be in it, SQLite's own tables
    among that; of what an earlier release did not make yet, some may be missing.

    Args:
        path: the database, which nobody else uses.
        statements: that make its tables, indexes and triggers.
    """
    try:
        with closing(sqlite3.connect(path)) as connection, closing(_made_by(statements)) as made:
            connection.execute("PRAGMA trusted_schema = OFF")
            # The conditions of a foreign table would run while SQLite looks for damage.
            return list(_foreign(connection, made)) or list(_damage(connection))
    except sqlite3.Error as error:
        return [str(error)]


def _made_by(statements: Iterable[str]) -> sqlite3.Connection:
    """An empty database in memory."""
    made = sqlite3.connect(":memory:")
    for statement in statements:
        made.execute(statement)
    return made


def _foreign(connection: sqlite3.Connection, made: sqlite3.Connection) -> Iterator[str]:
    ours = {(*names, _squeezed(sql)) for *names, sql in made.execute(_MADE)}
    for kind, name, table, sql in connection.execute(_MADE).fetchall():
        if (kind, name, table, _squeezed(sql)) not in ours:
            yield f"it has a {kind} {name!r} that this program does not make"


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (told,) in connection.execute("PRAGMA integrity_check(5)").fetchall():
        if told != "ok":
            yield str(told)
    for table, *_ in connection.execute("PRAGMA foreign_key_check").fetchmany(1):
        yield f"rows of {table!r} belong to nothing"


def _squeezed(sql: object) -> object:
    """A statement whatever its indentation; what is none, as it is."""
    return _BLANKS.sub(" ", sql) if isinstance(sql, str) else sql
