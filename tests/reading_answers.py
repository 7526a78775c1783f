"""Reads an answer of the conversation strictly: no tag, attribute, class or link but the page's."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from reading_pages import Element, read

# Raw HTML is on, as it is in the page, where answers pass through a Markdown renderer.
_RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

_ATTRIBUTES = {
    "section": {"class"}, "div": {"class", "id"}, "p": {"class", "dir"}, "h2": set(),
    "span": {"class", "dir"}, "a": {"href", "title"}, "b": {"dir"}, "strong": set(), "del": set(),
    "blockquote": set(), "ul": set(), "ol": {"class"}, "li": {"dir"}, "dl": {"class"},
    "dt": set(), "dd": set(), "details": {"class"}, "summary": {"title"}, "table": set(),
    "tr": set(), "th": {"scope"}, "td": set(), "button": {"type", "name", "title"},
}  # fmt: skip
_VALUES = {
    "class": r"cv-[a-z-]+( cv-[a-z-]+)*",
    "dir": "auto",
    "scope": "row",
    "type": "button",
    "name": "cv-correct",
    "title": ".*",
}
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_PLACE = re.compile(r"#at-([\w.~%-]*):(-?\d+)-(-?\d+)", re.ASCII)


ANY_ID = "[0-9a-f]{16}"


def words(text: str) -> str:
    """The words of a text, as a browser shows them."""
    return " ".join(_INVISIBLE.sub("", text).split())


def read_answer(html: str, anchor: str = "a") -> list[Element]:
    """The elements of what the conversation shows, after one that holds them all.

    Args:
        html: what is shown.
        anchor: a pattern of the ids under which answers are found.

    Raises:
        AssertionError: something in it is not the page's own, or Markdown would change it.
    """
    assert len(html.splitlines()) <= 1
    assert _RENDERER.render(html) == html
    everything, *elements = read(f"<main>{html}</main>")
    for element in elements:
        told = element.attributes
        assert set(told) <= _ATTRIBUTES[element.name], element
        for name, value in told.items():
            pattern = _VALUES.get(name) or {
                "href": rf"#src-{anchor}--?\d+|{_PLACE.pattern}",
                "id": rf"(suggest|tools)-{anchor}",
            }[name]  # fmt: skip
            assert re.fullmatch(pattern, value), element
    return [everything, *elements]


def having(elements: list[Element], name: str) -> list[Element]:
    """The elements that are of a class."""
    return [element for element in elements if element.has(name)]


def links(elements: list[Element]) -> list[str]:
    """Where the elements lead, in their order."""
    return [element.attributes["href"] for element in elements if element.name == "a"]


def place(link: str) -> tuple[str, int, int]:
    """The document and the span that a link to a place names."""
    match = _PLACE.fullmatch(link)
    assert match, link
    name = unquote(match[1])
    assert quote(name, safe="") == match[1]
    return name, int(match[2]), int(match[3])
