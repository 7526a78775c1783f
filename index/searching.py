"""The search by the model that a library is indexed with, which need not be the configured one.

After a change of model the earlier index answers, if its model is still on this machine, until all
documents are indexed anew; from then on the new one does, in programs that run meanwhile as well.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from index.chunks import ChunkTable
from index.database import Database
from index.documents import DocumentTable
from index.embed import BUNDLED, Embedder
from index.errors import EmbedderUnavailable, IndexMismatch, LibraryUnavailable
from index.search import Search
from index.settings import IndexSettings
from index.speeches import SpeechTable
from index.vectors import VectorIndex

__all__ = ["FindEmbedder", "Searches"]

FindEmbedder = Callable[[str], Embedder]
"""A model by its name, from this machine; raises ``EmbedderUnavailable``."""

_LOG = logging.getLogger(__name__)


class Searches:
    """One search for each model that a library was seen indexed with.

    Args:
        folder: of the library.
        database: the library's.
        documents: texts and spans.
        chunks: the index of words, and the vectors as the database has them.
        embedder: the configured model.
        settings: weights and sizes.
        find: finds an earlier model.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        documents: DocumentTable,
        chunks: ChunkTable,
        embedder: Embedder,
        settings: IndexSettings,
        find: FindEmbedder,
    ) -> None:
        self._folder = folder
        self._database = database
        self._documents = documents
        self._chunks = chunks
        self._speeches = SpeechTable(database)
        self._embedder = embedder
        self._settings = settings
        self._find = find
        self._lock = threading.Lock()
        self._open: dict[str, tuple[Search, VectorIndex]] = {}

    @property
    def current(self) -> Search:
        """The search by the model that the library is indexed with now.

        Raises:
            IndexMismatch: that model is not here.
        """
        fingerprint = self._fingerprint
        with self._lock:
            if fingerprint not in self._open:
                self._open[fingerprint] = self._made(self._model(fingerprint))
            return self._open[fingerprint][0]

    def drop_earlier(self) -> None:
        """Delete the vector indexes of models that the library is no longer indexed with."""
        current = self._fingerprint
        try:
            for folder in (self._folder / "vectors").glob("*/"):
                if folder.name != current:
                    with self._lock:
                        _, vectors = self._open.pop(folder.name, (None, VectorIndex(folder)))
                    vectors.delete()
        except (OSError, LibraryUnavailable) as error:  # it is tried again at the next change
            _LOG.warning("indexes of earlier models in %s are not deleted: %s", self._folder, error)

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            for _, vectors in self._open.values():
                vectors.close()

    @property
    def _fingerprint(self) -> str:
        """Of the model that the library is indexed with."""
        index = self._database.meta("index")
        return index.rpartition("-")[0] if index else self._embedder.fingerprint

    def _made(self, embedder: Embedder) -> tuple[Search, VectorIndex]:
        vectors = VectorIndex(self._folder / "vectors" / embedder.fingerprint)
        tables = self._documents, self._chunks, self._speeches
        return Search(*tables, vectors, embedder, self._settings), vectors

    def _model(self, fingerprint: str) -> Embedder:
        if fingerprint == self._embedder.fingerprint:
            return self._embedder
        name = self._database.meta("embedder") or BUNDLED  # earlier releases did not note it
        try:
            earlier = self._find(name)
        except EmbedderUnavailable as error:
            raise self._mismatch() from error
        if earlier.fingerprint != fingerprint:
            raise self._mismatch()
        _LOG.warning(
            "The library %r is indexed with the embedding model %s, which answers until "
            "`python -m qa add --rebuild` has indexed it with %s.",
            str(self._folder), name, self._embedder.name,
        )  # fmt: skip
        return earlier

    def _mismatch(self) -> IndexMismatch:
        return IndexMismatch(
            f"The library {str(self._folder)!r} was indexed with another embedding model than the "
            f"present one ({self._embedder.name}), which is not on this machine. Run "
            "`python -m qa add --rebuild` to index it anew, or set QA_EMBEDDER back."
        )
