"""Whether a claim tells as a fact what its source only plans, demands, rejects or wonders about.

"Plans **to order**", "urged X **to let**", "accused Y **of hiding**", "recommends that the hospital
**replace**": none of these came about by being said. The first telling word after such a cue's
"to", "of" or gerund is unreal; a claim that has it in a finite form, under no such cue of its own,
tells it as done. After "whether" all is open, whatever its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.words import STOP_WORDS
from qa.language.terms import is_past, stem, telling_stems, words_in

__all__ = ["unreal_deed"]


def _forms(verbs: str) -> frozenset[str]:
    """Stems by which every form of the verbs is known."""
    return frozenset(map(stem, verbs.split()))


_WISHES = _forms(
    """plan intend want hope aim seek try attempt prepare propose offer expect promise pledge vow
    threaten refuse decline fail agree wish mull consider weigh contemplate
    recommend urge ask request demand require advise encourage pressure persuade
    instruct order tell warn invite appeal lobby beg petition authorize authorise forbid
    proposal bid effort recommendation suggestion idea threat motion intention"""
)
_TO_TELL = _forms(
    "suggest consider weigh contemplate mull discuss explore debate propose recommend"
)
"""After these a gerund follows without a preposition: "is considering selling"."""
_CHARGES = _forms("accuse suspect charge allegation accusation suspicion plan idea")
"""After these a gerund follows "of", "with" or "for"."""
_ORDERS = _forms(
    """recommend urge propose suggest demand ask request require advise recommendation proposal
    suggestion"""
)
"""After these and "that" a verb without an ending is no fact: "recommends that it replace"."""
_CUES = _WISHES | _TO_TELL | _CHARGES | _ORDERS | _forms("call")
_DONE = _forms("approve adopt pass enact implement accept endorse grant")
"""Who approves a plan to widen the road may be said to widen it."""
_DID_SO = re.compile(
    r"\b(?:did\s+so|do(?:ne|ing)\s+so|complied|obeyed|succeeded|fulfilled|carried\s+(?:\w+\s+)?out)\b"
)
_DUTIES = frozenset("should must ought".split())
_LICENCES = frozenset(
    """will would shall should must ought may might could can cannot not no never if unless
    whether alleged allegedly reportedly denies denied deny perhaps possibly probably""".split()
)
_HAVE_IT = _forms("want need demand wish prefer")
"""Before a participle: "wants the files published"."""
_HAVE_DONE = frozenset((("to", "have"), ("to", "get"), ("to", "see")))
_BE = frozenset("is are was were am be been being".split())
_SAME_PAST = frozenset(
    "let put set cut hit cost shut quit spread hurt bet burst cast split shed rid".split()
)
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*|[,;:.!?()—–]")
_OTHER_CLAUSE = frozenset(
    """that who which what how he she they we i was is were are has had have said says when after
    before because as while did does do will would""".split()
)
"""Words that begin a clause of its own, or a verb: what follows is no part of the cue's object."""
_NO_VERB = frozenset("the a an its his her their our my this these those".split())
_STOPS = frozenset(";:.!?()—–")
_REACH = 12
"""Words between a cue and its "to": "urged the mayor of Osk and her deputy to …"."""
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


def unreal_deed(claim: str, cited: str, around: str) -> str | None:
    """The word of the claim that tells as done what the source does not; ``None`` where none is.

    Args:
        claim: The prose of a claim.
        cited: The sentences that it cites.
        around: Those sentences with their neighbours, where it may be told as done.
    """
    return _told_as_done(claim, cited, around) or _told_as_known(claim, cited)


def _told_as_done(claim: str, cited: str, around: str) -> str | None:
    unreal = {verb for tokens in _sentences(cited) for _, verb in _governed(tokens)}
    if not unreal:
        return None
    wishful = frozenset(unreal) - _real(around, unreal)
    if not wishful:
        return None
    for tokens in _sentences(claim):
        governed = {at for at, _ in _governed(tokens)}
        for at, word in enumerate(tokens):
            told = stem(word) in wishful and at not in governed and _is_finite(tokens, at)
            if told and not _licensed(tokens, at):
                return word
    return None


def _told_as_known(claim: str, cited: str) -> str | None:
    """A word of what the source leaves open that a claim of it tells without leaving it open."""
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


