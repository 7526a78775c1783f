"""Killed at any step, a library has every document wholly or not at all, and goes on."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import killed_adding as work
import pytest
from invariants import KNOWN, content, content_of, left_over, opened, violations
from made_pdfs import lines, pdf
from word_embedder import WordEmbedder

from index.isolation.workers import READERS
from qa.backup import back_up, restore


def paper(number: int, sentences: int = 6) -> str:
    return "\n\n".join(
        f"Report {number} says in line {line} that the water of lock {line * number} rose. “Keeper "
        f"{line} had closed gate {number},” harbour master Ida Brun{line} said on Sunday."
        for line in range(sentences)
    )


LONG = "\n\n".join(
    f"The water of lock {line} rose by {line} inches at noon, while gate {line} of the northern "
    f"basin stood open, and barge {line * 7} lay at quay {line % 5} with a load of barley and salt."
    for line in range(70)
)
"""More chunks than are embedded at once."""


class Shelf:
    """A library, files that have changed since they were added, and an upload that has."""

    def __init__(self, folder: Path) -> None:
        self.library, self.files = folder / "library", folder / "files"
        self.upload = folder / "upload" / "dropped.pdf"
        self.log = folder / "log"

    def make(self) -> None:
        self.files.mkdir(parents=True)
        self.upload.parent.mkdir()
        for number, name in enumerate(("b-changed", "e-kept", "f-vanished"), 1):
            (self.files / f"{name}.txt").write_text(paper(number), encoding="utf-8")
        self.upload.write_bytes(pdf(lines("The envoy said that the lock is shut.")))
        with opened(self.library) as library:
            library.add(self.files)
            library.add_uploads([self.upload])
        (self.files / "f-vanished.txt").unlink()
        for number, name in ((11, "a-new"), (12, "b-changed"), (14, "d-new")):
            (self.files / f"{name}.txt").write_text(paper(number), encoding="utf-8")
        (self.files / "c-long.txt").write_text(LONG, encoding="utf-8")
        self.upload.write_bytes(pdf(lines("The envoy said that the lock is open.")))

    def add(self, embedder: WordEmbedder | None = None) -> None:
        with opened(self.library, embedder) as library:
            report = library.add(self.files, sync=True)
            report = library.add_uploads([self.upload])
            assert report.failures == ()
            assert violations(library) == []
            assert left_over(library) == []

    def at(self, folder: Path) -> Shelf:
        """The same files beside a copy of the library."""
        copy = Shelf(folder)
        shutil.copytree(self.library, copy.library)
        copy.files, copy.upload = self.files, self.upload
        return copy


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    shelf = Shelf(tmp_path_factory.mktemp("made"))
    shelf.make()
    return shelf


@pytest.fixture(scope="module")
def whole(made, tmp_path_factory):
    """What it comes to where nothing interrupts."""
    shelf = made.at(tmp_path_factory.mktemp("whole"))
    shelf.add()
    return content(shelf.library)


@pytest.fixture
def shelf(made, tmp_path):
    return made.at(tmp_path)


def check(shelf: Shelf, before: dict, whole: dict) -> None:
    """Of a library whose adding was killed: nothing is lost, nothing half."""
    with opened(shelf.library) as library:
        assert violations(library) == []
    now = content(shelf.library)
    for name in work.done(shelf.log):
        assert now.get(name) == whole[name], f"{name} was reported done"
    assert all(now[name] in (before.get(name), whole.get(name)) for name in now)
    assert before.keys() & whole.keys() <= now.keys()


def go_on(shelf: Shelf, whole: dict, monkeypatch) -> None:
    """Add again: it comes to the same, reads nothing that was done, and embeds nothing twice."""
    read, embedder = [], WordEmbedder()
    true_read = READERS.read
    monkeypatch.setattr(
        READERS, "read", lambda data, name, *more: read.append(name) or true_read(data, name, *more)
    )
    with closing(sqlite3.connect(shelf.library / "library.sqlite3")) as connection:
        there = {row[0] for row in connection.execute("SELECT text_hash FROM vectors")}
        texts = {row[0] for row in connection.execute("SELECT sha256 FROM documents")}
    shelf.add(embedder)
    assert content(shelf.library) == whole
    assert not {hashlib.sha256(text.encode()).digest() for text in embedder.embedded} & there
    assert len(read) == len({whole[name][2] for name in whole} - texts)
    assert not set(read) & set(work.done(shelf.log))


@pytest.mark.parametrize("step", work.ADDING)
def test_adding_killed(shelf, made, whole, step, monkeypatch):
    before = content(made.library)
    given = (shelf.library, shelf.files, shelf.upload, shelf.log)
    work.killed(work.add, *given, at=work.ADDING[step])
    check(shelf, before, whole)
    go_on(shelf, whole, monkeypatch)


@pytest.mark.parametrize("step", work.REMOVING)
def test_removing_killed(shelf, made, step):
    before = content(made.library)
    work.killed(work.remove, shelf.library, "dropped.pdf", shelf.log, at=work.REMOVING[step])
    with opened(shelf.library) as library:
        assert violations(library) == []
        assert content(shelf.library) in (
            before,
            {name: before[name] for name in before if name != "dropped.pdf"},
        )
        assert [
            told for told in left_over(library) if not told.endswith("vectors of no chunk")
        ] == []
        library.remove("e-kept.txt")
        assert left_over(library) == []
    assert content(shelf.library).keys() <= before.keys() - {"e-kept.txt"}


@pytest.mark.parametrize("step", work.REBUILDING)
def test_rebuilding_killed(shelf, made, step):
    before = content(made.library)
    work.killed(work.rebuild, shelf.library, shelf.log, at=work.REBUILDING[step])
    embedder = WordEmbedder("other")
    with opened(shelf.library) as old, opened(shelf.library, embedder) as new:
        in_force = new if old.mismatch else old
        assert old.mismatch != new.mismatch
        in_force = old if new.mismatch else new
        assert violations(in_force) == []
        assert in_force.search("keeper had closed gate 2")[0].document == "e-kept.txt"
        if new.mismatch:
            new.rebuild()
        assert violations(new) == []
        assert content(shelf.library) == before
        if step != "the new index is in force":
            assert len(embedder.embedded) < 40


@pytest.mark.parametrize("step", work.UPGRADING)
def test_upgrading_killed(shelf, made, step):
    before = content(made.library)
    work.as_format_2(shelf.library)
    work.killed(work.upgrade, shelf.library, shelf.log, at=work.UPGRADING[step])
    with closing(sqlite3.connect(shelf.library / "library.sqlite3")) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        (found,) = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    assert ("cells" in tables) == (found == "3")
    with opened(shelf.library) as library:
        assert violations(library) == []
    assert content(shelf.library) == before


def _grow_old(folder: Path) -> None:
    """What is in a folder was made long ago."""
    for path in folder.iterdir():
        os.utime(path, (0, 0))


@pytest.mark.parametrize("step", work.BACKING_UP)
def test_backing_up_killed(shelf, tmp_path, step):
    (away := tmp_path / "away").mkdir()
    file = away / "kept.zip"
    work.killed(work.back_up, shelf.library, file, shelf.log, at=work.BACKING_UP[step])
    assert not file.exists()
    assert list(away.glob("*")) == [] or all(p.name.startswith(".") for p in away.iterdir())
    _grow_old(away)
    back_up(shelf.library, file, lambda *_: None)
    assert [path.name for path in away.iterdir()] == ["kept.zip"]
    restore(file, tmp_path / "back", lambda *_: None)
    assert content(tmp_path / "back") == content(shelf.library)


@pytest.mark.parametrize("step", work.RESTORING)
def test_restoring_killed(shelf, tmp_path, step):
    back_up(shelf.library, tmp_path / "kept.zip", lambda *_: None)
    (away := tmp_path / "away").mkdir()
    given = (tmp_path / "kept.zip", away / "back", shelf.log)
    work.killed(work.restore, *given, at=work.RESTORING[step])
    assert not (away / "back").exists()
    _grow_old(away)
    restore(tmp_path / "kept.zip", away / "back", lambda *_: None)
    assert [path.name for path in away.iterdir()] == ["back"]
    with opened(away / "back") as library:
        assert violations(library) == []
    assert content(away / "back") == content(shelf.library)


@pytest.fixture
def damaged(shelf):
    """One text is another, and longer; its file is gone, so that the library keeps it, noted."""
    with closing(sqlite3.connect(shelf.library / "library.sqlite3")) as connection, connection:
        connection.execute(
            "UPDATE documents SET text = text || ? WHERE sha256 = ?",
            (LONG[:2_000], hashlib.sha256(paper(3).encode()).hexdigest()),
        )
    return shelf


@pytest.mark.parametrize("step", work.REPAIRING)
def test_repairing_killed(damaged, tmp_path, step):
    before = content(damaged.library)
    repaired = damaged.at(tmp_path / "repaired")
    work.repair(repaired.library, repaired.log)
    work.killed(work.repair, damaged.library, damaged.log, at=work.REPAIRING[step])
    for path in damaged.library.glob("damaged*.sqlite3"):
        assert content_of(path) == before
    now = content(damaged.library)
    assert now in (before, content(repaired.library))
    with opened(damaged.library) as library:
        assert now == before or violations(library) == []
    work.repair(damaged.library, damaged.log)
    with opened(damaged.library) as library:
        assert violations(library) == []
    assert {path.name for path in damaged.library.glob("*")} <= KNOWN | {
        path.name for path in damaged.library.glob("damaged*.sqlite3")
    }
    assert content(damaged.library) == content(repaired.library)
