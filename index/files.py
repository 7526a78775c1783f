"""Files as the library remembers them: where they came from, what they are called, what is gone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from index.read import SUPPORTED_SUFFIXES

__all__ = [
    "Found",
    "expanded",
    "find_files",
    "find_uploads",
    "is_gone",
    "numbered",
    "origin_of",
    "path_of",
    "resolved",
    "upload_of",
]

_IGNORED = frozenset({"Thumbs.db", "desktop.ini"})
_UPLOAD = "upload:"  # no absolute path begins so
_NOT_STORABLE = re.compile("[%\ud800-\udfff]")  # SQLite keeps no lone surrogates
# Nor is a name shown that would begin a line of its own or give a terminal orders.
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be added, under the name it shall have."""

    path: Path
    origin: str
    """Where it came from: what tells, when it is added again, that it is the same file."""
    name: str
    is_document: bool = True
    """``False``: met below a folder, and of a kind that is not picked up there."""


def expanded(path: str | Path) -> Path:
    """A path with its ``~`` replaced by the home folder, unless a file of that very name is there.

    Word leaves files such as ``~$report.docx`` beside those that are open.
    """
    given = Path(path)
    if os.path.lexists(given):
        return given
    try:
        return given.expanduser()
    except RuntimeError:  # nobody of that name has a home
        return given


def find_files(paths: Iterable[Path], left_out: Collection[Path] = ()) -> list[Found]:
    """Files and, of folders, every file below; hidden ones and linked folders are left out.

    Args:
        paths: of files and folders.
        left_out: resolved folders that are not entered when met below one of the paths.
    """
    found: dict[str, Found] = {}
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir fails where it may not look
            folder = resolved(path)
            for file in _below(folder, left_out):
                is_document = file.suffix.lower() in SUPPORTED_SUFFIXES
                name, origin = _shown(file.relative_to(folder)), origin_of(file)
                found.setdefault(origin, Found(file, origin, name, is_document))
        else:
            origin = origin_of(path)
            found.setdefault(origin, Found(path, origin, _shown(Path(path.name))))
    return list(found.values())


def find_uploads(paths: Sequence[Path], names: Sequence[str] | None = None) -> list[Found]:
    """Passing copies of files from elsewhere: each is known by its name, for its path will vanish.

    Of several with one name in one upload, the later ones are numbered.

    Args:
        paths: of the copies.
        names: what each is called; by default the names of the copies.
    """
    found: dict[str, Found] = {}
    wanted = [path.name for path in paths] if names is None else names
    for path, called in zip(paths, wanted, strict=True):
        name = numbered(_shown(Path(called)), found.__contains__)
        found[name] = Found(path, upload_of(name), name)
    return list(found.values())


def origin_of(path: Path) -> str:
    """Where a file lies, one text for each file, whatever way its path was written.

    Links among the folders are followed; a linked file is a file of its own, which may come to
    point elsewhere. Bytes of a name that are no text are kept percent-encoded.
    """
    place = str(resolved(path.parent) / path.name)
    return _NOT_STORABLE.sub(lambda sign: _percent_encoded(sign[0]), place)


def upload_of(name: str) -> str:
    """The origin of a file that is known by its name alone."""
    return f"{_UPLOAD}{name}"


def path_of(origin: str) -> Path | None:
    """The path that ``origin_of`` was given, resolved; ``None`` for an upload."""
    if origin.startswith(_UPLOAD):
        return None
    return Path(os.fsdecode(unquote_to_bytes(os.fsencode(origin))))


def is_gone(path: Path) -> bool:
    """Whether there is surely no such file: one that may not be looked at counts as there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def resolved(path: Path) -> Path:
    """The absolute path without links and steps upwards; no part of it need exist."""
    return Path(os.path.realpath(path))


def numbered(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The wanted name, with the first free number where it is taken."""
    if not is_taken(wanted):
        return wanted
    suffix = Path(wanted).suffix
    stem = wanted.removesuffix(suffix)
    number = 2
    while is_taken(f"{stem} ({number}){suffix}"):
        number += 1
    return f"{stem} ({number}){suffix}"


def _below(folder: Path, left_out: Collection[Path]) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and Path(parent, name) not in left_out
        )
        for name in sorted(files):
            if not name.startswith(".") and name not in _IGNORED:
                yield Path(parent, name)


def _shown(path: Path) -> str:
    return _NOT_SHOWN.sub("\ufffd", path.as_posix())


def _percent_encoded(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in os.fsencode(sign))
