"""Documents and the files that name them, in the library's database."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from index.database import Database
from index.entries import Derived, Entry, insert_derived, insert_document, unindex_words
from index.errors import UnknownDocument
from index.places import Places, cell_of
from index.rows import (
    Header,
    attribution_from_json,
    document_from_row,
    header_of,
    pages_from_json,
    sections_from_json,
    text_of,
)
from index.topics import topics
from index.types import Document, Extraction, Page, Section, Sentence, Span

__all__ = ["DocumentTable"]

_REMOVED = "The document has been removed meanwhile. Ask again."
_TOPICS_KEPT = 10_000  # documents whose topics stay in memory: three names each
_TEXTS_KEPT = 16  # documents whose text stays in memory; a text never changes


class DocumentTable:
    """Texts, spans and names; a document is content, a file is a name that points to it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.text = lru_cache(maxsize=_TEXTS_KEPT)(self._read_text)
        self.topics = lru_cache(maxsize=_TOPICS_KEPT)(self._find_topics)
        self.structure = lru_cache(maxsize=_TEXTS_KEPT)(self._read_structure)

    def documents(self) -> tuple[Document, ...]:
        """Every document with all its names, in the order of the names."""
        rows = self._database.connection.execute(
            """SELECT d.*, (SELECT count(*) FROM chunks c WHERE c.document = d.id) AS chunks,
                      f.names
               FROM documents d JOIN (
                   SELECT document, json_group_array(name) AS names FROM (
                       SELECT document, name FROM files ORDER BY rowid) GROUP BY document
               ) f ON f.document = d.id"""
        )
        rows.row_factory = sqlite3.Row
        with self._database.understanding:
            return tuple(sorted(map(document_from_row, rows), key=lambda document: document.name))

    def document_id(self, name: str) -> int:
        """The number of the document that a name points to.

        Raises:
            UnknownDocument: there is no such name.
        """
        row = self._database.connection.execute(
            "SELECT document FROM files WHERE name = ?", (name,)
        ).fetchone()
        if row is None:
            raise UnknownDocument(
                f"There is no document {name!r} in the library. "
                "`python -m qa documents` lists the names."
            )
        return int(row[0])

    def header(self, document: int) -> Header:
        """How a document is named in a search result.

        Raises:
            UnknownDocument: it has been removed.
        """
        row = self._database.connection.execute(
            """SELECT f.name, d.title, d.publisher, d.date
               FROM documents d JOIN files f ON f.document = d.id
               WHERE d.id = ? ORDER BY f.rowid LIMIT 1""",
            (document,),
        ).fetchone()
        if row is None:
            raise UnknownDocument(_REMOVED)
        with self._database.understanding:
            return header_of(*row)

    def ids(self) -> list[int]:
        """The number of every document."""
        return [row[0] for row in self._database.connection.execute("SELECT id FROM documents")]

    def dated_ids(
        self, after: datetime.date | None, before: datetime.date | None
    ) -> frozenset[int]:
        """Documents whose own date lies in the range, both ends included."""
        rows = self._database.connection.execute(
            "SELECT id FROM documents WHERE date >= ? AND date <= ?",
            (str(after or datetime.date.min), str(before or datetime.date.max)),
        )
        return frozenset(row[0] for row in rows)

    def scope(
        self,
        names: Sequence[str] | None,
        after: datetime.date | None,
        before: datetime.date | None,
    ) -> dict[int, str | None] | None:
        """Documents to search, each with the name it was asked for by; ``None`` for all.

        Args:
            names: only these; ``None`` for all.
            after: only documents dated on or after this day; undated ones are left out.
            before: only documents dated on or before this day; undated ones are left out.

        Raises:
            UnknownDocument: there is no such name.
        """
        scope: dict[int, str | None] | None = None
        if names is not None:
            scope = {self.document_id(name): name for name in names}
        if after is not None or before is not None:
            dated = self.dated_ids(after, before)
            given = dict.fromkeys(dated) if scope is None else scope
            scope = {document: name for document, name in given.items() if document in dated}
        return scope

    def with_content(self, sha256: str) -> list[tuple[int, str]]:
        """The documents with this very content, one for each media type it was read as."""
        rows = self._database.connection.execute(
            "SELECT id, media_type FROM documents WHERE sha256 = ?", (sha256,)
        )
        return [(int(document), media_type) for document, media_type in rows]

    def _read_text(self, document: int) -> str:
        row = self._database.connection.execute(
            "SELECT text FROM documents WHERE id = ?", (document,)
        ).fetchone()
        if row is None:
            raise UnknownDocument(_REMOVED)
        with self._database.understanding:
            return text_of(row[0])

    def _find_topics(self, document: int) -> tuple[str, ...]:
        """What a document is about."""
        return topics(self.text(document))

    def _read_structure(self, document: int) -> tuple[tuple[Section, ...], tuple[Page, ...]]:
        """Sections and pages of a document."""
        row = self._database.connection.execute(
            "SELECT sections, pages FROM documents WHERE id = ?", (document,)
        ).fetchone()
        if row is None:
            raise UnknownDocument(_REMOVED)
        sections, pages = row
        with self._database.understanding:
            return sections_from_json(sections), pages_from_json(pages)

    def sentences(self, document: int, start: int, end: int) -> tuple[Sentence, ...]:
        """The document's sentences that begin inside a range of offsets, in order."""
        rows = self._database.connection.execute(
            """SELECT number, start, "end", attribution FROM sentences
               WHERE document = ? AND start >= ? AND start < ? ORDER BY number""",
            (document, start, end),
        )
        with self._database.understanding:
            return tuple(Sentence(n, s, int(e), attribution_from_json(a)) for n, s, e, a in rows)

    def places(self, document: int, start: int, end: int) -> Places:
        """Where words of a range of offsets stand.

        Raises:
            UnknownDocument: the document has been removed.
        """
        rows = self._database.connection.execute(
            """SELECT name, start, "end" FROM cells WHERE document = ?1 AND start < ?3 AND start >=
                   coalesce((SELECT max(start) FROM cells WHERE document = ?1 AND start <= ?2), ?2)
               ORDER BY start""",
            (document, start, end),
        )
        with self._database.understanding:
            cells = tuple(cell_of(name, Span(first, last)) for name, first, last in rows)
        return Places(*self.structure(document), cells)

    def file_at(self, origin: str) -> tuple[str, int] | None:
        """Name and document of the file that came from there."""
        row = self._database.connection.execute(
            "SELECT name, document FROM files WHERE origin = ?", (origin,)
        ).fetchone()
        with self._database.understanding:
            return (text_of(row[0]), int(row[1])) if row else None

    def is_named(self, name: str) -> bool:
        """Whether a file has this name."""
        found = self._database.connection.execute("SELECT 1 FROM files WHERE name = ?", (name,))
        return found.fetchone() is not None

    def files_of(self, document: int) -> tuple[tuple[str, str], ...]:
        """Name and origin of every file with this content, the first one first."""
        rows = self._database.connection.execute(
            "SELECT name, origin FROM files WHERE document = ? ORDER BY rowid", (document,)
        )
        with self._database.understanding:
            return tuple((text_of(name), text_of(origin)) for name, origin in rows)

    def files(self) -> tuple[tuple[str, str], ...]:
        """Name and origin of every file."""
        rows = self._database.connection.execute("SELECT name, origin FROM files ORDER BY name")
        with self._database.understanding:
            return tuple((text_of(name), text_of(origin)) for name, origin in rows)

    def add_file(self, name: str, origin: str, document: int) -> None:
        """Let one more name point to a document that is already there."""
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", (name, origin, document))
            self._database.raise_generation()

    def rename_file(self, name: str, new_name: str, origin: str) -> None:
        """A file has moved: same content, another name."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE files SET name = ?, origin = ? WHERE name = ?", (new_name, origin, name)
            )
            self._database.raise_generation()

    def lengths(self) -> list[int]:
        """Characters of every document, in the order of ``extractions``."""
        rows = self._database.connection.execute("SELECT characters FROM documents ORDER BY id")
        return [row[0] for row in rows]

    def extractions(self) -> Iterator[tuple[int, str, Extraction]]:
        """Every document's id, title and text with its sections: what all else is made from."""
        rows = self._database.connection.execute(
            "SELECT id, title, media_type, publisher, author FROM documents ORDER BY id"
        )
        for document, title, media_type, publisher, author in rows.fetchall():
            sections, pages = self.structure(document)
            yield (
                document,
                title,
                Extraction(
                    self.text(document),
                    media_type,
                    publisher=publisher,
                    author=author,
                    sections=sections,
                    pages=pages,
                ),
            )

    def replace(self, derived: Mapping[int, Derived], index: str, embedder: str) -> None:
        """Put what was derived anew in the place of the old, for all documents or for none.

        Args:
            derived: by document.
            index: the fingerprint under which the library is now indexed.
            embedder: the name of the model by which it is.
        """
        with self._database.transaction() as connection:
            for document, anew in derived.items():
                unindex_words(connection, document)
                for table in ("chunks", "speeches", "sentences"):
                    connection.execute(f"DELETE FROM {table} WHERE document = ?", (document,))
                title, text = connection.execute(
                    "SELECT title, text FROM documents WHERE id = ?", (document,)
                ).fetchone()
                insert_derived(connection, document, title, text, anew)
            self._database.note_index(index, embedder)
            self._database.raise_generation()

    def put(self, entry: Entry, name: str, origin: str) -> None:
        """Store a new document under a name, wholly or not at all.

        Where the name points to an older document, that one gives way in the same transaction.
        """
        with self._database.transaction() as connection:
            self._detach(connection, name)
            document = insert_document(connection, entry)
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", (name, origin, document))
            self._database.raise_generation()

    def repoint(self, name: str, origin: str, document: int) -> None:
        """Let a name point to another document that is already there."""
        with self._database.transaction() as connection:
            self._detach(connection, name)
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", (name, origin, document))
            self._database.raise_generation()

    def remove(self, name: str) -> None:
        """Forget a name, and with its last name the document and all that was derived from it.

        Raises:
            UnknownDocument: there is no such name.
        """
        self.document_id(name)
        with self._database.transaction() as connection:
            self._detach(connection, name)
            self._database.raise_generation()

    def _detach(self, connection: sqlite3.Connection, name: str) -> None:
        row = connection.execute("SELECT document FROM files WHERE name = ?", (name,)).fetchone()
        if row is None:
            return
        connection.execute("DELETE FROM files WHERE name = ?", (name,))
        document = int(row[0])
        if connection.execute("SELECT 1 FROM files WHERE document = ?", (document,)).fetchone():
            return
        unindex_words(connection, document)
        connection.execute("DELETE FROM documents WHERE id = ?", (document,))
        self._database.note_deletion()
