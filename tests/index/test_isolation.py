"""Files are read in another process: whatever a file does there, the program is not harmed."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import hostile_reader
import pytest

from index.errors import EmptyDocument, LibraryUnavailable, PictureUnavailable, UnreadableDocument
from index.isolation import process, wire, workers
from index.isolation.confinement import Confined
from index.isolation.workers import Readers
from index.read import read_bytes
from index.readers.pdf_picture import page_picture
from index.types import Span

SAMPLES = sorted((Path(__file__).parents[2] / "samples").iterdir())
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")


@pytest.fixture(scope="module")
def honest():
    readers = Readers()
    yield readers
    readers.close()


@pytest.fixture
def hostile(monkeypatch):
    """Readers whose parser does what the name of the file says."""
    command = (sys.executable, "-P", hostile_reader.__file__)
    monkeypatch.setattr(process, "_COMMAND", command)
    readers = Readers()
    yield readers
    readers.close()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_file_reads_there_as_it_does_here(honest, path):
    data = path.read_bytes()
    assert honest.read(data, path.name) == read_bytes(data, path.name)


def test_a_page_is_drawn_there_as_it_is_here(honest):
    (path,) = (path for path in SAMPLES if path.suffix == ".pdf")
    data = path.read_bytes()
    page = read_bytes(data, path.name).pages[1].span
    text = page.of(read_bytes(data, path.name).text)
    spans = [Span(20, 60)]
    here = page_picture(data, path.name, 2, 300, text, spans)
    assert here.marks
    assert honest.draw(data, path.name, 2, 300, text, spans) == here
    with pytest.raises(PictureUnavailable, match="has no page 99"):
        honest.draw(data, path.name, 99, 300, "", ())


def test_what_a_file_is_refused_for_is_told_as_here(honest):
    for data, kind in ((b"", EmptyDocument), (b"\x89PNG\r\n\x1a\n\0", UnreadableDocument)):
        with pytest.raises(UnreadableDocument) as here:
            read_bytes(data, "a.pdf")
        with pytest.raises(UnreadableDocument) as there:
            honest.read(data, "a.pdf")
        assert type(there.value) is kind
        assert str(there.value) == str(here.value)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("crash.txt", "crash"),
        ("leave.txt", "crash"),
        ("lie.txt", "crash"),
        ("babble.txt", "crash"),
        ("mistake.txt", "crash"),
        ("invent.txt", "crash"),
        ("exaggerate.txt", "crash"),
        ("fail.txt", "KeyError: 'body'"),
        pytest.param("fill.txt", "more than 1,024 MB of memory", marks=linux),
    ],
)
def test_who_misbehaves_is_ended_and_the_next_file_is_read(hostile, name, told):
    assert hostile.read(b"x", "before.txt").text == "Read before.txt."
    with pytest.raises(UnreadableDocument, match=told) as refusal:
        hostile.read(b"x", name)
    assert f"“{name}”" in str(refusal.value)
    assert hostile.read(b"x", "after.txt").text == "Read after.txt."


def test_what_went_wrong_is_logged_without_words_of_the_document(hostile, caplog):
    with pytest.raises(UnreadableDocument):
        hostile.read(b"x", "fail.txt")
    told = r"reading 'fail\.txt' failed: KeyError at hostile_reader\.py:\d+"
    assert re.search(told, caplog.text)
    assert "body" not in caplog.text


def test_who_takes_too_long_is_ended(hostile, monkeypatch):
    monkeypatch.setattr(workers, "SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(UnreadableDocument, match="given up after"):
        hostile.read(b"x", "hang.txt")
    assert time.monotonic() - begun < 5
    assert hostile.read(b"x", "after.txt").text == "Read after.txt."


def test_a_large_file_has_more_time(hostile, monkeypatch):
    monkeypatch.setattr(workers, "SECONDS", 0.2)
    with pytest.raises(UnreadableDocument, match="after 3 seconds"):
        hostile.read(bytes(1024 * 1024), "hang.txt")


def test_who_does_not_want_to_wait_on_does_not(hostile):
    class Enough(Exception):
        pass

    def go_on():
        raise Enough

    with pytest.raises(Enough):
        hostile.read(b"x", "hang.txt", go_on)
    assert hostile.read(b"x", "after.txt").text == "Read after.txt."


def test_what_a_parser_prints_is_not_taken_for_an_answer(hostile):
    assert hostile.read(b"x", "chat.txt").text == "Read chat.txt."


@linux
@pytest.mark.parametrize("way", ["harm.txt", "harm_past_python.txt"])
def test_a_parser_in_the_hands_of_a_file_reaches_nothing(hostile, way, tmp_path):
    (tmp_path / "kept.txt").write_text("Kept.")
    assert hostile.confined().acting
    assert hostile.read(str(tmp_path).encode(), way).text == "Done: "
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
    assert (tmp_path / "kept.txt").read_text() == "Kept."


@linux
def test_a_parser_in_the_hands_of_a_file_reads_no_other(hostile, tmp_path):
    (tmp_path / "kept.txt").write_text("Kept.")
    if not hostile.confined().reading:
        pytest.skip("this kernel has no Landlock")
    assert hostile.read(str(tmp_path).encode(), "pry.txt").text == "Done: "


@linux
def test_every_call_of_the_table_is_refused(hostile):
    assert hostile.read(b"x", "ask_for_all_that_is_refused.txt").text == "Done: "


@linux
def test_a_reader_has_neither_a_terminal_nor_a_second_thread(hostile):
    hostile.read(b"x", "a.txt")
    (reader,) = hostile._all
    number = reader._process.pid
    assert os.getsid(number) == number != os.getsid(0)
    # What a thread gives up, those that were started before it keep.
    assert len(list(Path(f"/proc/{number}/task").iterdir())) == 1


@linux
def test_a_reader_ends_with_the_program_that_started_it(tmp_path):
    code = "import os, sys; from index.isolation.process import ReadingProcess as New; " + (
        "print(New()._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=False)
    reader = Path(f"/proc/{int(done.stdout)}")
    deadline = time.monotonic() + 5
    while has_not_ended(reader):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def has_not_ended(process):
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_without_the_kernel_python_still_refuses(hostile, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text("import platform; platform.machine = lambda: 'vax'")
    (place := tmp_path / "place").mkdir()
    (place / "kept.txt").write_text("Kept.")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import sitecustomize, runpy; " + (
        f"runpy.run_path({hostile_reader.__file__!r}, run_name='__main__')"
    )
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-P", "-c", code))
    assert not hostile.confined().acting
    assert hostile.read(str(place).encode(), "harm.txt").text == "Done: "


def test_the_keys_of_the_environment_stay_here(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    code = "import os; raise SystemExit(42 if 'OPENAI_API_KEY' in os.environ else 43)"
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", code))
    with pytest.raises(LibraryUnavailable, match="code 43"):
        Readers().read(b"x", "a.txt")


def test_a_process_that_does_not_start_is_told(monkeypatch):
    monkeypatch.setattr(process, "_COMMAND", ("/nowhere/python",))
    with pytest.raises(LibraryUnavailable, match="cannot be started"):
        Readers().read(b"x", "a.txt")


def test_many_threads_share_two_processes(hostile):
    found = []

    def ask(number):
        found.append(hostile.read(b"x", f"{number}.txt").text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(f"Read {number}.txt." for number in range(12))
    assert len(hostile._all) <= 2


def test_a_process_that_has_read_much_gives_way_to_a_new_one(hostile, monkeypatch):
    monkeypatch.setattr(process, "_WORN", 10)
    for size, kept in ((8, 1), (8, 0), (8, 1)):
        hostile.read(bytes(size), "a.txt")
        assert len(hostile._all) == kept


def test_no_files_stay_open(hostile):
    def open_files():
        return len(list(Path("/dev/fd").iterdir()))

    hostile.read(b"x", "a.txt")
    before = open_files()
    for name in ("fail.txt", "crash.txt", "a.txt"):
        with pytest.raises(UnreadableDocument) if name != "a.txt" else io.BytesIO():
            hostile.read(b"x", name)
    assert open_files() == before
    hostile.close()
    assert open_files() == before - 2


def test_letters_arrive_as_they_were_sent():
    letters = [
        wire.Read("a\u2028b.txt"),
        wire.Draw("a", 1, 2, "t", (Span(0, 1),)),
        wire.Ready(Confined(acting=True, reading=False)),
    ]
    letters += [wire.Refused("EmptyDocument", "“x”"), wire.Failed("KeyError: 'x'", "word.py:88")]
    stream = io.BytesIO()
    for letter in letters:
        wire.send(stream, letter, b"\0\xff")
    stream.seek(0)
    assert [wire.receive(stream) for _ in letters] == [(letter, b"\0\xff") for letter in letters]
    with pytest.raises(EOFError):
        wire.receive(stream)


def test_a_name_that_is_no_text_is_no_hindrance(honest):
    with pytest.raises(EmptyDocument, match=r"“a\?.txt” is an empty file"):
        honest.read(b"", "a\udcff.txt")


@pytest.mark.parametrize(
    "text", [b"Nope\n{}", b"Read\n{}", b'Read\n{"name": 1}', b"Read", b"\xff\n{}", b'Read\n["a"]']
)
def test_what_is_no_letter_is_not_taken_for_one(text):
    stream = io.BytesIO(len(text).to_bytes(8) + bytes(8) + text)
    with pytest.raises(ValueError, match=r"letter|valid"):
        wire.receive(stream)


def test_every_field_of_a_document_passes(honest):
    data = b"# Report\n\nBy Ann Holt\n\n3 May 2024\n\nThe ferry \xe9 left. \xf3\xa0\x80\xa1"
    here = read_bytes(data, "a.md")
    assert {field.name for field in dataclasses.fields(here) if getattr(here, field.name)} >= {
        *("text", "media_type", "title", "author", "date", "sections", "notes")
    }
    assert honest.read(data, "a.md") == here
