"""The three calls that other programs may make: ask, search, list the documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import gradio as gr
from gradio.events import api

from index import Library
from index.errors import LibraryError
from qa import Assistant
from qa.errors import QaError
from qa.types import to_json

__all__ = ["publish"]

_MOST_PASSAGES = 50


def publish(library: Library, assistant: Assistant) -> None:
    """Publish ``/ask``, ``/search`` and ``/documents``; call it inside the page's ``gr.Blocks``."""

    def ask(question: str, documents: list[str] | None = None) -> dict[str, Any]:
        """Answer a question from the documents, every statement with the quotes that support it."""
        with _failures_told():
            return assistant.ask(question, documents=documents or None).to_dict()

    def search(query: str, limit: int = 10) -> list[dict[str, Any]]:
        """Find the passages that are nearest to a query, best first, at most 50."""
        with _failures_told():
            found = library.search(query, limit=max(1, min(int(limit), _MOST_PASSAGES)))
            return [cast("dict[str, Any]", to_json(passage)) for passage in found]

    def documents() -> list[dict[str, Any]]:
        """List the documents that can be asked."""
        with _failures_told():
            return [cast("dict[str, Any]", to_json(each)) for each in library.documents()]

    api(ask, api_name="ask")
    api(search, api_name="search")
    api(documents, api_name="documents")


@contextmanager
def _failures_told() -> Iterator[None]:
    """Give the caller the sentence that says what happened; Gradio hides any other error."""
    try:
        yield
    except (QaError, LibraryError) as error:
        raise gr.Error(str(error), print_exception=False) from error
