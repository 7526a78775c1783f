"""The source cards of an answer: each quote in its surroundings, as plain data for the panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from index.types import Span
from qa.render import published, speakers_in_words
from qa.types import Answer, Quote

__all__ = ["SourceCard", "source_cards"]

_CONTEXT = 300


class SourceCard(TypedDict):
    """One quote as the panel shows it; all values are plain text, none of it markup."""

    id: str
    """``src-<anchor>-<n>``: the target of the citation's link."""
    n: int
    title: str
    document: str
    place: str
    """``page 2``, a section heading, or empty."""
    speaker: str
    """Who says it, innermost speaker first; empty for the document's own voice."""
    published: str
    """By whom and when, as far as the document says so."""
    before: str
    """The text before the quote, at most 300 characters, beginning with a whole word."""
    quote: str
    """The quote up to the short answer, or all of it where no short answer lies in it."""
    short: str
    """The short answer inside the quote, or empty."""
    rest: str
    """The quote after the short answer."""
    after: str
    note: str
    """What the reader must know besides: the document has been removed since."""


def source_cards(
    answer: Answer, anchor: str, text_of: Callable[[str], str | None]
) -> list[SourceCard]:
    """All quotes of ``answer`` in the order of their labels, or its related passage.

    Args:
        answer: what survived the check.
        anchor: the same as in ``answer_markdown``.
        text_of: a document's canonical text by its name; ``None`` where it is gone.
    """
    related = (answer.related,) if answer.related else ()
    return [_card(quote, answer, anchor, text_of) for quote in answer.quotes or related]


def _card(
    quote: Quote, answer: Answer, anchor: str, text_of: Callable[[str], str | None]
) -> SourceCard:
    text = text_of(quote.document)
    before, after, note = "", "", ""
    if text is None or text[quote.start : quote.end] != quote.text:
        note = "This document has been changed or removed since; these are the words as quoted."
    else:
        before, after = _surroundings(text, Span(quote.start, quote.end))
    head, short, rest = _around_short_answer(quote, answer)
    return SourceCard(
        id=f"src-{anchor}-{quote.label}",
        n=quote.label,
        title=quote.title or quote.document,
        document=quote.document,
        place=f"page {quote.page}" if quote.page is not None else quote.section or "",
        speaker=speakers_in_words(quote.attribution),
        published=published(quote),
        before=before,
        quote=head,
        short=short,
        rest=rest,
        after=after,
        note=note,
    )


def _surroundings(text: str, quote: Span) -> tuple[str, str]:
    """The text around a quote, cut where words end, with an ellipsis where the document goes on."""
    start, end = max(0, quote.start - _CONTEXT), min(len(text), quote.end + _CONTEXT)
    before, after = text[start : quote.start], text[quote.end : end]
    if start > 0:
        cut = next((i for i, sign in enumerate(before) if sign.isspace()), 0)
        before = "…" + before[cut:]
    if end < len(text):
        cut = next((i for i in range(len(after) - 1, -1, -1) if after[i].isspace()), len(after) - 1)
        after = after[: cut + 1] + "…"
    return before, after


def _around_short_answer(quote: Quote, answer: Answer) -> tuple[str, str, str]:
    short = answer.short
    if (
        short is None
        or short.document != quote.document
        or not quote.start <= short.start < short.end <= quote.end
    ):
        return quote.text, "", ""
    start, end = short.start - quote.start, short.end - quote.start
    return quote.text[:start], quote.text[start:end], quote.text[end:]
