"""A page of a PDF as a picture by pypdfium2 (PDFium), with marks around some of its words."""

from __future__ import annotations

import ctypes
import io
import itertools
import math
import re
from collections.abc import Sequence
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Image

from index.errors import PictureUnavailable
from index.pictures import Mark, PagePicture
from index.readers.marks import Box, Glyph, box_around, marks_of
from index.readers.pdfium import drawn, opened
from index.readers.placing import LINE_END, Placing
from index.types import Span

__all__ = ["page_picture"]

_MOST_PIXELS = 20_000_000
"""Of a picture; an A4 page 1000 wide has 1.4 million."""
_DRAWING_SECONDS = 20.0
"""After this a page is given up: while it is drawn, no other PDF can be read."""
_COMPRESSION = 3
"""Of the PNG: no larger than with more of it, and quicker."""
_DEVICE_UNITS = 100
"""To a point: PDFium gives places on the turned and cropped page in whole units."""
_ASCENT, _DESCENT = 0.75, 0.21
"""Of a line above and below its base line, in shares of the size of its type."""
_VISIBLE = re.compile(r"\S")


def page_picture(
    data: bytes, name: str, number: int, width: int, text: str, spans: Sequence[Span]
) -> PagePicture:
    """Draw a page and find words on it.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        number: Of the page, counted from 1.
        width: Of the picture, in pixels; less where the picture would have too many.
        text: The page's stretch of the canonical text.
        spans: In ``text``: the words to be marked.

    Raises:
        PictureUnavailable: there is no such page, or it cannot be drawn.
        UnreadableDocument: the file is damaged or protected by a password.
    """
    with opened(data, name) as document:
        pages = len(document)
        if not 1 <= number <= pages:
            raise PictureUnavailable(f"“{name}” has no page {number}; it has {pages}.")
        try:
            with closing(document[number - 1]) as page:
                image = _drawn(page, f"Page {number} of “{name}”", width)
                marks, complete = _marked(page, text, spans)
        except pypdfium2.PdfiumError as error:
            raise PictureUnavailable(f"Page {number} of “{name}” is damaged.") from error
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=_COMPRESSION)
    return PagePicture(file.getvalue(), *image.size, number, pages, marks, complete)


def _drawn(page: pypdfium2.PdfPage, what: str, width: int) -> Image:
    """The page as it is looked at; ``what`` names it in messages."""
    points = page.get_width(), page.get_height()
    if min(points) <= 0:
        raise PictureUnavailable(f"{what} has no size and cannot be drawn.")
    scale = min(width / points[0], math.sqrt(_MOST_PIXELS / (points[0] * points[1])))
    size = max(1, round(points[0] * scale)), max(1, round(points[1] * scale))
    if size[0] * size[1] > 2 * _MOST_PIXELS:
        raise PictureUnavailable(f"{what} is a strip that is too long to be drawn.")
    bitmap = drawn(page, size, _DRAWING_SECONDS)
    if bitmap is None:
        raise PictureUnavailable(f"{what} is too elaborate to be drawn here.")
    with closing(bitmap):
        image: Image = bitmap.to_pil()
    return image


def _marked(
    page: pypdfium2.PdfPage, text: str, spans: Sequence[Span]
) -> tuple[tuple[Mark, ...], bool]:
    """Marks around the words of spans, and whether no word is missing."""
    marks: list[Mark] = []
    complete = True
    if not spans:
        return (), True
    with closing(page.get_textpage()) as textpage:
        sheet = _Sheet(page, textpage)
        placing = Placing(text, sheet.text, sheet.heights())
        for span in spans:
            runs, is_whole = placing.runs(span)
            signs = [
                place
                for run in runs
                for place in range(run.start, run.end)
                if not sheet.text[place].isspace()
            ]
            glyphs = [sheet.glyph(place) for place in signs]
            marks += marks_of([glyph for glyph in glyphs if glyph], sheet.page)
            lost = [place for place, glyph in zip(signs, glyphs, strict=True) if glyph is None]
            complete &= is_whole and not any(sheet.text[place].isalnum() for place in lost)
    return tuple(marks), complete


class _Sheet:
    """A page with its characters, and where these are as the page is looked at."""

    def __init__(self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> None:
        self._page, self._textpage = page, textpage
        self.page = Box(0, 0, page.get_width(), page.get_height())
        self.text: str = textpage.get_text_range()
        # PDFium counts its text in units of UTF-16.
        widths = (1 + (char > "\uffff") for char in self.text)
        self._units = [0, *itertools.accumulate(widths)]

    def heights(self) -> list[float]:
        """How far up the unturned page each line of ``text`` begins."""
        starts = [0, *(line_end.end() for line_end in LINE_END.finditer(self.text))]
        return [self._height(start) for start in starts]

    def _height(self, start: int) -> float:
        """Of the first visible character from there on."""
        match = _VISIBLE.search(self.text, start)
        index = self._index(match.start()) if match else -1
        box = pdfium.FS_RECTF()
        if index < 0 or not pdfium.FPDFText_GetLooseCharBox(self._textpage, index, box):
            return 0.0
        return float(box.top)

    def _index(self, place: int) -> int:
        """PDFium's number of a character of ``text``, negative where it has none."""
        index = pdfium.FPDFText_GetCharIndexFromTextIndex(self._textpage, self._units[place])
        return int(index)

    def glyph(self, place: int) -> Glyph | None:
        """Where a character of ``text`` is; ``None`` where it is not on the visible page."""
        index = self._index(place)
        box = self._box(index)
        if box is None or box.right <= 0 or box.bottom <= 0:
            return None
        if box.left >= self.page.right or box.top >= self.page.bottom:
            return None
        return Glyph(box, self._line(index))

    def _box(self, index: int) -> Box | None:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if index < 0 or not pdfium.FPDFText_GetCharBox(
            self._textpage, index, left, right, bottom, top
        ):
            return None
        if left.value == right.value or bottom.value == top.value:
            return None
        return self._seen((left.value, bottom.value), (right.value, top.value))

    def _line(self, index: int) -> Box:
        """From the foot to the head of the line, where a character begins."""
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
        pdfium.FPDFText_GetCharOrigin(self._textpage, index, x, y)
        pdfium.FPDFText_GetMatrix(self._textpage, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._textpage, index)
        up = size * matrix.c, size * matrix.d
        return self._seen(
            (x.value - _DESCENT * up[0], y.value - _DESCENT * up[1]),
            (x.value + _ASCENT * up[0], y.value + _ASCENT * up[1]),
        )

    def _seen(self, *points: tuple[float, float]) -> Box:
        """The box around places of the file, as the page is looked at."""
        size = round(self.page.right * _DEVICE_UNITS), round(self.page.bottom * _DEVICE_UNITS)
        boxes = []
        for x, y in points:
            across, down = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(self._page, 0, 0, *size, 0, x, y, across, down)
            seen = across.value / _DEVICE_UNITS, down.value / _DEVICE_UNITS
            boxes.append(Box(*seen, *seen))
        return box_around(boxes)
