"""Whether a claim tells as done what its source only plans, demands or charges somebody with.

"Plans to order" is no "ordered", and "recommends that it replace" no "will replace". Where the
claim has the unreal verb in a finite form, under no cue of its own, it tells it as done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.checking.wishes import CHARGES, NO_VERB, SAME_PAST, STOPS, deeds, sentences
from qa.language.terms import is_past, stem, stems_of
from qa.language.verb_forms import BE

__all__ = ["unreal_deed"]

_DID_SO = re.compile(
    r"\b(?:did\s+so|do(?:ne|ing)\s+so|complied|obeyed|succeeded|fulfilled|carried\s+(?:\w+\s+)?out)\b"
)
_LICENCES = frozenset(
    """will would shall should must ought may might could can cannot not no never if unless
    whether alleged allegedly reportedly denies denied deny perhaps possibly probably""".split()
)
_OPEN = frozenset("if unless not never whether may might".split())
_HAVE_IT = stems_of("want need demand wish prefer")
"""Before a participle: "wants the files published"."""
_HAVE_DONE = frozenset((("to", "have"), ("to", "get"), ("to", "see")))


def unreal_deed(claim: str, cited: str, around: str) -> str | None:
    """The word of the claim that tells as done what the source does not; ``None`` where none is.

    Args:
        claim: The prose of a claim.
        cited: The sentences that it cites.
        around: Those sentences with their neighbours, where it may be told as done.
    """
    unreal = [deed for tokens in sentences(cited) for deed in deeds(tokens)]
    wishful = frozenset(deed.verb for deed in unreal)
    wishful -= _real(around, wishful)
    if not wishful:
        return None
    asked = wishful - {deed.verb for deed in unreal if not deed.asked}
    for tokens in sentences(claim):
        governed = {deed.at for deed in deeds(tokens)}
        for at, word in enumerate(tokens):
            if stem(word) not in wishful or at in governed:
                continue
            if _is_finite(tokens, at) and not _licensed(tokens, at):
                return word
            if stem(word) in asked and _is_announced(tokens, at):
                return word
    return None


def _real(around: str, unreal: frozenset[str]) -> frozenset[str]:
    """Those that some clause tells as done after all."""
    if _DID_SO.search(around):
        return unreal
    found = set()
    for tokens in sentences(around):
        governed = {deed.at for deed in deeds(tokens)}
        for at, word in enumerate(tokens):
            free = stem(word) in unreal and at not in governed
            if free and (_is_finite(tokens, at) or _has_ending(word)):
                found.add(stem(word))
    return frozenset(found)


def _is_finite(tokens: Sequence[str], at: int) -> bool:
    """Whether a verb stands here in a form that tells it as done, or as being done."""
    word = tokens[at].lower()
    if word.endswith("ing"):
        return any(token.lower() in BE for token in tokens[max(at - 2, 0) : at])
    if word in SAME_PAST:
        return at > 0 and tokens[at - 1].lower() not in NO_VERB | {"of"}
    after = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
    has_object = after in NO_VERB or after[:1].isdigit()  # "sells its", "orders 30": no plural
    present = word.endswith("s") and has_object
    return is_past(word) or (present and at > 0 and tokens[at - 1].lower() not in NO_VERB)


def _has_ending(word: str) -> bool:
    """Whether a verb stands in another form than after "to"."""
    return word[:1].isupper() or word.endswith("ing") or is_past(word)


def _is_announced(tokens: Sequence[str], at: int) -> bool:
    """Whether a "will" stands over a verb, and no "if" or "not" in its sentence."""
    before = [token.lower() for token in tokens[max(at - 3, 0) : at]]
    return bool({"will", "shall"} & set(before)) and _OPEN.isdisjoint(map(str.lower, tokens))


def _licensed(tokens: Sequence[str], at: int) -> bool:
    """Whether a verb stands under a "to" or "be", or its clause has a "will" or a charge."""
    words = [token.lower() for token in tokens[:at]]
    start = max((place for place, word in enumerate(words) if word in STOPS), default=-1) + 1
    clause = words[start:]
    if {"to", "be"} & set(clause[-3:]) or _LICENCES & set(clause):
        return True
    if any(stem(word) in CHARGES or stem(word) in _HAVE_IT for word in clause):
        return True
    return any(pair in _HAVE_DONE for pair in pairwise(clause))
