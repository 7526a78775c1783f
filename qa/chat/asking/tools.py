"""What can be done with an answer: copy it, export it, mark it, save it as a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict

import gradio as gr

from index.errors import LibraryError
from qa.chat.asking.files import FileReply, exported_file
from qa.chat.asking.history import History
from qa.chat.look import asset
from qa.chat.reader import reader_of
from qa.chat.sent import pair_of
from qa.chat.words import words_of
from qa.conversations.exporting import citation
from qa.conversations.types import Exchange, Mark, Marked
from qa.errors import QaError
from qa.evaluation.errors import CaseThere
from qa.suggestions import suggestions
from qa.types import AnswerStatus

__all__ = ["AnswerTools", "SaveCase", "ToolState", "build_tools"]

_SAY = words_of("tools")
SaveCase = Callable[[Exchange], str]
"""Makes a test of a marked answer and returns its name; it may raise a ``QaError``."""

_MOST = 500  # answers that a page asks for at once


class ToolState(TypedDict):
    """What the page knows of an answer."""

    kept: bool
    """Whether it is kept, and so can be marked."""
    declined: bool
    """Whether it says that the documents do not answer."""
    mark: str
    """What somebody thinks of it; empty for nothing."""
    savable: bool
    """Whether a test can be made of it."""
    saved_as: str
    """The name of the test that was made of it; empty for none."""
    problem: str
    """Why the last wish could not be met; empty where it was."""


def build_tools(history: History, save_case: SaveCase | None) -> gr.HTML:
    """The script that puts the tools below each answer, and what it asks the server for.

    It triggers ``everywhere`` where a question is to be asked of all documents.

    Args:
        history: finds the answers.
        save_case: makes a test of a marked answer; ``None`` where visitors may not.
    """
    tools = AnswerTools(history, save_case)

    def states(answer_ids: object, request: gr.Request) -> list[ToolState]:
        reader, known = reader_of(request), answer_ids if isinstance(answer_ids, list) else []
        return [tools.state(answer_id, reader) for answer_id in known[:_MOST]]

    def mark(told: object, request: gr.Request) -> ToolState:
        answer_id, kind = pair_of(told)
        return tools.mark(answer_id, kind, reader_of(request))

    def save_as_test(answer_id: object, request: gr.Request) -> ToolState:
        return tools.save(answer_id, reader_of(request))

    def copied(answer_id: object) -> str:
        return tools.copied(answer_id)

    def exported(told: object) -> FileReply:
        answer_id, form = pair_of(told)
        return tools.exported(answer_id, form)

    def suggested(answer_id: object) -> Suggested:
        return tools.suggested(answer_id)

    functions: list[Callable[..., object]] = [states, mark, copied, exported, suggested]
    if save_case:
        functions.append(save_as_test)
    return gr.HTML(
        js_on_load=asset("asking/tools.js"),
        server_functions=functions,
        visible="hidden",
    )


class Suggested(TypedDict):
    """What could be asked instead."""

    questions: list[str]
    everywhere: str
    """The question itself, where it was asked of chosen documents only; else empty."""


@dataclass(frozen=True, slots=True)
class AnswerTools:
    """What the page may do with an answer that it knows by its id.

    Every id may be anything at all, as anybody may send it.
    """

    history: History
    save_case: SaveCase | None

    def state(self, answer_id: object, reader: str, problem: str = "") -> ToolState:
        """What the visitor's page knows of the answer, and why his last wish could not be met."""
        try:
            exchange = self._own(answer_id, reader)
        except QaError:  # of which the list of conversations tells
            exchange = None
        marked = exchange.marked if exchange else None
        return {
            "kept": exchange is not None,
            "declined": exchange is not None and _declines(exchange),
            "mark": marked.mark.value if marked else "",
            "savable": self.save_case is not None,
            "saved_as": marked.saved_as if marked else "",
            "problem": problem,
        }

    def mark(self, answer_id: object, kind: object, reader: str) -> ToolState:
        """Keep what the visitor thinks of his answer; nothing takes it back."""
        try:
            store, exchange = self.history.store, self._own(answer_id, reader)
            if store is None or exchange is None or kind not in ("", *Mark):
                return self.state(answer_id, reader, self._refused(answer_id, exchange))
            store.mark(exchange.id, Marked(Mark(str(kind))) if kind else None)
        except QaError as error:
            return self.state(answer_id, reader, str(error))
        return self.state(answer_id, reader)

    def save(self, answer_id: object, reader: str) -> ToolState:
        """Make a test of the visitor's answer and of what he thinks of it."""
        try:
            store, exchange = self.history.store, self._own(answer_id, reader)
            if store is None or exchange is None or exchange.marked is None or not self.save_case:
                return self.state(answer_id, reader, self._refused(answer_id, exchange))
            name = _saved(exchange, self.save_case)
            store.mark(exchange.id, replace(exchange.marked, saved_as=name))
        except (QaError, LibraryError) as error:
            return self.state(answer_id, reader, str(error))
        return self.state(answer_id, reader)

    def copied(self, answer_id: object) -> str:
        """The answer with its sources as plain text; empty where it is gone."""
        answer = self.history.find(answer_id) if isinstance(answer_id, str) else None
        if answer is None:
            return ""
        sources = (f"[{quote.label}] {citation(quote)}" for quote in answer.quotes)
        return "\n\n".join((answer.question, answer.text, *sources))

    def exported(self, answer_id: object, form: object) -> FileReply:
        """The answer as a file."""
        exchange = self._given(answer_id)
        question = exchange.question if exchange else ""
        return exported_file(question, [exchange] if exchange else [], form, self.history.library)

    def suggested(self, answer_id: object) -> Suggested:
        """Questions that the documents do answer, near to one that they do not."""
        exchange = self._given(answer_id)
        if exchange is None or not _declines(exchange):
            return {"questions": [], "everywhere": ""}
        assistant, answer = self.history.writers.assistant(), exchange.answer
        try:
            found = suggestions(assistant, answer, exchange.documents or None)
        except (QaError, LibraryError):
            found = ()  # a document has been removed meanwhile: there is nothing to suggest
        limited = answer.understood_as or answer.question if exchange.documents else ""
        return {"questions": list(found), "everywhere": limited}

    def _given(self, answer_id: object) -> Exchange | None:
        """Kept or not: whoever has an answer's id may read it."""
        return self.history.given(answer_id) if isinstance(answer_id, str) else None

    def _own(self, answer_id: object, reader: str) -> Exchange | None:
        """A kept answer that the visitor may mark."""
        if not isinstance(answer_id, str) or not self.history.may_mark(answer_id, reader):
            return None
        return self.history.exchange(answer_id)

    def _refused(self, answer_id: object, own: Exchange | None) -> str:
        """Why nothing can be thought of an answer, or no test be made of it."""
        others = own is None and isinstance(answer_id, str) and self.history.exchange(answer_id)
        return _SAY("not_yours") if others else _SAY("not_kept")


def _saved(exchange: Exchange, save_case: SaveCase) -> str:
    try:
        return save_case(exchange)
    except CaseThere as there:
        return there.name  # by an earlier click, perhaps in another window


def _declines(exchange: Exchange) -> bool:
    return exchange.answer.status is AnswerStatus.NOT_IN_DOCUMENTS
