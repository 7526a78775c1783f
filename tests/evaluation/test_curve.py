"""The risk–coverage curve, over confidences planted by hand."""

from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.curve import risk_coverage


def test_the_surest_come_first():
    points = risk_coverage([0.2, 0.9, 0.6, 0.4], [False, True, True, False])
    assert points == [(0.25, 0.0), (0.5, 0.0), (0.75, 1 / 3), (1.0, 0.5)]


def test_equal_confidence_is_answered_together():
    assert risk_coverage([0.5, 0.5], [True, False]) == [(1.0, 0.5)]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_at_full_coverage_the_risk_is_the_share_of_wrong_answers(pairs):
    confidence, right = zip(*pairs, strict=True)
    points = risk_coverage(confidence, right)
    assert points[-1][0] == 1.0
    assert abs(points[-1][1] - right.count(False) / len(right)) < 1e-9
    assert [p[0] for p in points] == sorted({p[0] for p in points})
