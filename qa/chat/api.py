"""The three calls that other programs may make: ask, search, list the documents.

Annotations are no strings here: Gradio tells callers the types that it finds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypedDict, cast

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.components.api_component import Api
from gradio.events import api

from index import Library
from index.errors import LibraryError
from qa.calls.arguments import FollowUpCall, SearchCall, read_call
from qa.chat.library.uploads import Uploads
from qa.chat.waiting import QUESTION
from qa.errors import QaError
from qa.model.writers import Writers
from qa.types import to_json

__all__ = ["EarlierQuestion", "PublishedBlocks", "publish"]


class EarlierQuestion(TypedDict):
    """A question that was asked before, with its answer."""

    question: str
    answer: str | dict[str, Any]
    """Its text, or all that ``/ask`` gave."""


class PublishedBlocks(gr.Blocks):
    """A page whose published calls may leave their last arguments out, over plain HTTP, too."""

    uploads: Uploads | None = None
    """Where the files come in that visitors add; ``None`` where they may add none."""

    def validate_inputs(self, block_fn: BlockFunction, inputs: list[Any]) -> None:
        """Put in the defaults of what was left out; Gradio's own client does so by itself."""
        for missing in block_fn.inputs[len(inputs) :]:
            if not isinstance(missing, Api):
                break
            inputs.append(missing.value)
        super().validate_inputs(block_fn, inputs)


def publish(library: Library, writers: Writers) -> None:
    """Publish ``/ask``, ``/search`` and ``/documents``; call it inside ``PublishedBlocks``.

    Args:
        library: what is searched and listed.
        writers: whom the settings name among them answers, as they are at each call.
    """
    calls = _Calls(library, writers)
    api(calls.ask, api_name="ask", **QUESTION)
    api(calls.search, api_name="search", **QUESTION)
    api(calls.documents, api_name="documents")


@dataclass(frozen=True, slots=True)
class _Calls:
    """The calls; what stands in their signatures and docstrings is told to callers."""

    library: Library
    writers: Writers

    def ask(
        self,
        question: str,
        documents: list[str] | None = None,
        after: str | None = None,
        before: str | None = None,
        history: list[str | EarlierQuestion] | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the documents, every statement with the quotes that support it.

        Args:
            question: in words; it may lean on those in `history`.
            documents: names of the documents to ask; none for all.
            after: only documents dated on or after this day, as YYYY-MM-DD.
            before: only documents dated on or before this day, as YYYY-MM-DD.
            history: the questions before this one, oldest first, each alone or with its answer.
        """
        with _failures_told():
            given = {
                "question": question,
                "documents": documents,
                "after": after,
                "before": before,
                "history": history,
            }
            call = read_call(FollowUpCall, given)
            answer = self.writers.assistant().ask(
                call.question,
                call.documents or None,
                call.turns,
                after=call.after,
                before=call.before,
            )
            return answer.to_dict()

    def search(
        self, query: str, limit: int = 10, documents: list[str] | None = None
    ) -> list[dict[str, Any]]:
        """Find the passages that are nearest to a query, best first.

        Args:
            query: words or a question.
            limit: the most passages, at most 50.
            documents: names of the documents to search; none for all.
        """
        with _failures_told():
            given = {"query": query, "limit": limit, "documents": documents}
            call = read_call(SearchCall, given)
            self.writers.assistant().refuse(call.query)
            found = self.library.search(
                call.query, limit=call.most, documents=call.documents or None
            )
            return [cast("dict[str, Any]", to_json(passage)) for passage in found]

    def documents(self) -> list[dict[str, Any]]:
        """List the documents that can be asked."""
        with _failures_told():
            return [cast("dict[str, Any]", to_json(each)) for each in self.library.documents()]


@contextmanager
def _failures_told() -> Iterator[None]:
    """Give the caller the sentence that says what happened; Gradio hides any other error."""
    try:
        yield
    except (QaError, LibraryError) as error:
        raise gr.Error(str(error), print_exception=False) from error
