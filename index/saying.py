"""A cue with its speaker, as the grammar finds them in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Span, Stance

__all__ = ["Saying"]


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue with its speaker, as spans of the sentence."""

    speaker: Span
    cue: Span
    stance: Stance
    is_beside: bool
    """Whether it stands beside the words it reports (``…, she said``) rather than before them."""
    audience: Span | None = None
    """To whom: ``told the Gazette``."""
    is_deed: bool = False
    """Whether nobody speaks, and what is done tells an opinion: ``opposed the sale``."""
