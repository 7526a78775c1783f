"""A question, or a speaker, to a full-text expression of SQLite's FTS5."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["STOP_WORDS", "any_of", "expression", "speaker_expression"]

# Words so common in questions and reports that a match says nothing.
STOP_WORDS = frozenset(
    """a about according after all also an and any anybody anyone are as at be because been being
    before between but by can could did do does during for from had has have he her him his how i
    if in into is it its itself just me might more most much must my no not of off on only or
    other our out over own per report reported reports said same say saying says shall she should
    so some such tell than that the their them then there these they this those through to told
    under until up upon us very was we were what when where whether which while who whom whose why
    will with would you your article document according""".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PHRASE = re.compile(r"[\"“”«»„]([^\"“”«»„]{3,300})[\"“”«»„]")
_MOST_WORDS = 64  # a pasted page is searched by its first words
_NAME = re.compile(r"\b[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)+")
_TITLES = frozenset(
    """mr mrs ms dr sen rep gov gen president senator representative governor general secretary
    prime minister chancellor former""".split()
)


def expression(query: str) -> str | None:
    """Any of the query's telling words, and its quoted phrases and long names as a whole besides.

    Returns:
        An expression in which nothing of the query is syntax; ``None`` when it has no word.
    """
    words = _words(query)
    terms = list(dict.fromkeys(_telling(words) or words))[:_MOST_WORDS]
    wholes = [match.group(1) for match in _PHRASE.finditer(query)]
    wholes += [name for match in _NAME.finditer(query) if (name := _without_opener(match.group()))]
    phrases = [" ".join(_WORD.findall(whole)[:_MOST_WORDS]) for whole in wholes]
    parts = [*terms, *(phrase for phrase in dict.fromkeys(phrases) if " " in phrase)]
    return " OR ".join(f'"{part}"' for part in parts) or None


def any_of(words: Iterable[str]) -> str | None:
    """Texts, titles left aside, that hold any of some words.

    Returns:
        An expression in which nothing of the words is syntax; ``None`` when there is no word.
    """
    parts = [part for word in words for part in _WORD.findall(word.lower())][:_MOST_WORDS]
    return f"text : ({' OR '.join(_quoted(parts))})" if parts else None


def speaker_expression(speaker: str, about: str) -> str | None:
    """What a speaker says: all the words of the name, and any word of the matter.

    What follows a comma describes the speaker, and a title beside a name is often left out.

    Args:
        speaker: as a question names him.
        about: the question, or a part of it.

    Returns:
        An expression over the columns ``speakers`` and ``words``; ``None`` when the speaker has
        no telling word.
    """
    named = _telling(_words(speaker.split(",")[0]))
    core = [word for word in named if word not in _TITLES] or named
    if not core:
        return None
    speaks = f"speakers : ({' AND '.join(_quoted(core))})"
    known = set(_words(speaker))
    matter = [word for word in _telling(_words(about)) if word not in known][:_MOST_WORDS]
    if not matter:
        return speaks
    return f"({speaks}) AND ({speaks} OR words : ({' OR '.join(_quoted(matter))}))"


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in STOP_WORDS]


def _quoted(words: list[str]) -> list[str]:
    return [f'"{word}"' for word in dict.fromkeys(words)]


def _without_opener(name: str) -> str:
    """A run of capitalised words without the question word that it may begin with."""
    words = name.split()
    while words and words[0].lower().rstrip(".") in STOP_WORDS:
        words = words[1:]
    return " ".join(words)
