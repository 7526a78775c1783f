"""The conversation's components, and what happens when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any

import gradio as gr

from index import Library
from index.errors import LibraryError
from qa.chat.asking.choice import build_choice
from qa.chat.asking.endings import Endings
from qa.chat.asking.history import History
from qa.chat.asking.rail import rail_state
from qa.chat.asking.shown import Shown, Talk, messages
from qa.chat.asking.unfolding import converse
from qa.chat.reader import reader_of
from qa.chat.sent import text_of
from qa.chat.waiting import QUESTION
from qa.chat.words import words_of
from qa.conversations.errors import ConversationsUnavailable
from qa.errors import ConfigurationError
from qa.model.writers import Writers

__all__ = ["AskDesk", "AskTab", "build_ask_tab", "wire_conversation"]

_SAY = words_of("ask")
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

_Updates = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class AskTab:
    """The components of the conversation."""

    chat: gr.Chatbot
    talk: gr.State
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


def build_ask_tab(samples: Mapping[str, str], describe_model: str, writers: Writers) -> AskTab:
    """Build the conversation's components; call it inside its tab.

    Args:
        samples: questions to start with, each with the name of the document that answers it.
        describe_model: one plain sentence on what answers the questions.
        writers: who may write the answers.
    """
    talk = gr.State(Talk())
    chat = gr.Chatbot(
        elem_id="cv-chat", show_label=False, label=_SAY("conversation"), container=False,
        height=None, placeholder=_welcome(), latex_delimiters=[],
        allow_tags=False, sanitize_html=True, line_breaks=False, buttons=[], layout="panel",
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
                elem_id="cv-question", label=_SAY("question"), lines=1, max_lines=6, scale=1,
                placeholder=_SAY("placeholder"), autofocus=True, container=False,
            )  # fmt: skip
            ask = gr.Button(_SAY("ask"), variant="primary", elem_id="cv-ask", scale=0)
            stop = gr.Button(_SAY("stop"), elem_id="cv-stop", scale=0, visible=False)
        with gr.Row(elem_id="cv-options"):
            scope = gr.Dropdown(
                [], multiselect=True, value=[], elem_id="cv-scope", scale=1, container=False,
                label=_SAY("scope"),
            )  # fmt: skip
            writer = build_choice(writers)
            new_chat = gr.Button(_SAY("new"), elem_id="cv-new", scale=0)
        model = gr.Markdown(describe_model, elem_id="cv-model")
    return AskTab(
        chat, talk, sample_column, buttons, question, ask, stop, scope, writer, model, new_chat
    )


def _welcome() -> str:
    """What stands where the conversation will be."""
    title, how = escape(_SAY("welcome")), escape(_SAY("welcome_how"))
    return f'<div class="cv-welcome"><p class="cv-welcome-title">{title}</p><p>{how}</p></div>'


def wire_conversation(
    tab: AskTab, rail: gr.HTML, tools: gr.HTML, library: Library, writers: Writers, history: History
) -> None:
    """Let questions be asked and stopped, and conversations be begun and opened.

    Args:
        tab: from ``build_ask_tab``.
        rail: the list of conversations.
        tools: what can be done with answers.
        library: the documents.
        writers: who may write the answers.
        history: keeps every answer that is shown.
    """
    desk = AskDesk(tab, rail, library, writers, history, Endings())
    shown = [tab.talk, tab.chat, tab.question, tab.ask, tab.stop, tab.samples, tab.scope, rail]
    # "once" would be Gradio's own way to refuse a second question, but it also swallows the first
    # question after a stopped one.
    asking: dict[str, Any] = {
        "outputs": shown, "trigger_mode": "multiple", **QUESTION, **_PRIVATE,
    }  # fmt: skip
    given = [tab.talk, tab.scope, tab.writer]
    typed = [tab.question.submit, tab.ask.click]
    running = [gr.on(typed, desk.ask_typed, [tab.question, *given], **asking)]
    for button in tab.sample_buttons:
        running.append(button.click(desk.asking(str(button.value)), given, **asking))
    for leave in (tab.stop.click, tab.new_chat.click, rail.fresh, rail.choose):
        # First: with a function beside it, this would wait until the program has answered, and
        # end the question that was asked meanwhile.
        leave(None, cancels=running)
    at_once: dict[str, Any] = {"outputs": shown, "queue": False, **_PRIVATE}
    tab.stop.click(desk.stop, tab.talk, **at_once)
    for new_chat in (tab.new_chat.click, rail.fresh):
        new_chat(desk.begin, tab.talk, **at_once)
    # Only what is queued can tell the visitor something.
    rail.choose(desk.open, tab.talk, **{**at_once, "queue": True}, concurrency_limit=None)
    tools.everywhere(lambda: [], None, tab.scope, queue=False, **_PRIVATE)


@dataclass(frozen=True, slots=True)
class AskDesk:
    """Where questions come in and answers go out."""

    tab: AskTab
    rail: gr.HTML
    library: Library
    writers: Writers
    history: History
    endings: Endings

    def ask_typed(
        self, question: object, talk: Talk, scope: list[str], writer: str, request: gr.Request
    ) -> Iterator[_Updates]:
        """Ask what stands in the box."""
        yield from self._ask(text_of(question).strip(), talk, scope, writer, reader_of(request))

    def asking(self, sample: str) -> Callable[..., Iterator[_Updates]]:
        """What a click on a sample question does."""

        def ask_sample(
            talk: Talk, scope: list[str], writer: str, request: gr.Request
        ) -> Iterator[_Updates]:
            yield from self._ask(sample, talk, scope, writer, reader_of(request))

        return ask_sample

    def stop(self, talk: Talk) -> _Updates:
        """Stop the answer that is being written."""
        return self.view(self._ended(talk))

    def begin(self, talk: Talk) -> _Updates:
        """Begin another conversation."""
        self._ended(talk)
        return self.view(Talk()) | {self.tab.scope: []}

    def open(self, talk: Talk, event: gr.EventData, request: gr.Request) -> _Updates:
        """Show a kept conversation; where it cannot be opened, what is shown stays."""
        shown = self._ended(talk)
        try:
            opened, problem = self.history.opened(event.id, reader_of(request)), _SAY("gone")
        except (ConversationsUnavailable, LibraryError) as error:
            opened, problem = None, str(error)
        if opened:
            return self.view(opened) | {self.tab.scope: self._scope(opened)}
        _warn(problem, 4)
        return self.view(shown, look=self.history.new_id())

    def _scope(self, talk: Talk) -> list[str]:
        """The documents that its last question was asked of, as far as there are any left."""
        asked = set(talk.shown[-1].documents) if talk.shown else set()
        there = {document.name for document in self.library.documents()} if asked else set()
        return sorted(asked & there)

    def _ended(self, talk: Talk) -> Talk:
        """The conversation once nothing is written in it any more."""
        if not talk.is_running:
            return talk
        return self.endings.stop(talk.shown[-1].id) or talk.stopped()

    def _ask(
        self, question: str, talk: Talk, scope: list[str], writer: str, reader: str
    ) -> Iterator[_Updates]:
        tab = self.tab
        if talk.is_running or not question:
            told = _SAY("stop_first") if talk.is_running else _SAY("type_first")
            _warn(told, 4)
            yield {tab.question: gr.skip()}
            return
        try:
            assistant = self.writers.assistant(writer)
        except ConfigurationError as error:
            _warn(str(error), 10)
            yield {tab.question: gr.update(value=question)}
            return
        talk_id, memory = talk.id or self.history.new_id(), self.history.memory
        for last in converse(self.library, assistant, memory, question, talk.shown, scope):
            grown = replace(talk, id=talk_id, shown=(*talk.shown, last))
            if last.state == "answered":
                record = partial(self.history.record, grown, reader)
                finished = self.endings.finish(last.id, record)
                if finished is None:
                    return  # stopped while this step was at work
                grown = finished
            yield self.view(grown) | {tab.question: _question_box(last)}

    def view(self, talk: Talk, look: str = "") -> _Updates:
        """What every component shows for this state of the conversation.

        Args:
            talk: the conversation.
            look: a new word where the list of conversations is to look again in any case.
        """
        running, tab = talk.is_running, self.tab
        answered = sum(one.state == "answered" for one in talk.shown)
        return {
            tab.talk: talk,
            tab.chat: messages(talk.shown, talk.unreadable),
            tab.ask: gr.update(visible=not running),
            tab.stop: gr.update(visible=running),
            tab.samples: gr.update(visible=not (talk.shown or talk.unreadable)),
            self.rail: rail_state(talk.id, answered, look),
        }


def _warn(sentence: str, seconds: int) -> None:
    """Tell the visitor a sentence; Gradio would take what stands in it for HTML."""
    gr.Warning(escape(sentence), duration=seconds)


def _question_box(last: Shown) -> Any:  # noqa: ANN401
    """Emptied as the question is asked, left alone while the user types on, refilled on failure."""
    if last.state == "failed":
        return gr.update(value=last.question)
    return gr.update(value="") if last.is_new else gr.skip()