def _sentences(text: str) -> Iterator[list[str]]:
    """Each sentence's words, signs among them."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        tokens.append(match[0].replace("’", "'"))
        if match[0] in ".!?":
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def _governed(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where in a sentence an unreal deed stands, and its stem."""
    if any(stem(token) in _DONE for token in tokens):
        return
    for at, token in enumerate(tokens):
        word = stem(token)
        if token.lower() in _DUTIES:
            yield from _deed_and_more(tokens, at + 1)
        elif _is_cue(tokens, at):
            yield from _after_cue(tokens, at, word)


def _is_cue(tokens: Sequence[str], at: int) -> bool:
    if stem(tokens[at]) == "cal":
        return tokens[at + 1 : at + 2] in (["on"], ["for"])  # and no conference call
    return stem(tokens[at]) in _CUES and tokens[at - 1 : at] != ["in"]


def _after_cue(tokens: Sequence[str], at: int, cue: str) -> Iterator[tuple[int, str]]:
    for place in range(at + 1, min(at + 1 + _REACH, len(tokens))):
        token = tokens[place].lower()
        if token == "to" and cue not in _TO_TELL - _WISHES and _may_be_verb(tokens, place + 1):
            yield from _deed_and_more(tokens, place + 1)
            return
        if token == "that" and cue in _ORDERS:
            yield from _bare(tokens, place + 1)
        if token in _STOPS or token in _OTHER_CLAUSE:
            return
        gerund = token.endswith("ing") and len(token) > 4
        direct = place == at + 1 and cue in _TO_TELL
        charged = cue in _CHARGES and tokens[place - 1].lower() in ("of", "with", "for")
        if gerund and (direct or charged):
            yield place, stem(token)
            return


def _deed_and_more(tokens: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """The first telling word from here on, and every "and hire" that goes on with it."""
    for place in range(at, min(at + 4, len(tokens))):
        word = tokens[place].lower()
        if word in _STOPS:
            return
        if word not in STOP_WORDS and not word.endswith("ly"):
            yield place, stem(word)
            yield from _joined(tokens, place + 1)
            return


def _joined(tokens: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    for place in range(at, len(tokens) - 1):
        if tokens[place] in _STOPS:
            return
        if tokens[place] in ("and", "or") and _may_be_verb(tokens, place + 1):
            yield place + 1, stem(tokens[place + 1])


def _bare(tokens: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """Every word of a that-clause that may be a verb without an ending."""
    for place in range(at, len(tokens)):
        if tokens[place] in _STOPS:
            return
        if _may_be_verb(tokens, place) and not tokens[place].endswith("s"):
            yield place, stem(tokens[place])


def _may_be_verb(tokens: Sequence[str], at: int) -> bool:
    """Whether an infinitive may stand here: no name, number, article, nor a form with an ending."""
    word = tokens[at] if at < len(tokens) else ""
    ends = word.endswith(("ing", "ly")) or (is_past(word) and word not in _SAME_PAST)
    return word[:1].islower() and word not in _NO_VERB and not ends


def _real(around: str, unreal: set[str]) -> frozenset[str]:
    """Those that some clause tells as done after all."""
    if _DID_SO.search(around):
        return frozenset(unreal)
    found = set()
    for tokens in _sentences(around):
        governed = {at for at, _ in _governed(tokens)}
        for at, word in enumerate(tokens):
            free = stem(word) in unreal and at not in governed
            if free and (_is_finite(tokens, at) or not _may_be_verb(tokens, at)):
                found.add(stem(word))
    return frozenset(found)


def _is_finite(tokens: Sequence[str], at: int) -> bool:
    """Whether a verb stands here in a form that tells it as done, or as being done."""
    word = tokens[at].lower()
    if word.endswith("ing"):
        return any(token.lower() in _BE for token in tokens[max(at - 2, 0) : at])
    if word in _SAME_PAST:
        return at > 0 and tokens[at - 1].lower() not in _NO_VERB | {"of"}
    return is_past(word)


def _licensed(tokens: Sequence[str], at: int) -> bool:
    """Whether a verb stands under a "to" or "be", or its clause has a "will" or a charge."""
    words = [token.lower() for token in tokens]
    start = max((place for place in range(at) if words[place] in _STOPS), default=-1) + 1
    clause = words[start:at]
    if {"to", "be"} & set(clause[-3:]) or _LICENCES & set(clause):
        return True
    if any(stem(word) in _CHARGES or stem(word) in _HAVE_IT for word in clause):
        return True
    return any(pair in _HAVE_DONE for pair in pairwise(clause))
