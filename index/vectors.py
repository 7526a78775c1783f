"""Nearest neighbours of a query, by an index that is never believed.

The database says which chunks there are; the index is made to hold just those before it is asked,
from the database's vectors, without embedding again. What takes long is done in the background.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.building import Building
from index.chroma import Store, failures
from index.elsewhere import StoreElsewhere
from index.embed import Vectors
from index.errors import LibraryBusy, LibraryUnavailable
from index.ingest import Stop, never
from index.locks import ProcessLock
from index.mending import Contents, Mending, Stopped, TooMuch

__all__ = ["VectorIndex"]

_FEW = 1_000  # chunks that are put into the index while a search waits: about 0.3 s
_LOCK_SECONDS = 10.0  # how long to wait for another process that is building the index
_MOMENT = 0.2  # and how long a search waits for it
_LOG = logging.getLogger(__name__)


class VectorIndex:
    """The chunks of one library as points, kept in a folder of their own.

    Args:
        folder: where the files go.
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
        self._store: Store | None = None
        self._generation: int | None = None
        self._building: Building | None = None
        self._is_open = True

    def nearest(self, query: Vectors, limit: int) -> list[int] | None:
        """Ids of the chunks nearest to a query vector of shape ``(dimension,)``, nearest first.

        Returns:
            The ids; ``None`` while the index agrees with no generation of the database.

        Raises:
            LibraryUnavailable: Chroma fails on files that it had opened; the next ``agree`` opens
                them anew.
        """
        with self._lock, _explained(self._folder):
            if self._store is None:
                return None
            try:
                return self._store.nearest(query, limit)
            except failures():
                self._let_go()
                raise

    def agree(self, contents: Contents, *, wait: bool = False) -> bool:
        """Make the index hold exactly the chunks of a generation of the database.

        Costs one comparison of numbers where nothing has changed. A few changes are made at once;
        more of them in the background, where whatever goes wrong is logged, and tried again with
        the next call.

        Args:
            contents: what is to be there.
            wait: also for what is done in the background.

        Returns:
            Whether the index can be asked now.

        Raises:
            LibraryUnavailable: the index cannot be built; the disk is full, say.
        """
        building = self._begun(contents)
        if building is not None and wait:
            building.wait()
            building = self._begun(contents)  # what was at work may have been for earlier contents
            if building is not None:
                building.wait()
        return self._generation == contents.generation

    def close(self) -> None:
        """Let go of all files; what is being built is gone on with when it is opened again."""
        with self._lock:
            self._is_open = False
        if self._building is not None:
            self._building.stop()
        with self._lock:
            self._let_go()

    def delete(self) -> None:
        """Close the index and delete its files.

        Raises:
            LibraryBusy: another process is building it.
            LibraryUnavailable: they cannot be deleted.
        """
        self.close()
        with _explained(self._folder), self._mending.held(_MOMENT):
            shutil.rmtree(self._folder)

    def _begun(self, contents: Contents) -> Building | None:
        """What is at work in the background; ``None`` where the index agrees."""
        with self._lock, _explained(self._folder):
            if self._generation == contents.generation:
                return None
            if self._building is not None and self._building.is_at_work:
                return self._building
            if not self._is_open:
                raise LibraryUnavailable("The library has been closed. Open it anew.")
            try:
                with self._mending.held(_MOMENT):
                    self._take(Mending(Store, self._folder, contents, never, _FEW))
            except (TooMuch, LibraryBusy):
                self._building = Building(lambda stop: self._build(contents, stop))
                return self._building
            return None

    def _build(self, contents: Contents, stop: Stop) -> None:
        """In the background."""
        try:
            with _explained(self._folder), self._mending.held(give_up=stop):
                Mending(StoreElsewhere, self._folder, contents, stop).run().close()
                self._take(Mending(Store, self._folder, contents, stop))
        except Stopped:
            pass
        except LibraryUnavailable as error:
            if stop():
                return
            _LOG.warning("the vector index waits for the next search: %s", error)

    def _take(self, mending: Mending[Store]) -> None:
        """Use what a mending opens, in place of what was open."""
        with self._lock:
            self._let_go()  # another process may have written the files
        store = mending.run()
        with self._lock:
            self._store, self._generation = store, mending.contents.generation

    def _let_go(self) -> None:
        if self._store is not None:
            self._store.close()
        self._store = self._generation = None


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except failures() as error:
        raise LibraryUnavailable(
            f"The vector index in {str(folder)!r} cannot be used: {error}. Delete that folder: "
            "it is built again from the library's database, and nothing is lost."
        ) from error
