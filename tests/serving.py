"""Talking to a served page as its scripts do, and as anybody may who reaches it."""

from __future__ import annotations

import itertools
import json
from typing import Any

import httpx

# Not by the client's own encoder, which refuses lone surrogates; anybody may send them.
_JSON = {"Content-Type": "application/json"}
_sessions = (f"session{number}" for number in itertools.count())


def config(http: httpx.Client) -> dict[str, Any]:
    """What the page is made of."""
    return dict(http.get("/config").json())


def functions(http: httpx.Client) -> list[tuple[int, str]]:
    """The functions of the server that the page's scripts call: component and name of each."""
    return [
        (component["id"], name)
        for component in config(http)["components"]
        for name in component["props"].get("server_fns") or ()
    ]


def call(http: httpx.Client, name: str, data: object, session: str = "") -> httpx.Response:
    """Call a function of the server by its name, as a script does."""
    (component, *_) = [each for each, named in functions(http) if named == name]
    return call_at(http, component, name, data, session)


def call_at(
    http: httpx.Client, component: int, name: str, data: object, session: str = ""
) -> httpx.Response:
    """Call a function of one component."""
    sent = {
        "data": data, "component_id": component, "fn_name": name,
        "session_hash": session or next(_sessions),
    }  # fmt: skip
    return http.post("/gradio_api/component_server", content=json.dumps(sent), headers=_JSON)


def trigger(
    http: httpx.Client,
    event: int,
    data: list[object],
    event_data: object = None,
    session: str = "",
) -> dict[str, Any]:
    """Start an event of the page by its number; its last message."""
    session = session or next(_sessions)
    sent = {"data": data, "fn_index": event, "session_hash": session, "event_data": event_data}
    joined = http.post("/gradio_api/queue/join", content=json.dumps(sent), headers=_JSON)
    if not joined.is_success:
        return {"status": joined.status_code, **joined.json()}
    last: dict[str, Any] = {}
    with http.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            message = json.loads(line.removeprefix("data: ")) if line else {}
            if message.get("msg") in ("process_completed", "unexpected_error"):
                last = message
            if message.get("msg") == "close_stream":
                break
    return last
