"""The tab that runs the library's accuracy tests and shows what they come to."""

from __future__ import annotations

import base64
from typing import TypedDict

import gradio as gr

from qa.chat.look import asset
from qa.chat.sent import text_of
from qa.chat.testing.room import CaseRoom, GoingRow, Overview
from qa.chat.testing.shown import ResultRow
from qa.chat.words import words_of
from qa.model.writers import Writers

__all__ = ["LABEL", "build_tests_tab"]

_SAY = words_of("tests")

LABEL = _SAY("tab")
"""What the tab is called."""


class ReportFile(TypedDict):
    """A report as a file for the browser; without content where there is none."""

    name: str
    type: str
    base64: str


def build_tests_tab(writers: Writers, *, editable: bool) -> gr.HTML:
    """The list of cases, the way to run them, and the result; call it inside a tab of the page.

    Args:
        writers: who may answer from the open library; the cases are put to the one in force.
        editable: whether visitors may run the cases.
    """
    room = CaseRoom(writers, editable=editable)

    def overview(nothing: None) -> Overview:
        return room.overview()

    def going(nothing: None) -> GoingRow:
        return room.going()

    def run(cases: object) -> str:
        return room.run(cases)

    def go_on(nothing: None) -> str:
        return room.go_on()

    def stop(nothing: None) -> None:
        if room.editable:
            room.runner.stop()

    def result(name: object) -> ResultRow | None:
        return room.result(text_of(name))

    def report(name: object) -> ReportFile:
        page = room.kept.report(text_of(name)).encode("utf-8")
        file = f"{text_of(name)}.html"
        return {"name": file, "type": "text/html", "base64": base64.b64encode(page).decode()}

    # The template holds no data: Gradio would compile what stands in it.
    return gr.HTML(
        {}, apply_default_css=False, elem_id="cv-tests",
        html_template='<div class="cv-tests"></div>',
        js_on_load=asset("testing/result.js") + asset("testing/tests.js"),
        server_functions=[overview, going, run, go_on, stop, result, report],
    )  # fmt: skip
