"""The page's looks: its theme, and its style sheets beside this file."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from qa.chat.words import as_script, as_style

__all__ = ["STYLE_FILES", "asset", "early_head", "page_head", "theme"]

_FOLDER = Path(__file__).parent

STYLE_FILES = tuple(
    _FOLDER / name
    for name in (
        "components.css",
        "page.css",
        "asking/conversation.css",
        "asking/rail.css",
        "library/documents.css",
        "sources/panel.css",
        "sources/document.css",
        "drafts/draft.css",
        "testing/tests.css",
        "settings/settings.css",
    )
)

# Fonts of the reader's own machine: one from elsewhere would tell elsewhere of every visit.
_TEXT = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
_CODE = ["ui-monospace", "SFMono-Regular", "Menlo", "monospace"]


def asset(name: str) -> str:
    """The text of a file beside this one."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def early_head() -> str:
    """What has to be there before the page is first painted: its colours, and who chooses them."""
    return f"<style>{asset('frame.css')}</style><script>{asset('looks.js')}</script>"


def page_head() -> str:
    """The style of the whole window and what all scripts share, for the page's head.

    Gradio puts its own container's name before every rule of the style files, so a rule for that
    container itself, or for what stands around it, has to come this way.
    """
    style, script = f"{as_style()}\n{asset('frame.css')}", f"{as_script()}\n{asset('dom.js')}"
    return f"<style>{style}</style><script>{script}</script>"


def theme() -> gr.themes.Base:
    """A theme without colours of its own: the style sheet sets them for light and dark."""
    return gr.themes.Base(font=_TEXT, font_mono=_CODE).set(
        color_accent="var(--cv-accent)",
        color_accent_soft="transparent",
        color_accent_soft_dark="transparent",
        border_color_accent="var(--cv-accent)",
        border_color_accent_dark="var(--cv-accent)",
        body_background_fill="var(--cv-paper)",
        body_background_fill_dark="var(--cv-paper)",
        body_text_color="var(--cv-ink)",
        body_text_color_dark="var(--cv-ink)",
        body_text_color_subdued="var(--cv-faint)",
        body_text_color_subdued_dark="var(--cv-faint)",
        background_fill_primary="var(--cv-sheet)",
        background_fill_primary_dark="var(--cv-sheet)",
        background_fill_secondary="var(--cv-paper)",
        background_fill_secondary_dark="var(--cv-paper)",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        block_label_border_width="0px",
        block_label_border_width_dark="0px",
        block_shadow="none",
        block_shadow_dark="none",
        block_padding="0px",
        border_color_primary="var(--cv-line)",
        border_color_primary_dark="var(--cv-line)",
        input_background_fill="var(--cv-sheet)",
        input_background_fill_dark="var(--cv-sheet)",
        input_border_color="var(--cv-line)",
        input_border_color_dark="var(--cv-line)",
        button_primary_background_fill="var(--cv-accent)",
        button_primary_background_fill_dark="var(--cv-accent)",
        button_primary_background_fill_hover="var(--cv-accent-strong)",
        button_primary_background_fill_hover_dark="var(--cv-accent-strong)",
        button_primary_text_color="var(--cv-on-accent)",
        button_primary_text_color_dark="var(--cv-on-accent)",
        button_secondary_background_fill="var(--cv-sheet)",
        button_secondary_background_fill_dark="var(--cv-sheet)",
        button_secondary_text_color="var(--cv-ink)",
        button_secondary_text_color_dark="var(--cv-ink)",
        link_text_color="var(--cv-accent)",
        link_text_color_dark="var(--cv-accent)",
        link_text_color_hover="var(--cv-accent-strong)",
        link_text_color_hover_dark="var(--cv-accent-strong)",
    )
