"""Whether a claim gives a deed to another doer, or to another one it is done to, than its source.

"Rojas called it historic" of "Her host, Salas, called it historic": both sides are compared, deed
by deed. Where one source deed fits, or a side is only a pronoun, nothing is objected.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.checking.roles import MUTUAL
from qa.checking.source import Misplaced
from qa.language.deeds import Deed, deeds
from qa.language.phrases import Party
from qa.language.terms import stems_of

__all__ = ["misplaced", "turned"]

_LIGHT = stems_of("have be do get go come make need want seem become remain")
"""Stems of verbs that say too little for that the same one is the same deed."""


def turned(claim: str, source: str) -> str | None:
    """The verb of a claim whose doer is the one it is done to in the source; ``None`` if none."""
    told = deeds(source)
    for deed in deeds(claim):
        same = _same(deed, told)
        if same and any(_is_turned(deed, one) for one in same):
            return deed.written
    return None


def misplaced(claim: str, source: str) -> Misplaced | None:
    """The first deed whose doer or target is another name in the source; ``None`` if none is."""
    told = deeds(source)
    for deed in deeds(claim):
        for one in _same(deed, told):
            if _another_doer(deed, one, told):
                return Misplaced(deed.written, deed.doer.written, one.doer.written)
            if _another_target(deed, one):
                return Misplaced(deed.written, deed.target.written, one.target.written)
    return None


def _same(deed: Deed, told: Sequence[Deed]) -> list[Deed]:
    """The source's deeds with the same verb; none where one of them fits, or sides say nothing."""
    if deed.verb in _LIGHT:
        return []
    same = [one for one in told if one.verb == deed.verb]
    return [] if any(_fits(deed, one) for one in same) else same


def _fits(deed: Deed, one: Deed) -> bool:
    """Whether both may be the same deed of the same."""
    if deed.verb in MUTUAL and deed.doer.heads & one.others.words:
        return True
    return (
        not _is_turned(deed, one)
        and _may_be(deed.doer, one.doer)
        and (_may_be(deed.target, one.target) or bool(deed.target.heads & one.reach))
    )


def _may_be(claimed: Party, given: Party) -> bool:
    """Whether two may be the same: a word in common, or a name and a common noun."""
    if not claimed.heads or not given.heads:
        return True
    if claimed.names and given.names:
        return bool(claimed.names & given.words or given.names & claimed.words)
    if claimed.names or given.names:
        return True
    return bool(claimed.heads & given.words or given.heads & claimed.words)


def _is_turned(deed: Deed, one: Deed) -> bool:
    """Whether each has on the one side what the other has on the other."""
    if deed.doer.heads & one.doer.heads:
        return False
    if not one.doer.heads:  # "she thanked Brun": it was not Brun who thanked anybody
        return bool(deed.doer.names & one.target.names and deed.others.words)
    back = deed.others.heads & one.doer.heads
    if not back or not deed.doer.heads:
        return False
    crossing = deed.doer.heads & one.others.words
    named = deed.doer.names and deed.others.names & one.doer.names
    return bool(crossing or named or (deed.others.words - back) & one.others.words)


def _another_doer(deed: Deed, one: Deed, told: Sequence[Deed]) -> bool:
    """Whether somebody else did it to the same one, or did what is done to nobody."""
    if _may_be(deed.doer, one.doer):
        return False
    what = deed.target.heads or deed.others.heads
    alike = bool(what & one.reach) or not deed.others.words or one.onto_pronoun
    if deed.doer.names:
        return alike and not any(_did_so(deed, other) for other in told)
    beside = [other for other in told if other.sentence == one.sentence and other.verb != one.verb]
    return alike and any(deed.doer.heads <= other.doer.heads for other in beside)


def _did_so(deed: Deed, other: Deed) -> bool:
    """Whether the same one did something else to the same name: the verb may be a synonym."""
    return bool(deed.doer.names & other.doer.names and deed.target.names & other.reach)


def _another_target(deed: Deed, one: Deed) -> bool:
    """Whether it is done to somebody else with a name, by the same one."""
    if not deed.target.names or not one.target.names or not deed.doer.heads & one.doer.heads:
        return False
    return not deed.target.names & one.reach
