"""From settings to a library and its assistant, for the command line and the chat alike."""

from __future__ import annotations

from pathlib import Path

from index import Library
from index.embed import SentenceTransformerEmbedder
from index.errors import LibraryError
from qa.answer_settings import AnswerSettings
from qa.assistant import Assistant
from qa.errors import ConfigurationError
from qa.model.models import chat_model
from qa.onnx_reader import BUNDLED_READER, OnnxReader
from qa.reading import Reader
from qa.settings import Settings

__all__ = ["answer_settings", "open_assistant", "open_library", "open_reader", "refuse_empty"]


def open_library(settings: Settings) -> Library:
    """The configured library, made when absent.

    Raises:
        LibraryError: its folder, its database or the embedding model cannot be used.
    """
    return Library.open(settings.library, embedder=SentenceTransformerEmbedder(settings.embedder))


def refuse_empty(library: Library) -> None:
    """Raise where there is nothing to ask.

    Raises:
        LibraryError: the library holds no document.
    """
    if not library.documents():
        raise LibraryError(
            f"The library {str(library.folder)!r} is empty. "
            "Add documents first: python -m qa add FOLDER"
        )


def open_reader(settings: Settings) -> Reader | None:
    """The configured reader; ``None`` where the settings want none.

    Raises:
        ConfigurationError: the folder that is named is not there.
    """
    if settings.reader == "none":
        return None
    if settings.reader == "bundled":
        return BUNDLED_READER
    folder = Path(settings.reader).expanduser()
    if not folder.is_dir():
        raise ConfigurationError(
            f"QA_READER names {str(folder)!r}, which is no folder. Name one with reader.onnx and "
            "reader.json in it, or leave QA_READER out to use the reader that comes along."
        )
    return OnnxReader(folder)


def answer_settings(settings: Settings) -> AnswerSettings:
    """What of the settings says how questions are answered."""
    return AnswerSettings(
        threshold=settings.threshold,
        reader_seconds=settings.reader_seconds,
        model_seconds=settings.model_seconds,
        show_withdrawn=settings.show_withdrawn,
        model_context=settings.model_context,
    )


def open_assistant(settings: Settings, library: Library) -> Assistant:
    """The assistant over a library, with the model to ask.

    Raises:
        ConfigurationError: the model or the reader cannot be set up.
    """
    reader = open_reader(settings)
    return Assistant(library, chat_model(settings), answer_settings(settings), reader=reader)
