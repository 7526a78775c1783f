"""A model's reply piece by piece, under one deadline that covers waiting, tries and slow drips.

What reads a reply here is a generator that comes up for air twice a second, even while the server
is silent: only then can it be closed. Closing it ends the request.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage

from qa.events import Waiting
from qa.model.failures import describe_failure, diagnose, in_words
from qa.model.model_loop import Over, start
from qa.model.retries import wait_before_next

__all__ = ["Deadline", "Ending", "Finish", "NoReply", "reply_pieces", "whole_reply"]

TICK_SECONDS = 0.5
"""The longest time between two signs of life, and so until a stop is heeded."""

MOST_CHARACTERS = 60_000
"""Of a reply: more than its tokens can be; a server that sends more is out of control."""

_PIECE = 2_000  # characters: a larger one is handed on in parts, between which time is checked
_TELL_EVERY = 5  # seconds of silence after which the user is told again how long it has been

_LENGTH = frozenset(
    "length max_tokens max_output_tokens model_length model_context_window_exceeded".split()
)
_FILTERED = frozenset(
    "content_filter refusal safety recitation blocklist prohibited_content spii language".split()
)


class Finish(StrEnum):
    """How a reply came to its end."""

    WHOLE = "whole"
    LENGTH = "length"
    """It reached the most tokens that it may have."""
    FILTERED = "filtered"
    """The model refused, or its provider's filter held back the rest."""
    BROKEN_OFF = "broken_off"
    """The stream ended without saying why, which providers' clients do only where it was cut."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known when a reply is over."""

    finish: Finish
    input_tokens: int | None
    """The provider's own count of the prompt; ``None`` where it tells none."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which all must be done."""

    at: float
    """On ``time.monotonic``'s clock."""

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds until then; negative afterwards."""
        return self.at - time.monotonic()


class NoReply(Exception):
    """A model gave no whole reply; the text is a sentence for a person, without a key."""


def whole_reply(
    model: BaseChatModel, messages: Sequence[BaseMessage], deadline: Deadline
) -> Generator[Waiting, None, str]:
    """A short reply as a whole, for a step before the answer.

    Used as ``text = yield from whole_reply(model, messages, deadline)``.

    Args:
        model: any chat model.
        messages: the prompt.
        deadline: covers waiting and tries.

    Yields:
        Signs of life, to be handed on to whoever reads the events, so that a stop is heeded.

    Returns:
        The text, which may be empty.

    Raises:
        NoReply: it failed, took too long, or broke off.
    """
    text: list[str] = []
    try:
        with closing(reply_pieces(model, messages, deadline)) as pieces:
            for piece in pieces:
                if isinstance(piece, str):
                    text.append(piece)
                elif isinstance(piece, Waiting):
                    yield piece
                elif piece.finish is not Finish.WHOLE:
                    raise NoReply("The language model's reply did not come to its end.")
    except NoReply:
        raise
    except Exception as error:
        raise NoReply(describe_failure(error)) from error
    return "".join(text)


def reply_pieces(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    deadline: Deadline,
    *,
    again: bool = True,
) -> Generator[str | Waiting | Ending]:
    """A model's reply, piece by piece, and its ending; asked again while nothing has come.

    Closing the generator ends the request.

    Args:
        model: any chat model, with its own retries switched off.
        messages: the prompt.
        deadline: covers waiting and all tries.
        again: whether there is more than one try.

    Yields:
        The pieces as they come, signs of life between them, and in the end how it ended.

    Raises:
        TimeoutError: the deadline passed.
        Exception: whatever the model's client raised at the last try, or in mid-reply.
    """
    tries = 0
    while True:
        tries, began = tries + 1, False
        try:
            with closing(_attempt(model, messages, deadline)) as pieces:
                for piece in pieces:
                    began = began or isinstance(piece, str)
                    yield piece
                return
        except Exception as error:
            failure = diagnose(error)
            wait = wait_before_next(failure, tries, deadline.left(), random.random())
            if began or wait is None or not again:
                raise
        yield Waiting(f"{in_words(failure)} Asking again in {math.ceil(wait)} s …")
        yield from _rest(wait)


def _rest(seconds: float) -> Iterator[Waiting]:
    """Nothing but signs of life, for so long."""
    until = Deadline.after(seconds)
    while (left := until.left()) > 0:
        time.sleep(min(left, TICK_SECONDS))
        yield Waiting()


def _attempt(
    model: BaseChatModel, messages: Sequence[BaseMessage], deadline: Deadline
) -> Generator[str | Waiting | Ending]:
    running = start(model, messages)
    seen, pulse = _Seen(), _Pulse()
    try:
        while True:
            message = running.next(min(deadline.left(), pulse.left()))
            if deadline.left() <= 0:
                raise TimeoutError
            if isinstance(message, Over):
                yield seen.ending()
                return
            if message is not None:
                for piece in seen.take(message):
                    yield piece
                    if deadline.left() <= 0:
                        raise TimeoutError
                if seen.characters >= MOST_CHARACTERS:
                    yield Ending(Finish.LENGTH, seen.input_tokens)
                    return
            if pulse.left() <= 0:
                yield pulse.beat(writing=seen.characters > 0)
    finally:
        running.stop()


class _Pulse:
    """When the next sign of life is due, and what it says."""

    def __init__(self) -> None:
        self._began = self._beat = time.monotonic()
        self._told = 0

    def left(self) -> float:
        return self._beat + TICK_SECONDS - time.monotonic()

    def beat(self, *, writing: bool) -> Waiting:
        self._beat = time.monotonic()
        waited = int(self._beat - self._began) // _TELL_EVERY * _TELL_EVERY
        if writing or waited <= self._told:
            return Waiting()
        self._told = waited
        return Waiting(f"The language model has been silent for {waited} s …")


class _Seen:
    """What a reply's messages tell besides their text."""

    def __init__(self) -> None:
        self.characters = 0
        self.input_tokens: int | None = None
        self.finish: Finish | None = None
        self._must_say = False

    def take(self, message: AIMessage) -> Iterator[str]:
        """Keep what a message tells; give its text in pieces, as far as there is room for it."""
        metadata = message.response_metadata
        self.finish = _finish(message) or self.finish
        # Providers' own clients say where they come from, and those name the reason of every end.
        streamed = isinstance(message, AIMessageChunk)
        self._must_say = self._must_say or (streamed and "model_provider" in metadata)
        if message.usage_metadata:
            self.input_tokens = (self.input_tokens or 0) + message.usage_metadata["input_tokens"]
        text = str(message.text)[: MOST_CHARACTERS - self.characters]
        self.characters += len(text)
        yield from (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))

    def ending(self) -> Ending:
        unsaid = Finish.BROKEN_OFF if self._must_say else Finish.WHOLE
        return Ending(self.finish or unsaid, self.input_tokens)


def _finish(message: AIMessage) -> Finish | None:
    """Why the reply ended, wherever a client keeps it; ``None`` while it goes on."""
    if message.additional_kwargs.get("refusal"):
        return Finish.FILTERED
    told = _told(message.response_metadata)
    if told is None:
        return None
    if told in _LENGTH:
        return Finish.LENGTH
    return Finish.FILTERED if told in _FILTERED else Finish.WHOLE


def _told(metadata: Mapping[str, Any]) -> str | None:
    details = metadata.get("incomplete_details")
    places = (
        metadata.get("finish_reason"),  # OpenAI, Google, Mistral
        metadata.get("stop_reason"),  # Anthropic
        metadata.get("done_reason"),  # Ollama
        details.get("reason") if isinstance(details, Mapping) else None,  # OpenAI's responses
        "stop" if metadata.get("status") == "completed" else None,
        "done" if metadata.get("done") else None,
    )
    return next((str(place).lower() for place in places if place), None)
