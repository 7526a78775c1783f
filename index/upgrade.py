"""A library that an earlier release made, brought to the present format inside a transaction."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files

from index.entries import insert_speeches
from index.rows import attribution_from_json
from index.types import Span

__all__ = ["FORMAT", "UPGRADED", "make_tables", "statements", "upgrade"]

FORMAT = "3"  # raise it whenever schema.sql changes
UPGRADED = frozenset({"1", "2"})
"""The earlier formats that can be brought to the present one."""

_CREATES = re.compile(r"CREATE (?:VIRTUAL )?(TABLE|INDEX|TRIGGER) (\w+)")


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of a new library."""
    for _, _, statement in statements():
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))


def upgrade(connection: sqlite3.Connection) -> None:
    """Give a library of an earlier format what it lacks, out of what it stores.

    That is the table of cells, empty, since no sheet was read before it; and in format 1 the index
    of who says what, from the attributions of the stored sentences. Nothing is read, cut or
    embedded again.

    Args:
        connection: to a library of one of the formats ``UPGRADED``, inside a transaction.
    """
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    lacking = [(kind, statement) for kind, name, statement in statements() if name not in there]
    for kind, statement in lacking:
        if kind == "TABLE":
            connection.execute(statement)
    if "speeches" not in there:
        _fill_speeches(connection)
        # Indexed in one go; the triggers would do it row by row, which takes several times as long.
        connection.execute("INSERT INTO spoken (spoken) VALUES ('rebuild')")
    for kind, statement in lacking:
        if kind != "TABLE":
            connection.execute(statement)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (FORMAT,))


def _fill_speeches(connection: sqlite3.Connection) -> None:
    documents = connection.execute("SELECT id FROM documents").fetchall()
    for (document,) in documents:
        (text,) = connection.execute(
            "SELECT text FROM documents WHERE id = ?", (document,)
        ).fetchone()
        stored = connection.execute(
            """SELECT start, "end", attribution FROM sentences
               WHERE document = ? AND attribution IS NOT NULL ORDER BY number""",
            (document,),
        ).fetchall()
        sentences = [Span(start, end) for start, end, _ in stored]
        attributions = [attribution_from_json(kept) for _, _, kept in stored]
        insert_speeches(connection, document, text, sentences, attributions)


def statements() -> Iterator[tuple[str, str, str]]:
    """What ``schema.sql`` makes: kind, name and statement.

    One statement at a time, since ``executescript`` would end the transaction.
    """
    statement = ""
    schema = files("index").joinpath("schema.sql").read_text(encoding="utf-8")
    for line in schema.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            created = _CREATES.search(statement)
            assert created is not None
            yield created[1], created[2], statement
            statement = ""
