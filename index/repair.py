"""A library made anew out of whatever of it can still be read.

Each text is compared with the hashes that were stored with it; where it differs, the document's own
file is read again. All that is derived from the texts is worked out anew; vectors are taken over by
the hash of their text, so that hardly anything is embedded. The new database takes the old one's
place in one step, and the old one stays beside it where something could not be saved.
"""

from __future__ import annotations

import datetime
import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from index.chunks import ChunkTable
from index.database import Database
from index.documents import DocumentTable
from index.embed import Embedder
from index.entries import Entry
from index.errors import LibraryUnavailable, UnreadableDocument
from index.exclusive import kept_to_oneself, refuse_in_use
from index.files import Found, numbered, path_of
from index.ingest import Ingest, OnProgress, never, title_of
from index.isolation.workers import READERS
from index.locks import ProcessLock
from index.originals import Originals
from index.read import load
from index.salvage import Salvaged, Saved, salvaged, saved_vectors
from index.settings import IndexSettings

__all__ = ["Repaired", "repair"]

_DATABASE = "library.sqlite3"
_OLD = "old"
_SIDE_FILES = ("", "-wal", "-shm")
_BESIDE = ".repair-"
_LOCK_SECONDS = 5.0
_DAMAGED = (
    "Some of its text was damaged on the disk, and its file could not be read again to compare. "
    "Add the file again."
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair came to."""

    documents: int
    read_again: tuple[str, ...]
    """Whose stored text was damaged, and whose file is what it was."""
    damaged: tuple[str, ...]
    """Whose stored text is damaged, and has a note that says so."""
    lost: tuple[str, ...]
    """Of which the name is left, and no text."""
    kept: Path | None = None
    """The database as it was; ``None`` where nothing in it was damaged."""


def repair(
    folder: Path, embedder: Embedder, settings: IndexSettings, on_progress: OnProgress
) -> Repaired:
    """Make a library's database and its indexes anew. Nothing else may use the library meanwhile.

    Args:
        folder: of the library.
        embedder: makes the vectors that are missing.
        settings: how documents are cut.
        on_progress: told of every step.

    Raises:
        LibraryUnavailable: there is no library, another process uses it, nothing of it can be read,
            or the folder cannot be written. The library is then as it was.
    """
    if not (folder / _DATABASE).is_file():
        raise LibraryUnavailable(f"There is no library in {str(folder)!r}. Name one by --library.")
    in_use = f"The library {str(folder)!r} is in use"
    then = "End the programs that use it and try again."
    with ProcessLock(folder / "lock", _LOCK_SECONDS, f"{in_use}{{holder}}. {then}").held():
        busy = f"{in_use}. {then}"
        refuse_in_use(folder / _DATABASE, busy)
        try:
            for left_over in folder.glob(f"{_BESIDE}*"):  # by one that was killed
                shutil.rmtree(left_over, ignore_errors=True)
            with TemporaryDirectory(prefix=_BESIDE, dir=folder) as beside:
                anew = Path(beside) / _DATABASE
                done = _made_anew(folder, anew, embedder, settings, on_progress)
                with kept_to_oneself(folder / _DATABASE, busy):  # others may have come since
                    if done.kept:
                        _set_aside(anew, done.kept)
                    _put_in_place(folder, anew)
                return done
        except OSError as error:
            raise LibraryUnavailable(
                f"The library {str(folder)!r} cannot be written: {error.strerror}. It is as it "
                "was. Check its permissions and the room on the disk."
            ) from error


def _made_anew(
    folder: Path, path: Path, embedder: Embedder, settings: IndexSettings, on_progress: OnProgress
) -> Repaired:
    """Make a new database at a path, and beside it a copy of the old one."""
    for side in _SIDE_FILES:
        if (folder / f"{_DATABASE}{side}").exists():
            shutil.copy(folder / f"{_DATABASE}{side}", path.with_name(f"{_OLD}{side}"))
    database = Database(path)
    with closing(sqlite3.connect(path.with_name(_OLD))) as old, closing(database):
        found, is_sound = salvaged(old), _is_sound(old)
        if not found.documents and not is_sound:
            raise LibraryUnavailable(
                f"Nothing in {str(folder / _DATABASE)!r} can be read any more; it is as it was. "
                "Restore a backup into another folder (python -m qa restore FILE --library DIR), "
                "or move it away and add the documents again."
            )
        anew = _Anew(folder, database, embedder, settings, on_progress)
        anew.take_over(saved_vectors(old), found.facts)
        done = anew.put(found)
    if not (is_sound and found.is_whole) or done.damaged or done.lost:
        done = replace(done, kept=_free_name(folder))
    return done


class _Anew:
    """A new database that fills with what was saved."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        embedder: Embedder,
        settings: IndexSettings,
        on_progress: OnProgress,
    ) -> None:
        self._folder = folder
        self._database = database
        self._documents = DocumentTable(database)
        self._index = settings.fingerprint(embedder.fingerprint)
        self._chunks = ChunkTable(database)
        originals = Originals(folder / "originals", database, self._documents)
        self._ingest = Ingest(
            *(self._documents, self._chunks, originals, embedder, settings.chunk_tokens),
            *(on_progress, never),
        )

    def take_over(
        self, vectors: Iterable[tuple[bytes, str, bytes]], noted: Mapping[str, str]
    ) -> None:
        """Take over vectors, and what callers noted with the library."""
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", vectors)
        for key, value in noted.items():
            if key.startswith("note "):
                self._database.set_meta(key, value)
        self._database.set_meta("index", self._index)

    def put(self, found: Salvaged) -> Repaired:
        """Store all that was saved; what was not is read again where its file still is."""
        read_again: list[str] = []
        damaged: list[str] = []
        lost: list[str] = []
        self._ingest.begin([len(document.extraction.text) for document in found.documents])
        for document in found.documents:
            (name, _), *_ = document.files
            if document.is_sound:
                self._put(document)
            elif again := self._read_again(document):
                self._put(again)
                read_again.append(name)
            else:
                self._put(_noted(document))
                damaged.append(name)
            self._ingest.finish(name)
        for name, origin in found.lost:
            path = path_of(origin)
            outcomes = self._ingest.add([Found(path, origin, name)]) if path else []
            is_back = any(not outcome.failed for outcome in outcomes)
            (read_again if is_back else lost).append(name)
        self._chunks.drop_unused_vectors()
        count = len(self._documents.ids())
        return Repaired(count, tuple(read_again), tuple(damaged), tuple(lost))

    def _put(self, saved: Saved) -> None:
        (name, origin), *others = saved.files
        derived = self._ingest.derived(name, saved.title, saved.extraction)
        entry = Entry(saved.sha256, saved.extraction, saved.title, derived, saved.added_at)
        self._documents.put(entry, name, origin)
        document = self._documents.document_id(name)
        for other, its_origin in others:
            self._documents.add_file(other, its_origin, document)

    def _read_again(self, saved: Saved) -> Saved | None:
        """The document as its file has it, where there still is the same file."""
        name, _ = saved.files[0]
        paths = [path for _, origin in saved.files if (path := path_of(origin)) is not None]
        for path in [*paths, self._folder / "originals" / f"{saved.sha256}.pdf"]:
            try:
                data = load(path)
                if hashlib.sha256(data).hexdigest() == saved.sha256:
                    extraction = READERS.read(data, name)
                    return replace(saved, extraction=extraction, title=title_of(extraction, name))
            except UnreadableDocument:
                continue
        return None


