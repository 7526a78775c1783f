"""PDF by pypdfium2 (PDFium): pages, paragraphs, headings by their type, running lines dropped."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import EmptyDocument, UnreadableDocument
from index.readers.builder import TextBuilder, collapse
from index.readers.hidden import hidden_note
from index.readers.hidden_pdf import HiddenText, hidden_text
from index.readers.hyphens import join_hyphens
from index.readers.layout import Block, Line, blocks_of, continues, is_wordy, without_running_lines
from index.readers.office import listed
from index.readers.pdfium import opened
from index.readers.placing import LINE_END
from index.sniff import PDF
from index.types import Extraction

__all__ = ["read", "readable"]

# The last two are the bullets of the Symbol and Wingdings typefaces, which have no letters.
_SPELLED_OUT = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {"\uf0b7": "•", "\uf0a7": "▪"}
)
_CONTROLS = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f]")
_USELESS_TITLE = re.compile(
    r"(?i)^(?:untitled.*|document\d*|(?:microsoft )?(?:word|powerpoint|excel) - .*|.*\.(?:docx?|pdf"
    r"|indd|tex|dvi|rtf|qxd|pages|html?|xlsx?|pptx?|odt)|slide \d+|title|[\d\W_]*|about:blank)$"
)
_USELESS_AUTHOR = re.compile(
    r"(?i)^\(?(?:anonymous|unknown|unspecified|user|admin(?:istrator)?|root|owner|author|[\d\W_]*)\)?$"
)
_NO_TITLE = re.compile(r"(?i)^(?:table of )?contents$|^(?:abstract|summary|index|introduction)$")
_MOST_PAGES = 5_000
_BOLD = 600
_HEADING_CHARACTERS = 160


def read(data: bytes, name: str) -> Extraction:
    """Read a PDF that holds text.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Canonical text with a span for each page that has text.

    Raises:
        EmptyDocument: no page holds text; it was probably scanned.
        UnreadableDocument: the file is damaged or protected by a password.
    """
    pages, hidden, title, author = _pages_and_metadata(data, name)
    empty = [number for number, page in enumerate(pages, start=1) if not page]
    if len(empty) == len(pages):
        raise EmptyDocument(
            f"“{name}” has no text, only pictures of pages. Run text recognition (OCR) on it, "
            "then add the result."
        )
    pages = without_running_lines(pages)
    builder, largest = _compose(pages)
    return Extraction(
        text=builder.text,
        media_type=PDF,
        title=title or largest,
        author=author,
        sections=builder.sections(),
        pages=builder.pages(),
        notes=(*([_empty_pages_note(empty)] if empty else []), *_hidden_notes(hidden)),
    )


def _pages_and_metadata(
    data: bytes, name: str
) -> tuple[list[list[Line]], list[HiddenText], str | None, str | None]:
    with opened(data, name) as document:
        if len(document) > _MOST_PAGES:
            raise UnreadableDocument(
                f"“{name}” has {len(document):,} pages; at most {_MOST_PAGES:,} can be added as "
                "one document. Split it into smaller files and add those."
            )
        read = [_read_page(document, index) for index in range(len(document))]
        facts = document.get_metadata_dict()
    title = collapse(readable(facts.get("Title", "")))
    author = collapse(readable(facts.get("Author", "")))
    return (
        [lines for lines, _ in read],
        [hidden for _, hidden in read],
        None if _USELESS_TITLE.match(title) else title,
        None if _USELESS_AUTHOR.match(author) else author,
    )


def _read_page(document: pypdfium2.PdfDocument, index: int) -> tuple[list[Line], HiddenText]:
    """The lines of a page with their places; none when the page itself cannot be loaded."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return [], HiddenText()
    with closing(page), closing(page.get_textpage()) as textpage:
        lines = _lines(textpage)
        return lines, hidden_text(page, textpage) if lines else HiddenText()


def _lines(textpage: pypdfium2.PdfTextPage) -> list[Line]:
    text = textpage.get_text_range()
    found = []
    start = units = 0
    for match in [*LINE_END.finditer(text), None]:
        line = text[start : match.start() if match else len(text)]
        width = len(line.encode("utf-16-le", errors="surrogatepass")) // 2
        if line.strip():
            found.append(_placed(textpage, line, units, units + width - 1))
        units += width + (match.end() - match.start() if match else 0)
        start = match.end() if match else len(text)
    return [line for line in found if line.text]


def _placed(textpage: pypdfium2.PdfTextPage, text: str, first: int, last: int) -> Line:
    """A line with the place of its first and last visible character, given their text offsets."""
    first += len(text) - len(text.lstrip())
    last -= len(text) - len(text.rstrip())
    begin = pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, first)
    finish = pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, last)
    left, right = _box(textpage, begin)[0], _box(textpage, finish)[2]
    _, top = _extent(textpage, begin, finish)
    end_bottom, _ = _extent(textpage, finish, begin)
    # A bullet may be set in another size than its point.
    letter = next((index for index, char in enumerate(text.lstrip()) if char.isalnum()), 0)
    bottom, letter_top = _extent(textpage, begin + letter, finish)
    height = letter_top - bottom
    bold = _is_bold(textpage, begin) and _is_bold(textpage, finish)
    return Line(collapse(readable(text)), left, right, top, end_bottom, max(1.0, height), bold)


