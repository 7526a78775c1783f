"""A library in one file, to be kept elsewhere or moved, and back again.

The file is a ZIP archive: the databases as they were at one moment, the PDFs that were dropped onto
the page, the tests and their runs, and last ``manifest.json`` with the size and hash of each. The
vector index is not in it: it is made from the database.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shutil
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import BaseModel, NonNegativeInt

from index.beside import folder_beside
from index.snapshot import copy_database, count_documents, problems_of
from index.upgrade import statements
from qa.conversations.database import STATEMENTS
from qa.errors import BackupRefused

__all__ = ["Backup", "OnFile", "back_up", "restore"]

_MANIFEST = "manifest.json"
_FORMAT = 1
_PACKED = zipfile.ZIP_DEFLATED
_DATABASES = {
    "library.sqlite3": tuple(statement for *_, statement in statements()),
    "conversations.db": STATEMENTS,
}
_FOLDERS = ("originals", "cases", "evaluations")
_LEFT_OUT = "evaluations/libraries/"  # made anew from the files that the tests name
_LONGEST_MANIFEST = 64 * 1024 * 1024
_PIECE = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)  # two backups of the same are the same
_UNPACKED = (zipfile.ZIP_STORED, _PACKED)
_FORBIDDEN = r"/\\:*?\"<>|\x00-\x1f" if sys.platform == "win32" else r"/\x00"
_STEP = re.compile(rf"(?!\.{{1,2}}$)[^{_FORBIDDEN}]{{1,255}}")
"""A name of a file or folder on this system."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError)

OnFile = Callable[[int, int, str], None]
"""Told before each file how many are done, of how many, and its name."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    documents: int
    files: int
    size: int
    """Of all its files, in bytes."""
    made: datetime.datetime


class _Listed(BaseModel):
    """A file as the manifest has it."""

    size: NonNegativeInt
    sha256: str


class _Manifest(BaseModel):
    format: int
    made: datetime.datetime
    documents: NonNegativeInt
    files: dict[str, _Listed]


def back_up(folder: Path, file: Path, on_file: OnFile) -> Backup:
    """Write all that a library holds into one file; the library may be in use meanwhile.

    Args:
        folder: of the library.
        file: to be written; it is there whole or not at all.
        on_file: told of every step.

    Raises:
        BackupRefused: there is no library, the file is there already, lies in the library, or
            cannot be written; a name in the library is no text.
        LibraryUnavailable: a database is damaged.
    """
    if not (folder / "library.sqlite3").is_file():
        raise BackupRefused(f"There is no library in {str(folder)!r}. Name one with --library.")
    if file.exists():
        raise BackupRefused(f"{str(file)!r} is there already. Name another file, or delete it.")
    if file.resolve().is_relative_to(folder.resolve()):
        raise BackupRefused(f"{str(file)!r} lies in the library itself. Name a file elsewhere.")
    with _explained(file), folder_beside(file.parent, ".chapter-and-verse-backup-") as beside:
        found = {}
        for name in _DATABASES:
            if (folder / name).is_file():
                found[name] = beside / name
                copy_database(folder / name, found[name])
        found |= _files(folder)
        archive = beside / "archive"
        manifest = _packed(archive, found, count_documents(found["library.sqlite3"]), on_file)
        archive.replace(file)
    return _told(manifest)


def restore(file: Path, folder: Path, on_file: OnFile) -> Backup:
    """Make a library of a backup. Nothing is changed unless all of it is sound.

    Args:
        file: a backup.
        folder: to become the library's; not there yet, or empty.
        on_file: told of every step.

    Raises:
        BackupRefused: the file is no sound backup, the folder is in use, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(
            f"{str(folder)!r} is there already, and not empty. Name another folder with --library, "
            "or move this one away."
        )
    folder = folder.resolve()
    with _explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _refuse_fixed(folder)
        with folder_beside(folder.parent, ".chapter-and-verse-restore-") as beside:
            unpacked = beside / "library"
            unpacked.mkdir(mode=0o700)
            manifest = _unpacked(file, unpacked, on_file)
            _refuse_unsound(file, unpacked)
            if folder.exists():
                folder.rmdir()
            unpacked.rename(folder)
    return _told(manifest)


def _files(folder: Path) -> dict[str, Path]:
    """All files below the folders that are kept, by their path in the library."""
    found = {
        path.relative_to(folder).as_posix(): path
        for part in _FOLDERS
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }
    for name in found:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise BackupRefused(f"{name!r} has a name that is no text. Rename it.") from error
    return {name: path for name, path in found.items() if not name.startswith(_LEFT_OUT)}


