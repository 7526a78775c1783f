"""Results in words, for a terminal: what was expected, what was found, what was retrieved."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from index.types import Passage
from qa.evaluation.explanations import FAILURES
from qa.evaluation.places import held, places_of
from qa.evaluation.statistics import Estimate
from qa.evaluation.summary import Summary
from qa.evaluation.types import CaseResult, Evidence, FailureKind, Finding, TurnResult
from qa.evaluation.wording import plural
from qa.prose import printable
from qa.render import speakers_in_words
from qa.types import Answer

__all__ = ["failure_lines", "interval_in_words", "share_in_words", "summary_lines"]

_GAP = "  "
_MOST_LINES = 14
"""Of what was found: an answer can be long."""
_PASSAGE = 240
"""Characters of a passage that are shown."""


def share_in_words(share: Estimate) -> str:
    """``40 of 100 (40.0%, 95 % interval 30.9%–49.8%)``; a mean of repetitions has no count."""
    if not share.cases:
        return "no case"
    count, interval = share.value * share.cases, f"95 % interval {interval_in_words(share)}"
    if not math.isclose(count, round(count), abs_tol=1e-6):
        return f"{share.value:.1%} of {share.cases:,} cases ({interval})"
    return f"{round(count):,} of {share.cases:,} ({share.value:.1%}, {interval})"


def interval_in_words(share: Estimate) -> str:
    """The 95 % interval of a share."""
    return f"{share.low:.1%}–{share.high:.1%}"


def summary_lines(summary: Summary) -> Iterator[str]:
    """What a run came to: how many were right, what the others were, and the spread."""
    yield f"right: {share_in_words(summary.right)}"
    yield ", ".join(f"{count} {outcome}" for outcome, count in summary.outcomes.items())
    for kind, count in summary.failures.items():
        yield f"  {count:>4}  {kind:<22} {FAILURES[kind].meaning}"
    if len(summary.repetitions) > 1:
        shares = [each.value for each in summary.repetitions]
        yield f"{len(shares)} repetitions: between {min(shares):.1%} and {max(shares):.1%} right"
        for case in summary.unstable:
            yield f"  right in some, wrong in others: {case}"


def failure_lines(result: CaseResult, width: int = 100) -> Iterator[str]:
    """Why a case did not come out as it should.

    Args:
        result: of the case.
        width: characters of a line.
    """
    yield from map(printable, _failure(result, width))


def _failure(result: CaseResult, width: int) -> Iterator[str]:
    yield from textwrap.wrap(result.detail, width)
    for number, turn in enumerate(result.turns, 1):
        if turn.failure is None:
            continue
        which = f" (turn {number})" if len(result.turns) > 1 else ""
        yield from _wrapped(_explained(turn.failure), width, f"{turn.failure}{which}: ")
        yield from _wrapped(turn.question, width, "question: ")
        if turn.answer is None:
            yield from _wrapped(turn.error, width, "error: ")
            continue
        yield from _answer_lines(turn.answer, width)
        yield from _side_by_side("EXPECTED", "FOUND", turn.failed, width)
        yield from _passage_lines(turn, width)
    if not result.detail and not any(turn.failure for turn in result.turns):
        advice = f"its `xfail` says “{result.case.xfail}”. Take it out."
        yield from _wrapped(advice, width, f"{result.outcome}: ")


def _explained(kind: FailureKind) -> str:
    return f"{FAILURES[kind].meaning} {FAILURES[kind].advice}"


def _answer_lines(answer: Answer, width: int) -> Iterator[str]:
    if answer.understood_as:
        yield from _wrapped(answer.understood_as, width, "understood as: ")
    yield f"status: {answer.status}"
    for statement in answer.statements:
        speakers = speakers_in_words(statement.attribution)
        yield from _wrapped(f"[{speakers or 'the document'}] {statement.text}", width, "answer: ")


def _side_by_side(left: str, right: str, failed: Sequence[Finding], width: int) -> Iterator[str]:
    column = (width - len(_GAP)) // 2
    yield f"{left:<{column}}{_GAP}{right}"
    for finding in failed:
        expected = _column(finding.expected, column)
        found = _column(finding.found, column)
        for one, other in zip_longest(expected, found, fillvalue=""):
            yield f"{one:<{column}}{_GAP}{other}".rstrip()
        yield ""


def _column(text: str, width: int) -> list[str]:
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, width) or [""]]
    return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"]


def _passage_lines(turn: TurnResult, width: int) -> Iterator[str]:
    passages = turn.answer.passages if turn.answer else ()
    yield f"retrieved: {plural(len(passages), 'passage')}"
    for passage in passages:
        place = f", {passage.place}" if passage.place else ""
        mark = "* " if _is_wanted(passage, turn.evidence) else "  "
        text = textwrap.shorten(passage.text, _PASSAGE, placeholder=" …")
        yield from _wrapped(f"{passage.document}{place}: {text}", width, f"{mark}{passage.label}. ")
    if any(_is_wanted(passage, turn.evidence) for passage in passages):
        yield "* holds words that are wanted"


def _is_wanted(passage: Passage, evidence: Sequence[Evidence]) -> bool:
    return any(held(place, places_of(passage)) for piece in evidence for place in piece)


def _wrapped(text: str, width: int, first: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * len(first)) or [
        first
    ]
