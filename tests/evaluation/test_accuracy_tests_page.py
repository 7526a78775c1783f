"""docs/accuracy-tests.md, followed from top to bottom in an empty folder, as a newcomer would."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from qa.cli import app
from qa.evaluation.case_files import (
    ASSERTION_KEYS,
    CASE_KEYS,
    FILE_KEYS,
    read_cases,
)
from qa.evaluation.summary import METRICS
from qa.evaluation.types import AssertionType, FailureKind

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "accuracy-tests.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"(?:Save this as `(?P<name>[^`]+)`[^\n]*\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL
)
SECONDS = re.compile(r"\d+\.\d\d s\b")


@dataclass(frozen=True)
class Step:
    """What the page has its reader do."""

    kind: str
    text: str
    name: str | None


STEPS = [Step(m["kind"], m["text"], m["name"]) for m in BLOCK.finditer(PAGE)]


def commands(text: str) -> Iterator[tuple[list[str], str]]:
    """The commands of a block, each with what it is shown to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        first, _, printed = part.partition("\n")
        yield shlex.split(first), printed


def run(words: list[str]) -> str:
    """Run a command of the page; what it printed on standard output."""
    if words[:3] == ["python", "-m", "qa"]:
        done = CliRunner().invoke(app, words[3:])
        assert done.exit_code == 0, f"{words}: {done.output}"
        return done.stdout
    assert words[:3] == ["python", "-m", "pytest"]
    done = subprocess.run(
        [sys.executable, *words[1:]],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_every_example_of_the_page_does_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    ran = 0
    for step in STEPS:
        if step.name:
            path = tmp_path / step.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
            if step.kind == "yaml":
                assert read_cases(path).cases
        elif step.kind == "python":
            script = tmp_path / "example.py"
            script.write_text(step.text, encoding="utf-8")
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            subprocess.run([sys.executable, str(script)], env=environment, check=True)
        elif step.kind == "sh":
            for line in filter(None, step.text.splitlines()):
                run(shlex.split(line, comments=True))
        elif step.kind == "console":
            for words, printed in commands(step.text):
                assert SECONDS.sub("# s", run(words)) == SECONDS.sub("# s", printed)
        else:
            pytest.fail(f"a block of the page is never run: {step.kind}")
        ran += 1
    assert ran == len(STEPS) >= 9


def rows(heading: str) -> set[str]:
    """The first cells of the tables below a heading, up to the next one of the same level."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| ([^|]+?) \|", part, re.MULTILINE)
    return {cell.strip("`") for cell in cells if not re.fullmatch(r"-+:?|Key.*|Option", cell)}


def test_every_key_of_a_case_file_is_told():
    assert {*FILE_KEYS, *CASE_KEYS} <= rows("Cases")
    for key in ASSERTION_KEYS:
        assert f"`{key}`" in PAGE


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Assertions", {str(kind) for kind in AssertionType}),
        ("Why a case failed", {str(kind) for kind in FailureKind}),
    ],
)
def test_every_word_has_its_row_and_no_other_has(heading, names):
    assert rows(heading) - {"`type`", "type", "Kind"} == names


def test_every_metric_is_defined():
    told = {"right", *(re.sub(r"@\d$", "@k", name) for name in METRICS)}
    assert rows("What is measured") - {"Metric"} == told


def test_every_option_of_the_command_is_told():
    parameters = typer.main.get_command(app).commands["eval"].params
    options = {name for each in parameters for name in each.opts if name.startswith("--")}
    told = set(re.findall(r"`(--[a-z-]+)", PAGE.partition("## Running")[2].partition("\n## ")[0]))
    assert options - {"--library", "--help"} <= told


def test_every_option_of_the_plugin_is_told():
    source = (ROOT / "qa" / "pytest_plugin.py").read_text(encoding="utf-8")
    options = set(re.findall(r'addoption\(\s*"(--qa-[a-z-]+)"', source))
    assert options
    assert options == set(re.findall(r"^\| `(--qa-[a-z-]+)", PAGE, re.MULTILINE))
