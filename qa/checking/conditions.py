"""Whether a claim keeps the condition under which its source says something.

"Will close **unless** the council pays" is no "will close". A claim that repeats what depends on
a condition must repeat it, too: with a cue of its own and one of its words, or with half of them.
And "if" is no "unless": the nots of main clause and condition together must come out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from qa.checking.denials import is_denied
from qa.language.polarity import modal_heads
from qa.language.terms import stem, telling_stems, words_in

__all__ = ["lost_condition"]

_CUE = re.compile(
    r"(?<!\beven )(?<!\bas )\b(?P<cue>(?:only\s+)?if|unless|provid(?:ed|ing)\s+that"
    r"|(?<=,\s)provided(?!\s+(?:by|for|with|to)\b)|as\s+long\s+as|so\s+long\s+as|on\s+(?:the\s+)?condition\s+that|without)\b"
    r"(?!\s+(?:not|any|anything|so|necessary|possible|you|one(?!\s+of)|\d)\b)(?P<said>[^,.;:—–()]*)",
    re.IGNORECASE,
)
_OR_ELSE = re.compile(
    r"\b(?P<said>[^,.;:]{0,150}\b(?:must|has\s+to|have\s+to)\b[^,.;:]{0,150}),\s+"
    r"(?:or(?:\s+else)?|otherwise)\s+(?P<main>[^,.;:]+)"
)
"""A threat: "must be repaid, or the bank will seize it"."""
_ASKING = re.compile(
    r"\b(?:ask|asks|asked|asking|wonder\w*|know\w*|known|knew|see|saw|clear|unclear|decide\w*|sure"
    r"|certain|determine\w*|check\w*|tell|question\w*|doubt\w*|matter|assess\w*)\s+(?:\S+\s+)?$",
    re.IGNORECASE,
)
"""Before an "if" that means "whether"."""
_PARTS = re.compile(r"[;:]|,\s+(?:and|but|while|whereas|though|although)\b|\.\s", re.IGNORECASE)
_INVERTED = re.compile(r"\s+(?=(?:may|can|will|would|could|must|should|do|does|did|is|are)\b)")
"""Where "only if both agree may a child leave" turns to what depends on it."""
_THEN = re.compile(r"\s+then\s+", re.IGNORECASE)
_SPEAKER = re.compile(r"\bthat\s*,?\s*$", re.IGNORECASE)
_OWN_CUES = frozenset(
    """if unless provided providing when whenever once until without depend depends depending
    condition conditional only long should must need needs require requires required otherwise or
    before assuming subject whether""".split()
)
_FAR, _NEAR = 600, 60
"""Characters on each side in which a condition's main clause, and a word of asking, stand."""
_MOST = 8
"""Conditions of one sentence that are looked at; no sentence of a person's has more."""
_MAYBE = frozenset("may might could".split())
_MOSTLY = 0.5
_OF_THE_MAIN = 0.4
"""The part of a main clause's telling words, speaker included, that a claim of it repeats."""
_NEARLY_ALL = 0.75
_PART = re.compile(
    r"\b(?P<cue>half|third|quarter|two-thirds|most|all|part|percent)\s+of\s+"
    r"(?:the|its|his|her|our|their|this|these)\s+(?P<whole>[^\W\d_]+)",
    re.IGNORECASE,
)
_MORE_OR_LESS = (
    frozenset("more over above exceed exceeds least after later higher larger".split()),
    frozenset("fewer less under below most before earlier lower smaller".split()),
)


@dataclass(frozen=True, slots=True)
class _Condition:
    """One condition of a sentence, and what depends on it."""

    cue: str
    said: str
    main: str
    binds: bool = True
    """Whether it is one at all: "without delay" tells how, and "no … without" when only."""

    @property
    def turned(self) -> bool:
        """Whether the nots in condition and main clause, "unless" among them, are odd in number."""
        refusing = self.cue in ("unless", "without", "or")
        return refusing ^ is_denied(self.said) ^ is_denied(self.main)


def lost_condition(claim: str, sentence: str) -> str | None:
    """The cue of a condition that a claim drops, turns round or narrows; ``None`` if it keeps it.

    Args:
        claim: The prose of a claim.
        sentence: One that it cites.
    """
    claimed = telling_stems(claim)
    own = list(islice(_conditions(claim), _MOST))
    told = telling_stems(sentence)
    for condition in islice(_conditions(sentence), _MOST):
        if not condition.binds:
            continue
        needed = telling_stems(condition.said)
        shared = needed & claimed
        others = told - telling_stems(condition.main)
        if not needed or not _repeats(claimed - others, condition):
            continue
        words = set(words_in(claim))
        if words & _MAYBE and not set(words_in(condition.main)) & _MAYBE:
            continue  # it leaves open what hangs on a condition
        has_cue = bool(_OWN_CUES & words)
        if len(shared) < (1 if has_cue else _MOSTLY * len(needed)):
            return condition.cue
        if any(one.turned != condition.turned for one in own if telling_stems(one.said) & needed):
            return condition.cue
        changed = _changed(claim, condition.said, sentence)
        if changed:
            return changed
    return None


def _conditions(sentence: str) -> Iterator[_Condition]:
    for match in _CUE.finditer(sentence):
        before = sentence[max(match.start() - _FAR, 0) : match.start()]
        after = sentence[match.end() : match.end() + _FAR]
        cue = match["cue"].lower()
        if cue == "if" and _ASKING.search(before[-_NEAR:]):
            continue
        parted = _INVERTED if cue == "only if" and not before.strip() else _THEN
        said, *then = parted.split(match["said"], maxsplit=1)
        head, tail = _PARTS.split(before.rstrip(" ,")), _PARTS.split(after.lstrip(" ,"))
        opens = not before.strip() or (not head[-1].strip() and not cue.startswith("only"))
        fronted = opens or _SPEAKER.search(before) is not None
        main = " ".join(then) or (tail[0] if fronted else _last(head))
        needed = is_denied(main) or (fronted and bool(modal_heads(main)))
        yield _Condition(cue, said, main, binds=cue != "without" or needed)
    for match in _OR_ELSE.finditer(sentence):
        yield _Condition("or", match["said"], match["main"])


def _last(parts: list[str]) -> str:
    """The clause right before a cue: "…, but [only if]" leaves an empty one behind it."""
    return next(
        (part for part in reversed(parts) if len(words_in(part)) > 1),
        "",
    )


def _repeats(claimed: frozenset[str], condition: _Condition) -> bool:
    """Whether a claim says what depends on the condition: its verb, and most of its own words."""
    main = telling_stems(condition.main)
    shared = claimed & main
    heads = modal_heads(condition.main)
    if heads and not heads & claimed:
        return False
    nearly_all = len(shared) >= _NEARLY_ALL * len(main)  # the rest may be who "he" is
    return len(shared) >= max(_OF_THE_MAIN * len(main), 1) and (
        nearly_all or len(shared) >= _MOSTLY * len(claimed)
    )


def _changed(claim: str, said: str, sentence: str) -> str | None:
    """A part made the whole, or a "fewer" made "more", in the words of the condition."""
    words = set(words_in(claim))
    part = _PART.search(said)
    if part and stem(part["whole"]) in telling_stems(claim) and part["cue"].lower() not in words:
        return f"{part['cue'].lower()} of"
    given = set(words_in(said))
    for ours, theirs in (_MORE_OR_LESS, _MORE_OR_LESS[::-1]):
        if given & theirs and words & ours and not words & theirs and not is_denied(claim):
            found = min(given & theirs)
            return None if set(words_in(sentence)) & ours else found
    return None
