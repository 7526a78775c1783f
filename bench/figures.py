"""What a measurement gives: the lines of the tables in docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.evaluation.curve import Curve
from qa.evaluation.scores import Share

__all__ = ["Figure", "Risk", "Trade"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: the product, and the baselines where there is something to compare."""

    data_set: str
    measure: str
    product: Share | float
    """A float is an area under the ROC curve, or a mean."""
    meaning: Share | float | None = None
    """The plain pipeline: 1,000-character pieces by the cosine of the same model."""
    words: Share | float | None = None
    """The same pieces by BM25."""
    own_meaning: Share | float | None = None
    """The product's own search by meaning alone."""
    own_words: Share | float | None = None
    """The product's own search by words alone."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What a threshold brings and costs: declined questions of both kinds."""

    data_set: str
    threshold: float
    unanswerable: Share
    """Declined, as they should be."""
    answerable: Share
    """Declined, as they should not be."""


@dataclass(frozen=True, slots=True)
class Risk:
    """How the share of wrong answers grows with the share of questions answered."""

    data_set: str
    curves: Mapping[str, Curve]
    """The product's, and those of the baselines."""
