"""The library: all documents of one user, and the only class that questions talk to."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from index.chunks import ChunkTable
from index.database import Database
from index.documents import DocumentTable
from index.embed import BUNDLED, Embedder, SentenceTransformerEmbedder, embedder_here
from index.errors import LibraryUnavailable
from index.files import expanded, find_files, find_uploads, resolved
from index.ingest import OnProgress, Stop, ignore, never
from index.locks import ProcessLock
from index.originals import Originals
from index.search import Wish
from index.searching import FindEmbedder, Searches
from index.settings import IndexSettings
from index.shelf import Shelf
from index.speeches import SpeechTable
from index.types import Document, Passage, Report, Sentence, SpeakerCount
from index.writing import Writer

__all__ = ["Library"]

_LOCK_SECONDS = 5.0  # how long to wait for another process that is adding documents
_BUSY = "Another process{{holder}} is changing the library {}. Wait until it is done and try again."
_OWN_FOLDERS = ("cases", "evaluations", "originals", "uploads", "vectors")


class Library:
    """Documents, their texts and the search over them, in one folder.

    SQLite holds the truth; Chroma's files beside it are rebuilt from there whenever they differ.
    Every method may be called from any thread. Make one with ``Library.open``.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        settings: IndexSettings,
        find_embedder: FindEmbedder,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.embedder = embedder
        self._database = Database(folder / "library.sqlite3")
        self._documents = DocumentTable(self._database)
        self._chunks = ChunkTable(self._database)
        self._speeches = SpeechTable(self._database)
        tables = self._database, self._documents, self._chunks
        self._searches = Searches(folder, *tables, embedder, settings, find_embedder)
        self._originals = Originals(folder / "originals", self._database, self._documents)
        self.shelf = Shelf(self._documents, self._chunks, self._originals)
        self._writer = Writer(
            ProcessLock(folder / "lock", _LOCK_SECONDS, _BUSY.format(repr(str(folder)))),
            *tables,
            self._originals,
            self._searches,
            embedder,
            settings.chunk_tokens,
        )
        self._writer.tidy()

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        embedder: Embedder | None = None,
        settings: IndexSettings | None = None,
        find_embedder: FindEmbedder = embedder_here,
    ) -> Self:
        """Open the library in a folder, which is created when absent, for its owner alone.

        Args:
            folder: where the library lives; nothing outside it is ever written.
            embedder: the embedding model; by default the bundled all-MiniLM-L6-v2.
            settings: how documents are cut and searched.
            find_embedder: finds the model that the library is indexed with, where it is another.

        Raises:
            LibraryUnavailable: the folder or its database cannot be used.
            LibraryError: the embedding model cannot be found.
        """
        return cls(
            _made(Path(folder).expanduser()),
            embedder or SentenceTransformerEmbedder(BUNDLED),
            settings or IndexSettings(),
            find_embedder,
        )

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

    def speakers(self) -> Mapping[str, tuple[SpeakerCount, ...]]:
        """Who says something in each document, by its first name; the most frequent first.

        A name stands once, whatever its capitals; a pronoun of which it is not known whom it means
        is left out.
        """
        return self._speeches.counts()

    def original(self, name: str) -> bytes:
        """The very bytes of the file that a document was read from.

        Raises:
            UnknownDocument: there is no such name.
            OriginalUnavailable: the file is gone or has changed; of an upload, it was not kept.
        """
        return self._originals.read(self._documents.document_id(name), name)

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        sync: bool = False,
        on_progress: OnProgress = ignore,
        stop: Stop = never,
    ) -> Report:
        """Add files, and of folders every file below them.

        A document is searchable wholly or not at all. A file that cannot be read never stops the
        others. Interrupted work goes on where it stopped when it is asked for again.

        Args:
            paths: one path or several.
            sync: also remove the documents whose files have vanished from the given folders.
            on_progress: told of every step.
            stop: asked between files and between batches of chunks; once it says yes, the file at
                work and those left are given up, and nothing is removed.

        Returns:
            What became of every file.

        Raises:
            IndexMismatch: the library was built with another embedding model.
            LibraryUnavailable: the library cannot be written, or another process is writing it.
        """
        given = [paths] if isinstance(paths, str | Path) else list(paths)
        wanted = [expanded(path) for path in given]
        folders = [resolved(path) for path in wanted if os.path.isdir(path)]  # noqa: PTH112
        found = find_files(wanted, self._own_folders)
        synced = folders if sync else ()
        return self._writer.add(found, synced, self.fingerprint, on_progress, stop)

    def add_uploads(
        self,
        paths: Iterable[str | Path],
        *,
        names: Sequence[str] | None = None,
        on_progress: OnProgress = ignore,
        stop: Stop = never,
    ) -> Report:
        """Add passing copies of files; the library does not ask for them where they lie now.

        A file uploaded under a name that was uploaded before takes the earlier one's place.

        Args:
            paths: of the copies, which may be deleted afterwards.
            names: of the documents, such as paths below a folder; by default the copies' names.
            on_progress: told of every step.
            stop: as for ``add``.

        Returns:
            What became of every file.

        Raises:
            IndexMismatch: the library was built with another embedding model.
            LibraryUnavailable: the library cannot be written, or another process is writing it.
        """
        found = find_uploads([Path(path) for path in paths], names)
        return self._writer.add(found, (), self.fingerprint, on_progress, stop)

    def remove(self, name: str) -> None:
        """Remove a document, at once and with all that was derived from it.

        Raises:
            UnknownDocument: there is no such name.
            LibraryUnavailable: the library cannot be written, or another process is writing it.
        """
        self._writer.remove(name)

    def rebuild(self, *, on_progress: OnProgress = ignore) -> None:
        """Cut, attribute and embed every document anew.

        After a change of embedding model or chunk size, and to have the speakers that this release
        finds; what a model embedded once it does not embed again. The old index stays in force
        until the new one is complete; an interrupted rebuild goes on where it stopped.
        """
        self._writer.rebuild(self.fingerprint, on_progress)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        documents: Sequence[str] | None = None,
        after: datetime.date | None = None,
        before: datetime.date | None = None,
        speaker: str | None = None,
        dated: tuple[datetime.date, datetime.date] | None = None,
    ) -> tuple[Passage, ...]:
        """The passages that fit a query best, by meaning and by words.

        A story that several documents tell in the same words is one passage; the others are its
        ``copies``.

        Args:
            query: words or a question.
            limit: the most passages to return.
            documents: only these; ``None`` for all.
            after: only documents dated on or after this day; undated ones are left out.
            before: only documents dated on or before this day; undated ones are left out.
            speaker: passages in which this person or body says something come first.
            dated: documents dated between these days, both included, come first.

        Raises:
            UnknownDocument: a named document is not in the library.
            IndexMismatch: the library was built with another embedding model, which is not here.
        """
        search = self._searches.current
        scope = self._documents.scope(documents, after, before)
        return search.passages(query, limit, scope, Wish(speaker, dated))

    @property
    def fingerprint(self) -> str:
        """Equal exactly when chunks and vectors were made in the same way."""
        return self.settings.fingerprint(self.embedder.fingerprint)

    @property
    def mismatch(self) -> bool:
        """Whether the library was built with another embedding model or chunk size."""
        return self._database.meta("index") not in (None, self.fingerprint)

    @property
    def is_new(self) -> bool:
        """Whether no document has ever been in the library."""
        return self._database.generation == 0

    def note(self, key: str, value: str) -> None:
        """Keep a fact of the caller's with the library; an earlier one of this key gives way."""
        self._database.set_meta(f"note {key}", value)

    def noted(self, key: str) -> str | None:
        """The fact kept under a key, ``None`` when there is none."""
        return self._database.meta(f"note {key}")

    def refuse_unsearchable(self) -> None:
        """Raise where no search is possible.

        Raises:
            IndexMismatch: the library was built with another embedding model, which is not here.
        """
        _ = self._searches.current

    def warm_up(self) -> None:
        """Load the embedding model and open the vector index, so that the first search is quick.

        An index that has to be built is built in the background: searches compare with every
        vector until then.

        Raises:
            IndexMismatch: the library was built with another embedding model, which is not here.
        """
        self._searches.current.warm_up()
        self._writer.agree()

    def close(self) -> None:
        """Let go of all files."""
        self._searches.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    @property
    def _own_folders(self) -> frozenset[Path]:
        """What lies beside the documents, of which none is one: also what tests came to."""
        folder = resolved(self.folder)
        return frozenset({folder, *(folder / own for own in _OWN_FOLDERS)})


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnavailable(
            f"The library's folder {str(folder)!r} cannot be made: {error.strerror}. "
            "Name another one with --library or QA_LIBRARY."
        ) from error
    return folder
