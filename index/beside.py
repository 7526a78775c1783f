"""A passing folder beside what is being made, of which a killed program leaves nothing for good."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import LibraryUnavailable
from index.locks import ProcessLock

__all__ = ["folder_beside"]

_LOCK = "lock"
_SECONDS = 10.0
"""Longer than it takes from making a folder to locking it."""


@contextmanager
def folder_beside(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a folder that is gone after the block; those of killed programs are removed first.

    Whose program lives is told by a lock, which the system lets go of when it dies; one that has
    just been made is left alone.

    Args:
        parent: where it is made; on the same disk as what is moved out of it.
        prefix: of its name; nobody else's folder may begin with it, for what does is removed.

    Raises:
        OSError: it cannot be made.
        LibraryUnavailable: its lock cannot be made.
    """
    for left_over in parent.glob(f"{prefix}*/"):
        with suppress(FileNotFoundError, LibraryUnavailable):  # gone, or somebody's
            if time.time() - left_over.stat().st_mtime > _SECONDS:
                with ProcessLock(left_over / _LOCK, 0, "").held():
                    shutil.rmtree(left_over, ignore_errors=True)
    with TemporaryDirectory(prefix=prefix, dir=parent) as name:
        folder = Path(name)
        with ProcessLock(folder / _LOCK, 0, "").held():
            yield folder
