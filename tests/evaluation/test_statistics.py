"""Intervals hold what they promise, and chance is told from difference: by simulation, seeded."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluation.scores import wilson
from qa.evaluation.statistics import Difference, estimate, paired_difference

SIMULATED = 200

shares = st.sampled_from([0.0, 1 / 3, 0.5, 2 / 3, 1.0])


def test_the_interval_of_verdicts_is_wilsons() -> None:
    found = estimate([True, False, True, True])
    assert (found.value, found.cases) == (0.75, 4)
    assert (found.low, found.high) == wilson(3, 4)
    assert estimate([1.0, 0.0, 1.0, 1.0]) == found


def test_the_interval_of_other_values_is_the_bootstraps() -> None:
    """Beside the normal approximation, which is right for so many."""
    values = np.random.default_rng(1).beta(2, 3, size=400).tolist()
    found = estimate(values)
    half = 1.96 * float(np.std(values)) / math.sqrt(400)
    assert found.value == pytest.approx(np.mean(values))
    assert found.low == pytest.approx(found.value - half, abs=0.004)
    assert found.high == pytest.approx(found.value + half, abs=0.004)


@given(st.lists(shares, min_size=1, max_size=30))
@settings(max_examples=30, deadline=None)
def test_an_interval_holds_its_mean_and_stays_between_none_and_all(values: list[float]) -> None:
    found = estimate(values)
    assert -1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1 + 1e-9


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("repetitions", [1, 3])
def test_95_of_100_intervals_hold_the_true_share(share: float, repetitions: int) -> None:
    """Of 60 cases that are right with some probability, asked once or several times."""
    drawn = np.random.default_rng(7)
    held = 0
    for _ in range(SIMULATED):
        found = estimate((drawn.binomial(repetitions, share, size=60) / repetitions).tolist())
        held += found.low <= share <= found.high
    assert 0.90 <= held / SIMULATED <= 0.99


def test_more_cases_make_a_narrower_interval() -> None:
    for values in ([0.0, 1.0], [0.25, 0.5, 1.0]):
        widths = [(e := estimate(values * n)).high - e.low for n in (5, 20, 80)]
        assert widths == sorted(widths, reverse=True)
        assert widths[0] > 3 * widths[2]


def test_no_cases_have_no_value() -> None:
    found = estimate([])
    assert found.cases == 0
    assert all(map(math.isnan, (found.value, found.low, found.high)))
    none = paired_difference([], [])
    assert (none.cases, none.p_value, none.is_real) == (0, 1.0, False)


def test_many_cases_need_little_memory() -> None:
    values = np.random.default_rng(3).random(2_000).tolist()
    tracemalloc.start()
    estimate(values)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


# -- two runs --------------------------------------------------------------------------------


def differing(cases: int, gained: int, lost: int) -> Difference:
    """The difference where so many cases were gained and lost, and all others were right."""
    same = cases - gained - lost
    before = [0.0] * gained + [1.0] * lost + [1.0] * same
    return paired_difference(before, [1.0] * gained + [0.0] * lost + [1.0] * same)


def test_a_difference_is_the_mean_of_the_gains() -> None:
    found = paired_difference([0.0, 1.0, 0.5, 1.0], [1.0, 1.0, 1.0, 0.0])
    assert found.value == pytest.approx(0.125)
    assert found.cases == 4
    with pytest.raises(ValueError, match="not the same cases: 1 and 2"):
        paired_difference([1.0], [1.0, 0.0])


@pytest.mark.parametrize(
    ("cases", "gained", "lost", "p_value"),
    # McNemar's exact test: twice the binomial tail, at most 1.
    [(100, 10, 0, 2 / 1024), (100, 9, 1, 22 / 1024), (50, 6, 3, 260 / 512), (9, 1, 1, 1.0)],
)
def test_the_p_value_is_that_of_the_exact_test(
    cases: int, gained: int, lost: int, p_value: float
) -> None:
    assert differing(cases, gained, lost).p_value == pytest.approx(p_value, abs=0.015)
    assert differing(cases, lost, gained).p_value == pytest.approx(p_value, abs=0.015)


def test_a_real_difference_is_found() -> None:
    assert differing(100, 15, 2).is_real
    assert differing(100, 2, 15).is_real
    assert differing(100, 2, 15).value == pytest.approx(-0.13)
    assert differing(100, 2, 15).high < 0 < differing(100, 15, 2).low


def test_the_same_answers_make_no_difference() -> None:
    found = differing(100, 0, 0)
    assert (found.value, found.low, found.high, found.p_value) == (0, 0, 0, 1)
    assert not found.is_real
    assert not differing(100, 7, 7).is_real


@pytest.mark.parametrize("flipped", [1, 2, 5])
def test_a_few_cases_that_flip_are_no_proof(flipped: int) -> None:
    """By the bootstrap alone one case that was gained would be certain."""
    found = differing(flipped, flipped, 0)
    assert not found.is_real
    assert found.p_value == pytest.approx(min(1.0, 2 / 2**flipped), abs=0.015)


@pytest.mark.parametrize("cases", [5, 20, 60, 150])
@pytest.mark.parametrize("differing_share", [0.1, 0.5, 1.0])
def test_where_there_is_no_difference_one_is_rarely_found(
    cases: int, differing_share: float
) -> None:
    """Two runs of the same system: each case that differs was gained or lost by a toss."""
    drawn = np.random.default_rng(11)
    found = 0
    for _ in range(SIMULATED):
        gained, lost, _same = drawn.multinomial(
            cases, [differing_share / 2, differing_share / 2, 1 - differing_share]
        )
        found += differing(cases, int(gained), int(lost)).is_real
    assert found / SIMULATED <= 0.08


def test_a_difference_of_ten_in_a_hundred_is_mostly_found() -> None:
    drawn = np.random.default_rng(13)
    found = 0
    for _ in range(SIMULATED):
        gained, lost, _same = drawn.multinomial(100, [0.17, 0.03, 0.8])
        found += differing(100, int(gained), int(lost)).is_real
    assert found / SIMULATED >= 0.8


def test_a_greater_gain_is_surer() -> None:
    p_values = [differing(60, gained, 2).p_value for gained in range(2, 14)]
    assert p_values == sorted(p_values, reverse=True)
    lows = [differing(60, gained, 2).low for gained in range(2, 14)]
    assert lows == sorted(lows)


@given(st.lists(st.tuples(shares, shares), min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_a_comparison_is_the_same_every_time_and_turns_round(
    pairs: list[tuple[float, float]],
) -> None:
    before, after = zip(*pairs, strict=True)
    there, back = paired_difference(before, after), paired_difference(after, before)
    assert there == paired_difference(before, after)
    assert there == paired_difference(before[::-1], after[::-1]), "the order of cases is no matter"
    assert there.value == pytest.approx(-back.value)
    assert there.p_value == back.p_value
    assert there.low - 1e-9 <= there.value <= there.high + 1e-9
