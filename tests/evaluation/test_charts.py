"""Drawings: what they show can be read from them, and document text cannot break out of them."""

import math
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.charts import (
    change_strip,
    count_strip,
    difference_strip,
    risk_curves,
    seconds_histogram,
    share_strip,
    squares,
)
from qa.evaluation.statistics import Difference, Estimate, paired_difference

HALF = Estimate(0.5, 0.25, 0.75, 8)
NONE = Estimate(math.nan, math.nan, math.nan, 0)
HOSTILE = '</title><script>alert("1")</script>'


def parsed(picture):
    return ElementTree.fromstring(picture)


def of_kind(picture, kind):
    return [element for element in parsed(picture).iter() if element.get("class") == kind]


def texts(picture):
    return [element.text for element in parsed(picture).iter() if element.tag.endswith("text")]


def test_a_share_is_a_bar_with_its_interval():
    picture = share_strip(HALF, "half")
    (bar,) = of_kind(picture, "bar")
    assert (bar.get("x"), bar.get("width")) == ("0.0%", "50.0%")
    edges = [(line.get("x1"), line.get("x2")) for line in of_kind(picture, "interval")]
    assert edges == [("25.0%", "75.0%"), ("25.0%", "25.0%"), ("75.0%", "75.0%")]


@pytest.mark.parametrize(
    "picture",
    [share_strip(NONE, "t"), change_strip(NONE, HALF, "t"), change_strip(HALF, NONE, "t"),
     difference_strip(paired_difference([], []), "t"), count_strip(0, 0, "t")],
)  # fmt: skip
def test_nothing_is_drawn_as_nothing(picture):
    assert "nan" not in picture
    assert [bar.get("width") for bar in of_kind(picture, "bar")] in ([], ["0.0%"])
    assert not of_kind(picture, "after")


def test_a_count_is_a_bar_beside_the_largest():
    (bar,) = of_kind(count_strip(3, 4, "three"), "bar")
    assert bar.get("width") == "75.0%"


def test_a_change_goes_from_a_ring_to_a_dot():
    picture = change_strip(HALF, Estimate(0.6, 0.4, 0.8, 8), "up")
    (before,), (after,) = of_kind(picture, "before"), of_kind(picture, "after")
    assert (before.get("cx"), after.get("cx")) == ("50.0%", "60.0%")


@pytest.mark.parametrize(("value", "side"), [(0.1, "right"), (-0.1, "left")])
def test_a_difference_stands_on_its_side_of_none(value, side):
    given_difference = Difference(value, value - 0.05, value + 0.05, 0.01, 20)
    picture = difference_strip(given_difference, "d")
    (bar,) = of_kind(picture, "bar")
    start = float(bar.get("x").rstrip("%"))
    end = start + float(bar.get("width").rstrip("%"))
    assert (start if side == "right" else end) == pytest.approx(50, abs=0.2)
    assert end - start > 10
    for line in of_kind(picture, "interval"):
        assert 0 <= float(line.get("x1").rstrip("%")) <= 100


@given(st.floats(-1, 1), st.floats(0, 0.5), st.floats(0, 0.5))
def test_an_interval_of_a_difference_never_leaves_its_strip(value, below, above):
    picture = difference_strip(Difference(value, value - below, value + above, 0.5, 3), "d")
    for line in of_kind(picture, "interval"):
        assert -0.1 <= float(line.get("x1").rstrip("%")) <= 100.1


def test_every_case_has_its_square():
    picture = squares(["passed"] * 30 + ["failed"] * 2, "32 cases")
    assert len(of_kind(picture, "passed")) == 30
    places = {(s.get("x"), s.get("y")) for s in of_kind(picture, "passed")}
    places |= {(s.get("x"), s.get("y")) for s in of_kind(picture, "failed")}
    assert len(places) == 32


def test_the_curves_stand_under_their_names():
    curves = {"ours & theirs": [(0.5, 0.1), (1.0, 0.2)], "plain": [(1.0, 0.4)]}
    picture = risk_curves(curves, "wrong", "two curves")
    assert {"ours & theirs", "plain", "wrong", "questions answered", "40%"} <= set(texts(picture))
    assert len(of_kind(picture, "curve-0")) == 2


def test_a_single_curve_needs_no_name_and_ends_where_it_should():
    picture = risk_curves({"ours": [(0.5, 0.1), (1.0, 0.2)]}, "wrong", "t", 480)
    assert "ours" not in texts(picture)
    (line,) = of_kind(picture, "curve-0")
    assert line.get("d").endswith(" L456.0,20.0")  # full coverage at the top of the axis, 20 %


def test_answers_are_counted_by_their_seconds():
    picture = seconds_histogram([0.1] * 10 + [0.7] * 5, "t")
    heights = [float(bar.get("height")) for bar in of_kind(picture, "bar")]
    tall, short = sorted(heights)[:-3:-1]
    assert tall == pytest.approx(2 * short, abs=0.2)
    assert {"0.2", "0.8", "10", "5"} <= set(texts(picture))


def test_one_very_slow_answer_does_not_squeeze_the_others():
    picture = seconds_histogram([0.1, 0.2, 0.3] * 20 + [500.0], "t")
    bars = [float(bar.get("height")) > 0 for bar in of_kind(picture, "bar")]
    assert sum(bars) == 4
    assert bars[-1]


@pytest.mark.parametrize("seconds", [[], [0.0], [0.0, 3.0], [1e-9], [1e6]])
def test_any_seconds_can_be_drawn(seconds):
    picture = seconds_histogram(seconds, "t")
    drawn = sum(float(bar.get("height")) > 0 for bar in of_kind(picture, "bar"))
    assert drawn == len(seconds)


@pytest.mark.parametrize(
    "picture",
    [share_strip(HALF, HOSTILE), count_strip(1, 2, HOSTILE), change_strip(HALF, HALF, HOSTILE),
     squares(["failed"], HOSTILE), risk_curves({HOSTILE: [(1.0, 0.1)], "b": []}, HOSTILE, HOSTILE),
     seconds_histogram([1.0], HOSTILE), difference_strip(paired_difference([0], [1]), HOSTILE)],
)  # fmt: skip
def test_a_picture_has_a_title_that_cannot_break_out(picture):
    root = parsed(picture)
    assert root.get("role") == "img"
    titles = [element.text for element in root.iter() if element.tag.endswith("title")]
    assert titles == [HOSTILE]
    assert not any(element.tag.endswith("script") for element in root.iter())
