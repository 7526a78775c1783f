"""A reply that fails: what is asked for again, how often, and after what wait."""

from __future__ import annotations

import time

import pytest
from model_replies import ASKED, BOTH, MODES, read
from model_server import ModelServer, Served, model_at

from qa.events import Waiting
from qa.model.streaming import (
    Deadline,
    reply_pieces,
)

pytestmark = pytest.mark.usefixtures("hurried")


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
