"""The tab that checks a draft: paste a text, see which of its quotations are true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from index import Library
from qa.chat.drafts.checked import NOTHING, DraftResult, checked_draft
from qa.chat.look import asset
from qa.chat.sent import text_of
from qa.chat.waiting import QUESTION
from qa.chat.words import words_of

__all__ = ["build_draft_tab"]

_SAY = words_of("draft")
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def build_draft_tab(library: Library) -> None:
    """The box, the button and the results; call it inside a tab of the page.

    Args:
        library: the documents that drafts are checked against.
    """
    draft = gr.Textbox(
        elem_id="cv-draft", label=_SAY("label"), lines=10, max_lines=18, container=False,
        placeholder=_SAY("placeholder"),
    )  # fmt: skip
    with gr.Row(elem_id="cv-draft-row"):
        gr.Markdown(_SAY("about"), elem_id="cv-draft-note")
        check = gr.Button(_SAY("check"), variant="primary", elem_id="cv-check", scale=0)
    # The template holds no data: Gradio would compile what stands in it.
    results = gr.HTML(
        dict(NOTHING), apply_default_css=False, elem_id="cv-draft-results",
        html_template='<div class="cv-draft-results"></div>', js_on_load=asset("drafts/draft.js"),
    )  # fmt: skip

    def checked(sent: object) -> Iterator[DraftResult]:
        yield {"summary": _SAY("checking"), "problem": False, "quotes": []}
        yield checked_draft(library, text_of(sent))

    check.click(checked, draft, results, **QUESTION, **_PRIVATE)
