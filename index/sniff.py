"""What a file is, by its content; its name only settles what content leaves open."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from index.encoding import decode
from index.errors import UnreadableDocument
from index.readers.archive import members_of
from index.readers.delimited import delimiter_of
from index.readers.mail_start import is_mail

__all__ = [
    *("CSV", "EPUB", "HTML", "MAIL", "MARKDOWN", "PDF", "SHEETS", "SLIDES", "TEXT", "WORD"),
    "sniff",
]

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
MAIL = "message/rfc822"
EPUB = "application/epub+zip"

_MARKDOWN_SUFFIXES = {".md", ".markdown", ".mkd", ".mdown"}
_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_TABLE_SUFFIXES = {".csv", ".tsv"}
_HEAD_BYTES = 1024  # a PDF's mark may follow a little rubbish; readers look this far

_FOREIGN_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"8BPS", "an image"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x00asm", "a program"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"\xfd7zXZ\x00", "a compressed archive"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive"),
    (b"Rar!\x1a\x07", "a compressed archive"),
    (b"\x28\xb5\x2f\xfd", "a compressed archive"),
    (b"ID3", "a sound recording"),
    (b"\xff\xfb", "a sound recording"),
    (b"\xff\xf3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a rich-text (RTF) file"),
    (b"%!PS", "a PostScript file"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", WORD),
    ("ppt/presentation.xml", SLIDES),
    ("xl/workbook.xml", SHEETS),
)
_FOREIGN_ZIP_MEMBERS = (
    ("xl/workbook.bin", "an Excel workbook in the binary format (.xlsb)"),
    ("content.xml", "an OpenDocument file"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# OLE containers name their streams in UTF-16.
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_MAIL = "__substg1.0_".encode("utf-16-le")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(rb"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
# What never stands in text: controls other than tab, line ends, form feed, escape and substitute.
_CONTROLS = bytes(sorted({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B}))
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_ADVICE = (
    "Add PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), CSV, EPUB, mail (.eml), HTML, "
    "Markdown or plain text."
)


def sniff(data: bytes, name: str) -> str:
    """The media type of a file, told by its content.

    Args:
        data: The file's bytes.
        name: The file's name. Its ending decides only between plain text and Markdown, and lets a
            piece of HTML without a document type, a PDF without its first line, a table in a text
            file and a mail without the lines that machines leave count as such.

    Returns:
        One of the media types of this module.

    Raises:
        UnreadableDocument: the bytes are no document of a type that can be read.
    """
    suffix = PurePath(name).suffix.lower()
    if _is_pdf(data) or (suffix == ".pdf" and b"endobj" in data):  # the latter has lost its head
        return PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _sniff_zip(data, name)
    if is_mail(data, suffix):
        return MAIL
    _refuse_binary(data, name)
    narrow = _as_narrow(data[:_HEAD_BYTES])
    is_html_fragment = suffix in _HTML_SUFFIXES and _ANY_TAG.search(_as_narrow(data[:100_000]))
    if _HTML_START.match(narrow) or is_html_fragment:
        return HTML
    if suffix in _TABLE_SUFFIXES and delimiter_of(decode(data)[0]):
        return CSV
    return MARKDOWN if suffix in _MARKDOWN_SUFFIXES else TEXT


def _is_pdf(data: bytes) -> bool:
    if data.lstrip(b"\xef\xbb\xbf\r\n\t \x00").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in data[:_HEAD_BYTES] and b"endobj" in data


def _sniff_zip(data: bytes, name: str) -> str:
    members = {member.filename for member in members_of(data, name, "Office file or archive")}
    types = (media_type for member, media_type in _ZIP_MEMBERS if member in members)
    if media_type := next(types, None):
        return media_type
    if "META-INF/container.xml" in members and any(map(_is_package, members)):
        return EPUB
    kinds = (kind for member, kind in _FOREIGN_ZIP_MEMBERS if member in members)
    raise _foreign(name, next(kinds, "a ZIP archive"))


def _is_package(member: str) -> bool:
    """Whether a member of an archive lists the parts of an e-book."""
    return member.lower().endswith(".opf")


def _refuse_binary(data: bytes, name: str) -> None:
    if data.startswith(_OLE_MAGIC):
        if _OLE_ENCRYPTED in data:
            raise UnreadableDocument(
                f"“{name}” is protected by a password. Save a copy without the password and add "
                "that."
            )
        if _OLE_MAIL in data:
            raise UnreadableDocument(
                f"“{name}” is a mail in Outlook's own format (.msg). Save it as .eml and add that."
            )
        raise UnreadableDocument(
            f"“{name}” is in an old Office format (such as .doc, .xls or .ppt). Save it in the "
            "new one (.docx, .xlsx, .pptx) and add that."
        )
    if data.startswith(_WIDE_MARKS):
        return
    for magic, kind in _FOREIGN_MAGIC:
        # Short marks are also the beginning of honest words: “MZ”, “BZh”, “ID3”.
        if data.startswith(magic) and (len(magic) > 3 or _control_share(data) > 0):
            raise _foreign(name, kind)
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] in (b"WAVE", b"AVI ")):
        raise _foreign(name, "a sound recording or video")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise _foreign(name, "an image")
    if _control_share(data) > 0.01:
        raise UnreadableDocument(f"“{name}” is not a text document. {_ADVICE}")


def _foreign(name: str, kind: str) -> UnreadableDocument:
    return UnreadableDocument(f"“{name}” is {kind}, which cannot be read as text. {_ADVICE}")


def _control_share(data: bytes) -> float:
    """The share of bytes that are control characters, which no text holds many of."""
    return (len(data) - len(data.translate(None, _CONTROLS))) / max(1, len(data))


def _as_narrow(head: bytes) -> bytes:
    """The beginning of a file with its byte order mark and UTF-16's zero bytes left out."""
    for mark in (codecs.BOM_UTF8, *_WIDE_MARKS):
        if head.startswith(mark):
            return head[len(mark) :].replace(b"\x00", b"")
    return head
