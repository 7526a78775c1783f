"""The files that documents were read from: where they lie, or as copies in the library."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from index.database import Database
from index.documents import DocumentTable
from index.errors import LibraryUnavailable, OriginalUnavailable, UnreadableDocument
from index.files import is_gone, path_of
from index.read import load
from index.sniff import PDF

__all__ = ["Originals"]

_UNFINISHED = ".new-"
_OURS = re.compile(r"[0-9a-f]{64}\.pdf|\.new-.+")
_LOG = logging.getLogger(__name__)


class Originals:
    """Reads the files of documents, and keeps the PDFs among those that came as passing copies.

    A kept file is named by its content. It is there before its document is, and goes after it.

    Args:
        folder: of the kept files; made with the first one.
        database: the library's.
        documents: of that library.
    """

    def __init__(self, folder: Path, database: Database, documents: DocumentTable) -> None:
        self.folder = folder
        self._database = database
        self._documents = documents

    def media_type(self, document: int) -> str:
        """What kind of file a document was read from; empty where it has just been removed."""
        return self._facts(document)[1]

    def read(self, document: int, name: str) -> bytes:
        """The very bytes that a document was read from.

        Args:
            document: its number.
            name: the one it was asked for by; where that file cannot be had, the file of another
                of the document's names will do, or a kept copy.

        Raises:
            OriginalUnavailable: the file is gone, has changed, or no copy of it was kept.
        """
        sha256, media_type = self._facts(document)
        files = sorted(self._documents.files_of(document), key=lambda file: file[0] != name)
        paths = [path for _, origin in files if (path := path_of(origin)) is not None]
        for path in [*paths, self._kept(sha256)]:
            try:
                data = load(path)
            except UnreadableDocument:
                continue
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
        raise OriginalUnavailable(_reason(name, media_type, paths))

    def keep(self, data: bytes, sha256: str) -> None:
        """Keep a PDF that will not stay where it lies now; it is on the disk afterwards.

        Args:
            data: the file's bytes.
            sha256: their hash, in hexadecimal digits.

        Raises:
            LibraryUnavailable: it cannot be written.
        """
        path = self._kept(sha256)
        try:
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                return
            self.folder.mkdir(exist_ok=True)
            _sync_folder(self.folder.parent)
            _write(path, data)
        except OSError as error:
            raise LibraryUnavailable(
                f"The library's folder {str(self.folder)!r} cannot be written: {error.strerror}. "
                "Check its permissions and the room on the disk, and try again: what was finished "
                "is kept."
            ) from error

    def drop_unused(self) -> None:
        """Delete the kept files whose documents are gone, and what an interruption left behind."""
        for path in self.unused():
            try:
                path.unlink(missing_ok=True)
            except OSError as error:  # it is tried again at the next change
                _LOG.warning("%s cannot be deleted: %s", path, error)

    def unused(self) -> list[Path]:
        """The kept files that no document needs, unless one is just being added."""
        try:
            there = [path for path in self.folder.iterdir() if _OURS.fullmatch(path.name)]
        except OSError as error:  # nothing was ever kept, or it is tried again
            if not isinstance(error, FileNotFoundError):
                _LOG.warning("%s cannot be read: %s", self.folder, error)
            return []
        rows = self._database.connection.execute(
            "SELECT sha256 FROM documents WHERE media_type = ?", (PDF,)
        )
        used = {self._kept(sha256) for (sha256,) in rows}
        return [path for path in there if path not in used]

    def _facts(self, document: int) -> tuple[str, str]:
        """Hash and media type of a document."""
        row = self._database.connection.execute(
            "SELECT sha256, media_type FROM documents WHERE id = ?", (document,)
        ).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def _kept(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.pdf"


def _reason(name: str, media_type: str, paths: Sequence[Path]) -> str:
    """Why a file cannot be had, and what to do about it."""
    if paths and is_gone(paths[0]):
        return (
            f"The file of “{name}” is no longer where it was when it was added. Put it back, or "
            "add it from where it is now."
        )
    if paths:
        return (
            f"The file of “{name}” has changed since it was added, or may no longer be read. Add "
            "it again."
        )
    if media_type == PDF:
        return f"The library has no sound copy of “{name}”, which was uploaded. Upload it again."
    return f"The file of “{name}” was uploaded, and of uploads only PDFs are kept."


def _write(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, whatever happens."""
    handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system has a way to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
