"""Whether a claim gives two names, or two numbers, each what its source gives to the other.

"The court cleared Dahl and convicted Moe" has every word of "Dahl was convicted, Moe cleared". What
tells them apart is which clause holds which word. One name in a strange clause may be a fair
rewording; two that have changed places are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from index.words import STOP_WORDS
from qa.checking.source import Misplaced
from qa.language.clauses import clauses
from qa.language.dates import WEEKDAYS
from qa.language.names import CAPITALISED_RUN, OPENERS
from qa.language.numerals import MONTHS, counted
from qa.language.terms import stem, telling_stems, words_in

__all__ = ["crossed"]

_PLACE = re.compile(r"\b(?:in|at|of|from|near|to|on|outside|inside)\s+(?:the\s+)?$", re.IGNORECASE)
_NO_NAMES = STOP_WORDS | OPENERS | WEEKDAYS | frozenset(MONTHS)


@dataclass(frozen=True, slots=True)
class _Clause:
    anchors: frozenset[str]
    """The names in it, or the numbers."""
    words: frozenset[str]
    """Stems of all that it says otherwise."""
    subject: str | None
    """The one anchor that it is about; ``None`` where several may be."""


def crossed(claim: str, source: str) -> Misplaced | None:
    """The first word that has changed its place with another one's; ``None`` where none has.

    Args:
        claim: The prose of a claim.
        source: The words that it rests on.
    """
    both = f"{claim} {source}"
    if "respectively" in both:  # its order is told by the sentence, not by clauses
        return None
    small = frozenset(re.findall(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_]*", both))
    by_name = _crossing(_by_name(claim, small), _by_name(source, small))
    found = by_name or _crossing(_by_number(claim), _by_number(source))
    if found is None:
        return None
    written = {stem(word): word for word in words_in(claim)}
    return Misplaced(written.get(found.word, found.word), found.claimed, found.given)


def _crossing(claimed: Sequence[_Clause], given: Sequence[_Clause]) -> Misplaced | None:
    said: dict[str, frozenset[str]] = defaultdict(frozenset)
    told: dict[str, frozenset[str]] = defaultdict(frozenset)
    for clause in claimed:
        if clause.subject:
            said[clause.subject] |= clause.words
    for clause in given:
        for anchor in clause.anchors:
            told[anchor] |= clause.words
    for one, other in permutations(sorted(said.keys() & told.keys()), 2):
        moved = said[one] & (told[other] - told[one])
        back = said[other] & (told[one] - told[other])
        if moved and back:
            return Misplaced(min(moved), one, other)
    return None


def _by_name(text: str, small: frozenset[str]) -> list[_Clause]:
    """The clauses by the names in them, each by its last word.

    Args:
        text: What is split into clauses.
        small: Words that stand without a capital somewhere, and so are no names.
    """
    found = []
    for clause in clauses(text):
        names = dict(_names(clause, small))
        acting = [name for name, is_place in names.items() if not is_place] or [*names]
        words = telling_stems(clause) - {stem(name) for name in names}
        subject = acting[0] if len(acting) == 1 else None
        found.append(_Clause(frozenset(names), words, subject))
    return found


def _names(clause: str, small: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Each name of a clause, and whether a word like "in" makes it a place."""
    for run in re.finditer(CAPITALISED_RUN, clause):
        last = re.sub(r"['’]s?$", "", run[0].split()[-1].rstrip("."))
        if last.lower() not in small | _NO_NAMES:
            yield last, _PLACE.search(clause[: run.start()]) is not None


def _by_number(text: str) -> list[_Clause]:
    """The clauses by the numbers in them."""
    found = []
    for clause in clauses(text):
        numbers = frozenset(str(numeral) for numeral, _ in counted(clause))
        words = frozenset(word for word in telling_stems(clause) if not word[0].isdigit())
        found.append(_Clause(numbers, words, min(numbers) if len(numbers) == 1 else None))
    return found
