"""Parts the text of a web page into what a browser shows and what the page itself hides.

Known by attributes and inline styles; style sheets are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

__all__ = ["parted"]

_SILENT = frozenset({"head", "script", "style", "template", "noscript"})
_ZERO = re.compile(r"(?:0+\.?0*|\.0+)(?:%|[a-z]+)?")


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element passes on to those within it."""

    is_gone: bool = False
    """Never shown, whatever its children say."""
    is_unseen: bool = False
    """Not shown, unless a child says otherwise."""
    is_shrunk: bool = False
    """Set in no size, unless a child says otherwise."""

    @property
    def is_hidden(self) -> bool:
        return self.is_gone or self.is_unseen or self.is_shrunk

    def within(self, element: etree._Element) -> _Look:
        """The look of a child."""
        style = _declared(element.get("style") or "")
        visibility, size = style.get("visibility"), style.get("font-size")
        return _Look(
            is_gone=self.is_gone
            or element.get("hidden") is not None
            or style.get("display") == "none"
            or _is_zero(style.get("opacity")),
            is_unseen=visibility in ("hidden", "collapse") if visibility else self.is_unseen,
            is_shrunk=_is_zero(size) if size else self.is_shrunk,
        )


def parted(page: etree._Element) -> tuple[list[str], str]:
    """The texts that a page hides, and all others run together."""
    hidden: list[str] = []
    seen: list[str] = []
    looks = [_Look()]
    walk = etree.iterwalk(page, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            looks.append(looks[-1].within(element))
            text = None if element.tag in _SILENT else element.text
            if element.tag in _SILENT:
                walk.skip_subtree()
        else:
            if event == "end":
                looks.pop()
            text = None if element is page else element.tail
        if text and text.strip():
            (hidden if looks[-1].is_hidden else seen).append(text)
    return hidden, "".join(seen)


def _declared(style: str) -> dict[str, str]:
    """The declarations of an inline style, in lower case."""
    pairs = (each.partition(":") for each in style.lower().replace("!important", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _is_zero(value: str | None) -> bool:
    return value is not None and _ZERO.fullmatch(value) is not None
