"""Whether two accounts contradict each other: the same matter, told otherwise by somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from qa.terms import NUMBER_WORDS, stem, telling_stems, words_in
from qa.types import Quote, Statement

__all__ = ["accounts_differ", "contradict"]

_SHARED = 0.25  # share of the shorter account's words that both must have to be about one matter
_DENIAL = frozenset(
    """not no never nobody none neither nor without denied denies deny rejected rejects refused
    disputed false untrue n't cannot can't won't didn't wasn't weren't isn't hadn't""".split()
)
_COUNT = re.compile(r"\d")


def accounts_differ(statements: Sequence[Statement]) -> bool:
    """Whether any two of the statements contradict each other."""
    return any(contradict(a, b) for a, b in combinations(statements, 2))


def contradict(one: Statement, other: Statement) -> bool:
    """Whether two statements of different speakers or documents cannot both hold.

    They must be about one matter; then either one denies what the other says, or they count the
    same thing differently.
    """
    if not one.quotes or not other.quotes or _same_voice(one.quotes[0], other.quotes[0]):
        return False
    first, second = one.quotes[0].text, other.quotes[0].text
    stems_one, stems_other = _matter(first), _matter(second)
    shared = stems_one & stems_other
    if len(shared) < max(2, _SHARED * min(len(stems_one), len(stems_other))):
        return False
    return _denies(first) != _denies(second) or _counts_differ(first, second)


def _matter(text: str) -> frozenset[str]:
    """What a text is about: its telling words without the numbers."""
    return frozenset(
        word for word in telling_stems(text) if word not in NUMBER_WORDS and not word[0].isdigit()
    )


def _same_voice(one: Quote, other: Quote) -> bool:
    return one.document == other.document and one.attribution == other.attribution


def _denies(text: str) -> bool:
    return any(word in _DENIAL or word.endswith(("n't", "n’t")) for word in words_in(text))


def _counts_differ(first: str, second: str) -> bool:
    counts, others = _counted(first), _counted(second)
    return any(counts[thing].isdisjoint(others[thing]) for thing in counts.keys() & others.keys())


def _counted(text: str) -> dict[str, set[str]]:
    """Numbers by what they count: the next two words after a number."""
    words = words_in(text)
    counted: dict[str, set[str]] = {}
    for position, word in enumerate(words):
        if word in NUMBER_WORDS or _COUNT.match(word):
            for thing in words[position + 1 : position + 3]:
                if thing not in NUMBER_WORDS and not _COUNT.match(thing):
                    counted.setdefault(stem(thing), set()).add(word)
    return counted
