"""Changes of a library's documents: one process at a time, and nothing left over afterwards."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.chunks import ChunkTable
from index.database import Database
from index.documents import DocumentTable
from index.embed import Embedder
from index.errors import IndexMismatch, LibraryUnavailable
from index.files import Found
from index.ingest import Ingest, OnProgress, Stop, never
from index.locks import ProcessLock
from index.originals import Originals
from index.searching import Searches
from index.types import OutcomeStatus, Report

__all__ = ["Writer"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Writer:
    """Adds to and removes from a library.

    Args:
        lock: held while documents change.
        database: the library's.
        documents: its documents.
        chunks: its chunks and vectors.
        originals: its copies of uploaded files.
        searches: have the vector index, which is to agree with the documents.
        embedder: makes the vectors.
        chunk_tokens: longest chunk, in tokens of the embedder.
    """

    lock: ProcessLock
    database: Database
    documents: DocumentTable
    chunks: ChunkTable
    originals: Originals
    searches: Searches
    embedder: Embedder
    chunk_tokens: int

    def add(
        self,
        files: Sequence[Found],
        synced: Sequence[Path],
        index: str,
        on_progress: OnProgress,
        stop: Stop,
    ) -> Report:
        """Add files; where that is stopped, the vectors made so far wait for the next time.

        Args:
            files: to be added.
            synced: resolved folders whose vanished files' documents are removed.
            index: the fingerprint under which the library is indexed.
            on_progress: told of every step.
            stop: asked whether to stop.

        Raises:
            IndexMismatch: it is indexed under another one.
        """
        with self.lock.held():
            self._refuse_mismatch(index)
            with self.database.transaction():
                self.database.note_index(index, self.embedder.name)
            ingest = self._ingest(on_progress, stop)
            outcomes = ingest.add(files)
            if all(outcome.status is not OutcomeStatus.STOPPED for outcome in outcomes):
                outcomes += ingest.remove_vanished(synced)
                self.chunks.drop_unused_vectors()
            self._leave_nothing(wait=True)
        return Report(tuple(outcomes))

    def remove(self, name: str) -> None:
        """Remove a document.

        Raises:
            UnknownDocument: there is no such name.
        """
        with self.lock.held():
            self.documents.remove(name)
            self.chunks.drop_unused_vectors()
            self._leave_nothing()

    def rebuild(self, index: str, on_progress: OnProgress) -> None:
        """Work out anew all that is derived from the documents' texts.

        Args:
            index: the fingerprint under which the library is then indexed.
            on_progress: told of every step.
        """
        with self.lock.held():
            self._ingest(on_progress, never).rebuild(index)
            self.chunks.drop_unused_vectors()
            self._leave_nothing(wait=True)

    def tidy(self) -> None:
        """Finish what a process that was killed has left undone of a removal or an upload.

        Where another process is at work, it does so itself; and a library that cannot be written
        can still be read.
        """
        if not (self.database.is_unwiped or self.originals.unused()):
            return
        try:
            with self.lock.held(0):
                self.originals.drop_unused()
                self.database.wipe()
        except LibraryUnavailable as error:
            _LOG.info("the library is tidied another time: %s", error)

    def agree(self, *, wait: bool = False) -> None:
        """Bring the vector index up to the documents, now or with the next search.

        Args:
            wait: also for what takes long, and is done in the background.
        """
        try:
            self.searches.current.agree(wait=wait)
        except (LibraryUnavailable, IndexMismatch) as error:  # the documents are stored
            _LOG.warning("the vector index waits for the next search: %s", error)

    def _leave_nothing(self, *, wait: bool = False) -> None:
        """Take what was removed out of all files."""
        self.originals.drop_unused()
        self.agree(wait=wait)
        self.searches.drop_earlier()
        self.database.wipe()

    def _refuse_mismatch(self, index: str) -> None:
        if self.database.meta("index") not in (None, index):
            raise IndexMismatch(
                f"The library {str(self.database.path.parent)!r} was indexed with another "
                f"embedding model or chunk size than the present one ({self.embedder.name}). Run "
                "`python -m qa add --rebuild` to index it anew, or set QA_EMBEDDER back."
            )

    def _ingest(self, on_progress: OnProgress, stop: Stop) -> Ingest:
        return Ingest(
            self.documents,
            self.chunks,
            self.originals,
            self.embedder,
            self.chunk_tokens,
            on_progress,
            stop,
        )
