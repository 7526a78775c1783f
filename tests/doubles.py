"""Language models for tests: they need no network, and do exactly what they are told, or worse."""

from __future__ import annotations

import re
import threading
from collections.abc import Generator, Iterator
from typing import Any, TypeVar

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

__all__ = [
    "BrokeOff",
    "CarelessModel",
    "GatedModel",
    "ObedientModel",
    "ScriptedModel",
    "pieces",
    "returned",
]

T = TypeVar("T")


def returned(generator: Generator[object, None, T]) -> T:
    """What a generator returns once all that it yields is passed over."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


class BrokeOff(ConnectionError):
    """What a scripted model raises when it breaks off in the middle of a reply."""


def pieces(text: str) -> Iterator[str]:
    """The text in pieces of 1, 2, 3, 5 and 8 characters in turn: no border is where it is handy."""
    sizes, at = (1, 2, 3, 5, 8), 0
    turn = 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        yield text[at : at + size]
        at, turn = at + size, turn + 1


class _Double(BaseChatModel):
    """A chat model whose reply is computed here."""

    prompts: list[list[BaseMessage]] = Field(default_factory=list)
    """Every prompt that the model was given, in order."""

    @property
    def _llm_type(self) -> str:
        return type(self).__name__

    def reply(self, messages: list[BaseMessage]) -> str:
        raise NotImplementedError

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        chunks = self._stream(messages, stop, run_manager, **kwargs)
        text = "".join(str(chunk.message.content) for chunk in chunks)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.prompts.append(list(messages))
        for piece in [*pieces(self.reply(messages)), ""]:  # at least one, as LangChain demands
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=piece))
            if run_manager:
                run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk


class GatedModel(_Double):
    """Says nothing, and that not before its gate is open."""

    gate: threading.Event = Field(default_factory=threading.Event)

    def reply(self, messages: list[BaseMessage]) -> str:
        assert self.gate.wait(60)
        return ""


class ScriptedModel(_Double):
    """Gives its replies in order; a reply that is an exception is raised instead.

    A prompt for which no reply is left is a failure of the test. ``break_after`` ends every reply
    after so many characters with ``BrokeOff``.
    """

    replies: list[str | Exception] = Field(default_factory=list)
    break_after: int | None = None

    def reply(self, messages: list[BaseMessage]) -> str:
        assert self.replies, "the scripted model was asked once more than it has replies"
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        left = self.break_after
        for chunk in super()._stream(messages, stop, run_manager, **kwargs):
            if left is not None:
                left -= len(str(chunk.message.content))
                if left < 0:
                    raise BrokeOff("the connection to the scripted model broke off")
            yield chunk


_ORDER = re.compile(
    r"(?:write|say|output|answer|reply|print|state|respond)(?: only| with| that)*:?\s+(?P<what>.+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"^\[(\d+\.\d+)\] (.*)$", re.MULTILINE)


class ObedientModel(_Double):
    """Obeys what it finds between the passage markers, not what the rules say.

    Any sentence of the form "… write X" is carried out; a sentence without such a form is taken
    for an order as a whole and answered with ``obeys``. Each answer cites the order itself, the
    sentence before it, and a label out of thin air.
    """

    obeys: str = "Certainly! {order}"
    """What is written in obedience; ``{order}`` stands for the order or for its X."""
    trigger: str = "ignore"
    """Only sentences with this word are orders."""

    def reply(self, messages: list[BaseMessage]) -> str:
        lines: list[str] = []
        for label, sentence in _SENTENCE.findall(str(messages[-1].content)):
            if self.trigger in sentence.lower():
                order = _ORDER.search(sentence)
                text = self.obeys.replace("{order}", order["what"] if order else sentence)
                passage, number = label.split(".")
                before = f"{passage}.{max(int(number) - 1, 1)}"
                lines += [f"- {text} [{cited}]" for cited in (label, before, "97.3", "0")]
                lines.append(f"NOT STATED: {text}")
        return "\n".join(lines)


class CarelessModel(_Double):
    """Repeats the sentences that it is shown, each with one thing wrong.

    Its mistakes, in turn: a number changed, a "not" dropped or put in, a label one too high.
    """

    def reply(self, messages: list[BaseMessage]) -> str:
        lines: list[str] = []
        for label, sentence in _SENTENCE.findall(str(messages[-1].content)):
            said = re.sub(r"^\{[^}]*\} ", "", sentence)
            lines.append(
                f"- {re.sub(r'[0-9]+', lambda n: str(int(n[0]) * 10 + 7), said)} [{label}]"
            )
            turned = (
                said.replace(" not ", " ")
                if " not " in said
                else said.replace(" was ", " was not ")
            )
            lines.append(f"- {turned} [{label}]")
            lines.append(f"- {said} [{label}9]")
        return "\n".join(lines)
