"""Whether two accounts contradict each other: the same matter, told otherwise by somebody else.

Careful rather than complete: a contradiction that is shown where there is none costs more trust
than one that the reader finds himself among the quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from index.words import STOP_WORDS
from qa.language.dates import dates_in, without_dates
from qa.language.numerals import numerals
from qa.language.terms import NUMBER_WORDS, stem, telling_stems, words_in
from qa.question import Expected, Question, analyse
from qa.types import Quote, Statement

__all__ = ["conflicts", "contradict", "tells_again"]

_SHARED = 0.25  # share of the shorter account's words that both must have to be about one matter
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)|disput(?:es|ed)|contradict(?:s|ed))\b", re.I
)
_NOT = re.compile(
    r"\b(?:not(?!\s+only)|never|no|nobody|none|without|cannot|\w+n['’]t)\s+(?P<after>(?:[\w’'-]+\s*){1,4})",
    re.I,
)
_NUMBER = rf"(?:\d[\d.,]*|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
_COUNTED = re.compile(
    rf"\b(?P<number>{_NUMBER}(?:(?:[\s-]|\sand\s){_NUMBER})*)\b(?P<after>(?:\s+[^\W\d_]+){{1,3}})",
    re.I,
)


def conflicts(question: str, statements: Sequence[Statement]) -> tuple[tuple[Statement, ...], ...]:
    """The statements that contradict one another about what was asked, by the matter at issue.

    Returns:
        Groups of at least two, in the order of their first statements; two conflicts are one group
        where they have a statement in common.
    """
    asked, groups = analyse(question), list[set[int]]()
    for pair in combinations(range(len(statements)), 2):
        if contradict(asked, *(statements[number] for number in pair)):
            joined = [group for group in groups if not group.isdisjoint(pair)]
            groups = [group for group in groups if group not in joined]
            groups.append(set(pair).union(*joined))
    return tuple(tuple(statements[n] for n in sorted(group)) for group in sorted(groups, key=min))


def contradict(question: Question, one: Statement, other: Statement) -> bool:
    """Whether two statements of different voices cannot both hold.

    They must be about one matter. Then either one denies what the other says, or they count the
    same thing differently, or, where a time is asked for, they give different days.
    """
    if not one.quotes or not other.quotes or _same_voice(one.quotes[0], other.quotes[0]):
        return False
    first, second = one.quotes[0].text, other.quotes[0].text
    matter, others = _matter(first), _matter(second)
    shared = matter & others
    if len(shared) < max(2, _SHARED * min(len(matter), len(others))):
        return False
    if question.expected is Expected.TIME and _days_differ(first, second):
        return True
    denied = _denied(first, shared) ^ _denied(second, shared)
    return bool(denied) or _counts_differ(first, second)


def tells_again(
    question: Question, speakers: Sequence[str], text: str, before: Sequence[str], told: str
) -> bool:
    """Whether the same speaker gives the number that is asked for once more.

    Args:
        question: what is asked.
        speakers: of a text, outermost first.
        text: what they say.
        before: the speakers of a text that is shown already.
        told: what these say.
    """
    same = bool(speakers and before) and _name(speakers[-1]) == _name(before[-1])
    counts, others = dict(_counted(text)), dict(_counted(told))
    counted = question.counted or ""
    return same and counted in counts and counts[counted] == others.get(counted)


def _matter(text: str) -> frozenset[str]:
    """What a text is about: its telling words without numbers and dates."""
    return frozenset(
        word
        for word in telling_stems(without_dates(text))
        if word not in NUMBER_WORDS and not word[0].isdigit()
    )


def _same_voice(one: Quote, other: Quote) -> bool:
    """Whether one speaks for the other: the same speaker, or a link of the other's chain."""
    voices, others = _voices(one), _voices(other)
    if not voices or not others:
        return one.document == other.document and voices == others
    return voices[-1] in others or others[-1] in voices


def _voices(quote: Quote) -> list[str]:
    """The speakers by the last word of their names; what nobody else says, the publisher does."""
    speakers = quote.attribution or ((quote.publisher,) if quote.publisher else ())
    return [_name(speaker) for speaker in speakers]


def _name(speaker: str) -> str:
    words = [word for word in words_in(re.split(r"[,(]", speaker)[0]) if word not in STOP_WORDS]
    return stem(words[-1]) if words else speaker


def _denied(text: str, shared: frozenset[str]) -> frozenset[str]:
    """Which of the shared words a text denies."""
    denial = _DENIES.search(text)
    if denial:
        return shared & telling_stems(text[denial.end() :])
    after = " ".join(match["after"] for match in _NOT.finditer(text))
    return shared & telling_stems(after)


def _days_differ(first: str, second: str) -> bool:
    days, others = dates_in(first), dates_in(second)
    return bool(days and others) and days.isdisjoint(others)


def _counts_differ(first: str, second: str) -> bool:
    counts, others = dict(_counted(first)), dict(_counted(second))
    return any(counts[thing] != others[thing] for thing in counts.keys() & others.keys())


def _counted(text: str) -> Iterator[tuple[str, object]]:
    """What is counted, by the first telling word after a number, with the number's value."""
    for match in _COUNTED.finditer(without_dates(text)):
        telling = [w for w in words_in(match["after"]) if w not in STOP_WORDS | NUMBER_WORDS]
        if telling:
            yield stem(telling[0]), numerals(match["number"])
