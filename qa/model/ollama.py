"""Which models an Ollama server on this machine has: one short question to it, never to another."""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from qa.model.fetching import fetched

__all__ = ["OLLAMA", "OllamaModel", "is_this_machine", "ollama_models", "runs_elsewhere"]

OLLAMA = "http://127.0.0.1:11434"
"""Where Ollama listens unless it was told otherwise."""

_SECONDS = 0.3  # a server on this machine answers in a few milliseconds
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


def runs_elsewhere(model: str) -> bool:
    """Whether a model's name says that Ollama itself runs it on its makers' machines ("cloud")."""
    return _ELSEWHERE.search(model) is not None


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
        told = json.loads(fetched(f"{address.rstrip('/')}/api/tags", time.monotonic() + seconds))
        listed = told["models"]
        found = [model for entry in listed if (model := _model(entry)) is not None]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, RecursionError):
        return ()
    return tuple(sorted(found, key=lambda model: model.name))


def _model(entry: dict[str, object]) -> OllamaModel | None:
    """A model of the list, if it can write on this machine."""
    name, size = entry["name"], entry.get("size")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    if entry.get("remote_host") or entry.get("remote_model") or runs_elsewhere(name):
        return None
    details = entry.get("details")
    family = str(details.get("family") or "") if isinstance(details, dict) else ""
    if _ONLY_EMBEDS.search(family) or _ONLY_EMBEDS.search(name):
        return None
    return OllamaModel(name, size if isinstance(size, int) else 0)
