"""Whether something comes from, or goes into or against, what the source says it does.

"Spread **from** a market" is not "spread from a laboratory", even where a laboratory stands nearby.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.words import STOP_WORDS
from qa.language.terms import stem, telling_stems

__all__ = ["another_origin"]

_GOES = re.compile(
    r"\b(?P<verb>[^\W\d_]+)\s+(?P<where>from|into|onto|against|towards?)\s+"
    r"(?P<what>[^,.;:!?()—–]+)"
)
_THEN = re.compile(r"\s(?P<where>from|into|onto|against|towards?)\s+")
_NEXT = re.compile(
    r"\s+(?:from|to|into|onto|against|towards?|by|for|in|on|at|after|before|because|who|which|that"
    r"|when|while|and|but|or|as|with|during|since|until)\b"
)
_REACH = 8
"""Words of the source after "from" among which the same thing may stand."""


def another_origin(claim: str, source: str) -> tuple[str, str] | None:
    """What a claim has after "from", "into" or "against", and what stands there in the source.

    Only where the source has the same verb with the same word, always with other things, and names
    the claim's thing elsewhere.

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.
    """
    known = telling_stems(source)
    given = list(_goings(source))
    for verb, where, what in _goings(claim):
        said = telling_stems(_short(what))
        there = [words for one, other, words in given if (one, other) == (verb, where)]
        if any(not telling_stems(_short(words)) for words in there):  # "against it": anything
            continue
        if not said or not there or not said <= known:
            continue
        near = " ".join(" ".join(words.split()[:_REACH]) for words in there)
        if not said & telling_stems(near):
            return _short(what), _short(there[0])
    return None


def _short(words: str) -> str:
    return _NEXT.split(words, maxsplit=1)[0].strip()


def _goings(text: str) -> Iterator[tuple[str, str, str]]:
    """Each verb, its preposition, and the words after it."""
    for match in _GOES.finditer(text):
        if match["verb"].lower() in STOP_WORDS:
            continue
        verb, rest = stem(match["verb"]), match["what"]
        yield verb, match["where"][:6], rest
        for then in _THEN.finditer(rest):  # "drifted from the mill into the town"
            yield verb, then["where"][:6], rest[then.end() :]
