"""A question to a full-text expression of SQLite's FTS5."""

from __future__ import annotations

import re

__all__ = ["STOP_WORDS", "expression"]

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


def expression(query: str) -> str | None:
    """Any of the query's telling words, and its quoted phrases as a whole besides.

    Returns:
        An expression in which nothing of the query is syntax; ``None`` when it has no word.
    """
    words = [match.group().lower() for match in _WORD.finditer(query)]
    telling = [word for word in words if word not in STOP_WORDS] or words
    terms = list(dict.fromkeys(telling))[:_MOST_WORDS]
    phrases = [
        " ".join(_WORD.findall(match.group(1))[:_MOST_WORDS]) for match in _PHRASE.finditer(query)
    ]
    parts = [*terms, *(phrase for phrase in phrases if " " in phrase)]
    return " OR ".join(f'"{part}"' for part in parts) or None
