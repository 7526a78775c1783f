"""Pictures of a document's pages, with boxes around quotes; the last ones are kept in memory."""

from __future__ import annotations

import base64
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TypedDict

from index import Library
from index.types import Span

__all__ = ["Box", "Picture", "Pictures"]

_PICTURES_KEPT = 24
"""Of some hundred kilobytes each."""
_MARKS_KEPT = 1_000
_WIDTHS = (700, 1_000, 1_400, 2_000, 2_800)
"""Pixels that pictures are drawn in: few sizes, so that readers share them."""
_SMALL = 40
"""Pixels of a picture that is drawn for its marks alone."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in shares of the page."""


class Marks(TypedDict):
    """Where the words of one quote stand on the page."""

    boxes: list[Box]
    """One for each line; none where the quote stands on another page."""
    complete: bool
    """Whether all its words on this page are inside the boxes."""


class Picture(TypedDict):
    """A page as a reader of the file sees it."""

    image: str
    """A ``data:`` address: nothing else is loaded for it; empty where only marks are wanted."""
    number: int
    pages: int
    """How many the file has in all."""
    width: int
    height: int
    """In pixels; what counts is the shape."""
    marks: list[Marks]
    """One for each quote that was asked for."""


class Pictures:
    """Draws pages, one at a time, and remembers the last ones. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        """Draw the documents of ``library``."""
        self._library = library
        self._lock = threading.Lock()
        self._drawn = lru_cache(maxsize=_PICTURES_KEPT)(self._draw)
        self._marked = lru_cache(maxsize=_MARKS_KEPT)(self._mark)

    def page(
        self, name: str, version: str, number: int, width: int, spans: Sequence[Span]
    ) -> Picture:
        """A page with marks.

        Args:
            name: of the document.
            version: of its text; the page of another version is another picture.
            number: of the page, counted from 1.
            width: in pixels; the next larger of the usual ones is drawn.
            spans: quotes in the canonical text, on this page or on others.

        Raises:
            UnknownDocument: there is no such name.
            PictureUnavailable: the page cannot be drawn; the text says why.
        """
        usual = next((each for each in _WIDTHS if each >= width), _WIDTHS[-1])
        with self._lock:
            drawn = self._drawn(name, version, number, usual)
            marks = [self._marked(name, version, number, span) for span in spans]
        return {**drawn, "marks": marks}

    def _draw(self, name: str, version: str, number: int, width: int) -> Picture:
        picture = self._library.shelf.page_picture(name, number, width=width)
        return {
            "image": f"data:image/png;base64,{base64.b64encode(picture.png).decode()}",
            "number": picture.number,
            "pages": picture.pages,
            "width": picture.width,
            "height": picture.height,
            "marks": [],
        }

    def _mark(self, name: str, version: str, number: int, span: Span) -> Marks:
        pages = {page.number: page.span for page in self._library.shelf.pages(name)}
        if number not in pages or not pages[number].overlaps(span):
            return {"boxes": [], "complete": True}
        picture = self._library.shelf.page_picture(name, number, [span], _SMALL)
        boxes = [(mark.left, mark.top, mark.right, mark.bottom) for mark in picture.marks]
        return {"boxes": boxes, "complete": picture.complete}
