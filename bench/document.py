"""How figures are shown: aligned on the terminal, as Markdown between the marks of a document."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

__all__ = ["aligned", "circumstances", "markdown", "replace_part"]

ROOT = Path(__file__).parents[1]

Rows = Sequence[Sequence[str]]
"""Cells by row; the first row is the heading."""


def aligned(rows: Rows) -> str:
    """Columns of equal width, the first two to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def markdown(rows: Rows) -> str:
    """A Markdown table, the first two columns to the left, the others to the right."""
    rule = ["---" if column < 2 else "--:" for column in range(len(rows[0]))]
    lines = [rows[0], rule, *rows[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def replace_part(path: Path, part: str, text: str) -> None:
    """Put text between ``<!-- part -->`` and ``<!-- /part -->`` of a document.

    Raises:
        ValueError: the document has no such marks.
    """
    before = path.read_text("utf-8")
    marks = re.compile(rf"(<!-- {part} -->\n).*?(<!-- /{part} -->)", re.DOTALL)
    after, count = marks.subn(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", before)
    if count != 1:
        raise ValueError(f"{path} needs the marks <!-- {part} --> and <!-- /{part} --> once.")
    path.write_text(after, "utf-8")


def circumstances() -> str:
    """When, on what, and of which commit: one sentence without anything about this very machine."""
    date = datetime.datetime.now(datetime.UTC).date()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"Measured on {date:%Y-%m-%d} at commit {_commit()}, on {cores} cores without an "
        f"accelerator, Python {platform.python_version()}, torch {version('torch')}, "
        f"sentence-transformers {version('sentence-transformers')}, gradio {version('gradio')}."
    )


def _commit() -> str:
    commit = _git("rev-parse", "--short", "HEAD")
    code = ("index", "qa", "prompts", "app.py", "bench", "samples")
    return f"`{commit}` with later changes" if _git("status", "--short", *code) else f"`{commit}`"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()
