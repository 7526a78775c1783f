"""What is configured, what works, what to do: one finding a line."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from index.errors import LibraryError, LibraryUnavailable
from index.isolation.confinement import MEMORY
from index.isolation.workers import READERS, SECONDS
from qa.errors import ConfigurationError, ReaderUnavailable
from qa.exit_codes import BACKEND, CONFIGURATION
from qa.installing import install_command
from qa.model.connection import check_connection
from qa.model.models import missing_package
from qa.model.ollama import OLLAMA, ollama_models
from qa.model.providers import PROVIDERS
from qa.settings import Settings, load_settings
from qa.wiring import open_library, open_reader

__all__ = ["Finding", "examine"]

_SHOWN_VERSIONS = ("gradio", "langchain-core", "chromadb", "sentence-transformers", "torch")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    detail: str
    works: bool = True
    advice: str = ""
    """What to do; empty when there is nothing to do."""
    exit_code: int = 0
    """What the command line ends with because of this."""


def examine(library: Path | None) -> list[Finding]:
    """Look at everything; a problem with one thing never hides the next.

    Args:
        library: overrides the configured folder.
    """
    findings = [_versions()]
    try:
        settings = load_settings(library)
    except ConfigurationError as error:
        return [*findings, _problem("settings", error, CONFIGURATION)]
    checks: tuple[tuple[str, Callable[[Settings], Iterator[Finding]]], ...] = (
        ("reading files", _reading),
        ("library", _library),
        ("reader", _reader),
        ("language model", _model),
        ("Ollama", _ollama),
    )
    for subject, check in checks:
        try:
            findings += check(settings)
        except LibraryUnavailable as error:
            findings.append(_problem(subject, error, BACKEND))
        except (LibraryError, ConfigurationError, ReaderUnavailable) as error:
            findings.append(_problem(subject, error, CONFIGURATION))
    return findings


def _versions() -> Finding:
    packages = ", ".join(f"{name} {version(name)}" for name in _SHOWN_VERSIONS)
    detail = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"
    return Finding("versions", detail)


def _reading(_: Settings) -> Iterator[Finding]:
    confined = READERS.confined()
    by_whom = "the system's kernel" if confined.acting else "Python alone"
    others = "and from other files" if confined.reading else "but not from reading other files"
    yield Finding(
        "reading files",
        f"in processes of their own, each with at most {MEMORY // 1024**2:,} MB and {SECONDS:.0f} "
        f"seconds and more for a large file; {by_whom} keeps them from the network, from other "
        f"processes, from writing, {others}",
    )


def _library(settings: Settings) -> Iterator[Finding]:
    with open_library(settings) as library:
        vector = library.embedder.embed_query("Does it work?")
        yield Finding("embedding model", f"{library.embedder.name}, {len(vector)} dimensions")
        documents = library.documents()
        chunks = sum(document.chunks for document in documents)
        where = f"{str(library.folder)!r} holds {len(documents)} documents in {chunks} chunks"
        if library.mismatch:
            yield Finding(
                "library",
                f"{where}, indexed with another embedding model",
                works=False,
                advice="Run: python -m qa add --rebuild",
                exit_code=CONFIGURATION,
            )
        elif documents:
            library.search(documents[0].title, limit=1)
            yield Finding("library", f"{where}; searching works")
        else:
            yield Finding("library", where, advice="Add documents: python -m qa add FOLDER")


def _reader(settings: Settings) -> Iterator[Finding]:
    reader = open_reader(settings)
    if reader is None:
        yield Finding(
            "reader",
            "none: the right sentence is found less often, gaps are noticed less often, and no "
            "short answer is marked",
            advice="Leave QA_READER out to use the reader that comes along.",
        )
        return
    reader.read("Does it work?", ["It works."], settings.reader_seconds)
    yield Finding("reader", f"{reader.name} reads")


def _model(settings: Settings) -> Iterator[Finding]:
    if not settings.model:
        installed = [name for name in PROVIDERS if missing_package(f"{name}:") is None]
        advice = (
            "To add one, set QA_MODEL=provider:name, or QA_MODEL=local: and a model's folder to "
            "run one in this process. For a provider, install its package first "
            f"({install_command('PACKAGE')}): "
            + ", ".join(provider.package for provider in PROVIDERS.values())
            + "."
        )
        if installed:
            advice += f" Installed already: {', '.join(installed)}."
        yield Finding("language model", "none; answers are made of quotes alone", advice=advice)
        return
    if settings.evidence_only:
        yield Finding(
            "language model",
            f"{settings.model} is not asked; answers are made of quotes alone",
            advice="To have it write answers, set QA_EVIDENCE_ONLY to false.",
        )
        return
    told = check_connection(settings)
    exit_code = 0 if told.works else CONFIGURATION
    yield Finding("language model", told.told, told.works, told.to_do, exit_code)


def _ollama(settings: Settings) -> Iterator[Finding]:
    """Told only where a server answers: to have none is nothing to worry about."""
    names = [model.name for model in ollama_models(settings.ollama_url)]
    if not names:
        return
    here = "" if settings.ollama_url == OLLAMA else f" QA_MODEL_BASE_URL={settings.ollama_url}"
    everywhere = f"To let one write everywhere, set QA_MODEL=ollama:{names[0]}{here}"
    if len(names) > 1:
        everywhere += ", or another name of these"
    package = missing_package("ollama:")
    offer = "The chat offers them."
    if package is not None:
        offer = f"To use them, run: {install_command(package)}. After that the chat offers them."
    yield Finding(
        "Ollama",
        f"a server at {settings.ollama_url} has {', '.join(names)}",
        advice=f"{offer} {everywhere}.",
    )


def _problem(subject: str, error: Exception, exit_code: int) -> Finding:
    return Finding(subject, str(error), works=False, exit_code=exit_code)
