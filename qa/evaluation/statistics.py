"""How sure a figure is: intervals of means, and whether two runs really differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.scores import wilson

__all__ = ["Difference", "Estimate", "estimate", "paired_difference"]

_RESAMPLES = 10_000
_AT_ONCE = 1_000  # all of them for ten thousand cases would need a gigabyte
_SEED = 20_250_512  # the same numbers for the same run, always
_LOW, _HIGH = 0.025, 0.975
_SIGNIFICANT = 0.05
_ROUNDING = 1e-9
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
    def is_none(self) -> bool:
        """Whether no case came out differently, so that there is nothing to explain."""
        return self.cases > 0 and self.low == self.high == 0

    @property
    def is_real(self) -> bool:
        """Whether it is more than chance: by the p-value, and by the interval."""
        return self.p_value < _SIGNIFICANT and not self.low <= 0 <= self.high


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
    mean = math.fsum(values) / len(values)
    if len(values) < _FEW or all(value in (0, 1) for value in values):
        low, high = wilson(math.fsum(values), len(values))
    else:
        low, high = _percentiles(_resampled_means(values))
    return Estimate(mean, low, high, len(values))


def paired_difference(before: Sequence[float], after: Sequence[float]) -> Difference:
    """How much better the second run is, on cases asked in both, and how sure that is.

    The interval is the paired bootstrap's (Koehn, "Statistical Significance Tests for Machine
    Translation Evaluation", EMNLP 2004). The p-value is approximate randomisation's (Yeh, "More
    accurate tests for the statistical significance of result differences", COLING 2000): were
    the runs alike, each case could as well have come out the other way round. Of a few cases the
    bootstrap is too sure; one that flipped is no proof, and here its p-value is 1.

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
    mean = math.fsum(gains) / len(gains)
    means = _resampled_means(gains)
    low, high = _percentiles(means)
    return Difference(mean, low, high, _chance(gains), len(gains))


def _chance(gains: Sequence[float]) -> float:
    """How often a difference as large comes about when each gain's sign is tossed up."""
    drawn = np.random.default_rng(_SEED)
    sizes, cases = np.unique(np.abs(np.asarray(gains, dtype=np.float64)), return_counts=True)
    heads = drawn.binomial(cases, 0.5, size=(_RESAMPLES, len(cases)))
    as_large = np.abs((2 * heads - cases) @ sizes) >= abs(math.fsum(gains)) - _ROUNDING
    return (1 + int(as_large.sum())) / (1 + _RESAMPLES)


def _resampled_means(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Means of as many values drawn with replacement; shape ``(10_000,)``."""
    drawn = np.random.default_rng(_SEED)
    distinct, cases = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)
    cases_in_all = len(values)
    means = [
        drawn.multinomial(cases_in_all, cases / cases_in_all, size=_AT_ONCE) @ distinct
        for _ in range(_RESAMPLES // _AT_ONCE)
    ]
    return np.concatenate(means) / cases_in_all


def _percentiles(
    means: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[float, float]:
    low, high = np.quantile(means, (_LOW, _HIGH))
    return float(low), float(high)
