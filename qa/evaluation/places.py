"""Stretches of documents: where quotes and passages stand, and how much of one others hold."""

from __future__ import annotations

from collections.abc import Iterable

from index.types import Passage, Span
from qa.evaluation.scores import coverage
from qa.evaluation.types import AtPlace
from qa.types import Quote

__all__ = ["HALF", "held", "place_of", "places_of"]

HALF = 0.5
"""The share of the wanted characters from which on they count as held."""


def place_of(quote: Quote) -> AtPlace:
    """Where a quote says that it stands."""
    return AtPlace(quote.document, Span(quote.start, quote.end))


def places_of(passage: Passage) -> tuple[AtPlace, ...]:
    """Where a passage stands, and its copies in other documents."""
    return tuple(
        AtPlace(each.document, Span(each.start, each.end)) for each in (passage, *passage.copies)
    )


def held(place: AtPlace, others: Iterable[AtPlace]) -> float:
    """The share of a place's characters that the other stretches hold together."""
    return coverage(place.span, [at.span for at in others if at.document == place.document])
