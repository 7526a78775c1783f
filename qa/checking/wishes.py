"""What a text only plans, demands, proposes, or charges somebody with: the unreal deeds.

"Plans **to order**", "urged X **to let**", "accused Y **of hiding**", "recommends that the hospital
**replace**": none of these came about by being said. After such a cue the first telling word of its
"to", its "of" or its gerund is unreal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.words import STOP_WORDS
from qa.language.terms import is_past, stem, stems_of

__all__ = ["CHARGES", "NO_VERB", "SAME_PAST", "STOPS", "Deed", "deeds", "sentences"]


_WISHES = stems_of(
    """plan intend want hope aim seek try attempt prepare propose offer expect promise pledge vow
    threaten refuse decline fail agree wish mull consider weigh contemplate
    recommend urge ask request demand require advise encourage pressure persuade
    instruct order tell warn invite appeal lobby beg petition authorize authorise forbid
    proposal bid effort recommendation suggestion idea threat motion intention"""
)
_TO_TELL = stems_of(
    "suggest consider weigh contemplate mull discuss explore debate propose recommend"
)
"""After these a gerund follows without a preposition: "is considering selling"."""
CHARGES = stems_of("accuse suspect charge allegation accusation suspicion plan idea")
"""After these a gerund follows "of", "with" or "for"."""
_ORDERS = stems_of(
    """recommend urge propose suggest demand ask request require advise recommendation proposal
    suggestion"""
)
"""After these and "that" a verb without an ending is no fact: "recommends that it replace"."""
_CUES = _WISHES | _TO_TELL | CHARGES | _ORDERS | stems_of("call")
_ASKED = stems_of(
    """recommend urge ask request demand advise encourage propose suggest proposal recommendation
    suggestion idea call consider weigh mull contemplate lobby beg petition appeal"""
)
"""What is only asked for has not even been promised: no "will" either."""
_HELD = frozenset("thought believed said alleged presumed rumoured rumored reputed".split())
_DONE = stems_of("approve adopt pass enact implement accept endorse grant")
"""Who approves a plan to widen the road may be said to widen it."""
_DUTIES = frozenset("should must ought".split())
SAME_PAST = frozenset(
    "let put set cut hit cost shut quit spread hurt bet burst cast split shed rid".split()
)
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*|[,;:.!?()—–]")
_OTHER_CLAUSE = frozenset(
    """that who which what how he she they we i was is were are has had have said says when after
    before because as while did does do will would""".split()
)
"""Words that begin a clause of its own, or a verb: what follows is no part of the cue's object."""
NO_VERB = frozenset("the a an its his her their our my this these those".split())
STOPS = frozenset(";:.!?()—–")
_MONTH = "March"
"""Any month stands for May, which is no "may"."""
_REACH = 12
"""Words between a cue and its "to": "urged the mayor of Osk and her deputy to …"."""
_LONGEST = 40
"""Words of a clause that are looked at after it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb under a cue."""

    at: int
    """Its place among the words of its sentence."""
    verb: str
    """Its stem."""
    asked: bool
    """Whether somebody else only asks for it, or proposes it."""


def sentences(text: str) -> Iterator[list[str]]:
    """Each sentence's words, signs among them."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        tokens.append(match[0].replace("’", "'") if match[0] != "May" else _MONTH)
        if match[0] in ".!?":
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def deeds(tokens: Sequence[str]) -> Iterator[Deed]:
    """The unreal deeds of a sentence, given by its words and signs."""
    if any(stem(token) in _DONE for token in tokens):
        return
    for at, token in enumerate(tokens):
        word = stem(token)
        if token.lower() in _DUTIES:
            yield from (Deed(*found, False) for found in _deed_and_more(tokens, at + 1))
        elif _is_cue(tokens, at):
            yield from (Deed(*found, word in _ASKED) for found in _after_cue(tokens, at, word))


def _is_cue(tokens: Sequence[str], at: int) -> bool:
    following = tokens[at + 1 : at + 2]
    if stem(tokens[at]) == "cal":
        return following in (["on"], ["for"])  # and no conference call
    if tokens[at].lower() in _HELD:
        return following == ["to"]  # "are thought to have hidden it"
    return stem(tokens[at]) in _CUES and tokens[max(at - 1, 0)].lower() != "in"


def _after_cue(tokens: Sequence[str], at: int, cue: str) -> Iterator[tuple[int, str]]:
    for place in range(at + 1, min(at + 1 + _REACH, len(tokens))):
        token = tokens[place].lower()
        if token == "to" and cue not in _TO_TELL - _WISHES and _begins_a_deed(tokens, place + 1):
            yield from _deed_and_more(tokens, place + 1)
            return
        if token == "that" and cue in _ORDERS:
            yield from _bare(tokens, place + 1)
        if token in STOPS or token in _OTHER_CLAUSE:
            return
        gerund = token.endswith("ing") and len(token) > 4
        direct = place == at + 1 and cue in _TO_TELL
        charged = cue in CHARGES and tokens[place - 1].lower() in ("of", "with", "for")
        if gerund and (direct or charged):
            yield place, stem(token)
            yield from _joined(tokens, place + 1, gerunds=True)
            return


def _deed_and_more(tokens: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """The first telling word from here on, and every "and hire" that goes on with it."""
    for place in range(at, min(at + 4, len(tokens))):
        word = tokens[place].lower()
        if word in STOPS:
            return
        if word not in STOP_WORDS and not word.endswith("ly"):
            yield place, stem(word)
            yield from _joined(tokens, place + 1)
            return


def _joined(tokens: Sequence[str], at: int, gerunds: bool = False) -> Iterator[tuple[int, str]]:
    """The verbs that go on after "and" in the same form: "to sell it and hire", "selling and …"."""
    for place in range(at, min(at + _LONGEST, len(tokens) - 1)):
        if tokens[place] in STOPS:
            return
        fits = tokens[place + 1].endswith("ing") if gerunds else _may_be_verb(tokens, place + 1)
        if tokens[place] in ("and", "or") and fits:
            yield place + 1, stem(tokens[place + 1])


def _bare(tokens: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """Every word of a that-clause that may be a verb without an ending."""
    for place in range(at, min(at + _LONGEST, len(tokens))):
        if tokens[place] in STOPS:
            return
        if _may_be_verb(tokens, place) and not tokens[place].endswith("s"):
            yield place, stem(tokens[place])


def _begins_a_deed(tokens: Sequence[str], at: int) -> bool:
    """Whether an infinitive stands here, or after one adverb: "to really sell"."""
    adverb = any(token.endswith("ly") for token in tokens[at : at + 1])
    return _may_be_verb(tokens, at + adverb)


def _may_be_verb(tokens: Sequence[str], at: int) -> bool:
    """Whether an infinitive may stand here: no name, number, article, nor a form with an ending."""
    word = tokens[at] if at < len(tokens) else ""
    ends = word.endswith(("ing", "ly")) or (is_past(word) and word not in SAME_PAST)
    return word[:1].islower() and word not in NO_VERB and not ends
