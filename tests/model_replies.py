"""Replies on their way from a model: how a test reads them, and models that give odd ones."""

from __future__ import annotations

import time

import pytest
from doubles import ScriptedModel
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from model_server import ModelServer, Served
from pydantic import Field

from qa.events import Waiting
from qa.model.streaming import Deadline, Ending, reply_pieces

ASKED = [HumanMessage("Why?")]
MODES = pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "whole"])
BOTH = [Served(pieces=["The cable ", "broke."])]


def read(
    model: BaseChatModel, seconds: float = 5.0
) -> tuple[list[str | Ending], list[str | Waiting | Ending]]:
    """All that comes of a model without signs of life, and with them."""
    got = list(reply_pieces(model, ASKED, Deadline.after(seconds)))
    return [one for one in got if not isinstance(one, Waiting)], got


def hung_up(server: ModelServer, patience: float = 2.0) -> float | None:
    """When the client closed the first request, once it has."""
    until = time.monotonic() + patience
    while server.requests[0].hung_up is None and time.monotonic() < until:
        time.sleep(0.01)
    return server.requests[0].hung_up


class SyncModel(ScriptedModel):
    """Has no asyncio; says when its generator was closed."""

    pace: float = 0.0
    gone: list[float] = Field(default_factory=list)

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        try:
            for chunk in super()._stream(messages, stop, run_manager, **kwargs):
                yield chunk
                time.sleep(self.pace)
        finally:
            self.gone.append(time.monotonic())


class Odd(ScriptedModel):
    """Gives the chunks that it is told to give."""

    chunks: list[AIMessageChunk] = Field(default_factory=list)

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        for chunk in self.chunks:
            yield ChatGenerationChunk(message=chunk)
