"""From treebank tokens to text as people write it, with the place of every token."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Span

__all__ = ["detokenise"]

_WRITTEN = {
    "``": '"',
    "''": '"',
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}
_NO_SPACE_BEFORE = frozenset([*".,;:!?%)]}…", "n't", "''", "...", "'"])
_NO_SPACE_AFTER = frozenset([*"([{$£€#", "``"])
_CLITICS = ("'s", "'re", "'ve", "'ll", "'d", "'m", "'S")


def detokenise(tokens: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """The text that the tokens stand for, and the span of every token in it.

    Plain double quotes open and close in turn; single ones are taken for apostrophes.
    """
    text, spans, glued, inside = "", [], True, False
    for token in tokens:
        written = _WRITTEN.get(token, token)
        opens, closes = token == "``", token == "''"
        if token == '"':
            opens, closes = not inside, inside
        if opens or closes:
            inside = opens
        bracket_closes = token in ("-RRB-", "-RSB-", "-RCB-")
        if not (
            glued
            or closes
            or bracket_closes
            or token in _NO_SPACE_BEFORE
            or token.startswith(_CLITICS)
        ):
            text += " "
        spans.append(Span(len(text), len(text) + len(written)))
        text += written
        glued = opens or token in _NO_SPACE_AFTER or token in ("-LRB-", "-LSB-", "-LCB-")
    return text, tuple(spans)
