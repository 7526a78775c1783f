"""Who does what to whom: a claim must not turn "Ann urged Bo" into "Bo urged Ann".

No grammar is needed to notice a swap: claim and source share the word between the two, and each
has on its left what the other has on its right. A passive ("was urged by") changes the sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.words import STOP_WORDS
from qa.language.deeds import deeds
from qa.language.terms import stem, stems_of

__all__ = ["MUTUAL", "swapped"]

_REACH = 3
"""Telling words on each side that belong to who does it and to whom it is done."""

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,;:.!?()—–\"“”]")
_BREAKS = frozenset(
    """and or but while although though because whereas nor than as if when which who that with
    between from""".split()
)
_BE = frozenset("is are was were be been being".split())
_PASSED_OVER = frozenset("not never also".split())
MUTUAL = stems_of(
    """meet marry fight talk speak agree play sign merge face resemble equal cooperate trade
    negotiate border share discuss divorce date debate kiss hug clash differ"""
)
"""Stems of what two do to each other: the sides mean nothing."""


@dataclass(frozen=True, slots=True)
class _Deed:
    written: str
    verb: str
    """Its stem; so are the words on both sides."""
    left: frozenset[str]
    right: frozenset[str]


def swapped(claim: str, source: str) -> str | None:
    """The word of the claim whose two sides its source has the other way round; ``None`` if none.

    Silent wherever the source also has them as the claim does, and where the two act on each
    other.
    """
    told = list(_deeds(source))
    verbs = {stem(one.written) for one in deeds(claim)}
    for deed in (deed for deed in _deeds(claim) if deed.verb in verbs):
        same = [one for one in told if one.verb == deed.verb and deed.verb not in MUTUAL]
        turned = [one for one in same if one.left & deed.right and one.right & deed.left]
        kept = [one for one in same if one.left & deed.left and one.right & deed.right]
        if turned and not kept:
            return deed.written
    return None


def _deeds(text: str) -> Iterator[_Deed]:
    """Every telling word with telling words on both sides, the doer on the left."""
    for clause in _clauses(text):
        telling = [at for at, word in enumerate(clause) if word not in STOP_WORDS]
        for place, at in enumerate(telling[1:-1], start=1):
            if _names_a_deed(clause, at):
                continue
            left = {stem(clause[other]) for other in telling[max(place - _REACH, 0) : place]}
            right = {stem(clause[other]) for other in telling[place + 1 : place + 1 + _REACH]}
            passive = _is_passive(clause, at)
            doer, other = (right, left) if passive else (left, right)
            yield _Deed(clause[at], stem(clause[at]), frozenset(doer), frozenset(other))


def _names_a_deed(clause: list[str], at: int) -> bool:
    """Whether an "-ing" stands as a noun: "the target for recycling", "an early melting"."""
    return clause[at].endswith("ing") and not _BE & set(clause[max(at - 2, 0) : at])


def _is_passive(clause: list[str], at: int) -> bool:
    if clause[at + 1 : at + 2] == ["by"]:  # "the 31 required by law"
        return True
    before = [word for word in clause[:at] if word not in _PASSED_OVER and word[-2:] != "ly"]
    return before[-1:] != [] and before[-1] in _BE and "by" in clause[at + 1 :]


def _clauses(text: str) -> Iterator[list[str]]:
    """Runs of words, in lower case, that no sign and no linking word parts."""
    run: list[str] = []
    for match in _TOKEN.finditer(text):
        word = re.sub(r"(?:n['’]t|['’]s?)$", "", match[0].lower())
        if not word[:1].isalnum() or word in _BREAKS:
            yield run
            run = []
        else:
            run.append(word)
    yield run
