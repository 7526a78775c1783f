"""Files that are handed in: how many, how large, of which kind, and that none is left behind."""

from __future__ import annotations

import os
import socket
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from browsing import GRADIO_LEAVINGS
from serving import call
from slow_adding import SlowAdding

from qa.chat.library.desk import MOST_DELIVERIES, Desk
from qa.chat.library.uploads import Uploads

pytestmark = GRADIO_LEAVINGS

LARGEST = 100_000  # as the page is served here
HOUR = 3600.0


@pytest.fixture(scope="module")
def http(chat) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=chat.address, timeout=30) as client:
        yield client


def lying() -> list[Path]:
    """All files of the folder that uploads come into."""
    return [path for path in Path(os.environ["GRADIO_TEMP_DIR"]).rglob("*") if path.is_file()]


def hand_in(http: httpx.Client, name: str, data: bytes) -> httpx.Response:
    return http.post("/gradio_api/upload", files={"files": (name, data)})


def added(http: httpx.Client, *given: dict[str, str]) -> list[dict[str, object]]:
    """What has become of files once their delivery is done."""
    news = call(http, "take", list(given)).json()
    while news["phase"] != "done":
        time.sleep(0.01)
        news = call(http, "news", {"delivery": news["delivery"], "since": 0}).json()
    return list(news["files"])


# -- At the door


def test_a_file_that_is_too_large_leaves_nothing(http):
    assert hand_in(http, "a.txt", b"x" * (LARGEST + 1)).status_code == 413
    assert hand_in(http, "a.txt", b"x" * 10 * LARGEST).status_code == 413
    many = [("files", (f"{number}.txt", b"x" * LARGEST)) for number in range(5)]
    assert http.post("/gradio_api/upload", files=many).status_code == 413
    assert lying() == []


def test_a_file_that_does_not_say_how_long_it_is_is_refused(http):
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    endless = (b"x" * 1000 for _ in range(5))
    assert http.post("/gradio_api/upload", content=endless, headers=form).status_code == 411
    assert lying() == []


