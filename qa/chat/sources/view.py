"""The document view: a whole document as data, in stretches, with who says each sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, TypeVar

from index import Library
from index.errors import LibraryError, UnknownDocument
from index.types import Document, Page, Section, Sentence, Span
from qa.chat.sources.asked import Asked, AskedWrongly
from qa.chat.sources.finding import MOST_PLACES, find_words
from qa.chat.sources.pictures import Picture, Pictures
from qa.chat.sources.stretches import Stretches, stretches_of
from qa.chat.sources.typesetting import Paragraph, paragraphs_of
from qa.chat.sources.voices import Voice, sentences_at, voice_of
from qa.chat.words import words_of
from qa.conversations.exporting.citing import citation
from qa.cut import cut
from qa.render import date_in_words

__all__ = ["DocumentView", "Found", "Opened", "Problem", "StretchData"]

_SAY = words_of("sources")
_PDF = "application/pdf"
_LONGEST_SEARCH = 200
"""Characters that are looked for."""
_MOST_HEADINGS = 2_000
_LONGEST_SENTENCE = 20_000
"""Characters: how far before a stretch a sentence may begin that ends in it."""
_LAST_PAGE = 1_000_000
_WIDEST = 4_000
"""Pixels of a picture that is asked for."""

_Reply = TypeVar("_Reply")


class Problem(TypedDict):
    """What a function answers when it cannot give what was asked for."""

    problem: str
    """One sentence for a person."""


class StretchData(TypedDict):
    """A stretch of the canonical text."""

    number: int
    start: int
    text: str
    paragraphs: list[Paragraph]
    sentences: list[tuple[int, int, int]]
    """Begin, end, and the place of its voice in ``voices``; -1 is the document's own."""
    voices: list[Voice]


class Heading(TypedDict):
    """A heading, to jump to."""

    heading: str
    level: int
    start: int


class Border(TypedDict):
    """Where a page or a slide begins."""

    number: int
    start: int


class Opened(TypedDict):
    """A document as it is opened; all values are plain text, none of it markup."""

    name: str
    title: str
    facts: str
    """Whose, of when, how long."""
    notes: list[str]
    """What a person should know before trusting the text."""
    version: str
    cuts: list[int]
    headings: list[Heading]
    borders: list[Border]
    page_word: str
    """What begins at a border: ``page`` or ``slide``."""
    pages: int
    """How many there are; 0 where the format has none."""
    pictured: bool
    """Whether its pages may be shown as pictures."""
    spans: list[tuple[int, int]]
    """The quotes that were asked for, as far as they lie in this text."""
    note: str
    """That some do not."""
    first: StretchData


class Found(TypedDict):
    """Where words stand that a reader looks for."""

    places: list[tuple[int, int]]
    more: bool
    """Whether there are more than these."""


class Cited(TypedDict):
    """Some words as they are cited elsewhere."""

    citation: str


