"""The library: all documents of one user, and the only class that questions talk to."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import filelock

from index.chunks import ChunkTable
from index.database import Database
from index.documents import DocumentTable
from index.embed import BUNDLED, Embedder, SentenceTransformerEmbedder
from index.errors import IndexMismatch, LibraryUnavailable
from index.ingest import Ingest, OnProgress, find_files
from index.search import Scope, Search
from index.settings import IndexSettings
from index.types import Document, Outcome, OutcomeStatus, Passage, Progress, Report, Sentence
from index.vectors import VectorIndex

__all__ = ["Library"]

_LOCK_SECONDS = 5.0  # how long to wait for another process that is adding documents


def _ignore(progress: Progress) -> None:
    """For callers who do not want to be told of progress."""


class Library:
    """Documents, their texts and the search over them, in one folder.

    SQLite holds the truth; Chroma's files beside it are rebuilt from there whenever they differ.
    Every method may be called from any thread. Make one with ``Library.open``.
    """

    def __init__(self, folder: Path, embedder: Embedder, settings: IndexSettings) -> None:
        self.folder = folder
        self.settings = settings
        self.embedder = embedder
        self._database = Database(folder / "library.sqlite3")
        self._documents = DocumentTable(self._database)
        self._chunks = ChunkTable(self._database)
        self._vectors = VectorIndex(folder / "vectors" / embedder.fingerprint)
        self._search = Search(self._documents, self._chunks, self._vectors, embedder, settings)
        self._file_lock = filelock.FileLock(folder / "lock", thread_local=False)
        self._thread_lock = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        embedder: Embedder | None = None,
        settings: IndexSettings | None = None,
    ) -> Self:
        """Open the library in a folder, which is created when absent.

        Args:
            folder: where the library lives; nothing outside it is ever written.
            embedder: the embedding model; by default the bundled all-MiniLM-L6-v2.
            settings: how documents are cut and searched.

        Raises:
            LibraryUnavailable: the folder or its database cannot be used.
            LibraryError: the embedding model cannot be found.
        """
        path = Path(folder).expanduser()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryUnavailable(
                f"The library's folder {str(path)!r} cannot be made: {error.strerror}. "
                "Name another one with --library or QA_LIBRARY."
            ) from error
        return cls(
            path, embedder or SentenceTransformerEmbedder(BUNDLED), settings or IndexSettings()
        )

    # -- documents -----------------------------------------------------------------------------

    def documents(self) -> tuple[Document, ...]:
        """Every document, ordered by name."""
        return self._documents.documents()

    def text(self, name: str) -> str:
        """The canonical text of a document: what every offset refers to.

        Raises:
            UnknownDocument: there is no such name.
        """
        return self._documents.text(self._documents.document_id(name))

    def sentences(self, name: str, start: int = 0, end: int | None = None) -> tuple[Sentence, ...]:
        """The sentences of a document that begin inside a range of offsets.

        Raises:
            UnknownDocument: there is no such name.
        """
        document = self._documents.document_id(name)
        stop = len(self._documents.text(document)) if end is None else end
        return self._documents.sentences(document, start, stop)

    # -- adding and removing -------------------------------------------------------------------

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        sync: bool = False,
        on_progress: OnProgress = _ignore,
    ) -> Report:
        """Add files, and of folders every file below them.

        A document is searchable wholly or not at all. A file that cannot be read never stops the
        others. Interrupted work goes on where it stopped when it is asked for again.

        Args:
            paths: one path or several.
            sync: also remove the documents whose files have vanished from the given folders.
            on_progress: told of every step.

        Returns:
            What became of every file.

        Raises:
            IndexMismatch: the library was built with another embedding model.
            LibraryUnavailable: the library cannot be written, or another process is writing it.
        """
        self.refuse_mismatch()
        given = [paths] if isinstance(paths, str | Path) else list(paths)
        resolved = [Path(path).expanduser() for path in given]
        with self._writing():
            self._database.set_meta("index", self.fingerprint)
            ingest = self._ingest(on_progress)
            outcomes = ingest.add(find_files(resolved))
            if sync:
                outcomes += self._remove_vanished([path for path in resolved if path.is_dir()])
            self._chunks.drop_unused_vectors()
            self._search.agree()
        return Report(tuple(outcomes))

    def remove(self, name: str) -> None:
        """Remove a document, at once and with all that was derived from it.

        Raises:
            UnknownDocument: there is no such name.
            LibraryUnavailable: the library cannot be written, or another process is writing it.
        """
        with self._writing():
            self._documents.remove(name)
            self._chunks.drop_unused_vectors()

    def rebuild(self, *, on_progress: OnProgress = _ignore) -> None:
        """Cut and embed every document anew, after a change of embedding model or chunk size.

        The old index stays in force until the new one is complete; an interrupted rebuild goes on
        where it stopped.
        """
        with self._writing():
            ingest = self._ingest(on_progress)
            ingest.begin(self._documents.lengths())
            chunks, hashes = {}, {}
            for identifier, title, extraction in self._documents.extractions():
                chunks[identifier], texts = ingest.chunked(title, extraction)
                hashes[identifier] = [hashlib.sha256(text.encode()).digest() for text in texts]
                ingest.embed(title, texts, hashes[identifier])
                ingest.finish(title)
            self._documents.replace_chunks(chunks, hashes, self.fingerprint)
            self._chunks.drop_unused_vectors()
            self._search.agree()

    # -- searching -----------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        documents: Sequence[str] | None = None,
        after: datetime.date | None = None,
        before: datetime.date | None = None,
    ) -> tuple[Passage, ...]:
        """The passages that fit a query best, by meaning and by words.

        Args:
            query: words or a question.
            limit: the most passages to return.
            documents: only these; ``None`` for all.
            after: only documents dated on or after this day; undated ones are left out.
            before: only documents dated on or before this day; undated ones are left out.

        Raises:
            UnknownDocument: a named document is not in the library.
            IndexMismatch: the library was built with another embedding model.
        """
        self.refuse_mismatch()
        scope = self._scope(documents, after, before)
        return self._search.passages(query, limit, scope)

    # -- the rest ------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """Equal exactly when chunks and vectors were made in the same way."""
        return f"{self.embedder.fingerprint}-{self.settings.chunk_tokens}"

    @property
    def mismatch(self) -> bool:
        """Whether the library was built with another embedding model or chunk size."""
        return self._database.meta("index") not in (None, self.fingerprint)

    @property
    def is_new(self) -> bool:
        """Whether no document has ever been in the library."""
        return self._database.generation == 0

    def refuse_mismatch(self) -> None:
        """Raise where the library was built in another way than it would be built now.

        Raises:
            IndexMismatch: with the command that mends it.
        """
        if self.mismatch:
            raise IndexMismatch(
                f"The library {str(self.folder)!r} was indexed with another embedding model or "
                f"chunk size than the present one ({self.embedder.name}). Run "
                "`python -m qa add --rebuild` to index it anew, or set QA_EMBEDDER back."
            )

    def warm_up(self) -> None:
        """Load the embedding model and open the vector index, so that the first search is quick."""
        self.embedder.embed_query("warm up")
        self._search.agree()

    def close(self) -> None:
        """Let go of all files."""
        self._vectors.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _ingest(self, on_progress: OnProgress) -> Ingest:
        return Ingest(
            self._documents, self._chunks, self.embedder, self.settings.chunk_tokens, on_progress
        )

    def _remove_vanished(self, folders: Sequence[Path]) -> list[Outcome]:
        gone = [
            name
            for name, origin in self._documents.files()
            if any(Path(origin).is_relative_to(folder.absolute()) for folder in folders)
            and not Path(origin).exists()
        ]
        for name in gone:
            self._documents.remove(name)
        return [Outcome(name, OutcomeStatus.REMOVED, "Its file is gone.") for name in gone]

    def _scope(
        self,
        documents: Sequence[str] | None,
        after: datetime.date | None,
        before: datetime.date | None,
    ) -> Scope | None:
        scope: dict[int, str | None] | None = None
        if documents is not None:
            scope = {self._documents.document_id(name): name for name in documents}
        if after is not None or before is not None:
            dated = self._documents.dated_ids(after, before)
            given = dict.fromkeys(dated) if scope is None else scope
            scope = {document: name for document, name in given.items() if document in dated}
        return scope

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._thread_lock:
            try:
                self._file_lock.acquire(timeout=_LOCK_SECONDS)
            except filelock.Timeout as error:
                raise LibraryUnavailable(
                    f"Another process is changing the library {str(self.folder)!r}. "
                    "Wait until it is done and try again."
                ) from error
            except OSError as error:
                raise LibraryUnavailable(
                    f"The library {str(self.folder)!r} cannot be written: {error.strerror}. "
                    "Check the folder's permissions; nothing stored has been changed."
                ) from error
            try:
                yield
            finally:
                self._file_lock.release()
