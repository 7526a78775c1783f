"""Question sets for tests, written as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.evaluation.types import Assertion, AssertionType, Case

__all__ = ["asserted", "json_file", "rows_file", "squad"]

Json = Mapping[str, Any]


def squad(*contexts: str, questions: Sequence[Json] = (), title: str = "Skerry") -> Json:
    """An article of SQuAD's; all questions are about its last paragraph."""
    asked = [[] for _ in contexts[:-1]] + [list(questions)]
    paragraphs = [{"context": c, "qas": q} for c, q in zip(contexts, asked, strict=True)]
    return {"title": title, "paragraphs": paragraphs}


def json_file(path: Path, value: object, indent: int | None = None) -> Path:
    """A file of one JSON value."""
    path.write_text(json.dumps(value, indent=indent), "utf-8")
    return path


def rows_file(path: Path, rows: Sequence[object]) -> Path:
    """A file of one JSON value in each line."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def asserted(case: Case, kind: AssertionType) -> list[Assertion]:
    """The assertions of one type of a case's first turn."""
    return [made for made in case.turns[0].assertions if made.type is kind]
