"""A library of an earlier release: upgraded once, by one process, wholly or not at all."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest
from word_embedder import WordEmbedder

import index.cursor
import index.database
import index.upgrade
from index import Library
from index.database import Database
from index.errors import LibraryUnavailable

SPAWN = multiprocessing.get_context("spawn")
FERRY = """Ferry line to close

OSK, 4 March 2024 (Coast Wire) - The ferry will stop in May, harbour master Ida Brun said.
"""
TOLL = """Council quarrels over toll

ORRIN, 5 March 2024 (Coast Wire) - The toll will double in May, treasurer Odd Lervik said.

Mayor Signe Dahl said the money was needed elsewhere. She said dredging came first.
"""
SPEECHES = "SELECT document, start, speakers, words FROM speeches ORDER BY document, start"
FOUND = "SELECT speakers FROM spoken WHERE spoken MATCH 'dahl'"
FORMAT = "SELECT value FROM meta WHERE key = 'format'"
MADE = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


def run(folder, *statements):
    """The rows of the last statement."""
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements][-1]


def state(folder):
    """All that an upgrade is to bring about."""
    return [run(folder, query) for query in (FORMAT, MADE, SPEECHES, FOUND)]


def make_old(folder):
    """Take from a library what format 1 did not have."""
    run(
        folder,
        "DROP TRIGGER speeches_added",
        "DROP TRIGGER speeches_removed",
        "DROP TABLE spoken",
        "DROP TABLE speeches",
        "DROP INDEX chunks_start",
        "DROP TABLE cells",
        "UPDATE meta SET value = '1' WHERE key = 'format'",
    )


@pytest.fixture
def present(tmp_path):
    """A library of the present format."""
    files = tmp_path / "files"
    files.mkdir()
    (files / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (files / "toll.txt").write_text(TOLL, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(files)
    return tmp_path / "library"


@pytest.fixture
def expected(present):
    """What the library holds before it is made old."""
    whole = state(present)
    assert all(whole)
    return whole


@pytest.fixture
def old(present, expected):
    """The same library, as an earlier release would have left it."""
    make_old(present)
    return present


def test_an_upgraded_library_is_as_if_made_by_this_release(old, expected, caplog):
    embedder = WordEmbedder()
    with caplog.at_level(logging.WARNING, "index.database"):
        Library.open(old, embedder=embedder).close()
        Library.open(old, embedder=embedder).close()
    assert state(old) == expected
    run(old, "INSERT INTO spoken (spoken, rank) VALUES ('integrity-check', 1)")
    assert embedder.embedded == []
    assert [record.message for record in caplog.records] == [
        f"upgrading the library {old}, made by an earlier release"
    ]


def test_an_upgraded_library_indexes_who_speaks_in_what_is_added_and_removed(old, tmp_path):
    (tmp_path / "new.txt").write_text(TOLL.replace("Signe Dahl", "Kari Moe"), encoding="utf-8")
    with Library.open(old, embedder=WordEmbedder()) as library:
        library.add(tmp_path / "new.txt")
        library.remove("toll.txt")
    assert run(old, FOUND) == []
    assert run(old, FOUND.replace("dahl", "moe")) != []
    run(old, "INSERT INTO spoken (spoken, rank) VALUES ('integrity-check', 1)")


def test_a_library_of_format_2_gets_a_table_for_the_cells_of_sheets(present, expected, tmp_path):
    run(present, "DROP TABLE cells", "UPDATE meta SET value = '2' WHERE key = 'format'")
    (tmp_path / "costs.csv").write_text("Item,Crowns\nPier,4\nMole,5\n", encoding="utf-8")
    with Library.open(present, embedder=WordEmbedder()) as library:
        assert state(present) == expected
        library.add(tmp_path / "costs.csv")
        assert library.shelf.passage("costs.csv", 15, 19).place == "A2"
        library.remove("costs.csv")
    assert run(present, "SELECT count(*) FROM cells") == [(0,)]


def test_a_library_of_a_later_release_is_refused_and_left_alone(present):
    run(present, "UPDATE meta SET value = '99' WHERE key = 'format'")
    before = run(present, MADE)
    with pytest.raises(LibraryUnavailable, match="has format 99"):
        Library.open(present, embedder=WordEmbedder())
    assert (run(present, FORMAT), run(present, MADE)) == ([("99",)], before)


def _interrupt(act):
    """Have this process do something else whenever it is halfway through an upgrade."""
    true_insert = index.upgrade.insert_speeches

    def insert(*arguments):
        true_insert(*arguments)
        act()

    index.upgrade.insert_speeches = insert


def _upgrade_killed(folder):
    _interrupt(lambda: os.kill(os.getpid(), signal.SIGKILL))
    Database(folder / "library.sqlite3")


def _upgrade_slowly(folder, halfway, opening):
    def dawdle():
        halfway.set()
        opening.wait(60)
        time.sleep(0.5)

    _interrupt(dawdle)
    Database(folder / "library.sqlite3").close()


def _open(folder, opening, told):
    index.cursor._BUSY_SECONDS = 0.05  # SQLite's own wait, which a large upgrade outlasts
    opening.set()
    try:
        Database(folder / "library.sqlite3").close()
    except LibraryUnavailable as error:
        told.put(str(error))
    else:
        told.put("opened")


def test_a_failing_upgrade_leaves_the_old_library(old, expected, monkeypatch):
    before = run(old, MADE)
    monkeypatch.setattr(index.upgrade, "insert_speeches", index.upgrade.insert_speeches)

    def fail():
        raise KeyboardInterrupt

    _interrupt(fail)
    with pytest.raises(KeyboardInterrupt):
        Database(old / "library.sqlite3")
    assert (run(old, FORMAT), run(old, MADE)) == ([("1",)], before)
    monkeypatch.undo()
    Database(old / "library.sqlite3").close()
    assert state(old) == expected


def test_a_killed_upgrade_leaves_the_old_library(old, expected):
    before = run(old, MADE)
    process = SPAWN.Process(target=_upgrade_killed, args=(old,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert (run(old, FORMAT), run(old, MADE)) == ([("1",)], before)
    Database(old / "library.sqlite3").close()
    assert state(old) == expected


def test_who_opens_a_library_during_its_upgrade_waits(old, expected):
    halfway, opening, told = SPAWN.Event(), SPAWN.Event(), SPAWN.Queue()
    slow = SPAWN.Process(target=_upgrade_slowly, args=(old, halfway, opening))
    slow.start()
    assert halfway.wait(60)
    other = SPAWN.Process(target=_open, args=(old, opening, told))
    other.start()
    assert told.get(timeout=60) == "opened"
    slow.join()
    other.join()
    assert slow.exitcode == 0
    assert state(old) == expected


def test_a_library_is_not_upgraded_while_another_adds_to_it(present, monkeypatch):
    monkeypatch.setattr("index.database._UPGRADING_SECONDS", 0.1)
    with Library.open(present, embedder=WordEmbedder()) as library:
        make_old(present)
        with (
            library._writer.lock.held(),
            pytest.raises(LibraryUnavailable, match="upgrading or changing"),
        ):
            Library.open(present, embedder=WordEmbedder())
        assert run(present, FORMAT) == [("1",)]
    Library.open(present, embedder=WordEmbedder()).close()
    assert run(present, FORMAT) == [("3",)]
