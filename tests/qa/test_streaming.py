"""A reply on its way: its pieces, its ending, and a short one as a whole."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk
from model_replies import ASKED, BOTH, MODES, Odd, SyncModel, hung_up, read
from model_server import ModelServer, Served, model_at

from qa.events import Waiting
from qa.model.streaming import (
    MOST_CHARACTERS,
    Deadline,
    Ending,
    Finish,
    NoReply,
    _finish,
    whole_reply,
)

pytestmark = pytest.mark.usefixtures("hurried")


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
