"""The answers of a case as lines of ``answers.jsonl``, under the names that ragas gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qa.evaluation.types import AssertionType, CaseResult, TurnResult

__all__ = ["AnswerKey", "key_of", "rows_of"]

AnswerKey = tuple[str, str, int, int]
"""Case file, name of the case, repetition and turn, both counted from 1."""


def rows_of(result: CaseResult) -> Iterator[dict[str, Any]]:
    """A line for each question of a case."""
    for number, turn in enumerate(result.turns, 1):
        passages = turn.answer.passages if turn.answer else ()
        yield {
            "user_input": turn.question,
            "response": turn.answer.text if turn.answer else turn.error,
            "retrieved_contexts": [passage.text for passage in passages],
            "retrieved_context_ids": [_place(p.document, p.start, p.end) for p in passages],
            "reference": _reference(turn),
            "reference_contexts": [
                text for made in _wanted(turn, AssertionType.QUOTES) for text in made
            ],
            "reference_context_ids": [
                _place(at.document, at.span.start, at.span.end)
                for piece in turn.evidence
                for at in piece[:1]
            ],
            "case_file": result.file,
            "case": result.case.name,
            "repetition": result.repetition,
            "turn": number,
            "answer": turn.answer.to_dict() if turn.answer else None,
        }


def key_of(row: Mapping[str, Any]) -> AnswerKey:
    """Which question a line is of."""
    return row["case_file"], row["case"], row["repetition"], row["turn"]


def _reference(turn: TurnResult) -> str | None:
    """What the answer should be, in the words of the case; ``None`` where it does not say."""
    for kind in (AssertionType.SHORT_ANSWER, AssertionType.SAYS, AssertionType.QUOTES):
        for values in _wanted(turn, kind):
            return values[0]
    return None


def _wanted(turn: TurnResult, kind: AssertionType) -> Iterable[tuple[str, ...]]:
    made = (finding.assertion for finding in turn.findings)
    return [a.values for a in made if a.type is kind and not a.negated and a.values]


def _place(document: str, start: int, end: int) -> str:
    return f"{document}:{start}-{end}"
