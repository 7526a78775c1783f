"""Whether a claim turns "not", "may" or "will" of its source into something else.

A cue governs the next telling word of its clause: "were **not** yet *blocked*". Where claim and
source share that word, both or neither must be governed by such a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.words import STOP_WORDS
from qa.language.clauses import clauses
from qa.language.terms import stem

__all__ = ["hidden_negation", "modal_heads", "negated_words", "turned_word"]

_NEGATIONS = frozenset(
    """not no never none nobody nothing neither nor nowhere without cannot hardly scarcely barely
    rarely seldom deny denies denied denying unable false untrue wrong hoax baseless unfounded
    fabricated myth""".split()
)
_NEGATIONS_BEFORE_TO = frozenset(
    "fail fails failed failing refuse refuses refused refusing decline declines declined".split()
)
_HIDDEN_NEGATIONS = re.compile(
    r"\b(?:fail|refus|declin|reject|lack|absen|ban|block|prevent|without|stop|halt|cancel"
    r"|rule[sd]? out|unlike|except|instead|miss|exclud|oppos|dis[a-z]{4}|un[a-z]{4}|few|little)"
)
_POSSIBLE = frozenset(
    """may might could would perhaps possibly probably likely unlikely reportedly allegedly alleged
    if unless potentially apparently""".split()
)
_FUTURE = frozenset("will would shall".split())
_MODALS = frozenset("will would shall should may might can could must".split())
_AHEAD = (
    _POSSIBLE
    | _FUTURE
    | frozenset(
        """plan plans planned expect expects expected promise promises promised pledge pledges
    pledged intend intends intended vow vowed want wants wanted hope hopes hoped aim aims due
    about ready threaten threatened should must next soon future""".split()
    )
)
_TRANSPARENT = frozenset(
    "believ think expect want know see hav be begin intend yet even longer ever".split()
)
_BOUND = re.compile(
    r"\b(?:no|not)\s+(?=(?:more|less|fewer|greater|higher|lower|later|earlier|longer)\s+than\b)",
    re.I,
)
"""A "no" that negates no verb: "no more than 40"."""
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NAME = re.compile(r"(?<=\w\s)[A-ZÀ-Þ][^\W_]+")


@dataclass(frozen=True, slots=True)
class _Clause:
    stems: frozenset[str]
    negated: frozenset[str]
    possible: frozenset[str]
    future: frozenset[str]
    words: frozenset[str]

    @property
    def negative(self) -> bool:
        return bool(self.words & (_NEGATIONS | _NEGATIONS_BEFORE_TO))


def turned_word(claim: str, cited: str, around: str) -> str | None:
    """The word that the claim negates or asserts other than its source does; ``None`` if none.

    Args:
        claim: The prose of a claim.
        cited: The sentences that it cites.
        around: Those sentences with their neighbours.
    """
    claimed, source, wider = _clauses(claim), _clauses(cited), _clauses(around)
    return (
        _lost(claimed, source, "negated", _NEGATIONS | _NEGATIONS_BEFORE_TO)
        or _lost(claimed, source, "possible", _POSSIBLE)
        or _lost(claimed, source, "future", _AHEAD)
        or _invented(claimed, source, wider, around)
    )


def negated_words(text: str) -> frozenset[str]:
    """Stems of the words that never stand in the text without a negation over them."""
    clauses = _clauses(text)
    free = {word for clause in clauses for word in clause.stems - clause.negated}
    return frozenset(word for clause in clauses for word in clause.negated) - free


def hidden_negation(text: str) -> bool:
    """Whether a word that holds a negation stands in the text: "failed", "lacks", "dismissed"."""
    return _HIDDEN_NEGATIONS.search(text.lower()) is not None


def modal_heads(text: str) -> frozenset[str]:
    """Stems of the words that a "will", "may" or "must" of the text governs."""
    return _governed(list(_words(text)), _MODALS)


def _lost(
    claimed: list[_Clause], source: list[_Clause], kind: str, cues: frozenset[str]
) -> str | None:
    """A word that only ever stands under a cue in the source, and without one in the claim."""
    governed = {word for clause in source for word in getattr(clause, kind)}
    free = {word for clause in source for word in clause.stems if not clause.words & cues}
    for clause in claimed:
        shared = clause.stems & (governed - free)
        if shared and not clause.words & cues:
            return min(shared)
    return None


def _invented(
    claimed: list[_Clause], source: list[_Clause], wider: list[_Clause], around: str
) -> str | None:
    """A word under a negation in the claim that the source asserts, or a negation from nowhere."""
    negated = {word for clause in claimed for word in clause.negated}
    for word in sorted(negated):
        clauses = [clause for clause in source if word in clause.stems]
        clauses = clauses or [clause for clause in wider if word in clause.stems]
        if clauses and not any(clause.negative for clause in clauses):
            return word
    from_nowhere = negated and not any(clause.negative for clause in wider)
    if from_nowhere and not _HIDDEN_NEGATIONS.search(around.lower()):
        return min(negated)
    return None


def _clauses(text: str) -> list[_Clause]:
    return [_clause(part) for part in clauses(_BOUND.sub("", text))]


def _clause(text: str) -> _Clause:
    words = list(_words(text))
    named = {name.lower() for name in _NAME.findall(text)}
    verbs = [word for word in words if word not in named]  # in "will be Berg" no name is governed
    return _Clause(
        stems=frozenset(stem(word) for word in words if word not in STOP_WORDS),
        negated=_governed(verbs, _NEGATIONS, _NEGATIONS_BEFORE_TO),
        possible=_governed(verbs, _POSSIBLE),
        future=_governed(verbs, _FUTURE),
        words=frozenset(words),
    )


def _words(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        word = match[0].replace("’", "'")
        if word == "May":  # the month; the verb is written small inside a sentence
            continue
        word = word.lower()
        if word.endswith("n't"):
            yield {"can't": "can", "won't": "will"}.get(word, word[:-3])
            yield "not"
        else:
            yield word.removesuffix("'s")


def _governed(
    words: list[str], cues: frozenset[str], before_to: frozenset[str] = frozenset()
) -> frozenset[str]:
    found: set[str] = set()
    for at, word in enumerate(words):
        if word in cues or (word in before_to and words[at + 1 : at + 2] == ["to"]):
            rest = words[at + 1 :]
            found |= _heads(rest)
            found |= {
                head
                for place, joint in enumerate(rest)
                if joint in ("or", "nor")
                for head in _heads(rest[place + 1 :])
            }
    return frozenset(found)


def _heads(words: list[str]) -> set[str]:
    """The first telling word, adverbs passed over; with a verb of thought, what is thought too."""
    heads: set[str] = set()
    for word in words:
        if word in STOP_WORDS or word.endswith("ly") or word in _NEGATIONS | _AHEAD:
            continue
        heads.add(stem(word))
        if stem(word) not in _TRANSPARENT:
            break
    return heads - _TRANSPARENT
