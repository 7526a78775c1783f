"""A file's bytes to its canonical text: the one door through which documents come in."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index import masthead
from index.errors import EmptyDocument, UnreadableDocument
from index.readers import csv_file, epub, html, mail, markdown, pdf, sheets, slides, text, word
from index.sniff import CSV, EPUB, HTML, MAIL, MARKDOWN, PDF, SHEETS, SLIDES, TEXT, WORD, sniff
from index.types import Extraction

__all__ = ["LARGEST_FILE", "LONGEST_TEXT", "SUPPORTED_SUFFIXES", "load", "read_bytes"]

LARGEST_FILE = 50 * 1024 * 1024
"""In bytes. Text of this size still fits into memory several times over."""

LONGEST_TEXT = 5_000_000
"""In characters; 1,800 pages of print. To work out who says what in more takes minutes."""

SUPPORTED_SUFFIXES = frozenset(
    ".pdf .docx .pptx .pptm .ppsx .xlsx .xlsm .csv .tsv .epub .eml "
    ".html .htm .xhtml .md .markdown .txt .text".split()
)
"""Endings of the files that are picked up from a folder; a file added by name may have any."""

_READERS: dict[str, Callable[[bytes, str], Extraction]] = {
    PDF: pdf.read,
    WORD: word.read,
    SLIDES: slides.read,
    SHEETS: sheets.read,
    CSV: csv_file.read,
    EPUB: epub.read,
    MAIL: mail.read,
    HTML: html.read,
    MARKDOWN: markdown.read,
    TEXT: text.read,
}

_BLANK = " \t\r\n\f\v\xa0\u200b\ufeff\ufffd"
_SURROGATES = re.compile("[\ud800-\udfff\0]")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAGS = re.compile("[\U000e0000-\U000e007f]")


def load(path: Path, name: str = "") -> bytes:
    """A file's bytes.

    Args:
        path: Where it lies.
        name: What it is called in messages; by default as where it lies.

    Raises:
        UnreadableDocument: the file cannot be opened, is too large, or no file but a pipe, say.
    """
    name = name or path.name
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _no_file(name, status.st_mode)
        if status.st_size > LARGEST_FILE:
            raise _too_large(name, status.st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)  # it may grow while it is read
    except (OSError, ValueError) as error:  # the latter: no file can be called so
        raise UnreadableDocument(f"“{name}” {_reason(error)}") from error
    if len(data) > LARGEST_FILE:
        raise _too_large(name, len(data))
    return data


def read_bytes(data: bytes, name: str) -> Extraction:
    """Read a document from memory.

    Args:
        data: The file's bytes.
        name: The file's name, for messages and to tell Markdown from plain text.

    Returns:
        Canonical text, always encodable as UTF-8 and never blank, with whatever the format and the
        document's first lines tell about it.

    Raises:
        EmptyDocument: there is no text in it.
        UnreadableDocument: too large, damaged, protected, or of a type that cannot be read.
    """
    if len(data) > LARGEST_FILE:
        raise _too_large(name, len(data))
    if not data:
        raise EmptyDocument(f"“{name}” is an empty file.")
    extraction = _READERS[sniff(data, name)](data, name)
    extraction = _storable(extraction)
    if not extraction.cells:  # the first row of a table is no headline
        extraction = masthead.fill(extraction)
    if not extraction.text.strip(_BLANK):
        raise EmptyDocument(f"“{name}” holds no text.")
    if len(extraction.text) > LONGEST_TEXT:
        raise UnreadableDocument(
            f"“{name}” has {len(extraction.text):,} characters of text; at most {LONGEST_TEXT:,} "
            "can be added as one document. Split it into smaller files and add those."
        )
    return replace(extraction, notes=(*extraction.notes, *_hidden_text_notes(extraction.text)))


def _storable(extraction: Extraction) -> Extraction:
    """Replace what UTF-8 and SQLite cannot hold; no character moves."""

    def clean(value: str | None) -> str | None:
        return _SURROGATES.sub("\ufffd", value) if value else None

    return replace(
        extraction,
        text=clean(extraction.text) or "",
        title=clean(extraction.title),
        author=clean(extraction.author),
        publisher=clean(extraction.publisher),
        place=clean(extraction.place),
        notes=tuple(clean(note) or "" for note in extraction.notes),
        sections=tuple(
            replace(section, heading=clean(section.heading) or "")
            for section in extraction.sections
        ),
        cells=tuple(
            replace(cell, name=clean(cell.name) or "") if _SURROGATES.search(cell.name) else cell
            for cell in extraction.cells
        ),
    )


def _hidden_text_notes(text: str) -> tuple[str, ...]:
    notes = []
    if _BIDI_CONTROLS.search(text):
        notes.append("Holds signs that change the direction of writing; text may look reordered.")
    if _TAGS.search(text):
        notes.append("Holds invisible characters, which can hide text from a reader.")
    return tuple(notes)


def _no_file(name: str, mode: int) -> UnreadableDocument:
    if stat.S_ISDIR(mode):
        return UnreadableDocument(f"“{name}” is a folder, not a file.")
    return UnreadableDocument(
        f"“{name}” is a pipe or a device, not a file. Save what comes out of it in a file and add "
        "that."
    )


def _too_large(name: str, size: int) -> UnreadableDocument:
    megabyte = 1024 * 1024
    return UnreadableDocument(
        f"“{name}” has {size / megabyte:,.0f} MB; at most {LARGEST_FILE // megabyte} MB can be "
        "read. Split it into smaller files and add those."
    )


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | ValueError):
        return "is not there. Check the path; it may have been moved or deleted."
    if isinstance(error, PermissionError):
        return "may not be read. Give yourself permission to read it, then add it again."
    return f"could not be read: {error.strerror or error}. Check the disk, then add it again."
