"""Texts that want to be more than text: our own, and published ones that lie beside the project."""

from __future__ import annotations

import json
import re
from pathlib import Path

NASTY = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> ![p](http://evil.example/p.png) "
    "[l](javascript:alert(1)) `c` *b* _i_ ~~s~~ | cell | &lt;b&gt; http://evil.example a@b.example "
    "\\[x\\] $$m$$ </p> \"quoted\" 'single' {{ 7 * 7 }} {% raw %} ${7}"
    "\n# head\n- item\n1. one\n> said\n```\nfence\n```\n\n---"
)


def naughty_strings(shared: Path) -> list[str]:
    """The big list of naughty strings."""
    strings = json.loads((shared / "badinput/blns/blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    return [str(text) for text in strings]


def sanitizer_attacks(shared: Path) -> list[str]:
    """What DOMPurify is tested with."""
    source = (shared / "badinput/dompurify/expect.mjs").read_text(encoding="utf-8")
    payloads = re.findall(r'"payload": "((?:[^"\\]|\\.)*)"', source)
    payloads += re.findall(r"payload: '((?:[^'\\]|\\.)*)'", source)
    assert len(payloads) > 50
    return payloads
