"""Starts a model on its reply, off the caller's thread, so that it can be left at any moment.

A model with a client of its own for asyncio runs as a task on one loop, which the whole process
shares: such clients keep their connections, and a connection belongs to its loop. Cancelling the
task closes the response at once, even while the server is silent. A model without one runs on a
thread of its own, not on LangChain's executor, whose threads would hold up the end of the process.
"""

from __future__ import annotations

import asyncio
import contextvars
import queue
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import aclosing, closing
from functools import cache, partial
from typing import cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage

__all__ = ["Over", "Running", "start"]

Messages = Sequence[BaseMessage]

_making = threading.Lock()


class Over:
    """What comes last where a reply came to its end."""


class Running:
    """A reply on its way: what came of it so far, and the means to stop it."""

    def __init__(
        self, arrived: queue.SimpleQueue[AIMessage | Over | BaseException], stop: Callable[[], None]
    ) -> None:
        self._arrived = arrived
        self.stop = stop
        """Ends the request; nothing that arrives afterwards is looked at."""

    def next(self, seconds: float) -> AIMessage | Over | None:
        """The next message, ``Over`` at the end, ``None`` where nothing came within the time.

        Raises:
            BaseException: whatever the model's client raised.
        """
        try:
            arrived = self._arrived.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            return None
        if isinstance(arrived, BaseException):
            raise arrived
        return arrived


def start(model: BaseChatModel, messages: Messages) -> Running:
    """Ask a model; its reply arrives in the background."""
    arrived: queue.SimpleQueue[AIMessage | Over | BaseException] = queue.SimpleQueue()
    if _is_asynchronous(model):
        task = asyncio.run_coroutine_threadsafe(_read(model, messages, arrived.put), _loop())
        return Running(arrived, lambda: _ignore(task.cancel()))
    stopped = threading.Event()
    work = partial(_read_on_thread, model, messages, arrived.put, stopped)
    context = contextvars.copy_context()  # callbacks that the caller set are found in it
    threading.Thread(target=context.run, args=(work,), name="qa-model", daemon=True).start()
    return Running(arrived, stopped.set)


def _ignore(_: bool) -> None:
    """A task that is over already needs no stopping."""


def _is_asynchronous(model: BaseChatModel) -> bool:
    kind = type(model)
    if kind._astream is not BaseChatModel._astream:
        return True
    return kind._stream is BaseChatModel._stream and kind._agenerate is not BaseChatModel._agenerate


def _loop() -> asyncio.AbstractEventLoop:
    """The one loop, made by whoever asks first: a cache alone would let two be made at once."""
    with _making:
        return _made()


@cache
def _made() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="qa-models", daemon=True).start()
    return loop


async def _read(
    model: BaseChatModel,
    messages: Messages,
    put: Callable[[AIMessage | Over | BaseException], None],
) -> None:
    try:
        stream = cast("AsyncGenerator[AIMessage]", model.astream(list(messages)))
        async with aclosing(stream) as chunks:
            async for chunk in chunks:
                put(chunk)
        put(Over())
    except Exception as error:  # noqa: BLE001 - raised again where the reply is read
        put(error)


def _read_on_thread(
    model: BaseChatModel,
    messages: Messages,
    put: Callable[[AIMessage | Over | BaseException], None],
    stopped: threading.Event,
) -> None:
    try:
        stream = cast("Generator[AIMessage]", model.stream(list(messages)))
        with closing(stream) as chunks:
            for chunk in chunks:
                if stopped.is_set():
                    return
                put(chunk)
        put(Over())
    except Exception as error:  # noqa: BLE001 - raised again where the reply is read
        put(error)
