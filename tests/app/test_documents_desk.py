"""Handing in documents: each file's fate, stopping, several visitors, hostile browsers."""

from __future__ import annotations

import itertools
import threading
import time

import pytest
from slow_adding import SECONDS, SlowAdding
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from qa.chat.library.desk import MOST_FILES, Desk
from qa.chat.library.handed import handed_in
from qa.chat.library.uploads import Uploads


@pytest.fixture
def uploads(tmp_path):
    (tmp_path / "uploads").mkdir()
    return tmp_path / "uploads"


_NUMBERS = itertools.count()


def put(uploads, *names, text="Words."):
    """Files as Gradio keeps uploads, and what a browser then says of them."""
    given = []
    for name in names:
        path = uploads / f"{next(_NUMBERS):064x}" / name.rpartition("/")[2]
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        given.append({"path": str(path), "name": name})
    return given


def wait_until(desk, word, reached):
    """The news of a delivery once something is reached, as a page that starts anew hears it."""
    deadline = time.monotonic() + SECONDS
    while not reached(news := desk.news(word, 0)):
        assert time.monotonic() < deadline, news
        time.sleep(0.005)
    return news


def done(news):
    return news["phase"] == "done"


def states(news):
    return [file["state"] for file in news["files"]]


def test_each_file_is_told_as_it_goes_and_no_copy_is_left(uploads):
    library = SlowAdding()
    desk = Desk(library, Uploads(uploads))
    given = [*put(uploads, "full.txt"), *put(uploads, "empty.txt", text="")]
    word = desk.take(given)["delivery"]
    first = wait_until(desk, word, lambda news: states(news)[0] == "embedding")
    assert states(first) == ["embedding", "waiting"]
    assert first["files"][0]["share"] == 0.5
    assert first["phase"] == "working"
    assert first["seconds_left"] == 5.0
    library.let.release()
    second = wait_until(desk, word, lambda news: states(news)[1] == "embedding")
    assert states(second) == ["added", "embedding"]
    assert [path.name for path in uploads.rglob("*.txt")] == ["empty.txt"]
    library.let.release()
    last = wait_until(desk, word, done)
    assert states(last) == ["added", "empty"]
    assert last["files"][1]["detail"] == "It is empty."
    assert last["problem"] == ""
    assert not list(uploads.iterdir())


def test_only_what_changed_is_told_again(uploads):
    library = SlowAdding()
    desk = Desk(library, Uploads(uploads))
    taken = desk.take(put(uploads, "a.txt", "b.txt", "c.txt"))
    word = taken["delivery"]
    known = wait_until(desk, word, lambda news: states(news)[0] == "embedding")
    assert desk.news(word, known["revision"])["files"] == []
    library.let.release()
    wait_until(desk, word, lambda news: states(news)[1] == "embedding")
    changed = desk.news(word, known["revision"])["files"]
    assert [(file["position"], file["state"]) for file in changed] == [
        (0, "added"), (1, "embedding"),
    ]  # fmt: skip
    library.let.release(2)
    wait_until(desk, word, done)


def test_stopping_keeps_what_is_done_and_leaves_the_rest(uploads):
    library = SlowAdding()
    desk = Desk(library, Uploads(uploads))
    word = desk.take(put(uploads, "a.txt", "b.txt", "c.txt"))["delivery"]
    wait_until(desk, word, lambda news: states(news)[0] == "embedding")
    desk.stop(word)
    assert desk.news(word, 0)["phase"] == "stopping"
    library.let.release()
    assert states(wait_until(desk, word, done)) == ["added", "stopped", "stopped"]
    assert library.added == ["a.txt"]
    assert not list(uploads.rglob("*.txt"))
    desk.stop(word)  # once more, when all is over
    assert desk.news(word, 0)["phase"] == "done"


def test_a_second_visitor_waits_and_may_stop_waiting(uploads):
    library = SlowAdding()
    desk = Desk(library, Uploads(uploads))
    first = desk.take(put(uploads, "a.txt"))["delivery"]
    wait_until(desk, first, lambda news: news["phase"] == "working")
    second, third = (desk.take(put(uploads, name))["delivery"] for name in ("b.txt", "c.txt"))
    assert desk.busy
    assert desk.news(second, 0)["phase"] == "waiting"
    desk.stop(second)
    assert states(wait_until(desk, second, done)) == ["stopped"]
    library.let.release(2)
    assert states(wait_until(desk, first, done)) == ["added"]
    assert states(wait_until(desk, third, done)) == ["added"]
    assert library.asked == [["a.txt"], ["c.txt"]]
    assert not desk.busy


def test_nobody_hears_of_a_delivery_without_its_secret_word(uploads):
    desk = Desk(SlowAdding(LibraryUnavailable("Locked.")), Uploads(uploads))
    words = {desk.take(put(uploads, "a.txt"))["delivery"] for _ in range(20)}
    assert len(words) == 20
    assert min(map(len, words)) >= 40
    for guess in ("", "0", None, 0, [], {"delivery": 1}, next(iter(words))[:-1]):
        news = desk.news(guess, 0)
        assert (news["delivery"], news["files"], news["phase"]) == ("", [], "done")
        desk.stop(guess)


