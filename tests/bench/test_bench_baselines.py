from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.baselines import bm25_scores, cut


@given(st.text(alphabet="ab \n", max_size=800), st.integers(20, 120))
def test_pieces_cover_the_text_and_keep_to_their_size(text: str, size: int) -> None:
    spans = cut(text, size, size // 5)
    assert set().union(*(range(span.start, span.end) for span in spans)) == set(range(len(text)))
    assert all(span.end - span.start <= size for span in spans)
    starts = [span.start for span in spans]
    assert starts == sorted(set(starts))


def test_pieces_end_at_a_paragraph_before_a_word() -> None:
    text = "one two three\n\nfour five six seven eight"
    assert cut(text, 20, 5)[0].of(text) == "one two three\n\n"


def test_neighbouring_pieces_share_whole_words() -> None:
    text = " ".join(f"word{number:03}" for number in range(60))
    first, second = cut(text, 100, 30)[:2]
    assert first.start < second.start < first.end
    assert second.of(text).startswith("word")


def test_bm25_prefers_rare_words_and_short_texts() -> None:
    texts = [Counter("the gate".split()), Counter("the the dam".split()), Counter({"the": 9})]
    gate, dam, neither = bm25_scores(["the", "gate"], texts)
    assert gate > dam
    assert gate > neither
    short, long = bm25_scores(["dam"], [Counter({"dam": 1}), Counter({"dam": 1, "x": 50})])
    assert short > long


def test_bm25_of_one_word_is_the_formula() -> None:
    texts = [Counter({"a": 2, "b": 2}), Counter({"b": 2})]
    # log(1 + 1.5 / 1.5) · 2 · 2.2 / (2 + 1.2 · (0.25 + 0.75 · 4 / 3))
    assert bm25_scores(["a"], texts) == pytest.approx([0.8713, 0.0], abs=1e-4)
