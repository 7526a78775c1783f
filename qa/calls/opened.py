"""A quote opened where it stands: its exact words, the text around them, and who says them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from index import Library
from index.types import Span
from qa.drafts.places import Lookup
from qa.drafts.wording import without_edges
from qa.errors import NoSuchPlace

__all__ = ["OpenedQuote", "OpenedSentence", "open_quote", "open_words"]

_LONGEST = 20_000
"""Characters of a quote; more is the document itself."""


@dataclass(frozen=True, slots=True)
class OpenedSentence:
    """A sentence that the quote has a part in."""

    start: int
    end: int
    text: str
    attribution: tuple[str, ...]
    """Who says it, outermost speaker first; empty: the document's own voice."""


@dataclass(frozen=True, slots=True)
class OpenedQuote:
    """Words of a document where they stand: ``library.text(document)[start:end] == text``."""

    document: str
    start: int
    end: int
    text: str
    before: str
    """The text that ends where the quote begins."""
    after: str
    """The text that begins where the quote ends."""
    title: str
    page: int | None
    section: str | None
    place: str
    """How a person finds it: *page 3*, *slide 3*, *Costs!B7*; or empty."""
    publisher: str | None
    date: datetime.date | None
    sentences: tuple[OpenedSentence, ...]
    exact: bool = True
    """Whether these are the words that were asked for, letter for letter; else the typography
    differs."""
    elsewhere: tuple[Span, ...] = ()
    """Further places of the same words in the document."""


def open_quote(library: Library, document: str, start: int, end: int, context: int) -> OpenedQuote:
    """Open a quote by its offsets.

    Args:
        library: the documents.
        document: its name.
        start: offset of the quote's first character.
        end: offset after its last one.
        context: characters to show on either side.

    Raises:
        UnknownDocument: there is no such document.
        NoSuchPlace: the offsets do not lie in its text, or too far apart.
    """
    text = library.text(document)
    if not 0 <= start < end <= len(text):
        raise NoSuchPlace(
            f"The offsets do not lie in {document!r}: its text has {len(text)} characters. Give a "
            f"start from 0 on, and an end above it of at most {len(text)}."
        )
    _refuse_long(end - start)
    passage = library.shelf.passage(document, start, end)
    sentences = library.sentences(document, 0, end)
    return OpenedQuote(
        document=document,
        start=start,
        end=end,
        text=text[start:end],
        before=text[max(0, start - context) : start],
        after=text[end : end + context],
        title=passage.title,
        page=passage.page,
        section=passage.section,
        place=passage.place,
        publisher=passage.publisher,
        date=passage.date,
        sentences=tuple(
            OpenedSentence(
                sentence.start,
                sentence.end,
                text[sentence.start : sentence.end],
                sentence.attribution.described if sentence.attribution else (),
            )
            for sentence in sentences
            if sentence.end > start and text[sentence.start : sentence.end].strip()
        ),
    )


def open_words(library: Library, document: str, words: str, context: int) -> OpenedQuote:
    """Open a quote by its words: the first place where they stand, exactly or typographically.

    Args:
        library: the documents.
        document: its name.
        words: the whole quote; nothing is found by resemblance.
        context: characters to show on either side.

    Raises:
        UnknownDocument: there is no such document.
        NoSuchPlace: the words do not stand in it, or are too many.
    """
    _refuse_long(len(words))
    places = Lookup(library, [document]).places(words, document)
    if not places:
        raise NoSuchPlace(
            f"These words do not stand in {document!r}, neither exactly nor with other typography. "
            "Do not quote them as from there; search for what it does say."
        )
    first, *others = places
    opened = open_quote(library, document, first.start, first.end, context)
    exact = opened.text in (words.strip(), without_edges(words))
    return replace(opened, exact=exact, elsewhere=tuple(others))


def _refuse_long(length: int) -> None:
    if length > _LONGEST:
        raise NoSuchPlace(
            f"At most {_LONGEST:,} characters can be opened at once, and these are {length:,}. "
            "Ask for a shorter stretch."
        )
