"""Many people at one page: nobody sees what is another's, and nothing grows with what was asked."""

from __future__ import annotations

import gc
import json
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from serving import call, config, trigger
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.chat.asking.history import open_history
from qa.chat.page import build_page
from qa.chat.reader import COOKIE
from qa.chat.serve import Serving, serve
from qa.model.writers import Writers

pytestmark = GRADIO_LEAVINGS

QUESTION = "How many boats did the warden of the harbour count, asks {canary}?"
PAPER = "The warden of the harbour counted 17 boats.\n\nNobody else was there at night.\n"
FEW, MANY = (5, 4), (20, 10)  # people, and questions of each


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    os.environ["GRADIO_TEMP_DIR"] = str(tmp_path_factory.mktemp("uploads"))
    paper = tmp_path_factory.mktemp("papers") / "harbour.txt"
    paper.write_text(PAPER, encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("library"), embedder=WordEmbedder()) as library:
        assert not library.add(paper).failures
        writers = Writers(Assistant(library))
        history = open_history(library, writers, together=False)
        page = build_page(
            library, writers.assistant(), samples={}, writers=writers, history=history
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        yield serve(page, Serving(port=port, questions_a_minute=100_000)).rstrip("/")
        page.close(verbose=False)


def visit(address: str) -> httpx.Client:
    """A browser of somebody's own."""
    key = {"Cookie": f"{COOKIE}={secrets.token_hex(16)}"}
    return httpx.Client(base_url=address, timeout=120, headers=key)


def asking_event(http: httpx.Client) -> int:
    (typed,) = [e["id"] for e in config(http)["dependencies"] if e["api_name"] == "ask_typed"]
    return int(typed)


# -- Nobody sees what is another's


@dataclass(frozen=True)
class Seen:
    """All that one person's page was told, by each way."""

    person: str
    shown: str
    listed: str


def converse(address: str, person: str, questions: int) -> Seen:
    """One person's conversation, on the page and by a program of his at the same time."""
    shown: list[str] = []
    with visit(address) as http:
        event, session = asking_event(http), secrets.token_hex(8)
        for number in range(questions):
            question = QUESTION.format(canary=f"{person}x{number}")
            last = trigger(http, event, [question, None, [], "configured"], session=session)
            assert last["success"], last
            shown.append(json.dumps(last))
            assert f"{person}x{number}" in shown[-1]
            assert "17 boats" in shown[-1]
            event_id = http.post("/gradio_api/call/ask", json={"data": [question]}).json()[
                "event_id"
            ]
            shown.append(http.get(f"/gradio_api/call/ask/{event_id}").text)
            assert f"{person}x{number}" in shown[-1]
        listed = call(http, "listed", "").json()
    (talk,) = listed["own"]
    assert f"{person}x0" in talk["title"]
    return Seen(person, "".join(shown), json.dumps(listed))


def assert_nobody_sees_anothers(address: str, people: int, questions: int) -> None:
    names = [f"canary{secrets.token_hex(4)}" for _ in range(people)]
    with ThreadPoolExecutor(people) as threads:
        seen = list(threads.map(lambda name: converse(address, name, questions), names))
    for each in seen:
        told = set(re.findall(r"canary[0-9a-f]{8}", each.shown + each.listed))
        assert told == {each.person}


def test_nobody_sees_what_is_anothers(address):
    assert_nobody_sees_anothers(address, *FEW)


@pytest.mark.torture
def test_twenty_people_ask_ten_questions_each_and_nobody_sees_anothers(address):
    assert_nobody_sees_anothers(address, *MANY)


# -- Nothing grows


@dataclass(frozen=True)
class Held:
    """What the process holds."""

    files: int
    threads: int
    memory: int
    """Resident bytes."""


def held() -> Held:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    files = len(list(Path("/proc/self/fd").iterdir()))
    return Held(files, threading.active_count(), pages * os.sysconf("SC_PAGE_SIZE"))


def work(http: httpx.Client, questions: int, uploads: int) -> None:
    """Ask on the page and as a program, and add and remove documents."""
    event = asking_event(http)
    for number in range(questions):
        canary = secrets.token_hex(8)
        if number % 2:
            asked = http.post(
                "/gradio_api/call/ask", json={"data": [QUESTION.format(canary=canary)]}
            )
            stream = http.get(f"/gradio_api/call/ask/{asked.json()['event_id']}").text
            assert "event: complete" in stream
        else:
            given = [QUESTION.format(canary=canary), None, [], "configured"]
            assert trigger(http, event, given)["success"]
    for _ in range(uploads):
        name = f"{secrets.token_hex(8)}.txt"
        words = f"{PAPER}\n\nIt was the night of {name}.".encode()
        (path,) = http.post("/gradio_api/upload", files={"files": (name, words)}).json()
        news = call(http, "take", [{"path": path, "name": name}]).json()
        while news["phase"] != "done":
            time.sleep(0.01)
            news = call(http, "news", {"delivery": news["delivery"], "since": 0}).json()
        assert [file["state"] for file in news["files"]] == ["added"]
        assert call(http, "discard", [name]).json()["failures"] == []


def assert_nothing_grows(address: str, questions: int, uploads: int) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("what a process holds is read from /proc, which only Linux has")
    with visit(address) as http:
        work(http, 20, 3)  # what is made once is there
        before = held()
        work(http, questions, uploads)
        after = held()
    assert after.files <= before.files + 3
    assert after.threads <= before.threads + 2
    assert after.memory <= before.memory * 1.05


def test_nothing_grows_with_what_is_asked_and_added(address):
    assert_nothing_grows(address, 60, 10)


@pytest.mark.torture
def test_nothing_grows_with_a_thousand_questions_and_a_hundred_uploads(address):
    assert_nothing_grows(address, 1_000, 100)