class DocumentView:
    """Answers what the page's document view asks; no answer but is data or a sentence.

    Every method takes what a browser sent, whatever it is, and never raises for it. Documents of
    the library can be read, and nothing else.
    """

    def __init__(self, library: Library) -> None:
        """Show the documents of ``library``."""
        self._library = library
        self._pictures = Pictures(library)

    def open(self, sent: object) -> Opened | Problem:
        """A document with the stretch around a quote.

        Args:
            sent: ``name``, and ``spans``: pairs of offsets, the quote to open at first.
        """
        return _told(sent, self._open)

    def stretch(self, sent: object) -> StretchData | Problem:
        """A further stretch of an open document.

        Args:
            sent: ``name``, ``version`` and ``number``.
        """
        return _told(sent, self._stretch)

    def find(self, sent: object) -> Found | Problem:
        """The places of some words in an open document.

        Args:
            sent: ``name``, ``version`` and ``words``.
        """
        return _told(sent, self._find)

    def cite(self, sent: object) -> Cited | Problem:
        """Words of an open document as they are cited.

        Args:
            sent: ``name``, ``version`` and ``spans`` with one pair.
        """
        return _told(sent, self._cite)

    def picture(self, sent: object) -> Picture | Problem:
        """A page of an open document as a picture, with marks around quotes.

        Args:
            sent: ``name``, ``version``, ``page``, ``width`` in pixels, ``spans`` to mark, and
                whether the ``image`` is wanted or only the marks.
        """
        return _told(sent, self._picture)

    def _open(self, asked: Asked) -> Opened:
        text = self._library.text(asked.name)
        document = self._document(asked)
        shape = stretches_of(text)
        wanted = asked.spans(len(text))
        spans = list(dict.fromkeys((span.start, span.end) for span in wanted if span))
        sections = self._library.shelf.sections(asked.name)[:_MOST_HEADINGS]
        return {
            "name": asked.name,
            "title": document.title or asked.name,
            "facts": _facts(document),
            "notes": list(document.notes),
            "version": shape.version,
            "cuts": list(shape.cuts),
            "headings": [_heading(section) for section in sections],
            "borders": [_border(page) for page in self._library.shelf.pages(asked.name)],
            "page_word": document.page_word,
            "pages": document.pages,
            "pictured": document.media_type == _PDF,
            "spans": spans,
            "note": _SAY("beyond") if None in wanted else "",
            "first": self._data(asked.name, text, shape, shape.at(spans[0][0]) if spans else 0),
        }

    def _stretch(self, asked: Asked) -> StretchData:
        text, shape = self._same(asked)
        return self._data(asked.name, text, shape, asked.number("number", 0, len(shape.cuts) - 2))

    def _find(self, asked: Asked) -> Found:
        text, _ = self._same(asked)
        places = find_words(asked.text("words", _LONGEST_SEARCH), text, MOST_PLACES + 1)
        return {
            "places": [(place.start, place.end) for place in places[:MOST_PLACES]],
            "more": len(places) > MOST_PLACES,
        }

    def _cite(self, asked: Asked) -> Cited:
        text, _ = self._same(asked)
        place = asked.span(len(text))
        passage = self._library.shelf.passage(asked.name, place.start, place.end)
        within = sentences_at(passage.sentences, place)
        told = (each.attribution for each in within)
        chains = list(dict.fromkeys(each.described if each else () for each in told))
        quote = cut(passage, place, 1, chains[0] if chains else ())
        return {"citation": citation(quote, chains)}

    def _picture(self, asked: Asked) -> Picture:
        text, shape = self._same(asked)
        number = asked.number("page", 1, _LAST_PAGE)
        spans = [span for span in asked.spans(len(text)) if span]
        width = asked.number("width", 1, _WIDEST)
        picture = self._pictures.page(asked.name, shape.version, number, width, spans)
        return picture if asked.wants("image") else {**picture, "image": ""}

    def _document(self, asked: Asked) -> Document:
        for document in self._library.documents():
            if asked.name in (document.name, *document.other_names):
                return document
        raise asked.unknown()

    def _same(self, asked: Asked) -> tuple[str, Stretches]:
        """The text that the page has open, unless it has been replaced meanwhile."""
        text = self._library.text(asked.name)
        shape = stretches_of(text)
        if asked.text("version", len(shape.version)) != shape.version:
            raise AskedWrongly(_SAY("replaced"))
        return text, shape

    def _data(self, name: str, text: str, shape: Stretches, number: int) -> StretchData:
        place = Span(shape.cuts[number], shape.cuts[number + 1])
        earliest = max(0, place.start - _LONGEST_SENTENCE)
        sentences = [
            each
            for each in self._library.sentences(name, earliest, place.end)
            if each.end > place.start
        ]
        shelf = self._library.shelf
        voices: list[Voice] = []
        return {
            "number": number,
            "start": place.start,
            "text": place.of(text),
            "paragraphs": paragraphs_of(
                text, place, sentences, shelf.sections(name), shelf.pages(name)
            ),
            "sentences": [(each.start, each.end, _voice(each, voices)) for each in sentences],
            "voices": voices,
        }


def _told(sent: object, answer: Callable[[Asked], _Reply]) -> _Reply | Problem:
    """The answer, or the sentence that says why there is none."""
    asked = Asked(sent)
    try:
        return answer(asked)
    except UnknownDocument:
        return {"problem": str(asked.unknown())}
    except (AskedWrongly, LibraryError) as error:
        return {"problem": str(error)}


def _voice(sentence: Sentence, voices: list[Voice]) -> int:
    """The place of a sentence's voice among those of its stretch; it is put there if it is new."""
    if sentence.attribution is None:
        return -1
    voice = voice_of(sentence.attribution.described, sentence.attribution.stance)
    if voice not in voices:
        voices.append(voice)
    return voices.index(voice)


def _facts(document: Document) -> str:
    source = " · ".join(filter(None, (document.publisher, document.author)))
    return " · ".join(filter(None, (source, date_in_words(document.date), _length(document))))


def _length(document: Document) -> str:
    if not document.pages:
        return _SAY.count("words", document.words)
    if document.page_word == "slide":
        return _SAY.count("slides", document.pages)
    return _SAY.count("pages", document.pages)


def _heading(section: Section) -> Heading:
    return {"heading": section.heading, "level": section.level, "start": section.span.start}


def _border(page: Page) -> Border:
    return {"number": page.number, "start": page.span.start}
