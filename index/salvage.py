"""What can still be read of a library's database, however damaged it is."""

from __future__ import annotations

import datetime
import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from index.ingest import embedded_text
from index.rows import pages_from_json, sections_from_json
from index.types import Cell, Extraction, Span

__all__ = ["Salvaged", "Saved", "facts", "salvaged", "saved_vectors"]

_DOCUMENT = (
    "id, sha256, media_type, title, author, publisher, place, date, text, sections, pages, notes,"
    " added_at"
)
_INEXACT = 1e-3
_MOST_ROWS = 1 << 16  # looked for where nothing tells which row is the last one

_Chunk = tuple[int, int, bytes]
"""Start, end and hash of the embedded text."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One document as it was stored."""

    sha256: str
    title: str
    extraction: Extraction
    added_at: str
    files: tuple[tuple[str, str], ...]
    """Name and origin of each file with this content; made up where none can be read."""
    is_sound: bool
    """Whether the text is the one that was stored, sign for sign."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """All that can be read of the documents."""

    documents: tuple[Saved, ...]
    """The first added first."""
    lost: tuple[tuple[str, str], ...]
    """Name and origin of each file of which nothing else can be read."""


def salvaged(connection: sqlite3.Connection) -> Salvaged:
    """All documents whose text can be read.

    Args:
        connection: to a database with the tables of a library.
    """
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError:  # it does not even tell its tables any more
        return Salvaged((), ())
    files: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for document, name, origin in _rows(connection, "files", "document, name, origin"):
        files[document].append((name, origin))
    chunks: dict[int, list[_Chunk]] = defaultdict(list)
    for document, *chunk in _rows(connection, "chunks", 'document, start, "end", text_hash'):
        chunks[document].append((chunk[0], chunk[1], chunk[2]))
    found = []
    for number, *row in _rows(connection, "documents", _DOCUMENT):
        try:
            named = files.get(number) or [(f"document {number}", f"upload:document {number}")]
            cells = _cells(connection, number)
            saved = _saved(row, named, sorted(chunks[number]))
            extraction = replace(saved.extraction, cells=cells or ())
            is_sound = saved.is_sound and cells is not None
            found.append(replace(saved, extraction=extraction, is_sound=is_sound))
            files.pop(number, None)
        except (TypeError, ValueError, AttributeError):  # its row is no document any more
            continue
    return Salvaged(tuple(found), tuple(file for left in files.values() for file in left))


def saved_vectors(connection: sqlite3.Connection) -> Iterator[tuple[bytes, str, bytes]]:
    """Hash of the text, fingerprint of the model and vector of every row that is sound.

    All vectors have the length 1.
    """
    for hash_, fingerprint, blob in _rows(connection, "vectors", "text_hash, fingerprint, vector"):
        if isinstance(blob, bytes) and len(blob) % 4 == 0:
            length = np.linalg.norm(np.frombuffer(blob, dtype="<f4").astype(np.float64))
            if abs(length - 1) < _INEXACT:  # so it is not where a number is not a number
                yield hash_, fingerprint, blob


def facts(connection: sqlite3.Connection) -> dict[str, str]:
    """What the library noted about itself; nothing where that cannot be read."""
    try:
        return dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.DatabaseError:
        return {}


def _saved(row: Sequence[Any], files: Sequence[tuple[str, str]], chunks: Sequence[_Chunk]) -> Saved:
    sha256, media_type, title, author, publisher, place, date, text, *more = row
    sections, pages, notes, added_at = more
    extraction = Extraction(
        text=text,
        media_type=media_type,
        title=title,
        author=author,
        publisher=publisher,
        place=place,
        date=datetime.date.fromisoformat(date) if date else None,
        sections=sections_from_json(sections),
        pages=pages_from_json(pages),
        notes=tuple(json.loads(notes)),
    )
    return Saved(sha256, title, extraction, added_at, tuple(files), _is_sound(title, text, chunks))


def _cells(connection: sqlite3.Connection, document: int) -> tuple[Cell, ...] | None:
    """The cells of a sheet; ``None`` where they cannot be read."""
    try:
        rows = connection.execute(
            'SELECT name, start, "end" FROM cells WHERE document = ? ORDER BY start', (document,)
        ).fetchall()
        return tuple(Cell(name, Span(start, end)) for name, start, end in rows)
    except (sqlite3.DatabaseError, ValueError) as error:
        return () if "no such table" in str(error) else None  # formats 1 and 2 have none


def _is_sound(title: str, text: str, chunks: Sequence[_Chunk]) -> bool:
    """Whether the text has the hashes that were stored with it, and no words between them."""
    place = 0
    for start, end, hash_ in chunks:
        if text[place:start].strip():
            return False
        if hashlib.sha256(embedded_text(title, text[start:end]).encode()).digest() != hash_:
            return False
        place = end
    return not text[place:].strip()


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """All rows of a table that can be read, by their number."""
    yield from _between(connection, table, columns, 0, _last_row(connection, table))


def _last_row(connection: sqlite3.Connection, table: str) -> int:
    """The number of a table's last row; one that is surely higher where it does not tell."""
    for asked in (f"SELECT max(rowid) FROM {table}", "SELECT max(seq) FROM sqlite_sequence"):
        try:
            (last,) = connection.execute(asked).fetchone()
        except sqlite3.DatabaseError:
            continue
        return last or 0
    return _MOST_ROWS


def _between(
    connection: sqlite3.Connection, table: str, columns: str, first: int, last: int
) -> Iterator[tuple[Any, ...]]:
    """The rows of a range; where one of them is damaged, those of either half."""
    try:
        yield from connection.execute(
            f"SELECT {columns} FROM {table} WHERE rowid BETWEEN ? AND ?", (first, last)
        ).fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        if first < last:
            middle = (first + last) // 2
            yield from _between(connection, table, columns, first, middle)
            yield from _between(connection, table, columns, middle + 1, last)
