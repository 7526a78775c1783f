"""The chat page: ask, read, follow a citation to its words; add, choose and remove documents."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from index import Library
from qa import Assistant
from qa.chat import api
from qa.chat.choice import build_choice, describe_model, wire_choice
from qa.chat.conversation import SEARCHING, Exchange, converse, is_running, messages, stopped
from qa.chat.documents import FILE_TYPES, add_uploads, listing, removal, scope_choices
from qa.chat.draft_tab import build_draft_tab
from qa.chat.look import asset
from qa.chat.memory import AnswerMemory
from qa.chat.panel import build_panel
from qa.errors import ConfigurationError
from qa.model.writers import Writers

__all__ = ["TITLE", "build_page", "describe_model", "sample_questions"]

TITLE = "Chapter & Verse"

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_LOOK_AGAIN_SECONDS = 3.0  # while there is no document: the first ones are just being indexed
_DATA_ONLY = '<div class="{}"></div>'

Updates = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class _AskTab:
    """The components of the conversation."""

    chat: gr.Chatbot
    exchanges: gr.State
    samples: gr.Column
    sample_buttons: dict[gr.Button, str]
    """Each with the name of the document that answers it."""
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    scope: gr.Dropdown
    writer: gr.Dropdown
    model: gr.Markdown
    """The sentence on who writes."""
    new_chat: gr.Button


@dataclass(frozen=True, slots=True)
class _DocumentsTab:
    """The components of the documents area."""

    area: gr.Tab
    upload: gr.File | None
    adding: gr.HTML
    listing: gr.HTML


def build_page(
    library: Library,
    assistant: Assistant,
    *,
    samples: Mapping[str, str],
    describe_model: str,
    editable: bool = True,
    writers: Writers | None = None,
) -> gr.Blocks:
    """Build the page; ``qa.chat.serve.serve`` serves it.

    Args:
        library: the documents; everybody who opens the page shares them.
        assistant: answers from them.
        samples: questions to start with, each with the name of the document that answers it; one
            is shown while the conversation is empty and its document is in the library.
        describe_model: one plain sentence on what answers the questions.
        editable: whether visitors may add and remove documents.
        writers: who may write the answers; by default the assistant's model or nobody.
    """
    writers = writers or Writers(assistant)
    memory = AnswerMemory()
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        gr.HTML(
            html_template=asset("header.html"), js_on_load=asset("page.js"),
            apply_default_css=False, elem_id="cv-header",
        )  # fmt: skip
        with gr.Tabs(elem_id="cv-tabs"):
            with gr.Tab("Ask", id="ask"):
                ask_tab = _build_ask_tab(samples, describe_model, writers)
            with gr.Tab("Documents", id="documents") as area:
                documents_tab = _build_documents_tab(area, editable=editable)
            with gr.Tab("Check a draft", id="draft"):
                build_draft_tab(library)
        build_panel(library, memory)
        _wire_conversation(ask_tab, library, writers, memory)
        wire_choice(page, ask_tab.writer, ask_tab.model, writers)
        _wire_documents(page, ask_tab, documents_tab, library)
        api.publish(library, assistant)
    return page


def sample_questions() -> dict[str, str]:
    """The questions to start with, each with the name of the sample document that answers it."""
    return dict(tomllib.loads(asset("questions.toml"))["questions"])


def _build_ask_tab(samples: Mapping[str, str], describe_model: str, writers: Writers) -> _AskTab:
    exchanges = gr.State(())
    chat = gr.Chatbot(
        elem_id="cv-chat", show_label=False, label="Conversation", container=False, height=None,
        placeholder=asset("welcome.html"), latex_delimiters=[], allow_tags=False,
        sanitize_html=True, line_breaks=False, buttons=["copy"], layout="panel",
        allow_file_downloads=False,
    )  # fmt: skip
    with gr.Column(elem_id="cv-samples") as sample_column:
        buttons = {
            gr.Button(sample, elem_classes="cv-chip", visible=False): document
            for sample, document in samples.items()
        }
    with gr.Column(elem_id="cv-composer"):
        with gr.Row(elem_id="cv-ask-row"):
            question = gr.Textbox(
                elem_id="cv-question", label="Your question", lines=1, max_lines=6, scale=1,
                placeholder="Ask your documents …", autofocus=True, container=False,
            )  # fmt: skip
            ask = gr.Button("Ask", variant="primary", elem_id="cv-ask", scale=0)
            stop = gr.Button("Stop", elem_id="cv-stop", scale=0, visible=False)
        with gr.Row(elem_id="cv-options"):
            scope = gr.Dropdown(
                [], multiselect=True, value=[], elem_id="cv-scope", scale=1, container=False,
                label="Documents to ask (none chosen: all of them)",
            )  # fmt: skip
            writer = build_choice(writers)
            new_chat = gr.Button("New chat", elem_id="cv-new", scale=0)
        model = gr.Markdown(describe_model, elem_id="cv-model")
    return _AskTab(
        chat, exchanges, sample_column, buttons, question, ask, stop, scope, writer, model, new_chat
    )


def _build_documents_tab(area: gr.Tab, *, editable: bool) -> _DocumentsTab:
    upload = None
    if not editable:
        gr.Markdown(
            "Everybody who opens this page shares these documents, so none can be added or "
            "removed here. Run a copy of your own to ask your own documents."
        )
    else:
        upload = gr.File(
            file_count="multiple", file_types=list(FILE_TYPES), elem_id="cv-upload", height=150,
            label="Drop files here: text, Markdown, web pages, PDF, Word",
        )  # fmt: skip
    adding = gr.HTML(
        {"working": "", "share": 0.0, "outcomes": []}, apply_default_css=False,
        html_template=_DATA_ONLY.format("cv-adding"), js_on_load=asset("adding.js"),
    )  # fmt: skip
    documents = gr.HTML(
        {"editable": editable, "documents": []}, apply_default_css=False,
        html_template=_DATA_ONLY.format("cv-documents"), js_on_load=asset("documents.js"),
    )  # fmt: skip
    return _DocumentsTab(area, upload, adding, documents)


def _wire_conversation(
    tab: _AskTab, library: Library, writers: Writers, memory: AnswerMemory
) -> None:
    shown = [tab.exchanges, tab.chat, tab.question, tab.ask, tab.stop, tab.samples]

    def answer(
        question: str, exchanges: tuple[Exchange, ...], scope: list[str], writer: str
    ) -> Iterator[Updates]:
        question = question.strip()
        if is_running(exchanges):
            gr.Info("Stop the present answer first.", duration=4)
            yield {tab.question: gr.skip()}
            return
        if not question:
            gr.Warning("Type a question first.", duration=4)
            yield {tab.question: gr.skip()}
            return
        try:
            assistant = writers.assistant(writer)
        except ConfigurationError as error:
            gr.Warning(str(error), duration=10)
            yield {tab.question: gr.update(value=question)}
            return
        for grown in converse(library, assistant, memory, question, exchanges, scope):
            yield _view(tab, grown) | {tab.question: _question_box(grown, exchanges)}

    def ask_sample(
        sample: str, exchanges: tuple[Exchange, ...], scope: list[str], writer: str
    ) -> Iterator[Updates]:
        yield from answer(sample, exchanges, scope, writer)

    # "once" would be Gradio's own way to refuse a second question, but it also swallows the first
    # question after a stopped one.
    given = [tab.exchanges, tab.scope, tab.writer]
    asked = gr.on(
        [tab.question.submit, tab.ask.click], answer, [tab.question, *given], shown,
        trigger_mode="multiple", **_PRIVATE,
    )  # fmt: skip
    running = [asked]
    for button in tab.sample_buttons:
        handler = partial(ask_sample, str(button.value))
        running.append(button.click(handler, given, shown, trigger_mode="multiple", **_PRIVATE))
    tab.stop.click(
        lambda exchanges: _view(tab, stopped(exchanges)), tab.exchanges, shown,
        cancels=running, queue=False, **_PRIVATE,
    )  # fmt: skip
    tab.new_chat.click(
        lambda: _view(tab, ()), None, shown, cancels=running, queue=False, **_PRIVATE
    )


def _view(tab: _AskTab, exchanges: tuple[Exchange, ...]) -> Updates:
    """What every component shows for this state of the conversation."""
    running = is_running(exchanges)
    return {
        tab.exchanges: exchanges,
        tab.chat: messages(exchanges),
        tab.ask: gr.update(visible=not running),
        tab.stop: gr.update(visible=running),
        tab.samples: gr.update(visible=not exchanges),
    }


def _question_box(grown: tuple[Exchange, ...], before: tuple[Exchange, ...]) -> Any:  # noqa: ANN401
    """Emptied as the question is asked, left alone while the user types on, refilled on failure."""
    if grown[-1].state == "failed":
        return gr.update(value=grown[-1].question)
    just_asked = len(grown) > len(before) and grown[-1].doing == SEARCHING
    return gr.update(value="") if just_asked else gr.skip()


def _wire_documents(
    page: gr.Blocks, ask_tab: _AskTab, tab: _DocumentsTab, library: Library
) -> None:
    editable = tab.upload is not None
    indexing = gr.Timer(_LOOK_AGAIN_SECONDS, active=False)
    lists = [indexing, tab.listing, ask_tab.scope, *ask_tab.sample_buttons]

    def refreshed(scope: list[str]) -> Updates:
        choices = scope_choices(library)
        names = {name for _, name in choices}
        chips = {
            button: gr.update(visible=document in names)
            for button, document in ask_tab.sample_buttons.items()
        }
        return chips | {
            indexing: gr.update(active=not choices),
            tab.listing: listing(library, editable=editable),
            ask_tab.scope: gr.update(choices=choices, value=[n for n in scope if n in names]),
        }

    def add(files: list[str]) -> Iterator[Updates]:
        for state in add_uploads(library, [Path(file) for file in files]):
            yield {tab.adding: state}
        yield {tab.upload: None}

    def remove(event: gr.EventData) -> Updates:
        return {tab.adding: removal(library, str(event.name))}

    looks = [page.load, indexing.tick, tab.area.select]
    if tab.upload is not None:
        added = tab.upload.upload(add, tab.upload, [tab.adding, tab.upload], **_PRIVATE)
        removed = tab.listing.discard(remove, None, [tab.adding], **_PRIVATE)
        looks += [added.then, removed.then]
    for look in looks:
        look(refreshed, ask_tab.scope, lists, **_PRIVATE)
