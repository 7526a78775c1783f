from hypothesis import given
from hypothesis import strategies as st

from index.fuse import above_lowest, fuse, join_neighbours


def test_first_in_both_searches_scores_one():
    scores = fuse({"a": {"x": 9.0, "y": 3.0}, "b": {"x": 0.4, "z": 0.1}}, {"a": 1.0, "b": 2.0})
    assert next(iter(scores)) == "x"
    assert abs(scores["x"] - 1.0) < 1e-12


def test_weights_decide_between_two_first_places():
    assert list(fuse({"a": {"x": 1.0}, "b": {"y": 1.0}}, {"a": 1.0, "b": 2.0})) == ["y", "x"]


def test_a_clear_first_place_beats_two_middling_ones():
    found = {"a": {"x": 10.0, "y": 2.0}, "b": {"z": 10.0, "y": 2.0}}
    assert list(fuse(found, {"a": 2.0, "b": 1.0})) == ["x", "z", "y"]


def test_agreement_beats_one_good_score():
    found = {"a": {"x": 10.0, "y": 8.0}, "b": {"z": 10.0, "y": 8.0}}
    assert next(iter(fuse(found, {"a": 1.0, "b": 1.0}))) == "y"


def test_cosines_count_from_the_lowest():
    counted = above_lowest({"x": 0.7, "y": 0.2})
    assert counted["x"] > 10 * counted["y"] > 0
    assert above_lowest({}) == {}
    assert above_lowest({"x": -0.3})["x"] > 0


@given(
    st.lists(
        st.dictionaries(st.integers(0, 50), st.floats(0, 100), max_size=20), min_size=1, max_size=4
    )
)
def test_every_id_once_best_first_between_zero_and_one(searches):
    named = {str(n): scores for n, scores in enumerate(searches)}
    scores = fuse(named, dict.fromkeys(named, 1.0))
    assert set(scores) == {identifier for found in searches for identifier in found}
    values = list(scores.values())
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 + 1e-12 for value in values)


def test_neighbours_join_in_reading_order():
    ranked = [("d", 5), ("e", 1), ("d", 4), ("d", 9), ("d", 6)]
    assert join_neighbours(ranked, longest=3) == [
        [("d", 4), ("d", 5), ("d", 6)],
        [("e", 1)],
        [("d", 9)],
    ]


def test_groups_stop_growing():
    assert join_neighbours([("d", n) for n in range(4)], longest=2) == [
        [("d", 0), ("d", 1)],
        [("d", 2), ("d", 3)],
    ]


@given(
    st.lists(st.tuples(st.sampled_from("de"), st.integers(0, 15)), unique=True), st.integers(1, 4)
)
def test_every_chunk_in_exactly_one_group_of_consecutive_numbers(ranked, longest):
    groups = join_neighbours(ranked, longest)
    assert sorted(place for group in groups for place in group) == sorted(ranked)
    for group in groups:
        assert len(group) <= longest
        numbers = [number for _, number in group]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert len({document for document, _ in group}) == 1
