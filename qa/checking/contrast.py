"""What a "not" is about: "not because of the storm", "not until Friday", and rank.

A "not" before a preposition denies what follows it and nothing else, so a claim may not state that
part. A "not until" says that it did happen, so a claim may not leave out the "until". The
second-largest is not the largest.
"""

from __future__ import annotations

import re

from qa.language.clauses import clauses
from qa.language.terms import telling_stems, words_in

__all__ = ["another_rank", "denied_part", "lost_until"]

_DENIED = re.compile(
    r"\b(?:not|rather\s+than|instead\s+of)\s+(?P<link>because\s+of|due\s+to|thanks\s+to|by|for|from|in|on|at|"
    r"with|against|through)\s+(?P<part>[^,;:.!?()—–]{3,80})",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:not|never|no|nor|neither|rather|instead|den(?:y|ies|ied)|without)\b|n['’]t\b"
)
_NOT = re.compile(r"\b(?:not|never|nor|neither)\b|n['’]t\b")
_UNTIL = frozenset("until till before yet only by".split())
_RANKED = re.compile(
    r"\b(?:(?P<rank>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))[\s-]"
    r"(?:most\s+)?|(?P<among>one\s+of\s+(?:[\w’'-]+\s+){1,2}|among\s+(?:[\w’'-]+\s+){1,2}))?"
    r"(?P<most>[a-z]{3,}est)\b",
    re.IGNORECASE,
)


def denied_part(claim: str, source: str) -> tuple[str, str] | None:
    """What the claim states with the preposition before which its source has a "not".

    Returns:
        The words of the claim and of the source; ``None`` where it states none, or the source
        states it elsewhere.
    """
    for denied in _DENIED.finditer(source):
        part, link = telling_stems(denied["part"]), " ".join(denied["link"].lower().split())
        elsewhere = f"{source[: denied.start()]} . {source[denied.end() :]}"
        if part and not _stated(elsewhere, link, part) and _stated(claim, link, part):
            first = " ".join(denied["part"].split()[:4])
            return f"{link} {first}", f"not {link} {first}"
    return None


def lost_until(claim: str, source: str) -> str | None:
    """The "until" without which a claim says that something never happened; ``None`` if none."""
    for clause in clauses(source):
        denial = _NOT.search(clause)
        until = re.search(r"\buntil\b", clause)
        if not denial or not until or until.start() < denial.end():
            continue
        verb = telling_stems(clause[denial.end() : until.start()])
        for own in clauses(claim):
            words = set(words_in(own))
            if verb and verb <= telling_stems(own) and _NOT.search(own) and not words & _UNTIL:
                return "until"
    return None


def another_rank(claim: str, source: str) -> tuple[str, str] | None:
    """A superlative to which the claim gives another rank than everywhere in its source."""
    given: dict[str, list[tuple[str, str]]] = {}
    for match in _RANKED.finditer(source):
        given.setdefault(match["most"].lower(), []).append((_rank(match), match[0]))
    for match in _RANKED.finditer(claim):
        known = given.get(match["most"].lower(), [])
        if known and not {_rank(match), "" if match["among"] else None} & {one for one, _ in known}:
            return match[0], known[0][1]
    return None


def _rank(match: re.Match[str]) -> str:
    return (match["rank"] or ("among" if match["among"] else "")).lower()


def _stated(text: str, link: str, part: frozenset[str]) -> bool:
    """Whether a text says so with this preposition, and without a "not" before it."""
    for match in re.finditer(rf"\b{link}\s+(?=([^,;:.!?()—–]{{3,80}}))", text, re.IGNORECASE):
        before = text[max(match.start() - 40, 0) : match.start()]
        told = re.split(r"\b(?:not|rather|instead)\b", match[1], flags=re.IGNORECASE)[0]
        if 2 * len(telling_stems(told) & part) >= len(part) and not _NO.search(before.lower()):
            return True
    return False
