"""What can still be read of a library's database, however damaged it is."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.checks import Checks, text_or_bytes
from index.files import numbered, upload_of
from index.ingest import embedded_text
from index.types import Cell, Extraction

__all__ = ["Salvaged", "Saved", "salvaged", "saved_vectors"]

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
    """All that can be read of the documents, and of what the library noted about itself."""

    documents: tuple[Saved, ...]
    """The first added first."""
    lost: tuple[tuple[str, str], ...]
    """Name and origin of each file of which nothing else can be read."""
    facts: Mapping[str, str]
    is_whole: bool
    """Whether every value was what it must be."""


def salvaged(connection: sqlite3.Connection) -> Salvaged:
    """All documents whose text can be read.

    Args:
        connection: to a database with the tables of a library.
    """
    connection.text_factory = text_or_bytes
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError:  # it does not even tell its tables any more
        return Salvaged((), (), {}, is_whole=False)
    checks = Checks()
    files = _files(connection, checks)
    taken = {name for names in files.values() for name, _ in names}
    chunks = _chunks(connection, checks)
    found: dict[tuple[str, str], Saved] = {}
    for number, *row in _rows(connection, "documents", _DOCUMENT):
        if (named := files.get(number)) is None:
            name = numbered(f"document {number}", taken.__contains__)
            taken.add(name)
            named = [(name, upload_of(name))]
        saved = _saved(connection, number, row, named, chunks[number], checks)
        if (
            saved is not None
            and found.setdefault((saved.sha256, saved.extraction.media_type), saved) is saved
        ):
            files.pop(number, None)
    lost = tuple(file for left in files.values() for file in left)
    noted = _facts(connection, checks)
    return Salvaged(tuple(found.values()), lost, noted, is_whole=not checks.flaws)


def saved_vectors(connection: sqlite3.Connection) -> Iterator[tuple[bytes, str, bytes]]:
    """Hash of the text, fingerprint of the model and vector of every row that is sound.

    All vectors have the length 1, and as many numbers as most of their model's: where that is not
    beyond doubt, all are made anew.
    """
    sizes: dict[object, Counter[object]] = defaultdict(Counter)
    for fingerprint, size in _rows(connection, "vectors", "fingerprint, length(vector)"):
        sizes[fingerprint][size] += 1
    for hash_, fingerprint, blob in _rows(connection, "vectors", "text_hash, fingerprint, vector"):
        ((usual, count), *_) = sizes[fingerprint].most_common(1) or [(None, 0)]
        is_sure = 2 <= count > sizes[fingerprint].total() / 2
        kinds = isinstance(hash_, bytes), isinstance(fingerprint, str), isinstance(blob, bytes)
        if all(kinds) and is_sure and len(blob) == usual and len(blob) % 4 == 0:
            length = np.linalg.norm(np.frombuffer(blob, dtype="<f4").astype(np.float64))
            if abs(length - 1) < _INEXACT:  # so it is not where a number is not a number
                yield hash_, fingerprint, blob


def _facts(connection: sqlite3.Connection, checks: Checks) -> dict[str, str]:
    """What the library noted about itself; nothing where that cannot be read."""
    try:
        rows = connection.execute("SELECT key, value FROM meta").fetchall()
    except sqlite3.DatabaseError:
        return {}
    return {checks.text(key): checks.text(value) for key, value in rows}


def _files(connection: sqlite3.Connection, checks: Checks) -> dict[object, list[tuple[str, str]]]:
    """Name and origin of the files of each document; what has no name of a file is left out."""
    files: dict[object, list[tuple[str, str]]] = defaultdict(list)
    taken: set[str] = set()
    for document, stored, origin in _rows(connection, "files", "document, name, origin"):
        if name := checks.name(stored):
            free = numbered(name, taken.__contains__)
            checks.flaws += free != name
            taken.add(free)
            files[document].append((free, checks.origin(origin, upload_of(free))))
    return files


def _chunks(connection: sqlite3.Connection, checks: Checks) -> dict[object, list[_Chunk]]:
    chunks: dict[object, list[_Chunk]] = defaultdict(list)
    columns = 'document, start, "end", text_hash'
    for document, start, end, hash_ in _rows(connection, "chunks", columns):
        if checks.are_numbers(start, end) and isinstance(hash_, bytes):
            chunks[document].append((start, end, hash_))
    return chunks


def _saved(
    connection: sqlite3.Connection,
    number: int,
    row: Sequence[object],
    files: Sequence[tuple[str, str]],
    chunks: Sequence[_Chunk],
    checks: Checks,
) -> Saved | None:
    """A document; ``None`` where its text cannot be read."""
    sha256, media_type, title, author, publisher, place, date, stored, *more = row
    sections, pages, notes, added_at = more
    if not isinstance(stored, str | bytes):
        checks.flaws += 1
        return None
    added, flaws = checks.moment(added_at), checks.flaws
    text = checks.text(stored)
    extraction = Extraction(
        text=text,
        media_type=checks.text(media_type, "text/plain"),
        title=checks.text(title, Path(files[0][0]).stem),
        author=checks.text_or_none(author),
        publisher=checks.text_or_none(publisher),
        place=checks.text_or_none(place),
        date=checks.date(date),
        sections=checks.sections(sections, text),
        pages=checks.pages(pages, text),
        cells=_cells(connection, number, text, checks),
        notes=checks.notes(notes),
    )
    # Another hash than any file's: so it is read again when it is next added.
    hash_ = checks.sha256(sha256, hashlib.sha256(text.encode()).hexdigest())
    title = extraction.title or ""
    is_sound = checks.flaws == flaws and _is_sound(title, text, sorted(chunks))
    return Saved(hash_, title, extraction, added, tuple(files), is_sound)


def _cells(
    connection: sqlite3.Connection, document: int, text: str, checks: Checks
) -> tuple[Cell, ...]:
    """The cells of a sheet that can be read."""
    try:
        rows = connection.execute(
            'SELECT name, start, "end" FROM cells WHERE document = ? ORDER BY start', (document,)
        ).fetchall()
    except sqlite3.DatabaseError as error:
        checks.flaws += "no such table" not in str(error)  # formats 1 and 2 have none
        return ()
    found = (checks.cell(name, start, end, text) for name, start, end in rows)
    return tuple(cell for cell in found if cell is not None)


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
    """The number of a table's last row; a higher one where it does not tell."""
    try:
        return connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0
    except sqlite3.DatabaseError:
        pass
    try:
        (last,) = connection.execute("SELECT max(seq) FROM sqlite_sequence").fetchone()
        return max(last or 0, _MOST_ROWS)  # documents and chunks are counted, all else is not
    except (sqlite3.DatabaseError, TypeError):
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
