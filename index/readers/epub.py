"""E-books (EPUB) as archives of web pages: the chapters in their order, and nothing else."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from index.errors import UnreadableDocument
from index.readers.archive import DAMAGE, refuse_bomb
from index.readers.builder import TextBuilder
from index.readers.elements import visible_text
from index.readers.epub_package import Package, is_sealed, package_of
from index.readers.epub_xml import source_of, tree_of
from index.readers.hidden import hidden_note, read_of
from index.readers.whole_page import append_page, parse_html
from index.sniff import EPUB
from index.types import Extraction

__all__ = ["read"]

_KIND = "e-book"
_DAMAGE = (*DAMAGE, etree.Error, AttributeError, TypeError)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def read(data: bytes, name: str) -> Extraction:
    """Read an e-book.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Its chapters in the order of reading, with their headings as sections; a chapter without
        one takes its title from the navigation. Cover, navigation and what the book itself takes
        out of that order are left out.

    Raises:
        UnreadableDocument: the file is damaged or protected, or would unpack to an unreasonable
            size.
    """
    refuse_bomb(data, name, _KIND)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if is_sealed(archive):
                raise UnreadableDocument(
                    f"“{name}” is a protected e-book: its text is encrypted (DRM). Ask the "
                    "publisher for a copy without protection and add that."
                )
            package = package_of(archive)
            return _extraction(package, {each: archive.read(each) for each in package.chapters})
    except _DAMAGE as error:
        raise UnreadableDocument(
            f"“{name}” is a damaged e-book. Save it again in its own program, or fetch it anew, "
            "then add it."
        ) from error


def _extraction(package: Package, chapters: dict[str, bytes]) -> Extraction:
    builder = TextBuilder()
    notes: dict[str, None] = {}
    hidden: list[str] = []
    seen: list[str] = []
    for member, data in chapters.items():
        source, note = source_of(data)
        if note:
            notes[note] = None
        page = _page(source)
        if page is None:
            continue
        has_heading = any(map(visible_text, page.iter(*_HEADINGS)))
        title = "" if has_heading else package.titles.get(member, "")
        planted, shown = append_page(builder, page, title)
        hidden += planted
        seen += [title, shown]
    if package.missing:
        notes[f"Parts that the e-book lists and does not hold: {package.missing}."] = None
    return Extraction(
        text=builder.text,
        media_type=EPUB,
        title=package.title or None,
        author=package.author or None,
        publisher=package.publisher or None,
        date=package.date,
        sections=builder.sections(),
        notes=(*notes, *hidden_note(read_of(hidden, "".join(seen), builder.text))),
    )


def _page(source: str) -> etree._Element | None:
    """A chapter's tree; one that is no sound XML is read as browsers read pages."""
    try:
        return tree_of(source)
    except etree.Error:
        return parse_html(source)
