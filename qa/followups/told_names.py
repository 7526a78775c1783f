"""Names that come out of documents, cleaned before they are put into a question or a prompt."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.language.terms import names_in

__all__ = ["told_names"]

_LONGEST = 60
_MOST_WORDS = 6
_PLAIN = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’&-])*")
_DESCRIPTION = re.compile(r"\s*[,;(].*$", re.DOTALL)


def told_names(speakers: Iterable[str]) -> tuple[str, ...]:
    """Speakers as short plain names; what does not look like one is left out.

    A document decides who its speakers are, so it may put anything there: a line break, an order
    to the model, an address. What is left of a name are at most six words of letters.

    Args:
        speakers: as documents call them: "harbour master Ivo Tann, a baker's son".
    """
    kept = (_cleaned(speaker) for speaker in speakers)
    return tuple(dict.fromkeys(name for name in kept if name))


def _cleaned(speaker: str) -> str:
    name = _DESCRIPTION.sub("", speaker).strip()
    fits = len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS
    if not fits or not _PLAIN.fullmatch(name):
        return ""
    named = names_in(name)
    if named:  # "harbour master Ivo Tann"; nothing follows a name
        return name if name.endswith(named[-1]) and len(named) == 1 else named[-1]
    return name if len(name.split()) <= 3 else ""
