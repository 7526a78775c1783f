"""Which models an Ollama server on this machine has: one short question to it, never to another."""

from __future__ import annotations

import http.client
import io
import ipaddress
import json
import re
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["OLLAMA", "OllamaModel", "is_this_machine", "ollama_models"]

OLLAMA = "http://127.0.0.1:11434"
"""Where Ollama listens unless it was told otherwise."""

_SECONDS = 0.3  # a server on this machine answers in a few milliseconds
_LONGEST = 1 << 20  # bytes of its answer: thousands of models
_NAME = re.compile(r"[\w][\w.:/-]{0,199}")
_ONLY_EMBEDS = re.compile(r"bert|embed", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[:-]cloud$")


@dataclass(frozen=True, slots=True)
class OllamaModel:
    """A model that runs on this machine and can be talked to."""

    name: str
    """As Ollama calls it: ``qwen3:4b``."""
    size: int = 0
    """Bytes of its weights; 0 where it is not told."""


def is_this_machine(address: str) -> bool:
    """Whether an ``http`` address is one of this machine's own that no other can be."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname
    if parts.scheme != "http" or host is None or port == 0 or parts.username is not None:
        return False
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def ollama_models(address: str, seconds: float = _SECONDS) -> tuple[OllamaModel, ...]:
    """The models that can write, by name; none where no Ollama answers in time.

    Models that Ollama itself runs elsewhere ("cloud") are left out, and so are those that only
    embed.

    Args:
        address: of a server on this machine; any other is not asked.
        seconds: how long the whole exchange may take.
    """
    if not is_this_machine(address):
        return ()
    try:
        told = json.loads(_fetched(address, time.monotonic() + seconds))
        listed = told["models"]
        found = [model for entry in listed if (model := _model(entry)) is not None]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, RecursionError):
        return ()
    return tuple(sorted(found, key=lambda model: model.name))


def _fetched(address: str, deadline: float) -> bytes:
    """The body of ``/api/tags``, over a socket of our own: no proxy, and one deadline for all.

    Raises:
        OSError: nothing answers, or not in time.
        HTTPException: what answers is no HTTP, or no success.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 80
    request = f"GET {parts.path.rstrip('/')}/api/tags HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n"
    received = bytearray()
    with socket.create_connection((host, port), timeout=_left(deadline)) as connection:
        connection.sendall(request.encode("ascii"))
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


def _model(entry: dict[str, object]) -> OllamaModel | None:
    """A model of the list, if it can write on this machine."""
    name, size = entry["name"], entry.get("size")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    if entry.get("remote_host") or entry.get("remote_model") or _ELSEWHERE.search(name):
        return None
    details = entry.get("details")
    family = str(details.get("family") or "") if isinstance(details, dict) else ""
    if _ONLY_EMBEDS.search(family) or _ONLY_EMBEDS.search(name):
        return None
    return OllamaModel(name, size if isinstance(size, int) else 0)
