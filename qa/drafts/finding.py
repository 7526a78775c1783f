"""The quotations of a draft: between quotation marks of every kind, and set off as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.types import Span
from qa.drafts.text import DraftText
from qa.language.terms import words_in

__all__ = ["Found", "find_quotations"]

_CLOSERS = {
    "“": '”"“',
    "„": '“”"',
    "‟": '”"',
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "《": "》",
    "❝": "❞",
    "〝": "〞〟",
    '"': '"”',
    "＂": "＂",
}
"""Which marks open a quotation, and what closes it; hurried typing mixes curly and straight."""
_NESTING = {"“": "”", "„": "“", "«": "»", "‹": "›", "「": "」", "『": "』", "《": "》"}
"""Pairs of which one can stand inside another of its own kind."""
_SINGLES = {"‘": "’'", "'": "'’", "‚": "‘’'"}
_SINGLE_ENDS = {
    opening: re.compile(rf"(?<=\S)[{closing}](?![^\W_])") for opening, closing in _SINGLES.items()
}
_LONGEST_SINGLE = 2_000
"""Characters that single marks reach over; the cost of looking for their ends is bounded so."""
_GAP = 50
"""Characters of white space between two paragraphs of one quotation."""
_LEAST_SINGLE = 4
"""Words between single marks; fewer are mostly a term, or two apostrophes."""
_PARAGRAPH = re.compile(r"(?:(?!\n[^\S\n]*\n)[\s\S])+")
_SIGNED = re.compile(r"\n[ \t]*(?:—|–|―|--+|-)[ \t]*(?P<who>[^\n]{2,120})\s*\Z")
_TICKS = re.compile(r"``(?=\S)(?P<inner>(?:(?!``|'')[\s\S]){2,4000}?)''")


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation in the draft's text."""

    span: Span
    """Of the words, without the marks."""
    is_closed: bool = True
    is_block: bool = False
    signed: str | None = None
    """Who stands below a block quote, behind a dash."""


def find_quotations(draft: DraftText) -> tuple[Found, ...]:
    """The outermost quotations of a draft, in order.

    Quotation marks inside code open nothing, nor do apostrophes, inches and single marks around
    fewer than four words. A quotation over several paragraphs is one for each.
    """
    text = list(draft.text)
    for span in draft.code:
        text[span.start : span.end] = "\ufffc" * (span.end - span.start)
    found: list[Found] = []
    for block in draft.blocks:
        found += _in_block(draft.text, block)
        text[block.start : block.end] = [
            sign if sign == "\n" else " " for sign in text[block.start : block.end]
        ]
    prose = _TICKS.sub(lambda match: f" “{match['inner']}” ", "".join(text))
    for paragraph in _PARAGRAPH.finditer(prose):
        found += _in_paragraph(prose, paragraph.start(), paragraph.end())
    return tuple(sorted(found, key=lambda one: one.span))


def _in_block(text: str, block: Span) -> Iterator[Found]:
    inner = block.of(text)
    signed = _SIGNED.search(inner.rstrip())
    end = block.start + (signed.start() if signed else len(inner))
    span = _trimmed(text, block.start, end)
    if span is None:
        return
    opening, closing = text[span.start], text[span.end - 1]
    # A block that is set between marks as well is the same quotation.
    if closing in _CLOSERS.get(opening, "") and _close(text, span.start, span.end) == span.end - 1:
        span = _trimmed(text, span.start + 1, span.end - 1)
    if span is not None:
        yield Found(span, is_block=True, signed=signed["who"].strip() if signed else None)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Found]:
    at = start
    while at < end:
        closing = _closing(text, at, start, end)
        if closing is None:
            at += 1
            continue
        span = _trimmed(text, at + 1, min(closing, end))
        if span is not None:
            yield Found(span, is_closed=closing < end or _goes_on(text, at, end))
        at = closing + 1


def _closing(text: str, at: int, start: int, end: int) -> int | None:
    """Where the quotation that opens at ``at`` closes, ``end`` if never; ``None``: none opens."""
    mark = text[at]
    if mark in _SINGLES:
        return _closing_single(text, at, start, end)
    if mark not in _CLOSERS or not text[at + 1 : end].strip():
        return None
    if not text[at + 1 : at + 2].strip() and mark in '"”＂':  # others open whatever follows
        return None
    if mark == '"' and not _opens_straight(text, at, start, end):
        return None
    if mark in "”»›" and text[at - 1 : at].strip() and at > start:
        return None  # after a word it closes: the opening mark is missing
    closing = _close(text, at, end)
    return end if closing is None else closing


def _close(text: str, at: int, end: int) -> int | None:
    mark, depth = text[at], 0
    for place in range(at + 1, end):
        sign = text[place]
        if (
            sign == mark in _NESTING
            and _opens_word(text, place)
            and text.find(_NESTING[mark], place, end) > 0
        ):
            depth += 1
        elif sign in _CLOSERS[mark] and not (sign == '"' and _opens_word(text, place)):
            if depth == 0:
                return place
            depth -= 1
    return None


def _opens_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    begins = after.isalnum() or (after and after in "([{“‘'„$€£…")
    return (not before.strip() or before in "([{—–-/‘'") and bool(begins)


def _opens_straight(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1 : at] if at > start else ""
    if before.isdecimal() and text.count('"', at, end) % 2:
        return False  # inches
    return not (before.isalnum() and not text[at + 1 : at + 2].isalnum())


def _closing_single(text: str, at: int, start: int, end: int) -> int | None:
    """Single marks count where they stand around some words; an apostrophe opens nothing."""
    before, after = (text[at - 1 : at] if at > start else ""), text[at + 1 : at + 2]
    if before.isalnum() or (before and before in "’'") or not after.strip() or after.isdecimal():
        return None
    closers = _SINGLE_ENDS[text[at]].finditer(text, at + 2, min(end, at + _LONGEST_SINGLE))
    candidates = [match.start() for match in closers]
    for number, place in enumerate(candidates):
        possessive = text[place - 1] in "sz" and re.match(r"\s[a-z]", text[place + 1 : place + 3])
        later = candidates[number + 1 :]
        if possessive and any(text[one - 1] in ".,!?…" for one in later):
            continue
        enough = len(words_in(text[at + 1 : place])) >= _LEAST_SINGLE
        return place if enough else None
    return None


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether the next paragraph opens with the same mark, as long quotations do."""
    return text[end : end + _GAP].lstrip()[:1] == text[at]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    inner = text[start:end]
    first = start + len(inner) - len(inner.lstrip())
    last = start + len(inner.rstrip())
    return Span(first, last) if first < last else None
