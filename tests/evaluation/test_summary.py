"""What results come to: every figure counted by hand over results made by hand."""

from __future__ import annotations

import math

import pytest
from case_results import result, turn

from qa.evaluation.scores import wilson
from qa.evaluation.statistics import Estimate
from qa.evaluation.summary import Summary, case_key, is_right, summarise
from qa.evaluation.types import CaseResult, FailureKind, Outcome, TurnScores

MISSED = FailureKind.EVIDENCE_MISSED


def measures(*results: CaseResult) -> dict[str, Estimate]:
    return {measure.name: measure.estimate for measure in summarise(results).measures}


def scored(name: str, repetition: int = 1, **scores: object) -> CaseResult:
    made = TurnScores(**scores)  # type: ignore[arg-type]
    return result(name, repetition=repetition, turns=[turn(made)])


# -- how many were right ---------------------------------------------------------------------


def test_right_is_what_met_all_assertions() -> None:
    results = [result(outcome.name, outcome=outcome) for outcome in Outcome]
    assert [is_right(each) for each in results] == [True, False, False, True, False]
    summary = summarise(results)
    assert (summary.right.value, summary.right.cases) == (0.5, 4), "an invalid case is none"
    assert (summary.right.low, summary.right.high) == wilson(2, 4)
    assert summary.outcomes == dict.fromkeys(Outcome, 1)
    assert not summary.succeeded


@pytest.mark.parametrize(
    ("outcomes", "succeeded"),
    [
        ([Outcome.PASSED, Outcome.XFAILED], True),
        ([Outcome.PASSED, Outcome.FAILED], False),
        ([Outcome.PASSED, Outcome.XPASSED], False),
        ([Outcome.PASSED, Outcome.INVALID], False),
    ],
)
def test_a_run_succeeds_when_every_case_came_out_as_it_should(
    outcomes: list[Outcome], succeeded: bool
) -> None:
    results = [result(str(n), outcome=outcome) for n, outcome in enumerate(outcomes)]
    assert summarise(results).succeeded is succeeded


def test_a_rate_is_reached_by_valid_cases_only() -> None:
    nine_of_ten = [result(str(n), n > 0) for n in range(10)]
    assert summarise(nine_of_ten).reaches(0.9)
    assert not summarise(nine_of_ten).reaches(0.91)
    spoilt = [*nine_of_ten, result("wrong itself", outcome=Outcome.INVALID)]
    assert not summarise(spoilt).reaches(0.1)
    assert not summarise([]).reaches(0.0)


def test_the_same_name_in_two_files_is_two_cases() -> None:
    one, other = result("depth", file="a.qa.yaml"), result("depth", False, file="b.qa.yaml")
    assert case_key(one) != case_key(other)
    assert summarise([one, other]).right.cases == 2


# -- repetitions -----------------------------------------------------------------------------


def repeated(**verdicts: str) -> list[CaseResult]:
    """Each case with a plus for every time that it was right, and a minus for each other."""
    return [
        result(name, sign == "+", repetition=number, tags=["river"])
        for name, signs in verdicts.items()
        for number, sign in enumerate(signs, 1)
    ]


def test_repetitions_of_a_case_count_once() -> None:
    summary = summarise(repeated(a="+++", b="++-", c="---", d="+++"))
    assert summary.right.value == pytest.approx((1 + 2 / 3 + 0 + 1) / 4)
    assert summary.right.cases == 4
    assert summary.tags["river"] == summary.right
    assert [each.value for each in summary.repetitions] == [0.75, 0.75, 0.5]
    assert [each.cases for each in summary.repetitions] == [4, 4, 4]


def test_as_many_repetitions_as_one_likes_make_the_interval_no_narrower() -> None:
    once = summarise(repeated(a="+", b="-", c="+")).right
    often = summarise(repeated(a="+" * 50, b="-" * 50, c="+" * 50)).right
    assert often == once


def test_unstable_cases_are_those_that_came_out_either_way() -> None:
    summary = summarise(repeated(a="++", b="+-", c="--", d="-+"))
    assert summary.unstable == ("river.qa.yaml::b", "river.qa.yaml::d")
    assert summarise(repeated(a="+", b="-")).unstable == ()


def test_a_measure_counts_the_repetitions_of_a_case_once() -> None:
    found = measures(
        scored("a", 1, ranks=(1,)), scored("a", 2, ranks=(None,)), scored("b", 1, ranks=(1,))
    )
    assert found["hit@1"].value == pytest.approx((0.5 + 1) / 2)
    assert found["hit@1"].cases == 2


# -- tags, failures, times -------------------------------------------------------------------


def test_tags_have_their_own_share() -> None:
    summary = summarise(
        [
            result("a", tags=["river", "night"]),
            result("b", False, tags=["river"]),
            result("c", outcome=Outcome.INVALID, tags=["bread"]),
        ]
    )
    assert list(summary.tags) == ["river", "night", "bread"]
    assert (summary.tags["river"].value, summary.tags["river"].cases) == (0.5, 2)
    assert (summary.tags["night"].value, summary.tags["night"].cases) == (1, 1)
    assert summary.tags["bread"].cases == 0


def test_failures_are_counted_by_the_first_turn_that_failed() -> None:
    wrong = [turn(), turn(failure=FailureKind.WRONG_SPEAKER), turn(failure=MISSED)]
    summary = summarise(
        [result("a", False, turns=wrong), result("b", False), result("c", False), result("d")]
    )
    assert summary.failures == {MISSED: 2, FailureKind.WRONG_SPEAKER: 1}
    assert list(summary.failures) == [MISSED, FailureKind.WRONG_SPEAKER]


