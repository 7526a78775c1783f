"""The risk–coverage curve: how many answers are wrong when only the surest are given."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Curve", "risk_coverage"]

Curve = Sequence[tuple[float, float]]
"""Points ``(coverage, risk)``, each between 0 and 1, with growing coverage."""


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> Curve:
    """The share of wrong answers among the surest, for every number of them.

    Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks", NeurIPS 2017.
    Questions of equal confidence are answered together.

    Args:
        confidence: of each question.
        right: whether answering it is right.
    """
    order = sorted(range(len(confidence)), key=lambda i: -confidence[i])
    points, wrong = [], 0
    for answered, i in enumerate(order, 1):
        wrong += not right[i]
        last = answered == len(order) or confidence[order[answered]] < confidence[i]
        if last:
            points.append((answered / len(order), wrong / answered))
    return points
