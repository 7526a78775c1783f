"""The list of conversations beside the page."""

from __future__ import annotations

from typing import TypedDict

import gradio as gr

from qa.chat.asking.files import FileReply
from qa.chat.asking.history import History, TalkList
from qa.chat.look import asset
from qa.chat.reader import reader_of
from qa.chat.sent import pair_of, text_of

__all__ = ["RailState", "build_rail", "rail_state"]


class RailState(TypedDict):
    """What the list shows as open; a change of it makes the list look again."""

    current: str
    """Id of the conversation that is open; empty for none."""
    length: int
    """How many questions it has."""
    look: str
    """Another one where the list is to look again, though the open conversation is as it was."""


def rail_state(current: str = "", length: int = 0, look: str = "") -> RailState:
    """The state of the list for an open conversation."""
    return {"current": current, "length": length, "look": look}


def build_rail(history: History) -> gr.HTML:
    """The head of the page and the list; call it inside the page's ``gr.Blocks``.

    It triggers ``choose`` with the ``id`` of a conversation, and ``fresh``.
    """

    def listed(words: object, request: gr.Request) -> TalkList:
        return history.listed(reader_of(request), text_of(words)[:200])

    def rename(told: object, request: gr.Request) -> str:
        talk_id, title = pair_of(told)
        return history.rename(text_of(talk_id), text_of(title), reader_of(request))

    def remove(talk_id: object, request: gr.Request) -> str:
        return history.delete(text_of(talk_id), reader_of(request))

    def exported(told: object, request: gr.Request) -> FileReply:
        talk_id, form = pair_of(told)
        return history.exported(talk_id, form, reader_of(request))

    return gr.HTML(
        dict(rail_state()),
        html_template=asset("asking/rail.html"),
        js_on_load=asset("asking/rail.js"),
        server_functions=[listed, rename, remove, exported],
        apply_default_css=False,
        elem_id="cv-rail",
    )
