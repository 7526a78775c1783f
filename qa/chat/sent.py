"""What a script of the page sends, which may be anything at all: anybody may send it."""

from __future__ import annotations

__all__ = ["pair_of", "text_of"]


def pair_of(sent: object) -> tuple[object, object]:
    """The two values of a list; two times ``None`` where it is no such list."""
    if isinstance(sent, list) and len(sent) == 2:
        return sent[0], sent[1]
    return None, None


def text_of(sent: object) -> str:
    """A text that can be stored and shown; empty where it is none."""
    text = sent if isinstance(sent, str) else ""
    return text.encode("utf-8", "replace").decode("utf-8")