def _extent(textpage: pypdfium2.PdfTextPage, first: int, last: int) -> tuple[float, float]:
    """The bottom and the top of a character's type.

    Of a character that the file spells out for a glyph, as browsers do with ligatures, PDFium knows
    the ink alone, which says nothing of the size: then the next one towards ``last`` is measured.
    """
    step = 1 if first <= last else -1
    known = min(first, last) >= 0
    for index in range(first, last + step, step) if known else ():
        _, bottom, _, top = _box(textpage, index)
        if (bottom, top) != _ink(textpage, index):
            return bottom, top
    _, bottom, _, top = _box(textpage, first)
    return bottom, top


def _ink(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if index < 0 or not pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
        return 0.0, 0.0
    return bottom.value, top.value


def _box(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    box = pdfium.FS_RECTF()
    if index < 0 or not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top


def _is_bold(textpage: pypdfium2.PdfTextPage, index: int) -> bool:
    if index < 0:
        return False
    weight = pdfium.FPDFText_GetFontWeight(textpage, index)
    if weight > 0:
        return bool(weight >= _BOLD)
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    size = pdfium.FPDFText_GetFontInfo(textpage, index, buffer, len(buffer), flags)
    return 0 < size <= len(buffer) and b"bold" in buffer.value.lower()


def readable(text: str) -> str:
    """PDFium's marks for a hyphen at a line's end made one sign; ligatures spelled out."""
    text = text.replace("\ufffe", "\x02").replace("\xad", "\x02").translate(_SPELLED_OUT)
    return _CONTROLS.sub("", text)


def _compose(pages: Sequence[Sequence[Line]]) -> tuple[TextBuilder, str | None]:
    """The canonical text, and the largest heading of the first page if it is alone in its size."""
    blocks = [blocks_of(page) for page in pages]
    resolve = join_hyphens([block.text for page in blocks for block in page])
    body = _body_height(pages)
    levels = _levels(blocks, body)
    builder = TextBuilder()
    headings: dict[float, list[str]] = {}
    last: Block | None = None
    for number, page in enumerate(blocks, start=1):
        builder.start_page(number)
        for index, block in enumerate(page):
            text = resolve(block.text)
            height = _heading_height(block, body)
            if height is not None:
                builder.heading(text, levels[height])
                if number == 1:
                    headings.setdefault(height, []).append(text)
            else:
                builder.block(text, _separator(last, block, at_page_start=index == 0))
            last = block
    largest = headings[max(headings)] if headings else []
    alone = len(largest) == 1 and not _NO_TITLE.match(largest[0])
    return builder, largest[0] if alone else None


def _separator(last: Block | None, block: Block, *, at_page_start: bool) -> str:
    if not at_page_start or last is None:
        return block.separator
    goes_on = last.runs_over and not block.is_row and continues(last.text, block.text)
    return " " if goes_on and not last.lines[-1].bold else "\n\n"


def _body_height(pages: Sequence[Sequence[Line]]) -> float:
    """The size in which most of the document's characters are set."""
    counts: Counter[float] = Counter()
    for page in pages:
        for line in page:
            counts[_step(line.height)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 1.0


def _levels(pages: Sequence[Sequence[Block]], body: float) -> dict[float, int]:
    """A level for each size of heading: 1 for the largest."""
    heights = {_heading_height(block, body) for page in pages for block in page} - {None}
    ranked = sorted((height for height in heights if height is not None), reverse=True)
    return {height: rank for rank, height in enumerate(ranked, start=1)}


def _heading_height(block: Block, body: float) -> float | None:
    """The size of a heading, ``None`` for anything else."""
    text = block.text
    if block.is_row or len(text) > _HEADING_CHARACTERS or not is_wordy(text):
        return None
    height = _step(block.lines[0].height)
    if height >= 1.12 * body:
        return height
    alone = block.lines[0].bold and block.separator == "\n\n" and not text.endswith((".", ",", ";"))
    return height if alone and height >= 0.95 * body and len(text.split()) <= 14 else None


def _step(height: float) -> float:
    return round(height * 2) / 2


def _hidden_notes(pages: Sequence[HiddenText]) -> Sequence[str]:
    """Say on which pages text was recognised, and what else nobody sees."""
    recognised = [number for number, page in enumerate(pages, start=1) if page.is_recognised]
    others = [collapse(readable(page.words)) for page in pages if not page.is_recognised]
    if not recognised:
        return hidden_note(others)
    note = (
        f"The text of {listed(recognised, 'page')} is invisible on the page, as in scans with "
        "recognised text."
    )
    return [note, *hidden_note(others)]


def _empty_pages_note(numbers: Sequence[int]) -> str:
    one = len(numbers) == 1
    pages = listed(numbers, "page")
    what = "has no text (a scanned picture?)" if one else "have no text (scanned pictures?)"
    return f"{pages[0].upper()}{pages[1:]} {what}."
