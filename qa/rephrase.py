"""A leaning question said in full by a language model: one short call before the search."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from prompts import Prompts
from qa.compose import one_line
from qa.faithful import faithful_question
from qa.told_names import told_names
from qa.types import Turn

__all__ = ["followup_messages", "rephrased", "reply_within"]

_MOST_TURNS = 6
_LONGEST_REPLY = 1_000
"""Characters; a question is shorter, and what goes on is an essay."""


def rephrased(
    model: BaseChatModel,
    prompts: Prompts,
    question: str,
    history: Sequence[Turn],
    seconds: float,
) -> str | None:
    """The question in full as the model says it; ``None`` where that cannot be trusted.

    Args:
        model: is called once.
        prompts: the templates.
        question: as it was asked.
        history: earlier turns, oldest first. Of their answers only cleaned names are told: the
            rest are words of documents.
        seconds: how long the model may take.

    Raises:
        Exception: whatever the model's client raises; ``TimeoutError`` after ``seconds``.
    """
    recent = history[-_MOST_TURNS:]
    names = _names(recent)
    reply = reply_within(model, followup_messages(prompts, question, recent, names), seconds)
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


def reply_within(model: BaseChatModel, messages: Sequence[BaseMessage], seconds: float) -> str:
    """What a model writes within a time, at most a thousand characters of it.

    The model runs in a thread of its own, so that one that never answers holds nobody up; it is
    stopped at its next word.

    Raises:
        Exception: whatever the model's client raises; ``TimeoutError`` after ``seconds``.
    """
    pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stop = threading.Event()

    def run() -> None:
        try:
            for chunk in model.stream(list(messages)):
                if stop.is_set():
                    return
                pieces.put(str(chunk.text))
            pieces.put(None)
        except Exception as error:  # noqa: BLE001 - handed over to the thread that waits
            pieces.put(error)

    deadline = time.monotonic() + seconds
    threading.Thread(target=run, name="followup", daemon=True).start()
    reply = ""
    try:
        while len(reply) < _LONGEST_REPLY:
            piece = pieces.get(timeout=max(deadline - time.monotonic(), 0.0))
            if piece is None:
                break
            if isinstance(piece, Exception):
                raise piece
            reply += piece
    except queue.Empty:
        raise TimeoutError("the model took too long to say the question in full") from None
    finally:
        stop.set()
    return reply
