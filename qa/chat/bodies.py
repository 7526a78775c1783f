"""The bodies of requests: how large each may be, how many are held, and who works on one at once.

Gradio calls the functions of the page in the threads that also serve all else, as many at once as
anybody asks for, and reads what they are sent as a whole: a body of a megabyte becomes 25 of
memory. So a body is read here, for a limited time, and its request waits without a thread.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import InitVar, dataclass, field

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.chat.places import NoRoom, Places
from qa.chat.waiting import Pace, visitor_of
from qa.chat.ways import FUNCTION, UPLOAD
from qa.chat.words import words_of

__all__ = ["CALLS_AT_ONCE", "CALLS_OF_ONE", "CALLS_WAITING", "LARGE", "LARGE_A_MINUTE", "Bodies"]

CALLS_AT_ONCE = 16
"""Functions of the page that run at once for all visitors; Gradio has 40 threads for everything."""
CALLS_OF_ONE = 4
"""Of one visitor; two of his browser's six connections are left over."""
CALLS_WAITING = 200
"""Of one visitor: a browser has six, or by way of a proxy some hundred, requests under way."""
LARGE = 65_536
"""Bytes; larger bodies are taken one after the other."""
LARGE_A_MINUTE = 30
"""Large bodies of one visitor, on average."""

_MOST_WAITING = 1_000  # of all visitors, who wait with bodies that are not large
_SLOW_AT_ONCE = 2  # calls of each slow function, of all visitors
_LARGE_ARRIVING = 8  # large bodies of all visitors that come in at once
_SECONDS = 20.0  # in which a body must have come
_SOON = 2  # seconds, after which a refused caller may try again
_SAY = words_of("page")


@dataclass(slots=True)
class _Slow:
    """The line of one slow function: few calls at once, and of one visitor one after the other."""

    pace: Pace | None
    _turns: Places = field(
        default_factory=lambda: Places(_MOST_WAITING, 1, _MOST_WAITING, CALLS_WAITING)
    )
    """Who is slowed down keeps himself waiting, and nobody else."""
    _places: Places = field(
        default_factory=lambda: Places(_SLOW_AT_ONCE, 1, _MOST_WAITING, CALLS_WAITING)
    )

    async def enter(self, held: AsyncExitStack, visitor: str) -> None:
        """Wait until the visitor may call the function, and count him until ``held`` ends."""
        await held.enter_async_context(self._turns.place(visitor))
        while self.pace and (seconds := self.pace.seconds_to_wait(visitor)):
            await asyncio.sleep(seconds)
        await held.enter_async_context(self._places.place(visitor))


@dataclass(slots=True)
class Bodies:
    """ASGI middleware behind the guard, which has looked at how long bodies say they are.

    Args:
        app: the application.
        slow: names of the page's functions that work as long as a question does, each with how
            often one visitor may call it, where that matters: his calls are slowed down to it.
    """

    app: ASGIApp
    slow: InitVar[Mapping[str, Pace | None]]
    _calls: Places = field(
        default_factory=lambda: Places(CALLS_AT_ONCE, CALLS_OF_ONE, _MOST_WAITING, CALLS_WAITING)
    )
    _slow: dict[str, _Slow] = field(init=False)
    _arriving: Places = field(default_factory=lambda: Places(_LARGE_ARRIVING, 1, 100, 5))
    _large: Places = field(default_factory=lambda: Places(1, 1, 100, 5))
    _large_pace: Pace = field(default_factory=lambda: Pace(LARGE_A_MINUTE))

    def __post_init__(self, slow: Mapping[str, Pace | None]) -> None:
        self._slow = {name: _Slow(pace) for name, pace in slow.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is a place for it, or answer that there is none."""
        path = scope.get("path", "").rstrip("/")
        if scope["type"] != "http" or scope["method"] != "POST" or path == UPLOAD:
            await self.app(scope, receive, send)
            return
        try:
            await self._passed(scope, receive, send, is_call=path == FUNCTION)
        except NoRoom:
            await _told(_SAY("busy"), 429, _SOON)(scope, receive, send)

    async def _passed(self, scope: Scope, receive: Receive, send: Send, *, is_call: bool) -> None:
        visitor, length = visitor_of(Request(scope)), int(Headers(scope=scope)["content-length"])
        is_large = length > LARGE
        seconds = self._large_pace.seconds_to_wait(visitor) if is_large else 0.0
        if seconds:
            refusal = _told(_SAY("too_much", most=LARGE_A_MINUTE), 429, int(seconds) + 1)
            await refusal(scope, receive, send)
            return
        async with AsyncExitStack() as held:
            if is_large:
                await held.enter_async_context(self._arriving.place(visitor))
            try:
                async with asyncio.timeout(_SECONDS):
                    body = await _body(receive)
            except TimeoutError:
                await _told(_SAY("too_slow"), 408)(scope, receive, send)
                return
            if body is None:
                return  # nobody is there any more
            if is_large:
                await held.enter_async_context(self._large.place(visitor))
            if is_call:
                await self._place_of_a_call(held, visitor, body)
            await self.app(scope, _again(body, receive), send)

    async def _place_of_a_call(self, held: AsyncExitStack, visitor: str, body: bytes) -> None:
        slow = self._slow.get(_name_in(body)) if len(body) <= LARGE else None
        if slow:
            await slow.enter(held, visitor)
        await held.enter_async_context(self._calls.place(visitor))


async def _body(receive: Receive) -> bytes | None:
    """All of a body, which is no longer than the server lets through; ``None`` if it broke off."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read, and then what comes after it."""
    given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return given.pop() if given else await receive()

    return receive_again


def _name_in(body: bytes) -> str:
    """The function that a script calls, read as Gradio reads it; empty where it names none."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    name = sent.get("fn_name") if isinstance(sent, dict) else None
    return name if isinstance(name, str) else ""


def _told(sentence: str, status: int, seconds: int = 0) -> JSONResponse:
    """A sentence, as Gradio's own errors come, of which the page shows it."""
    headers = {"Retry-After": str(seconds)} if seconds else None
    return JSONResponse({"detail": sentence}, status, headers)
