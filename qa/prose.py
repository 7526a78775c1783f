"""An answer's text: plain prose with ``[n]`` markers, for the command line and for callers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.language.terms import stem, telling_stems
from qa.types import AnswerStatus, Quote, Statement

__all__ = ["printable", "prose", "quoted"]

_MARKS = frozenset('"“”„«»‘')
_AFTER_NAME = re.compile(r",|\s+(?:of|from|in|at|for|with|who)\s")
_TERMINAL_ORDERS = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DECLINED = "Your documents do not answer this question."


def printable(text: str) -> str:
    """The text without what a terminal would take for an order: a document may hold such signs."""
    return _TERMINAL_ORDERS.sub("\N{REPLACEMENT CHARACTER}", text)


def prose(
    statements: Sequence[Statement], status: AnswerStatus, not_stated: Sequence[str] = ()
) -> str:
    """The statements one below the other, each with its markers; then what is not stated."""
    if status is AnswerStatus.NOT_IN_DOCUMENTS:
        return _DECLINED
    lines = [_line(statement) for statement in statements]
    lines += [f"Not stated in your documents: {part}" for part in not_stated]
    return "\n".join(lines)


def quoted(words: str) -> str:
    """The words of a quote between quotation marks, unless they begin with marks of their own."""
    return words if words[:1] in _MARKS else f"“{words}”"


def _line(statement: Statement) -> str:
    markers = "".join(f"[{quote.label}]" for quote in statement.quotes)
    is_quote = _is_quote(statement, statement.quotes)
    words = quoted(statement.text) if is_quote else statement.text
    told = not is_quote and all(_names(statement.text, name) for name in statement.attribution)
    speaker = "" if told else " via ".join(reversed(statement.attribution))
    return f"{words} {f'({speaker}) ' if speaker else ''}{markers}"


def _names(text: str, speaker: str) -> bool:
    """Whether a prose names a speaker, if only by his last name or noun: "Tann", "officials"."""
    name = _AFTER_NAME.split(speaker, maxsplit=1)[0]
    return stem(name.split()[-1]) in telling_stems(text)


def _is_quote(statement: Statement, quotes: Sequence[Quote]) -> bool:
    return any(statement.text == quote.text for quote in quotes)
