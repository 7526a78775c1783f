"""From settings to a library and its assistant, for the command line and the chat alike."""

from __future__ import annotations

from pathlib import Path

from index import Library
from index.embed import SentenceTransformerEmbedder
from qa.answer_settings import AnswerSettings
from qa.assistant import Assistant
from qa.errors import ConfigurationError
from qa.model.models import chat_model, missing_package, offered_model
from qa.model.ollama import OllamaModel, ollama_models
from qa.model.writers import Writers
from qa.onnx_reader import BUNDLED_READER, OnnxReader
from qa.reading import Reader
from qa.settings import Settings

__all__ = ["open_assistant", "open_library", "open_reader", "open_writers"]


def open_library(settings: Settings) -> Library:
    """The configured library, made when absent.

    Raises:
        LibraryError: its folder, its database or the embedding model cannot be used.
    """
    return Library.open(settings.library, embedder=SentenceTransformerEmbedder(settings.embedder))


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


def open_assistant(settings: Settings, library: Library) -> Assistant:
    """The assistant over a library, with the configured model.

    Raises:
        ConfigurationError: the model or the reader cannot be set up.
    """
    answering = AnswerSettings(
        threshold=settings.threshold,
        reader_seconds=settings.reader_seconds,
        model_seconds=settings.model_seconds,
        show_withdrawn=settings.show_withdrawn,
        model_context=settings.model_context,
    )
    return Assistant(library, chat_model(settings), answering, reader=open_reader(settings))


def open_writers(settings: Settings, assistant: Assistant) -> Writers:
    """Who may write the answers: the configured model, and what Ollama has on this machine."""

    def look() -> tuple[OllamaModel, ...]:
        return () if missing_package("ollama:") else ollama_models(settings.ollama_url)

    return Writers(assistant, look, lambda name: offered_model(name, settings))
