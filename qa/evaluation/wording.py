"""Figures in words: shares, intervals, times and verdicts as reports give them."""

from __future__ import annotations

import datetime
import math
import re

from qa.evaluation.comparing import Comparison
from qa.evaluation.curve import Curve
from qa.evaluation.runs import RunReceipt
from qa.evaluation.statistics import Difference, Estimate
from qa.evaluation.summary import Measure, Summary
from qa.evaluation.types import Outcome
from qa.render import date_in_words

__all__ = [
    "chance",
    "closed_up",
    "compared",
    "duration",
    "figure",
    "figure_interval",
    "interval",
    "moment",
    "plural",
    "points",
    "risk_in_words",
    "share",
    "verdict",
    "written_by",
]

_EMPTY_LINES = re.compile(r"\n\s*\n")
_NONE = "–"
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_PERCENT = f"{_NARROW}%"


def share(value: float) -> str:
    """A share in per cent; a dash for not a number."""
    return _NONE if math.isnan(value) else f"{100 * value:.0f}{_PERCENT}"


def interval(estimate: Estimate) -> str:
    """The 95 % interval of a share."""
    if math.isnan(estimate.value):
        return _NONE
    return f"{100 * estimate.low:.0f}–{100 * estimate.high:.0f}{_PERCENT}"


def figure(measure: Measure) -> str:
    """The value of a measure: a share in per cent, any other with two decimals."""
    value = measure.estimate.value
    return share(value) if measure.is_share or math.isnan(value) else f"{value:.2f}"


def figure_interval(measure: Measure) -> str:
    """The 95 % interval of a measure."""
    given = measure.estimate
    if measure.is_share or math.isnan(given.value):
        return interval(given)
    return f"{given.low:.2f}–{given.high:.2f}"


def points(value: float) -> str:
    """A difference of shares in points of per cent, with its sign."""
    rounded = round(100 * value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}"


def chance(difference: Difference) -> str:
    """How often chance alone would make such a difference, and how large it may be."""
    p = difference.p_value
    often = "fewer than 1 in 1,000" if p < 0.001 else f"{1000 * p:,.0f} in 1,000"
    return (
        f"If the two were equally good, {often} such comparisons would still show a difference as "
        f"large (p {'< 0.001' if p < 0.001 else f'= {p:.3f}'}). The 95{_PERCENT} interval of the "
        f"difference goes from {points(difference.low)} to {points(difference.high)} points."
    )


def plural(count: int, noun: str) -> str:
    """A number and what is counted."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def duration(seconds: float) -> str:
    """A time span, roughly; no line breaks before its unit."""
    if seconds < 120:
        return f"{seconds:.2g}{_NARROW}s" if seconds < 10 else f"{seconds:.0f}{_NARROW}s"
    hours, minutes = divmod(round(seconds / 60), 60)
    told = f"{minutes}{_NARROW}min"
    return f"{hours}{_NARROW}h {told}" if hours else told


def moment(started: str) -> str:
    """When a run began, from ISO 8601; as it was given where that cannot be read."""
    try:
        when = datetime.datetime.fromisoformat(started)
    except ValueError:
        return started
    return f"{date_in_words(when)}, {when:%H:%M} {when.tzname() or ''}".rstrip()


def closed_up(text: str) -> str:
    """A text without its empty lines."""
    return _EMPTY_LINES.sub("\n", text)


def written_by(receipt: RunReceipt) -> str:
    """Who wrote the answers."""
    return f"written by {receipt.model}" if receipt.model else "without a language model"


def verdict(summary: Summary) -> str:
    """What a run came to, as a headline."""
    right = summary.right
    if not right.cases:
        invalid = summary.outcomes.get(Outcome.INVALID, 0)
        return f"None of the {plural(invalid, 'case')} is valid" if invalid else "No case was asked"
    if len(summary.repetitions) > 1:
        return f"{share(right.value)} of the answers to {plural(right.cases, 'case')} were right"
    count = round(right.value * right.cases)
    of = plural(right.cases, "case")
    return f"{count} of {of} {'was' if count == 1 else 'were'} right"


def risk_in_words(curve: Curve) -> str:
    """How to read a risk–coverage curve, by the example of two of its points."""
    if not curve:
        return "No question was answered."
    covered, wrong = curve[-1]
    half, wrong_half = min(curve, key=lambda point: abs(point[0] - covered / 2))
    return (
        f"Read from the left, where only the surest answers are given: of the surest "
        f"{share(half)} of the questions {share(wrong_half)} were answered wrongly, of all "
        f"{share(covered)} that were answered, {share(wrong)}. The more the line climbs, the "
        f"better the confidence tells right answers from wrong ones."
    )


def compared(comparison: Comparison) -> str:
    """What a comparison came to, as a headline."""
    difference = comparison.difference
    if not difference.cases:
        return "The two runs have no case in common"
    change = round(100 * difference.value)
    if not change:
        return f"{share(comparison.after.value)} of the cases were right, as many as before"
    more = "more" if change > 0 else "fewer"
    return (
        f"{share(comparison.after.value)} of the cases were right, "
        f"{plural(abs(change), 'point')} {more} than before"
    )
