"""A run as the page shows it: what it came to, and of each case that went wrong why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from index import Library
from qa.chat.testing.explained import Places, TurnRow, places_of, turn_row
from qa.chat.words import words_of
from qa.evaluation.comparing import compare
from qa.evaluation.runs import Run
from qa.evaluation.shown_cases import Group, Passages, ShownCase, groups, shown_cases
from qa.evaluation.statistics import Estimate
from qa.evaluation.summary import summarise
from qa.evaluation.wording import chance, duration, interval, share, verdict, written_by

__all__ = ["ResultRow", "result_row"]

_SAY = words_of("tests")


class ShareRow(TypedDict):
    """A share with its 95 % interval, each between 0 and 1."""

    value: float
    low: float
    high: float
    words: str


class WrongRow(TypedDict):
    """A case that did not come out as it should."""

    name: str
    file: str
    line: int
    detail: str
    """What is wrong with the case itself."""
    xfail: str
    turns: list[TurnRow]


class GroupRow(TypedDict):
    """Cases that went wrong alike."""

    heading: str
    meaning: str
    cases: list[WrongRow]


class SinceRow(TypedDict):
    """What has changed since an earlier run, on the cases that both asked."""

    started: str
    cases: int
    gained: list[str]
    lost: list[str]
    changed: list[str]
    """What else differs: the model, a setting, documents."""
    chance: str
    """How much the difference says; empty where no case came out differently."""


class ResultRow(TypedDict):
    """A run."""

    run: str
    """The name of its folder."""
    headline: str
    share: ShareRow | None
    """Of right cases; ``None`` where none is valid."""
    started: str
    """ISO 8601."""
    facts: list[str]
    groups: list[GroupRow]
    since: SinceRow | None


def result_row(name: str, run: Run, before: Run | None, library: Library) -> ResultRow:
    """What the page shows of a run.

    Args:
        name: of its folder.
        run: with its answers.
        before: the run that it is compared with.
        library: the open one; places in its documents can be opened.
    """
    summary, places = summarise(run.results), places_of(library, run.receipt)
    wrong = [result for result in run.results if not result.outcome.is_good]
    outcomes = summary.outcomes.items()
    return {
        "run": name,
        "headline": verdict(summary),
        "share": _share(summary.right),
        "started": run.receipt.started,
        "facts": [
            *(_SAY.among("counted", o.name.lower(), n=count) for o, count in outcomes),
            written_by(run.receipt),
            duration(run.receipt.seconds),
        ],
        "groups": [_group(each, places) for each in groups(shown_cases(wrong, Passages()))],
        "since": _since(before, run) if before else None,
    }


def _share(right: Estimate) -> ShareRow | None:
    if math.isnan(right.value):
        return None
    words = _SAY("interval", share=share(right.value), interval=interval(right))
    return {"value": right.value, "low": right.low, "high": right.high, "words": words}


def _since(before: Run, run: Run) -> SinceRow:
    found = compare(before, run)
    flips = found.gained + found.lost
    return {
        "started": before.receipt.started,
        "cases": found.difference.cases,
        "gained": [flip.after.case.name for flip in found.gained],
        "lost": [flip.after.case.name for flip in found.lost],
        "changed": list(found.changed),
        "chance": chance(found.difference) if flips else "",
    }


def _group(group: Group, places: Mapping[str, Places]) -> GroupRow:
    return {
        "heading": group.heading,
        "meaning": group.explanation.meaning,
        "cases": [_wrong(case, places) for case in group.cases],
    }


def _wrong(case: ShownCase, places: Mapping[str, Places]) -> WrongRow:
    result = case.result
    return {
        "name": result.case.name,
        "file": Path(result.file).name,
        "line": result.case.line,
        "detail": result.detail.removeprefix(result.file).lstrip(",: "),
        "xfail": result.case.xfail,
        "turns": [turn_row(turn, places[result.file]) for turn in case.turns],
    }
