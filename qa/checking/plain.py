"""A model's prose without anything that a page could act on: pictures, links, tags, addresses."""

from __future__ import annotations

import re
import unicodedata

from qa.language.folding import straight_quotations

__all__ = ["plain"]

_TARGET = r"(?:\([^()]{0,2000}(?:\([^()]{0,500}\)[^()]{0,500}){0,4}\)|\[[^\[\]]{0,200}\])"
_IMAGE = re.compile(rf"!\[[^\[\]]{{0,2000}}\]{_TARGET}?")
_LINK = re.compile(rf"\[([^\[\]]{{0,2000}})\](?:{_TARGET}|:(?=\s?\S))")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{0,100}\]")
_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]{0,4000}>|<!--.{0,4000}?-->", re.DOTALL)
_TAG_START = re.compile(r"<(?=[/!?A-Za-z])")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:)?//[^\s<>\"”’)\]]{1,2000}"
    r"|\b(?:javascript|vbscript|data|mailto|tel|file):[^\s<>\"”’)\]]{1,2000}"
    r"|\bwww\.[^\s<>\"”’)\]]{1,2000}"
    r"|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}/[^\s<>\"”’)\]]{0,2000}"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,5}(?:com|net|org|info|biz|io|ai|co|dev|app|ru|cn|xyz|top|site"
    r"|online|shop|link|click|me|gov|edu|uk|de|fr|eu|ir)\b(?!\.\w)",
    re.IGNORECASE,
)
_CODE = re.compile(r"`+")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?![\w*])")
_LONE_STOP = re.compile(r" ([.,;:!?])(?=\s|$)")
_MOST_PASSES = 8


def plain(text: str, source: str = "") -> str:
    """The prose alone: no image, link, HTML tag or code mark, and no address.

    A link keeps its words. An address stays only where the source has the very same one. Unusual
    quotation marks become plain ones, so that whoever looks for quotations finds them.
    Linear in the length of the text.

    Args:
        text: What a model wrote.
        source: The words that it cites.
    """
    seen = straight_quotations(_visible(text).replace("``", '"').replace("''", '"'))
    for _ in range(_MOST_PASSES):  # what one pass takes away may have hidden something
        bare = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", _FOOTNOTE.sub("", seen))))
        bare = _ADDRESS.sub(lambda found: _known(found[0], source), bare)
        if bare == seen:
            break
        seen = bare
    seen = _TAG_START.sub("", seen).replace("![", "[").replace("](", "] (").replace("][", "] [")
    bare = " ".join(_EMPHASIS.sub("", _CODE.sub("", seen)).split())
    return _LONE_STOP.sub(r"\1", bare)


def _visible(text: str) -> str:
    """Without control and format characters, which can hide or reorder words."""
    return "".join(
        char
        for char in " ".join(text.split())
        if char in "\u200c\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )


def _known(address: str, source: str) -> str:
    bare = address.rstrip(".,;:!?")
    whole = re.search(rf"(?<![\w/.@-]){re.escape(bare)}(?![\w/@-])", source)
    return address if whole else address[len(bare) :]
