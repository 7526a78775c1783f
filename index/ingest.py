"""From files to stored documents: what is new, what is known, what cannot be read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.attribution import attribute
from index.chunks import ChunkTable
from index.documents import DocumentTable
from index.embed import Embedder
from index.entries import Derived, Entry
from index.errors import EmptyDocument, UnreadableDocument
from index.files import Found, is_gone, numbered, path_of
from index.isolation.workers import READERS
from index.originals import Originals
from index.read import load
from index.sentences import sentence_spans
from index.sniff import PDF, sniff
from index.split import split
from index.types import Extraction, Outcome, OutcomeStatus, Progress

__all__ = ["Ingest", "OnProgress", "Stop", "embedded_text", "ignore", "never", "title_of"]

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]
"""Asked again and again during long work; once it says yes, the work ends."""

_NOT_PICKED_UP = "Files of this kind are not picked up from a folder; name it to add it anyway."
_STOPPED = "Stopped before it was added. Add it again to go on."
_EARLIER_STAYS = " The version added earlier stays in the library."
_EMBEDDED_AT_ONCE = 64  # chunks between two commits: what an interruption costs at most


def ignore(progress: Progress) -> None:
    """For callers who do not want to be told of progress."""


def never() -> bool:
    """For callers who do not want to stop."""
    return False


def embedded_text(title: str, text: str) -> str:
    """What the embedding model reads of a chunk: whose title it stands under, and its words."""
    return f"{title}\n{text}"


def title_of(extraction: Extraction, name: str) -> str:
    """What a document is called: by itself, or else by its file."""
    return extraction.title or Path(name).stem


@dataclass(slots=True)
class Ingest:
    """Adds files one by one; a file's failure is its own.

    Args:
        documents: where documents go.
        chunks: where vectors go.
        originals: where copies of uploaded PDFs go.
        embedder: makes the vectors.
        chunk_tokens: longest chunk, in tokens of the embedder.
        on_progress: told of every step.
        stop: asked between files and between batches of chunks.
    """

    documents: DocumentTable
    chunks: ChunkTable
    originals: Originals
    embedder: Embedder
    chunk_tokens: int
    on_progress: OnProgress
    stop: Stop
    _clock: _Clock = field(default_factory=lambda: _Clock(()))

    def add(self, files: Sequence[Found]) -> list[Outcome]:
        """Add the files; what was finished before an interruption stays added."""
        self.begin([_size(file.path) for file in files])
        outcomes: list[Outcome] = []
        for file in files:
            try:
                self._go_on()
                self._tell(file.name, "reading")
                outcome = self._add(file)
            except UnreadableDocument as error:
                outcome = self._refused(file, error)
            except _Stopped:
                return outcomes + [self._stopped(file) for file in files[len(outcomes) :]]
            self.finish(outcome.name, outcome)
            outcomes.append(outcome)
        return outcomes

    def remove_vanished(self, folders: Sequence[Path]) -> list[Outcome]:
        """Remove the documents whose files have vanished from these resolved folders."""
        gone = [
            name
            for name, origin in self.documents.files()
            if (path := path_of(origin)) is not None
            and any(path.is_relative_to(folder) for folder in folders)
            and is_gone(path)
        ]
        for name in gone:
            self.documents.remove(name)
        return [Outcome(name, OutcomeStatus.REMOVED, "Its file is gone.") for name in gone]

    def rebuild(self, index: str) -> None:
        """Cut, attribute and embed every document anew; the old index stays until all are done.

        A chunk whose text has a vector of this model already is not embedded again.

        Args:
            index: the fingerprint under which the library is then indexed.
        """
        self.begin(self.documents.lengths())
        derived = {}
        for identifier, title, extraction in self.documents.extractions():
            derived[identifier] = self.derived(title, title, extraction)
            self.finish(title)
        self.documents.replace(derived, index, self.embedder.name)

    def begin(self, sizes: Sequence[int]) -> None:
        """Start the clock of a piece of work that consists of files of these sizes, in order."""
        self._clock = _Clock(sizes)

    def finish(self, name: str, outcome: Outcome | None = None) -> None:
        """Tell that one more file is done, and what became of it."""
        self._clock.finish_file()
        self._tell(name, "done", outcome=outcome)

    def derived(self, name: str, title: str, extraction: Extraction) -> Derived:
        """All that is worked out from a document's text; the vectors are stored on the way.

        Args:
            name: under which progress is told.
            title: of the document.
            extraction: its text.
        """
        text = extraction.text
        sentences = sentence_spans(text)
        chunks = split(
            text,
            sentences,
            extraction.sections,
            self.embedder.count_tokens,
            self.chunk_tokens,
        )
        texts = [embedded_text(title, text[c.start : c.end]) for c in chunks]
        hashes = [hashlib.sha256(embedded.encode()).digest() for embedded in texts]
        self.embed(name, texts, hashes)
        attributions = attribute(text, sentences, extraction.publisher, extraction.author)
        return Derived(sentences, attributions, chunks, hashes)

    def embed(self, name: str, texts: Sequence[str], hashes: Sequence[bytes]) -> None:
        """Make the vectors that are still missing, kept after every few chunks."""
        missing = self.chunks.missing_vectors(hashes, self.embedder.fingerprint)
        for start in range(0, len(missing), _EMBEDDED_AT_ONCE):
            self._go_on()
            self._tell(name, "embedding", start / len(missing))
            batch = missing[start : start + _EMBEDDED_AT_ONCE]
            vectors = self.embedder.embed_passages([texts[position] for position in batch])
            self.chunks.put_vectors(
                [hashes[position] for position in batch], vectors, self.embedder.fingerprint
            )

    def _refused(self, file: Found, error: UnreadableDocument) -> Outcome:
        empty = isinstance(error, EmptyDocument)
        status = OutcomeStatus.EMPTY if empty else OutcomeStatus.UNREADABLE
        return Outcome(file.name, status, str(error) + self._earlier(file))

    def _stopped(self, file: Found) -> Outcome:
        if not file.is_document:
            return Outcome(file.name, OutcomeStatus.SKIPPED, _NOT_PICKED_UP)
        return Outcome(file.name, OutcomeStatus.STOPPED, _STOPPED + self._earlier(file))

    def _earlier(self, file: Found) -> str:
        return _EARLIER_STAYS if self.documents.file_at(file.origin) is not None else ""

    def _go_on(self) -> None:
        if self.stop():
            raise _Stopped

    def _add(self, file: Found) -> Outcome:
        if not file.is_document:
            return Outcome(file.name, OutcomeStatus.SKIPPED, _NOT_PICKED_UP)
        data = load(file.path, file.name)
        sha256 = hashlib.sha256(data).hexdigest()
        known = self.documents.file_at(file.origin)
        for document, media_type in self.documents.with_content(sha256):
            if media_type == sniff(data, file.name):  # by its name it may be of another type
                self._keep(file, media_type, data, sha256)
                return self._add_known_content(file, document, known)
        extraction = READERS.read(data, file.name, self._go_on)
        self._keep(file, extraction.media_type, data, sha256)
        name = known[0] if known is not None else self._free_name(file.name)
        self._store(name, file.origin, sha256, extraction)
        status = OutcomeStatus.CHANGED if known is not None else OutcomeStatus.ADDED
        return Outcome(name, status, " ".join(extraction.notes))

    def _keep(self, file: Found, media_type: str, data: bytes, sha256: str) -> None:
        """Copy an uploaded PDF, whose pages are to be shown after the upload is gone."""
        if media_type == PDF and path_of(file.origin) is None:
            self.originals.keep(data, sha256)

    def _add_known_content(
        self, file: Found, document: int, known: tuple[str, int] | None
    ) -> Outcome:
        if known is not None and known[1] == document:
            return Outcome(known[0], OutcomeStatus.UNCHANGED)
        if known is not None:
            self.documents.repoint(known[0], file.origin, document)
            return Outcome(known[0], OutcomeStatus.CHANGED)
        if path_of(file.origin) is not None:
            for name, origin in self.documents.files_of(document):
                if (path := path_of(origin)) is not None and is_gone(path):
                    return self._moved(file, name)
        first = self.documents.files_of(document)[0][0]
        name = self._free_name(file.name)
        self.documents.add_file(name, file.origin, document)
        return Outcome(name, OutcomeStatus.DUPLICATE, f"It has the same content as {first!r}.")

    def _moved(self, file: Found, name: str) -> Outcome:
        if name == file.name:
            self.documents.rename_file(name, name, file.origin)
            return Outcome(name, OutcomeStatus.UNCHANGED)
        new_name = self._free_name(file.name)
        self.documents.rename_file(name, new_name, file.origin)
        return Outcome(new_name, OutcomeStatus.RENAMED, f"It was {name!r} before.")

    def _store(self, name: str, origin: str, sha256: str, extraction: Extraction) -> None:
        title = title_of(extraction, name)
        entry = Entry(sha256, extraction, title, self.derived(name, title, extraction))
        self.documents.put(entry, name, origin)

    def _free_name(self, wanted: str) -> str:
        return numbered(wanted, self.documents.is_named)

    def _tell(
        self, name: str, step: str, share: float = 0.0, outcome: Outcome | None = None
    ) -> None:
        self.on_progress(self._clock.progress(name, step, share, outcome))


class _Stopped(Exception):
    """Whoever asked for the work does not want it any more."""


class _Clock:
    """How long the rest will take, from the share of the sizes that is done."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes = sizes
        self._total = sum(sizes)
        self._done = 0
        self._files_done = 0
        self._began = time.monotonic()

    def finish_file(self) -> None:
        self._done += self._sizes[self._files_done]
        self._files_done += 1

    def progress(self, name: str, step: str, share: float, outcome: Outcome | None) -> Progress:
        """How far it is when ``share`` of the current file is done."""
        done = self._done + share * sum(self._sizes[self._files_done : self._files_done + 1])
        elapsed = time.monotonic() - self._began
        left = elapsed / done * (self._total - done) if done else None
        return Progress(name, step, self._files_done, len(self._sizes), left, share, outcome)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
