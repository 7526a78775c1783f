"""What can be done with an answer: copy it, export it, mark it, save it as a test."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict

import gradio as gr

from index.errors import LibraryError
from qa.chat.asking.files import FileReply, exported_file
from qa.chat.asking.history import History
from qa.chat.look import asset
from qa.chat.words import words_of
from qa.conversations.exporting import citation
from qa.conversations.store import ConversationStore
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

    def states(answer_ids: list[str]) -> list[ToolState]:
        return [tools.state(answer_id) for answer_id in answer_ids[:_MOST]]

    def mark(told: list[str]) -> ToolState:
        answer_id, kind = told
        return tools.mark(answer_id, kind)

    def save_as_test(answer_id: str) -> ToolState:
        return tools.save(answer_id)

    def copied(answer_id: str) -> str:
        return tools.copied(answer_id)

    def exported(told: list[str]) -> FileReply:
        answer_id, form = told
        return tools.exported(answer_id, form)

    def suggested(answer_id: str) -> Suggested:
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

    def state(self, answer_id: object, problem: str = "") -> ToolState:
        """What the page knows of the answer, and why the last wish could not be met."""
        exchange = self._kept(answer_id)
        marked = exchange.marked if exchange else None
        return {
            "kept": exchange is not None,
            "mark": marked.mark.value if marked else "",
            "savable": self.save_case is not None,
            "saved_as": marked.saved_as if marked else "",
            "problem": problem,
        }

    def mark(self, answer_id: object, kind: object) -> ToolState:
        """Keep what somebody thinks of the answer; nothing takes it back."""
        store, exchange = self.history.store, self._kept(answer_id)
        if store is None or exchange is None or kind not in ("", *Mark):
            return self.state(answer_id, _SAY("not_kept"))
        return self._change(store, exchange.id, Marked(Mark(str(kind))) if kind else None)

    def save(self, answer_id: object) -> ToolState:
        """Make a test of the answer and of what somebody thinks of it."""
        store, exchange = self.history.store, self._kept(answer_id)
        if store is None or exchange is None or exchange.marked is None or not self.save_case:
            return self.state(answer_id, _SAY("not_kept"))
        try:
            name = self.save_case(exchange)
        except CaseThere as there:
            name = there.name  # by an earlier click, perhaps in another window
        except (QaError, LibraryError) as error:
            return self.state(answer_id, str(error))
        return self._change(store, exchange.id, replace(exchange.marked, saved_as=name))

    def copied(self, answer_id: object) -> str:
        """The answer with its sources as plain text; empty where it is gone."""
        answer = self.history.find(answer_id) if isinstance(answer_id, str) else None
        if answer is None:
            return ""
        sources = (f"[{quote.label}] {citation(quote)}" for quote in answer.quotes)
        return "\n\n".join((answer.question, answer.text, *sources))

    def exported(self, answer_id: object, form: object) -> FileReply:
        """The answer as a file."""
        exchange = self._kept(answer_id) or self._remembered(answer_id)
        question = exchange.question if exchange else ""
        return exported_file(question, [exchange] if exchange else [], form, self.history.library)

    def suggested(self, answer_id: object) -> Suggested:
        """Questions that the documents do answer, near to one that they do not."""
        exchange = self._kept(answer_id) or self._remembered(answer_id)
        if exchange is None or exchange.answer.status is not AnswerStatus.NOT_IN_DOCUMENTS:
            return {"questions": [], "everywhere": ""}
        assistant, answer = self.history.writers.assistant(), exchange.answer
        try:
            found = suggestions(assistant, answer, exchange.documents or None)
        except (QaError, LibraryError):
            found = ()  # a document has been removed meanwhile: there is nothing to suggest
        limited = answer.understood_as or answer.question if exchange.documents else ""
        return {"questions": list(found), "everywhere": limited}

    def _kept(self, answer_id: object) -> Exchange | None:
        return self.history.exchange(answer_id) if isinstance(answer_id, str) else None

    def _remembered(self, answer_id: object) -> Exchange | None:
        """An answer that could not be kept, as far as this visit goes."""
        answer = self.history.find(answer_id) if isinstance(answer_id, str) else None
        if answer is None:
            return None
        now = datetime.datetime.now(datetime.UTC)
        return Exchange(str(answer_id), answer.question, answer, now)

    def _change(
        self, store: ConversationStore, exchange_id: str, marked: Marked | None
    ) -> ToolState:
        try:
            store.mark(exchange_id, marked)
        except QaError as error:
            return self.state(exchange_id, str(error))
        return self.state(exchange_id)
