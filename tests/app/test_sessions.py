"""Whose conversation stays open: a crowd of made-up sessions drives out nobody's but its own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import gradio as gr
import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from hypothesis import given
from hypothesis import strategies as st
from serving import call_at, config, functions, trigger

from qa.chat.reader import COOKIE
from qa.chat.sessions import MOST_SESSIONS, Sessions

pytestmark = GRADIO_LEAVINGS


def browser(address: str, number: int) -> httpx.Client:
    """A browser of somebody's own."""
    return httpx.Client(base_url=address, timeout=30, headers={"Cookie": f"{COOKIE}={number:032x}"})


@pytest.fixture(scope="module")
def victim(chat) -> Iterator[httpx.Client]:
    with browser(chat.address, 1) as http:
        yield http


def ask(http: httpx.Client, question: str) -> str:
    """Ask in the victim's session; all that its page shows of the conversation then."""
    (typed,) = [e["id"] for e in config(http)["dependencies"] if e["api_name"] == "ask_typed"]
    ended = trigger(http, typed, [question, None, [], "configured"], session="victim")
    assert ended["success"]
    return str(ended["output"])


def test_functions_called_for_made_up_sessions_keep_none(chat, victim):
    ask(victim, "Who found cracks in the piers?")
    (component,) = [each for each, name in functions(victim) if name == "listed"]
    with browser(chat.address, 2) as http, ThreadPoolExecutor(4) as threads:
        sent = threads.map(
            lambda number: call_at(http, component, "listed", "", f"made up {number}"),
            range(MOST_SESSIONS + 10),
        )
        assert {reply.status_code for reply in sent} == {200}
    assert "Who found cracks in the piers?" in ask(victim, "What did the fishermen warn about?")


def test_events_of_made_up_sessions_drive_out_the_same_visitors(chat, victim):
    ask(victim, "Who found cracks in the piers?")
    (look, *_) = [e["id"] for e in config(victim)["dependencies"] if e["api_name"] == "refreshed"]
    with browser(chat.address, 3) as http, ThreadPoolExecutor(4) as threads:
        ended = list(
            threads.map(
                lambda number: trigger(http, look, [[]], session=f"crowd {number}"),
                range(MOST_SESSIONS + 10),
            )
        )
    assert all(each["success"] for each in ended)
    assert "Who found cracks in the piers?" in ask(victim, "What did the fishermen warn about?")


@pytest.fixture(scope="module")
def blocks() -> gr.Blocks:
    with gr.Blocks(analytics_enabled=False) as page:
        gr.State(0)
    return page


OPENED = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12345")), max_size=60)


@given(OPENED)
def test_nobody_who_has_fewest_gives_anything_up(blocks, opened):
    sessions = Sessions(blocks)
    sessions.capacity = 8
    sessions.open("kept", ("alone", "0"))
    for number, owner in enumerate(opened):
        sessions.open(f"{number}", owner)
        assert f"{number}" in sessions or len({at for at, _ in opened}) > 1
    # Of four addresses each has room for two.
    assert "kept" in sessions
    assert len(sessions.session_data) == min(8, 1 + len(opened))
    assert set(sessions.time_last_used) <= set(sessions.session_data) == set(sessions._owners)


def test_what_is_set_in_a_passing_session_is_seen_in_no_other(blocks):
    sessions = Sessions(blocks)
    (state,) = blocks.blocks
    sessions["one"][state] = "secret"
    assert sessions["one"][state] == sessions["other"][state] == 0
    sessions.open("one", ("a", "1"))
    sessions["one"][state] = "kept"
    assert sessions["one"][state] == "kept"
