"""The way into PDFium: one file at a time, one thread at a time, with errors for a person."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.internal import set_callback

from index.errors import UnreadableDocument

__all__ = ["drawn", "opened"]

# PDFium keeps global state: two threads in it at once crash the process.
_ENGINE = threading.Lock()


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """An open PDF; no other thread is in PDFium for the time of the block.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Raises:
        UnreadableDocument: the file is damaged, protected by a password or without pages.
    """
    with _ENGINE:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"“{name}” {_reason(error.err_code)}") from error
        with closing(document):
            if not len(document):
                raise UnreadableDocument(f"“{name}” is damaged: it has no pages. Save it again.")
            yield document


def drawn(
    page: pypdfium2.PdfPage, size: tuple[int, int], seconds: float
) -> pypdfium2.PdfBitmap | None:
    """A page as a reader of the file sees it, red first.

    Args:
        page: Of an open PDF.
        size: Width and height in pixels.
        seconds: After which it is given up.

    Returns:
        ``None`` where it was given up.
    """
    bitmap = pypdfium2.PdfBitmap.new_native(*size, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    deadline = time.monotonic() + seconds
    pause = pdfium.IFSDK_PAUSE(version=1)
    set_callback(pause, "NeedToPauseNow", lambda _: time.monotonic() > deadline)
    status = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, *size, 0, flags, pause)
    pdfium.FPDF_RenderPage_Close(page)
    if status == pdfium.FPDF_RENDER_DONE:
        return bitmap
    bitmap.close()
    return None


def _reason(code: int | None) -> str:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return "is protected by a password. Save a copy without the password and add that."
    if code == pdfium.FPDF_ERR_SECURITY:
        return "is protected in a way that cannot be opened. Save an unprotected copy."
    return "is damaged and cannot be opened. Save it as PDF again, then add it."
