"""Quotes, places and dates in words, as the page and the command line tell them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from qa.types import Quote

__all__ = [
    "date_in_words",
    "location",
    "published",
    "speakers_in_words",
    "withdrawn_in_words",
]


def speakers_in_words(speakers: Sequence[str]) -> str:
    """A chain of speakers as a person says it: the one whose words they are, then who reports them.

    Args:
        speakers: outermost first, as in ``Quote.attribution``; empty for the document's own voice.

    Returns:
        ``"the mayor, via an aide, via The Harbour Post"``; empty for no speakers.
    """
    return ", via ".join(reversed(speakers))


def location(quote: Quote) -> str:
    """Where a quote stands: the document's title (or name) and its place or section."""
    section = quote.section if quote.section != quote.title else None
    return ", ".join(filter(None, (quote.title or quote.document, quote.place or section)))


def published(quote: Quote) -> str:
    """Who published a quote's document and when, as far as it says so."""
    return ", ".join(filter(None, (quote.publisher, date_in_words(quote.date))))


def date_in_words(date: datetime.date | None) -> str:
    """A date as ``3 May 2024``; empty for none."""
    return f"{date.day} {date:%B %Y}" if date else ""


def withdrawn_in_words(count: int) -> str:
    """How many statements the check refused, in a sentence."""
    were = "statement of the model was" if count == 1 else "statements of the model were"
    return f"{count} {were} withdrawn: the documents do not bear out what was written."
