"""Whether a claim tells as known what its source leaves open: "unclear **whether** it leaked"."""

from __future__ import annotations

import re

from qa.language.terms import stem, telling_stems, words_in

__all__ = ["left_open"]

_WHETHER = re.compile(
    r"\b(?:whether(?!\s+or\s+not)|(?:asked|asks|wondered?|unclear|unknown|known|unsure|clear)\s+"
    r"(?:yet\s+)?if)\s+(?P<open>[^,.;:—–]+)",
    re.IGNORECASE,
)
_NO_MATTER = re.compile(
    r"\b(?:regardless\s+of|no\s+matter|irrespective\s+of|depend\w*\s+on)\s*$", re.I
)
_OPEN = frozenset(
    """whether if unclear unknown unsure uncertain question questions questioned doubt doubts
    doubted consider considering considers weighing may might could possibly perhaps undecided
    open asked investigate investigating""".split()
)


def left_open(claim: str, cited: str) -> str | None:
    """A word of what the source leaves open, in a claim that does not; ``None`` where none is.

    Args:
        claim: The prose of a claim.
        cited: The sentences that it cites.
    """
    words = words_in(claim)
    if _OPEN & set(words):
        return None
    claimed = telling_stems(claim)
    for match in _WHETHER.finditer(cited):
        if _NO_MATTER.search(cited[: match.start()]):
            continue
        left_open = telling_stems(match["open"])
        rest = telling_stems(cited.replace(match["open"], " ", 1))
        shared = left_open & claimed
        if shared - rest and 3 * len(shared) >= 2 * len(left_open):
            told = shared - rest
            return next(word for word in words if stem(word) in told)
    return None
