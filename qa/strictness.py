"""How readily questions are declined: three steps of ``QA_THRESHOLD``, with what each costs.

The thresholds are chosen on the risk curves of docs/accuracy.md, and the shares are those of its
table. Between 0.40 and 0.70 ClapNQ's curve is nearly flat: there a higher threshold declines as
many good questions as bad ones. So the steps lie outside. At 0.35 half as many answerable questions
are declined, both sets together, as at 0.50; at 0.80 the share of wrong answers on ClapNQ has
fallen from 20 % to 12 %.

They decide about quotes. What a language model writes is checked whatever the threshold is.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BALANCED", "STEPS", "Declined", "Step"]


@dataclass(frozen=True, slots=True)
class Declined:
    """The questions of a set that are declined, in percent."""

    unanswerable: float
    """Of those that the document does not answer: declined as they should be."""
    answerable: float
    """Of those that it does: declined as they should not be."""


@dataclass(frozen=True, slots=True)
class Step:
    """A choice of how readily questions are declined."""

    name: str
    threshold: float
    clapnq: Declined
    """Half of the questions are about something else than the document."""
    squad2: Declined
    """Half are about its own subject, with a word changed so that it does not answer."""


BALANCED = Step("balanced", 0.50, Declined(75.9, 11.7), Declined(25.4, 5.2))
"""The default."""

STEPS = (
    Step("readily", 0.35, Declined(71.0, 7.1), Declined(15.6, 0.9)),
    BALANCED,
    Step("strictly", 0.80, Declined(89.7, 27.3), Declined(39.3, 16.5)),
)
"""From the least strict to the strictest."""
