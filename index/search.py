"""From a query to passages: by meaning, by words, by speaker; fused, neighbours joined."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.chunks import ChunkTable
from index.copies import gather_copies
from index.documents import DocumentTable
from index.embed import Embedder, Vectors
from index.errors import LibraryUnavailable, UnknownDocument
from index.fuse import above_lowest, fuse, join_neighbours
from index.mending import Contents
from index.rows import StoredChunk
from index.settings import IndexSettings
from index.speeches import SpeechTable
from index.types import Passage, Span
from index.vectors import VectorIndex
from index.words import expression, speaker_expression

__all__ = ["Scope", "Search", "Wish"]

_LOG = logging.getLogger(__name__)

Scope = Mapping[int, str | None]
"""Documents to search, each with the name that the caller gave it, if any."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What passages should have besides fitting words; those that have it come first."""

    speaker: str | None = None
    """Somebody says something there."""
    dated: tuple[datetime.date, datetime.date] | None = None
    """The document's date lies between these days, both included."""


class Search:
    """The search over one library's chunks.

    Args:
        documents: texts and spans.
        chunks: the index of words, and the vectors as the database has them.
        speeches: the index of who says what.
        vectors: nearest neighbours.
        embedder: makes the query's vector.
        settings: weights and sizes.
    """

    def __init__(
        self,
        documents: DocumentTable,
        chunks: ChunkTable,
        speeches: SpeechTable,
        vectors: VectorIndex,
        embedder: Embedder,
        settings: IndexSettings,
    ) -> None:
        self._documents = documents
        self._chunks = chunks
        self._speeches = speeches
        self._vectors = vectors
        self._embedder = embedder
        self._settings = settings
        self._weights = {
            "meaning": settings.meaning_weight,
            "words": settings.words_weight,
            "speaker": settings.speaker_weight,
            "date": settings.dated_weight,
        }

    def passages(
        self, query: str, limit: int, scope: Scope | None, wish: Wish
    ) -> tuple[Passage, ...]:
        """The best passages for a query, best first.

        Args:
            query: words or a question.
            limit: the most passages to return, not counting copies.
            scope: the documents to search, ``None`` for all.
            wish: what comes first among those that fit.
        """
        if not query.strip() or limit < 1 or scope == {}:
            return ()
        vector = self._embedder.embed_query(query)
        near = self._by_meaning(vector, scope)
        dated = self._dated(scope, wish)
        worded = self._by_words(query, scope, dated) | self._by_speaker(query, scope, wish)
        candidates = list(dict.fromkeys([*near, *(chunk for f in worded.values() for chunk in f)]))
        stored = self._chunks.chunks(candidates)
        with self._chunks.understanding:  # vectors of another size than the query's
            similarity = self._similarities(vector, candidates)
        nearest = {chunk: similarity[chunk] for chunk in near if chunk in similarity}
        found = {"meaning": above_lowest(nearest), **worded}
        timely = {chunk: 1.0 for chunk, c in stored.items() if c.document in dated}
        if timely:
            found["date"] = timely
        scores = fuse(found, self._weights)
        places = {(c.document, c.number): c for c in (stored[i] for i in scores if i in stored)}
        groups = (
            _Group([places[place] for place in places_of], scores, found)
            for places_of in join_neighbours(places, self._settings.longest_passage)
        )
        return tuple(gather_copies(self._read(groups, similarity, scope or {}), limit))

    def warm_up(self) -> None:
        """Load the embedding model."""
        self._embedder.embed_query("warm up")

    def agree(self, *, wait: bool = False) -> bool:
        """Make the vector index hold what the database holds.

        Args:
            wait: also for what takes long, and is done in the background.

        Returns:
            Whether the vector index can be asked now.

        Raises:
            LibraryUnavailable: the vector index cannot be written.
        """
        contents = Contents(
            self._chunks.generation,
            self._chunks.chunk_ids,
            lambda chunks: self._chunks.vectors(self._embedder.fingerprint, chunks),
        )
        return self._vectors.agree(contents, wait=wait)

    def _by_meaning(self, vector: Vectors, scope: Scope | None) -> list[int]:
        limit = self._settings.candidates
        if scope is None:
            try:
                near = self._vectors.nearest(vector, limit) if self.agree() else None
            except LibraryUnavailable as error:
                _LOG.warning("comparing with every vector, since the index failed: %s", error)
                near = None
            if near is not None:
                return near
            scope = dict.fromkeys(self._documents.ids())  # until the index has been built
        # Chroma's filters cost more than looking at every vector of the scope, and miss some.
        identifiers, vectors = self._chunks.vectors(
            self._embedder.fingerprint, documents=sorted(scope)
        )
        if not identifiers:
            return []
        with self._chunks.understanding:
            nearest = np.argsort(-(vectors @ vector), kind="stable")[:limit]
        return [identifiers[position] for position in nearest]

    def _by_words(
        self, query: str, scope: Scope | None, dated: frozenset[int]
    ) -> dict[str, dict[int, float]]:
        """Chunks by the words of the query; of documents that are wished as many again."""
        words = expression(query)
        found: dict[int, float] = {}
        for within in (dated, scope) if dated else (scope,):
            if words is not None:
                found |= self._chunks.search_words(
                    words, self._settings.candidates, within, self._settings.title_weight
                )
        return {"words": found}

    def _by_speaker(
        self, query: str, scope: Scope | None, wish: Wish
    ) -> dict[str, dict[int, float]]:
        """Chunks in which the wished speaker speaks; no search where there is none."""
        said = speaker_expression(wish.speaker, query) if wish.speaker else None
        if said is None:
            return {}
        found = self._speeches.search(said, self._settings.candidates, scope)
        return {"speaker": found} if found else {}

    def _dated(self, scope: Scope | None, wish: Wish) -> frozenset[int]:
        """The documents of the wished date."""
        if wish.dated is None:
            return frozenset()
        dated = self._documents.dated_ids(*wish.dated)
        return dated if scope is None else dated & scope.keys()

    def _similarities(self, vector: Vectors, chunks: list[int]) -> dict[int, float]:
        identifiers, vectors = self._chunks.vectors(self._embedder.fingerprint, chunks)
        if not identifiers:  # there were none, or they have just been removed
            return {}
        return dict(zip(identifiers, map(float, vectors @ vector), strict=True))

    def _read(
        self,
        groups: Iterable[_Group],
        similarity: Mapping[int, float],
        names: Mapping[int, str | None],
    ) -> Iterator[Passage]:
        """The passages of groups of chunks, each read when it is asked for."""
        for label, group in enumerate(groups, 1):
            try:
                yield self._passage(label, group, similarity, names)
            except UnknownDocument:
                continue  # removed since it was found, by another thread or process

    def _passage(
        self,
        label: int,
        group: _Group,
        similarity: Mapping[int, float],
        names: Mapping[int, str | None],
    ) -> Passage:
        document, start, end = group.document, group.start, group.end
        header = self._documents.header(document)
        places = self._documents.places(document, start, end)
        return Passage(
            label=label,
            document=names.get(document) or header.name,
            start=start,
            end=end,
            text=self._documents.text(document)[start:end],
            score=group.score,
            title=header.title,
            topics=self._documents.topics(document),
            page=places.page_at(start),
            section=places.heading_at(start),
            place=places.place_of(Span(start, end)),
            publisher=header.publisher,
            date=header.date,
            similarity=max(similarity.get(chunk.id, 0.0) for chunk in group.chunks),
            found_by=group.found_by,
            sentences=places.placed(self._documents.sentences(document, start, end)),
            cells=tuple(places.cells),
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """Neighbouring chunks of one document that make one passage."""

    chunks: Sequence[StoredChunk]
    scores: Mapping[int, float]
    searches: Mapping[str, Mapping[int, float]]

    @property
    def document(self) -> int:
        return self.chunks[0].document

    @property
    def start(self) -> int:
        return self.chunks[0].start

    @property
    def end(self) -> int:
        return self.chunks[-1].end

    @property
    def score(self) -> float:
        return max(self.scores[chunk.id] for chunk in self.chunks)

    @property
    def found_by(self) -> tuple[str, ...]:
        return tuple(
            search
            for search, found in self.searches.items()
            if any(chunk.id in found for chunk in self.chunks)
        )
