"""Copies of a database that others may be writing, and a look at one that comes from elsewhere."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from index.cursor import connect
from index.errors import LibraryUnavailable

__all__ = ["copy_database", "count_documents", "problems_of"]

_MADE_BY_SQLITE = re.compile(r"sqlite_\w+|(?:words|spoken)_(?:data|idx|content|docsize|config)")
_CREATES = re.compile(r"CREATE (?:VIRTUAL )?(?:TABLE|INDEX|TRIGGER) (\w+)")


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

    A database can bring along what runs when it is used: triggers, views, tables that compute. Only
    what this program itself makes may be in it.

    Args:
        path: the database, which nobody else uses.
        statements: that make its tables, indexes and triggers.
    """
    found = ((_CREATES.search(statement), statement) for statement in statements)
    ours = {created[1]: statement for created, statement in found if created}
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            return [*_foreign(connection, ours), *_damage(connection)]
    except sqlite3.Error as error:
        return [str(error)]


def _foreign(connection: sqlite3.Connection, ours: Mapping[str, str]) -> Iterator[str]:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    for kind, name, sql in rows:
        if sql is None or (kind == "table" and _MADE_BY_SQLITE.fullmatch(name)):
            continue
        runs = kind in ("trigger", "view") or sql.upper().startswith("CREATE VIRTUAL")
        if name not in ours or (runs and _squeezed(sql) != _squeezed(ours[name])):
            yield f"it has a {kind} {name!r} that this program does not make"


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (told,) in connection.execute("PRAGMA integrity_check(5)").fetchall():
        if told != "ok":
            yield str(told)
    for table, *_ in connection.execute("PRAGMA foreign_key_check").fetchmany(1):
        yield f"rows of {table!r} belong to nothing"


def _squeezed(sql: str) -> str:
    return " ".join(sql.removesuffix("\n").removesuffix(";").split())
