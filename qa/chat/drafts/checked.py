"""What the page shows of a checked draft; plain text, none of it markup."""

from __future__ import annotations

from typing import TypedDict

from index import Library
from index.errors import LibraryError
from qa.chat.words import words_of
from qa.drafts.check import check_quotations, quotations_of
from qa.drafts.reading import read_pasted
from qa.drafts.types import CheckedQuote, Place
from qa.drafts.verdicts import place_in_words
from qa.render import speakers_in_words

__all__ = ["LONGEST_DRAFT", "MOST_QUOTATIONS", "NOTHING", "DraftResult", "checked_draft"]

LONGEST_DRAFT = 200_000
"""Characters of a pasted draft: a long chapter; a longer one is for the command line."""
MOST_QUOTATIONS = 500
"""Quotations of a pasted draft: others wait for the page meanwhile."""

_SAY = words_of("draft")


class PartRow(TypedDict):
    """A run of words as the draft has them and as the document has them."""

    draft: str
    document: str


class PlaceRow(TypedDict):
    """Where words stand."""

    speakers: str
    where: str
    text: str


class QuoteRow(TypedDict):
    """A quotation and what became of it."""

    status: str
    kind: str
    text: str
    line: int
    detail: str
    named: str
    """Whom the draft names; empty for nobody."""
    parts: list[PartRow]
    """Word by word, where the wording differs; empty where it does not."""
    places: list[PlaceRow]


class DraftResult(TypedDict):
    """What is shown below the draft."""

    summary: str
    """One line; empty before the first check."""
    problem: bool
    """Whether the draft could not be checked; ``summary`` says why."""
    quotes: list[QuoteRow]


NOTHING: DraftResult = {"summary": "", "problem": False, "quotes": []}


def checked_draft(library: Library, draft: str) -> DraftResult:
    """Check a pasted draft.

    Args:
        library: the documents.
        draft: text or Markdown, as it was pasted.
    """
    if not draft.strip():
        return _problem(_SAY("nothing"))
    if len(draft) > LONGEST_DRAFT:
        return _problem(_SAY("too_long", n=f"{len(draft):,}", most=f"{LONGEST_DRAFT:,}"))
    try:
        if not library.documents():
            return _problem(_SAY("no_documents"))
        quotations = quotations_of(read_pasted(draft))
        if len(quotations) > MOST_QUOTATIONS:
            return _problem(_SAY("too_many", n=f"{len(quotations):,}", most=f"{MOST_QUOTATIONS:,}"))
        report = check_quotations(library, quotations)
    except LibraryError as error:
        return _problem(str(error))
    return {
        "summary": report.summary,
        "problem": False,
        "quotes": [_quote_row(quote) for quote in report.quotes],
    }


def _problem(sentence: str) -> DraftResult:
    return {"summary": sentence, "problem": True, "quotes": []}


def _quote_row(quote: CheckedQuote) -> QuoteRow:
    return {
        "status": quote.status.value,
        "kind": _SAY.among("kind", quote.kind.value),
        "text": " ".join(quote.text.split()),
        "line": quote.line,
        "detail": quote.detail,
        "named": quote.speaker_named or "",
        "parts": [{"draft": part.draft, "document": part.document} for part in quote.difference],
        "places": [_place_row(place) for place in quote.places],
    }


def _place_row(place: Place) -> PlaceRow:
    return {
        "speakers": speakers_in_words(place.speakers),
        "where": place_in_words(place),
        "text": place.text,
    }
