"""The chat page: ask, read, follow a citation to its words; add, choose and remove documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import gradio as gr
from gradio.utils import get_upload_folder

from index import Library
from qa import Assistant
from qa.chat import api
from qa.chat.asking.choice import describe_model, why_quotes, wire_choice
from qa.chat.asking.history import History
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.rail import build_rail
from qa.chat.asking.tab import build_ask_tab, wire_conversation
from qa.chat.asking.tools import build_tools
from qa.chat.drafts.tab import build_draft_tab
from qa.chat.library.tab import Conversation, build_documents_tab, wire_documents
from qa.chat.library.uploads import Uploads
from qa.chat.look import asset
from qa.chat.settings.tab import build_settings_tab
from qa.chat.sources.panel import build_panel
from qa.chat.testing.saving import save_case
from qa.chat.testing.tab import LABEL as TESTS
from qa.chat.testing.tab import build_tests_tab
from qa.chat.words import words_of
from qa.live import Configuration
from qa.model.writers import Writers

__all__ = ["TITLE", "build_page", "sample_questions"]

TITLE = "Chapter & Verse"

_SAY = words_of("page")


def build_page(
    library: Library,
    assistant: Assistant,
    *,
    samples: Mapping[str, str],
    editable: bool = True,
    writers: Writers | None = None,
    history: History | None = None,
    configuration: Configuration | None = None,
) -> api.PublishedBlocks:
    """Build the page; ``qa.chat.serve.serve`` serves it.

    Args:
        library: the documents; everybody who opens the page shares them.
        assistant: answers from them.
        samples: questions to start with, each with the name of the document that answers it; one
            is shown while the conversation is empty and its document is in the library.
        editable: whether visitors may add and remove documents, save and run tests, and change
            settings.
        writers: who may write the answers; by default whom the configuration names, and without
            one the assistant's model or nobody.
        history: keeps conversations; by default they last as long as a page is open.
        configuration: the settings, which can be changed while the page is served.
    """
    writers = writers or (configuration.writers if configuration else Writers(assistant))
    history = history or History(library, writers, AnswerMemory())

    def more() -> str:
        return why_quotes(configuration, editable=editable)

    # Uploads are deleted once they are added; a day is for those that wait in a long line.
    page = api.PublishedBlocks(title=TITLE, analytics_enabled=False, delete_cache=(3600, 86_400))
    page.uploads = Uploads(Path(get_upload_folder())) if editable else None
    with page:
        rail = build_rail(history)
        gr.HTML(js_on_load=asset("asking/reading.js"), visible="hidden")
        with gr.Tabs(elem_id="cv-tabs") as tabs:
            with gr.Tab(_SAY("ask"), id="ask"):
                who_writes = describe_model(writers.assistant().model_name, more())
                ask_tab = build_ask_tab(samples, who_writes, writers)
            with gr.Tab(_SAY("documents"), id="documents") as area:
                documents_tab = build_documents_tab(area, library, page.uploads)
            with gr.Tab(_SAY("draft"), id="draft"):
                build_draft_tab(library)
            with gr.Tab(TESTS, id="tests"):
                build_tests_tab(writers, editable=editable)
            with gr.Tab(_SAY("settings"), id="settings"):
                settings = build_settings_tab(library, configuration, editable=editable)
        build_panel(library, history)
        to_cases = partial(save_case, library_folder=library.folder)
        tools = build_tools(history, to_cases if editable else None)
        wire_conversation(ask_tab, rail, tools, library, writers, history)
        looks = [page.load, settings.changed]
        wire_choice(looks, ask_tab.writer, ask_tab.model, writers, more)
        conversation = Conversation(tabs, ask_tab.scope, ask_tab.sample_buttons)
        wire_documents(page, documents_tab, library, conversation)
        api.publish(library, writers)
    return page


def sample_questions() -> dict[str, str]:
    """The questions to start with, each with the name of the sample document that answers it."""
    return dict(tomllib.loads(asset("asking/questions.toml"))["questions"])
