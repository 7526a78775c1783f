"""Sixteen faults of a provider, streaming and not: each ends in a clear state, and in time.

The real client library of OpenAI talks to a scripted server on this machine.
"""

from __future__ import annotations

import json
import logging
import re
import socket
import time
from dataclasses import replace

import pytest
from model_server import KEY, ModelServer, Served, model_at

from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.events import Answered, Evidence, ModelFailed, Stated
from qa.types import AnswerStatus

QUESTION = "What did harbour master Ivo Tann say about the ferry line to Osk?"
SECONDS = 1.2
MARGIN = 2.0  # what a loaded machine may need besides
CITED = "- Ivo Tann said the ferry line to Osk will close in May [{}]\n"
ECHO = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}", "code": "bad"}})
TOO_LONG = json.dumps({"error": {"message": "maximum context", "code": "context_length_exceeded"}})


def label(library):
    """The label under which the prompt shows the sentence that the replies cite."""
    passages = Assistant(library, reader=None).ask(QUESTION).passages
    return next(
        f"{passage.label}.{number}"
        for passage in passages
        for number, sentence in enumerate(passage.sentences, start=1)
        if "will close in May" in library.text(passage.document)[sentence.start : sentence.end]
    )


@pytest.fixture(scope="module")
def cited(library):
    return CITED.format(label(library))


def pieces(text):
    return re.findall(r".{1,7}", text, re.DOTALL)


WHOLE = Served(pieces=["{cited}", "- Runa Seil denied that"])
FAULTS = {
    "key_refused": ([Served(status=401, body=ECHO.encode())], "QA_MODEL_API_KEY"),
    "too_many_requests": (
        [Served(status=429, headers={"Retry-After": "0"}, body=ECHO.encode())] * 3,
        "too many requests",
    ),
    "asked_to_wait_long": (
        [Served(status=429, headers={"Retry-After": "3600"}, body=b"{}")],
        "asks to wait 3600 seconds",
    ),
    "server_error": ([Served(status=500, body=b"<h1>Oops</h1>")] * 3, "status 500"),
    "connection_refused": (None, "cannot be reached"),
    "connection_reset": ([Served(reset=True)] * 3, "broke off"),
    "no_tls": ([], "no safe connection"),
    "silence": ([Served(silence=30)], "took too long"),
    "slow_drip": ([replace(WHOLE, pause=0.3)], "took too long"),
    "cut": ([replace(WHOLE, cut_after=10)], "broke off"),
    "malformed": ([Served(body=b'data: {"id": "c1", "choices": [{]}\n\n')], "cannot be read"),
    "empty": ([Served(body=b"")], "cannot be read"),
    "wrong_kind": (
        [Served(headers={"content-type": "text/html"}, body=b"<html>Sign in</html>")],
        "QA_MODEL_BASE_URL is the address",
    ),
    "prompt_too_long": ([Served(status=400, body=TOO_LONG.encode())] * 2, "QA_MODEL_CONTEXT"),
    "withheld": ([Served(pieces=["I can"], finish="content_filter")], "withheld"),
    "endless": ([Served(pieces=["{cited}", *["and then " * 1_000] * 40])], "most tokens"),
}
KEPT = {"slow_drip", "cut", "endless"}
"""Faults that come after the first statement was finished, where the reply is streamed."""
AGAIN = {"cut"}
"""Faults that are no reason to ask again once a piece has come, and are where all comes at once."""


def scripted(turns, cited):
    """The turns with the sentence that the library bears out, in small pieces."""

    def spelled(turn):
        text = [piece.replace("{cited}", cited) for piece in turn.pieces]
        return replace(turn, pieces=[part for piece in text for part in small(piece)])

    return [spelled(turn) for turn in turns]


def small(text):
    return [text] if len(text) > 500 else pieces(text)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """The waits between tries, shorter than for people."""
    monkeypatch.setattr("qa.model.retries.FIRST_WAIT", 0.1)


@pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_in_a_clear_state_and_in_time(library, cited, caplog, fault, streaming):
    caplog.set_level(logging.DEBUG)
    turns, said = FAULTS[fault]
    turns = turns * 3 if fault in AGAIN and not streaming else turns
    with ModelServer(scripted(turns or [], cited)) as server:
        address = server.address
        if turns is None:
            address = f"http://127.0.0.1:{free_port()}/v1"
        elif not turns:
            address = address.replace("http:", "https:")
        model = model_at(address, streaming=streaming, seconds=SECONDS)
        assistant = Assistant(library, model, AnswerSettings(model_seconds=SECONDS), reader=None)
        began = time.monotonic()
        events = list(assistant.stream(QUESTION))
        took = time.monotonic() - began

    assert took < SECONDS + MARGIN
    answer = events[-1].answer
    assert isinstance(events[-1], Answered)
    assert answer.statements
    assert answer.quotes
    told = " ".join(answer.notices)
    assert said in told
    assert answer.receipt.understood == ()
    failures = [event.message for event in events if isinstance(event, ModelFailed)]
    assert all(message in told for message in failures)
    stated = [event for event in events if isinstance(event, Stated)]
    if stated:
        assert fault in KEPT
        assert answer.status is AnswerStatus.PARTIAL
        assert [statement.text for statement in answer.statements] == [cited[2:].split(" [")[0]]
        assert "What it had written until then is shown" in told
        assert answer.receipt.model == "scripted"
    else:
        assert fault not in KEPT or not streaming or fault == "slow_drip"
        evidence = next(event.answer for event in events if isinstance(event, Evidence))
        assert answer.statements == evidence.statements
        assert answer.status is evidence.status is AnswerStatus.ANSWERED
        assert "This answer is made of quotes alone." in told
        assert answer.receipt.model is None
    assert server.surplus == 0
    assert server.script == []
    assert_secret(answer, events, caplog, server)


def assert_secret(answer, events, caplog, server):
    """The key went to the server and nowhere else."""
    assert all(request.headers["authorization"] == f"Bearer {KEY}" for request in server.requests)
    assert KEY not in json.dumps(answer.to_dict())
    assert KEY not in repr(events)
    assert caplog.records
    formatter = logging.Formatter()
    for record in caplog.records:
        assert KEY not in formatter.format(record), record.name
        assert KEY not in repr(record.__dict__), record.name
