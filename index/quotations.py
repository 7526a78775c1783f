"""Where a text quotes: the spans between quotation marks.

Curly, straight and tokenised (`` `` … '' ``) double marks, guillemets and low marks. A quotation
that runs over several paragraphs opens anew in each and closes in the last. A mark that is
never closed within the reach of a few paragraphs quotes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Span

__all__ = ["masked", "quoted_spans"]

_MARK = re.compile(r"[“”\"«»„]|``|'''?|\n\s*\n\s*")
_LONGEST = 4000
"""Characters between an opening and its closing mark."""
_SINGLE_WORD = re.compile(r"[“\"„«][\w-]+[”\"“»]")
_CLOSERS = {
    "“": ("”", '"'),
    '"': ('"', "”"),
    "„": ("”", "“"),
    "«": ("»",),
    "``": ("''",),
    "''": ("''",),
}
"""Marks that open, each with those that close it; hurried typing mixes curly and straight."""


def quoted_spans(text: str) -> tuple[Span, ...]:
    """The quotations of a text, in order, marks included.

    Args:
        text: The canonical text.

    Returns:
        Spans that do not overlap. A quotation over several paragraphs is one span for each.
    """
    found: list[Span] = []
    opened: list[tuple[int, str]] = []
    for match in _MARK.finditer(text):
        mark = match.group()[:2]  # three in a row close a quotation within the quotation too
        if opened and match.start() - opened[0][0] > _LONGEST:
            opened = []
        if mark[0] == "\n":
            opened = _after_paragraph(text, match.end(), opened)
            continue
        if opened and match.start() == opened[-1][0]:
            continue  # the mark that repeats the opening in a new paragraph
        if opened and (mark in _CLOSERS[opened[-1][1]] or _closes_wrongly(text, match)):
            starts = [start for start, _ in opened]
            ends = [_paragraph_end(text, start, match.start()) for start in starts[:-1]]
            found.extend(Span(s, e) for s, e in zip(starts, [*ends, match.end()], strict=True))
            opened = []
        elif not opened and mark in _CLOSERS and _may_open(text, match):
            opened = [(match.start(), mark)]
    return tuple(found)


def _closes_wrongly(text: str, match: re.Match[str]) -> bool:
    """An opening mark typed for a closing one: *“It is closed,“ she said*."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match.group() == "“" and before in (",", ".", "!", "?") and after == " "


def _after_paragraph(
    text: str, position: int, opened: list[tuple[int, str]]
) -> list[tuple[int, str]]:
    """What is still open in a new paragraph: the quotation, if its mark opens there again."""
    if opened and text.startswith(opened[-1][1], position):
        return [*opened, (position, opened[-1][1])]
    return []


def _paragraph_end(text: str, start: int, limit: int) -> int:
    match = re.compile(r"\s*\n\s*\n").search(text, start, limit)
    return match.start() if match else limit


def _may_open(text: str, match: re.Match[str]) -> bool:
    """A straight mark opens only before a word; a curly one always does."""
    if match.group() not in ('"', "''", "'''"):
        return True
    before, after = (
        text[max(0, match.start() - 1) : match.start()],
        text[match.end() : match.end() + 1],
    )
    return bool(after) and not after.isspace() and not before.isalnum()


def masked(text: str, sentence: Span, quotations: Sequence[Span]) -> str:
    r"""A sentence with every quotation inside blotted out, character for character.

    Args:
        text: The canonical text.
        sentence: The sentence.
        quotations: Those that overlap the sentence, in order.

    Returns:
        A string as long as the sentence, in which ``“`` … ``”`` stand for the marks and
        ``\x01`` for each quoted character.
    """
    characters = list(sentence.of(text))
    for quotation in quotations:
        start = max(quotation.start, sentence.start) - sentence.start
        end = min(quotation.end, sentence.end) - sentence.start
        if _SINGLE_WORD.fullmatch(quotation.of(text)):
            characters[start] = characters[end - 1] = " "
            continue
        # Punctuation just inside the closing mark tells whether the sentence goes on.
        keep = end - 2 if end - 2 > start and characters[end - 2] in ",.!?" else -1
        for position in range(start, end):
            if position != keep:
                characters[position] = "\x01"
        characters[start] = "“"
        characters[end - 1] = "”"
    return "".join(characters)
