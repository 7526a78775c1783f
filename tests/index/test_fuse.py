from hypothesis import given
from hypothesis import strategies as st

from index.fuse import fuse, join_neighbours


def test_first_in_both_rankings_scores_one():
    scores = fuse({"a": ["x", "y"], "b": ["x", "z"]}, {"a": 1.0, "b": 2.0}, k=60)
    assert next(iter(scores)) == "x"
    assert abs(scores["x"] - 1.0) < 1e-12


def test_weights_decide_between_two_first_places():
    scores = fuse({"a": ["x"], "b": ["y"]}, {"a": 1.0, "b": 2.0}, k=60)
    assert list(scores) == ["y", "x"]


def test_agreement_beats_one_good_rank():
    scores = fuse({"a": ["x", "y"], "b": ["z", "y"]}, {"a": 1.0, "b": 1.0}, k=60)
    assert next(iter(scores)) == "y"


@given(st.lists(st.lists(st.integers(0, 50), unique=True, max_size=20), min_size=1, max_size=4))
def test_every_id_once_best_first_between_zero_and_one(rankings):
    named = {str(n): ranking for n, ranking in enumerate(rankings)}
    scores = fuse(named, dict.fromkeys(named, 1.0), k=10)
    assert set(scores) == {identifier for ranking in rankings for identifier in ranking}
    values = list(scores.values())
    assert values == sorted(values, reverse=True)
    assert all(0 < value <= 1 + 1e-12 for value in values)


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
