"""How sure a figure is: intervals of means, and whether two runs really differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.scores import wilson

__all__ = ["Difference", "Estimate", "estimate", "paired_difference"]

_RESAMPLES = 10_000
_SEED = 20_250_512  # the same numbers for the same run, always
_LOW, _HIGH = 0.025, 0.975
_FEW = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over cases with its 95 % interval."""

    value: float
    """Not a number where there are no cases."""
    low: float
    high: float
    cases: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better the second of two runs is, on the cases that both have."""

    value: float
    low: float
    high: float
    p_value: float
    """How often chance alone would make a difference as large, in either direction."""
    cases: int

    @property
    def is_real(self) -> bool:
        """Whether the 95 % interval leaves out no difference at all."""
        return self.cases > 0 and not self.low <= 0 <= self.high


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of one value a case, with its interval.

    For a share, that is for values of 0 and 1 only, the interval is Wilson's (1927); for other
    values the percentile bootstrap's (Efron and Tibshirani, "An Introduction to the Bootstrap",
    1993), with 10,000 resamples. A few values may be alike by chance, and the bootstrap would be
    sure of them: for fewer than 20 the interval is Wilson's, which is then too wide if anything.

    Args:
        values: each between 0 and 1.
    """
    if not values:
        return Estimate(math.nan, math.nan, math.nan, 0)
    mean = sum(values) / len(values)
    if len(values) < _FEW or all(value in (0, 1) for value in values):
        low, high = wilson(sum(values), len(values))
    else:
        low, high = _percentiles(_resampled_means(values))
    return Estimate(mean, low, high, len(values))


def paired_difference(before: Sequence[float], after: Sequence[float]) -> Difference:
    """The paired bootstrap over cases asked in both runs.

    Koehn, "Statistical Significance Tests for Machine Translation Evaluation", EMNLP 2004;
    the p-value as Berg-Kirkpatrick et al., "An Empirical Investigation of Statistical
    Significance in NLP", EMNLP 2012, take it: resampled differences are centred on none.

    Args:
        before: one value a case.
        after: of the same cases, in the same order.

    Raises:
        ValueError: the two are not equally long.
    """
    if len(before) != len(after):
        raise ValueError(f"not the same cases: {len(before)} and {len(after)}")
    if not before:
        return Difference(math.nan, math.nan, math.nan, 1.0, 0)
    gains = [b - a for a, b in zip(before, after, strict=True)]
    mean = sum(gains) / len(gains)
    means = _resampled_means(gains)
    low, high = _percentiles(means)
    as_large = np.abs(means - mean) >= abs(mean) - 1e-12
    return Difference(mean, low, high, float(as_large.mean()), len(gains))


def _resampled_means(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Means of as many values drawn with replacement; shape ``(10_000,)``."""
    drawn = np.random.default_rng(_SEED)
    given = np.asarray(values, dtype=np.float64)
    counts = drawn.multinomial(len(given), np.full(len(given), 1 / len(given)), size=_RESAMPLES)
    means: np.ndarray[tuple[int], np.dtype[np.float64]] = counts @ given / len(given)
    return means


def _percentiles(
    means: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[float, float]:
    low, high = np.quantile(means, (_LOW, _HIGH))
    return float(low), float(high)
