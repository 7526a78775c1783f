"""The index of who says what: the sentences that have speakers, found by speaker and matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from index.database import Database
from index.types import SpeakerCount

__all__ = ["SpeechTable"]

_SENTENCES = 300  # the best sentences of a speaker; those of one chunk count once
_NOBODY = frozenset(
    """i me we us you he him she her it they them this that these those who which what one ones
    another other others some somebody someone any anybody anyone all everybody everyone both many
    several few most none nobody""".split()
)
"""Words that name nobody by themselves."""

_Counts = Mapping[str, tuple[SpeakerCount, ...]]


class SpeechTable:
    """Sentences by their speakers; filled with each document by ``index.entries``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: tuple[int, _Counts] = (-1, {})

    def counts(self) -> _Counts:
        """Who says how many sentences, by the first name of each document.

        Returns:
            Innermost speakers, the most frequent first; a name once, in its most frequent
            spelling, whatever its capitals; no bare pronouns.
        """
        generation = self._database.generation
        counted_at, counts = self._counted
        if counted_at != generation:
            with self._database.understanding:
                counts = self._count()
            self._counted = generation, counts
        return counts

    def _count(self) -> _Counts:
        rows = self._database.connection.execute(
            """SELECT (SELECT name FROM files WHERE document = d.id ORDER BY rowid LIMIT 1),
                      json_extract(s.attribution, '$[0][#-1]') AS speaker, count(s.number) AS said
               FROM documents d LEFT JOIN sentences s
                   ON s.document = d.id AND s.attribution IS NOT NULL
               GROUP BY d.id, speaker
               ORDER BY said DESC, speaker DESC"""  # of "The" and "the", the latter
        )
        counted: dict[str, dict[str, SpeakerCount]] = {}
        for document, speaker, sentences in rows:
            known = counted.setdefault(document, {})
            key = " ".join((speaker or "").split()).casefold()
            if key and key not in _NOBODY:
                first = known.get(key, SpeakerCount(speaker, 0))
                known[key] = SpeakerCount(first.name, first.sentences + sentences)
        return MappingProxyType(
            {document: _ranked(counted[document].values()) for document in sorted(counted)}
        )

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
            # Without the plus sign the index of words would be asked anew for every sentence.
            within = f"AND +rowid IN (SELECT id FROM speeches WHERE document IN ({numbers}))"
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


def _ranked(counts: Iterable[SpeakerCount]) -> tuple[SpeakerCount, ...]:
    return tuple(sorted(counts, key=lambda count: (-count.sentences, count.name.casefold())))
