"""What the results of a run come to: shares, metrics and kinds of failure, each with its number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.evaluation.curve import Curve, risk_coverage
from qa.evaluation.judge import BALANCED_ACCURACY
from qa.evaluation.scores import percentile
from qa.evaluation.statistics import Estimate, estimate
from qa.evaluation.types import CaseResult, FailureKind, Outcome, TurnScores

__all__ = ["DEPTHS", "METRICS", "Measure", "Summary", "case_key", "is_right", "summarise"]

DEPTHS = (1, 4, 8)
"""The k of hit@k and all-evidence@k: the first passage, half of them, all that are retrieved."""
_MRR_DEPTH = 10
_SCORES = ("MRR@10", "short answer: F1")

Value = Callable[[TurnScores], float | None]
"""What a turn contributes to a measure; ``None``: nothing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a run."""

    name: str
    estimate: Estimate
    definition: str
    """One sentence for a person, with the source where it is a published one."""

    @property
    def is_share(self) -> bool:
        """Whether it counts something, so that it is read in per cent."""
        return self.name not in _SCORES


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to."""

    right: Estimate
    """The share of valid cases whose answers met all assertions; known failures are wrong."""
    outcomes: Mapping[Outcome, int]
    tags: Mapping[str, Estimate]
    """The share that was right, for each tag."""
    failures: Mapping[FailureKind, int]
    """How many of the wrong ones failed at which step; the most frequent first."""
    measures: tuple[Measure, ...]
    risk: Curve
    """The share of wrong answers among the surest, for every number of questions answered."""
    median_seconds: float
    slowest_seconds: float
    """What 95 % of the answers do not exceed."""
    repetitions: tuple[Estimate, ...]
    """The share that was right in each repetition; one entry without any."""
    unstable: tuple[str, ...]
    """Cases that were right in some repetitions and wrong in others."""

    @property
    def succeeded(self) -> bool:
        """Whether every case came out as it should."""
        return all(outcome.is_good for outcome, count in self.outcomes.items() if count)

    def reaches(self, rate: float) -> bool:
        """Whether all cases are valid and at least this share of them is right."""
        return not self.outcomes.get(Outcome.INVALID) and self.right.value >= rate


def case_key(result: CaseResult) -> str:
    """What tells a case from all others of a run."""
    return f"{result.file}::{result.case.name}"


def is_right(result: CaseResult) -> bool:
    """Whether all answers met all assertions."""
    return result.outcome in (Outcome.PASSED, Outcome.XPASSED)


def summarise(results: Sequence[CaseResult]) -> Summary:
    """What the results come to.

    A case that was asked several times counts once, with the mean of its repetitions: they are
    no independent cases, and an interval that took them for such would be too narrow.
    """
    valid = [result for result in results if result.outcome is not Outcome.INVALID]
    turns = [turn for result in valid for turn in result.turns if turn.answer is not None]
    seconds = [turn.scores.seconds for turn in turns]
    tags = dict.fromkeys(tag for result in results for tag in result.case.tags)
    failures = Counter(result.failure for result in valid if result.failure)
    return Summary(
        right=_share_right(valid),
        outcomes={o: n for o in Outcome if (n := sum(r.outcome is o for r in results))},
        tags={tag: _share_right(r for r in valid if tag in r.case.tags) for tag in tags},
        failures=dict(failures.most_common()),
        measures=tuple(_measures(valid)),
        risk=_risk_coverage(valid),
        median_seconds=percentile(seconds, 0.5) if seconds else 0.0,
        slowest_seconds=percentile(seconds, 0.95) if seconds else 0.0,
        repetitions=tuple(
            _share_right(result for result in valid if result.repetition == number)
            for number in sorted({result.repetition for result in valid})
        ),
        unstable=tuple(_unstable(valid)),
    )


def _risk_coverage(results: Iterable[CaseResult]) -> Curve:
    """The risk–coverage curve over all questions asked.

    A question that was declined, or ended in an error, is not answered: the curve ends there.
    """
    turns = [turn for result in results for turn in result.turns]
    answered = [turn for turn in turns if turn.answer and not turn.scores.declined]
    curve = risk_coverage(
        [turn.scores.confidence for turn in answered], [turn.failure is None for turn in answered]
    )
    share = len(answered) / len(turns) if turns else 0.0
    return [(coverage * share, risk) for coverage, risk in curve]