def test_a_library_that_is_locked_is_told_and_all_copies_go(uploads):
    error = LibraryUnavailable("Another process is changing the library.")
    desk = Desk(SlowAdding(error), Uploads(uploads))
    word = desk.take(put(uploads, "a.txt", "b.txt"))["delivery"]
    news = wait_until(desk, word, done)
    assert news["problem"] == str(error)
    assert states(news) == ["refused", "refused"]
    assert not list(uploads.rglob("*.txt"))


def test_an_unexpected_failure_ends_the_delivery_and_not_the_desk(uploads, monkeypatch):
    fallen = []
    monkeypatch.setattr(threading, "excepthook", fallen.append)
    library = SlowAdding(ZeroDivisionError())
    desk = Desk(library, Uploads(uploads))
    news = wait_until(desk, desk.take(put(uploads, "a.txt"))["delivery"], done)
    assert "its log says why" in news["problem"]
    library.error = None
    library.let.release()
    word = desk.take(put(uploads, "b.txt"))["delivery"]
    assert states(wait_until(desk, word, done)) == ["added"]
    desk.close()
    assert [failure.exc_type for failure in fallen] == [ZeroDivisionError]


def test_files_with_one_content_and_name_share_an_upload(uploads):
    """Gradio keeps them at one path; it stays until the last of them is added."""
    library = SlowAdding()
    desk = Desk(library, Uploads(uploads))
    (given,) = put(uploads, "index.html")
    twins = [given | {"name": "a/index.html"}, given | {"name": "b/index.html"}]
    first = desk.take(twins)["delivery"]
    second = desk.take([given | {"name": "c/index.html"}])["delivery"]
    library.let.release(3)
    assert states(wait_until(desk, first, done)) == ["added", "added"]
    assert states(wait_until(desk, second, done)) == ["added"]
    assert not list(uploads.rglob("*.html"))


def test_a_file_outside_the_uploads_is_neither_read_nor_deleted(uploads, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody may read this.", encoding="utf-8")
    (uploads / "link.txt").symlink_to(secret)
    library = SlowAdding()
    desk = Desk(library, Uploads(uploads))
    paths = [secret, uploads / ".." / "secret.txt", uploads / "link.txt", uploads, "", "secret.txt"]
    paths += [uploads / "gone.txt", "/etc/passwd", f"{uploads}/\0", f"{uploads}/{'n' * 5_000}"]
    given = [{"path": str(path), "name": "a.txt"} for path in paths]
    library.let.release()
    word = desk.take([*put(uploads, "true.txt"), *given])["delivery"]
    news = wait_until(desk, word, done)
    assert states(news) == ["added", *["lost"] * len(paths)]
    assert library.asked == [["true.txt"]]
    assert secret.read_text(encoding="utf-8") == "Nobody may read this."


@pytest.mark.parametrize(
    "given", [None, [], "a.txt", 5, {"path": "a", "name": "b"}, [{}] * (MOST_FILES + 1)]
)
def test_what_is_no_list_of_files_is_refused_in_a_sentence(uploads, given):
    news = Desk(SlowAdding(), Uploads(uploads)).take(given)
    assert news["delivery"] == ""
    assert news["phase"] == "done"
    assert news["problem"].endswith((".", "FOLDER"))


@pytest.mark.parametrize("given", [None, 3, "x", [], {}, {"path": 1, "name": "a"}, {"path": "a"}])
def test_what_is_no_file_is_none(uploads, given):
    assert handed_in([given], uploads) == [None]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("reports/2024/a.txt", "reports/2024/a.txt"),
        ("../../etc/a.txt", "etc/a.txt"),
        ("/root//./a.txt", "root/a.txt"),
        ("a\x00b\ud800\n.txt", "a\ufffdb\ufffd\ufffd.txt"),
        ("\u202efdp.<img src=x>${1}.txt", "\u202efdp.<img src=x>${1}.txt"),
        ("..", "true.txt"),
        ("", "true.txt"),
        ("n" * 3_000 + ".txt", "n" * 996 + ".txt"),
    ],
)
def test_names_keep_their_path_and_never_lead_upwards(uploads, given, name):
    (true,) = put(uploads, "true.txt")
    (file,) = handed_in([true | {"name": given}], uploads)
    assert file is not None
    assert file.name == name


def test_a_real_library_is_filled_stopped_and_gone_on_with(uploads, tmp_path):
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        desk = Desk(library, Uploads(uploads))
        given = put(uploads, "2023/report.txt", text="The ferry closes.")
        given += put(uploads, "2024/report.txt", text="The ferry stays.")
        given += put(uploads, "blank.txt", text=" \n")
        news = wait_until(desk, desk.take(given)["delivery"], done)
        assert states(news) == ["added", "added", "empty"]
        assert "blank.txt" in news["files"][2]["detail"]
        assert library.text("2024/report.txt") == "The ferry stays."
        again = put(uploads, "2024/report.txt", text="The ferry stays, after all.")
        assert states(wait_until(desk, desk.take(again)["delivery"], done)) == ["changed"]
        assert library.text("2024/report.txt") == "The ferry stays, after all."
        library.add(tmp_path / "uploads", sync=True)
        assert len(library.documents()) == 2
