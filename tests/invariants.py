"""What holds of every library at every moment, whatever happened to it before.

Nothing here asks the library whether it is whole: what a document should have is worked out anew
from its text, and compared with what is stored.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from word_embedder import WordEmbedder

from index import Library
from index.attribution import attribute
from index.ingest import embedded_text
from index.rows import attribution_from_json
from index.sentences import sentence_spans
from index.settings import IndexSettings
from index.split import split

SETTINGS = IndexSettings(chunk_tokens=40)
"""Many chunks in short texts."""


KNOWN = frozenset(
    f"library.sqlite3{side}" for side in ("", "-wal", "-shm")
) | {"library.lock", "lock", "vectors", "originals"}  # fmt: skip
"""What lies in a library's folder."""


def opened(folder: Path, embedder: WordEmbedder | None = None) -> Library:
    return Library.open(folder, embedder=embedder or WordEmbedder(), settings=SETTINGS)


def violations(library: Library) -> list[str]:
    """All that is wrong with a library that nobody is writing; empty where nothing is.

    The vector index is brought up first, as a search does; left-over vectors and copies of files
    are not asked for here, see ``left_over``.
    """
    library._searches.current.agree(wait=True)
    with closing(sqlite3.connect(library.folder / "library.sqlite3")) as connection:
        return [*_damage(connection), *_halves(connection, library), *_index(connection, library)]


def left_over(library: Library) -> list[str]:
    """What an interruption may leave behind until documents are next changed."""
    with closing(sqlite3.connect(library.folder / "library.sqlite3")) as connection:
        unused = connection.execute(
            "SELECT count(*) FROM vectors WHERE text_hash NOT IN (SELECT text_hash FROM chunks)"
        ).fetchone()[0]
        unwiped = connection.execute("SELECT value FROM meta WHERE key = 'unwiped'").fetchone()
    numbered = list((library.folder / "vectors").glob("*/*/"))
    return [
        *([f"{unused} vectors of no chunk"] if unused else []),
        *(["removed words are not wiped"] if unwiped == ("1",) else []),
        *([f"several vector indexes: {numbered}"] if len(numbered) > 1 else []),
        *left_over_files(library.folder),
    ]


def left_over_files(folder: Path) -> list[str]:
    """Files in a library's folder that belong to no document, or to no library at all."""
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
        kept = {
            f"{sha256}.pdf"
            for (sha256,) in connection.execute(
                """SELECT sha256 FROM documents d WHERE media_type = 'application/pdf' AND EXISTS (
                       SELECT 1 FROM files WHERE document = d.id AND origin LIKE 'upload:%')"""
            )
        }
    there = {path.name for path in (folder / "originals").glob("*")}
    strangers = {path.name for path in folder.iterdir()} - KNOWN
    return [
        *(f"no copy of {name}" for name in sorted(kept - there)),
        *(f"{name} is no document's" for name in sorted(there - kept)),
        *(f"{name} lies in the library" for name in sorted(strangers)),
    ]


def content(folder: Path) -> dict[str, object]:
    """All that a library holds but for what it numbers, by the names of the documents."""
    return content_of(folder / "library.sqlite3")


