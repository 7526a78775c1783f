"""A reply that does not go on: its deadline, and that it can be stopped."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from langchain_core.messages import AIMessageChunk
from model_replies import ASKED, MODES, Odd, SyncModel, hung_up, read
from model_server import ModelServer, Served, model_at

from qa.events import Waiting
from qa.model.streaming import (
    Deadline,
    reply_pieces,
)

pytestmark = pytest.mark.usefixtures("hurried")


# -- the deadline ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "turn", [Served(silence=20), Served(pieces=["a"] * 200, pause=0.1)], ids=["silence", "drip"]
)
def test_the_deadline_covers_silence_and_slow_drips(turn):
    began = time.monotonic()
    with ModelServer([turn]) as server:
        with pytest.raises(TimeoutError):
            read(model_at(server.address), seconds=0.8)
        assert time.monotonic() - began < 0.8 + 2
        assert hung_up(server)


def test_the_deadline_covers_what_is_done_with_a_reply_that_came_at_once():
    pieces = reply_pieces(Odd(chunks=[AIMessageChunk("x" * 20_000)]), ASKED, Deadline.after(0.5))
    taken = 0
    try:
        for _ in pieces:
            taken += 1
            time.sleep(0.2)  # as checking its statements might take
    except TimeoutError:
        assert 1 <= taken < 10
    else:
        pytest.fail("the deadline passed, and more was handed on")


def test_the_deadline_covers_all_tries_and_the_waits_between_them(monkeypatch):
    monkeypatch.setattr("qa.model.retries.FIRST_WAIT", 0.6)
    began = time.monotonic()
    with ModelServer([Served(status=500, body=b"")] * 3) as server:
        with pytest.raises(Exception, match="500"):
            read(model_at(server.address), seconds=0.8)
        assert time.monotonic() - began < 0.8 + 2
    assert len(server.requests) < 3


def test_signs_of_life_come_while_nothing_else_does():
    with ModelServer([Served(pieces=["a"], silence=1.3)]) as server:
        _, got = read(model_at(server.address))
    assert got[:2] == [Waiting(), Waiting()]


def test_a_long_silence_is_told(monkeypatch):
    monkeypatch.setattr("qa.model.streaming._TELL_EVERY", 1)
    with ModelServer([Served(pieces=["a"], silence=2.3)]) as server:
        _, got = read(model_at(server.address))
    told = [one.message for one in got if isinstance(one, Waiting) and one.message]
    assert told == [f"The language model has been silent for {number} s …" for number in (1, 2)]


# -- stop --------------------------------------------------------------------------------------


@MODES
def test_closing_ends_the_request_within_two_seconds_even_in_silence(streaming):
    with ModelServer([Served(silence=20)]) as server:
        pieces = reply_pieces(
            model_at(server.address, streaming=streaming), ASKED, Deadline.after(30)
        )
        assert next(pieces) == Waiting()
        closed = time.monotonic()
        pieces.close()
        gone = hung_up(server)
    assert gone is not None
    assert gone - closed < 2
    assert server.requests[0].sent == 0


def test_closing_in_mid_reply_ends_it_within_one_chunk():
    with ModelServer([Served(pieces=["a "] * 200, pause=0.2)]) as server:
        with closing(reply_pieces(model_at(server.address), ASKED, Deadline.after(30))) as pieces:
            assert next(one for one in pieces if isinstance(one, str))
            sent, closed = server.requests[0].sent, time.monotonic()
        gone = hung_up(server)
    assert gone is not None
    assert gone - closed < 2
    assert server.requests[0].sent <= sent + 1


def test_a_page_can_close_it_while_the_server_is_silent():
    """A page reads on a thread, and closing fails for as long as that is at work."""
    stopping = threading.Event()
    with ModelServer([Served(silence=20)]) as server:
        pieces = reply_pieces(model_at(server.address), ASKED, Deadline.after(30))

        def page():
            while not stopping.is_set():
                next(pieces)

        reading = threading.Thread(target=page)
        reading.start()
        while not server.requests:
            time.sleep(0.01)
        stopped = time.monotonic()
        stopping.set()
        while True:
            try:
                pieces.close()
                break
            except ValueError:
                time.sleep(0.05)
        gone = hung_up(server)
        reading.join()
    assert gone is not None
    assert gone - stopped < 2


def test_a_model_without_asyncio_is_closed_at_its_next_piece():
    model = SyncModel(replies=["The cable broke. " * 40], pace=0.05)
    pieces = reply_pieces(model, ASKED, Deadline.after(30))
    assert isinstance(next(pieces), str)
    pieces.close()
    closed = time.monotonic()
    while not model.gone and time.monotonic() < closed + 2:
        time.sleep(0.01)
    assert len(model.gone) == 1


def test_a_hanging_model_does_not_hold_up_the_end_of_the_program():
    code = """
import time
from doubles import ScriptedModel
from langchain_core.messages import HumanMessage
from qa.model.streaming import Deadline, reply_pieces
class Hanging(ScriptedModel):
    def _stream(self, *args, **options):
        time.sleep(60)
        yield
try:
    list(reply_pieces(Hanging(), [HumanMessage("Why?")], Deadline.after(0.1)))
except TimeoutError:
    print("left")
"""
    root = Path(__file__).parents[2]
    paths = {"PYTHONPATH": f"{root}:{root / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=40, env=paths
    )
    assert (done.stdout, done.stderr, done.returncode) == ("left\n", "", 0)
