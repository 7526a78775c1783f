"""Scores that only the benchmarks need; the product's own are in qa/evaluation/scores.py."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from index.types import Span
from qa.evaluation.scores import coverage

__all__ = ["auroc", "covers"]


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """How often a positive scores higher than a negative, ties counted half; 0.5 is chance."""
    if not positives or not negatives:
        return math.nan
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))


def covers(shown: Sequence[Span], gold: Iterable[Span]) -> bool:
    """Whether the shown spans hold at least half of one of the gold spans."""
    return any(coverage(span, shown) >= 0.5 for span in gold)
