"""The line of questions: a crowd is told to wait, everybody else is served, nothing piles up."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from doubles import GatedModel
from hypothesis import given
from hypothesis import strategies as st
from serving import config, trigger

from qa.chat.reader import COOKIE
from qa.chat.waiting import A_MINUTE, AT_ONCE, MOST_OF_ONE, MOST_WAITING, Pace

pytestmark = GRADIO_LEAVINGS

CROWD = 200


@pytest.fixture
def gated(serve_papers) -> Iterator[tuple[GatedModel, httpx.Client]]:
    model = GatedModel()
    served = serve_papers(model)
    limits = httpx.Limits(max_connections=50)
    with httpx.Client(base_url=served.address, timeout=60, limits=limits) as http:
        yield model, http
        model.gate.set()


def put(http: httpx.Client, visitor: str, name: str = "ask") -> httpx.Response:
    """Put a question for a visitor, who need not be there."""
    cookie = {"Cookie": f"{COOKIE}={visitor}"} if visitor else {}
    data = {"data": ["Who found cracks in the piers?"]}
    return http.post(f"/gradio_api/call/{name}", json=data, headers=cookie)


def key(number: int) -> str:
    return f"{number:032x}"


def answered(http: httpx.Client, asked: httpx.Response) -> str:
    stream = http.get(f"/gradio_api/call/ask/{asked.json()['event_id']}").text
    assert "event: complete" in stream
    return str(json.loads(stream.rpartition("data: ")[2])[0]["status"])


def told(refused: httpx.Response) -> str:
    assert int(refused.headers["Retry-After"]) > 0
    return str(refused.json()["detail"])


def test_a_crowd_of_visitors_is_told_to_wait_and_who_is_in_is_answered(gated):
    model, http = gated
    with ThreadPoolExecutor(20) as threads:
        replies = list(threads.map(lambda number: put(http, key(number)), range(CROWD)))
        room = MOST_WAITING + AT_ONCE
        assert Counter(r.status_code for r in replies) == {200: room, 429: CROWD - room}
        assert {told(reply) for reply in replies if reply.status_code == 429} == {
            "The page is busy: too many questions wait for their answers. Try again in a moment."
        }
        # What is no question is answered meanwhile.
        assert http.post("/gradio_api/call/documents", json={"data": []}).status_code == 200
        model.gate.set()
        accepted = [reply for reply in replies if reply.status_code == 200]
        assert set(threads.map(lambda reply: answered(http, reply), accepted)) == {"answered"}
    assert put(http, key(CROWD)).status_code == 200


def test_one_visitor_leaves_room_for_the_others(gated):
    model, http = gated
    first = [put(http, "") for _ in range(CROWD)]
    assert Counter(r.status_code for r in first) == {200: MOST_OF_ONE, 429: CROWD - MOST_OF_ONE}
    assert told(first[-1]).startswith(f"{MOST_OF_ONE} of your questions wait")
    assert put(http, "", "search").status_code == 429
    assert put(http, key(1)).status_code == 200
    # Refused questions are not counted among those that he may ask a minute.
    model.gate.set()
    for asked in first[:MOST_OF_ONE]:
        answered(http, asked)
    assert put(http, "").status_code == 200


def test_calls_of_programs_drive_no_page_out_and_leave_nothing_behind(serve_papers, monkeypatch):
    held = []
    monkeypatch.setattr("qa.chat.serve.form_line", _kept(held))
    http = httpx.Client(base_url=serve_papers().address, timeout=60)
    (page,) = held
    (look, *_) = [e["id"] for e in config(http)["dependencies"] if e["api_name"] == "refreshed"]
    assert trigger(http, look, [[]], session="apage")["success"]
    before = set(page.state_holder.session_data)
    assert before == {"apage"}
    for number in range(30):
        answered(http, put(http, key(number)))
    deadline = time.monotonic() + 10  # a call is tidied up just after it was answered
    while page._queue.event_ids_to_events and time.monotonic() < deadline:
        time.sleep(0.01)
    assert set(page.state_holder.session_data) == before
    assert page._queue.event_ids_to_events == {}
    assert len(page._queue.event_analytics) <= 1
    http.close()


def _kept(held):
    from qa.chat.waiting import form_line

    def form(page, pace):
        held.append(page)
        form_line(page, pace)

    return form


# -- The pace


@given(st.integers(1, 300), st.lists(st.floats(0, 20), min_size=1, max_size=400))
def test_nobody_is_faster_than_his_pace_and_nobody_slower_is_held_up(a_minute, pauses):
    now = [0.0]
    pace = Pace(a_minute, clock=lambda: now[0])
    allowed: list[float] = []
    for pause in pauses:
        now[0] += pause
        wait = pace.seconds_to_wait("somebody")
        if wait == 0:
            allowed.append(now[0])
        else:
            now[0] += wait + 1e-6
            assert pace.seconds_to_wait("somebody") == 0
            allowed.append(now[0])
    for at in range(len(allowed)):
        within = sum(allowed[at] <= other <= allowed[at] + 60 for other in allowed)
        assert within <= 2 * a_minute + 1
    assert pace.seconds_to_wait("somebody else") == 0


def test_a_person_who_asks_and_asks_is_never_held_up():
    now = [0.0]
    pace = Pace(A_MINUTE, clock=lambda: now[0])
    for _ in range(1_000):
        now[0] += 0.5
        assert pace.seconds_to_wait("somebody") == 0


def test_a_program_that_asks_without_pause_is_told_how_long_to_wait(serve_papers, monkeypatch):
    monkeypatch.setattr("qa.chat.serve.Pace", lambda _: Pace(3))
    with httpx.Client(base_url=serve_papers().address, timeout=60) as http:
        replies = [put(http, "", "search") for _ in range(4)]
        assert [reply.status_code for reply in replies] == [200] * 3 + [429]
        assert told(replies[-1]).startswith("That is more than 3 questions a minute.")
        assert int(replies[-1].headers["Retry-After"]) <= 20
