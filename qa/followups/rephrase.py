"""A leaning question said in full by a language model: one short call before the search."""

from __future__ import annotations

import secrets
from collections.abc import Generator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from prompts import Prompts
from qa.events import Waiting
from qa.followups.faithful import faithful_question
from qa.followups.told_names import told_names
from qa.model.compose import one_line
from qa.model.streaming import Deadline, whole_reply
from qa.types import Turn

__all__ = ["followup_messages", "rephrased"]

_MOST_TURNS = 6


def rephrased(
    model: BaseChatModel,
    prompts: Prompts,
    question: str,
    history: Sequence[Turn],
    seconds: float,
) -> Generator[Waiting, None, str | None]:
    """The question in full as the model says it; ``None`` where that cannot be trusted.

    Used as ``full = yield from rephrased(…)``.

    Args:
        model: is called once.
        prompts: the templates.
        question: as it was asked.
        history: earlier turns, oldest first. Of their answers only cleaned names are told: the
            rest are words of documents.
        seconds: how long the model may take.

    Yields:
        Signs of life while the model is waited for.

    Raises:
        NoReply: the model failed, or took longer.
    """
    recent = history[-_MOST_TURNS:]
    names = _names(recent)
    messages = followup_messages(prompts, question, recent, names)
    reply = yield from whole_reply(model, messages, Deadline.after(seconds))
    return faithful_question(reply, question, [turn.question for turn in recent], names)


def followup_messages(
    prompts: Prompts, question: str, history: Sequence[Turn], names: Sequence[str]
) -> list[BaseMessage]:
    """The messages that ask for the question in full, all of it data between marker lines."""
    turns = "\n".join(f"- {one_line(turn.question)}" for turn in history)
    told = ", ".join(names) or "none"
    asked = one_line(question)
    code = secrets.token_hex(8)
    while code in f"{turns}{told}{asked}":
        code = secrets.token_hex(8)
    values = {"code": code, "turns": turns, "names": told, "question": asked}
    human = prompts.followup_question.fill(values)
    return [SystemMessage(content=prompts.followup_system.text), HumanMessage(content=human)]


def _names(history: Sequence[Turn]) -> tuple[str, ...]:
    """Who speaks in the last answer, and whom it names in short."""
    return told_names((*history[-1].speakers, *history[-1].named)) if history else ()
