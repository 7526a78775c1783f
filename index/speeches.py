"""The index of who says what: the sentences that have speakers, found by speaker and matter."""

from __future__ import annotations

from collections.abc import Iterable

from index.database import Database

__all__ = ["SpeechTable"]

_SENTENCES = 300  # the best sentences of a speaker; those of one chunk count once


class SpeechTable:
    """Sentences by their speakers; filled with each document by ``index.entries``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self, expression: str, limit: int, documents: Iterable[int] | None
    ) -> dict[int, float]:
        """The BM25 score of the best sentence of each chunk in which somebody speaks, best first.

        Args:
            expression: what ``index.words.speaker_expression`` gave.
            limit: the most chunks.
            documents: only these; ``None`` for all.
        """
        within = ""
        if documents is not None:
            numbers = ",".join(map(str, sorted(documents)))  # integers of ours: nothing to escape
            within = f"AND rowid IN (SELECT id FROM speeches WHERE document IN ({numbers}))"
        rows = self._database.connection.execute(
            f"""WITH best AS MATERIALIZED (
                    SELECT rowid AS id, -bm25(spoken) AS score FROM spoken
                    WHERE spoken MATCH ? {within} ORDER BY score DESC, rowid LIMIT {_SENTENCES})
                SELECT (SELECT c.id FROM chunks c
                        WHERE c.document = s.document AND c.start <= s.start
                        ORDER BY c.start DESC LIMIT 1), best.score
                FROM best JOIN speeches s ON s.id = best.id ORDER BY best.score DESC, best.id""",
            (expression,),
        )
        found: dict[int, float] = {}
        for chunk, score in rows:
            if chunk is not None and len(found) < limit:
                found.setdefault(chunk, max(score, 0.0))
        return found
