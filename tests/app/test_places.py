"""The page's functions: one visitor's crowd waits for itself, and all else finds a thread."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from hypothesis import given
from hypothesis import strategies as st
from serving import call_at, functions
from starlette.responses import PlainTextResponse

from qa.chat.asking.tools import AnswerTools
from qa.chat.bodies import CALLS_OF_ONE, CALLS_WAITING, LARGE, Bodies
from qa.chat.places import NoRoom, Places
from qa.chat.reader import COOKIE
from qa.chat.waiting import Pace
from qa.chat.ways import LARGEST_BODY

pytestmark = GRADIO_LEAVINGS

CROWD = 60
FUNCTION = "/gradio_api/component_server"


class Gate:
    """A function of the page that works until it is let go, and counts who is inside."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.inside = self.most = self.all = 0
        self._lock = threading.Lock()

    def __call__(self, *_: object) -> object:
        with self._lock:
            self.inside, self.all = self.inside + 1, self.all + 1
            self.most = max(self.most, self.inside)
        self.open.wait(20)
        with self._lock:
            self.inside -= 1
        return {"questions": [], "everywhere": ""}


@pytest.fixture
def gate(monkeypatch) -> Iterator[Gate]:
    held = Gate()
    yield held
    held.open.set()


@pytest.fixture(scope="module")
def found(chat) -> dict[str, int]:
    with httpx.Client(base_url=chat.address) as http:
        return {name: component for component, name in functions(http)}


def visitor(chat, number: int) -> httpx.Client:
    limits = httpx.Limits(max_connections=CALLS_WAITING + 100)
    cookie = {"Cookie": f"{COOKIE}={number:032x}"}
    return httpx.Client(base_url=chat.address, timeout=60, limits=limits, headers=cookie)


def until(true) -> None:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert true()


@pytest.mark.parametrize(
    ("name", "most"), [("copied", CALLS_OF_ONE), ("suggested", 1), ("document_page", 1)]
)
def test_a_crowd_of_one_visitor_leaves_threads_for_all_else(
    chat, found, gate, monkeypatch, name, most
):
    if name == "document_page":
        monkeypatch.setattr("qa.chat.sources.view.DocumentView.picture", gate)
    else:
        monkeypatch.setattr(AnswerTools, name, gate)
    with visitor(chat, 1) as http, visitor(chat, 2) as other, ThreadPoolExecutor(CROWD) as threads:
        sent = [threads.submit(call_at, http, found[name], name, "x") for _ in range(CROWD)]
        until(lambda: gate.inside == most)
        began = time.monotonic()
        for each in (http, other):
            assert each.post("/gradio_api/call/documents", json={"data": []}).is_success
        assert call_at(other, found["documents"], "documents", None).is_success
        assert time.monotonic() - began < 2
        gate.open.set()
        assert Counter(each.result().status_code for each in sent) == {200: CROWD}
    assert (gate.most, gate.all) == (most, CROWD)


def test_a_line_that_is_too_long_is_told_so(chat, found, gate, monkeypatch):
    monkeypatch.setattr(AnswerTools, "copied", gate)
    beyond, room = 5, CALLS_OF_ONE + CALLS_WAITING
    with visitor(chat, 3) as http, ThreadPoolExecutor(room + beyond) as threads:
        many = range(room + beyond)
        sent = [threads.submit(call_at, http, found["copied"], "copied", "x") for _ in many]
        until(lambda: sum(each.done() for each in sent) == beyond)
        (refused, *_) = (each.result() for each in sent if each.done())
        assert refused.status_code == 429
        assert refused.json()["detail"].startswith("The page is busy")
        assert int(refused.headers["Retry-After"]) > 0
        gate.open.set()
        assert Counter(each.result().status_code for each in sent) == {200: room, 429: beyond}


def test_who_suggests_too_often_is_slowed_down_and_not_refused():
    async def arrived() -> float:
        bodies = Bodies(PlainTextResponse("Done"), slow={"suggested": Pace(600)})
        told = json.dumps({"fn_name": "suggested"})
        async with client(bodies) as http:
            for _ in range(600):
                assert (await http.post(FUNCTION, content=told)).status_code == 200
            began = time.monotonic()
            for _ in range(5):
                assert (await http.post(FUNCTION, content=told)).status_code == 200
            return time.monotonic() - began

    assert asyncio.run(arrived()) > 0.2


