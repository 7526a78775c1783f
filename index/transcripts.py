"""Whose turn it is in an interview or a debate: lines with *NAME:* or *Q.* at their start.

A document counts as a transcript where such lines come back; a single *Correction:* or *Video:*
is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.forms import concise
from index.names import Names
from index.types import Span

__all__ = ["Turn", "turn_at", "turns"]

_LABEL = re.compile(
    r"(?m)^[ \t*_>]*(?P<name>(?:[A-Z][\w.’'-]*)(?:[ \xa0][A-Z][\w.’'-]*){0,4}|[QA])"
    r"(?:[ \xa0]*\([^)\n]{1,60}\)|, [^:\n]{1,40})?[ \t*_]*(?P<mark>[:.])[*_]*[ \t\xa0]+(?=\S)"
)
_LETTERS = frozenset({"Q", "A"})
_NO_SPEAKERS = frozenset(
    """correction corrections update updates video watch photo photos note notes breaking related
    previously contributing source sources editor's editor’s read more exclusive by byline poll
    date time place where when what who why how cost price size summary conclusion abstract example
    warning tip step question answer result results total name address phone email subject from to
    cc re transcript""".split()
)
"""Labels of lines that nobody speaks."""
_FEWEST = 3
"""Labelled lines from which a document counts as a transcript."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of a transcript says in one go."""

    span: Span
    speaker: str | None
    """``None`` for a question or an answer of somebody whom the document does not name."""


def turns(text: str, names: Names) -> tuple[Turn, ...]:
    """The turns of a transcript, in order.

    Args:
        text: The canonical text of a document.
        names: Its names.

    Returns:
        Turns that reach up to the next; empty where the document is no transcript.
    """
    labels = [match for match in _LABEL.finditer(text) if _may_speak(match)]
    counts = Counter(_last_word(match) for match in labels)
    coming_back = [count for count in counts.values() if count > 1]
    is_transcript = len(labels) >= _FEWEST and bool(coming_back)
    if not is_transcript:
        return ()
    ends = [match.start() for match in labels[1:]] + [len(text)]
    known = {**_fullest_labels(labels, names), "q": None, "a": _interviewed(text, names)}
    return tuple(
        Turn(Span(match.start(), end), known[_last_word(match)])
        for match, end in zip(labels, ends, strict=True)
    )


def turn_at(found: Sequence[Turn], sentence: Span) -> Turn | None:
    """The turn that a sentence belongs to.

    Args:
        found: The turns of a transcript, in order.
        sentence: A sentence of it.
    """
    # The first word of a sentence tells: a label may be cut off as a sentence of its own.
    number = bisect_right(found, sentence.end - 1, key=lambda turn: turn.span.start) - 1
    return found[number] if number >= 0 else None


def _may_speak(match: re.Match[str]) -> bool:
    name = match["name"]
    if name in _LETTERS:
        return True
    is_person = match["mark"] == ":" and len(name) > 1
    return is_person and _NO_SPEAKERS.isdisjoint(name.lower().split())


def _last_word(label: re.Match[str]) -> str:
    return label["name"].split()[-1].lower()


def _fullest_labels(labels: Sequence[re.Match[str]], names: Names) -> dict[str, str | None]:
    """The fullest form of each label by its last word: *TOM HALE* for *HALE*."""
    fullest: dict[str, str | None] = {}
    for label in labels:
        name = label["name"]
        words = name.title() if name.isupper() and len(name) > 3 else name
        shown = concise(names.fullest(words))
        if len(shown) > len(fullest.get(_last_word(label)) or ""):
            fullest[_last_word(label)] = shown
    return fullest


def _interviewed(text: str, names: Names) -> str | None:
    """Who answers: the only person whom the first line names."""
    title = text[: text.find("\n")] if "\n" in text else ""
    people = set(names.people(title, are_likely=True))
    return people.pop() if len(people) == 1 else None
