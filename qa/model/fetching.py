"""One short question to a server, over a socket of our own.

HTTP clients honour proxies, follow redirections and have no deadline for a whole reply; this does
not, follows none, and has one.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["fetched"]

_LONGEST = 1 << 20  # bytes of an answer: what lists thousands of models


def fetched(address: str, deadline: float, key: str = "") -> bytes:
    """What a server answers to a ``GET``.

    Args:
        address: with ``http`` or ``https``; it goes to no other.
        deadline: on ``time.monotonic``'s clock, for all but the look-up of the server's name.
        key: sent along as OpenAI's protocol has it, where it is not empty.

    Raises:
        OSError: nothing answers, not in time, or not safely.
        HTTPException: what answers is no HTTP, or no success.
        ValueError: the address or the key cannot be sent.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    lines = [f"GET {parts.path or '/'} HTTP/1.0", f"Host: {parts.netloc}"]
    lines += [f"Authorization: Bearer {key}"] if key else []
    if any(not line.isprintable() for line in lines):
        raise ValueError("A line of the request would break.")
    request = "\r\n".join([*lines, "", ""]).encode("ascii")
    received = bytearray()
    with (
        socket.create_connection((host, port), timeout=_left(deadline)) as plain,
        _secured(plain, host) if parts.scheme == "https" else plain as connection,
    ):
        connection.sendall(request)
        while len(received) <= _LONGEST:
            connection.settimeout(_left(deadline))
            piece = connection.recv(1 << 16)
            if not piece:
                break
            received += piece
    response = http.client.HTTPResponse(_Received(bytes(received)))  # type: ignore[arg-type]
    response.begin()
    if response.status != http.HTTPStatus.OK:
        raise http.client.HTTPException(f"status {response.status}")
    return response.read()


def _secured(connection: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(connection, server_hostname=host)


@dataclass(frozen=True, slots=True)
class _Received:
    """What came in, in the form that the standard library's parser reads."""

    data: bytes

    def makefile(self, mode: str) -> io.BytesIO:
        """The bytes from their beginning; ``mode`` is always ``rb``."""
        return io.BytesIO(self.data)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
