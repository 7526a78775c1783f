"""Words of which one cannot stand for another: "fell" for "rose", "true" for "false".

A claim that is worded anew may still turn its source: "diesel rose" where electric cars did, and
diesel fell. So the words on both sides of such a word are compared, clause by clause: the claim's
must not be those that the source has beside the opposite. What compares two ("more … than"), or
tells what came first, is compared by what follows "than" or "before".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.words import STOP_WORDS
from qa.language.clauses import clauses
from qa.language.speeches import sentences_in
from qa.language.terms import stem, stems_of, telling_stems, words_in

__all__ = ["opposed", "turned_round"]


_Groups = tuple[tuple[frozenset[str], frozenset[str]], ...]
"""Pairs of sides; the words of one side are opposites of those of the other."""


def _sides(*pairs: str) -> _Groups:
    """Pairs of sides, "rise grow / fall shrink", as stems."""
    split = (pair.split("/") for pair in pairs)
    return tuple((stems_of(one), stems_of(other)) for one, other in split)


_VERBS = _sides(
    "rise increase climb grow jump soar surge / fall drop decrease decline shrink shrank shrunk"
    " plunge slump tumble",
    "double / halve triple quadruple", "triple / halve quadruple", "quadruple / halve",
    "cut shed / add", "northern / southern", "eastern / western", "high / low",
    "morning / evening afternoon", "spring / autumn winter", "summer / winter",
    "upstream / downstream", "slightly / sharply strongly steeply", "gain / lose",
    "begin start / end finish conclude",
    "open reopen / close shut", "support / oppose",
    "accept approve / reject", "allow permit / ban forbid prohibit", "legal / illegal",
    "safe / unsafe", "true / false untrue", "guilty / innocent", "agree / disagree",
    "alive / dead", "convict / acquit clear", "import / export", "appoint / dismiss",
    "profit / loss", "strengthen / weaken", "improve / worsen", "praise / criticise criticize",
    "include / exclude", "win beat defeat take / lose", "largest biggest / smallest",
    "majority / minority", "tighten / loosen", "widen / narrow",
)  # fmt: skip
_COMPARED = _sides(
    "more / less fewer", "higher / lower", "larger bigger greater / smaller", "warmer hotter /"
    " cooler colder", "older / younger", "faster / slower", "better / worse", "longer / shorter",
    "stronger / weaker", "cheaper / dearer", "earlier / later", "richer / poorer", "above / below",
    "heavier / lighter", "safer / riskier", "wider / narrower",
)  # fmt: skip
_ORDER = _sides("before / after once", "except excluding / including")
_ONLY_IN_PLACE = _sides(
    "for / against", "over / under", "if / unless", "with / without", "up / down", "many / few",
    "buy / sell", "win / lose", "fail / succeed", "collapse / succeed", "first / last",
    "hire / fire", "arrive enter / leave", "north / south", "east / west", "rich / poor",
    "young / old", "best / worst", "earn / lose spend", "early / late",
    "accept / refuse",
)  # fmt: skip
"""Opposites only where one stands in the very place of the other: elsewhere both may be true."""
_KNOWN = {
    groups: frozenset[str]().union(*(one | other for one, other in groups))
    for groups in (_VERBS, _COMPARED, _ORDER)
}
_ANY = (*_VERBS, *_COMPARED, *_ORDER, *_ONLY_IN_PLACE)

_NOT = frozenset("not no never nor neither cannot without fail failed refuse refused".split())
_RISEN = re.compile(r"\b(?:(?:go|goes|gone|went|is|are|was|were)\s+up\b|up(?=\s+(?:from|by|\d)))")
_FALLEN = re.compile(
    r"\b(?:(?:go|goes|gone|went|is|are|was|were)\s+down\b|down(?=\s+(?:from|by|\d)))"
)
_LEAST_ALIKE = 0.5
"""The part of a claim's other words that must stand in the sentence that says the opposite."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One such word, between the stems of the words on both sides of it in its clause."""

    written: str
    stem: str
    before: frozenset[str]
    after: frozenset[str]
    negated: bool
    sentence: frozenset[str]
    """The stems of its whole sentence."""


def opposed(one: str, other: str) -> bool:
    """Whether two words are opposites."""
    return _across(stem(one), stem(other), _ANY)


