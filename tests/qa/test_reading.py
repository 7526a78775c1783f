"""What the reader's marks mean, over scores planted by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import passage

from index.types import Span
from qa.reading import Marks, about, opening, windows_of

TEXT = "The dam held. The quay at Osk broke in May."
TOKENS = [Span(m, n) for m, n in [(0, 3), (4, 7), (8, 12), (14, 17), (18, 22), (23, 25), (26, 29)]]
TOKENS += [Span(m, n) for m, n in [(30, 35), (36, 38), (39, 42)]]
FIRST, SECOND = Span(0, 13), Span(14, 43)


def marks(start: int, end: int, sure: float = 5.0) -> Marks:
    """Marks that put the answer at the tokens with these numbers."""
    starts, ends = np.full(len(TOKENS), -5.0), np.full(len(TOKENS), -5.0)
    starts[start], ends[end] = sure, sure
    tokens = np.array([[token.start, token.end] for token in TOKENS])
    return Marks(1.0, tokens, starts.astype(np.float32), ends.astype(np.float32))


def test_the_short_answer_is_cut_at_the_tokens_marked():
    assert marks(9, 9).short_answer(SECOND).of(TEXT) == "May"
    assert marks(5, 6).short_answer(Span(0, len(TEXT))).of(TEXT) == "at Osk"


def test_the_short_answer_stays_in_the_part_that_is_asked_for():
    found = marks(9, 9).short_answer(FIRST)
    assert FIRST.start <= found.start < found.end <= FIRST.end


def test_an_answer_never_ends_before_it_begins():
    found = marks(6, 4).short_answer(SECOND)
    assert found.start < found.end


def test_a_part_without_a_token_holds_nothing():
    assert marks(1, 1).short_answer(Span(12, 13)) is None
    assert marks(1, 1).holds(Span(12, 13)) < marks(1, 1).holds(SECOND)


def test_the_sentence_with_the_marked_place_holds_the_answer():
    assert marks(9, 9).holds(SECOND) > 4 > -3 > marks(9, 9).holds(FIRST)


def test_two_places_that_would_do_are_no_worse_than_one():
    two = marks(9, 9)
    two.starts[4] = two.ends[6] = 5.0
    assert two.holds(SECOND) > marks(9, 9).holds(SECOND)


def test_marks_after_an_offset_are_those_of_the_text_that_begins_there():
    later = marks(9, 9).after(SECOND.start)
    assert later.short_answer(Span(0, 29)) == Span(39 - SECOND.start, 42 - SECOND.start)
    assert later.holds(Span(0, 29)) == marks(9, 9).holds(SECOND)
    assert later.tokens.min() == 0
    assert len(later.tokens) == len(later.starts) == len(later.ends) == 7


def test_the_reader_is_told_title_and_topics_of_the_document():
    shown = replace(passage(1, "It sank.", title="The Osk ferry"), topics=("Osk", "Ivo Tann"))
    (window,) = windows_of(shown)
    assert window.opening == "This is about The Osk ferry, Ivo Tann. "


def test_nothing_is_told_of_a_document_without_title_and_topics():
    assert opening(about("", ())) == ""


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Budget_report-final", ("Budget report final", "Osk", "Tann")),
        ("scan 17", ("Osk", "Tann", "Veyle")),
        ("a " * 20 + "report", ("a " * 11 + "a", "Osk", "Tann")),
    ],
)
def test_a_file_name_is_told_where_it_has_words(title, told):
    assert about(title, ("Osk", "Tann", "Veyle")) == told


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=30),
)
def test_windows_hold_every_sentence_once_and_none_is_far_too_long(lengths):
    shown = passage(1, *("x" * length for length in lengths))
    windows = windows_of(shown)
    positions = [i for window in windows for i in range(window.first, window.last + 1)]
    assert positions == list(range(len(lengths)))
    assert all(len(window.text) <= 900 + 400 + 1 for window in windows)
    for window in windows:
        start = window.span.start - shown.start
        assert shown.text[start : start + len(window.text)] == window.text


@pytest.mark.parametrize("length", [10, 899])
def test_a_short_passage_is_one_window(length):
    shown = passage(1, "x" * length)
    assert [window.text for window in windows_of(shown)] == [shown.text]
