"""Signing in: nobody tries many passwords, and nobody is kept out for good by those who do."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator

import gradio as gr
import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from qa.chat.login import FAILURES_A_MINUTE, SignIn
from qa.chat.reader import COOKIE
from qa.chat.serve import Serving, serve
from qa.chat.waiting import Pace

pytestmark = GRADIO_LEAVINGS

SIGN_IN = "a long pass phrase"


@pytest.fixture
def address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with gr.Blocks(analytics_enabled=False) as page:
        gr.Markdown("Inside")
    yield serve(page, Serving(port=port, password=SIGN_IN)).rstrip("/")
    page.close(verbose=False)


def sign_in(address: str, password: str, browser: int) -> httpx.Response:
    given = {"username": "reader", "password": password}
    return httpx.post(
        address + "/login", data=given, headers={"Cookie": f"{COOKIE}={browser:032x}"}
    )


def test_after_some_wrong_passwords_an_address_waits(address):
    for _ in range(2 * FAILURES_A_MINUTE):
        assert sign_in(address, SIGN_IN, 1).status_code == 200
    tried = [sign_in(address, f"wrong {number}", 2) for number in range(30)]
    assert Counter(r.status_code for r in tried) == {400: FAILURES_A_MINUTE, 429: 20}
    assert tried[-1].json()["detail"] == "Too many wrong passwords. Wait a minute and try again."
    assert 0 < int(tried[-1].headers["Retry-After"]) <= 60
    # A right one is not even looked at, or the sentence would tell it from the wrong ones.
    assert sign_in(address, SIGN_IN, 2).status_code == 429
    # Who has been here before comes in all the same; he may fail as often, and no more.
    assert sign_in(address, SIGN_IN, 1).status_code == 200
    again = Counter(sign_in(address, "wrong", 1).status_code for _ in range(20))
    assert again == {400: FAILURES_A_MINUTE, 429: 10}


class Door:
    """An application that lets one password in, and a network of many machines before it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.guard = SignIn(
            self._opened,
            of_one=Pace(10, clock=lambda: self.now),
            of_all=Pace(40, clock=lambda: self.now),
        )

    async def _opened(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 200 if scope["query_string"] == b"right" else 400
        await PlainTextResponse("", status)(scope, receive, send)

    def tries(self, host: str, word: str, browser: str = "") -> int:
        """The status that somebody gets."""

        async def tried() -> int:
            transport = httpx.ASGITransport(self.guard, client=(host, 1))
            cookie = {"Cookie": f"{COOKIE}={browser}"}
            async with httpx.AsyncClient(transport=transport, base_url="http://a.example") as http:
                return (await http.post(f"/login?{word}", headers=cookie)).status_code

        return asyncio.run(tried())


def test_an_ipv6_network_is_one_address():
    door = Door()
    tried = Counter(door.tries(f"2001:db8::{number:x}", "wrong") for number in range(1, 21))
    assert tried == {400: 10, 429: 10}
    assert door.tries("2001:db8:0:1::1", "right") == 200


def test_many_addresses_keep_nobody_out_for_good():
    door, owner = Door(), "a" * 32
    assert door.tries("10.0.0.1", "right", owner) == 200
    for number in range(60):
        door.tries(f"10.0.1.{number}", "wrong")
    assert door.tries("10.0.2.1", "right") == 429
    assert door.tries("10.0.2.1", "right", owner) == 200
    door.now += 2
    assert door.tries("10.0.2.2", "right") == 200
