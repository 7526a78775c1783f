"""Texts of case files for tests, and what is read from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.evaluation.case_files import SUFFIX, read_cases
from qa.evaluation.errors import CaseError
from qa.evaluation.types import Assertion, CaseFile


def saved(folder: Path, text: str | bytes, name: str = f"river{SUFFIX}") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def cases_of(folder: Path, text: str | bytes) -> CaseFile:
    """What a file with this text reads as."""
    return read_cases(saved(folder, text))


def asserting(assertion: str) -> str:
    """A case file with one case, whose one assertion stands in line 4 (in flow style)."""
    return f"tests:\n  - question: How deep is the Lenn?\n    assert:\n      - {assertion}\n"


def assertion_of(folder: Path, assertion: str) -> Assertion:
    """What one assertion reads as."""
    (case,) = cases_of(folder, asserting(assertion)).cases
    return case.turns[0].assertions[0]


def refusal(folder: Path, text: str | bytes) -> str:
    """Why a file with this text is refused, without its folder."""
    with pytest.raises(CaseError) as refused:
        cases_of(folder, text)
    told = str(refused.value)
    assert "\n" not in told, "one line for a terminal"
    assert told.startswith(str(folder))
    return told.removeprefix(f"{folder}/")
