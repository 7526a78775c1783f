"""Which runs are at work: a program that writes into a run's folder keeps all others out of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from index.errors import LibraryUnavailable
from index.locks import ProcessLock
from qa.evaluation.errors import RunError

__all__ = ["LOCK", "held", "is_at_work"]

LOCK = "run.lock"
"""In the folder of the run. Whether it is there says nothing: it is held, or it is not."""

_SECONDS = 1.0  # longer than anybody looks whether it is held
_LOOK_SECONDS = 0.1  # likewise: who only looks is not taken for somebody at work
_LOOKING = threading.Lock()  # one at a time in this program


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep all others out of a run's folder for the time of the block.

    Raises:
        RunError: another program has it, or it cannot be written.
    """
    with _lock(folder, _SECONDS):
        yield


def is_at_work(folder: Path) -> bool:
    """Whether anybody is writing into a run's folder."""
    if not (folder / LOCK).exists():
        return False
    try:
        with _LOOKING, _lock(folder, _LOOK_SECONDS):
            return False
    except RunError:
        return True


@contextmanager
def _lock(folder: Path, seconds: float) -> Iterator[None]:
    busy = (
        f"The run in {folder} is at work in another program{{holder}}. Wait until it is done, "
        "or stop it there."
    )
    with ExitStack() as stack:
        try:
            stack.enter_context(ProcessLock(folder / LOCK, seconds, busy).held())
        except LibraryUnavailable as error:
            raise RunError(str(error)) from error
        yield
