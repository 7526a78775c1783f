"""The vector index's files are brought to agree with the database, or built anew from it.

They lie in numbered folders. A sealed one is opened; whatever is wrong with a folder, the next
number is built: within a process Chroma keeps failing on a path that failed once. Nothing is
embedded for that. Files without a fitting seal are never opened: damaged ones can end the process
that reads them, even where another process has just read them well (seen with chromadb 1.5.9).
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from index.chroma import Store, failures, maker, runs
from index.chroma_files import NotOurs
from index.chroma_rest import wipe_rest
from index.elsewhere import StoreElsewhere
from index.embed import Vectors
from index.ingest import Stop
from index.seal import Condition, lift, look, put

__all__ = ["Contents", "Mending", "Stopped", "TooMuch"]

_UNSEALED = (
    "its files have no seal: the program ended while it wrote them, or was of an earlier release"
)
_WIPED = 50_000
"""Vectors up to which an index is built anew when some are removed, so that nothing of them stays
in its files; that takes 45 s. In a larger one they stay, marked as gone, until it is next built."""
_LOG = logging.getLogger(__name__)


class TooMuch(Exception):
    """There is more to do than can be waited for."""


class _Forgotten(Exception):
    """Vectors are to go, which Chroma would only mark as gone."""


class Stopped(Exception):
    """The work was given up on request; what was done stays."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the database says that the index is to hold."""

    generation: int
    """Of the database now."""
    chunks: Callable[[], set[int]]
    """Gives the ids of all chunks."""
    source: Callable[[Sequence[int]], tuple[list[int], Vectors]]
    """Chunk ids to the ids found and their vectors, one row each."""


AnyStore = TypeVar("AnyStore", Store, StoreElsewhere)


@dataclass(frozen=True)
class Mending(Generic[AnyStore]):
    """One go at the files. Whoever runs it has the index's lock.

    Args:
        kind: how the files are opened: in this process or in another one.
        folder: with the numbered folders; made when absent.
        contents: what is to be there.
        stop: asked between batches whether to give up.
        most: changes, beyond which nothing is begun; ``None`` for no limit.
    """

    kind: type[AnyStore]
    folder: Path
    contents: Contents
    stop: Stop
    most: int | None = None

    def run(self) -> AnyStore:
        """The index, opened, holding exactly the contents.

        Raises:
            TooMuch: it would take more changes than allowed.
            Stopped: it was stopped.
            OSError: the folder cannot be written.
            Exception: another of Chroma's ``failures``.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / str(self._number)
        try:
            store = self._filled(path)
        except _Forgotten:
            store = self._built(path)
        except failures() as error:
            store = self._built(path, error)
        self._remove_all_but(self.folder / str(self._number))
        return store

    def _built(self, path: Path, error: Exception | None = None) -> AnyStore:
        """The index, built in the next folder; what went wrong with the last one is logged."""
        self._limit(len(self.contents.chunks()))
        if error is not None:
            _LOG.warning("building the vector index %s anew from the database: %s", path, error)
        path = self.folder / str(self._number + 1)
        self._remove_all_but(path)
        return self._filled(path)

    def _remove_all_but(self, kept: Path) -> None:
        for path in self.folder.iterdir():
            if path != kept:
                shutil.rmtree(path, ignore_errors=True)

    @property
    def _number(self) -> int:
        names = [path.name for path in self.folder.glob("*") if path.name.isdecimal()]
        return max(map(int, names), default=1)

    def _filled(self, path: Path) -> AnyStore:
        seal = look(path, maker())
        if seal.condition is Condition.BROKEN:
            raise NotOurs("its files are not those that were written")
        if seal.condition is Condition.UNSEALED:
            raise NotOurs(_UNSEALED)
        if seal.condition is Condition.ABSENT:
            self._limit(len(self.contents.chunks()))
            store = self.kind.make(path)
        else:
            lift(path)
            store = self.kind.open(path)
        try:
            if seal.generation != self.contents.generation:
                self._fill(store, path)
            _seal(path, self.contents.generation)
        except BaseException:
            store.close()
            raise
        return store

    def _fill(self, store: AnyStore, path: Path) -> None:
        held, chunks = store.ids(), self.contents.chunks()
        surplus, missing = sorted(held - chunks), sorted(chunks - held)
        count = len(held) - len(surplus)
        try:
            if surplus and len(held) <= _WIPED:
                raise _Forgotten
            self._limit(len(surplus) + len(missing))
            store.delete(surplus)
            for batch in runs(missing):
                if self.stop():
                    raise Stopped
                identifiers, vectors = self.contents.source(batch)
                if identifiers:
                    store.put(identifiers, vectors)
                count += len(identifiers)
        except (_Forgotten, TooMuch, Stopped):
            _seal(path, None)  # what there is can be gone on with
            raise
        if store.count() != count:
            raise NotOurs(f"it counts {store.count()} vectors, and was given {count}")

    def _limit(self, changes: int) -> None:
        if self.most is not None and changes > self.most:
            raise TooMuch


def _seal(path: Path, generation: int | None) -> None:
    wipe_rest(path)
    put(path, maker(), generation)
