from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scores import auroc, covers
from index.types import Span
from qa.evaluation.scores import (
    Share,
    coverage,
    exact_match,
    holds_words,
    is_named,
    percentile,
    short_answer_f1,
    source_f1,
    source_is_right,
    wilson,
)


@pytest.mark.parametrize(
    ("right", "cases", "low", "high"),
    # The first two: R. G. Newcombe, Statistics in Medicine 17 (1998), table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 10, 0.0, 0.2775)],
)
def test_wilson_gives_published_intervals(right: int, cases: int, low: float, high: float) -> None:
    assert wilson(right, cases) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    right, cases = counts
    low, high = wilson(right, cases)
    assert 0 <= low <= right / cases + 1e-12
    assert right / cases - 1e-12 <= high <= 1


@pytest.mark.parametrize(("right", "cases"), [(0, 0), (-1, 3), (4, 3)])
def test_wilson_refuses_what_is_no_share(right: int, cases: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(right, cases)


def test_a_share_counts_verdicts() -> None:
    assert Share.of([True, False, True, True]) == Share(3, 4)
    assert Share(3, 4).value == 0.75
    assert math.isnan(Share.of([]).value)


def test_coverage_counts_each_character_once() -> None:
    gold = Span(10, 20)
    assert coverage(gold, []) == 0
    assert coverage(gold, [Span(20, 30)]) == 0
    assert coverage(gold, [Span(0, 13), Span(11, 15)]) == 0.5
    assert coverage(gold, [Span(0, 100)]) == 1


def test_half_of_one_gold_span_is_enough() -> None:
    gold = [Span(10, 20), Span(40, 50)]
    assert covers([Span(15, 16), Span(45, 50)], gold)
    assert not covers([Span(10, 14), Span(40, 44)], gold)


def test_answers_are_sought_word_for_word() -> None:
    assert holds_words("The mill burned for 14 hours.", ["14 Hours"])
    assert not holds_words("The mill burned for 140 hours.", ["14"])
    assert not holds_words("The mill burned.", ["", "…"])


def test_names_are_compared_without_titles_and_parties() -> None:
    assert source_f1("Sen. Ada Quist (R-ME)", "Ada Quist") == 1
    assert source_f1("the mayor of Weir", "the mayor") == 0.5
    assert source_f1("Ada Quist", "Bo Lind") == 0
    assert source_f1("Ada Quist’s", "Ada Quist") == 1


def test_one_right_speaker_of_a_chain_is_enough() -> None:
    assert source_is_right(["The Ledger", "unnamed officials"], "officials")
    assert not source_is_right(["The Ledger"], "officials")
    assert not source_is_right([], "officials")


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.1], [0.5]) == 0.5
    assert math.isnan(auroc([], [0.5]))


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(value) for value in range(20, 0, -1)]
    assert percentile(values, 0.95) == 19
    assert percentile(values, 0.5) == 10
    assert percentile([7.0], 0.95) == 7


def test_a_short_answer_is_compared_as_squad_does():
    assert exact_match("The Denver Broncos.", ["denver broncos"])
    assert not exact_match("Denver", ["denver broncos"])
    assert not exact_match("", ["denver"])
    assert short_answer_f1("in Denver", ["Denver", "Boston"]) == pytest.approx(2 / 3)
    assert short_answer_f1("", ["Denver"]) == 0


@pytest.mark.parametrize(
    ("found", "gold", "same"),
    [
        ("Nine-boats!", "nineboats", True),  # SQuAD takes the signs out, not apart
        ("a  Nine\tboats", "the nine boats", True),
        ("nine boat", "nine boats", False),
        ("The Who", "who", True),
        ("A", "a", True),
        ("", "The", False),  # nothing is marked
        ("  ", "The", False),
        ("", "", False),
    ],
)
def test_what_an_exact_match_is(found: str, gold: str, same: bool) -> None:
    assert exact_match(found, [gold]) is same
    assert (short_answer_f1(found, [gold]) == 1) is same


def test_the_best_of_several_answers_counts_and_each_word_once() -> None:
    assert short_answer_f1("nine nine boats", ["nine boats", "ten"]) == pytest.approx(0.8)
    assert short_answer_f1("nine nine boats", iter(["ten", "nine nine boats"])) == 1
    assert short_answer_f1("nine", []) == 0
    assert not exact_match("nine", [])


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3))
def test_f1_stays_between_none_and_all_and_is_all_for_a_match(
    found: str, answers: list[str]
) -> None:
    score = short_answer_f1(found, answers)
    assert 0 <= score <= 1
    if exact_match(found, answers):
        assert score == 1


@pytest.mark.parametrize(
    ("wanted", "speaker", "same"),
    [
        ("Osk", "Marten Osk", True),
        ("Marten Osk", "Osk", True),
        ("Marten Osk", "Halvard Osk", False),
        ("Engineer Marten Osk", "Marten Osk", True),
        ("Dr. Marten Osk", "Sen. Marten Osk", True),
        ("Ada Quist (R-ME)", "Ada Quist", True),
        ("Quist's", "Ada Quist", True),
        ("the mayor", "The Mayor", True),
        ("the president", "the minister", False),
        ("Os", "Osk", False),
        ("", "Osk", False),
        ("Osk", "—", False),
        ("the", "Osk", False),
    ],
)
def test_a_name_goes_by_the_words_of_another(wanted: str, speaker: str, same: bool) -> None:
    assert is_named(wanted, speaker) is same
    assert is_named(speaker, wanted) is same
