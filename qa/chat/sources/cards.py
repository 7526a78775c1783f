"""The source cards of an answer: each quote in its surroundings, as plain data for the panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from index.types import Span, Stance
from qa.chat.sources.voices import Voice, voice_of
from qa.chat.words import words_of
from qa.conversations.exporting.citing import citation
from qa.conversations.recheck import QuoteCheck, QuoteState
from qa.render import published
from qa.types import Answer, Quote

__all__ = ["SourceCard", "Standing", "source_cards"]

_SAY = words_of("sources")
_CONTEXT = 300


class Place(TypedDict):
    """A stretch of a document."""

    document: str
    start: int
    end: int


class SourceCard(TypedDict):
    """One quote as the panel shows it; all values are plain text, none of it markup."""

    id: str
    """``src-<anchor>-<n>``: the target of the citation's link."""
    n: int
    title: str
    document: str
    place: str
    """``page 2``, ``slide 3``, ``Costs!B7``, a section heading, or empty."""
    publisher: str
    published: str
    """By whom and when, as far as the document says so."""
    voice: Voice
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
    """What the reader must know besides: the document has changed since."""
    now: Place | None
    """Where the words stand today, ``None`` where they stand nowhere any more."""
    exists: bool
    """Whether there is a document to open."""
    citation: str
    """The quote as it is cited elsewhere."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of a quote since its answer was given."""

    check: QuoteCheck
    text: str = ""
    """The canonical text of the document in which the words stand now; empty: nowhere."""
    stance: Stance = Stance.SAID
    """What their speaker does with them."""


def source_cards(
    answer: Answer, anchor: str, standings: Callable[[Sequence[Quote]], Sequence[Standing]]
) -> list[SourceCard]:
    """All quotes of ``answer`` in the order of their labels, or its related passage.

    Args:
        answer: what survived the check.
        anchor: the same as in ``answer_html``.
        standings: tells what has become of quotes, in their order.
    """
    quotes = answer.quotes or ((answer.related,) if answer.related else ())
    return [
        _card(quote, answer, anchor, standing)
        for quote, standing in zip(quotes, standings(quotes), strict=True)
    ]


def _card(quote: Quote, answer: Answer, anchor: str, standing: Standing) -> SourceCard:
    check = standing.check
    now, before, after = None, "", ""
    if check.start is not None and check.end is not None:
        now = Place(document=check.document, start=check.start, end=check.end)
        before, after = _surroundings(standing.text, Span(check.start, check.end))
    head, short, rest = _around_short_answer(quote, answer)
    return SourceCard(
        id=f"src-{anchor}-{quote.label}",
        n=quote.label,
        title=quote.title or quote.document,
        document=quote.document,
        place=quote.place or quote.section or "",
        publisher=quote.publisher or "",
        published=published(quote),
        voice=voice_of(quote.attribution, standing.stance),
        before=before,
        quote=head,
        short=short,
        rest=rest,
        after=after,
        note="" if check.state is QuoteState.SAME else check.detail,
        now=now,
        exists=check.state is not QuoteState.REMOVED,
        citation=citation(quote),
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
