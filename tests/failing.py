"""The nth operation fails, as on a full disk, a disk with an error, or one that is read-only.

Counted are the statements given to SQLite, what is done with files below one folder, and what is
asked of Chroma; each kind alone. Where files are opened and made, Python's audit hooks count them.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import index.cursor
from index.chroma import Store

FILE_EVENTS = frozenset(
    "open os.mkdir os.rename os.remove os.rmdir os.listdir os.scandir os.truncate".split()
)
ERRORS = {"full": errno.ENOSPC, "broken": errno.EIO, "read-only": errno.EROFS}
_SQLITE = {
    "full": "database or disk is full",
    "broken": "disk I/O error",
    "read-only": "attempt to write a readonly database",
}


@dataclass
class Fault:
    """Fails the nth operation of a kind, and where it lasts all those that follow.

    Args:
        kind: ``statements``, ``files`` or ``chroma``.
        number: counted from 1.
        how: one of ``ERRORS``.
        lasts: whether all that come after fail as well.
        folder: below which files are.
    """

    kind: str
    number: int
    how: str
    lasts: bool
    folder: Path
    count: int = 0

    @property
    def has_struck(self) -> bool:
        return self.count >= self.number

    def is_due(self) -> bool:
        self.count += 1
        return self.count == self.number or (self.lasts and self.count > self.number)

    def os_error(self, path: str) -> OSError:
        code = ERRORS[self.how]
        return OSError(code, os.strerror(code), path)


_AT_WORK: list[Fault] = []


def _audit(event: str, given: tuple[object, ...]) -> None:
    if not _AT_WORK or event not in FILE_EVENTS or not given:
        return
    fault, path = _AT_WORK[0], given[0]
    if fault.kind != "files" or not isinstance(path, str | os.PathLike):
        return
    if Path(path).is_relative_to(fault.folder) and fault.is_due():
        raise fault.os_error(str(path))


sys.addaudithook(_audit)


@contextmanager
def failing(fault: Fault) -> Iterator[Fault]:
    """The fault is there in the block, and gone after it."""
    with pytest.MonkeyPatch.context() as patch:
        if fault.kind == "statements":
            _patch_statements(patch, fault)
        elif fault.kind == "chroma":
            _patch_chroma(patch, fault)
        else:
            _patch_sync(patch, fault)
        _AT_WORK.append(fault)
        try:
            yield fault
        finally:
            _AT_WORK.clear()


def _patch_statements(patch: pytest.MonkeyPatch, fault: Fault) -> None:
    def failing_step(function: Callable[..., object]) -> Callable[..., object]:
        def run(cursor: index.cursor.Cursor, sql: str, *given: object) -> object:
            # Taking back needs no room, and reading no right to write.
            exempt = sql == "ROLLBACK" or (fault.how != "broken" and sql.startswith("SELECT"))
            if not exempt and fault.is_due():
                with cursor.connection.step:
                    raise sqlite3.OperationalError(_SQLITE[fault.how])
            return function(cursor, sql, *given)

        return run

    for name in ("execute", "executemany"):
        patch.setattr(index.cursor.Cursor, name, failing_step(getattr(index.cursor.Cursor, name)))


def _patch_chroma(patch: pytest.MonkeyPatch, fault: Fault) -> None:
    def failing_call(function: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object) -> object:
            if fault.is_due():
                raise RuntimeError(f"(code: 1) {_SQLITE[fault.how]}")
            return function(*given)

        return run

    for name in ("open", "make"):
        patch.setattr(Store, name, failing_call(getattr(Store, name)))
    for name in ("put", "delete", "ids", "count"):
        patch.setattr(Store, name, failing_call(getattr(Store, name)))


def _patch_sync(patch: pytest.MonkeyPatch, fault: Fault) -> None:
    true_sync = os.fsync

    def sync(handle: int) -> None:
        if fault.is_due():
            raise fault.os_error("")
        true_sync(handle)

    patch.setattr(os, "fsync", sync)
