"""What a claim leaves out of a sentence: a doubt, a condition, an exception, a start."""

from __future__ import annotations

import re

from qa.checking.conditions import lost_condition
from qa.checking.exceptions import lost_exception
from qa.language.dates import days_in
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
_BEGINNING = re.compile(
    r"\b(?P<cue>beginning|starting|commencing)\s+(?:(?:on|in|from|at|with)\s+)?(?:[A-Z]\w+day,?\s+)?$"
)
_BEGUN = telling_stems("begin began begun start commence first stages phases since onward onwards")
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|sixth|last)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|as of|since)\b", re.IGNORECASE)


def left_out(claim: str, sentence: str) -> str | None:
    """The word without which a claim says more than a sentence it repeats; ``None`` where none is.

    "False" of a rumour, the "if" of a condition, the "except" of an exception, the "beginning" of
    what goes on from a day, the "first" of several that have a day each.

    Args:
        claim: The prose of a claim.
        sentence: One that it cites.
    """
    return (
        _lost_doubt(claim, sentence)
        or lost_condition(claim, sentence)
        or lost_exception(claim, sentence)
        or _lost_start(claim, sentence)
        or _lost_ordinal(claim, sentence)
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


def _lost_start(claim: str, sentence: str) -> str | None:
    """The "beginning" before a day on which a claim lets all of it happen."""
    if _tells_start(claim):
        return None
    for given in days_in(sentence):
        cue = _BEGINNING.search(sentence[: given.start])
        if cue and any(given.agrees(day) for day in days_in(claim)):
            return cue["cue"]
    return None


def _lost_ordinal(claim: str, sentence: str) -> str | None:
    """The "first" without which a claim gives its day to the second and the third as well."""
    if _ORDINAL.search(claim) or _tells_start(claim):
        return None
    _, *pieces = _ORDINAL.split(sentence)
    dated = [
        (ordinal, days)
        for ordinal, words in zip(pieces[::2], pieces[1::2], strict=True)
        if (days := list(days_in(words)))
    ]
    claimed = list(days_in(claim))
    told = [
        ordinal
        for ordinal, days in dated
        if any(day.agrees(other) for day in days for other in claimed)
    ]
    return told[0] if len(told) == 1 < len(dated) else None


def _tells_start(claim: str) -> bool:
    return bool(telling_stems(claim) & _BEGUN or _FROM.search(claim))
