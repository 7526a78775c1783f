"""Chunks, their words and their vectors, in the library's database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from index.database import Database, batches, marks
from index.embed import Vectors
from index.rows import StoredChunk

__all__ = ["ChunkTable"]


class ChunkTable:
    """What is searched: spans by words, and the vectors that the vector index is built from."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.understanding = database.understanding

    @property
    def generation(self) -> int:
        """How often the documents have changed since the library was made."""
        return self._database.generation

    def missing_vectors(self, hashes: Sequence[bytes], fingerprint: str) -> list[int]:
        """Positions of the hashes that have no vector of this model yet, each hash once."""
        known = {
            row[0]
            for batch in batches(hashes)
            for row in self._database.connection.execute(
                f"""SELECT text_hash FROM vectors
                    WHERE fingerprint = ? AND text_hash IN ({marks(batch)})""",
                (fingerprint, *batch),
            )
        }
        first = {hash_: position for position, hash_ in reversed(list(enumerate(hashes)))}
        return sorted(position for hash_, position in first.items() if hash_ not in known)

    def put_vectors(self, hashes: Sequence[bytes], vectors: Vectors, fingerprint: str) -> None:
        """Keep vectors by the hash of their text; they stay when the work is interrupted."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (
                    (hash_, fingerprint, vector.astype("<f4").tobytes())
                    for hash_, vector in zip(hashes, vectors, strict=True)
                ),
            )

    def drop_unused_vectors(self) -> None:
        """Forget the vectors of texts that no chunk has any more."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM vectors WHERE text_hash NOT IN (SELECT text_hash FROM chunks)"
            )

    def vectors(
        self, fingerprint: str, chunks: Sequence[int] | None = None, documents: Sequence[int] = ()
    ) -> tuple[list[int], Vectors]:
        """Vectors of the named chunks, or of all chunks of the named documents, with their ids."""
        column, wanted = ("c.id", chunks) if chunks is not None else ("c.document", documents)
        identifiers: list[int] = []
        blobs: list[bytes] = []
        for batch in batches(wanted):
            for identifier, blob in self._database.connection.execute(
                f"""SELECT c.id, v.vector FROM chunks c
                    JOIN vectors v ON v.text_hash = c.text_hash AND v.fingerprint = ?
                    WHERE {column} IN ({marks(batch)})""",
                (fingerprint, *batch),
            ):
                identifiers.append(identifier)
                blobs.append(blob)
        with self.understanding:
            if any(len(blob) != len(blobs[0]) for blob in blobs):
                raise ValueError("vectors of several sizes")
            matrix = np.frombuffer(b"".join(blobs), dtype="<f4").astype(np.float32)
            return identifiers, matrix.reshape(len(blobs), -1) if blobs else matrix.reshape(0, 0)

    def chunk_ids(self) -> set[int]:
        """The ids of all chunks."""
        return {row[0] for row in self._database.connection.execute("SELECT id FROM chunks")}

    def chunks(self, identifiers: Sequence[int]) -> dict[int, StoredChunk]:
        """Chunks by id; an id that is gone is left out."""
        with self.understanding:
            return {
                row[0]: StoredChunk(*map(int, row))
                for batch in batches(identifiers)
                for row in self._database.connection.execute(
                    f"""SELECT id, document, number, start, "end" FROM chunks
                        WHERE id IN ({marks(batch)})""",
                    batch,
                )
            }

    def search_words(
        self, expression: str, limit: int, documents: Iterable[int] | None, title_weight: float
    ) -> dict[int, float]:
        """BM25 scores of the chunks that match an FTS5 expression, best first."""
        within = ""
        if documents is not None:
            numbers = ",".join(map(str, sorted(documents)))  # integers of ours: nothing to escape
            # Without the plus sign the index of words would be asked anew for every chunk.
            within = f"AND +rowid IN (SELECT id FROM chunks WHERE document IN ({numbers}))"
        rows = self._database.connection.execute(
            f"""SELECT rowid, -bm25(words, ?, 1.0) AS score FROM words WHERE words MATCH ? {within}
                ORDER BY score DESC, rowid LIMIT ?""",
            (title_weight, expression, limit),
        )
        return {identifier: max(score, 0.0) for identifier, score in rows}

    def documents_holding(
        self, expression: str, limit: int, documents: Iterable[int] | None
    ) -> list[int]:
        """Documents with a chunk that matches an FTS5 expression, the best chunk's document first.

        Two neighbouring chunks count together: what is looked for may lie across their border.
        """
        within = ""
        if documents is not None:
            numbers = ",".join(map(str, sorted(documents)))  # integers of ours: nothing to escape
            # Without the plus sign the index of words would be asked anew for every chunk.
            within = f"AND +rowid IN (SELECT id FROM chunks WHERE document IN ({numbers}))"
        rows = self._database.connection.execute(
            f"""WITH found AS MATERIALIZED (
                    SELECT rowid AS id, -bm25(words) AS score FROM words
                    WHERE words MATCH ? {within}),
                placed AS (
                    SELECT c.document, c.number, f.score FROM found f JOIN chunks c ON c.id = f.id),
                paired AS (
                    SELECT document, score + CASE
                        WHEN lead(number) OVER following = number + 1
                        THEN lead(score) OVER following ELSE 0 END AS score
                    FROM placed WINDOW following AS (PARTITION BY document ORDER BY number))
                SELECT document FROM paired GROUP BY document
                ORDER BY max(score) DESC, document LIMIT ?""",
            (expression, limit),
        )
        return [document for (document,) in rows]
