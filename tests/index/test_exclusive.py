"""A database whose file is replaced: nobody writes into the one that has lost its name."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import sys
from contextlib import closing

import pytest
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from index.exclusive import kept_to_oneself
from index.repair import repair
from index.settings import IndexSettings

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "papers").mkdir()
    for number in range(3):
        (tmp_path / "papers" / f"{number}.txt").write_text(f"The keeper of lock {number} left.")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "papers")
    return tmp_path / "library"


def names(folder):
    with Library.open(folder, embedder=WordEmbedder()) as library:
        return [document.name for document in library.documents()]


def test_whoever_opens_the_library_during_a_repair_keeps_it_as_it_was(folder, tmp_path):
    opened = []

    def open_it(progress):
        if not opened:
            opened.append(Library.open(folder, embedder=WordEmbedder()))

    with pytest.raises(LibraryUnavailable, match="is in use"):
        repair(folder, WordEmbedder(), IndexSettings(), open_it)
    (tmp_path / "new.txt").write_text("The ferry was sold in May.")
    with opened[0] as library:
        library.add(tmp_path / "new.txt")
    assert names(folder) == ["0.txt", "1.txt", "2.txt", "new.txt"]
    assert [path.name for path in folder.glob("*.sqlite3")] == ["library.sqlite3"]


def test_whoever_has_the_old_file_open_changes_nothing_and_is_told(folder, tmp_path):
    with Library.open(folder, embedder=WordEmbedder()) as library:
        with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(folder / "library.sqlite3", tmp_path / "copy")
        (tmp_path / "copy").replace(folder / "library.sqlite3")
        for change in (
            lambda: library.add_uploads([tmp_path / "papers" / "1.txt"]),
            lambda: library.remove("0.txt"),
            lambda: library.note("samples", "added"),
        ):
            with pytest.raises(LibraryUnavailable, match="no longer the file that was opened"):
                change()
    assert names(folder) == ["0.txt", "1.txt", "2.txt"]


def _open(folder, begun, told):
    begun.set()
    try:
        told.put(names(folder))
    except LibraryUnavailable as error:
        told.put(str(error))


@pytest.mark.skipif(sys.platform == "win32", reason="no open file is replaced there")
def test_whoever_waits_while_the_file_is_replaced_does_not_get_the_old_one(folder, tmp_path):
    path, begun, told = folder / "library.sqlite3", SPAWN.Event(), SPAWN.SimpleQueue()
    shutil.copy(path, tmp_path / "copy")
    child = SPAWN.Process(target=_open, args=(folder, begun, told))
    with kept_to_oneself(path, "in use"):
        child.start()
        assert begun.wait(60)
        child.join(1)
        assert child.is_alive()
        (tmp_path / "copy").replace(path)
    assert "no longer the file that was opened" in told.get()
    child.join()


@pytest.mark.skipif(sys.platform == "win32", reason="no open file is replaced there")
def test_nobody_is_kept_out_while_somebody_reads(folder):
    path, begun, told = folder / "library.sqlite3", SPAWN.Event(), SPAWN.SimpleQueue()
    child = SPAWN.Process(target=_hold, args=(folder, begun, told))
    child.start()
    assert begun.wait(60)
    with pytest.raises(LibraryUnavailable, match="in use"), kept_to_oneself(path, "in use"):
        raise AssertionError("entered")
    told.put(None)
    child.join()
    with kept_to_oneself(path, "in use"):
        pass


def _hold(folder, begun, told):
    with Library.open(folder, embedder=WordEmbedder()) as library:
        library.documents()
        begun.set()
        told.get()
