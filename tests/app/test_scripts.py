"""The scripts of the page run side by side: what each takes for itself, no other may take."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

CHAT = Path(__file__).parents[2] / "qa" / "chat"
SCRIPTS = sorted(CHAT.rglob("*.js"))
_LIFETIME = re.compile(r"lifetime\('([^']+)'\)")


def code(script: Path) -> str:
    """A script without the comments that fill the rest of a line."""
    return re.sub(r"(^|\s)//.*", "", script.read_text(encoding="utf-8"))


def test_no_area_ends_the_listeners_of_another():
    taken = Counter(name for script in SCRIPTS for name in _LIFETIME.findall(code(script)))
    assert len(taken) > 5
    assert {name for name, times in taken.items() if times > 1} == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(CHAT)))
def test_the_server_is_only_called_where_its_silence_is_noticed(script):
    if script.name != "dom.js":
        called = re.sub(r"answering\(server\)", "", code(script))
        assert re.search(r"\bserver\b", called) is None
