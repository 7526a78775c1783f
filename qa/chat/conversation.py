"""A conversation: what was asked, what is shown of it, and how an answer grows on the page."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict

from index import Library
from index.errors import LibraryError
from qa import Assistant
from qa.chat.memory import AnswerMemory
from qa.errors import QaError
from qa.events import (
    Answered,
    Event,
    Evidence,
    ModelFailed,
    Retrieved,
    Stated,
    Understood,
    Waiting,
    Withdrawn,
)
from qa.followups.turns import remembered
from qa.markdown import inert
from qa.render import answer_markdown, statements_markdown
from qa.types import Answer, Rejection, Statement, Turn

__all__ = [
    "SEARCHING",
    "Exchange",
    "Message",
    "Unfolding",
    "converse",
    "is_running",
    "messages",
    "stopped",
]

_log = logging.getLogger(__name__)

SEARCHING = "*Searching your documents …*"

_WRITING = "*The language model is writing; each statement is checked first …*"
_LONGEST_ECHO = 400
_NO_DOCUMENTS = "There are no documents yet. Add some under **Documents**, then ask again."
_BROKEN = (
    "Something went wrong inside this program, and the question was not answered. "
    "Ask again; if it happens again, the program's log says what it was."
)


class Message(TypedDict):
    """A message as the chat component takes it."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what the page shows below it."""

    question: str
    shown: str = ""
    """The answer as far as there is one: Markdown, safe to render."""
    doing: str = ""
    """What goes on at present, or why it ended, in Markdown."""
    state: Literal["running", "answered", "failed"] = "running"
    understood: str = ""
    """The question in full, where it leaned on earlier ones."""
    turn: Turn | None = None
    """For the questions that follow; ``None`` until there is an answer."""


def messages(exchanges: Sequence[Exchange]) -> list[Message]:
    """The conversation as the chat component takes it."""
    shown: list[Message] = []
    for exchange in exchanges:
        shown.append({"role": "user", "content": inert(_echo(exchange.question))})
        both = (exchange.shown, exchange.doing)
        if exchange.state == "running":  # above what is shown so far, where it is in sight
            both = (exchange.doing, exchange.shown)
        parts = filter(None, (_reading(exchange), *both))
        shown.append({"role": "assistant", "content": "\n\n".join(parts)})
    return shown


def _reading(exchange: Exchange) -> str:
    """What the question was understood as, with a link that page.js makes a button of."""
    if not exchange.understood:
        return ""
    words = inert(_echo(exchange.understood))
    return f'*Understood as: __{words}__* [Correct](#correct "Edit this question and ask it")'


def is_running(exchanges: Sequence[Exchange]) -> bool:
    """Whether an answer is being written at present."""
    return bool(exchanges) and exchanges[-1].state == "running"


def stopped(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """The conversation after the user has stopped the answer that was being written."""
    if not is_running(exchanges):
        return tuple(exchanges)
    return (*exchanges[:-1], replace(exchanges[-1], state="failed", doing="*Stopped.*"))


def _echo(question: str) -> str:
    """The question as it is repeated above its answer, which must stay in sight."""
    if len(question) <= _LONGEST_ECHO:
        return question
    return question[:_LONGEST_ECHO].rsplit(maxsplit=1)[0] + " …"


def converse(
    library: Library,
    assistant: Assistant,
    memory: AnswerMemory,
    question: str,
    exchanges: Sequence[Exchange],
    documents: Sequence[str],
) -> Iterator[tuple[Exchange, ...]]:
    """Ask ``question`` and yield the conversation as its answer grows.

    Args:
        library: the documents.
        assistant: answers from them.
        memory: keeps every answer that is shown, so that its citations can be followed.
        question: not blank.
        exchanges: the conversation so far.
        documents: names to ask; empty for all.

    Yields:
        The conversation with the new exchange at its end; in the last one it is answered or failed.
        Failures are told in the exchange, never raised.
    """
    earlier = tuple(exchanges)
    now = Exchange(question, doing=SEARCHING)
    yield (*earlier, now)
    history = [exchange.turn for exchange in earlier if exchange.turn]
    unfolding = Unfolding(memory, assistant.settings.show_withdrawn)
    try:
        if not library.documents():
            yield (*earlier, Exchange(question, _NO_DOCUMENTS, state="failed"))
            return
        stream = assistant.stream(question, documents=list(documents) or None, history=history)
        with closing(_closable(stream)) as events:
            for event in events:
                now = replace(now, shown=unfolding.take(event), doing=unfolding.doing)
                if isinstance(event, Understood):
                    now = replace(now, understood=event.question)
                if isinstance(event, Answered):
                    turn = remembered(question, event.answer)
                    now = replace(now, doing="", state="answered", turn=turn)
                yield (*earlier, now)
    except (QaError, LibraryError) as error:
        yield (*earlier, Exchange(question, inert(str(error)), state="failed"))
    except Exception:  # noqa: BLE001 - the page's edge: a sentence, and the question is kept
        _log.exception("a question failed")
        yield (*earlier, Exchange(question, _BROKEN, state="failed"))


def _closable(stream: Iterator[Event]) -> Generator[Event, None, None]:
    """A generator over ``stream``, so that stopping the page also stops the model behind it."""
    yield from stream


@dataclass(slots=True)
class Unfolding:
    """Turns the events of one answer into the Markdown to show after each of them."""

    memory: AnswerMemory
    show_withdrawn: bool = True
    doing: str = SEARCHING
    """What goes on after the last event, in Markdown."""
    _evidence: Answer | None = None
    _evidence_id: str = ""
    _answer_id: str = ""
    _statements: list[Statement] = field(default_factory=list)
    _rejections: list[Rejection] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._evidence_id = self.memory.new_id()
        self._answer_id = self.memory.new_id()

    def take(self, event: Event) -> str:
        """The answer to show once ``event`` has happened; empty while there is none."""
        match event:
            case Answered(answer):
                self.memory.keep(self._answer_id, answer)
                return answer_markdown(answer, self._answer_id, show_withdrawn=self.show_withdrawn)
            case Retrieved(passages, seconds):
                documents = len({passage.document for passage in passages})
                self.doing = (
                    f"*Found {len(passages)} passages in {documents} documents "
                    f"({seconds:.1f} s). Reading them …*"
                )
            case Evidence(answer):
                self._evidence = answer
                self.doing = _WRITING
                self.memory.keep(self._evidence_id, answer)
            case Stated(statement):
                self.doing = _WRITING
                self._statements.append(statement)
                self._keep_what_is_stated()
            case Withdrawn(rejection):
                self._rejections.append(rejection)
            case Waiting(message) if message:
                self.doing = f"*{inert(message)}*"
            case ModelFailed(message):
                self.doing = f"*{inert(message)}*"
        return self._so_far()

    def _keep_what_is_stated(self) -> None:
        """Citations of an unfinished answer work too: they lead to what is stated so far."""
        if self._evidence is not None:
            stated = replace(self._evidence, statements=tuple(self._statements), short=None)
            self.memory.keep(self._answer_id, stated)

    def _so_far(self) -> str:
        """The quotes stand until the model's first checked statement takes their place."""
        blocks = []
        if self._evidence is not None and not self._statements:
            blocks.append(answer_markdown(self._evidence, self._evidence_id, finished=False))
        if self._statements or self._rejections:
            shown = statements_markdown(
                self._statements,
                self._rejections,
                self._answer_id,
                show_withdrawn=self.show_withdrawn,
            )
            blocks.append(shown)
        return "\n\n".join(blocks)
