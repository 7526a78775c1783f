"""What the machine read of a document: its facts, warnings, speakers, pages and very text."""

from __future__ import annotations

from itertools import pairwise
from typing import TypedDict

from index import Library
from index.errors import LibraryError, UnknownDocument
from index.types import Document, Page
from qa.chat.library.listing import kind_of
from qa.chat.words import words_of
from qa.render import date_in_words

__all__ = ["STRETCH", "Reading", "Stretch", "reading", "stretch"]

_SAY = words_of("documents")

STRETCH = 20_000
"""Characters of a document's text that are shown at once."""


class Voice(TypedDict):
    """Somebody who speaks in a document."""

    name: str
    sentences: int


class PageRow(TypedDict):
    """One page."""

    number: int
    words: int
    """0 where the page holds no text."""
    start: int
    """Where its text begins; 0 where it holds none."""


class Piece(TypedDict):
    """A run of text that lies on one page."""

    page: int
    """That begins with this piece; 0 where none does."""
    text: str


class Stretch(TypedDict):
    """A part of a document's canonical text."""

    problem: str
    """Why there is none; empty where there is."""
    pieces: list[Piece]
    end: int
    """Where the next stretch begins; 0 where this is the last."""


class Reading(TypedDict):
    """All that is told of one document before its text."""

    problem: str
    """Why nothing can be told; empty where something can."""
    facts: dict[str, str | int]
    """By what they tell; what is not known is empty or 0."""
    other_names: list[str]
    warnings: list[str]
    speakers: list[Voice]
    """The one who says most first."""
    pages: list[PageRow]
    """None where the format has no pages."""
    page_word: str
    """What these are: ``page`` or ``slide``."""


def reading(library: Library, name: object) -> Reading:
    """What the machine read of a document.

    Args:
        library: the documents.
        name: of the document; anything at all, as anybody may send it.
    """
    told: Reading = {
        "problem": "", "facts": {}, "other_names": [], "warnings": [], "speakers": [], "pages": [],
        "page_word": "page",
    }  # fmt: skip
    try:
        document = _document(library, name)
        text, pages = _text_and_pages(library, document.name)
        sentences = library.sentences(document.name)
        speakers = library.speakers().get(document.name, ())
    except LibraryError as error:
        return told | {"problem": _told(error)}
    return told | {
        "facts": _facts(document, len(sentences)),
        "other_names": list(document.other_names),
        "warnings": list(document.notes),
        "speakers": [{"name": each.name, "sentences": each.sentences} for each in speakers],
        "pages": _page_rows(text, pages),
        "page_word": document.page_word,
    }


def stretch(library: Library, name: object, start: object) -> Stretch:
    """A part of a document's text, about ``STRETCH`` characters, ending with a line.

    Args:
        library: the documents.
        name: of the document; anything at all, as anybody may send it.
        start: offset of its first character; anything at all.
    """
    try:
        text, pages = _text_and_pages(library, name)
    except LibraryError as error:
        return {"problem": _told(error), "pieces": [], "end": 0}
    begin = start if isinstance(start, int) and 0 <= start < len(text) else 0
    end = _end_of_line(text, begin + STRETCH)
    return {
        "problem": "",
        "pieces": _pieces(text, pages, begin, end),
        "end": end if end < len(text) else 0,
    }


def _document(library: Library, name: object) -> Document:
    for document in library.documents():
        if name == document.name or name in document.other_names:
            return document
    raise UnknownDocument(_SAY("gone"))


def _text_and_pages(library: Library, name: object) -> tuple[str, tuple[Page, ...]]:
    if not isinstance(name, str):
        raise UnknownDocument(_SAY("gone"))
    return library.text(name), library.shelf.pages(name)


def _told(error: LibraryError) -> str:
    """The sentence for the page; the library's own one on names is for the command line."""
    return _SAY("gone") if isinstance(error, UnknownDocument) else str(error)


def _facts(document: Document, sentences: int) -> dict[str, str | int]:
    return {
        "title": document.title,
        "name": document.name,
        "author": document.author or "",
        "publisher": document.publisher or "",
        "place": document.place or "",
        "date": date_in_words(document.date),
        "kind": kind_of(document.media_type),
        f"{document.page_word}s": document.pages,
        "words": document.words,
        "sentences": sentences,
        "chunks": document.chunks,
        "characters": document.characters,
        "added": document.added_at.isoformat() if document.added_at else "",
    }


def _page_rows(text: str, pages: tuple[Page, ...]) -> list[PageRow]:
    """Every page up to the last that has text; between those with text lie the empty ones."""
    rows: dict[int, PageRow] = {
        page.number: {
            "number": page.number,
            "words": len(page.span.of(text).split()),
            "start": page.span.start,
        }
        for page in pages
    }
    return [
        rows.get(number, {"number": number, "words": 0, "start": 0})
        for number in range(1, max(rows, default=0) + 1)
    ]


def _end_of_line(text: str, wanted: int) -> int:
    if wanted >= len(text):
        return len(text)
    line = text.rfind("\n", wanted - STRETCH // 2, wanted)
    return line + 1 if line >= 0 else wanted


def _pieces(text: str, pages: tuple[Page, ...], start: int, end: int) -> list[Piece]:
    begun = {page.span.start: page.number for page in pages if start <= page.span.start < end}
    cuts = sorted({start, *begun, end})
    return [
        {"page": begun.get(here, 0), "text": text[here:there]} for here, there in pairwise(cuts)
    ]
