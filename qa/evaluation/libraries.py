"""The libraries that case files are asked of: the configured one, or one made of named files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from index import Library
from index.types import Progress
from qa.assistant import Assistant
from qa.evaluation.errors import CaseError
from qa.evaluation.evaluating import Evaluator
from qa.evaluation.types import CaseFile
from qa.settings import Settings, load_settings
from qa.wiring import open_assistant, open_library

__all__ = ["UNHURRIED", "Libraries", "evaluation_settings", "settings_of"]

UNHURRIED = 60.0
"""Seconds that the reader may take for a question, unless the settings say otherwise."""


def evaluation_settings(library: Path | None, model: str | None) -> Settings:
    """The settings in force, with time enough for the reader to read all that is retrieved.

    What it leaves unread when the time is over depends on what else the machine is doing, and two
    runs could not be compared. A ``QA_READER_SECONDS`` that is set holds as it is.

    Args:
        library: overrides the library's folder.
        model: overrides the language model, and is asked whatever the settings say.

    Raises:
        ConfigurationError: a setting has a value that it cannot have.
    """
    settings = load_settings(library)
    changed: dict[str, object] = {"model": model, "evidence_only": False} if model else {}
    if "reader_seconds" not in settings.model_fields_set:
        changed["reader_seconds"] = UNHURRIED
    return settings.model_copy(update=changed)


def settings_of(assistant: Assistant) -> Settings:
    """The settings for cases that are put to an open assistant, as it was made.

    The time of its reader apart, which is that of :func:`evaluation_settings`.

    Raises:
        ConfigurationError: a setting has a value that it cannot have.
    """
    settings, own = evaluation_settings(assistant.library.folder, None), assistant.settings
    return settings.model_copy(
        update={
            "embedder": assistant.library.embedder.name,
            "model": (settings.model or assistant.model_name) if assistant.model else None,
            "model_context": own.model_context,
            "model_seconds": own.model_seconds,
            "reader": settings.reader if assistant.reader else "none",
            "show_withdrawn": own.show_withdrawn,
            "threshold": own.threshold,
        }
    )


def _ignore(progress: Progress) -> None:
    """For callers who do not want to be told of progress."""


class Libraries:
    """Opens the library of each case file, and keeps it open for those that share it.

    A library made of files is kept in a folder of its own from run to run, so that only what has
    changed is read again.

    Args:
        settings: with the configured library and the model.
        folder: where libraries made of files are kept.
        on_progress: told of every step of making one.
        assistant: of the configured library, open already, which is asked as the settings say; its
            embedding model, its reader and its language model serve all libraries. ``None``: all
            are opened by the settings.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        on_progress: Callable[[Progress], None] = _ignore,
        assistant: Assistant | None = None,
    ) -> None:
        self._settings = settings
        self._ready = assistant
        self._folder = folder
        self._on_progress = on_progress
        self._open: dict[Path, Evaluator] = {}
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every library."""
        self._closing.close()

    def evaluator(self, case_file: CaseFile) -> Evaluator:
        """Who asks the cases of a file.

        Raises:
            CaseError: a file that makes up the library is not there, or cannot be read.
            ConfigurationError: the model or the reader cannot be set up.
            LibraryError: the library cannot be used, or has no documents.
        """
        place = self._place(case_file)
        if place not in self._open:
            library = self._library(place, case_file)
            if not library.documents():
                raise CaseError(case_file.path, 0, _empty(case_file, place))
            library.warm_up()  # the first case is not to pay for loading what embeds
            self._open[place] = Evaluator(self._assistant(library))
        return self._open[place]

    def _library(self, place: Path, case_file: CaseFile) -> Library:
        if self._ready and not case_file.files:
            return self._ready.library
        if case_file.files:
            self._make(place, case_file)
        library = self._closing.enter_context(self._opened(place))
        if case_file.files:
            self._fill(library, case_file)
        return library

    def _opened(self, place: Path) -> Library:
        if self._ready:
            return Library.open(place, embedder=self._ready.library.embedder)
        return open_library(self._settings.model_copy(update={"library": place}))

    def _assistant(self, library: Library) -> Assistant:
        if self._ready:
            seconds = self._settings.reader_seconds
            return self._ready.over(library, replace(self._ready.settings, reader_seconds=seconds))
        return open_assistant(self._settings, library)

    def _place(self, case_file: CaseFile) -> Path:
        if not case_file.files:
            return self._settings.library
        paths = "\n".join(str(path.resolve()) for path in case_file.files)
        return self._folder / hashlib.sha256(paths.encode()).hexdigest()[:16]

    def _make(self, place: Path, case_file: CaseFile) -> None:
        """Make the folder of a library, whose place nobody has chosen and no option changes."""
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CaseError(
                case_file.path,
                0,
                f"What `files` names is kept in {self._folder}, which cannot be made: "
                f"{error.strerror}. Run this from a folder that you may write to.",
            ) from error

    def _fill(self, library: Library, case_file: CaseFile) -> None:
        for path in case_file.files:
            if not path.exists():
                raise CaseError(case_file.path, 0, f"`files` names {path}, which is not there.")
        report = library.add(case_file.files, sync=True, on_progress=self._on_progress)
        for outcome in report.failures:
            raise CaseError(case_file.path, 0, f"{outcome.name} cannot be read: {outcome.detail}")


def _empty(case_file: CaseFile, place: Path) -> str:
    if case_file.files:
        named = ", ".join(map(str, case_file.files))
        return f"What `files` names is empty: there is no document in {named}."
    return (
        f"The library {str(place)!r} is empty. Add documents with `python -m qa add`, "
        "or name them in this file under `files:`."
    )
