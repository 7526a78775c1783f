"""Who writes the answers: a small choice beside the documents, and a sentence on who does."""

from __future__ import annotations

import gradio as gr

from qa.markdown import inert
from qa.model.writers import CONFIGURED, Writers

__all__ = ["build_choice", "describe_model", "wire_choice"]

_QUOTES_ALONE = "Answers are made of verified quotes alone."


def describe_model(model_name: str | None) -> str:
    """One plain sentence, in Markdown, on what answers the questions."""
    if model_name is None:
        return f"{_QUOTES_ALONE} To add a language model that writes them, set `QA_MODEL`."
    return f"{inert(model_name)} writes the answers; every statement is checked against its quotes."


def build_choice(writers: Writers) -> gr.Dropdown:
    """The choice, hidden until ``wire_choice`` finds that there is one to make."""
    return gr.Dropdown(
        [("", writers.default)], value=writers.default, elem_id="cv-writer", scale=0,
        container=False, visible=False, filterable=False, label="Who writes the answers",
    )  # fmt: skip


def wire_choice(
    page: gr.Blocks, choice: gr.Dropdown, sentence: gr.Markdown, writers: Writers
) -> None:
    """Look for choices when the page opens; tell in ``sentence`` what a choice means."""

    def look() -> gr.Dropdown:
        choices = writers.choices()
        return gr.Dropdown(choices=choices, value=writers.default, visible=len(choices) > 1)

    def told(chosen: str) -> str:
        name = writers.name_of(chosen)
        if name is None:
            return _QUOTES_ALONE
        return describe_model(name if chosen == CONFIGURED else f"{name} (Ollama, on this machine)")

    page.load(look, None, choice, api_visibility="private", show_progress="hidden")
    choice.change(told, choice, sentence, api_visibility="private", show_progress="hidden")
