"""Scores, as pure functions: shares with their interval, spans, names, rankings."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.types import Span

__all__ = [
    "Share",
    "coverage",
    "exact_match",
    "holds_words",
    "is_named",
    "percentile",
    "short_answer_f1",
    "source_f1",
    "source_is_right",
    "wilson",
]

_TITLES = frozenset(
    """the a an mr mrs ms dr sen rep gov gen president senator representative governor general
    secretary prime minister chancellor speaker secretary-general""".split()
)
_NORMAL_95 = 1.959964  # the normal distribution's 97.5 % quantile


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a number of cases were right."""

    right: int
    cases: int

    @classmethod
    def of(cls, verdicts: Iterable[bool]) -> Share:
        """Count the verdicts."""
        counted = list(verdicts)
        return cls(sum(counted), len(counted))

    @property
    def value(self) -> float:
        """Between 0 and 1; not a number where there were no cases."""
        return self.right / self.cases if self.cases else math.nan

    @property
    def interval(self) -> str:
        """The 95 % interval, as tables give it.

        Raises:
            ValueError: there are no cases.
        """
        return "{:.1%} to {:.1%}".format(*wilson(self.right, self.cases))


def wilson(right: float, cases: int) -> tuple[float, float]:
    """The 95 % interval of a share.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22 (1927). Unlike the usual plus and minus it stays
    between 0 and 1 and is right for small numbers.

    Args:
        right: how many were; in between for a sum of values between 0 and 1, which vary less than
            as many verdicts would.
        cases: how many there were.

    Raises:
        ValueError: there are no cases, or more right ones than cases.
    """
    if not 0 <= right <= cases or cases == 0:
        raise ValueError(f"not a share: {right} of {cases}")
    share, z2 = right / cases, _NORMAL_95**2
    centre = (share + z2 / (2 * cases)) / (1 + z2 / cases)
    half = _NORMAL_95 * math.sqrt(share * (1 - share) / cases + z2 / (4 * cases**2))
    half /= 1 + z2 / cases
    return max(0.0, centre - half), min(1.0, centre + half)


def coverage(gold: Span, shown: Iterable[Span]) -> float:
    """The share of the gold span's characters that the shown spans hold together."""
    held: set[int] = set()
    for span in shown:
        held.update(range(max(span.start, gold.start), min(span.end, gold.end)))
    return len(held) / (gold.end - gold.start)


def holds_words(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands in the text, word for word, whatever the case."""
    words = f" {' '.join(_words(text))} "
    return any(f" {' '.join(_words(a))} " in words for a in answers if _words(a))


def source_f1(found: str, gold: str) -> float:
    """Token F1 of two names, without articles, titles and party tags."""
    return _token_f1(_name_words(found), _name_words(gold))


def source_is_right(speakers: Iterable[str], gold: str) -> bool:
    """Whether one of the speakers is the gold source: token F1 of at least 0.5."""
    return any(source_f1(speaker, gold) >= 0.5 for speaker in speakers)


def is_named(wanted: str, speaker: str) -> bool:
    """Whether a speaker goes by the wanted name: the words of one are among those of the other.

    Stricter than :func:`source_is_right`, for which two people with one first name are one.
    """
    names, others = set(_name_words(wanted)), set(_name_words(speaker))
    return bool(names and others) and (names <= others or others <= names)


def exact_match(found: str, answers: Iterable[str]) -> bool:
    """Whether the short answer is one of the gold ones; an empty one never is.

    As SQuAD compares them: without case, punctuation and articles (Rajpurkar et al., "SQuAD:
    100,000+ Questions for Machine Comprehension of Text", EMNLP 2016).
    """
    words = _plain_words(found)
    return bool(found.strip()) and any(words == _plain_words(answer) for answer in answers)


def short_answer_f1(found: str, answers: Iterable[str]) -> float:
    """The best token F1 of the short answer with a gold one, words as in :func:`exact_match`."""
    return max((_answer_f1(found, answer) for answer in answers), default=0.0)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that the given share of the values does not exceed: the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _answer_f1(found: str, answer: str) -> float:
    if exact_match(found, [answer]):
        return 1.0  # also of two that are mere articles and have no words left
    return _token_f1(_plain_words(found), _plain_words(answer))


def _token_f1(found: Sequence[str], gold: Sequence[str]) -> float:
    common = sum((Counter(found) & Counter(gold)).values())
    return 2 * common / (len(found) + len(gold)) if common else 0.0


def _plain_words(text: str) -> list[str]:
    letters = "".join(sign for sign in text.lower() if sign not in string.punctuation)
    return [word for word in letters.split() if word not in ("a", "an", "the")]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _name_words(name: str) -> list[str]:
    name = re.sub(r"\([^)]*\)", " ", name.lower()).replace("’", "'")
    words = re.findall(r"[\w-]+", name.replace("'s", " "))
    return [word for word in words if word not in _TITLES] or words
