"""An answer's text: plain prose with ``[n]`` markers, for the command line and for callers."""

from __future__ import annotations

from collections.abc import Sequence

from qa.types import AnswerStatus, Quote, Statement

__all__ = ["prose", "quoted"]

_MARKS = frozenset('"“”„«»‘')
_DECLINED = "Your documents do not answer this question."


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
    if not _is_quote(statement, statement.quotes):
        return f"{statement.text} {markers}"
    speaker = " via ".join(reversed(statement.attribution))
    return f"{quoted(statement.text)} {f'({speaker}) ' if speaker else ''}{markers}"


def _is_quote(statement: Statement, quotes: Sequence[Quote]) -> bool:
    return any(statement.text == quote.text for quote in quotes)
