"""Words of documents, models and persons as every format can hold them."""

from __future__ import annotations

import re
import unicodedata

from qa.markdown import visible

__all__ = ["ISOLATE", "ISOLATED", "isolated", "reads_from_right", "writable"]

ISOLATE, ISOLATED = "\u2068", "\u2069"
"""Between these two signs a text has a direction of its own and changes that of no neighbour."""

_NEVER_SHOWN = re.compile("[\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = str.maketrans({"\x0b": " ", "\x0c": " "})
_FROM_RIGHT = ("R", "AL")


def writable(text: str) -> str:
    """The text without what some format cannot hold, or what reorders or hides other words.

    White space stays, as line breaks, tabs and spaces.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate cannot be written
    return _NEVER_SHOWN.sub("", visible(whole)).replace("\r\n", "\n").translate(_BREAKS)


def isolated(text: str) -> str:
    """The same, between isolating signs where some of it is written from right to left."""
    words = writable(text)
    if any(unicodedata.bidirectional(sign) in _FROM_RIGHT for sign in words):
        return f"{ISOLATE}{words}{ISOLATED}"
    return words


def reads_from_right(text: str) -> bool:
    """Whether the first letter of a text is one of a script that is written from right to left."""
    directions = map(unicodedata.bidirectional, text)
    return next((d for d in directions if d in ("L", *_FROM_RIGHT)), "L") in _FROM_RIGHT