def test_an_upload_that_breaks_off_leaves_nothing_for_long(chat):
    head = (
        f"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1:{chat.port}\r\n"
        "Content-Length: 5000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
        'Content-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", chat.port), timeout=10) as connection:
        connection.sendall(head.encode() + b"x" * 2000)
        time.sleep(0.2)
    time.sleep(0.2)
    for path in lying():  # what Gradio left of it goes as other files do that nobody adds
        os.utime(path, (0, 0))
    Uploads(Path(os.environ["GRADIO_TEMP_DIR"]))
    assert lying() == []


def test_a_page_that_takes_no_files_stores_none(serve_papers):
    with httpx.Client(base_url=serve_papers(editable=False).address) as http:
        assert hand_in(http, "a.txt", b"Words.").status_code == 404
        assert [path for path in lying() if path.name == "a.txt"] == []


def test_where_too_many_files_wait_no_more_come_in(chat, http, monkeypatch):
    monkeypatch.setattr(Uploads, "has_room", lambda *_: False)
    refused = hand_in(http, "a.txt", b"Words.")
    assert refused.status_code == 507
    assert refused.text == "Too many files wait to be added. Try again later."
    assert lying() == []


# -- What they are


def zipped(member: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(member, "x")
    return held.getvalue()


GARBAGE = [
    b"\x7fELF\x02\x01\x01" + bytes(200),
    b"MZ\x90\x00" + bytes(200),
    b"\x89PNG\r\n\x1a\n" + bytes(200),
    b"\x1f\x8b\x08" + bytes(200),
    b"SQLite format 3\x00" + bytes(200),
    b"ID3\x04" + bytes(200),
    zipped("xl/workbook.xml.exe"),
    bytes(range(256)) * 20,
    b"%PDF-1.7\nnot really one",
    b"PK\x03\x04broken",
]


@pytest.mark.parametrize("ending", ["pdf", "docx", "md", "html", "txt"])
def test_what_is_no_document_is_refused_whatever_it_is_called(chat, http, ending):
    before = chat.library.documents()
    given = []
    for number, data in enumerate(GARBAGE):
        name = f"file {number}.{ending}"
        (path,) = hand_in(http, name, data).json()
        given.append({"path": path, "name": name})
    assert {file["state"] for file in added(http, *given)} == {"unreadable"}
    assert chat.library.documents() == before
    assert lying() == []


def test_a_files_name_leads_nowhere(chat, http):
    for name in (
        "../../escaped.txt",
        "..%2f..%2fescaped.txt",
        "/tmp/escaped.txt",
        "C:\\escaped.txt",
    ):
        (path,) = hand_in(http, name, b"Words that lead nowhere at all.").json()
        root = Path(os.environ["GRADIO_TEMP_DIR"]).resolve()
        assert Path(path).resolve().is_relative_to(root)
        (file,) = added(http, {"path": path, "name": name})
        assert file["state"] in ("added", "duplicate")
    for document in chat.library.documents():
        if "escaped" in document.name:
            chat.library.remove(document.name)
    assert lying() == []


def test_no_more_people_add_at_once_than_there_is_room_for(tmp_path):
    desk, library = Desk(library := SlowAdding(), Uploads(tmp_path)), library
    taken = []
    for number in range(MOST_DELIVERIES + 1):
        path = tmp_path / f"{number}.txt"
        path.write_text("Words.")
        taken.append(desk.take([{"path": str(path), "name": path.name}]))
    assert [bool(news["delivery"]) for news in taken] == [True] * MOST_DELIVERIES + [False]
    assert taken[-1]["problem"].startswith("Too many people add files")
    for news in taken[:-1]:
        desk.stop(news["delivery"])
    library.let.release(MOST_DELIVERIES)
    desk.close()


# -- Where they wait


@pytest.fixture
def waiting(tmp_path) -> Uploads:
    return Uploads(tmp_path, most_files=3, most_bytes=100, least_free=0, clock=lambda: now[0])


now = [time.time()]


def put(uploads: Uploads, name: str, size: int, age: float = 0.0) -> Path:
    path = uploads.folder / name / "a.txt"
    path.parent.mkdir()
    path.write_bytes(b"x" * size)
    os.utime(path, (now[0] - age, now[0] - age))
    return path


def test_files_and_bytes_that_wait_are_bounded(waiting):
    assert waiting.has_room(40)
    assert waiting.has_room(60)
    assert not waiting.has_room(1)
    now[0] += HOUR  # nothing came in after all
    assert [waiting.has_room(1) for _ in range(4)] == [True, True, True, False]
    put(waiting, "a", 90)
    now[0] += HOUR
    assert not waiting.has_room(11)
    assert waiting.has_room(10)


def test_the_disk_is_not_filled(tmp_path):
    assert not Uploads(tmp_path, least_free=2**60).has_room(1)


def test_what_nobody_adds_is_deleted_and_what_is_being_added_is_not(waiting):
    left, fresh, claimed = (
        put(waiting, name, 1, age)
        for name, age in (("a", 7 * HOUR), ("b", 5 * HOUR), ("c", 9 * HOUR))
    )
    waiting.claim([claimed, claimed])
    now[0] += 60
    assert waiting.has_room(1)
    assert (left.parent.exists(), fresh.exists(), claimed.exists()) == (False, True, True)
    waiting.let_go(claimed)
    assert claimed.exists()  # somebody else adds just the same file
    waiting.let_go(claimed)
    assert not claimed.parent.exists()


def test_what_a_killed_server_left_is_deleted_when_the_page_is_served_anew(waiting):
    left = put(waiting, "a", 1, 7 * HOUR)
    Uploads(waiting.folder, clock=lambda: now[0])
    assert not left.exists()
