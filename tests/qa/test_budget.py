"""Room in tokens: from what is known of a model, corrected by what its provider counts."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.model.budget import FIRST_GUESS, LEAST_CONTEXT, MOST_PROMPT, PromptRoom, Window, window_of


def model(**known):
    return SimpleNamespace(**known)


@pytest.mark.parametrize(
    ("known", "configured", "window"),
    [
        (model(), None, Window(8_192, 2_048)),
        (model(profile=None, num_ctx=None), None, Window(8_192, 2_048)),
        (None, 32_768, Window(32_768, 8_192)),
        (model(profile={"max_input_tokens": 16_385, "max_output_tokens": 4_096}), None,
         Window(16_385, 4_096)),
        (model(profile={"max_input_tokens": 272_000, "max_output_tokens": 128_000}), None,
         Window(272_000, 8_192)),
        (model(profile={"max_input_tokens": 272_000}), 4_096, Window(4_096, 1_024)),
        (model(profile={}, num_ctx=4_096), None, Window(4_096, 1_024)),
    ],
)  # fmt: skip
def test_the_window_is_configured_else_known_else_what_all_have(known, configured, window):
    assert window_of(known, configured) == window


@given(st.integers(LEAST_CONTEXT, 2_000_000), st.none() | st.integers(1, 200_000))
def test_prompt_and_reply_fit_into_the_window_together(context, most):
    window = window_of(model(profile={"max_output_tokens": most}), context)
    assert 0 < window.reply <= context
    assert window.prompt + window.reply <= context
    assert window.prompt <= MOST_PROMPT
    assert most is None or window.reply <= most


def test_a_huge_window_is_not_filled_because_it_is_there():
    assert Window(1_000_000, 8_192).prompt == MOST_PROMPT


def test_the_estimate_is_corrected_by_what_was_counted():
    room = PromptRoom(Window(10_000, 2_000))
    assert room.estimated() == int(8_000 / FIRST_GUESS)
    room.counted(1_000, 2_000)
    assert room.estimated() == 4_000
    room.counted(1_000, 1_000)
    assert room.estimated() == 4_000  # the higher count holds for a while
    for _ in range(8):
        room.counted(1_000, 1_000)
    assert room.estimated() == 8_000


def test_a_count_without_what_a_cache_held_gives_no_more_room_than_there_is():
    room = PromptRoom(Window(10_000, 2_000))
    room.counted(1_000, 3)
    assert room.estimated() <= 8_000 / 0.75


@pytest.mark.parametrize("counts", [(0, 10), (10, 0), (0, 0)])
def test_no_count_changes_nothing(counts):
    room = PromptRoom(Window(10_000, 2_000))
    before = room.estimated()
    room.counted(*counts)
    assert room.estimated() == before


def test_a_refused_prompt_halves_the_room_for_good():
    room = PromptRoom(Window(10_000, 2_000))
    assert room.refused(3_001) == 1_500
    assert room.estimated() == 1_500
    room.counted(1_500, 750)
    assert room.estimated() == 1_500
    assert room.refused(1_500) == 750
    assert room.estimated() == 750


def test_many_threads_may_count_at_once():
    room = PromptRoom(Window(10_000, 2_000))
    work = [threading.Thread(target=room.counted, args=(100, 125)) for _ in range(20)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert room.estimated() == 6_400
