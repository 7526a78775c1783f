"""The command line in this process: runs a command and looks at what it printed."""

from __future__ import annotations

import json

from typer.testing import CliRunner, Result

from qa.cli import app

OK, FAILED, USAGE, CONFIGURATION, BACKEND, INTERRUPTED = 0, 1, 2, 3, 4, 130

BRIDGE = """The bridge at Tarn

TARN, 4 April 2024 - The bridge at Tarn will be closed from Monday, engineer Edda Moll said. \
"Two of the piers are cracked," she said. Mayor Olm Vessen denied that the bridge is unsafe.
"""
BREAD = """Barley bread

Knead the barley dough for ten minutes and leave it under a cloth. Bake it for one hour.
"""


def qa(*words: object, stdin: str | None = None) -> Result:
    """Run a command; its output is free of tracebacks, and what failed says so in words."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.exit_code == OK or result.output.strip()
    return result


def in_json(*words: object) -> tuple[object, Result]:
    """Run a command with ``--json``: standard output is one value, whatever happened."""
    result = qa(*words, "--json")
    return json.loads(result.stdout), result


def names() -> list[str]:
    listed, _ = in_json("documents")
    return [document["name"] for document in listed["documents"]]


def one_sentence(result: Result, code: int) -> str:
    """What a failed command said on standard error: a line, and nothing on standard output."""
    assert result.exit_code == code
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    return line
