"""What is stored where, who may read it and how it is deleted; and what leaves this machine."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.doctor import Finding
from qa.evaluation.wording import plural
from qa.model.providers import where_words_go
from qa.settings import TOML, Settings, load_settings

__all__ = ["ENTRIES", "Entry", "look_at_privacy"]

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the folder of the library."""

    name: str
    """Of a file, to which its side files belong, or of a folder."""
    holds: str
    deleted: str
    """What deletes it."""


ENTRIES = (
    Entry(
        "library.sqlite3",
        "texts and names of the documents, who says what in them, and what they are found by",
        "`python -m qa remove NAME`, or Remove on the documents page",
    ),
    Entry(
        "vectors",
        "numbers worked out from the texts, by which meaning is searched",
        "removing the documents; the folder may be deleted, too, and is made again",
    ),
    Entry(
        "damaged",
        "the database as it was before `repair`, with documents that may have been removed since",
        "deleting the files whose names begin so",
    ),
    Entry("originals", "PDFs that were dropped onto the page", "removing their documents"),
    Entry(
        "uploads",
        "files dropped onto the page, while they are being added",
        "itself; the folder may be deleted, too, while the program does not run",
    ),
    Entry(
        "conversations.db",
        "questions asked on the page and their answers",
        "Delete beside a conversation",
    ),
    Entry("cases", "tests saved from answers", "deleting its files"),
    Entry(
        "evaluations", "runs of such tests: questions, answers and passages", "deleting its files"
    ),
)


def look_at_privacy(library: Path | None) -> list[Finding]:
    """Tell all that is kept, and all that leaves the machine.

    Args:
        library: overrides the configured folder, which is neither opened nor made.

    Raises:
        ConfigurationError: a setting is wrong.
    """
    settings = load_settings(library)
    return [*_library(settings.library), *_settings(), _leaving(settings), _reached(settings)]


def _library(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        yield Finding("library", f"{str(folder)!r} is not there; nothing is stored")
        return
    files = [path for path in folder.rglob("*") if path.is_file()]
    if _is_open(folder):
        yield Finding(
            "library",
            f"other users of this machine can look into {str(folder.resolve())!r}",
            works=False,
            advice=f"Run: chmod -R go-rwx {shlex.quote(str(folder))}",
        )
    else:
        yield Finding(
            "library",
            f"{str(folder.resolve())!r}, {_size(files)}; deleting this folder deletes everything",
        )
    for entry in ENTRIES:
        its = [path for path in files if _part(path, folder).startswith(entry.name)]
        if its:
            yield Finding(
                entry.name, f"{_size(its)}: {entry.holds}. What deletes it: {entry.deleted}"
            )


def _settings() -> Iterator[Finding]:
    """The files that may hold a key or a password."""
    for path in (TOML, Path(".env")):
        if path.is_file():
            is_open = _is_open(path)
            yield Finding(
                str(path),
                "settings" + (", which other users of this machine can read" if is_open else ""),
                works=not is_open,
                advice=f"Run: chmod go-rwx {path}" if is_open else "",
            )


def _leaving(settings: Settings) -> Finding:
    sent = where_words_go(settings)
    if not sent:
        return Finding("leaves this machine", "nothing; answers are made here")
    advice = "To have nothing leave, set QA_EVIDENCE_ONLY=true."
    return Finding("leaves this machine", sent, advice=advice)


def _reached(settings: Settings) -> Finding:
    if settings.password is None:
        return Finding("page", f"answers at {settings.host} alone, without a password")
    return Finding("page", f"answers at {settings.host} to whoever has the password")


def _is_open(path: Path) -> bool:
    """Whether others than the owner may do anything with it; Windows has no such marks."""
    return os.name != "nt" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _part(path: Path, folder: Path) -> str:
    return path.relative_to(folder).parts[0]


def _size(files: Sequence[Path]) -> str:
    size = sum(path.stat().st_size for path in files)
    unit = "MB" if size >= _MEGABYTE else "KB"
    shown = size / (_MEGABYTE if unit == "MB" else 1024)
    return f"{shown:,.1f} {unit} in {plural(len(files), 'file')}"
