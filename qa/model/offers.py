"""Which models a server says that it has: for help, where the one that was named is not there.

Only names are taken from what it answers, and only those that look like names.
"""

from __future__ import annotations

import difflib
import http.client
import json
import re
import time

from qa.model.fetching import fetched

__all__ = ["Offer", "nearest", "offered_by"]

Offer = tuple[str, ...] | None
"""The names of a server's models; ``None`` where it gives no such list."""

_NAME = re.compile(r"[\w][\w.:/@-]{0,99}")
_SHOWN = 5


def offered_by(address: str, key: str = "", seconds: float = 3.0) -> Offer:
    """The models that a server lists.

    It is asked directly, without a proxy, and followed nowhere else.

    Args:
        address: of the list: ``…/models`` as OpenAI has it, or Ollama's ``…/api/tags``.
        key: sent along where it is not empty.
        seconds: how long the whole exchange may take.
    """
    try:
        told = json.loads(fetched(address, time.monotonic() + seconds, key))
        listed = told["data"] if "data" in told else told["models"]
        names = [entry.get("id") or entry.get("name") for entry in listed]
    except (
        OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError,
        RecursionError,
    ):  # fmt: skip
        return None
    return tuple(name for name in names if isinstance(name, str) and _NAME.fullmatch(name))


def nearest(names: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    """A few of the names, those first that are most like the one that was wanted."""
    alike = difflib.get_close_matches(wanted, names, _SHOWN, cutoff=0.4)
    return tuple(dict.fromkeys([*alike, *names]))[:_SHOWN]
