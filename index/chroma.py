"""Chroma's files, opened: ids and vectors, nothing else. The only module that knows it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.chroma_files import COLLECTION, NotOurs, demand_ours
from index.embed import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import System

__all__ = ["BATCH", "Store", "failures", "maker", "runs"]

BATCH = 1_000
"""Rows that are written at once; Chroma refuses more than 5,461."""

_OPENING = threading.Lock()
"""Held until Chroma has forgotten what was opened: it would give all who ask for a path the same
opened files, which no one of them could close, nor read again after another process wrote them."""


class Store:
    """One opened folder of Chroma's. Make one with ``Store.open`` or ``Store.make``.

    Opening writes to the files; once a store is open, only ``put`` and ``delete`` do
    (chromadb 1.5.9).
    """

    def __init__(self, system: System, collection: Collection) -> None:
        self._system = system
        self._collection = collection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what was made before.

        Raises:
            NotOurs: the files are not such as ``make`` makes; Chroma has not seen them.
            Exception: one of ``failures``, if Chroma cannot read them.
        """
        demand_ours(folder)
        system, client = _started(folder)
        try:
            store = cls(system, client.get_collection(COLLECTION, embedding_function=None))
            store.count()  # which writes the last of what opening writes
        except failures():
            system.stop()
            raise
        return store

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Make an empty one in a folder that does not exist.

        Raises:
            Exception: one of ``failures``.
        """
        folder.mkdir(parents=True)
        system, client = _started(folder)
        try:
            collection = client.create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
        except failures():
            system.stop()
            raise
        return cls(system, collection)

    def close(self) -> None:
        """Let go of the files."""
        self._system.stop()

    def count(self) -> int:
        """How many vectors there are."""
        return self._collection.count()

    def ids(self) -> set[int]:
        """The ids of all vectors."""
        return {int(identifier) for identifier in self._collection.get(include=[])["ids"]}

    def put(self, identifiers: Sequence[int], vectors: Vectors) -> None:
        """Keep vectors, one row each, by their ids; earlier ones of an id give way."""
        self._collection.upsert(ids=[str(number) for number in identifiers], embeddings=vectors)

    def delete(self, identifiers: Sequence[int]) -> None:
        """Forget vectors by id."""
        for batch in runs(identifiers):
            self._collection.delete(ids=[str(identifier) for identifier in batch])

    def nearest(self, query: Vectors, limit: int) -> list[int]:
        """Ids of the vectors nearest to one of shape ``(dimension,)``, nearest first."""
        count = min(limit, self._collection.count())
        if not count:
            return []
        rows = self._collection.query(
            query_embeddings=[query.tolist()], n_results=count, include=[]
        )
        return [int(identifier) for identifier in rows["ids"][0]]


def runs(identifiers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in runs that can be written at once."""
    for start in range(0, len(identifiers), BATCH):
        yield identifiers[start : start + BATCH]


def maker() -> str:
    """Chroma with its version: who writes the files."""
    return f"chromadb {version('chromadb')}"


def failures() -> tuple[type[Exception], ...]:
    """The errors by which Chroma and its files fail."""
    from chromadb.errors import ChromaError

    # Beside its own errors the Rust core raises plain built-in ones, and a failed start of a
    # client ends in AttributeError (chromadb 1.5.9).
    return (NotOurs, ChromaError, RuntimeError, ValueError, AttributeError, OSError)


def _started(folder: Path) -> tuple[System, ClientAPI]:
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
