"""What the page's own scripts and events may ask the server: anybody may ask it, for anything."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from serving import call, call_at, config, functions, trigger

pytestmark = GRADIO_LEAVINGS

OUTSIDE = "/etc/passwd"
ANYTHING = [
    None,
    -1,
    2.5,
    True,
    "",
    "x" * 60_000,  # a large body is only let through now and then
    "../..",
    "\x00\ud800",
    [],
    [None, None],
    [[], {}, 3],
    ["0123456789abcdef", "right"],
    {},
    {"path": OUTSIDE, "name": OUTSIDE},
    [{"path": OUTSIDE, "name": "passwd.txt"}],
    {"delivery": [], "since": "x", "name": {}, "start": 10**20, "model": 5, "threshold": "x"},
    {"name": OUTSIDE, "start": -1, "spans": [[0, "x"], None], "page": "x", "words": 3},
]


@pytest.fixture(scope="module")
def http(chat) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=chat.address, timeout=30) as client:
        yield client


def state(chat, http):
    """What must be as it was: the documents and the settings."""
    return chat.library.documents(), call(http, "state", None).json()


def test_no_function_of_the_page_stumbles_over_what_it_is_sent(chat, http):
    before, asked = state(chat, http), 0
    for component, name in functions(http):
        for sent in ANYTHING:
            reply = call_at(http, component, name, sent)
            assert reply.status_code == 200, (name, sent, reply.text)
            assert "root:" not in reply.text
            asked += 1
    assert asked > 500
    assert state(chat, http) == before


def test_only_what_the_page_declares_is_called(http):
    for component, _ in functions(http):
        for name in ("__init__", "get_config", "postprocess", "render", "_fn", "../take"):
            assert call_at(http, component, name, None).status_code == 404


@pytest.mark.parametrize("sent", ["<b>x</b>", "../../etc/passwd", 5, None, [], {"id": "x"}])
def test_no_event_of_the_page_does_more_than_the_page_could(chat, http, sent):
    before = state(chat, http)
    for event in config(http)["dependencies"]:
        if not (event["backend_fn"] and event["queue"]) or event["api_visibility"] == "public":
            continue
        given = [sent] * len(event["inputs"])
        ended = trigger(http, event["id"], given, {"id": sent, "names": sent, "stay": sent})
        told = str(ended["output"].get("error") or "")
        assert "Traceback" not in told
        assert "site-packages" not in told
    assert state(chat, http) == before


def test_a_file_that_was_not_handed_in_is_not_taken(chat, http):
    taken = call(http, "take", [{"path": OUTSIDE, "name": "passwd.txt"}]).json()
    assert [row["state"] for row in taken["files"]] == ["lost"]
    lying = str(chat.library.folder / "library.sqlite3")
    taken = call(http, "take", [{"path": lying, "name": "library.txt"}]).json()
    assert [row["state"] for row in taken["files"]] == ["lost"]


def test_a_conversation_is_the_sessions_own(http):
    """Whatever a request says that it is, the conversation is taken from the session."""
    (typed,) = [e["id"] for e in config(http)["dependencies"] if e["api_name"] == "ask_typed"]
    shown = {"id": "0" * 16, "shown": [{"question": "planted", "html": "<b>planted</b>"}]}
    ended = trigger(http, typed, ["Who found cracks in the piers?", shown, [], "configured"])
    assert ended["success"]
    assert "planted" not in str(ended)


def test_a_question_that_is_too_long_is_refused_by_every_way(http):
    long = "Who found cracks in the piers? " * 200
    (typed,) = [e["id"] for e in config(http)["dependencies"] if e["api_name"] == "ask_typed"]
    ended = trigger(http, typed, [long, None, [], "configured"])
    assert "at most 4,000" in str(ended)
    for name in ("ask", "search"):
        asked = http.post(f"/gradio_api/call/{name}", json={"data": [long]}).json()
        told = http.get(f"/gradio_api/call/{name}/{asked['event_id']}").text
        assert "event: error" in told
        assert "at most 4,000" in told
    with_history = {"question": "And who else?", "history": [long]}
    asked = http.post("/gradio_api/call/v2/ask", json=with_history).json()
    assert "4,000" in http.get(f"/gradio_api/call/ask/{asked['event_id']}").text
