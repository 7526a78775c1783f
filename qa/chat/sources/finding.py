"""Finding words in a document, as a reader looks for them: any case, any typography."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.types import Span

__all__ = ["MOST_PLACES", "find_words"]

MOST_PLACES = 1_000
"""A reader walks through no more of them."""

_SHAPES = ("-‐‑‒–—―−", "'‘’‚‛ʼ`´", '"“”„‟«»')
_ANY_SHAPE = {sign: f"[{re.escape(shapes)}]" for shapes in _SHAPES for sign in shapes}


def find_words(words: str, text: str, most: int = MOST_PLACES) -> tuple[Span, ...]:
    """The places of some words in a text, in their order.

    Case, line breaks, shapes of quotation marks and dashes, and the two ways to write an accented
    letter make no difference. Parts of words are found too.

    Args:
        words: What to look for; nothing is found of blank words.
        text: Where to look.
        most: How many places to return at most.
    """
    wanted = words.split()
    if not wanted:
        return ()
    pattern = re.compile(r"\s+".join(map(_pattern, wanted)), re.IGNORECASE)
    places: list[Span] = []
    for match in pattern.finditer(text):
        if len(places) == most:
            break
        places.append(Span(*match.span()))
    return tuple(places)


def _pattern(word: str) -> str:
    composed = unicodedata.normalize("NFC", word)
    pattern = "".join(map(_sign, composed))
    return pattern if composed == word else f"(?:{pattern}|{re.escape(word)})"


@lru_cache(maxsize=1024)
def _sign(sign: str) -> str:
    """A pattern for a character in each of its forms."""
    if sign in _ANY_SHAPE:
        return _ANY_SHAPE[sign]
    apart = unicodedata.normalize("NFD", sign)
    return re.escape(sign) if apart == sign else f"(?:{re.escape(sign)}|{re.escape(apart)})"
