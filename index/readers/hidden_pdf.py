"""Finds the text of a PDF's page that nobody sees, by pypdfium2 (PDFium).

That is text which is set to be invisible, as the recognised text of a scan is, and text in white or
in no colour at all where the page shows a single colour.
"""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import Enum

import pypdfium2
import pypdfium2.raw as pdfium

from index.readers.pdfium import drawn

__all__ = ["HiddenText", "hidden_text"]

_PALE = 250
"""From which on each of the three colours is as good as white; the most is 255."""
_SPREAD = 12
"""By which the shades of one colour differ."""
_MOST_PIXELS = 4_000_000
"""Of a picture in which it is looked whether pale text can be seen: one to a point."""
_DRAWING_SECONDS = 3.0
"""After this such a picture is given up, and pale text taken for visible."""
_PICTURE_SHARE = 0.5
"""Of a page, from which on its pictures are a picture of the page."""
_HYPHENS = "\x02\ufffe\xad"
"""PDFium's signs for a hyphen at the end of a line."""
_DEEPEST = 8
"""Forms within forms that are looked into."""


@dataclass(frozen=True, slots=True)
class HiddenText:
    """What nobody sees of a page's text."""

    words: str = ""
    is_recognised: bool = False
    """Whether most of the page's text is hidden and lies over a picture, as in a scan."""


class _Look(Enum):
    """How a text is set."""

    PLAIN = "plain"
    PALE = "pale"
    INVISIBLE = "invisible"


def hidden_text(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> HiddenText:
    """What nobody sees of a page's text; the words are as PDFium spells them."""
    colours = [ctypes.c_uint() for _ in range(4)]  # made once: a page may have thousands of texts
    looks = {}
    for text in _objects(page, pdfium.FPDF_PAGEOBJ_TEXT):
        look = _look(text, colours)
        if look is not _Look.PLAIN:
            looks[_address(text)] = look
    if not looks:
        return HiddenText()
    shows = _sight(page, textpage) if _Look.PALE in looks.values() else None
    words: list[str] = []
    hidden = seen = 0
    for index in range(textpage.count_chars()):
        char = chr(min(sys.maxunicode, pdfium.FPDFText_GetUnicode(textpage, index)))
        if char.isspace() or not char.isprintable():
            words.append("" if char in _HYPHENS else " ")
            continue
        set_so = looks.get(_address(pdfium.FPDFText_GetTextObject(textpage, index)))
        if set_so is None or (set_so is _Look.PALE and shows is not None and shows(index)):
            seen += 1
            words.append(" ")
        else:
            hidden += 1
            words.append(char)
    covered = hidden > seen and _picture_share(page) >= _PICTURE_SHARE
    return HiddenText(" ".join("".join(words).split()), covered)


def _objects(page: pypdfium2.PdfPage, kind: int) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
    """The objects of a kind on a page, those within its forms included."""
    counts, getters = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    waiting = [(page, counts, getters, 0)]
    while waiting:
        holder, count, get, depth = waiting.pop()
        for index in range(count(holder)):
            found = get(holder, index)
            what = pdfium.FPDFPageObj_GetType(found)
            if what == kind:
                yield found
            elif what == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                within = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
                waiting.append((found, *within, depth + 1))


def _address(pointer: pdfium.FPDF_PAGEOBJECT) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


def _look(text: pdfium.FPDF_PAGEOBJECT, colours: Sequence[ctypes.c_uint]) -> _Look:
    """How a text is set; ``colours`` is where its three colours and its opacity are written."""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text)
    if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return _Look.INVISIBLE
    if mode not in (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP):
        return _Look.PLAIN
    if not pdfium.FPDFPageObj_GetFillColor(text, *colours):
        return _Look.PLAIN
    *shades, opacity = (colour.value for colour in colours)
    return _Look.PALE if opacity == 0 or min(shades) >= _PALE else _Look.PLAIN


def _sight(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Callable[[int], bool]:
    """Draws a page, and tells whether a character's place on it shows more than one colour."""
    points = page.get_width(), page.get_height()
    scale = min(1.0, math.sqrt(_MOST_PIXELS / max(1.0, points[0] * points[1])))
    width, height = (max(1, min(_MOST_PIXELS, round(scale * length))) for length in points)
    bitmap = drawn(page, (width, height), _DRAWING_SECONDS)
    if bitmap is None:
        return lambda _: True
    with closing(bitmap):
        pixels = bitmap.to_numpy().copy()

    def shows(index: int) -> bool:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        xs, ys = [], []
        for x, y in ((left, bottom), (right, top)):
            across, down = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x.value, y.value, across, down)
            xs.append(min(width, max(0, across.value)))
            ys.append(min(height, max(0, down.value)))
        place = pixels[min(ys) : max(ys) + 1, min(xs) : max(xs) + 1]
        return place.size > 0 and int((place.max((0, 1)) - place.min((0, 1))).max()) > _SPREAD

    return shows


def _picture_share(page: pypdfium2.PdfPage) -> float:
    """The share of a page that its pictures cover; more than 1 where they overlap."""
    covered = 0.0
    for picture in _objects(page, pdfium.FPDF_PAGEOBJ_IMAGE):
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(picture, left, bottom, right, top):
            covered += (right.value - left.value) * (top.value - bottom.value)
    points: float = page.get_width() * page.get_height()
    return covered / max(1.0, points)
