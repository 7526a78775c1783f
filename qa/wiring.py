"""From settings to a library and its assistant, for the command line and the chat alike."""

from __future__ import annotations

from index import Library
from index.embed import SentenceTransformerEmbedder
from qa.answer_settings import AnswerSettings
from qa.assistant import Assistant
from qa.models import chat_model
from qa.settings import Settings

__all__ = ["open_assistant", "open_library"]


def open_library(settings: Settings) -> Library:
    """The configured library, made when absent.

    Raises:
        LibraryError: its folder, its database or the embedding model cannot be used.
    """
    return Library.open(settings.library, embedder=SentenceTransformerEmbedder(settings.embedder))


def open_assistant(settings: Settings, library: Library) -> Assistant:
    """The assistant over a library, with the configured model.

    Raises:
        ConfigurationError: the model cannot be set up.
    """
    answering = AnswerSettings(threshold=settings.threshold, model_seconds=settings.model_seconds)
    return Assistant(library, chat_model(settings), answering)
