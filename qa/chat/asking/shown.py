"""What the conversation shows: each question, and below it what there is of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from qa.chat.asking.answer_html import doing_html, understood_html
from qa.chat.words import words_of
from qa.markdown import inert
from qa.types import Turn

__all__ = ["Message", "Shown", "Talk", "messages"]

_SAY = words_of("answer")
_LONGEST_ECHO = 400  # characters


class Message(TypedDict):
    """A message as the chat component takes it."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and what the page shows below it."""

    question: str
    html: str = ""
    """The answer as far as there is one, safe to render."""
    doing: str = ""
    """What goes on at present, or why it ended; a sentence."""
    state: Literal["running", "answered", "failed"] = "running"
    understood: str = ""
    """The question in full, where it leaned on earlier ones."""
    turn: Turn | None = None
    """For the questions that follow; ``None`` until there is an answer."""
    id: str = ""
    """Of the answer, from the beginning; empty where there will be none."""
    documents: tuple[str, ...] = ()
    """Names of those that are asked; empty for all."""
    is_new: bool = False
    """Whether it has only just been asked."""
    kept: bool = False
    """Whether it stands in the file of the conversations."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation that a page shows."""

    id: str = ""
    """Under which it is kept; empty until its first question."""
    shown: tuple[Shown, ...] = ()
    unreadable: int = 0
    """How many of its answers another release has kept, which this one cannot read."""

    @property
    def is_running(self) -> bool:
        """Whether an answer is being written at present."""
        return bool(self.shown) and self.shown[-1].state == "running"

    def stopped(self) -> Talk:
        """The conversation after the user has stopped the answer that was being written."""
        if not self.is_running:
            return self
        return self.ending(replace(self.shown[-1], state="failed", doing=_SAY("stopped")))

    def ending(self, last: Shown) -> Talk:
        """The conversation with something else as its last question."""
        return replace(self, shown=(*self.shown[:-1], last))


def messages(shown: Sequence[Shown], unreadable: int = 0) -> list[Message]:
    """The conversation as the chat component takes it.

    Args:
        shown: its questions.
        unreadable: how many more it has that cannot be shown.
    """
    found: list[Message] = []
    if unreadable:
        told = doing_html(_SAY.count("unreadable", unreadable), busy=False)
        found.append({"role": "assistant", "content": told})
    for one in shown:
        found.append({"role": "user", "content": inert(_echo(one.question))})
        found.append({"role": "assistant", "content": _answer(one)})
    return found


def _answer(one: Shown) -> str:
    """One line of HTML: a blank line would end it for the Markdown renderer."""
    running = one.state == "running"
    doing = doing_html(one.doing, busy=running) if one.doing else ""
    reading = understood_html(_echo(one.understood)) if one.understood else ""
    # What goes on stands above what is shown so far, where it is in sight.
    return reading + (doing + one.html if running else one.html + doing)


def _echo(question: str) -> str:
    """The question as it is repeated above its answer, which must stay in sight."""
    if len(question) <= _LONGEST_ECHO:
        return question
    return question[:_LONGEST_ECHO].rsplit(maxsplit=1)[0] + " …"
