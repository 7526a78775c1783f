"""One short question to a server: in time, to nobody else, and with nothing slipped in."""

from __future__ import annotations

import http.client
import json
import time

import pytest
from ollama_server import answer, serving

from qa.model.fetching import fetched
from qa.model.offers import nearest, offered_by

LIST = answer(json.dumps({"data": [{"id": "one"}, {"id": "two"}]}).encode())


def soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


def test_the_answers_body_is_fetched_with_the_key():
    with serving(answer(b"hello")) as (address, requests):
        assert fetched(f"{address}/v1/models", soon(), "a-key") == b"hello"
    (request,) = requests
    assert request.startswith(b"GET /v1/models HTTP/1.0\r\n")
    assert b"\r\nAuthorization: Bearer a-key\r\n" in request


def test_without_a_key_none_is_sent():
    with serving(answer(b"hello")) as (address, requests):
        fetched(address, soon())
    assert requests[0].startswith(b"GET / HTTP/1.0\r\n")
    assert b"Authorization" not in requests[0]


@pytest.mark.parametrize("key", ["a\r\nX: y", "a\nb", "\0"])
def test_nothing_is_slipped_into_a_request(key):
    with serving(LIST) as (address, requests):
        with pytest.raises(ValueError, match="would break"):
            fetched(address, soon(), key)
        assert offered_by(address, key) is None
    assert requests == []


def test_a_redirection_is_not_followed():
    with serving(LIST) as (target, followed):
        moved = f"HTTP/1.1 302 Found\r\nLocation: {target}/\r\nContent-Length: 0\r\n\r\n".encode()
        with (
            serving(moved) as (address, _),
            pytest.raises(http.client.HTTPException, match="302"),
        ):
            fetched(address, soon(), "a-key")
        assert followed == []


@pytest.mark.parametrize("trouble", [{"pause": 0.05}, {"hang": True}])
def test_a_slow_server_is_left_in_time(trouble):
    reply = LIST if "pause" in trouble else b""
    with serving(reply, **trouble) as (address, _):
        began = time.monotonic()
        assert offered_by(address, seconds=0.4) is None
        assert time.monotonic() - began < 1.5


def test_a_server_without_encryption_gives_no_list():
    with serving(LIST) as (address, _):
        assert offered_by(address.replace("http:", "https:"), seconds=1) is None


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b'{"data": [{"id": "one"}, {"id": "two"}]}', ("one", "two")),
        (b'{"models": [{"name": "qwen3:4b"}, {"name": "a/b@c.d-e"}]}', ("qwen3:4b", "a/b@c.d-e")),
        (b'{"data": []}', ()),
        (b'{"data": [{"id": "<b>"}, {"id": 3}, {"id": null}, {"id": "good"}]}', ("good",)),
        (b'{"data": [{}]}', ()),
        (b'{"data": 3}', None),
        (b'{"data": ["one"]}', None),
        (b'{"data": null}', None),
        (b'[{"id": "one"}]', None),
        (b'{"object": "list"}', None),
        (b"3", None),
        (b"<html>", None),
        (b"\xff", None),
        (b"", None),
        (b"[" * 100_000, None),
    ],
)
def test_only_a_list_of_names_is_taken(body, names):
    with serving(answer(body)) as (address, _):
        assert offered_by(address) == names


def test_the_names_most_like_the_wanted_one_come_first():
    names = ("whisper-1", "gpt-5", "tts-1", "gpt-5-mini", "sora", "dall-e", "o5")
    assert nearest(names, "gpt-5-mino")[:2] == ("gpt-5-mini", "gpt-5")
    assert len(nearest(names, "gpt-5-mino")) == 5
    assert nearest(("a", "b"), "zzz") == ("a", "b")
    assert nearest((), "zzz") == ()