def _packed(archive: Path, found: Mapping[str, Path], documents: int, on_file: OnFile) -> _Manifest:
    listed: dict[str, _Listed] = {}
    with zipfile.ZipFile(archive, "w", _PACKED) as packed:
        for number, (name, path) in enumerate(found.items()):
            on_file(number, len(found), name)
            try:
                source = path.open("rb")
            except FileNotFoundError:
                continue  # removed since it was found, with its document
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else _PACKED
            with source, packed.open(entry, "w", force_zip64=True) as member:
                listed[name] = _copied(source, member)
        made = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        manifest = _Manifest(format=_FORMAT, made=made, documents=documents, files=listed)
        packed.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
    with archive.open("rb") as written:
        os.fsync(written.fileno())
    return manifest


def _unpacked(file: Path, folder: Path, on_file: OnFile) -> _Manifest:
    try:
        with _opened(file) as packed:
            manifest = _read_manifest(packed, file)
            _refuse_names(packed, manifest, file)
            _refuse_without_room(manifest, folder)
            for number, (name, listed) in enumerate(manifest.files.items()):
                on_file(number, len(manifest.files), name)
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(name) as member, target.open("xb") as written:
                    if _copied(member, written, listed.size) != listed:
                        raise _damaged(file, f"{name!r} is not what was backed up")
                    os.fsync(written.fileno())
    except _DAMAGE as error:
        raise _damaged(file, str(error).partition("\n")[0]) from error
    return manifest


def _opened(file: Path) -> zipfile.ZipFile:
    with _explained(file):
        return zipfile.ZipFile(file)


def _read_manifest(packed: zipfile.ZipFile, file: Path) -> _Manifest:
    if any(member.compress_type not in _UNPACKED for member in packed.infolist()):
        raise _damaged(file, "it is packed in another way than this program packs")
    if packed.getinfo(_MANIFEST).file_size > _LONGEST_MANIFEST:
        raise _damaged(file, "its manifest is too long")
    manifest = _Manifest.model_validate_json(packed.read(_MANIFEST))
    if manifest.format != _FORMAT:
        raise BackupRefused(
            f"{str(file)!r} is a backup of format {manifest.format}, and this release restores "
            f"format {_FORMAT}. Use the release that made it."
        )
    return manifest


def _refuse_names(packed: zipfile.ZipFile, manifest: _Manifest, file: Path) -> None:
    """Only what a backup holds, each once, and nothing that would lead out of the library."""
    names = packed.namelist()
    if sorted(names) != sorted([*manifest.files, _MANIFEST]):
        raise _damaged(file, "its files are not those that its manifest lists")
    for name in manifest.files:
        first, *steps = name.split("/")
        known = name in _DATABASES or (first in _FOLDERS and steps)
        if not known or not all(map(_STEP.fullmatch, steps)):
            raise _damaged(file, f"it holds {name!r}, which belongs to no library")
    for name in manifest.files:
        if not manifest.files.keys().isdisjoint(map(str, PurePosixPath(name).parents)):
            raise _damaged(file, f"it holds {name!r} below a file")
    if "library.sqlite3" not in manifest.files:
        raise _damaged(file, "it holds no documents")


def _refuse_fixed(folder: Path) -> None:
    """Raise where something is mounted on the empty folder, which so cannot be replaced."""
    if folder.exists():
        folder.rmdir()
        folder.mkdir(mode=0o700)


def _refuse_without_room(manifest: _Manifest, folder: Path) -> None:
    needed, free = _told(manifest).size, shutil.disk_usage(folder).free
    if needed > free:
        raise BackupRefused(
            f"The backup unpacks to {needed:,} bytes, and the disk has {free:,} left. Make room, "
            "or name a folder on another disk with --library."
        )


def _refuse_unsound(file: Path, folder: Path) -> None:
    for name, made_by in _DATABASES.items():
        if (folder / name).exists():
            problems = problems_of(folder / name, made_by)
            if problems:
                raise _damaged(file, f"in {name}, {problems[0]}")


def _copied(source: IO[bytes], target: IO[bytes], most: int | None = None) -> _Listed:
    """Copy a file, or one byte more than the most that it may have."""
    hash_, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        hash_.update(piece)
        size += len(piece)
        target.write(piece)
        if most is not None and size > most:
            break
    return _Listed(size=size, sha256=hash_.hexdigest())


def _told(manifest: _Manifest) -> Backup:
    size = sum(listed.size for listed in manifest.files.values())
    return Backup(manifest.documents, len(manifest.files), size, manifest.made)


def _damaged(file: Path, what: str) -> BackupRefused:
    return BackupRefused(
        f"{str(file)!r} is no sound backup: {what}. Nothing was restored. Take an earlier backup."
    )


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupRefused(
            f"{str(place)!r} cannot be read or written: {error.strerror or error}. Check the path, "
            "its permissions and the room on the disk."
        ) from error
