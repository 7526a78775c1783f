"""A library that an earlier release made, brought to the present format inside a transaction."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files

from index.entries import insert_speeches
from index.rows import attribution_from_json
from index.types import Span

__all__ = ["FORMAT", "make_tables", "upgrade"]

FORMAT = "2"  # raise it whenever schema.sql changes
_UPGRADED = frozenset({"1"})
_CREATES = re.compile(r"CREATE (?:VIRTUAL )?(?:TABLE|INDEX|TRIGGER) (\w+)")


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of a new library."""
    for _, statement in _statements():
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))


def upgrade(connection: sqlite3.Connection) -> None:
    """Give a library of an earlier format what it lacks, out of what it stores.

    From 1 to 2: the index of who says what, from the attributions of the stored sentences.
    Nothing is read, cut or embedded again. A library of any other format is left as it is.
    """
    found = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    if found is None or found[0] not in _UPGRADED:
        return
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    for name, statement in _statements():
        if name not in there:
            connection.execute(statement)
    documents = connection.execute("SELECT id FROM documents").fetchall()
    for (document,) in documents:
        (text,) = connection.execute(
            "SELECT text FROM documents WHERE id = ?", (document,)
        ).fetchone()
        stored = connection.execute(
            'SELECT start, "end", attribution FROM sentences WHERE document = ? ORDER BY number',
            (document,),
        ).fetchall()
        sentences = [Span(start, end) for start, end, _ in stored]
        attributions = [attribution_from_json(kept) for _, _, kept in stored]
        insert_speeches(connection, document, text, sentences, attributions)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (FORMAT,))


def _statements() -> Iterator[tuple[str, str]]:
    """What ``schema.sql`` makes, by name; ``executescript`` would end the transaction."""
    statement = ""
    schema = files("index").joinpath("schema.sql").read_text(encoding="utf-8")
    for line in schema.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            created = _CREATES.search(statement)
            assert created is not None
            yield created[1], statement
            statement = ""
