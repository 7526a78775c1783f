"""The examples of docs/using.md that need a running chat, run against one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import GRADIO_LEAVINGS

pytestmark = GRADIO_LEAVINGS

USING = (Path(__file__).parents[2] / "docs" / "using.md").read_text(encoding="utf-8")
CHAT = "http://127.0.0.1:7860"
EXAMPLES = [b for b in re.findall(r"```python\n(.*?)```", USING, re.DOTALL) if CHAT in b]


@pytest.mark.parametrize("example", EXAMPLES, ids=["gradio_client", "plain http"])
def test_the_example_gets_an_answer(chat, example, capsys):
    names: dict[str, object] = {"__name__": "docs"}
    exec(compile(example.replace(CHAT, chat.address.rstrip("/")), "docs", "exec"), names)
    assert "documents" in capsys.readouterr().out
    if "client" in names:
        names["client"].close()
