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

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg/onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<style>@import 'http://evil.example/s.css';</style>",
    "<link rel=stylesheet href=//evil.example/s.css><base href=//evil.example/>",
    "<form action=//evil.example><button autofocus onfocus=alert(1)>x</button></form>",
    "<a href=\"javascript:alert(1)\">x</a> [x](javascript:alert(1)) <javascript:alert(1)>",
    "![x](http://evil.example/i.png) ![x][y]\n\n[y]: http://evil.example/j.png",
    "\"><img src=x onerror=alert(1)> ' onmouseover=alert(1) x=' </textarea></title><img src=y>",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} `${alert(1)}` </script><script>alert(1)",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=1 onerror=alert(1)>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<video src=http://evil.example/v poster=http://evil.example/p><source onerror=alert(1)>",
)  # fmt: skip
"""Each of which would be seen if a page ran it or loaded what it names."""


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
    return [_read(payload) for payload in payloads]


def markdown_examples(shared: Path) -> list[str]:
    """The examples of the CommonMark specification, with all the HTML that Markdown lets in."""
    spec = (shared / "badinput/commonmark/spec.txt").read_text(encoding="utf-8")
    fence = "`" * 32
    examples = re.findall(rf"^{fence} example\n(.*?)^\.\n", spec, re.DOTALL | re.MULTILINE)
    assert len(examples) > 600
    return [example.replace("→", "\t") for example in examples]


def _read(literal: str) -> str:
    """What a JavaScript string says."""
    try:
        return str(json.loads(f'"{literal}"'))
    except ValueError:
        return literal.replace("\\'", "'").replace("\\n", "\n")
