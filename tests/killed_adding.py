"""Work at a library that ends itself with SIGKILL at a named step, in a process of its own.

The steps are those of the product's own functions, wrapped from outside; the product knows nothing
of it. What has been reported done is written to a file line by line: a killed process cannot take
it back.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from invariants import SETTINGS, opened
from word_embedder import WordEmbedder

from index.ingest import ignore
from index.isolation.workers import READERS
from index.read import read_bytes
from index.types import Extraction

_PROCESSES = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
if os.name == "posix":
    _PROCESSES.set_forkserver_preload(
        ["index", "index.readers.pdf", "chromadb.api.client", "chromadb.api.rust", "qa.backup"]
    )
SECONDS = 120.0
BEGUN = "-"


@dataclass(frozen=True)
class Step:
    """A moment: before or after the nth call of a function of the product.

    Args:
        place: module and name, such as ``index.documents:DocumentTable.put``.
        number: which of the calls, counted from 1.
        after: whether the call is over.
        half: whether the call is over for the first half of its rows, and not for the others.
        of: what the second argument of the calls that count has in it.
    """

    place: str
    number: int = 1
    after: bool = False
    half: bool = False
    of: str = ""

    def is_of(self, given: Sequence[object]) -> bool:
        return not self.of or self.of in str(given[1])


_READING = "index.isolation.workers:READERS.read"
ADDING = {
    "the lock has been taken": Step("index.ingest:Ingest.add"),
    "a file has been read": Step(_READING, 2, after=True),
    "the copy of a PDF is to be kept": Step("index.originals:Originals.keep"),
    "the copy of a PDF is written, without its name": Step("pathlib:Path.replace", of=".pdf"),
    "the copy of a PDF is kept": Step("index.originals:Originals.keep", after=True),
    "a batch of vectors is in": Step("index.chunks:ChunkTable.put_vectors", 3, after=True),
    "a text is in, its chunks are not": Step("index.entries:_insert_chunks", number=2),
    "one chunk is in": Step("index.cursor:Cursor.execute", 3, of="INTO words (rowid"),
    "the older version is out": Step("index.documents:insert_document", number=2),
    "a document is about to be committed": Step(
        "index.database:Database.raise_generation", after=True, number=2
    ),
    "a document has just been committed": Step("index.documents:DocumentTable.put", 2, after=True),
    "a vanished file's document is out": Step("index.documents:DocumentTable.remove", after=True),
    "unused vectors are to go": Step("index.chunks:ChunkTable.drop_unused_vectors"),
    "unused vectors are gone": Step("index.chunks:ChunkTable.drop_unused_vectors", after=True),
    "unused copies are to go": Step("index.originals:Originals.drop_unused", number=2),
    "the vector index is to be brought up": Step("index.search:Search.agree"),
    "the seal has been lifted": Step("index.mending:lift", after=True),
    "the next vector index has been begun": Step("index.chroma:Store.make", after=True),
    "half of a batch is in the vector index": Step("index.chroma:Store.put", half=True),
    "the seal is to be put on": Step("index.mending:put"),
    "the seal is written, without its name": Step("pathlib:Path.replace", of="/seal.json"),
    "the earlier vector index is to go": Step("shutil:rmtree"),
    "removed words are to be wiped": Step("index.database:Database.wipe"),
    "removed words are wiped, the log is not": Step("index.database:Database._empty_log"),
    "the log is wiped, which is not noted": Step("index.database:Database._empty_log", after=True),
}
"""Of ``add``."""
REMOVING = {
    "the document is about to go": Step("index.documents:unindex_words", after=True),
    "the document is gone": Step("index.documents:DocumentTable.remove", after=True),
    "its vectors are gone": Step("index.chunks:ChunkTable.drop_unused_vectors", after=True),
    "its file is gone": Step("index.originals:Originals.drop_unused", after=True),
    "it is gone from the vector index": Step("index.search:Search.agree", after=True),
    "its words are wiped, the log is not": Step("index.database:Database._empty_log"),
}
REBUILDING = {
    "some vectors are in": Step("index.chunks:ChunkTable.put_vectors", after=True),
    "all is worked out": Step("index.documents:DocumentTable.replace"),
    "half of the documents are replaced": Step("index.documents:insert_derived", number=2),
    "the new index is in force": Step("index.documents:DocumentTable.replace", after=True),
}
UPGRADING = {
    "the lock has been taken": Step("index.database:upgrade"),
    "the tables are made": Step("index.cursor:Cursor.execute", of="UPDATE meta SET value"),
    "all is done but the commit": Step("index.database:upgrade", after=True),
}
BACKING_UP = {
    "the database is copied": Step("qa.backup:copy_database", after=True),
    "half of the files are packed": Step("qa.backup:_copied", after=True, number=2),
    "the archive is written, without its name": Step("pathlib:Path.replace", of=".zip"),
}
RESTORING = {
    "half of the files are unpacked": Step("qa.backup:_copied", after=True, number=1),
    "all is unpacked": Step("qa.backup:_refuse_unsound"),
    "the library is whole, without its name": Step("pathlib:Path.rename"),
}
REPAIRING = {
    "the old database is copied": Step("index.repair:Database"),
    "the first document is in": Step("index.documents:DocumentTable.put", after=True),
    "the old database is copied again": Step("index.repair:_set_aside", after=True),
    "all is saved": Step("index.repair:_put_in_place"),
    "the log is gone": Step("pathlib:Path.replace", of="/library.sqlite3"),
    "the new database is in its place": Step(
        "pathlib:Path.replace", of="/library.sqlite3", after=True
    ),
}


def add(folder: Path, files: Path, upload: Path, log: Path) -> None:
    """A folder with new, changed and vanished files, and then an uploaded PDF."""

    def told(progress: Any) -> None:
        if progress.outcome is not None:
            _write(log, progress.outcome.name)

    with opened(folder) as library:
        library.add(files, sync=True, on_progress=told)
        library.add_uploads([upload], on_progress=told)
    _write(log, "")


def remove(folder: Path, name: str, log: Path) -> None:
    with opened(folder) as library:
        library.remove(name)
    _write(log, "")


def rebuild(folder: Path, log: Path) -> None:
    """With another embedding model."""
    with opened(folder, WordEmbedder("other")) as library:
        library.rebuild()
    _write(log, "")


def upgrade(folder: Path, log: Path) -> None:
    opened(folder).close()
    _write(log, "")


def back_up(folder: Path, file: Path, log: Path) -> None:
    from qa.backup import back_up as write

    write(folder, file, lambda *_: None)
    _write(log, "")


def restore(file: Path, folder: Path, log: Path) -> None:
    from qa.backup import restore as make

    make(file, folder, lambda *_: None)
    _write(log, "")


def repair(folder: Path, log: Path) -> None:
    from index.repair import repair as make

    make(folder, WordEmbedder(), SETTINGS, ignore)
    _write(log, "")


def as_format_2(folder: Path) -> None:
    """Take from a library what format 2 did not have."""
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection, connection:
        connection.execute("DROP TABLE cells")
        connection.execute("UPDATE meta SET value = '2' WHERE key = 'format'")


def add_from_scratch(folder: Path, files: Path, upload: Path, log: Path) -> None:
    """The same, for whoever kills it at any moment; it tells when it begins."""
    read_here()
    _write(log, BEGUN)
    add(folder, files, upload, log)


def killed(work: Callable[..., None], *given: object, at: Step) -> None:
    """Do the work in a process of its own, which is killed at that step, and at no other."""
    process = _PROCESSES.Process(target=_work, args=(work, given, at))
    process.start()
    process.join(SECONDS)
    assert process.exitcode == -signal.SIGKILL, f"the step was never reached: {process.exitcode}"


def started(work: Callable[..., None], *given: object) -> multiprocessing.Process:
    """Work in a process of its own, which the caller kills."""
    process = _PROCESSES.Process(target=work, args=given)
    process.start()
    return process


def done(log: Path) -> list[str]:
    """The names that were reported done; the last is empty where all is done."""
    written = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [line for line in written if line != BEGUN]


def _work(work: Callable[..., None], given: tuple[object, ...], at: Step) -> None:
    if at.place != _READING:  # a process for reading takes half a second to start
        read_here()
    die_at(at)
    work(*given)


def read_here() -> None:
    """Have this process read files itself."""
    READERS.read = _read_here


def _read_here(data: bytes, name: str, go_on: object = None) -> Extraction:
    return read_bytes(data, name)


def die_at(step: Step) -> None:
    """Have this process killed when it comes to that step."""
    module_name, _, path = step.place.partition(":")
    *owners, name = path.split(".")
    owner = reduce(getattr, owners, importlib.import_module(module_name))
    function = getattr(owner, name)
    calls = 0

    def wrapper(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += step.is_of(given)
        is_it = calls == step.number and step.is_of(given)
        if is_it and step.half:
            store, identifiers, vectors = given
            middle = len(identifiers) // 2
            function(store, identifiers[:middle], vectors[:middle])
        if is_it and not step.after:
            die()
        result = function(*given, **named)
        if is_it:
            die()
        return result

    setattr(owner, name, wrapper)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _write(log: Path, line: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def copied(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target))