def _share_right(results: Iterable[CaseResult]) -> Estimate:
    return estimate([sum(told) / len(told) for told in _verdicts(results).values()])


def _unstable(results: Sequence[CaseResult]) -> list[str]:
    return [key for key, told in _verdicts(results).items() if len({*told}) > 1]


def _verdicts(results: Iterable[CaseResult]) -> dict[str, list[bool]]:
    """Whether each case was right, in each of its repetitions."""
    by_case: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        by_case[case_key(result)].append(is_right(result))
    return by_case


def _measures(results: Sequence[CaseResult]) -> Iterable[Measure]:
    for name, definition, value in _DEFINED:
        by_case: dict[str, list[float]] = defaultdict(list)
        for result in results:
            for turn in result.turns:
                given = value(turn.scores) if turn.answer is not None else None
                if given is not None:
                    by_case[case_key(result)].append(float(given))
        if by_case:
            means = [sum(values) / len(values) for values in by_case.values()]
            yield Measure(name, estimate(means), definition)


def _hit(depth: int) -> Value:
    return lambda s: any(r is not None and r <= depth for r in s.ranks) if s.ranks else None


def _all_evidence(depth: int) -> Value:
    return lambda s: all(r is not None and r <= depth for r in s.ranks) if s.ranks else None


def _reciprocal_rank(scores: TurnScores) -> float | None:
    found = [rank for rank in scores.ranks if rank is not None and rank <= _MRR_DEPTH]
    return (1 / min(found) if found else 0.0) if scores.ranks else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


_JUDGED = (
    f"The judge is the product's own check, whose balanced accuracy on WiCE is "
    f"{BALANCED_ACCURACY:.1%}."
)

_DEFINED: Sequence[tuple[str, str, Value]] = (
    *(
        (
            f"hit@{k}",
            f"A wanted quote stands in the first {k} passages that were retrieved."
            if k > 1
            else "A wanted quote stands in the first passage that was retrieved.",
            _hit(k),
        )
        for k in DEPTHS
    ),
    (
        "MRR@10",
        "One over the rank of the first passage with a wanted quote, up to rank 10 (TREC-8).",
        _reciprocal_rank,
    ),
    *(
        (
            f"all-evidence@{k}",
            f"All wanted quotes stand in the first {k} passages (after MultiHop-RAG, 2024).",
            _all_evidence(k),
        )
        for k in DEPTHS[1:]
    ),
    (
        "quote recall",
        "The part of the wanted characters that is quoted.",
        lambda s: s.quote_recall,
    ),
    (
        "quote precision",
        "The part of the quoted characters that is wanted; whole sentences are quoted, so a case "
        "that wants a few words of one keeps this low.",
        lambda s: s.quote_precision,
    ),
    (
        "quotes verbatim",
        "Shown quotes that stand in their document, character for character.",
        lambda s: _ratio(s.verbatim_quotes, s.quotes),
    ),
    (
        "citation recall",
        f"Statements that their quotes together bear out (ALCE, EMNLP 2023). {_JUDGED}",
        lambda s: _ratio(s.recalled_statements, s.statements),
    ),
    (
        "citation precision",
        f"Quotes that bear their statement out, or are needed for it (ALCE). {_JUDGED}",
        lambda s: _ratio(s.precise_citations, s.citations),
    ),
    (
        "faithfulness",
        f"Statements that the retrieved passages bear out, cited or not (RAGAS). {_JUDGED}",
        lambda s: _ratio(s.faithful_statements, s.statements),
    ),
    (
        "statements withdrawn",
        "A model's statements that the check did not let pass.",
        lambda s: _ratio(s.withdrawn, s.withdrawn + s.statements) if s.withdrawn else None,
    ),
    (
        "short answer: exact match",
        "The marked words are the expected ones, as SQuAD compares them (EMNLP 2016).",
        lambda s: s.exact_match,
    ),
    (
        "short answer: F1",
        "The words that the marked and the expected ones share (SQuAD).",
        lambda s: s.short_answer_f1,
    ),
    (
        "refusal recall",
        "Questions that the documents do not answer, and that were declined.",
        lambda s: s.declined if s.answerable is False else None,
    ),
    (
        "refusal precision",
        "Declined questions that the documents do not answer.",
        lambda s: not s.answerable if s.declined and s.answerable is not None else None,
    ),
)

METRICS = tuple(name for name, _, _ in _DEFINED)
"""Their names, in the order of the report."""
