"""How a run came about: what one needs to know before believing its figures."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from index import Library
from prompts import load_prompts
from qa.evaluation.runs import LibraryReceipt
from qa.evaluation.types import CaseFile
from qa.settings import Settings

__all__ = [
    "case_file_hashes",
    "circumstances",
    "commit",
    "library_receipts",
    "prompts_hash",
    "settings_in_force",
    "versions",
]

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("langchain-core", "chromadb", "sentence-transformers", "onnxruntime", "torch")
_SETTINGS = (
    "embedder",
    "model_base_url",
    "model_context",
    "model_seconds",
    "reader",
    "reader_seconds",
    "threshold",
)
"""Those that answers depend on. None of them is secret, but for what an address may hold."""

_SECRET_PART = re.compile(r"(?<=//)[^/@]*@|[?#].*")
"""Of an address: a password before the server's name, and a key among the parameters."""


def settings_in_force(settings: Settings) -> dict[str, str]:
    """The settings that answers depend on, the model apart; without those that are not set."""
    told = {name: getattr(settings, name) for name in _SETTINGS}
    if settings.model_base_url:
        told["model_base_url"] = _SECRET_PART.sub("", settings.model_base_url)
    return {name: str(value) for name, value in told.items() if value is not None}


def circumstances(settings: Settings) -> dict[str, str]:
    """What must be the same where a stopped run goes on: the model, the prompts, the settings."""
    asked = {"model": settings.asked_model or "none", "prompts": prompts_hash()}
    return asked | settings_in_force(settings)


def versions() -> dict[str, str]:
    """Of Python and of the packages that answers depend on."""
    return {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES}


def commit() -> str | None:
    """The commit of this project; with a plus sign where files differ from it.

    Returns:
        ``None`` where the project is not in a git repository, or git is not installed.
    """
    head = _git("rev-parse", "HEAD")
    if not head:
        return None
    return f"{head}+" if _git("status", "--porcelain", "--untracked-files=no") else head


def prompts_hash() -> str:
    """Hash of the prompt templates."""
    return load_prompts().sha256


def case_file_hashes(case_files: Iterable[CaseFile]) -> dict[str, str]:
    """The SHA-256 of each case file."""
    return {str(f.path): hashlib.sha256(f.path.read_bytes()).hexdigest() for f in case_files}


def library_receipts(asked: Mapping[str, Library]) -> tuple[LibraryReceipt, ...]:
    """What each library held.

    Args:
        asked: the library of each case file, by the file's path.
    """
    files: dict[Path, list[str]] = {}
    libraries: dict[Path, Library] = {}
    for path, library in asked.items():
        libraries[library.folder] = library
        files.setdefault(library.folder, []).append(path)
    return tuple(_receipt(libraries[folder], paths) for folder, paths in files.items())


def _receipt(library: Library, case_files: Sequence[str]) -> LibraryReceipt:
    return LibraryReceipt(
        case_files=tuple(case_files),
        index=library.fingerprint,
        documents={document.name: document.sha256 for document in library.documents()},
    )


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(_ROOT), *words], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