def test_times_are_of_all_answers() -> None:
    turns = [turn(TurnScores(seconds=float(n))) for n in range(1, 21)]
    broken = [turn(error="broken") for _ in range(20)]
    summary = summarise([result("a", turns=turns), result("b", turns=broken)])
    assert (summary.median_seconds, summary.slowest_seconds) == (10, 19)


@pytest.mark.parametrize(
    "results",
    [
        [],
        [result("a", outcome=Outcome.INVALID)],
        [result("a", False, turns=[turn(error="broken")])],
    ],
)
def test_where_nothing_was_answered_nothing_is_measured(results: list[CaseResult]) -> None:
    summary = summarise(results)
    assert summary.measures == ()
    assert list(summary.risk) == []
    assert (summary.median_seconds, summary.slowest_seconds) == (0, 0)
    assert math.isnan(summary.right.value) is (not summary.right.cases)


# -- measures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ranks", "wanted"),
    [
        ((1,), {"hit@1": 1, "hit@4": 1, "MRR@10": 1, "all-evidence@4": 1}),
        ((4,), {"hit@1": 0, "hit@4": 1, "MRR@10": 0.25, "all-evidence@4": 1}),
        ((5,), {"hit@4": 0, "hit@8": 1, "MRR@10": 0.2, "all-evidence@4": 0, "all-evidence@8": 1}),
        ((3, 5), {"hit@4": 1, "MRR@10": 1 / 3, "all-evidence@4": 0, "all-evidence@8": 1}),
        ((None, 2), {"hit@4": 1, "MRR@10": 0.5, "all-evidence@8": 0}),
        ((8,), {"hit@8": 1, "all-evidence@8": 1}),
        ((10,), {"hit@8": 0, "MRR@10": 0.1}),
        ((11,), {"hit@8": 0, "MRR@10": 0}),
        ((None,), {"hit@8": 0, "MRR@10": 0, "all-evidence@8": 0}),
    ],
)
def test_retrieval_is_measured_by_ranks(
    ranks: tuple[int | None, ...], wanted: dict[str, float]
) -> None:
    found = measures(scored("a", ranks=ranks))
    assert {name: found[name].value for name in wanted} == pytest.approx(wanted)


def test_shares_within_an_answer_are_averaged_over_cases() -> None:
    found = measures(
        scored(
            "a",
            citations=4,
            precise_citations=3,
            statements=2,
            recalled_statements=1,
            faithful_statements=2,
            quotes=5,
            verbatim_quotes=4,
            quote_recall=0.5,
            quote_precision=0.25,
            exact_match=True,
            short_answer_f1=1.0,
        ),
        scored("b", citations=1, precise_citations=0, statements=1, withdrawn=3),
        scored("c"),
    )
    wanted = {
        "citation precision": (0.375, 2),
        "citation recall": (0.25, 2),
        "faithfulness": (0.5, 2),
        "quotes verbatim": (0.8, 1),
        "quote recall": (0.5, 1),
        "quote precision": (0.25, 1),
        "short answer: exact match": (1, 1),
        "short answer: F1": (1, 1),
        "statements withdrawn": (0.75, 1),
    }
    assert {name: (e.value, e.cases) for name, e in found.items()} == wanted


def test_refusals_are_measured_where_the_case_tells() -> None:
    found = measures(
        scored("a", answerable=False, declined=True),
        scored("b", answerable=False, declined=False),
        scored("c", answerable=True, declined=True),
        scored("d", answerable=True, declined=False),
        scored("e", answerable=None, declined=True),
        scored("f", answerable=False, declined=True),
        scored("g", answerable=False, declined=True),
    )
    assert (found["refusal recall"].value, found["refusal recall"].cases) == (0.75, 4)
    assert (found["refusal precision"].value, found["refusal precision"].cases) == (0.75, 4)


def test_every_measure_is_defined_in_words() -> None:
    summary = summarise([scored("a", ranks=(1,), statements=1, exact_match=True)])
    assert all(measure.definition.endswith(".") for measure in summary.measures)
    told = {measure.name: measure.definition for measure in summary.measures}
    assert "in the first passage" in told["hit@1"]
    assert "in the first 4 passages" in told["hit@4"]
    by_rank = [measure.name for measure in summary.measures if not measure.is_share]
    assert by_rank == ["MRR@10"]


# -- risk and coverage -----------------------------------------------------------------------


def risked(*turns: tuple[float, bool, bool]) -> Summary:
    """Turns by confidence, whether they were right, and whether they were declined."""
    made = [
        turn(TurnScores(confidence=sure, declined=declined), None if right else MISSED)
        for sure, right, declined in turns
    ]
    return summarise([result("a", turns=made)])


def test_the_curve_is_over_all_questions_and_ends_where_the_product_declines() -> None:
    summary = risked((0.9, True, False), (0.8, False, False), (0.3, True, True), (0.2, False, True))
    assert list(summary.risk) == [(0.25, 0.0), (0.5, 0.5)]


def test_a_question_that_ended_in_an_error_is_not_answered() -> None:
    turns = [turn(TurnScores(confidence=0.9)), turn(error="broken")]
    assert list(summarise([result("a", False, turns=turns)]).risk) == [(0.5, 0.0)]


def test_where_all_is_declined_there_is_no_curve() -> None:
    assert list(risked((0.3, True, True)).risk) == []
