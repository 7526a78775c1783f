"""Whether a claim keeps an exception: "every region **except Gotland**" is not every region.

Nor does what is said of all hold of what is excepted: of Gotland the source says the contrary.
"""

from __future__ import annotations

import re

from index.words import STOP_WORDS
from qa.checking.denials import is_denied
from qa.language.polarity import hidden_negation
from qa.language.terms import stem, telling_stems, words_in

__all__ = ["lost_exception"]

_EXCEPT = re.compile(
    r"\b(?P<cue>except(?:ing)?(?:\s+for)?|apart\s+from|aside\s+from|other\s+than|excluding|save\s+for"
    r"|with\s+the\s+(?:\w+\s+)?exception\s+of)\s+(?P<who>[^,.;:()—–]+)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\s+(?:is|are|was|were|has|have|had|will|would|may|might|can|could|must|should|did|do|does)\b"
)
_GOES_ON = re.compile(r"\s+(?!and\b|or\b)[^\W\d_]")
"""Whether a verb follows the exception: "except the cook [was asleep]"."""
_AND = re.compile(r"\s+and\s+(?![^\W\d_a-zß-öø-ÿ]|(?:the|an?|on|in|its|his|her|their|two|three)\b)")
_NAME = re.compile(r"(?:the\s+)?[^\W\d_a-zß-öø-ÿ][\w’'-]*(?:\s+[^\W\d_a-zß-öø-ÿ][\w’'-]*)*")
_UNIVERSAL = frozenset(
    """all every each any everyone everybody everything always entire whole daily no none nobody
    nothing never""".split()
)
_OWN = frozenset(
    """except excepting exception exceptions excluding apart aside other others only but save bar
    unlike besides almost nearly most""".split()
)
_MOSTLY = 0.5


def lost_exception(claim: str, sentence: str) -> str | None:
    """The cue of an exception that a claim leaves out, or makes no exception; ``None`` if none.

    Args:
        claim: The prose of a claim.
        sentence: One that it cites.
    """
    match = _EXCEPT.search(sentence)
    words = set(words_in(claim))
    if not match or not _UNIVERSAL & set(words_in(sentence)):
        return None
    who = _excepted(match["who"])
    rest = sentence[: match.start()] + " " + match["who"][len(who) :] + sentence[match.end() :]
    excepted, claimed = telling_stems(who), telling_stems(claim)
    main, own = telling_stems(rest), claimed - excepted
    after = match["who"][len(who) :]
    happened = next((word for word in words_in(after) if word not in STOP_WORDS), "")
    if _GOES_ON.match(after) and happened and stem(happened) not in claimed:
        return None
    if len(own & main) < max(_MOSTLY * len(own), 1):
        return None
    cue = match["cue"].lower()
    hidden = hidden_negation(_EXCEPT.sub(" ", claim)) != hidden_negation(rest)
    turned = is_denied(claim) != is_denied(rest)
    if words & _OWN:
        return cue if _EXCEPT.search(claim) and turned and not hidden else None
    if words & _UNIVERSAL and not (excepted and excepted <= claimed):
        return cue
    of_it = bool(excepted) and excepted <= claimed
    return cue if of_it and not (turned or hidden) else None


def _excepted(words: str) -> str:
    """Who is excepted, without the verb that may follow: "Gotland [met its target]"."""
    name = _NAME.match(words)
    if name:
        return name[0]
    return _AND.split(_FINITE.split(words, maxsplit=1)[0], maxsplit=1)[0]
