"""A file may be called anything: its name is what is shown, and leads nowhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from pathlib import Path

import pytest
from command_line import qa
from hostile_names import NAMES
from made_pdfs import lines, pdf
from reading_answers import links, place, read_answer

from index import Library
from qa import Assistant
from qa.chat.asking.answer_html import answer_html
from qa.chat.library.desk import Desk
from qa.chat.library.handed import handed_in
from qa.chat.library.uploads import Uploads

NOTHING_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
OWN = re.compile(
    r"library\.sqlite3(-wal|-shm)?|library\.lock|lock|vectors(/.*)?|originals(/[0-9a-f]{64}\.pdf)?"
)


def snapshot(folder: Path) -> dict[str, object]:
    """Every path below a folder, with what it holds or where it leads."""
    return {
        os.fsencode(path.relative_to(folder)): path.readlink()
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
        if "library" not in path.relative_to(folder).parts[:1]
    }


def text_of(number: int) -> str:
    return f"Ferry number {number} to Osk will close in May, said harbour master Ivo Tann{number}."


def inside(library: Library) -> list[str]:
    """What lies in the library's folder and is none of its own."""
    below = (path.relative_to(library.folder).as_posix() for path in library.folder.rglob("*"))
    return [path for path in below if not OWN.fullmatch(path)]