def turned_round(claim: str, source: str) -> tuple[str, str] | None:
    """A word of the claim that its source says the opposite of; as (claim's, source's).

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.
    """
    return (
        _turned_verb(list(_verbs(claim)), list(_verbs(source)))
        or _turned(list(_followed(claim, _COMPARED)), list(_followed(source, _COMPARED)), _COMPARED)
        or _turned(list(_followed(claim, _ORDER)), list(_followed(source, _ORDER)), _ORDER)
    )


def _across(one: str, other: str, groups: _Groups) -> bool:
    return any((one in a and other in b) or (one in b and other in a) for a, b in groups)


def _beside(one: str, other: str, groups: _Groups) -> bool:
    return any({one, other} <= a or {one, other} <= b for a, b in groups)


def _turned_verb(claimed: list[_Place], given: list[_Place]) -> tuple[str, str] | None:
    for one in claimed:
        same = [other for other in given if _beside(one.stem, other.stem, _VERBS)]
        others = [other for other in given if _across(one.stem, other.stem, _VERBS)]
        for other in others:
            turned = one.before & other.after  # "Osk lost to Vell": "Vell beat Osk"
            if turned or one.negated or other.negated or any(place.negated for place in same):
                continue
            if all(_nearer(one, other, place) for place in same) and (same or _alike(one, other)):
                return one.written, other.written
    return None


def _alike(one: _Place, other: _Place) -> bool:
    """Whether a claim says of the same what its source says the opposite of."""
    words = one.before | one.after
    subject = one.before & (other.before or other.sentence) if one.before else True
    return bool(subject) and len(words & other.sentence) >= _LEAST_ALIKE * len(words) > 0


def _nearer(one: _Place, other: _Place, same: _Place) -> bool:
    """Whether a claim has beside a word what its source has beside the opposite, only."""
    for mine, theirs, own in (
        (one.before, other.before, same.before),
        (one.after, other.after, same.after),
    ):
        if own and mine & (theirs - own) and not mine & (own - theirs):
            return True
    return False


def _turned(
    claimed: list[_Place],
    given: list[_Place],
    groups: _Groups,
) -> tuple[str, str] | None:
    """The same for words that are followed by what they compare with."""
    for one in claimed:
        alike = [other for other in given if 2 * len(one.after & other.after) >= len(one.after)]
        if any(_beside(one.stem, other.stem, groups) for other in alike) or one.negated:
            continue
        for other in alike:
            main = one.before - one.after
            pronoun = len(other.before) <= 1  # "it was still higher than"
            enough = pronoun or len(main & other.sentence) >= _LEAST_ALIKE * len(main)
            if enough and not other.negated and _across(one.stem, other.stem, groups):
                return one.written, other.written
    return None


def _verbs(text: str) -> Iterator[_Place]:
    text = _FALLEN.sub("fell", _RISEN.sub("rose", text))
    for sentence in sentences_in(text):
        whole = telling_stems(sentence)
        for clause in clauses(sentence):
            words = [(word, stem(word)) for word in words_in(clause)]
            telling = [root if word not in STOP_WORDS else "" for word, root in words]
            negated = _is_negated(clause)
            for at, (word, root) in enumerate(words):
                if root not in _KNOWN[_VERBS]:
                    continue
                before = frozenset(filter(None, telling[:at]))
                after = frozenset(one for one in telling[at + 1 :] if one and not one[0].isdigit())
                yield _Place(word, root, before, after, negated, whole)


def _followed(text: str, groups: _Groups) -> Iterator[_Place]:
    """Each "more … than", each "before": with what follows "than", or the word itself."""
    for sentence in sentences_in(text):
        whole = telling_stems(sentence)
        for clause in clauses(sentence):
            words = words_in(clause)
            negated = _is_negated(clause)
            for at, word in enumerate(words):
                root = stem(word)
                if root not in _KNOWN[groups]:
                    continue
                start = at
                if groups is _COMPARED:
                    if "than" not in words[at:]:
                        continue
                    start = words.index("than", at)
                after = telling_stems(" ".join(words[start + 1 :]))
                if after:
                    main = telling_stems(" ".join((*words[:at], *words[at + 1 : start])))
                    yield _Place(word, root, main, after, negated, whole)


def _is_negated(clause: str) -> bool:
    return not _NOT.isdisjoint(words_in(clause)) or "n't" in clause
