"""Nearest neighbours by Chroma: the only module that knows it.

Chroma holds ids and vectors, nothing else, and is never believed: the database says which chunks
there are, and whatever Chroma has more or less is mended from there without embedding again.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.embed import Vectors
from index.errors import LibraryUnavailable
from index.locks import ProcessLock

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import System

__all__ = ["VectorIndex"]

_COLLECTION = "chunks"
_BATCH = 1_000  # Chroma refuses more than 5,461 rows at once
_LOCK_SECONDS = 10.0  # how long a search waits for another process that is building the index
_LOG = logging.getLogger(__name__)
_OPENING = threading.Lock()
"""Held until Chroma has forgotten what was opened: it would give all who ask for a path the same
opened files, which no one of them could close, nor read again after another process wrote them."""

VectorSource = Callable[[Sequence[int]], tuple[list[int], Vectors]]
"""Chunk ids to the ids found and their vectors, one row each."""


class VectorIndex:
    """The chunks of one library as points, kept in a folder of their own.

    Args:
        folder: where Chroma's files go, in numbered folders: damaged files are left behind for a
            new number, because Chroma keeps failing within a process on a path that failed once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._mending = ProcessLock(
            folder.with_name(f"{folder.name}.lock"),
            _LOCK_SECONDS,
            f"Another process{{holder}} is building the vector index in {str(folder)!r}. "
            "Wait until it is done and try again.",
        )
        self._system: System | None = None
        self._collection: Collection | None = None
        self._generation: int | None = None

    def nearest(self, query: Vectors, limit: int) -> list[int]:
        """Ids of the chunks nearest to a query vector of shape ``(dimension,)``, nearest first.

        Raises:
            LibraryUnavailable: Chroma fails on files that it had opened; the next ``agree`` opens
                them anew.
        """
        with self._lock, _explained(self._folder):
            try:
                collection = self._opened()
                count = min(limit, collection.count())
                if not count:
                    return []
                rows = collection.query(
                    query_embeddings=[query.tolist()], n_results=count, include=[]
                )
            except _chroma_errors():
                self.close()
                raise
            return [int(identifier) for identifier in rows["ids"][0]]

    def agree(self, generation: int, wanted: Callable[[], set[int]], source: VectorSource) -> None:
        """Make the index hold exactly the wanted chunks of a generation of the database.

        Costs one comparison of numbers where nothing has changed.

        Args:
            generation: of the database now.
            wanted: gives the ids of all its chunks.
            source: gives the vectors of chunks by id.

        Raises:
            LibraryUnavailable: the index cannot be built; the disk is full, say, or another
                process is at it.
        """
        with self._lock, _explained(self._folder):
            if self._generation == generation:
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._mending.held():
                self.close()  # another process may have written the files
                self._agree(generation, wanted, source)
            self._generation = generation

    def _agree(self, generation: int, wanted: Callable[[], set[int]], source: VectorSource) -> None:
        try:
            self._mend(generation, wanted, source)
        except _chroma_errors() as error:
            _LOG.warning("building the vector index anew, %s failed: %s", self._path, error)
            self.close()
            (self._folder / str(self._number + 1)).mkdir(parents=True)
            self._mend(generation, wanted, source)
        self._sweep()

    def close(self) -> None:
        """Let go of Chroma's files."""
        with self._lock:
            if self._system is not None:
                self._system.stop()
            self._system = self._collection = self._generation = None

    @property
    def _number(self) -> int:
        names = [path.name for path in self._folder.glob("*") if path.name.isdecimal()]
        return max(map(int, names), default=1)

    @property
    def _path(self) -> Path:
        return self._folder / str(self._number)

    def _mend(self, generation: int, wanted: Callable[[], set[int]], source: VectorSource) -> None:
        stamp = self._path / "generation"
        chunks = wanted()
        collection = self._opened()
        stamped = stamp.read_text(encoding="ascii") if stamp.exists() else None
        if stamped == str(generation) and collection.count() == len(chunks):
            return
        held = {int(identifier) for identifier in collection.get(include=[])["ids"]}
        for batch in _runs(sorted(held - chunks)):
            collection.delete(ids=[str(identifier) for identifier in batch])
        for batch in _runs(sorted(chunks - held)):
            identifiers, vectors = source(batch)
            if identifiers:
                collection.upsert(ids=[str(number) for number in identifiers], embeddings=vectors)
        stamp.write_text(str(generation), encoding="ascii")

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            if path != self._path:
                shutil.rmtree(path, ignore_errors=True)

    def _opened(self) -> Collection:
        if self._collection is None:
            self._path.mkdir(parents=True, exist_ok=True)
            self._system, client = _start(self._path)
            self._collection = client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
        return self._collection


def _start(folder: Path) -> tuple[System, ClientAPI]:
    """Chroma over the files of a folder: what is to be stopped, and what is asked."""
    # Imported here: it takes half a second that listing documents should not pay.
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    from chromadb.api.client import Client
    from chromadb.api.rust import RustBindingsAPI
    from chromadb.config import Settings, System

    system = System(
        Settings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False)
    )
    system.instance(RustBindingsAPI)
    system.start()
    with _OPENING:
        client = Client.from_system(system)  # which stops the system itself where it fails
        client.clear_system_cache()
    return system, client


def _runs(identifiers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(identifiers), _BATCH):
        yield identifiers[start : start + _BATCH]


def _chroma_errors() -> tuple[type[Exception], ...]:
    from chromadb.errors import ChromaError

    # Beside its own errors the Rust core raises plain built-in ones, and a failed start of a
    # client ends in AttributeError (chromadb 1.5.9).
    return (ChromaError, RuntimeError, ValueError, AttributeError, OSError)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except _chroma_errors() as error:
        raise LibraryUnavailable(
            f"The vector index in {str(folder)!r} cannot be used: {error}. Delete that folder: "
            "it is built again from the library's database, and nothing is lost."
        ) from error
