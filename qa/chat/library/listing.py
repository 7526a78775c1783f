"""The documents as the page lists them; plain text, none of it markup."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypedDict

from index import Library
from index.errors import LibraryError
from index.types import Document, SpeakerCount
from qa.chat.words import words_of
from qa.render import date_in_words

__all__ = ["DocumentRow", "Shelf", "kind_of", "scope_choices", "shelf", "version_of"]

_SAY = words_of("documents")


class DocumentRow(TypedDict):
    """One document as the list shows it."""

    name: str
    title: str
    kind: str
    publisher: str
    """Or the author, where no publisher is known; empty where neither is."""
    date: str
    """``2024-05-03``, by which it is sorted and filtered; empty where there is none."""
    day: str
    """``3 May 2024``."""
    pages: int
    page_word: str
    """What these are: ``page`` or ``slide``."""
    words: int
    speakers: list[str]
    """The one who says most first."""
    warnings: int
    """How many things a person should know before trusting the text."""


class Shelf(TypedDict):
    """All documents."""

    problem: str
    """Why they cannot be listed; empty where they can."""
    documents: list[DocumentRow]
    """By title."""


def shelf(library: Library) -> Shelf:
    """Every document with what the list shows of it."""
    try:
        documents = library.documents()
        speakers = library.speakers()
    except LibraryError as error:
        return {"problem": str(error), "documents": []}
    rows = [_row(document, speakers.get(document.name, ())) for document in documents]
    return {"problem": "", "documents": sorted(rows, key=lambda row: row["title"].casefold())}


def version_of(documents: Sequence[Document]) -> str:
    """Another text whenever the list would be another."""
    told = "\0".join(f"{each.name}\0{each.sha256}\0{each.chunks}" for each in documents)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def scope_choices(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """Label and name of each document that a question can be limited to."""
    titles = Counter(document.title for document in documents)
    choices = [
        (each.title if titles[each.title] == 1 else f"{each.title} ({each.name})", each.name)
        for each in documents
    ]
    return sorted(choices, key=lambda choice: choice[0].casefold())


def kind_of(media_type: str) -> str:
    """What people call a kind of document: *PDF*, *Web page*."""
    kinds = _SAY.texts["kind"]
    if isinstance(kinds, Mapping) and media_type in kinds:
        return _SAY.among("kind", media_type)
    return media_type


def _row(document: Document, speakers: Sequence[SpeakerCount]) -> DocumentRow:
    return {
        "name": document.name,
        "title": document.title,
        "kind": kind_of(document.media_type),
        "publisher": document.publisher or document.author or "",
        "date": document.date.isoformat() if document.date else "",
        "day": date_in_words(document.date),
        "pages": document.pages,
        "page_word": document.page_word,
        "words": document.words,
        "speakers": [speaker.name for speaker in speakers],
        "warnings": len(document.notes),
    }
