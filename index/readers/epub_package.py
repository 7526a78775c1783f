"""An e-book's own lists: what it is called, which parts it has, in which order they are read."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.readers.builder import collapse
from index.readers.elements import visible_text
from index.readers.epub_xml import member_at, source_of, tree_of

__all__ = ["Package", "is_sealed", "package_of"]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_OPF = "{http://www.idpf.org/2007/opf}"
_READABLE_WITHOUT = re.compile(r"(?i)\.(?:[ot]tf|woff2?|css|jpe?g|png|gif|svg|webp|mp[34]|m4a)$")
"""Parts whose encryption takes nothing from the text."""
_PAGES = frozenset({"application/xhtml+xml", "text/html"})
_NO_CHAPTERS = frozenset({"cover", "toc", "landmarks", "page-list", "loi", "lot"})
_NO_PUBLICATION = frozenset({"modification", "creation"})
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FIRST_YEAR = 1000  # a program for e-books writes the year 101 where it knows none


@dataclass(frozen=True, slots=True)
class Package:
    """What the lists of a book say; members are named as the archive names them."""

    title: str
    author: str
    publisher: str
    date: datetime.date | None
    chapters: tuple[str, ...]
    """Members with the text of the book, in the order of reading."""
    titles: dict[str, str]
    """What the navigation calls a member."""
    missing: int
    """Parts that the book lists and the archive does not hold."""


@dataclass(frozen=True, slots=True)
class _Item:
    member: str
    media_type: str
    is_navigation: bool


def is_sealed(archive: zipfile.ZipFile) -> bool:
    """Whether text of a book is encrypted; fonts and pictures may be.

    Args:
        archive: The opened file.

    Raises:
        Any of ``DAMAGE`` and of lxml: the list of what is encrypted is broken.
    """
    if any(member.flag_bits & 1 for member in archive.infolist()):
        return True
    if _ENCRYPTION not in archive.namelist():
        return False
    references = _read(archive, _ENCRYPTION).iter("CipherReference")
    covered = [member_at("", each.get("URI") or "") for each in references]
    return any(not _READABLE_WITHOUT.search(member) for member in covered)


def package_of(archive: zipfile.ZipFile) -> Package:
    """Read the lists of a book.

    Args:
        archive: The opened file.

    Raises:
        Any of ``DAMAGE`` and of lxml: the lists are missing or broken.
    """
    roots = list(_read(archive, _CONTAINER).iter("rootfile"))
    if not roots:
        raise ValueError("no list of parts")
    path = member_at("", roots[0].get("full-path") or "")
    package = _read(archive, path)
    items = dict(_items(package, path))
    members = frozenset(archive.namelist())
    titles, marked = _navigation(
        archive, [each for each in items.values() if each.member in members]
    )
    marked |= _guided(package, path)
    listed = [
        item.member
        for reference in package.iter("itemref")
        if (item := items.get(reference.get("idref") or "")) is not None
        if reference.get("linear") != "no"
        if item.media_type in _PAGES and not item.is_navigation
    ]
    chapters = [member for member in dict.fromkeys(listed) if member in members]
    return Package(
        title=next(iter(_stated(package, "title")), ""),
        author=", ".join(_authors(package)),
        publisher=", ".join(_stated(package, "publisher")),
        date=_date(package),
        chapters=tuple([each for each in chapters if each not in marked] or chapters),
        titles=titles,
        missing=len(set(listed) - members),
    )


def _read(archive: zipfile.ZipFile, member: str) -> etree._Element:
    return tree_of(source_of(archive.read(member))[0])


def _items(package: etree._Element, path: str) -> Iterator[tuple[str, _Item]]:
    for item in package.iter("item"):
        yield (
            item.get("id") or "",
            _Item(
                member=member_at(path, item.get("href") or ""),
                media_type=(item.get("media-type") or "").lower(),
                is_navigation="nav" in (item.get("properties") or "").split(),
            ),
        )


def _navigation(archive: zipfile.ZipFile, items: list[_Item]) -> tuple[dict[str, str], set[str]]:
    """What the navigation calls each member, and the members that it says are no chapters."""
    titles: dict[str, str] = {}
    marked: set[str] = set()
    for item in items:
        is_old = item.media_type == "application/x-dtbncx+xml"
        if not is_old and not item.is_navigation:
            continue
        try:
            tree = _read(archive, item.member)
        except etree.Error:  # it costs no more than titles
            continue
        for title, href, kinds in _points(tree) if is_old else _links(tree):
            titles.setdefault(member_at(item.member, href), title)
            if "#" not in href and _NO_CHAPTERS & kinds:
                marked.add(member_at(item.member, href))
    return titles, marked


def _links(tree: etree._Element) -> Iterator[tuple[str, str, set[str]]]:
    """What the navigation calls a place, the place, and what kinds of part begin there."""
    for link in tree.iter("a"):
        yield visible_text(link), link.get("href") or "", set((link.get(_TYPE) or "").split())


def _points(tree: etree._Element) -> Iterator[tuple[str, str, set[str]]]:
    """The same of the navigation of older books."""
    for point in tree.iter("navPoint"):
        content = point.find("content")
        if content is not None:
            yield visible_text(point.find("navLabel")), content.get("src") or "", set()


def _guided(package: etree._Element, path: str) -> set[str]:
    """The members that an older book's guide says are no chapters."""
    return {
        member_at(path, reference.get("href") or "")
        for reference in package.iter("reference")
        if reference.get("type") in _NO_CHAPTERS and "#" not in (reference.get("href") or "")
    }


def _stated(package: etree._Element, name: str) -> list[str]:
    """What the book's own description says of it."""
    found = (visible_text(element) for element in package.iterfind(f"metadata//{name}"))
    return [text for text in found if text]


def _authors(package: etree._Element) -> list[str]:
    """Those who made the book and are not said to have translated or illustrated it."""
    roles = {
        (meta.get("refines") or "").removeprefix("#"): visible_text(meta)
        for meta in package.iter("meta")
        if meta.get("property") == "role"
    }
    return [
        collapse("".join(creator.itertext()))
        for creator in package.iterfind("metadata//creator")
        if (creator.get(f"{_OPF}role") or roles.get(creator.get("id") or "", "aut")) == "aut"
    ]


def _date(package: etree._Element) -> datetime.date | None:
    """When the book appeared, where a whole day is stated."""
    for element in package.iterfind("metadata//date"):
        day = _DAY.match(visible_text(element))
        if day and element.get(f"{_OPF}event") not in _NO_PUBLICATION:
            try:
                date = datetime.date(*map(int, day.groups()))
            except ValueError:
                continue
            if date.year >= _FIRST_YEAR:
                return date
    return None
