"""The documents' own words, for those who look up what is said to stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.chunks import ChunkTable
from index.documents import DocumentTable
from index.errors import (
    OriginalUnavailable,
    PictureUnavailable,
    UnknownDocument,
    UnreadableDocument,
)
from index.isolation.workers import READERS
from index.originals import Originals
from index.pictures import PagePicture
from index.sniff import PDF
from index.types import Page, Passage, Section, Span
from index.words import any_of

__all__ = ["Shelf"]

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_AROUND = 4_000
"""Characters of a paragraph on either side; a text without blank lines is one long paragraph."""


class Shelf:
    """Looks documents up by the words they hold, and cuts passages out of them.

    Args:
        documents: texts and spans.
        chunks: the index of words.
        originals: the files of the documents.
    """

    def __init__(self, documents: DocumentTable, chunks: ChunkTable, originals: Originals) -> None:
        self._documents = documents
        self._chunks = chunks
        self._originals = originals

    def holding(
        self, words: Sequence[str], limit: int, documents: Sequence[str] | None = None
    ) -> tuple[str, ...]:
        """Names of the documents in which one place holds most of some words, best first.

        Rare words count more. Words are found up to inflection and accents, so a document that is
        named need not hold them as they are written; and one with a hyphen or a ligature inside a
        word may be missed.

        Args:
            words: what to look for; each at most once.
            limit: the most documents.
            documents: only these; ``None`` for all.

        Raises:
            UnknownDocument: a named document is not in the library.
        """
        expression = any_of(words)
        scope = self._documents.scope(documents, None, None)
        if expression is None or limit < 1 or scope == {}:
            return ()
        names = []
        for document in self._chunks.documents_holding(expression, limit, scope):
            try:
                name = self._documents.header(document).name
            except UnknownDocument:
                continue  # removed since it was found, by another thread or process
            names.append((scope or {}).get(document) or name)
        return tuple(names)

    def pages(self, name: str) -> tuple[Page, ...]:
        """The pages of a document that have text; none where its format has no pages.

        Raises:
            UnknownDocument: there is no such name.
        """
        return tuple(self._documents.structure(self._documents.document_id(name))[1])

    def sections(self, name: str) -> tuple[Section, ...]:
        """The sections of a document.

        Raises:
            UnknownDocument: there is no such name.
        """
        return tuple(self._documents.structure(self._documents.document_id(name))[0])

    def page_picture(
        self, name: str, number: int, spans: Sequence[Span] = (), width: int = 1000
    ) -> PagePicture:
        """A page of a PDF as a picture, with marks around words of the document on it.

        Args:
            name: of the document.
            number: of the page, counted from 1.
            spans: of the canonical text; what lies on other pages is passed over.
            width: of the picture, in pixels.

        Raises:
            UnknownDocument: there is no such name.
            PictureUnavailable: it has no such page, it is no PDF, or the file cannot be had.
            ValueError: the width is below 1.
        """
        if width < 1:
            raise ValueError(f"A picture cannot be {width} pixels wide.")
        document = self._documents.document_id(name)
        if self._originals.media_type(document) != PDF:
            raise PictureUnavailable(f"“{name}” is no PDF; only pages of PDFs can be shown.")
        pages = self._documents.structure(document)[1]
        here = [page.span for page in pages if page.number == number]
        text = here[0].of(self._documents.text(document)) if here else ""
        wanted = [part for page in here for span in spans if (part := _within(span, page))]
        try:
            data = self._originals.read(document, name)
            return READERS.draw(data, name, number, width, text, wanted)
        except (OriginalUnavailable, UnreadableDocument) as error:
            raise PictureUnavailable(str(error)) from error

    def passage(self, name: str, start: int, end: int) -> Passage:
        """A stretch of a document with the paragraphs around it and their sentences.

        Args:
            name: of the document.
            start: where the stretch begins.
            end: where it ends.

        Returns:
            The paragraphs that hold the stretch and one more on either side. Page and section are
            those at ``start``, the place is that of the stretch.

        Raises:
            UnknownDocument: there is no such name.
        """
        document = self._documents.document_id(name)
        text = self._documents.text(document)
        header = self._documents.header(document)
        first, last = _paragraphs_around(text, start, end)
        places = self._documents.places(document, first, last)
        sentences = self._documents.sentences(document, first, last)
        return Passage(
            label=1,
            document=name,
            start=first,
            end=last,
            text=text[first:last],
            score=1.0,
            title=header.title,
            page=places.page_at(start),
            section=places.heading_at(start),
            place=places.place_of(Span(start, max(end, start + 1))),
            publisher=header.publisher,
            date=header.date,
            sentences=places.placed(sentences),
            cells=tuple(places.cells),
        )


def _within(span: Span, page: Span) -> Span | None:
    """The part of a span that lies on a page, in offsets into that page's text."""
    start, end = max(span.start, page.start), min(span.end, page.end)
    return Span(start - page.start, end - page.start) if start < end else None


def _paragraphs_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraphs of a stretch, with the one before and the one after."""
    floor, ceiling = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before = [match.end() for match in _PARAGRAPH.finditer(text, floor, start)]
    after = [match.start() for match in _PARAGRAPH.finditer(text, end, ceiling)]
    return (before[-2] if len(before) > 1 else floor), (after[1] if len(after) > 1 else ceiling)
