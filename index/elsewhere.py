"""Chroma's files, opened in a child process, for work that takes long.

While it writes, Chroma lets no other thread of its process go on: the page and every search would
stand still (chromadb 1.5.9: ten times 0.8 s for 10,000 vectors). And where it dies of what it does,
only the child does.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import numpy as np

from index.chroma_files import NotOurs

if TYPE_CHECKING:
    from index.chroma import Store
    from index.embed import Vectors

__all__ = ["StoreElsewhere"]

_SECONDS = 120.0  # for one answer; a thousand vectors take one


class StoreElsewhere:
    """What ``Store`` is, in a child process; every method raises ``NotOurs`` where that fails.

    Args:
        child: which speaks as ``_serve`` below does.
    """

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what was made before."""
        return cls._started("open", folder)

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Make an empty one in a folder that does not exist."""
        return cls._started("make", folder)

    @classmethod
    def _started(cls, how: str, folder: Path) -> Self:
        store = cls(
            subprocess.Popen(
                [sys.executable, "-m", "index.elsewhere", how, str(folder.resolve())],
                cwd=Path(__file__).parents[1],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for this process, which then ends the child
            )
        )
        try:
            store.count()  # or why there is none
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the files, and wait until the child has ended."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # it ended before it had read all
                    self._child.kill()
        self._child.wait()

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._asked("count"))

    def ids(self) -> set[int]:
        """The ids of all vectors."""
        return set(map(int, self._asked("ids")))

    def put(self, identifiers: Sequence[int], vectors: Vectors) -> None:
        """Keep vectors, one row each, by their ids; earlier ones of an id give way."""
        self._asked("put", identifiers, vectors)

    def delete(self, identifiers: Sequence[int]) -> None:
        """Forget vectors by id."""
        self._asked("delete", identifiers)

    def _asked(
        self, what: str, identifiers: Sequence[int] = (), vectors: Vectors | None = None
    ) -> Any:  # noqa: ANN401 - what JSON holds
        """The child's answer."""
        rows = np.zeros((0, 0), dtype=np.float32) if vectors is None else vectors
        header = {"what": what, "ids": list(identifiers), "shape": rows.shape}
        stdin, stdout = self._child.stdin, self._child.stdout
        assert stdin is not None
        assert stdout is not None
        patience = threading.Timer(_SECONDS, self._child.kill)
        patience.start()
        try:
            stdin.write(json.dumps(header).encode() + b"\n" + rows.astype("<f4").tobytes())
            stdin.flush()
            told = json.loads(stdout.readline())
            fault, answer = told["fault"], told["answer"]
        except (OSError, ValueError, LookupError, TypeError) as error:
            self._child.kill()
            raise NotOurs(
                f"the process at work on its files ended (exit code {self._child.wait()})"
            ) from error
        finally:
            patience.cancel()
        if fault is not None:
            raise NotOurs(str(fault))
        return answer


def _serve(how: str, folder: Path, asked: IO[bytes], told: IO[bytes]) -> None:
    """Do what is asked, in the child, until nothing more is."""
    from index.chroma import Store, failures

    store: Store | None = None
    for line in iter(asked.readline, b""):
        header = json.loads(line)
        rows, width = header["shape"]
        data = np.frombuffer(asked.read(rows * width * 4), dtype="<f4").reshape(rows, width)
        try:
            if store is None:
                store = Store.open(folder) if how == "open" else Store.make(folder)
            reply = {"answer": _done(store, header["what"], header["ids"], data), "fault": None}
        except failures() as error:
            reply = {"answer": None, "fault": str(error)}
        told.write(json.dumps(reply).encode() + b"\n")
        told.flush()
    if store is not None:
        store.close()


def _done(store: Store, what: str, identifiers: list[int], vectors: Vectors) -> object:
    if what == "put":
        store.put(identifiers, vectors)
    elif what == "delete":
        store.delete(identifiers)
    return sorted(store.ids()) if what == "ids" else store.count()


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]), sys.stdin.buffer, sys.stdout.buffer)
