"""How a new document is written into the database: its text, and all that is derived from it."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from index.rows import attribution_to_json, spans_to_json
from index.types import Attribution, Chunk, Extraction, Span

__all__ = [
    "Derived",
    "Entry",
    "insert_derived",
    "insert_document",
    "insert_speeches",
    "unindex_words",
]


@dataclass(frozen=True, slots=True)
class Derived:
    """What is worked out from a document's text, and can be worked out anew."""

    sentences: Sequence[Span]
    attributions: Sequence[Attribution | None]
    """One a sentence."""
    chunks: Sequence[Chunk]
    hashes: Sequence[bytes]
    """Of the embedded text of each chunk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is stored of one new document, in one transaction."""

    sha256: str
    extraction: Extraction
    title: str
    derived: Derived
    added_at: str = ""
    """In ISO form; empty: now."""


def insert_document(connection: sqlite3.Connection, entry: Entry) -> int:
    """Write a document inside a transaction, and return its new id."""
    extraction = entry.extraction
    document = connection.execute(
        """INSERT INTO documents (sha256, media_type, title, author, publisher, place, date, text,
               characters, words, sections, pages, notes, added_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            entry.sha256,
            extraction.media_type,
            entry.title,
            extraction.author,
            extraction.publisher,
            extraction.place,
            extraction.date and extraction.date.isoformat(),
            extraction.text,
            len(extraction.text),
            len(extraction.text.split()),
            spans_to_json(extraction.sections),
            spans_to_json(extraction.pages),
            json.dumps(extraction.notes),
            entry.added_at or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        ),
    ).lastrowid
    assert document is not None
    connection.executemany(
        "INSERT INTO cells VALUES (?, ?, ?, ?)",
        ((document, cell.span.start, cell.span.end, cell.name) for cell in extraction.cells),
    )
    insert_derived(connection, document, entry.title, extraction.text, entry.derived)
    return document


def insert_derived(
    connection: sqlite3.Connection, document: int, title: str, text: str, derived: Derived
) -> None:
    """Write a document's sentences, speeches and chunks inside a transaction."""
    attributed = list(zip(derived.sentences, derived.attributions, strict=True))
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)",
        (
            (document, number, span.start, span.end, attribution_to_json(attribution))
            for number, (span, attribution) in enumerate(attributed)
        ),
    )
    insert_speeches(connection, document, text, derived.sentences, derived.attributions)
    _insert_chunks(connection, document, title, text, derived)


def insert_speeches(
    connection: sqlite3.Connection,
    document: int,
    text: str,
    sentences: Sequence[Span],
    attributions: Sequence[Attribution | None],
) -> None:
    """Write inside a transaction who says what in a document."""
    connection.executemany(
        "INSERT INTO speeches (document, start, speakers, words) VALUES (?, ?, ?, ?)",
        (
            (document, span.start, " ; ".join(attribution.speakers), span.of(text))
            for span, attribution in zip(sentences, attributions, strict=True)
            if attribution is not None
        ),
    )


def unindex_words(connection: sqlite3.Connection, document: int) -> None:
    """Take a document's chunks out of the index of words inside a transaction."""
    title, text = connection.execute(
        "SELECT title, text FROM documents WHERE id = ?", (document,)
    ).fetchone()
    chunks = connection.execute(
        'SELECT id, start, "end" FROM chunks WHERE document = ?', (document,)
    ).fetchall()
    connection.executemany(
        "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        ((identifier, title, text[start:end]) for identifier, start, end in chunks),
    )


def _insert_chunks(
    connection: sqlite3.Connection, document: int, title: str, text: str, derived: Derived
) -> None:
    for number, (chunk, hash_) in enumerate(zip(derived.chunks, derived.hashes, strict=True)):
        identifier = connection.execute(
            'INSERT INTO chunks (document, number, start, "end", heading, text_hash)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            (document, number, chunk.start, chunk.end, chunk.heading, hash_),
        ).lastrowid
        connection.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (identifier, title, text[chunk.start : chunk.end]),
        )
