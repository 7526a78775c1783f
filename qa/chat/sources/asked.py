"""What a browser asks of the document view, checked: anybody may send anything."""

from __future__ import annotations

from collections.abc import Mapping

from index.types import Span
from qa.chat.words import words_of

__all__ = ["Asked", "AskedWrongly"]

_SAY = words_of("sources")
_LONGEST_NAME = 200
"""Characters of a name that a message repeats."""


class AskedWrongly(ValueError):
    """What was asked for cannot be given; the text says why, for a person."""


class Asked:
    """One request, read value by value."""

    def __init__(self, sent: object) -> None:
        """Take what a browser sent: a JSON object, if the page itself sent it."""
        self._sent: Mapping[str, object] = sent if isinstance(sent, dict) else {}

    @property
    def name(self) -> str:
        """The name of the document that is asked for.

        Raises:
            AskedWrongly: there is none, or one that no document can have.
        """
        name = self._sent.get("name")
        if (
            not isinstance(name, str)
            or not name
            or any("\ud800" <= sign < "\ue000" for sign in name)
        ):
            raise AskedWrongly(_SAY("no_name"))
        return name

    def unknown(self) -> AskedWrongly:
        """The error that the library has no document of this name."""
        name = self.name
        shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        return AskedWrongly(_SAY("unknown_document", name=shown))

    def text(self, key: str, most: int) -> str:
        """A text of at most so many characters; anything else is empty."""
        text = self._sent.get(key)
        return text if isinstance(text, str) and len(text) <= most else ""

    def wants(self, key: str) -> bool:
        """Whether something is asked for besides."""
        return self._sent.get(key) is True

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``.

        Raises:
            AskedWrongly: it is none, or another.
        """
        number = _whole(self._sent.get(key))
        if number is None or not low <= number <= high:
            raise AskedWrongly(_SAY("nowhere"))
        return number

    def spans(self, length: int, most: int = 200) -> tuple[Span | None, ...]:
        """The stretches of a text that are asked for, at most ``most``.

        Args:
            length: Of the text, in characters.
            most: How many are looked at.

        Returns:
            One for each that was sent; ``None`` for each that is no stretch of such a text.
        """
        sent = self._sent.get("spans")
        return tuple(_span(pair, length) for pair in sent[:most]) if isinstance(sent, list) else ()

    def span(self, length: int) -> Span:
        """The one stretch that is asked for.

        Raises:
            AskedWrongly: there is none, or it is no stretch of such a text.
        """
        spans = self.spans(length, 1)
        if not spans or spans[0] is None:
            raise AskedWrongly(_SAY("nowhere"))
        return spans[0]


def _span(pair: object, length: int) -> Span | None:
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    start, end = map(_whole, pair)
    if start is None or end is None or not 0 <= start < end <= length:
        return None
    return Span(start, end)


def _whole(number: object) -> int | None:
    """A whole number; ``True`` is none."""
    return number if isinstance(number, int) and not isinstance(number, bool) else None
