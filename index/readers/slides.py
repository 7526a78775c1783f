"""PowerPoint (.pptx) by python-pptx: every slide a page, its title a heading, then its notes."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.package import Package
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.shapes.shapetree import _BaseGroupShapes
from pptx.slide import Slide
from pptx.text.text import TextFrame

from index.errors import UnreadableDocument
from index.readers.archive import DAMAGE, refuse_bomb
from index.readers.builder import TextBuilder, collapse
from index.readers.hidden import hidden_note
from index.readers.office import listed, stated_author, stated_title
from index.readers.slide_graphics import chart_rows, diagram_texts, unfold_alternatives
from index.sniff import SLIDES
from index.types import Extraction, Page, Section, Span

__all__ = ["read"]

# SyntaxError: broken XML. The others: python-pptx met what it did not expect.
_DAMAGE = (*DAMAGE, SyntaxError, LookupError, TypeError, AttributeError, PythonPptxError)
_MOST_SLIDES = 5_000
_LONGEST_TEXT = 20_000_000
"""Characters; parts that are named again and again make more out of little."""
_SAME_ROW = 180_000
"""In English Metric Units, half a centimetre: tops that are nearer stand in one row."""
_FOOTERS = frozenset({PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER})


def read(data: bytes, name: str) -> Extraction:
    """Read a PowerPoint presentation.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Its text with a span for each slide that has text; text frames from top to bottom and from
        left to right, tables and charts as rows, the speaker's notes under the heading *Notes*.

    Raises:
        UnreadableDocument: the file is damaged, has too many slides, or would unpack to an
            unreasonable size.
    """
    refuse_bomb(data, name, "PowerPoint file")
    try:
        package = Package.open(io.BytesIO(data))
        slides = package.main_document_part.presentation.slides
        count = len(slides)
        if count > _MOST_SLIDES:
            raise UnreadableDocument(
                f"“{name}” has {count:,} slides; at most {_MOST_SLIDES:,} can be read. Split it "
                "into smaller files and add those."
            )
        deck = _Deck(name)
        deck.append(slides)
        facts = package.core_properties
        title, author = stated_title(facts.title), stated_author(facts.author)
    except _DAMAGE as error:
        raise UnreadableDocument(
            f"“{name}” is a damaged PowerPoint file. Open it in PowerPoint, save it again, then "
            "add it."
        ) from error
    pages = tuple(replace(page, word="slide") for page in deck.builder.pages())
    return Extraction(
        deck.builder.text,
        SLIDES,
        title=deck.title or title,
        author=author,
        sections=tuple(_within_slides(deck.builder.sections(), pages)),
        pages=pages,
        notes=tuple(_notes(deck, count, pages)),
    )


@dataclass(slots=True)
class _Deck:
    """The text of the slides that have been read."""

    name: str
    builder: TextBuilder = field(default_factory=TextBuilder)
    title: str | None = None
    """That of the first slide."""
    hidden_slides: list[int] = field(default_factory=list)
    hidden_spans: list[slice] = field(default_factory=list)
    """Of the text of hidden shapes."""
    unread: dict[int, None] = field(default_factory=dict)
    """Slides with embedded objects, or with charts of a kind that is not known here."""
    _footers: set[str] = field(default_factory=set)

    def append(self, slides: Iterable[Slide]) -> None:
        """Append slides with their notes."""
        seen = set()
        for number, slide in enumerate(slides, 1):
            if slide.part.partname in seen:
                raise ValueError("a slide is named twice")
            seen.add(slide.part.partname)
            self.builder.start_page(number)
            if slide.element.get("show") in ("0", "false"):
                self.hidden_slides.append(number)
            unfold_alternatives(slide.element)
            title = slide.shapes.title
            words = collapse(" ".join(_paragraphs(title.text_frame))) if title else ""
            self.builder.heading(words, 1)
            if number == 1:
                self.title = words or None
            self._append_shapes(slide.shapes, number, title)
            self._append_notes(slide)

    def _append_shapes(
        self, shapes: _BaseGroupShapes, number: int, title: BaseShape | None = None
    ) -> None:
        for shape in _in_reading_order(shapes):
            if title is not None and shape.element is title.element:
                continue
            before = self.builder.length
            if isinstance(shape, GroupShape):
                self._append_shapes(shape.shapes, number)
            elif isinstance(shape, GraphicFrame):
                self._append_graphic(shape, number)
            elif shape.has_text_frame and not self._is_again(shape):
                self._append_text(shape.text_frame)  # type: ignore[attr-defined]
            if self.builder.length > _LONGEST_TEXT:
                raise UnreadableDocument(
                    f"“{self.name}” would unpack to more than {_LONGEST_TEXT:,} characters, which "
                    "no honest PowerPoint file does. It was not read."
                )
            if _is_hidden(shape):
                self.hidden_spans.append(slice(before, self.builder.length))

    def _append_text(self, frame: TextFrame) -> None:
        for paragraph in _paragraphs(frame):
            self.builder.block(paragraph)

    def _append_graphic(self, frame: GraphicFrame, number: int) -> None:
        """Append a table, a chart or a diagram."""
        if frame.has_table:
            self.builder.rows(
                ["" if cell.is_spanned else collapse(cell.text) for cell in row.cells]
                for row in frame.table.rows
            )
        elif frame.has_chart:
            title, rows = chart_rows(frame.chart_part.blob)
            self.builder.block(title)
            self.builder.rows(rows)
        elif (texts := diagram_texts(frame)) is not None:
            for text in texts:
                self.builder.block(text)
        else:
            self.unread[number] = None

    def _append_notes(self, slide: Slide) -> None:
        if not slide.has_notes_slide:
            return
        frame = slide.notes_slide.notes_text_frame
        if frame is not None and frame.text.strip():
            self.builder.heading("Notes", 2)
            self._append_text(frame)

    def _is_again(self, shape: BaseShape) -> bool:
        """Whether this is the number of the slide, or a footer that has been read before."""
        if not shape.is_placeholder:
            return False
        kind = shape.placeholder_format.type
        if kind not in _FOOTERS:
            return kind is PP_PLACEHOLDER.SLIDE_NUMBER
        words = collapse(shape.text_frame.text)  # type: ignore[attr-defined]
        is_again = words in self._footers
        self._footers.add(words)
        return is_again


def _in_reading_order(shapes: _BaseGroupShapes) -> Iterator[BaseShape]:
    """Shapes from top to bottom, those of one row from left to right."""
    placed = [(shape.top or 0, shape.left or 0, at, shape) for at, shape in enumerate(shapes)]
    rows: list[list[tuple[int, int, BaseShape]]] = []
    lowest = -1
    for top, left, at, shape in sorted(placed):
        if not rows or top > lowest:
            rows.append([])
            lowest = top + _SAME_ROW
        rows[-1].append((left, at, shape))
    for row in rows:
        yield from (shape for _, _, shape in sorted(row))


def _paragraphs(frame: TextFrame) -> Iterator[str]:
    """The paragraphs that have text; line breaks within them stay."""
    for paragraph in frame.paragraphs:
        lines = map(collapse, paragraph.text.split("\v"))
        yield "\n".join(line for line in lines if line)


def _is_hidden(shape: BaseShape) -> bool:
    facts = shape.element[0][0]
    return facts.get("hidden") in ("1", "true")


def _within_slides(sections: Iterable[Section], pages: Sequence[Page]) -> Iterator[Section]:
    """Sections that end with their slide: one without a title belongs to no other's."""
    starts = [page.span.start for page in pages]
    for section in sections:
        start = section.span.start
        slide = pages[bisect_right(starts, start) - 1]
        yield replace(section, span=Span(start, min(section.span.end, slide.span.end)))


def _notes(deck: _Deck, count: int, pages: Sequence[Page]) -> Iterator[str]:
    """What a person should know before trusting the text."""
    if deck.hidden_slides:
        slides = listed(deck.hidden_slides, "slide")
        yield f"Hidden in the slide show, but read: {slides}."
    text = deck.builder.text
    yield from hidden_note([text[span] for span in deck.hidden_spans])
    with_text = {page.number for page in pages}
    empty = [number for number in range(1, count + 1) if number not in with_text]
    if empty and pages:
        told = listed(empty, "slide")
        have = "has" if len(empty) == 1 else "have"
        yield f"{told[0].upper()}{told[1:]} {have} no text (pictures?)."
    if deck.unread:
        yield f"Not read: embedded objects or charts on {listed(deck.unread, 'slide')}."
