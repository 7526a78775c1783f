"""Cases as a report shows them: what is worth a look first, each turn with what explains it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from index.types import Passage
from qa.evaluation.excerpts import Excerpt, excerpts
from qa.evaluation.explanations import FAILURES, OUTCOMES, Explanation
from qa.evaluation.types import (
    Assertion,
    AssertionType,
    CaseResult,
    CaseTurn,
    Evidence,
    Finding,
    Outcome,
    TurnResult,
)

__all__ = [
    "Group",
    "Passages",
    "ShownCase",
    "ShownTurn",
    "Words",
    "evidence_of",
    "groups",
    "shown_cases",
    "words",
]

_MARKER = re.compile(r"\[(\d+)\]")
_ORDER = (Outcome.INVALID, Outcome.FAILED, Outcome.XPASSED, Outcome.XFAILED, Outcome.PASSED)
_HEADINGS = {
    Outcome.INVALID: "Invalid cases",
    Outcome.XPASSED: "Right, though known to fail",
    Outcome.XFAILED: "Known failures",
    Outcome.PASSED: "Right",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of an answer's text, or the number of one of its quotes."""

    text: str
    label: int | None = None


@dataclass(slots=True)
class Passages:
    """All passages that a run retrieved, each of which is shown once."""

    _numbers: dict[tuple[str, int, int, str], int] = field(default_factory=dict)

    def number(self, passage: Passage) -> int:
        """The number of a passage, from 1; it is kept from now on."""
        key = (passage.document, passage.start, passage.end, passage.text)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def by_document(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """The documents with the numbers and the texts of their passages, as they stand in them."""
        ordered = sorted(self._numbers)
        return [
            (document, [(self._numbers[key], key[3]) for key in keys])
            for document, keys in groupby(ordered, key=lambda key: key[0])
        ]


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn of a case, with what explains its findings."""

    id: str
    result: TurnResult
    words: tuple[Words, ...]
    """The text of the answer."""
    passed: tuple[Finding, ...]
    ranks: Mapping[Assertion, int | None]
    """For each assertion that wants something quoted the rank of the first passage with it."""
    excerpts: tuple[Excerpt, ...]
    retrieved: tuple[tuple[int, Passage], ...]
    """The passages in the order of their ranks, each with its number in the report."""


@dataclass(frozen=True, slots=True)
class ShownCase:
    """One case of a report."""

    id: str
    result: CaseResult
    turns: tuple[ShownTurn, ...]
    unasked: tuple[CaseTurn, ...]
    """Turns that were not reached."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that came out alike."""

    id: str
    heading: str
    explanation: Explanation
    cases: tuple[ShownCase, ...]


def shown_cases(results: Sequence[CaseResult], passages: Passages) -> list[ShownCase]:
    """The cases in the order in which they were asked, numbered from 1."""
    return [_shown(f"case-{number}", result, passages) for number, result in enumerate(results, 1)]


def groups(cases: Sequence[ShownCase]) -> list[Group]:
    """What is wrong first, by the kind of failure, the most frequent kinds first."""
    kinds = Counter(_kind(case) for case in cases)
    found = []
    for outcome in _ORDER:
        alike = [case for case in cases if case.result.outcome is outcome]
        alike.sort(key=lambda case: (-kinds[_kind(case)], _kind(case)))
        for kind, members in groupby(alike, key=_kind):
            found.append(_group(outcome, kind, tuple(members)))
    return found


def evidence_of(result: TurnResult) -> dict[Assertion, Evidence]:
    """Where in the documents the words stand that each assertion of a turn wants quoted."""
    made = dict.fromkeys(
        made
        for made in (finding.assertion for finding in result.findings)
        if made.type is AssertionType.QUOTES and made.values and not made.negated
    )
    return dict(zip(made, result.evidence, strict=False))


def words(text: str, labels: Iterable[int]) -> Iterator[Words]:
    """The text of an answer, with the numbers of its quotes told from the words."""
    known, end = set(labels), 0
    for marker in _MARKER.finditer(text):
        if int(marker[1]) in known:
            yield Words(text[end : marker.start()])
            yield Words(marker[0], int(marker[1]))
            end = marker.end()
    yield Words(text[end:])


def _kind(case: ShownCase) -> str:
    """The kind of failure of a case that failed; empty for all others."""
    result = case.result
    return str(result.failure or "") if result.outcome is Outcome.FAILED else ""


def _group(outcome: Outcome, kind: str, cases: tuple[ShownCase, ...]) -> Group:
    failure = cases[0].result.failure if kind else None
    if failure is None:
        heading = _HEADINGS.get(outcome, str(outcome).capitalize())
        return Group(f"group-{outcome.name.lower()}", heading, OUTCOMES[outcome], cases)
    heading = kind.capitalize()
    return Group(f"group-{failure.name.lower()}", heading, FAILURES[failure], cases)


def _shown(name: str, result: CaseResult, passages: Passages) -> ShownCase:
    turns = tuple(
        _turn(f"{name}-{number}", turn, passages) for number, turn in enumerate(result.turns, 1)
    )
    return ShownCase(name, result, turns, result.case.turns[len(turns) :])


def _turn(name: str, result: TurnResult, passages: Passages) -> ShownTurn:
    answer = result.answer
    text = answer.text if answer else ""
    return ShownTurn(
        id=name,
        result=result,
        words=tuple(words(text, (quote.label for quote in answer.quotes) if answer else ())),
        passed=tuple(finding for finding in result.findings if finding.passed),
        ranks=_ranks(result),
        excerpts=excerpts(answer, result.evidence) if answer else (),
        retrieved=tuple((passages.number(p), p) for p in answer.passages) if answer else (),
    )


def _ranks(result: TurnResult) -> dict[Assertion, int | None]:
    return dict(zip(evidence_of(result), result.scores.ranks, strict=False))
