"""The areas of the page share one document: what one styles, no other may show by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHAT = Path(__file__).parents[2] / "qa" / "chat"
ROOMS = sorted(path.name for path in CHAT.iterdir() if path.is_dir() and any(path.glob("*.css")))
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTORS = re.compile(r"([^{}]+)\{")
_CLASS = re.compile(r"\.(cv-[\w-]+)")
_USED = re.compile(r"(?<![\w#.-])(cv-[\w-]+)")


def beginnings(folder: Path) -> Iterator[frozenset[str]]:
    """The classes that an element must have, all of them, for a rule of the folder to begin."""
    for path in folder.glob("*.css"):
        style = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        for selectors in _SELECTORS.findall(style):
            for selector in re.split(r",(?![^(]*\))", selectors):
                first = re.split(r"[\s>+~:\[]", selector.strip(), maxsplit=1)[0]
                if first.startswith(".cv-") and (found := _CLASS.findall(first)):
                    yield frozenset(found)


def used(room: str) -> frozenset[str]:
    """The classes that a room gives to its elements, and perhaps an id or a key."""
    sources = [path for path in (CHAT / room).rglob("*") if path.suffix in (".js", ".html", ".py")]
    return frozenset(
        name for path in sources for name in _USED.findall(path.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_styles_what_another_one_shows(room):
    shared = set(beginnings(CHAT))
    for other in ROOMS:
        names = used(other) if other != room else frozenset()
        met = {classes for classes in beginnings(CHAT / room) if classes <= names} - shared
        assert met == set(), f"{room} styles what {other} shows"


def test_a_rule_is_met_by_its_first_element():
    found = set(beginnings(CHAT / "asking")) | set(beginnings(CHAT))
    assert frozenset({"cv-menu"}) in found
    assert len(found) > 20