def content_of(database: Path) -> dict[str, object]:
    """The same of a database."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            name: (
                *(origin, text, sha256, title),
                connection.execute(
                    'SELECT number, start, "end", attribution FROM sentences WHERE document = ?'
                    " ORDER BY number",
                    (document,),
                ).fetchall(),
                connection.execute(
                    'SELECT number, start, "end", heading, text_hash FROM chunks'
                    " WHERE document = ? ORDER BY number",
                    (document,),
                ).fetchall(),
            )
            for name, origin, document, text, sha256, title in connection.execute(
                """SELECT f.name, f.origin, d.id, d.text, d.sha256, d.title
                   FROM files f JOIN documents d ON d.id = f.document"""
            ).fetchall()
        }


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (told,) in connection.execute("PRAGMA integrity_check").fetchall():
        if told != "ok":
            yield f"integrity_check: {told}"
    for row in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"belongs to nothing: {row}"
    for table in ("words", "spoken"):
        try:
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as error:
            yield f"{table}: {error}"
    connection.execute("ROLLBACK") if connection.in_transaction else None
    (nameless,) = connection.execute(
        "SELECT count(*) FROM documents WHERE id NOT IN (SELECT document FROM files)"
    ).fetchone()
    if nameless:
        yield f"{nameless} documents without a name"


def _halves(connection: sqlite3.Connection, library: Library) -> Iterator[str]:
    """Where what is stored of a document is not what follows from its text."""
    embedder, limit = library.embedder, library.settings.chunk_tokens
    for name, identifier, title, text in connection.execute(
        "SELECT f.name, d.id, d.title, d.text FROM files f JOIN documents d ON d.id = f.document"
    ).fetchall():
        spans = sentence_spans(text)
        publisher, author = connection.execute(
            "SELECT publisher, author FROM documents WHERE id = ?", (identifier,)
        ).fetchone()
        sentences = connection.execute(
            'SELECT start, "end", attribution FROM sentences WHERE document = ? ORDER BY number',
            (identifier,),
        ).fetchall()
        if [(span.start, span.end) for span in spans] != [row[:2] for row in sentences]:
            yield f"{name}: its sentences are not those of its text"
        attributions = _attributions(text, publisher, author)
        if attributions != [attribution_from_json(row[2]) for row in sentences]:
            yield f"{name}: its attributions are not those of its text"
        (speeches,) = connection.execute(
            "SELECT count(*) FROM speeches WHERE document = ?", (identifier,)
        ).fetchone()
        if speeches != sum(attribution is not None for attribution in attributions):
            yield f"{name}: {speeches} speeches"
        sections, _ = library._documents.structure(identifier)
        wanted = [
            (c.start, c.end, hashlib.sha256(_embedded(title, text, c)).digest())
            for c in split(text, spans, sections, embedder.count_tokens, limit)
        ]
        chunks = connection.execute(
            'SELECT start, "end", text_hash, id FROM chunks WHERE document = ? ORDER BY number',
            (identifier,),
        ).fetchall()
        if [row[:3] for row in chunks] != wanted or not wanted:
            yield f"{name}: its chunks are not those of its text"
        for start, end, hash_, chunk in chunks:
            yield from _chunk_faults(connection, name, chunk, text[start:end], hash_)


@lru_cache(maxsize=64)
def _attributions(text: str, publisher: str | None, author: str | None) -> list[object]:
    """Those of a text's sentences; worked out once, since they are compared again and again."""
    return list(attribute(text, sentence_spans(text), publisher, author))


def _embedded(title: str, text: str, chunk: object) -> bytes:
    return embedded_text(title, text[chunk.start : chunk.end]).encode()


def _chunk_faults(
    connection: sqlite3.Connection, name: str, chunk: int, text: str, hash_: bytes
) -> Iterator[str]:
    word = max(re.findall(r"[A-Za-z0-9]+", text), key=len)
    if not connection.execute(
        "SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?", (f'text : "{word}"', chunk)
    ).fetchone():
        yield f"{name}: {word!r} of chunk {chunk} is not in the index of words"
    if not connection.execute("SELECT 1 FROM vectors WHERE text_hash = ?", (hash_,)).fetchone():
        yield f"{name}: chunk {chunk} has no vector"


def _index(connection: sqlite3.Connection, library: Library) -> Iterator[str]:
    chunks = {row[0] for row in connection.execute("SELECT id FROM chunks")}
    words = {row[0] for row in connection.execute("SELECT id FROM words_docsize")}
    if words != chunks:
        yield f"the index of words has {words - chunks} too much and lacks {chunks - words}"
    store = library._searches.current._vectors._store
    held = store.ids() if store is not None else set()
    if held != chunks:
        yield f"the vector index has {held - chunks} too much and lacks {chunks - held}"
