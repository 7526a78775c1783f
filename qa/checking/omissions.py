"""What a claim leaves out of a sentence that it repeats: a doubt, a condition, an exception."""

from __future__ import annotations

import re

from qa.checking.conditions import lost_condition
from qa.checking.exceptions import lost_exception
from qa.language.speeches import speeches
from qa.language.terms import telling_stems, words_in

__all__ = ["left_out"]

_DOUBTED = frozenset(
    """false untrue wrong lie hoax rumour rumours rumor rumors myth baseless unfounded fabricated
    fake""".split()
)
_ACCUSED = frozenset("accused accuse accuses".split())
_OWN_DOUBT = (
    _DOUBTED
    | _ACCUSED
    | frozenset(
        """not no never nor denied denies deny allegedly alleged reportedly accusation accusations
    allegation charge charged blamed""".split()
    )
)
_CLAUSE = re.compile(r"[,;:–—]\s+")


def left_out(claim: str, sentence: str) -> str | None:
    """The word without which a claim says more than a sentence it repeats; ``None`` where none is.

    "False" of a rumour, the "if" of a condition, the "except" of an exception.

    Args:
        claim: The prose of a claim.
        sentence: One that it cites.
    """
    return (
        _lost_doubt(claim, sentence)
        or lost_condition(claim, sentence)
        or lost_exception(claim, sentence)
    )


def _lost_doubt(claim: str, sentence: str) -> str | None:
    if not _OWN_DOUBT.isdisjoint(words_in(claim)):
        return None
    claimed = telling_stems(claim)
    cues = _DOUBTED if speeches(claim) else _DOUBTED | _ACCUSED  # who says so bears it himself
    for clause in _CLAUSE.split(sentence):
        doubted = set(words_in(clause)) & cues
        if doubted and len(claimed & telling_stems(clause)) > 1:
            return min(doubted)
    return None
