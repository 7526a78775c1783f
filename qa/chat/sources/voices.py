"""Who says some words, as plain data: the page's scripts set it as a chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from index.types import Sentence, Span, Stance

__all__ = ["Voice", "sentences_at", "voice_of"]


class Voice(TypedDict):
    """Who says some words, and how."""

    speakers: list[str]
    """The one whose words they are first, the outermost reporter last; empty: the document."""
    stance: str
    """``said``, ``denied`` …: what the first of them does with the words."""


def voice_of(speakers: Sequence[str], stance: Stance = Stance.SAID) -> Voice:
    """A chain of speakers and what the innermost does.

    Args:
        speakers: outermost first, as in ``Quote.attribution``.
        stance: of the innermost.
    """
    return {"speakers": list(reversed(speakers)), "stance": stance.value}


def sentences_at(sentences: Sequence[Sentence], place: Span) -> tuple[Sentence, ...]:
    """Those of some sentences that share words with a place."""
    return tuple(each for each in sentences if Span(each.start, each.end).overlaps(place))
