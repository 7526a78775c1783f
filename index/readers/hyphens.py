"""Puts words back together that were hyphenated at a line's end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

__all__ = ["join_hyphens"]

# PDFium marks a hyphen at a line's end by U+0002 (the reader sees to that); where it saw none,
# the hyphen stands before the space that joins two lines.
_BREAK = re.compile(r"(\w+)(?:\x02 ?|(?<=[a-zß-ÿ])- (?=[a-zß-ÿ]))(\w+)")
_STRAY = re.compile(r"\x02")
_HYPHENATED = re.compile(r"\b\w+-\w+\b")
_KEEPS_HYPHEN = {
    *("all", "anti", "co", "cross", "ex", "half", "high", "long", "low", "mid", "multi", "non"),
    *("post", "pre", "pro", "self", "semi", "short", "so", "vice", "well"),
}
_SUSPENDED = {"and", "or", "to", "und", "oder", "et", "ou", "y", "o"}  # “two- and three-year plans”


def join_hyphens(blocks: Iterable[str]) -> Callable[[str], str]:
    """Learn a document's words, and return what mends its broken ones.

    Of “customs” and “cus-toms” the form that stands elsewhere in the document wins; without a
    model in the text the hyphen stays between two words that stand there alone and after prefixes
    that usually keep it, and else goes.

    Args:
        blocks: All blocks of the document, with the breaks still in them.

    Returns:
        A function that mends one block.
    """
    blocks = list(blocks)
    if not any(_BREAK.search(block) for block in blocks):
        return lambda text: _STRAY.sub("-", text)
    hyphenated = {
        word.lower() for block in blocks for word in _HYPHENATED.findall(_BREAK.sub(" ", block))
    }
    plain = {
        word.lower() for block in blocks for word in re.findall(r"\w+", _BREAK.sub(" ", block))
    }

    def mended(match: re.Match[str]) -> str:
        before, after = match.group(1), match.group(2)
        if after.lower() in _SUSPENDED:
            return f"{before}- {after}"
        together, apart = before + after, f"{before}-{after}"
        if apart.lower() in hyphenated:
            return apart
        if together.lower() in plain:
            return together
        words = all(len(part) > 2 and part.lower() in plain for part in (before, after))
        letters = after[0].islower() and before[-1].isalpha()
        return apart if words or not letters or before.lower() in _KEEPS_HYPHEN else together

    return lambda text: _STRAY.sub("-", _BREAK.sub(mended, text))
