"""Who writes the answers: a small choice beside the documents, and a sentence on who does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import gradio as gr

from qa.chat.words import words_of
from qa.live import Configuration
from qa.markdown import inert
from qa.model.writers import CONFIGURED, Writers

__all__ = ["build_choice", "describe_model", "why_quotes", "wire_choice"]

_SAY = words_of("choice")


def describe_model(model_name: str | None, more: str = "") -> str:
    """In plain words, as Markdown, what answers the questions.

    Args:
        model_name: of the model that writes; ``None`` where none does.
        more: what is to be said where none does, from ``why_quotes``.
    """
    if model_name is None:
        return f"{_SAY('quotes')} {inert(more)}".rstrip()
    return _SAY("writes", model=inert(model_name))


def why_quotes(configuration: Configuration | None, *, editable: bool) -> str:
    """Why answers are made of quotes alone, or what can be done; empty where nothing can.

    Args:
        configuration: the settings in force.
        editable: whether the one who is told may change them.
    """
    if configuration is None:
        return ""
    settings = configuration.settings
    if settings.evidence_only and settings.model:
        return _SAY("left_unasked", model=settings.model)
    return configuration.problem or (_SAY("how_to_add") if editable else "")


def build_choice(writers: Writers) -> gr.Dropdown:
    """The choice, hidden until ``wire_choice`` finds that there is one to make."""
    return gr.Dropdown(
        [("", writers.default)], value=writers.default, elem_id="cv-writer", scale=0,
        container=False, visible=False, filterable=False, label=_SAY("label"),
    )  # fmt: skip


def wire_choice(
    looks: Sequence[Callable[..., object]],
    choice: gr.Dropdown,
    sentence: gr.Markdown,
    writers: Writers,
    more: Callable[[], str],
) -> None:
    """Offer the choices there are, and tell in ``sentence`` what each means.

    Args:
        looks: the events at which choices are looked for: the page opens, the settings change.
        choice: from ``build_choice``. What was chosen stays so while it is offered.
        sentence: who writes, in words.
        writers: who may.
        more: what is to be said where the settings leave the answers to quotes alone.
    """

    def told(chosen: str) -> str:
        name = writers.name_of(chosen)
        if chosen == CONFIGURED:
            return describe_model(name, more())
        return describe_model(name and _SAY("ollama", model=name))

    def look(chosen: str) -> tuple[gr.Dropdown, str]:
        choices = writers.choices()
        kept = chosen if chosen in [value for _, value in choices] else writers.default
        return gr.Dropdown(choices=choices, value=kept, visible=len(choices) > 1), told(kept)

    for event in looks:
        event(look, choice, [choice, sentence], api_visibility="private", show_progress="hidden")
    choice.change(told, choice, sentence, api_visibility="private", show_progress="hidden")
