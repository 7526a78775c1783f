"""Whether a model is asked once more after a failure, and when. Pure: no clock, no chance."""

from __future__ import annotations

from qa.model.failures import Failure, Fault

__all__ = ["MOST_TRIES", "wait_before_next"]

MOST_TRIES = 3
"""A server that fails three times in a row will hardly answer within the deadline."""

LONGEST_ASKED_WAIT = 60.0
"""Seconds: what a server may ask for and still get its next try."""

FIRST_WAIT = 1.0
"""Seconds before the second try, doubled before the third; each time by a half more or less."""

_SPREAD = 0.25  # seconds at most after the moment that a server named, so that not all come at once

_PASSING = frozenset(
    {Fault.BUSY, Fault.SERVER, Fault.UNREACHABLE, Fault.BROKE_OFF, Fault.TOOK_TOO_LONG}
)


def wait_before_next(
    failure: Failure, tries: int, seconds_left: float, chance: float
) -> float | None:
    """Seconds to wait before the next try; ``None`` to give up.

    Args:
        failure: how the last try failed, before anything of a reply had come.
        tries: how many there were, from 1.
        seconds_left: until the deadline.
        chance: from 0 up to 1, drawn anew for every try: the jitter.
    """
    if tries >= MOST_TRIES or failure.fault not in _PASSING:
        return None
    asked = failure.asked_wait
    if asked is None:
        wait = FIRST_WAIT * 2 ** (tries - 1) * (0.5 + chance)
    elif asked <= LONGEST_ASKED_WAIT:
        wait = asked + _SPREAD * chance
    else:
        return None
    return wait if wait < seconds_left else None
