"""What a document is about: the names that it keeps coming back to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from index.forms import NOT_NAMES

__all__ = ["topics"]

_READ = 60_000  # characters: twenty pages tell what a report is about
_FREQUENT = 60  # names that are looked at
_LEAST = 3  # times a name stands in the text
_FULLER = 0.12  # of its short form's count that a fuller form needs: "Super Bowl 50", "Super Bowl"
_LONGEST = 6  # words of a name; longer runs of capitals are headlines
_WORD = r"[A-Z][\w’'.&-]*\w"
_NAME = re.compile(
    rf"\b{_WORD}(?: (?:(?:of the|of|the|de|van|von|bin|al|la) )?{_WORD})*(?: \d{{1,4}}\b)?"
)
_SMALL = re.compile(r"\b[a-z]\w+")  # what begins small too is no name, but begins a sentence
_POSSESSIVE = re.compile(r"[’']s?$")


def topics(text: str, most: int = 3) -> tuple[str, ...]:
    """The names that stand most often in a document, each in its most frequent full form.

    Args:
        text: the canonical text; its first sixty thousand characters count.
        most: how many at most.

    Returns:
        The names, the most frequent first; none where no name stands there three times.
    """
    read = text[:_READ]
    small = set(_SMALL.findall(read))
    counts = Counter(name for name in _names(read) if name.isupper() or name.lower() not in small)
    frequent = dict(counts.most_common(_FREQUENT))
    total: Counter[str] = Counter()
    for name, count in frequent.items():
        total[_fullest(name, frequent)] += count
    chosen: list[str] = []
    for name in sorted(total, key=lambda name: -total[name]):
        if total[name] < _LEAST or len(chosen) == most:
            break
        if not any(set(name.split()) & set(other.split()) for other in chosen):
            chosen.append(name)
    return tuple(chosen)


def _names(text: str) -> Iterator[str]:
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and (words[0] in NOT_NAMES or words[0].islower()):
            del words[0]
        name = _POSSESSIVE.sub("", " ".join(words))
        if len(words) <= _LONGEST and len(name) > 2:
            yield name


def _fullest(name: str, counts: Mapping[str, int]) -> str:
    """The most frequent longer form that holds the words of a name, if it is frequent enough."""
    words = set(name.split())
    longer = [
        other
        for other, count in counts.items()
        if count >= max(_FULLER * counts[name], 2) and words < set(other.split())
    ]
    return max(longer, key=lambda other: (counts[other], len(other)), default=name)