def test_no_form_calls_a_function(chat, found):
    sent = {"data": "x", "component_id": str(found["suggested"]), "session_hash": "abc"}
    files = {"files": ("a.txt", b"x")}
    reply = httpx.post(chat.address + FUNCTION, data={**sent, "fn_name": "suggested"}, files=files)
    assert reply.status_code == 415


# -- Bodies


def client(app) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://a.example")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/gradio_api/queue/join", 1_000_000),
        ("/gradio_api/call/ask", 1_000_000),
        ("/gradio_api/run/predict", LARGE),
        ("/gradio_api/cancel", LARGE),
        ("/login", LARGE),
        (FUNCTION, LARGEST_BODY),
    ],
)
def test_no_body_is_larger_than_its_way_needs(chat, path, most):
    for length, refused in ((most, False), (most + 1, True)):
        reply = httpx.post(chat.address + path, content=b"x" * length, timeout=20)
        assert (reply.status_code == 413) == refused
    assert reply.json()["detail"].startswith("This is more than can be taken in at once")


def test_the_longest_draft_and_the_longest_list_of_files_are_taken(chat, found):
    draft = json.dumps({"data": ["\U0001f600" * 200_000]}, ensure_ascii=False).encode()
    reply = httpx.post(chat.address + "/gradio_api/queue/join", content=draft)
    assert reply.status_code != 413
    path = f"/tmp/gradio/{'0' * 64}/{'я' * 127}"
    files = [{"path": path, "name": f"{'я' * 127}{number}"} for number in range(5_000)]
    sent = {"data": files, "component_id": found["take"], "fn_name": "take", "session_hash": "a"}
    body = json.dumps(sent, ensure_ascii=False).encode()
    reply = httpx.post(chat.address + FUNCTION, content=body, timeout=30)
    assert len(reply.json()["files"]) == 5_000


def test_large_bodies_are_taken_one_after_the_other():
    most, inside = 0, 0

    async def app(scope, receive, send):
        nonlocal most, inside
        assert len((await receive())["body"]) == LARGE + 1
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1
        await PlainTextResponse("Done")(scope, receive, send)

    async def crowd() -> list[httpx.Response]:
        async with client(Bodies(app, slow={})) as http:
            sent = (
                http.post("/gradio_api/queue/join", content=b"x" * (LARGE + 1)) for _ in "12345"
            )
            return list(await asyncio.gather(*sent))

    assert {reply.status_code for reply in asyncio.run(crowd())} == {200}
    assert most == 1


def test_a_body_that_does_not_come_holds_nothing_up(monkeypatch):
    monkeypatch.setattr("qa.chat.bodies._SECONDS", 0.05)
    scope = {
        "type": "http", "method": "POST", "path": FUNCTION, "client": ("10.0.0.1", 1),
        "headers": [(b"content-length", str(LARGE + 1).encode())],
    }  # fmt: skip
    sent: list[dict[str, object]] = []

    async def never() -> dict[str, object]:
        await asyncio.sleep(60)
        raise AssertionError

    async def send(message) -> None:
        sent.append(message)

    async def slow_then_fine() -> httpx.Response:
        bodies = Bodies(PlainTextResponse("Done"), slow={})
        await bodies(scope, never, send)
        async with client(bodies) as http:
            return await http.post(FUNCTION, content=b"x" * (LARGE + 1))

    assert asyncio.run(slow_then_fine()).status_code == 200
    assert sent[0]["status"] == 408


# -- Places


VISITS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.booleans()), max_size=40)


@given(VISITS)
def test_nobody_has_more_than_his_places_and_all_are_given_back(visits):
    places = Places(at_once=3, of_one=2, waiting=10, waiting_of_one=5)
    inside: Counter[str] = Counter()

    async def visit(who: str, steps: int) -> bool:
        try:
            async with places.place(who):
                inside[who] += 1
                assert inside[who] <= 2
                assert inside.total() <= 3
                for _ in range(steps):
                    await asyncio.sleep(0)
                inside[who] -= 1
        except NoRoom:
            return False
        return True

    async def all_visits() -> None:
        tasks = []
        for who, steps, leaves in visits:
            tasks.append(asyncio.create_task(visit(who, steps)))
            await asyncio.sleep(0)
            if leaves and inside[who] == 0:
                tasks[-1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        failed = [t.exception() for t in tasks if not t.cancelled() and t.exception()]
        assert failed == []

    asyncio.run(all_visits())
    assert not places._taken.total()
    assert not places._line
