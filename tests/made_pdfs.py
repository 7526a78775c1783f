"""PDFs whose words stand at places that are known beforehand."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas


def pdf(*pages, header="", footer="", encrypt=None, title=None, crop=None):
    """A PDF whose pages are lists of (x, y, words, font, size)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt, invariant=1)
    if title is not None:
        canvas.setTitle(title)
    for number, page in enumerate(pages, start=1):
        if crop is not None:
            canvas.setCropBox(crop)
        for x, y, words, font, size in page:
            canvas.setFont(font, size)
            _draw(canvas, x, y, words)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 810, header)
        canvas.drawString(290, 30, footer.format(number))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas, x, y, words):
    """Words, their ligatures of f and i with the text they stand for, as a browser prints them."""
    for part in re.split("(\ufb01)", words):
        shown = part.replace("\ufb01", "fi")
        if shown != part:
            canvas._code.append("/Span <</ActualText (fi)>> BDC")
        canvas.drawString(x, y, shown)
        if shown != part:
            canvas._code.append("EMC")
        x += canvas.stringWidth(shown)


def lines(*words, x=72, y=700, font="Times-Roman", size=11, leading=14):
    """Lines below each other, for ``pdf``."""
    return [(x, y - index * leading, line, font, size) for index, line in enumerate(words)]


def edited(data, change):
    """A PDF after ``change`` has worked on its first page."""
    document = pypdfium2.PdfDocument(data)
    change(document[0])
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


@dataclass(frozen=True)
class Planted:
    """Words on a line of a page, in points from the lower left corner of the unturned page."""

    left: float
    right: float
    base: float
    size: float


def planted(line, words):
    """Where some words of a line for ``pdf`` stand."""
    x, y, text, font, size = line
    before, found, _ = text.partition(words)
    assert found, f"{words!r} is not in {text!r}"
    left = x + stringWidth(before, font, size)
    return Planted(left, left + stringWidth(words, font, size), y, size)
