"""The settings on the page: what is in force, and how it is changed without a new start."""

from __future__ import annotations

import gradio as gr

from index import Library
from qa.chat.look import asset
from qa.chat.settings.desk import Reply, SettingsDesk, SettingsState
from qa.live import Configuration

__all__ = ["build_settings_tab"]


def build_settings_tab(
    library: Library, configuration: Configuration | None, *, editable: bool
) -> gr.HTML:
    """The area; call it inside a tab of the page. It triggers ``changed`` after a change.

    Args:
        library: told of under "About".
        configuration: what is in force; ``None`` where the page has no settings of its own.
        editable: whether visitors may change what holds for everybody.
    """
    desk = SettingsDesk(library, configuration, editable=editable)

    def state(_: object) -> SettingsState:
        return desk.state()

    def where(wish: object) -> Reply:
        return desk.where(wish)

    def check(wish: object) -> Reply:
        return desk.check(wish)

    def save(wish: object) -> Reply:
        return desk.save(wish)

    # The template holds no data: Gradio would compile what stands in it.
    return gr.HTML(
        html_template='<div class="cv-settings"></div>',
        js_on_load=asset("settings/settings.js"),
        server_functions=[state, where, check, save],
        apply_default_css=False,
        elem_id="cv-settings",
    )
