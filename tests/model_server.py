"""A server on this machine that speaks OpenAI's protocol and does what its script says, or worse.

It answers below ``/v1`` only, and lists its models where it is told which it has. The provider's
own client library is what talks to it, so what is tested is what is shipped. It keeps every
request, notices when a client hangs up, and counts what it had sent by then.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel

from qa.model.models import chat_model
from qa.settings import Settings

__all__ = ["KEY", "ModelServer", "Request", "Served", "model_at"]

KEY = "sk-canary-7f3b"
"""The key that models here are given: it must appear nowhere."""


def model_at(
    address: str, *, streaming: bool = True, seconds: float = 60.0, context: int | None = None
) -> BaseChatModel:
    """The model that the settings make of a server's address, as the product makes it."""
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    named = {"model": "openai:scripted", "model_api_key": KEY, "model_base_url": address}
    limits = {"model_seconds": seconds, "model_context": context}
    model = chat_model(Settings(**(defaults | named | limits)))
    assert model is not None
    return model if streaming else model.model_copy(update={"disable_streaming": True})


@dataclass(frozen=True)
class Served:
    """What is done with one request; streamed where the request asks for that."""

    pieces: Sequence[str] = ()
    """The reply's text, a chunk each."""
    finish: str | None = "stop"
    counted: int | None = None
    """The prompt's tokens, as the server counts them."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Sent as it is, instead of a reply."""
    silence: float = 0.0
    """Seconds before the first byte."""
    pause: float = 0.0
    """Seconds between the chunks; a reply that is not streamed comes in twenty parts."""
    cut_after: int | None = None
    """The connection ends after so many chunks, or so many bytes of what is not streamed."""
    keep: bool = False
    """The connection stays open for the client's next request."""
    reset: bool = False
    """The connection is reset as soon as the request has come."""


@dataclass
class Request:
    """One request, and how it went."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    began: float
    sent: int = 0
    """Chunks that were sent."""
    hung_up: float | None = None
    """When the client closed the connection before the reply was over."""


_NOT_HERE = Served(status=404, body=b"<h1>Not found</h1>", headers={"content-type": "text/html"})


class _Gone(Exception):
    """The client has hung up."""


class ModelServer:
    """Serves its script on a free port, a turn for each request; use it as a context manager.

    A request beyond the script is answered with status 418 and is an error of the test.

    Args:
        script: what is done with the requests, in order.
        models: what is listed at ``/v1/models``; ``None``: there is no such list.
    """

    def __init__(self, script: Sequence[Served], models: Sequence[str] | None = None) -> None:
        self.script = list(script)
        self.models = models
        self.requests: list[Request] = []
        self.looks: list[Request] = []
        """Requests for the list, and for what else may be read."""
        self.surplus = 0
        self.connections = 0
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> ModelServer:
        self._listener.settimeout(0.05)
        accepting = threading.Thread(target=self._accept, daemon=True)
        accepting.start()
        self._threads.append(accepting)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join(timeout=5)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with connection, contextlib.suppress(OSError):
            while self._serve_one(connection):
                while not _has_come(connection, 0.05):
                    if self._closing.is_set():
                        return

    def _serve_one(self, connection: socket.socket) -> bool:
        """Answer one request; whether another may follow on the connection."""
        request = _read(connection)
        if request is None:  # no HTTP: somebody wants to speak TLS, or no more
            return False
        with self._lock:
            turn = self._turn(request)
        try:
            self._answer(connection, request, turn)
        except (_Gone, ConnectionError):
            request.hung_up = time.monotonic()
            return False
        return turn.keep

    def _turn(self, request: Request) -> Served:
        if request.method == "GET":
            self.looks.append(request)
            if request.path != "/v1/models" or self.models is None:
                return _NOT_HERE
            return Served(body=json.dumps({"data": [{"id": m} for m in self.models]}).encode())
        self.requests.append(request)
        if not request.path.startswith("/v1/"):
            return _NOT_HERE
        turn = self.script.pop(0) if self.script else Served(status=418, body=b"{}")
        self.surplus += turn.status == 418
        return turn

    def _answer(self, connection: socket.socket, request: Request, turn: Served) -> None:
        if turn.reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        self._wait(connection, turn.silence)
        if request.body.get("stream") and turn.body is None:
            connection.sendall(_head(turn, "text/event-stream", None))
            for number, event in enumerate(_events(turn)):
                if number == turn.cut_after:
                    return
                if number:
                    self._wait(connection, turn.pause)
                connection.sendall(b"%x\r\n%b\r\n" % (len(event), event))
                request.sent += 1
            connection.sendall(b"0\r\n\r\n")
            return
        body = turn.body if turn.body is not None else _whole(turn)
        connection.sendall(_head(turn, "application/json", len(body)))
        part = max(len(body) // 20, 1) if turn.pause else max(len(body), 1)
        for at in range(0, len(body) if turn.cut_after is None else turn.cut_after, part):
            if at:
                self._wait(connection, turn.pause)
            connection.sendall(body[at : at + part][: (turn.cut_after or len(body)) - at])
            request.sent += 1

    def _wait(self, connection: socket.socket, seconds: float) -> None:
        """Do nothing for so long, unless the client hangs up."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            readable = _has_come(connection, min(left, 0.05))
            if (readable and not connection.recv(1, socket.MSG_PEEK)) or self._closing.is_set():
                raise _Gone


