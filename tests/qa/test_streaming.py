"""A reply on its way: its pieces, its ending, its deadline, and that it can be stopped."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from doubles import ScriptedModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from model_server import ModelServer, Served, model_at
from pydantic import Field

from qa.events import Waiting
from qa.model.streaming import (
    MOST_CHARACTERS,
    Deadline,
    Ending,
    Finish,
    NoReply,
    _finish,
    reply_pieces,
    whole_reply,
)

ASKED = [HumanMessage("Why?")]
MODES = pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "whole"])
BOTH = [Served(pieces=["The cable ", "broke."])]


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """The waits between tries, shorter than for people."""
    monkeypatch.setattr("qa.model.retries.FIRST_WAIT", 0.05)


def read(model, seconds=5.0):
    """All that comes of a model, signs of life left out."""
    got = list(reply_pieces(model, ASKED, Deadline.after(seconds)))
    return [one for one in got if not isinstance(one, Waiting)], got


class SyncModel(ScriptedModel):
    """Has no asyncio; says when its generator was closed."""

    pace: float = 0.0
    gone: list[float] = Field(default_factory=list)

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        try:
            for chunk in super()._stream(messages, stop, run_manager, **kwargs):
                yield chunk
                time.sleep(self.pace)
        finally:
            self.gone.append(time.monotonic())


class Odd(ScriptedModel):
    """Gives the chunks that it is told to give."""

    chunks: list[AIMessageChunk] = Field(default_factory=list)

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        for chunk in self.chunks:
            yield ChatGenerationChunk(message=chunk)


@MODES
def test_the_pieces_of_a_reply_come_and_then_its_ending(streaming):
    with ModelServer(BOTH) as server:
        got, _ = read(model_at(server.address, streaming=streaming))
    *pieces, ending = got
    assert "".join(pieces) == "The cable broke."
    assert len(pieces) == (2 if streaming else 1)
    assert ending.finish is Finish.WHOLE
    assert bool(server.requests[0].body.get("stream")) is streaming


def test_a_model_without_asyncio_streams_all_the_same():
    model = SyncModel(replies=["The cable broke."])
    got, _ = read(model)
    assert "".join(got[:-1]) == "The cable broke."
    assert len(got) > 3
    assert got[-1] == Ending(Finish.WHOLE, None)
    assert len(model.gone) == 1


def test_connections_are_kept_for_the_next_reply():
    """They belong to the loop that opened them: there is one, however often a model is asked."""
    kept = Served(pieces=["a"], keep=True)
    with ModelServer([kept] * 4) as server:
        model = model_at(server.address)
        assert [read(model)[0][0] for _ in range(4)] == ["a"] * 4
        assert server.connections == 1


def test_the_prompts_tokens_are_asked_for_and_told():
    with ModelServer([Served(pieces=["Yes"], counted=321)]) as server:
        got, _ = read(model_at(server.address))
    assert got[-1] == Ending(Finish.WHOLE, 321)
    body = server.requests[0].body
    assert body["stream_options"] == {"include_usage": True}
    assert body["max_completion_tokens"] == 2_048


def test_one_model_serves_many_threads_over_and_over():
    texts = []
    kept = [replace(turn, keep=True) for turn in BOTH]
    with ModelServer(kept * 24) as server:
        model = model_at(server.address)

        def ask():
            for _ in range(3):
                texts.append("".join(read(model)[0][:-1]))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert texts == ["The cable broke."] * 24


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


def hung_up(server, patience=2.0):
    """When the client closed the first request, once it has."""
    until = time.monotonic() + patience
    while server.requests[0].hung_up is None and time.monotonic() < until:
        time.sleep(0.01)
    return server.requests[0].hung_up


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


# -- tries -------------------------------------------------------------------------------------


@MODES
@pytest.mark.parametrize(
    "failing",
    [
        Served(status=429, body=b"{}"),
        Served(status=500, body=b"{}"),
        Served(status=503, body=b"{}"),
        Served(reset=True),
    ],
    ids=["429", "500", "503", "reset"],
)
def test_what_passes_is_tried_again_and_the_user_is_told(failing, streaming):
    with ModelServer([failing, failing, *BOTH]) as server:
        got, all_of_it = read(model_at(server.address, streaming=streaming))
    assert "".join(got[:-1]) == "The cable broke."
    assert len(server.requests) == 3
    told = [one.message for one in all_of_it if isinstance(one, Waiting) and one.message]
    assert len(told) == 2
    assert all("could not answer" in message for message in told)
    assert all("Asking again in" in message for message in told)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_what_is_refused_is_not_tried_again(status):
    refused = ModelServer([Served(status=status, body=b"{}")])
    with refused as server, pytest.raises(Exception, match=str(status)):
        read(model_at(server.address))
    assert len(server.requests) == 1
    assert server.surplus == 0


def test_no_more_than_three_tries():
    failing = ModelServer([Served(status=500, body=b"{}")] * 3)
    with failing as server, pytest.raises(Exception, match="500"):
        read(model_at(server.address))
    assert len(server.requests) == 3
    assert server.surplus == 0


def test_no_other_try_once_a_piece_has_come():
    with ModelServer([Served(pieces=["a", "b", "c"], cut_after=2)]) as server:
        pieces = reply_pieces(model_at(server.address), ASKED, Deadline.after(5))
        assert [next(pieces), next(pieces)] == ["a", "b"]
        with pytest.raises(Exception, match="Connection error"):
            next(pieces)
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["Retry-After", "retry-after-ms"])
def test_the_wait_that_a_server_asks_for_is_kept(name):
    asked = {"Retry-After": "1", "retry-after-ms": "1000"}[name]
    busy = Served(status=429, headers={name: asked}, body=b"{}")
    with ModelServer([busy, *BOTH]) as server:
        got, _ = read(model_at(server.address))
    assert "".join(got[:-1]) == "The cable broke."
    first, second = server.requests
    assert second.began - first.began >= 1.0


@pytest.mark.parametrize("asked", ["5", "61", "3600"])
def test_a_wait_beyond_the_deadline_is_not_begun(asked):
    busy = Served(status=429, headers={"Retry-After": asked}, body=b"{}")
    began = time.monotonic()
    with ModelServer([busy]) as server, pytest.raises(Exception, match="429"):
        read(model_at(server.address), seconds=4.0)
    assert time.monotonic() - began < 3
    assert len(server.requests) == 1


# -- endings -----------------------------------------------------------------------------------


@MODES
@pytest.mark.parametrize(
    ("finish", "told"),
    [
        ("stop", Finish.WHOLE),
        ("length", Finish.LENGTH),
        ("content_filter", Finish.FILTERED),
    ],
)
def test_how_a_reply_ended_is_told(finish, told, streaming):
    with ModelServer([Served(pieces=["a"], finish=finish)]) as server:
        got, _ = read(model_at(server.address, streaming=streaming))
    assert got[0] == "a"
    assert got[-1].finish is told


def test_a_stream_that_never_says_why_it_ended_was_cut():
    with ModelServer([Served(pieces=["a"], finish=None)]) as server:
        got, _ = read(model_at(server.address))
    assert got[-1].finish is Finish.BROKEN_OFF


@pytest.mark.parametrize(
    ("metadata", "finish"),
    [
        ({"stop_reason": "end_turn"}, Finish.WHOLE),  # Anthropic
        ({"stop_reason": "max_tokens"}, Finish.LENGTH),
        ({"stop_reason": "model_context_window_exceeded"}, Finish.LENGTH),
        ({"stop_reason": "refusal"}, Finish.FILTERED),
        ({"finish_reason": "STOP"}, Finish.WHOLE),  # Google
        ({"finish_reason": "MAX_TOKENS"}, Finish.LENGTH),
        ({"finish_reason": "SAFETY"}, Finish.FILTERED),
        ({"finish_reason": "model_length"}, Finish.LENGTH),  # Mistral
        ({"done": True, "done_reason": "stop"}, Finish.WHOLE),  # Ollama
        ({"done": True, "done_reason": "length"}, Finish.LENGTH),
        ({"done": True}, Finish.WHOLE),
        ({"status": "completed", "incomplete_details": None}, Finish.WHOLE),  # OpenAI's responses
        ({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}},
         Finish.LENGTH),
        ({"status": "in_progress"}, None),
        ({"finish_reason": None}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_every_providers_word_for_the_end_is_known(metadata, finish):
    assert _finish(AIMessage("a", response_metadata=metadata)) is finish


def test_a_refusal_is_one_however_it_ended():
    refused = AIMessage("", additional_kwargs={"refusal": "I cannot"})
    assert _finish(refused) is Finish.FILTERED


def test_counts_that_come_in_parts_are_added_up():
    def part(tokens):
        usage = {"input_tokens": tokens, "output_tokens": 1, "total_tokens": tokens + 1}
        return AIMessageChunk("a", usage_metadata=usage)

    got, _ = read(Odd(chunks=[part(100), part(0), part(21)]))
    assert got[-1] == Ending(Finish.WHOLE, 121)


def test_only_text_is_read_of_a_message_of_several_kinds():
    blocks = [{"type": "thinking", "thinking": "Hm."}, {"type": "text", "text": "Yes."}]
    got, _ = read(Odd(chunks=[AIMessageChunk(content=blocks)]))
    assert got[:-1] == ["Yes."]


def test_an_endless_reply_is_left():
    got, _ = read(Odd(chunks=[AIMessageChunk("word " * 3_000)] * 50))
    *pieces, ending = got
    assert sum(map(len, pieces)) == MOST_CHARACTERS
    assert max(map(len, pieces)) <= 2_000
    assert ending.finish is Finish.LENGTH


def test_a_model_that_gives_nothing_at_all_is_told_as_unreadable():
    with pytest.raises(ValueError, match="No generation chunks"):
        read(Odd(chunks=[]))


# -- whole replies -----------------------------------------------------------------------------


def drained(replying):
    """The value of a generator, and what it yielded."""
    yielded = []
    while True:
        try:
            yielded.append(next(replying))
        except StopIteration as over:
            return over.value, yielded


def test_a_short_reply_comes_as_a_whole_with_signs_of_life():
    with ModelServer([Served(pieces=["Who is ", "Berg?"], silence=0.7)]) as server:
        text, waited = drained(whole_reply(model_at(server.address), ASKED, Deadline.after(5)))
    assert text == "Who is Berg?"
    assert waited == [Waiting()]


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (Served(status=401, body=b"{}"), "QA_MODEL_API_KEY"),
        (Served(silence=20), "took too long"),
        (Served(pieces=["a", "b"], cut_after=1), "broke off"),
        (Served(pieces=["a"], finish="length"), "did not come to its end"),
    ],
)
def test_a_reply_that_is_not_whole_is_none(turn, said):
    with ModelServer([turn]) as server, pytest.raises(NoReply, match=said):
        drained(whole_reply(model_at(server.address), ASKED, Deadline.after(0.8)))


def test_closing_a_whole_reply_ends_its_request():
    with ModelServer([Served(silence=20)]) as server:
        replying = whole_reply(model_at(server.address), ASKED, Deadline.after(30))
        next(replying)
        replying.close()
        assert hung_up(server) is not None