@pytest.fixture
def copies(tmp_path):
    """As many files as there are names, called by their numbers."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for number in range(len(NAMES)):
        (folder / str(number)).write_text(text_of(number), encoding="utf-8")
    return [folder / str(number) for number in range(len(NAMES))]


def written(folder: Path) -> dict[int, Path]:
    """The files that the file system lets have such names."""
    folder.mkdir()
    files = {}
    for number, name in enumerate(NAMES):
        path = folder / name
        if path.parent == folder and name not in (".", ".."):
            try:
                path.write_text(text_of(number), encoding="utf-8")
            except (OSError, ValueError):  # too long, or not to be written
                continue
            files[number] = path
    return files


def assert_used(library: Library, name: str, number: int) -> None:
    """A document can be asked, cited, shown and removed by its name."""
    answer = Assistant(library).ask(f"When does ferry number {number} close?", documents=[name])
    quotes = [quote for statement in answer.statements for quote in statement.quotes]
    assert quotes, name
    for quote in quotes:
        assert quote.document == name
        assert library.text(name)[quote.start : quote.end] == quote.text
    assert (
        json.loads(json.dumps(answer.to_dict()))["statements"][0]["quotes"][0]["document"] == name
    )
    shown = read_answer(answer_html(answer, "a"))
    assert {place(link)[0] for link in links(shown) if link.startswith("#at-")} == {name}
    library.remove(name)
    assert name not in {document.name for document in library.documents()}


def test_there_are_names_enough():
    assert len(set(NAMES)) == len(NAMES) >= 40


def test_uploads_may_be_called_anything(library, copies, tmp_path):
    before = snapshot(tmp_path)
    report = library.add_uploads(copies, names=NAMES)
    assert [str(outcome.status) for outcome in report.outcomes] == ["added"] * len(NAMES)
    named = [outcome.name for outcome in report.outcomes]
    assert len(set(named)) == len(NAMES)
    assert not any(map(NOTHING_SHOWN.search, named))
    for number, name in enumerate(named):
        assert library.text(name) == text_of(number)
        assert_used(library, name, number)
    assert snapshot(tmp_path) == before
    assert inside(library) == []
    again = library.add_uploads(copies, names=NAMES)
    assert [outcome.name for outcome in again.outcomes] == named


def test_kept_pdfs_are_called_by_their_content(library, tmp_path):
    copies = []
    for number in range(len(NAMES)):
        copies.append(tmp_path / f"{number}")
        copies[-1].write_bytes(pdf(lines(text_of(number))))
    before = snapshot(tmp_path)
    report = library.add_uploads(copies, names=NAMES)
    kept = {path.name for path in (library.folder / "originals").iterdir()}
    assert kept == {f"{hashlib.sha256(copy.read_bytes()).hexdigest()}.pdf" for copy in copies}
    for outcome in report.outcomes:
        library.remove(outcome.name)
    assert list((library.folder / "originals").iterdir()) == []
    assert snapshot(tmp_path) == before
    assert inside(library) == []


def test_files_may_be_called_anything(library, tmp_path):
    files = written(tmp_path / "files")
    assert len(files) >= 40
    before = snapshot(tmp_path)
    for number, path in files.items():
        (outcome,) = library.add(path).outcomes
        assert str(outcome.status) == "added", outcome
        assert not NOTHING_SHOWN.search(outcome.name)
        assert library.text(outcome.name) == text_of(number)
        assert library.original(outcome.name) == path.read_bytes()
        library.remove(outcome.name)
    assert library.documents() == ()
    assert snapshot(tmp_path) == before
    assert inside(library) == []


def test_a_folder_of_such_files_is_added_and_synced(library, tmp_path):
    files = written(tmp_path / "files")
    report = library.add(tmp_path / "files")
    added = {outcome.name for outcome in report.outcomes if outcome.status == "added"}
    assert len(added) >= 30
    for path in files.values():
        path.unlink()
    removed = {outcome.name for outcome in library.add(tmp_path / "files", sync=True).outcomes}
    assert removed == added
    assert library.documents() == ()


def test_names_beginning_with_a_tilde_are_no_homes(library, tmp_path, monkeypatch):
    files = written(tmp_path / "files")
    monkeypatch.chdir(tmp_path / "files")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for number, path in files.items():
        (outcome,) = library.add(path.name).outcomes
        assert outcome.status == "added", outcome
        assert library.text(outcome.name) == text_of(number)
    (outcome,) = library.add("~no-such-user/a.txt").outcomes
    assert outcome.status == "unreadable"


def test_what_the_page_hands_in_may_be_called_anything(library, copies, tmp_path):
    given = [{"path": str(path), "name": name} for path, name in zip(copies, NAMES, strict=True)]
    before = snapshot(tmp_path)
    called = [each.name for each in handed_in(given, tmp_path / "copies") if each]
    assert len(called) == len(NAMES)
    assert not any(map(NOTHING_SHOWN.search, called))
    assert not any(".." in name.split("/") or name.startswith("/") for name in called)
    desk = Desk(library, Uploads(tmp_path / "copies"))
    delivery, deadline = desk.take(given)["delivery"], time.monotonic() + 60
    while desk.news(delivery, 0)["phase"] != "done":
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert snapshot(tmp_path) == {
        name: held for name, held in before.items() if not name.startswith(b"copies/")
    }
    added = {library.text(document.name): document.name for document in library.documents()}
    assert len(added) == len(NAMES)
    for number in range(len(NAMES)):
        assert_used(library, added[text_of(number)], number)
    assert inside(library) == []


@pytest.mark.parametrize(
    "path", ["{}/\ud800.txt", "{}/\0", "{}/../files/a.txt", "{}/" + "n" * 5_000]
)
def test_no_path_that_the_page_hands_in_leads_out_of_the_uploads(path, tmp_path):
    written(tmp_path / "files")
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    given = [{"path": path.format(uploads), "name": name} for name in NAMES]
    assert set(handed_in(given, uploads)) == {None}


def test_links_that_lead_out_of_a_folder(library, tmp_path):
    outside = tmp_path / "outside"
    (outside / "sub").mkdir(parents=True)
    (outside / "linked.txt").write_text(text_of(1), encoding="utf-8")
    (outside / "sub" / "secret.txt").write_text(text_of(2), encoding="utf-8")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "file.txt").symlink_to(outside / "linked.txt")
    (folder / "folder").symlink_to(outside / "sub", target_is_directory=True)
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "nowhere.txt").symlink_to(outside / "none.txt")
    before = snapshot(tmp_path)
    found = {outcome.name: str(outcome.status) for outcome in library.add(folder).outcomes}
    assert found == {"file.txt": "added", "round.txt": "unreadable", "nowhere.txt": "unreadable"}
    library.remove("file.txt")
    assert snapshot(tmp_path) == before


def test_a_refusal_names_a_file_that_may_be_called_anything(library, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("a\nadded      b.txt", os.fsdecode(b"\xe9.txt"), "\x1b[2J.txt"):
        os.mkfifo(folder / name)
        (outcome,) = library.add(folder / name).outcomes
        assert outcome.status == "unreadable"
        assert not NOTHING_SHOWN.search(outcome.name + outcome.detail)


@pytest.mark.parametrize("path", ["nul\0byte.txt", "n" * 5_000, "a/" * 3_000 + "a.txt"])
def test_a_path_that_cannot_be_is_not_there(library, path):
    (outcome,) = library.add(path).outcomes
    assert outcome.status == "unreadable"
    assert not NOTHING_SHOWN.search(outcome.name + outcome.detail)


@pytest.mark.usefixtures("home")
def test_the_command_line_shows_one_line_for_each_file(tmp_path):
    files = written(tmp_path / "files")
    told = qa("add", *files.values())
    each = told.stdout.splitlines()
    assert len(each) == len(files)
    assert not any(map(NOTHING_SHOWN.search, each))
    listed = qa("documents").stdout.splitlines()
    assert len(listed) == 2 * len(files)
    for line in each:
        name = line.removeprefix("added      ")
        assert qa("remove", "--", name).stdout.startswith("removed")
