"""Figures in words: rounded, with their units, and never not a number."""

import math

import pytest

from qa.evaluation import wording
from qa.evaluation.statistics import Difference, Estimate

SPACE = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.174, "0.17 s"), (4.31, "4.3 s"), (27.2, "27 s"), (119, "119 s"), (200, "3 min"),
     (3599, "1 h 0 min"), (7260, "2 h 1 min")],
)  # fmt: skip
def test_a_time_span_is_told_roughly(seconds, told):
    assert wording.duration(seconds).replace(SPACE, " ") == told


@pytest.mark.parametrize(
    ("value", "told"), [(0.094, "+9"), (-0.2, "−20"), (0.001, "0"), (-0.001, "0")]
)
def test_a_difference_has_its_sign(value, told):
    assert wording.points(value) == told


def test_not_a_number_is_a_dash():
    none = Estimate(math.nan, math.nan, math.nan, 0)
    assert (wording.share(none.value), wording.interval(none)) == ("–", "–")


@pytest.mark.parametrize(
    ("started", "told"),
    [("2026-11-03T09:05:00+00:00", "3 November 2026, 09:05 UTC"),
     ("2026-11-03T09:05:00", "3 November 2026, 09:05"), ("yesterday", "yesterday")],
)  # fmt: skip
def test_a_moment_is_told_as_a_person_does(started, told):
    assert wording.moment(started) == told


def test_a_curve_is_told_by_its_middle_and_its_end():
    told = wording.risk_in_words([(0.2, 0.0), (0.4, 0.25), (0.8, 0.5)]).replace(SPACE, " ")
    assert "of the surest 40 % of the questions 25 % were answered wrongly" in told
    assert "of all 80 % that were answered, 50 %" in told
    assert wording.risk_in_words([]) == "No question was answered."


@pytest.mark.parametrize(
    ("p_value", "told"),
    [(0.0, "fewer than 1 in 1,000"), (0.038, "38 in 1,000"), (1.0, "1,000 in 1,000")],
)
def test_chance_is_told_as_a_frequency(p_value, told):
    assert told in wording.chance(Difference(0.1, -0.1, 0.3, p_value, 9))


@pytest.mark.parametrize(("count", "told"), [(1, "1 case"), (0, "0 cases"), (1200, "1,200 cases")])
def test_things_are_counted(count, told):
    assert wording.plural(count, "case") == told
