"""Whether somebody is called what the source calls another: "Holm, the harbour master".

A title or an apposition is read for each name: "Liv Moe, a former treasurer", "finance director
Liv Moe". Only where the source describes the person in other words, and has the claim's word for
somebody else, is the description another one's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from index.words import STOP_WORDS
from qa.language.terms import stem, stems_of

__all__ = ["another_post"]

_NAME = r"[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+){0,3}"
_BESIDE = re.compile(
    rf"(?P<name>{_NAME})(?:\s+KC)?,\s+(?:who\s+(?:is|was)\s+)?(?:an?|the|its|his|her|their|[\w’'-]+['’]s)\s+"
    r"(?P<post>[^,.;:()]{3,80})(?=[,.;:)]|$)"
)
_BEFORE = re.compile(
    r"(?:^|[.;:,]\s+|\b(?:the|its|his|her|their|an?|and|but|while|that|by|to|with)\s+|['’]s\s+)"
    rf"(?P<post>(?:[A-ZÀ-Þ]?[a-zß-öø-ÿ-]+\s+){{0,3}}[a-zß-öø-ÿ-]+)(?:\s+of\s+[a-z-]+)?,?\s+(?P<name>{_NAME})"
)
_LINK = re.compile(r"\s+(?:of|for|at|in|from|who|which|that|to|on|until|since|with|by)\s+")
_SAME = ("chair", "spokes")
"""Beginnings by which "chair", "chairman" and "chairwoman" are one post."""
_POSTS = stems_of(
    """head chief chair chairman chairwoman chairperson director manager master minister
    secretary president mayor governor treasurer lawyer counsel solicitor judge justice
    spokesman spokeswoman spokesperson officer inspector commissioner professor doctor
    surgeon nurse teacher researcher scientist engineer analyst economist founder owner
    chancellor senator deputy leader editor author coach captain commander driver farmer
    tenant landlord ambassador envoy adviser advisor auditor prosecutor witness clerk bishop
    priest conductor curator curate principal dean rector"""
)


def another_post(claim: str, source: str) -> tuple[str, str, str] | None:
    """A name with a post that its source gives to somebody else.

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.

    Returns:
        The name, its post in the claim, and its post in the source; ``None`` where they agree or
        the source gives it none.
    """
    given: dict[str, dict[str, str]] = defaultdict(dict)
    for name, post in _posts(source):
        given[name][_root(post)] = post
    for name, post in _posts(claim):
        own = given.get(name)
        others = {root for other, roots in given.items() if other != name for root in roots}
        known = others | {_root(word) for word in re.findall(r"[^\W\d_]+", source)}
        if own and _root(post) not in own and _root(post) in known:
            return name, post, next(iter(own.values()))
    return None


def _posts(text: str) -> Iterator[tuple[str, str]]:
    """Last names, each with a word for what the person is."""
    for pattern in (_BESIDE, _BEFORE):
        for match in pattern.finditer(text):
            words = _LINK.split(match["post"], maxsplit=1)[0].split()
            word = words[-1].lower() if words else ""
            name = re.sub(r"['’]s?$", "", match["name"].split()[-1])
            if stem(word) in _POSTS and word not in STOP_WORDS:
                yield name, word


def _root(post: str) -> str:
    return next((begin for begin in _SAME if post.lower().startswith(begin)), stem(post))
