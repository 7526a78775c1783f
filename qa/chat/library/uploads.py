"""The files that were handed in and are not added yet: how many there may be, and for how long."""

from __future__ import annotations

import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Uploads"]

_LOOK_SECONDS = 5.0  # between two looks at the disk; in between what comes in is counted


@dataclass(slots=True)
class Uploads:
    """The folder in which uploads wait, and whose they are.

    A visitor who goes away leaves files behind, and so does a server that is killed. Both are
    deleted some hours later, when the next file comes in or the page is served anew.

    Safe to use from several threads at once.
    """

    folder: Path
    """Nothing but uploads lies in it."""
    most_files: int = 10_000
    most_bytes: int = 10_000_000_000
    """Of all files that wait."""
    least_free: int = 1_000_000_000
    """Bytes of the disk that uploads leave to all else."""
    seconds: float = 6 * 3600
    """How long a file is kept that nobody adds."""
    clock: Callable[[], float] = time.time
    _claimed: Counter[Path] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _files: int = 0
    _bytes: int = 0
    _looked: float = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder = self.folder.resolve()
        self._look()

    def has_room(self, coming: int) -> bool:
        """Whether a file of so many bytes may come in; one that may counts from now on."""
        with self._lock:
            if self.clock() - self._looked > _LOOK_SECONDS:
                self._look()
            has_room = (
                self._files < self.most_files
                and self._bytes + coming <= self.most_bytes
                and shutil.disk_usage(self.folder).free - coming >= self.least_free
            )
            if has_room:
                self._files, self._bytes = self._files + 1, self._bytes + coming
            return has_room

    def claim(self, paths: Iterable[Path]) -> None:
        """Keep files that are being added, once for each time they are named."""
        with self._lock:
            self._claimed.update(paths)

    def let_go(self, path: Path) -> None:
        """Delete a claimed file, unless somebody else has handed in just the same."""
        with self._lock:
            self._claimed[path] -= 1
            if self._claimed[path] <= 0:
                del self._claimed[path]
                self._delete(path)

    def _look(self) -> None:
        """Delete what nobody adds any more, and count the rest."""
        self._looked, self._files, self._bytes = self.clock(), 0, 0
        for path in list(self.folder.rglob("*")):
            with suppress(OSError):  # it may be gone by now
                if not path.is_file():
                    continue
                facts = path.stat()
                if path not in self._claimed and self._looked - facts.st_mtime > self.seconds:
                    self._delete(path)
                else:
                    self._files, self._bytes = self._files + 1, self._bytes + facts.st_size

    def _delete(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        if path.parent != self.folder:
            with suppress(OSError):  # Gradio's folder for it, unless something else is in it
                path.parent.rmdir()
