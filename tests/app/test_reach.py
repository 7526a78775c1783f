"""Who reaches the served page, by which addresses and from which pages, and what he gets there."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from starlette.responses import PlainTextResponse

from qa.chat.guard import Guard
from qa.chat.ways import LARGEST_BODY

pytestmark = GRADIO_LEAVINGS

JSON = {"Content-Type": "application/json"}
ARRIVING = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
CROSS = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture(scope="module")
def http(chat) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=chat.address, timeout=20, trust_env=False) as client:
        yield client


def uploaded() -> list[Path]:
    """The files that have been handed in and lie on the disk."""
    return [path for path in Path(os.environ["GRADIO_TEMP_DIR"]).rglob("*") if path.is_file()]


# -- By which name


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example",
        "localhost.:{port}",
        "0.0.0.0:{port}",
        "127.0.0.2:{port}",
        "2130706433:{port}",
        "evil.example@127.0.0.1:{port}",
        "127.0.0.1:{port}@evil.example",
        "127.0.0.1/evil.example",
        "127.0.0.1#evil.example",
        "[::ffff:7f00:1]:{port}",
        "[::1",
        "",
    ],
)
def test_a_foreign_host_is_refused(chat, http, host):
    for path in ("/", "/config", "/gradio_api/info"):
        reply = http.get(path, headers={"Host": host.format(port=chat.port)})
        assert reply.status_code == 400
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    posted = http.post(
        "/gradio_api/call/documents",
        json={"data": []},
        headers={"Host": host.format(port=chat.port)},
    )
    assert posted.status_code == 400


@pytest.mark.parametrize(
    "host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST", "[::1]:80", "localhost:9999"]
)
def test_this_machines_own_names_are_served(chat, http, host):
    named = {"Host": host.format(port=chat.port)}
    assert http.get("/config", headers=named).status_code == 200
    own = named | {"Origin": f"http://{named['Host'].lower()}", "Sec-Fetch-Site": "same-origin"}
    reply = http.post("/gradio_api/call/documents", json={"data": []}, headers=own)
    assert reply.status_code == 200


# -- From which page


@pytest.mark.parametrize(
    "told",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "https://127.0.0.1"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:{port}"},
        {"Origin": "http://127.0.0.1.evil.example:{port}"},
        {"Origin": "http://evil.example@127.0.0.1:{port}"},
        {"Origin": "chrome-extension://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:{port}", **CROSS},
        CROSS,
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", **ARRIVING},
    ],
    ids=str,
)
def test_what_another_page_sends_is_refused(chat, http, told):
    told = {name: value.format(port=chat.port) for name, value in told.items()}
    for path in ("/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/component_server"):
        reply = http.post(path, json={"data": ["Why?", None]}, headers=told)
        assert reply.status_code == 403
        assert reply.text == "Requests from other pages are refused."


def test_another_page_can_read_nothing(chat, http):
    for path in ("/config", "/gradio_api/info", "/theme.css", "/gradio_api/heartbeat/abc"):
        for told in (CROSS, CROSS | ARRIVING, {"Origin": "http://evil.example"}):
            assert http.get(path, headers=told).status_code == 403
    assert http.get("/", headers={"Origin": "http://evil.example"}).status_code == 403
    framed = CROSS | ARRIVING | {"Sec-Fetch-Dest": "iframe"}
    assert http.get("/", headers=framed).status_code == 403
    assert http.get("/", headers=CROSS | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403
    preflight = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    asked = http.options("/gradio_api/call/ask", headers=preflight)
    assert "access-control-allow-origin" not in asked.headers


def test_the_page_itself_and_who_follows_a_link_to_it_are_served(chat, http):
    for told in ({}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "same-origin"}):
        assert http.get("/config", headers=told).status_code == 200
    assert http.get("/?cite=0123456789abcdef", headers=CROSS | ARRIVING).status_code == 200
    own = {"Origin": chat.address, "Sec-Fetch-Site": "same-origin"}
    assert http.post("/gradio_api/call/search", json={"data": ["pier", 1]}, headers=own).is_success


FILE = {"files": ("notes.txt", b"Written by another page.")}


@pytest.mark.parametrize("told", [{"Origin": "http://evil.example"}, {"Origin": "null"}, CROSS])
def test_no_form_of_another_page_leaves_a_file(http, told):
    before = uploaded()
    assert http.post("/gradio_api/upload", files=FILE, headers=told).status_code == 403
    served = {"data": "x", "component_id": "1", "session_hash": "abc", "fn_name": "listed"}
    sent = http.post("/gradio_api/component_server", data=served, files=FILE, headers=told)
    assert sent.status_code == 403
    assert uploaded() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_no_simple_body_of_another_page_does_anything(chat, http, kind):
    body = json.dumps({"data": [["bridge.txt"]], "fn_name": "discard", "component_id": 22})
    for told in (CROSS, {"Origin": "null"}):
        for path in (
            "/gradio_api/component_server",
            "/gradio_api/cancel",
            "/gradio_api/queue/join",
        ):
            reply = http.post(path, content=body, headers={**told, "Content-Type": kind})
            assert reply.status_code == 403
    assert "bridge.txt" in {document.name for document in chat.library.documents()}


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("evil.example", "http://evil.example", 400),
        ("127.0.0.1:{port}", "http://evil.example", 403),
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 404),
    ],
)
def test_there_is_no_websocket(chat, host, origin, status):
    lines = [
        "GET /gradio_api/queue/join HTTP/1.1", f"Host: {host}", f"Origin: {origin}",
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", chat.port), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).format(port=chat.port).encode())
        assert connection.recv(100).split()[1] == str(status).encode()


# -- What is there

NOT_SERVED = [
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=/etc/./passwd",
    "/gradio_api/file=../../../../../../etc/passwd",
    "/gradio_api/file=..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/gradio_api/file=%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/gradio_api/file%3D/etc/passwd",
    "/gradio_api/file=file:///etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/file=/etc/passwd",
    "/file/etc/passwd",
    "/gradio_api/file=app.py",
    "/gradio_api/file=../app.py",
    "/gradio_api/file={library}/library.sqlite3",
    "/gradio_api/file={library}/conversations.db",
    "/gradio_api/file={uploads}",
    "/gradio_api/file=//evil.example/x",
    "/gradio_api/file=\\\\evil.example\\x",
    "/gradio_api/file=http://evil.example/x",
    "/gradio_api/file=https://evil.example/x",
    "/gradio_api/file%3Dhttps%3A//evil.example/x",
    "/gradio_api/file=HTTPS:/evil.example/x",
    "/gradio_api/file=http://169.254.169.254/latest/meta-data",
    "/gradio_api/file/http://evil.example/x",
    "/gradio_api/proxy=https://evil.example/x",
    "/proxy=https://evil.example/x",
    "/static/../../../../../../etc/passwd",
    "/static/..%2f..%2f..%2froutes.py",
    "/assets/..%5c..%5croutes.py",
    "/svelte/%2e%2e/%2e%2e/routes.py",
    "/gradio_api/stream/abc/1/1/playlist.m3u8",
    "/gradio_api/stream/abc/1/1/playlist-file",
    "/gradio_api/upload_progress?upload_id=abc",
    "/gradio_api/deep_link?session_hash=abc",
    "/gradio_api/custom_component/x/client/y/z.js",
    "/gradio_api/token",
    "/gradio_api/dev/reload",
    "/gradio_api/runs",
    "/gradio_api/vibe-code",
    "/gradio_api/queue/status",
    "/monitoring",
    "/monitoring/summary",
    "/docs",
    "/redoc",
    "/openapi.json",
    "//etc/passwd",
    "/nowhere",
]


@pytest.mark.parametrize("path", NOT_SERVED)
def test_no_file_is_served_by_its_path_and_nothing_is_fetched(chat, path):
    uploads = os.environ["GRADIO_TEMP_DIR"]
    # As it stands: clients would tidy it up before it is sent.
    target = path.format(library=chat.library.folder, uploads=uploads)
    for method in ("GET", "HEAD"):
        head = f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{chat.port}\r\n"
        with socket.create_connection(("127.0.0.1", chat.port), timeout=10) as connection:
            connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
            reply = b"".join(iter(lambda: connection.recv(65536), b""))
        assert reply.split()[1] in (b"403", b"404")
        assert reply.partition(b"\r\n\r\n")[2] in (b"", b"There is nothing here.")


def test_what_the_page_is_made_of_is_served(http):
    for path in ("/", "/theme.css", "/config", "/gradio_api/info", "/robots.txt", "/manifest.json"):
        assert http.get(path).status_code == 200
    script = http.get("/").text.partition('src="')[2].partition('"')[0].lstrip(".")
    assert script.startswith("/assets/")
    assert http.get(script).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/call/ask_typed",
        "/gradio_api/call/checked",
        "/gradio_api/call/refreshed",
        "/gradio_api/call/v2/begin",
        "/gradio_api/call/unnamed",
        "/gradio_api/run/ask",
        "/gradio_api/run/stop",
        "/gradio_api/api/ask",
        "/gradio_api/api/predict",
        "/gradio_api/stream/abc",
        "/gradio_api/process_recording",
        "/gradio_api/run-history/connect",
        "/gradio_api/vibe-edit",
    ],
)
def test_only_what_is_published_is_called_by_name(http, path):
    assert http.post(path, json={"data": ["Why?"]}).status_code == 404


def test_no_question_is_put_past_the_line(http):
    config = http.get("/config").json()["dependencies"]
    queued = [each["id"] for each in config if each["queue"] and each["backend_fn"]]
    assert queued
    for event in queued:
        sent = {"data": [""] * 5, "fn_index": event, "session_hash": "abc"}
        assert http.post("/gradio_api/run/predict", json=sent).status_code == 404


@pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/gradio_api/component_server"])
def test_a_huge_body_is_refused_before_it_is_read(http, path):
    reply = http.post(path, content=b"x" * (LARGEST_BODY + 1), headers=JSON)
    assert reply.status_code == 413
    assert http.post(path, content=iter([b"{}"]), headers=JSON).status_code == 411


def test_every_response_carries_the_guards_headers(http):
    for path in ("/", "/config", "/nowhere"):
        headers = http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "connect-src 'self';" in policy
        assert "object-src 'none'" in policy


@pytest.mark.parametrize(
    ("framed_by", "status"), [("https://huggingface.co", 200), ("'none'", 403)]
)
def test_only_a_hosted_page_is_shown_in_the_frame_of_another(framed_by, status):
    guard = Guard(
        PlainTextResponse("Inside"),
        allowed_hosts={"reports.hf.space"},
        calls=(),
        max_upload_bytes=1,
        uploads=None,
        frame_ancestors=framed_by,
    )
    told = {"Host": "reports.hf.space", **CROSS, **ARRIVING, "Sec-Fetch-Dest": "iframe"}

    async def opened() -> httpx.Response:
        transport = httpx.ASGITransport(app=guard)
        async with httpx.AsyncClient(transport=transport, base_url="http://a.example") as client:
            return await client.get("/", headers=told)

    reply = asyncio.run(opened())
    assert reply.status_code == status
    assert f"frame-ancestors {framed_by}" in reply.headers["content-security-policy"]
    assert ("x-frame-options" in reply.headers) == (framed_by == "'none'")
