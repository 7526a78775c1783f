"""The source panel: a click on a citation shows the quote in its surroundings."""

from __future__ import annotations

from typing import TypedDict

import gradio as gr

from index import Library
from index.errors import UnknownDocument
from qa.cards import SourceCard, source_cards
from qa.chat.look import asset
from qa.chat.memory import AnswerMemory

__all__ = ["Sources", "build_panel", "sources_of"]


class Sources(TypedDict):
    """What the panel asks the server for."""

    cards: list[SourceCard]
    """Empty where the answer is unknown."""


def build_panel(library: Library, memory: AnswerMemory) -> gr.HTML:
    """The panel, closed; call it inside the page's ``gr.Blocks``.

    Its template holds no data. Gradio compiles a template *after* filling it in, so words of a
    document in a template could run as a program; the panel's script sets them as text instead.
    """

    def sources(answer_id: str) -> Sources:
        return sources_of(library, memory, answer_id)

    return gr.HTML(
        html_template=asset("panel.html"),
        js_on_load=asset("panel.js"),
        server_functions=[sources],
        apply_default_css=False,
        elem_id="sources",
    )


def sources_of(library: Library, memory: AnswerMemory, answer_id: str) -> Sources:
    """The source cards of one answer.

    Args:
        library: holds the documents that the answer quotes.
        memory: holds the answer.
        answer_id: from a citation's link; anything at all, as anybody may send it.
    """
    answer = memory.find(answer_id) if isinstance(answer_id, str) else None
    if answer is None:
        return {"cards": []}

    def text_of(name: str) -> str | None:
        try:
            return library.text(name)
        except UnknownDocument:
            return None

    return {"cards": source_cards(answer, answer_id, text_of)}
