"""Between the store's rows and the library's types."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Attribution, Document, Page, Section, Span, Stance

__all__ = [
    "Header",
    "StoredChunk",
    "attribution_from_json",
    "attribution_to_json",
    "document_from_row",
    "header_of",
    "pages_from_json",
    "sections_from_json",
    "spans_to_json",
    "text_of",
]


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk where it stands: in its document, at its position."""

    id: int
    document: int
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """How a document is named in a search result."""

    name: str
    """The first of its names."""
    title: str
    publisher: str | None
    date: datetime.date | None


def text_of(stored: object) -> str:
    """A stored text.

    Raises:
        TypeError: it is none, since the database is damaged.
    """
    if not isinstance(stored, str):
        raise TypeError(f"{type(stored).__name__} where a text belongs")
    return stored


def attribution_to_json(attribution: Attribution | None) -> str | None:
    """An attribution as the store keeps it."""
    if attribution is None:
        return None
    return json.dumps(
        [
            attribution.speakers,
            attribution.cue,
            attribution.stance,
            attribution.direct,
            attribution.named,
            *filter(None, (attribution.description,)),
        ],
        ensure_ascii=False,
    )


def attribution_from_json(stored: str | None) -> Attribution | None:
    """The attribution that ``attribution_to_json`` wrote."""
    if stored is None:
        return None
    speakers, cue, stance, direct, named, *description = json.loads(stored)
    # Descriptions are younger than the format.
    return Attribution(tuple(speakers), cue, Stance(stance), direct, named, *description)


def spans_to_json(parts: Sequence[Section] | Sequence[Page]) -> str:
    """Sections or pages as the store keeps them."""
    return json.dumps(
        [
            [part.heading, part.level, part.span.start, part.span.end]
            if isinstance(part, Section)
            else [part.number, part.span.start, part.span.end, *_other_word(part)]
            for part in parts
        ],
        ensure_ascii=False,
    )


def _other_word(page: Page) -> tuple[str, ...]:
    """What a page is called, where it is called otherwise than most."""
    return () if page.word == "page" else (page.word,)


def sections_from_json(stored: str) -> tuple[Section, ...]:
    """The sections that ``spans_to_json`` wrote."""
    return tuple(Section(h, level, Span(s, e)) for h, level, s, e in json.loads(stored))


def pages_from_json(stored: str) -> tuple[Page, ...]:
    """The pages that ``spans_to_json`` wrote."""
    return tuple(Page(number, Span(s, e), *word) for number, s, e, *word in json.loads(stored))


def document_from_row(row: sqlite3.Row) -> Document:
    """A row of ``documents`` with the columns ``chunks`` and ``names`` beside it."""
    name, *other_names = json.loads(row["names"])
    pages = pages_from_json(row["pages"])
    return Document(
        name=name,
        title=text_of(row["title"]),
        media_type=text_of(row["media_type"]),
        sha256=text_of(row["sha256"]),
        author=row["author"] and text_of(row["author"]),
        publisher=row["publisher"] and text_of(row["publisher"]),
        place=row["place"] and text_of(row["place"]),
        date=datetime.date.fromisoformat(row["date"]) if row["date"] else None,
        characters=int(row["characters"]),
        words=int(row["words"]),
        pages=len(pages),
        page_word=pages[0].word if pages else "page",
        chunks=row["chunks"],
        notes=tuple(json.loads(row["notes"])),
        other_names=tuple(other_names),
        added_at=datetime.datetime.fromisoformat(row["added_at"]),
    )


def header_of(name: object, title: object, publisher: str | None, date: str | None) -> Header:
    """The header of which these are stored."""
    return Header(
        text_of(name),
        text_of(title),
        publisher and text_of(publisher),
        datetime.date.fromisoformat(date) if date else None,
    )