def _noted(saved: Saved) -> Saved:
    extraction = saved.extraction
    return replace(saved, extraction=replace(extraction, notes=(*extraction.notes, _DAMAGED)))


def _free_name(folder: Path) -> Path:
    """Where the old database is kept."""
    today = datetime.date.today().isoformat()
    return folder / numbered(f"damaged {today}.sqlite3", lambda name: (folder / name).exists())


def _set_aside(anew: Path, kept: Path) -> None:
    """Keep the old database, of which there is a copy, under another name; it is there whole."""
    for side in reversed(_SIDE_FILES):  # the log before the file that it belongs to
        if (old := anew.with_name(f"{_OLD}{side}")).exists():
            old.replace(kept.with_name(f"{kept.name}{side}"))


def _put_in_place(folder: Path, database: Path) -> None:
    """Let the new database take the old one's place, and have the vector index made from it."""
    # First, or whoever is killed here leaves an index of other chunks, with a number that may fit.
    shutil.rmtree(folder / "vectors", ignore_errors=True)
    for side in _SIDE_FILES[1:]:
        (folder / f"{_DATABASE}{side}").unlink(missing_ok=True)
    database.replace(folder / _DATABASE)


def _is_sound(old: sqlite3.Connection) -> bool:
    try:
        return bool(old.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
