"""What the product is compared with: the plain retrieval that most tutorials build.

Texts are cut every 1,000 characters with 200 in common, at a paragraph, line or word where there
is one. They are ranked by the cosine of all-MiniLM-L6-v2, and apart from that by BM25.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.embed import Embedder
from index.types import Span

__all__ = ["PlainIndex", "PlainPassage", "bm25_scores", "cut"]

_SIZE, _OVERLAP = 1000, 200
_SEPARATORS = ("\n\n", "\n", " ")
_K1, _B = 1.2, 0.75  # the values that Lucene and SQLite use


@dataclass(frozen=True, slots=True)
class PlainPassage:
    """A piece of a text, and how well it fits."""

    document: str
    span: Span
    score: float


def cut(text: str, size: int = _SIZE, overlap: int = _OVERLAP) -> list[Span]:
    """Overlapping spans of at most ``size`` characters that cover the text.

    The order of separators is that of LangChain's ``RecursiveCharacterTextSplitter``.
    """
    spans, start = [], 0
    while start < len(text):
        end = min(len(text), start + size)
        if end < len(text):
            end = _last_separator(text, start + overlap + 1, end)
        spans.append(Span(start, end))
        if end == len(text):
            break
        space = text.find(" ", end - overlap, end)
        start = end - overlap if space < 0 else space + 1
    return spans


def _last_separator(text: str, first: int, end: int) -> int:
    for separator in _SEPARATORS:
        found = text.rfind(separator, first, end)
        if found > 0:
            return found + len(separator)
    return end


def bm25_scores(query: Sequence[str], texts: Sequence[Mapping[str, int]]) -> list[float]:
    """BM25 of every text, given as counts of its words.

    S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """
    lengths = [sum(text.values()) for text in texts]
    average = sum(lengths) / max(1, len(lengths))
    scores = [0.0] * len(texts)
    for word in set(query):
        holding = sum(word in text for text in texts)
        weight = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        for position, text in enumerate(texts):
            if count := text.get(word, 0):
                norm = count + _K1 * (1 - _B + _B * lengths[position] / average)
                scores[position] += weight * count * (_K1 + 1) / norm
    return scores


class PlainIndex:
    """Pieces of 1,000 characters, ranked by meaning alone or by words alone.

    Args:
        texts: documents by name.
        embedder: the same model that the product uses.
    """

    def __init__(self, texts: Mapping[str, str], embedder: Embedder) -> None:
        self._embedder = embedder
        self._pieces = [(name, span) for name, text in texts.items() for span in cut(text)]
        pieces = [span.of(texts[name]) for name, span in self._pieces]
        self._vectors = embedder.embed_passages(pieces)
        self._counts = [Counter(_words(piece)) for piece in pieces]

    def by_meaning(
        self, query: str, document: str | None = None, limit: int = 4
    ) -> list[PlainPassage]:
        """The pieces nearest to the query, best first."""
        cosines = self._vectors @ self._embedder.embed_query(query)
        return self._best([float(cosine) for cosine in cosines], document, limit)

    def by_words(
        self, query: str, document: str | None = None, limit: int = 4
    ) -> list[PlainPassage]:
        """The pieces with the highest BM25 score, best first."""
        return self._best(bm25_scores(_words(query), self._counts), document, limit)

    def _best(
        self, scores: Sequence[float], document: str | None, limit: int
    ) -> list[PlainPassage]:
        order = np.argsort(-np.asarray(scores), kind="stable")
        ranked = (
            PlainPassage(self._pieces[i][0], self._pieces[i][1], scores[i])
            for i in order
            if document is None or self._pieces[i][0] == document
        )
        return [passage for passage, _ in zip(ranked, range(limit), strict=False)]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
