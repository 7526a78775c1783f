"""The XML files of an e-book, read so that nothing in them can grow, load or lead elsewhere."""

from __future__ import annotations

import posixpath
import re
from html.entities import html5
from urllib.parse import unquote

from lxml import etree

from index.encoding import decode
from index.readers.html import declared_encoding
from index.readers.text import same_length_text

__all__ = ["member_at", "source_of", "tree_of"]

_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][\w.-]*);")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def source_of(data: bytes) -> tuple[str, str | None]:
    """The source of a file, and a note where its encoding had to be guessed."""
    text, note = decode(data, declared_encoding(data))
    return same_length_text(text), note


def tree_of(source: str) -> etree._Element:
    """The tree of a file, its names without their namespaces.

    Args:
        source: What ``source_of`` gave. Characters that HTML has names for may be named; other
            names, which a file can give to any amount of text, are left as they stand.

    Raises:
        lxml.etree.Error: it is no XML.
    """
    plain = _ENTITY.sub(_character, _DECLARATION.sub("", source, count=1))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def member_at(base: str, reference: str) -> str:
    """The member of the archive that a reference in another member leads to.

    Args:
        base: The member that refers.
        reference: A relative address, with or without a place in it.

    Returns:
        A name to be looked up in the archive; steps upwards end at its top.
    """
    path = unquote(reference.partition("#")[0])
    return posixpath.normpath("/" + posixpath.join(posixpath.dirname(base), path)).lstrip("/")


def _character(entity: re.Match[str]) -> str:
    character = html5.get(f"{entity[1]};")
    return character if character and character not in "<>&" else f"&amp;{entity[1]};"