def _has_come(connection: socket.socket, seconds: float) -> bool:
    """Whether there is something to read, or the end, within so long."""
    # Not select.select: it fails where a process has more than 1,024 files open.
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(1_000 * seconds))


def _read(connection: socket.socket) -> Request | None:
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65_536)
        received += more
        if not more or not received.startswith(
            (b"POST"[: len(received)], b"GET "[: len(received)])
        ):
            return None
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65_536)
    method, path, _ = first.split()
    return Request(method, path, headers, json.loads(body or b"{}"), time.monotonic())


def _head(turn: Served, kind: str, length: int | None) -> bytes:
    ends = "transfer-encoding: chunked" if length is None else f"content-length: {length}"
    headers = {"content-type": kind} | {name.lower(): value for name, value in turn.headers.items()}
    stays = "connection: keep-alive" if turn.keep else "connection: close"
    lines = [f"HTTP/1.1 {turn.status} Scripted", ends, stays]
    return "\r\n".join([*lines, *(f"{n}: {v}" for n, v in headers.items()), "", ""]).encode()


def _usage(turn: Served) -> dict[str, int]:
    tokens = turn.counted or 0
    return {"prompt_tokens": tokens, "completion_tokens": 9, "total_tokens": tokens + 9}


def _events(turn: Served) -> Iterator[bytes]:
    """The chunks of a streamed reply: its pieces, its end, the count where there is one."""

    def event(choices: list[dict[str, Any]], **more: Any) -> bytes:
        chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
        return b"data: " + json.dumps(chunk | {"choices": choices} | more).encode() + b"\n\n"

    for number, piece in enumerate(turn.pieces):
        delta = {"content": piece} | ({} if number else {"role": "assistant"})
        yield event([{"index": 0, "delta": delta, "finish_reason": None}])
    if turn.finish:
        yield event([{"index": 0, "delta": {}, "finish_reason": turn.finish}])
    if turn.counted is not None:
        yield event([], usage=_usage(turn))
    yield b"data: [DONE]\n\n"


def _whole(turn: Served) -> bytes:
    message = {"role": "assistant", "content": "".join(turn.pieces)}
    choice = {"index": 0, "message": message, "finish_reason": turn.finish}
    whole = {"id": "c1", "object": "chat.completion", "created": 1, "model": "scripted"}
    return json.dumps(whole | {"choices": [choice], "usage": _usage(turn)}).encode()
