"""Sealed folders: whether files are still the very bytes that this program left there.

The seal is a file beside them with their names, sizes and hashes. It is taken off before anything
writes there and put on again afterwards; so a folder without one was left in the middle of writing,
and one that its seal does not fit was changed by something else. It is no signature: whoever can
write the folder can write a seal.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

__all__ = ["Condition", "Seal", "lift", "look", "put"]

_NAME = "seal.json"
_Files = dict[str, tuple[int, str]]  # sizes in bytes and SHA-256 by path below the folder


class Condition(Enum):
    """What a folder is found as."""

    ABSENT = auto()
    """There is no folder."""
    SEALED = auto()
    """Its files are those that the seal was put on."""
    UNSEALED = auto()
    """Nobody has sealed it since it was last opened for writing."""
    BROKEN = auto()
    """Its files are others than those that the seal was put on."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What was found when looking at a folder."""

    condition: Condition
    generation: int | None = None
    """That of the database which a sealed folder agrees with; ``None`` where it is unfinished."""


def look(folder: Path, maker: str) -> Seal:
    """Compare a folder with its seal: sizes first, then hashes.

    Args:
        folder: with the files.
        maker: the program that wrote the files, with its version; those of another are as good as
            broken.
    """
    if not folder.is_dir():
        return Seal(Condition.ABSENT)
    path = folder / _NAME
    if not path.exists():
        return Seal(Condition.UNSEALED)
    try:
        told = json.loads(path.read_bytes())
        files = {name: (size, hash_) for name, (size, hash_) in told["files"].items()}
        generation, made_by = told["generation"], told["maker"]
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return Seal(Condition.BROKEN)
    if made_by != maker or not isinstance(generation, int | None) or not _agree(folder, files):
        return Seal(Condition.BROKEN)
    return Seal(Condition.SEALED, generation)


def lift(folder: Path) -> None:
    """Take the seal off: from now on the files may change.

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / _NAME).unlink(missing_ok=True)


def put(folder: Path, maker: str, generation: int | None) -> None:
    """Seal the files as they are now, while nobody writes them.

    Args:
        folder: with the files.
        maker: as for ``look``.
        generation: of the database that they agree with; ``None`` where they are unfinished.

    Raises:
        OSError: the folder cannot be read or written.
    """
    files = {name: (path.stat().st_size, _hash(path)) for name, path in _files(folder).items()}
    text = json.dumps({"maker": maker, "generation": generation, "files": files}, indent=1)
    part = folder / f"{_NAME}.part"
    with part.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / _NAME)


def _agree(folder: Path, sealed: _Files) -> bool:
    try:
        files = _files(folder)
        if {name: path.stat().st_size for name, path in files.items()} != {
            name: size for name, (size, _) in sealed.items()
        }:
            return False
        return all(_hash(path) == sealed[name][1] for name, path in files.items())
    except OSError:  # a part of the disk that cannot be read any more
        return False


def _files(folder: Path) -> dict[str, Path]:
    """All files below a folder but the seal, by their path from there."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: path
        for name, path in found.items()
        if name not in (_NAME, f"{_NAME}.part") and not path.is_dir()
    }


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
