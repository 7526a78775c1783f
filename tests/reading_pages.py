"""Reads a page strictly: every element closed, every attribute told, every text with its home."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT = frozenset({"script", "style"})
_INLINE = frozenset("a b code del i mark q s span strong sup wbr".split())


@dataclass(slots=True)
class Element:
    """An element with its attributes, and with the text that stands in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    parents: tuple[Element, ...] = field(default=(), repr=False)

    def has(self, name: str) -> bool:
        """Whether this is one of its classes."""
        return name in self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says an attribute twice: {names}"
        told = {name: value or "" for name, value in attrs}
        element = Element(tag, told, parents=tuple(self.open))
        self.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)
        if tag not in _INLINE:
            self.handle_data("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        if tag not in _INLINE:
            self.handle_data("\n")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(element.name in _SILENT for element in self.open):
            for element in self.open:
                element.text += data


def read(page: str) -> list[Element]:
    """The elements of a page in their order.

    Raises:
        AssertionError: an element is not closed, or closed in the wrong place.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open, f"<{reader.open[-1].name}> is not closed"
    return reader.elements


def assert_sound(elements: list[Element]) -> None:
    """Ids are unique, links lead somewhere on the page, and nothing comes from elsewhere."""
    ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for element in elements:
        link = element.attributes.get("href")
        if element.name == "a":
            assert link is not None
            assert link.startswith("#")
            assert link[1:] in ids, f"{link} leads nowhere"
        elif link is not None:
            assert link == "data:,"
        assert "src" not in element.attributes
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
