"""Whether a claim turns "not", "may" or "will" of its source into something else.

A cue governs the next telling word of its clause: "were **not** yet *blocked*". Where claim and
source share that word, both or neither must be governed by such a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from index.words import STOP_WORDS
from qa.language.clauses import clauses
from qa.language.terms import stem

__all__ = ["hidden_negation", "modal_heads", "negated_words", "turned_word"]

_DENIED = frozenset("deny denies denied denying".split())
_NEGATIONS = _DENIED | frozenset(
    """not no never none nobody nothing neither nor nowhere without cannot hardly scarcely barely
    rarely seldom unable false untrue wrong hoax baseless unfounded fabricated myth""".split()
)
_NEGATIONS_BEFORE_TO = frozenset(
    "fail fails failed failing refuse refuses refused refusing decline declines declined".split()
)
_FEW = frozenset("few little".split())
_LIMITED = frozenset(["only"])
"""What may be told with a "not": "could load only half": "could not be fully loaded"."""
_ABLE = frozenset("can cannot".split())
_SUBORDINATING = frozenset("when if because as after before who which since until once".split())
"""What begins a clause of its own, to which a "not" before it does not reach."""
_LIKE_NOT = frozenset("unaware unknown unclear uncertain unproven unconfirmed".split())
"""What may be told with a "not" and a verb: "was unaware of it": "did not know of it"."""
_SAVING = frozenset("unless except excluding exception apart unlike otherwise else".split())
"""Under one of these a "not" more or less says the same: "unless it rains": "if it does not"."""
_NEARLY_NOT = (
    _NEGATIONS - {"without"} | _NEGATIONS_BEFORE_TO | _FEW | _SAVING | _LIKE_NOT | _LIMITED
)
_HIDDEN_NEGATIONS = re.compile(
    r"\b(?:fail|refus|declin|reject|lack|absen|ban|block|prevent|without|stop|halt|cancel"
    r"|rule[sd]? out|unlike|except|instead|miss|exclud|exempt|forb|prohibit|clos|free|oppos"
    r"|dis[a-z]{4}|un[a-z]{4}|few|little)[a-z]*"
)
_POSSIBLE = frozenset(
    """may might could would perhaps possibly probably likely unlikely reportedly allegedly alleged
    if unless potentially apparently""".split()
)
_PERHAPS = frozenset("may might could perhaps possibly".split())
_FEARS = frozenset(
    """fear fears feared risk risks risked warn warns warned possible possibility prospect forecast
    forecasts predict predicts predicted""".split()
)
"""Nouns and verbs under which a thing is no more than possible: "feared a collapse"."""
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
    | _FEARS
)
_TRANSPARENT = frozenset(
    "believ think expect want know see hav be begin intend yet even longer ever".split()
)
_BOUND = re.compile(
    r"\b(?:no|not)\s+(?=(?:more|less|fewer|greater|higher|lower|later|earlier|longer)\s+than\b)"
    r"|\b(?:more|less)\s+(?:un)?likely\b",
    re.I,
)
"""A "no" that negates no verb: "no more than 40"; a "likely" that only compares."""
_BOTH = re.compile(
    r"(\b(?:[Tt]he|[Aa]n?|[Hh]er|[Hh]is|[Ii]ts|[Tt]heir)\s+[\w’'-]+\s+)and\s+"
    r"(?=(?:the|an?|her|his|its|their)\s+[\w’'-]+\s+(?:did|do|does|ha[sd]|have|was|were|is|are|will"
    r"|would|can|could|may|might|must|never)\b)"
)
"""Two nouns that are the subject of one verb: no new clause begins between them."""
_ONLY_IF = re.compile(r"\bonly\s+if\b", re.IGNORECASE)
_YET_TO = re.compile(r"\byet\s+to\b")
_OR_ELSE = re.compile(r"(\bmust\b[^,.;:]{0,150}),\s+or\s+")
_SENTENCES = re.compile(r"(?<=[.!?])(?=\s)")
_TOLD = re.compile(
    r"\b(?:said|told|announced|promised|added|stated|wrote|confirmed|insisted|explained|pledged"
    r"|predicted|estimated|ruled|decided)\b"
)
_IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
_WOULD = re.compile(r"\bwould\b(?!\s+have\b|\s+like\b)")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NAME = re.compile(r"(?<=\w\s)[A-ZÀ-Þ][^\W_]+")


@dataclass(frozen=True, slots=True)
class _Clause:
    stems: frozenset[str]
    negated: frozenset[str]
    possible: frozenset[str]
    perhaps: frozenset[str]
    """What stands under a "may" and not only under a "would"."""
    future: frozenset[str]
    words: frozenset[str]
    scope: frozenset[str]
    """What of it may be told with a "not": all of a negative clause, or what follows "without"."""
    hidden: frozenset[str]
    """The words of it that hold a negation."""
    declined: frozenset[str]
    """What somebody refuses, fails or declines to do."""


def turned_word(claim: str, cited: str, around: str) -> str | None:
    """The word that the claim negates or asserts other than its source does; ``None`` if none.

    Args:
        claim: The prose of a claim.
        cited: The sentences that it cites.
        around: Those sentences with their neighbours.
    """
    claimed = _clauses(claim)
    source, wider = _clauses(_as_spoken(cited)), _clauses(_as_spoken(around))
    return (
        _lost(claimed, source, "negated", _NEGATIONS | _NEGATIONS_BEFORE_TO | _FEW | {"unless"})
        or _lost(claimed, source, "possible", _POSSIBLE | _FEARS | _ABLE)
        or _lost(claimed, source, "perhaps", (_POSSIBLE | _FEARS | _ABLE) - {"would"})
        or _lost(claimed, source, "future", _AHEAD)
        or _invented(claimed, source, wider, claim, around)
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
    stems = frozenset[str]().union(*(clause.stems for clause in source))
    for clause in claimed:
        shared = clause.stems & (governed - free)
        own = clause.words & cues
        if own == {"without"}:  # it negates what follows it, and nothing else
            shared -= clause.negated
            own = frozenset()
        if kind == "negated" and clause.hidden - stems:  # "missed it" for "did not meet it"
            continue
        if shared and not own:
            return min(shared)
    return None


def _invented(
    claimed: list[_Clause], source: list[_Clause], wider: list[_Clause], claim: str, around: str
) -> str | None:
    """A word under a negation in the claim that the source asserts, or a negation from nowhere."""
    declined = bool(_decliners(claim) & _decliners(around))
    negated: set[str] = set()
    for claim_clause in claimed:
        own = claim_clause.negated - claim_clause.declined if declined else claim_clause.negated
        negated |= own
        for word in sorted(own):
            told = [clause for clause in source if word in clause.stems]
            told = told or [clause for clause in wider if word in clause.stems]
            if told and not any(word in clause.scope for clause in told):
                elsewhere = [one for one in source if one.scope and one not in told]
                denies = not _DENIED.isdisjoint(claim_clause.words)
                if denies or _nearest(claim_clause, elsewhere) < _nearest(claim_clause, told):
                    return word
    from_nowhere = negated and not any(clause.scope for clause in wider)
    if from_nowhere and not _HIDDEN_NEGATIONS.search(around.lower()):
        return min(negated)
    return None


def _nearest(clause: _Clause, others: list[_Clause]) -> int:
    """How many telling words a clause shares with the nearest of others."""
    return max((len(clause.stems & other.stems) for other in others), default=0)


def _decliners(text: str) -> frozenset[str]:
    """Stems of the words before a "refused" or "declined", where who does so stands."""
    words = [word for word in _words(text) if word not in STOP_WORDS]
    places = [at for at, word in enumerate(words) if word in _NEGATIONS_BEFORE_TO]
    return frozenset(stem(word) for at in places for word in words[max(at - 4, 0) : at])


def _clauses(text: str) -> list[_Clause]:
    text = _YET_TO.sub("not", text)
    text = _ONLY_IF.sub("unless", _OR_ELSE.sub(r"\1, otherwise ", _BOUND.sub("", text)))
    found = [_clause(part) for part in clauses(_BOTH.sub(r"\1 ", text))]
    saving = [bool(clause.words & _SAVING) for clause in found]
    for at, clause in enumerate(found):
        if any(saving[max(at - 1, 0) : at + 2]):
            found[at] = replace(clause, scope=clause.stems)
    return found


def _as_spoken(text: str) -> str:
    """With "will" for the "would" of "said that it would", but not for that of "would, if …"."""
    return "".join(
        _WOULD.sub("will", sentence)
        if _TOLD.search(sentence) and not _IF.search(sentence)
        else sentence
        for sentence in _SENTENCES.split(text)
    )


def _clause(text: str) -> _Clause:
    words = list(_words(text))
    if text.startswith(("Should ", "Had ")):  # "Should prices fall, …"
        words[0] = "if"
    stems = frozenset(stem(word) for word in words if word not in STOP_WORDS)
    named = {name.lower() for name in _NAME.findall(text)}
    verbs = [word for word in words if word not in named]  # in "will be Berg" no name is governed
    # "no visitor without a letter": needs one; "nobody … unless"
    negated = _governed(verbs, _NEGATIONS, _NEGATIONS_BEFORE_TO)
    nots = _NEGATIONS.intersection(words) | _NEGATIONS_BEFORE_TO.intersection(words)
    twice = ("without" in nots and len(nots) > 1) or ("unless" in words and bool(nots))
    return _Clause(
        stems=stems,
        negated=frozenset() if twice else negated,
        possible=_governed(verbs, _POSSIBLE),
        perhaps=_governed(verbs, _PERHAPS),
        future=_governed(verbs, _FUTURE),
        words=frozenset(words),
        scope=_scope(words, stems),
        hidden=_hidden(words),
        declined=_governed(verbs, frozenset(), _NEGATIONS_BEFORE_TO),
    )


def _scope(words: list[str], stems: frozenset[str]) -> frozenset[str]:
    if _NEARLY_NOT & {*words}:
        return stems
    hidden = _hidden(words)
    if hidden:
        return stems - hidden
    if "without" not in words:
        return frozenset()
    return frozenset(stem(word) for word in words[words.index("without") + 1 :]) & stems


def _hidden(words: list[str]) -> frozenset[str]:
    """Stems of the words that hold a negation: "missed", "ban", "excluded"."""
    holding = (word for word in words if word != "without" and _HIDDEN_NEGATIONS.fullmatch(word))
    return frozenset(map(stem, holding))


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
            rest = list(takewhile(lambda one: one not in _SUBORDINATING, words[at + 1 :]))
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
        if word == "whether":
            break
        if word in STOP_WORDS or word.endswith("ly") or word in _NEGATIONS | _AHEAD:
            continue
        heads.add(stem(word))
        if stem(word) not in _TRANSPARENT:
            break
    return heads - _TRANSPARENT
