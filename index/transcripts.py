"""Whose turn it is in an interview or a debate: lines with *NAME:* or *Q.* at their start.

A document counts as a transcript where the labels of such lines are people, or roles that speak,
and come back. *Finding:*, *Monday:* and the *A.* of an outline are none; whose words they begin,
the document does not tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.forms import concise, is_title
from index.names import Names, is_person
from index.types import Span

__all__ = ["Turn", "turn_at", "turns"]

_LABEL = re.compile(
    r"(?m)^[ \t*_>]*(?P<name>(?:[A-Z][\w.’'-]*)(?:[ \xa0][A-Z][\w.’'-]*){0,4}|[QA])"
    r"(?:[ \xa0]*\([^)\n]{1,60}\)|, [^:\n]{1,40})?[ \t*_]*(?P<mark>[:.])[*_]*[ \t\xa0]+(?=\S)"
)
_LETTERS = frozenset({"Q", "A"})
_ROLES = frozenset(
    """moderator interviewer host presenter narrator announcer operator reporter speaker chair
    chairman chairwoman chairperson witness judge prosecutor counsel audience caller""".split()
)
"""Roles that speak, where no name stands."""
_PERSONAL = re.compile(r"\bI\b|\b(?i:you|your|we|our|my|me)\b|\?")
"""What people who talk with each other say."""
_TITLE = re.compile(r"(?m)(?<=\n\n)[#*_ \t]*[A-Z0-9][^\n]{0,78}[^\s.,;:?!…”\"’)—–-][ \t]*$")
"""A title of a section: a short paragraph that is no sentence."""
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
_FEWEST_ANSWERS = 2
_SHARE_PERSONAL = 1 / 3


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of a transcript says in one go."""

    span: Span
    speaker: str | None
    """``None`` for a question or an answer of somebody whom the document does not name, and for
    what a label begins that is nobody's."""
    is_named: bool = True
    """Whether the speaker is more than a word for somebody whom the document does not name."""


def turns(text: str, names: Names) -> tuple[Turn, ...]:
    """The turns of a transcript, in order.

    Args:
        text: The canonical text of a document.
        names: Its names.

    Returns:
        Turns that reach up to the next or to a section's title; empty where the document is no
        transcript.
    """
    labels = [match for match in _LABEL.finditer(text) if _may_be_label(match)]
    if len(labels) < _FEWEST:
        return ()
    ends = [match.start() for match in labels[1:]] + [len(text)]
    said = [text[match.end() : end] for match, end in zip(labels, ends, strict=True)]
    speaking = _speaking(text, labels, said)
    counts = Counter(_last_word(match) for match in speaking)
    if len(speaking) < _FEWEST or max(counts.values()) == 1:
        return ()
    known = {**_fullest_labels(speaking, names), "q": None, "a": _interviewed(text, names)}
    return tuple(
        Turn(Span(match.start(), _end(text, match.end(), end)), known.get(_last_word(match)))
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
    return found[number] if number >= 0 and sentence.start < found[number].span.end else None


def _may_be_label(match: re.Match[str]) -> bool:
    return match["name"] in _LETTERS or (match["mark"] == ":" and len(match["name"]) > 1)


def _speaking(
    text: str, labels: Sequence[re.Match[str]], said: Sequence[str]
) -> list[re.Match[str]]:
    """The labels that name who speaks."""
    elsewhere = Names(_LABEL.sub("", text))
    letters = "".join(match["name"] for match in labels if match["name"] in _LETTERS)
    has_answers = letters.count("QA") >= _FEWEST_ANSWERS
    has_capitals = _are_capitals_spoken(labels, said)
    return [
        match
        for match in labels
        if (has_answers and match["name"] in _LETTERS)
        or (has_capitals and _is_capital(match))
        or _is_speaker(match["name"], elsewhere)
    ]


def _are_capitals_spoken(labels: Sequence[re.Match[str]], said: Sequence[str]) -> bool:
    """Whether labels in capitals alternate, and what they begin is talk."""
    capitals = [words for m, words in zip(labels, said, strict=True) if _is_capital(m)]
    order = [_last_word(m) if _is_capital(m) else "" for m in labels]
    neighbours = zip(order, order[1:], order[2:], strict=False)
    alternate = any(a and a == c != b for a, b, c in neighbours)
    personal = sum(_PERSONAL.search(words) is not None for words in capitals)
    return alternate and personal >= _SHARE_PERSONAL * len(capitals)


def _is_capital(match: re.Match[str]) -> bool:
    name = match["name"]
    return name.isupper() and len(name) > 1 and _NO_SPEAKERS.isdisjoint(name.lower().split())


def _is_speaker(label: str, elsewhere: Names) -> bool:
    """Whether a label is a person or a role that speaks, whatever the labels beside it."""
    words = (label.title() if label.isupper() else label).split()
    if not _NO_SPEAKERS.isdisjoint(word.lower() for word in words):
        return False
    if words[-1].lower() in _ROLES:
        return True
    if is_title(words[-1]):
        return False
    return is_person(" ".join(words)) or elsewhere.knows_person(words[-1])


def _end(text: str, start: int, end: int) -> int:
    """Where a turn ends: at the title of a section, if one comes before the next label."""
    title = _TITLE.search(text, start, end)
    return title.start() if title else end


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
