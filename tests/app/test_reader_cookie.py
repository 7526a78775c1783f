"""The key of a browser: given once, kept, and taken from nobody who made it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.chat.reader import COOKIE, ReaderCookie, reader_of

KEY = "0123456789abcdef" * 2
FORGED = [
    "", "1", "0" * 31, "0" * 33, "g" * 32, "A" * 32, "é" * 32, "0" * 31 + " ", "٠" * 32,
    "0" * 32 + "\\n", '"' + "0" * 31, "visit-None", "../../etc/passwd", "<script>alert(1)</script>",
    "0" * 100_000,
]  # fmt: skip


async def own_cookie(request):
    response = PlainTextResponse("hello")
    response.set_cookie("theirs", "kept")
    return response


def browser(*, framed: bool = False, base: str = "http://127.0.0.1") -> TestClient:
    paths = ("/", "/config", "/gradio_api/info")
    app = Starlette(routes=[Route(p, own_cookie, methods=["GET", "POST", "HEAD"]) for p in paths])
    return TestClient(ReaderCookie(app, framed=framed), base_url=base)


@dataclass(frozen=True)
class Visit:
    """A request, as far as it tells whose it is."""

    headers: dict[str, str]


def given_by(response) -> list[str]:
    """The whole cookies of ours that a response sets."""
    return [c for c in response.headers.get_list("set-cookie") if c.startswith(f"{COOKIE}=")]


def key_of(cookie: str) -> str:
    return SimpleCookie(cookie)[COOKIE].value


def test_a_browser_gets_a_key_once_and_keeps_it():
    client = browser()
    (first,) = given_by(client.get("/"))
    assert re.fullmatch("[0-9a-f]{32}", key_of(first))
    (second,) = given_by(client.get("/"))
    assert second == first
    (stranger,) = given_by(browser().get("/"))
    assert key_of(stranger) != key_of(first)


def test_no_script_reads_the_key_and_no_other_site_sends_it():
    (cookie,) = given_by(browser().get("/"))
    parts = {part.strip() for part in cookie.split(";")}
    # "Strict" would keep the key from a visit by a link, which would then be given another one.
    assert {"Path=/", "HttpOnly", "SameSite=Lax"} <= parts
    assert any(re.fullmatch(r"Max-Age=\d{7,}", part) for part in parts)
    assert "Secure" not in parts  # it would be lost on plain http, as on 127.0.0.1
    assert not any(part.startswith("Domain") for part in parts)


def test_in_a_frame_of_another_site_the_key_travels_over_https_only():
    (cookie,) = given_by(browser(framed=True, base="https://me.hf.space").get("/"))
    parts = {part.strip() for part in cookie.split(";")}
    assert {"SameSite=None", "Secure", "Partitioned", "HttpOnly"} <= parts
    assert "SameSite=Lax" not in parts


def test_only_opening_the_page_gives_a_key():
    client = browser()
    for path in ("/config", "/gradio_api/info"):
        assert given_by(client.get(path)) == []
    for ask in (client.post, client.head):
        assert given_by(ask("/")) == []
    response = client.get("/")
    assert response.text == "hello"
    assert response.cookies["theirs"] == "kept"


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: repr(forged)[:24])
def test_a_key_that_cannot_be_ours_is_replaced(forged):
    sent = f"{COOKIE}={forged}".encode()
    (cookie,) = given_by(browser().get("/", headers={"Cookie": sent}))
    assert re.fullmatch("[0-9a-f]{32}", key_of(cookie))
    assert key_of(cookie) != forged


@pytest.mark.parametrize(
    "header",
    [
        f"{COOKIE}={KEY}",
        f"a=b; {COOKIE}={KEY}; c=d",
        f'theirs="x y"; {COOKIE}={KEY}',
        f'{{"json": [1, 2]}}; settings={{"a": 1, "b": "c"}}; {COOKIE}={KEY}',
        f"odd name@=1; =; ;; get=1; keys=2; {COOKIE}={KEY}; {COOKIE}2=3",
    ],
)
def test_a_key_of_ours_is_kept_among_the_cookies_of_other_programs(header):
    (cookie,) = given_by(browser().get("/", headers={"Cookie": header}))
    assert key_of(cookie) == KEY
    assert reader_of(Visit({"cookie": header})) == KEY


@given(st.binary(max_size=60).filter(lambda sent: b"\n" not in sent and b"\r" not in sent))
def test_no_header_breaks_the_page(sent):
    response = browser().get("/", headers={"Cookie": sent})
    assert response.status_code == 200
    (cookie,) = given_by(response)
    assert re.fullmatch("[0-9a-f]{32}", key_of(cookie))


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: repr(forged)[:24])
def test_a_request_without_a_key_of_ours_is_nobodys(forged):
    assert reader_of(Visit({"cookie": f"{COOKIE}={forged}; other={KEY}"})) == ""
    assert reader_of(Visit({})) == ""
