"""What has to be in the page before it is first painted."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.chat.look import early_head
from qa.chat.painting import EarlyHead

PAGE = "<!doctype html><html><head><title>ä</title></head><body>&lt;head> <head></body></html>"
ADDED = "<style>body { color: red }</style>"


def client(response: Response, path: str = "/") -> TestClient:
    async def answer(request):
        return response

    routes = [Route(path, answer, methods=["GET", "POST"])]
    return TestClient(EarlyHead(Starlette(routes=routes), html=ADDED))


def test_the_page_begins_its_head_with_the_addition():
    answer = client(HTMLResponse(PAGE)).get("/")
    assert answer.text == PAGE.replace("<head>", f"<head>{ADDED}", 1)
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_page_in_pieces_keeps_every_piece():
    async def pieces():
        for piece in (PAGE[:40], PAGE[40:], ""):
            await asyncio.sleep(0)
            yield piece

    answer = client(StreamingResponse(pieces(), media_type="text/html")).get("/")
    assert answer.text == PAGE.replace("<head>", f"<head>{ADDED}", 1)


@pytest.mark.parametrize(("method", "path"), [("GET", "/other"), ("POST", "/")])
def test_all_else_stays_as_it_is(method, path):
    assert client(HTMLResponse(PAGE), path).request(method, path).text == PAGE


def test_what_has_no_head_stays_as_it_is():
    answer = client(PlainTextResponse("gone", status_code=404)).get("/")
    assert (answer.status_code, answer.text) == (404, "gone")
    assert client(Response(status_code=304)).get("/").content == b""


def test_the_addition_ends_neither_the_style_nor_the_script_early():
    head = early_head()
    assert head.count("</style>") == head.count("</script>") == 1
    assert "--cv-paper" in head
    assert "chapterVerseLooks" in head
