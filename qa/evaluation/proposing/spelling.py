"""Which words a library writes with a small letter: at a sentence's start they are no names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from qa.evaluation.proposing.standing import INSIDE_SENTENCE

__all__ = ["small_words"]

_SMALL = re.compile(r"(?<![\w’'-])[a-zß-öø-ÿ]\w*")
_CAPITAL = re.compile(rf"{INSIDE_SENTENCE}[A-ZÀ-Þ]\w*")


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand with a small letter oftener than with a capital inside a sentence."""
    small, capital = _counts(texts)
    return frozenset(word for word, count in small.items() if count > capital[word])


def capital_words(texts: Iterable[str]) -> frozenset[str]:
    """The words, in small letters, that stand inside a sentence at least as often as a name."""
    small, capital = _counts(texts)
    return frozenset(word for word, count in capital.items() if count >= small[word])


def _counts(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        small.update(_SMALL.findall(text))
        capital.update(word.lower() for word in _CAPITAL.findall(text))
    return small, capital
