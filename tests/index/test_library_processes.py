"""Several processes and threads at one library: making it, indexing it, leaving it."""

from __future__ import annotations

import concurrent.futures
import logging
import multiprocessing
import os
import shutil
import sqlite3
import threading
import time

import filelock
import numpy as np
import pytest
from word_embedder import WordEmbedder

import index.database
from index import Library
from index.errors import LibraryUnavailable
from index.mending import Contents
from index.types import OutcomeStatus
from index.vectors import VectorIndex

FERRY = "The ferry line to Osk will close in May."
SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def library(tmp_path):
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        yield opened


def _open(folders, barrier, failures):
    for folder in folders:
        barrier.wait()
        try:
            Library.open(folder, embedder=WordEmbedder()).close()
        except LibraryUnavailable as error:
            failures.put(str(error))
    failures.put(None)


def _search(folder, barrier, failures):
    with Library.open(folder, embedder=WordEmbedder()) as library:
        barrier.wait()
        if library.search("ferry line to Osk")[0].found_by != ("meaning", "words"):
            failures.put("not found by meaning")
    failures.put(None)


def _run(work, argument, count):
    """What went wrong when several processes did the work at the same moment."""
    barrier, failures = SPAWN.Barrier(count), SPAWN.Queue()
    processes = [
        SPAWN.Process(target=work, args=(argument, barrier, failures)) for _ in range(count)
    ]
    for process in processes:
        process.start()
    told, ended = [], 0
    while ended < count:
        message = failures.get(timeout=60)
        ended += message is None
        told += [message] * (message is not None)
    for process in processes:
        process.join()
    return told


def test_a_new_library_can_be_opened_by_several_at_once(tmp_path):
    assert _run(_open, [tmp_path / str(number) for number in range(12)], 4) == []


def test_a_library_that_another_is_making_is_waited_for(tmp_path):
    (tmp_path / "library").mkdir()
    lock = filelock.FileLock(tmp_path / "library" / "library.lock", thread_local=False)
    connection = sqlite3.connect(
        tmp_path / "library" / "library.sqlite3", isolation_level=None, check_same_thread=False
    )

    def finish():
        connection.execute("COMMIT")
        connection.close()
        lock.release()

    lock.acquire()
    connection.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, finish).start()
    Library.open(tmp_path / "library", embedder=WordEmbedder()).close()


def test_a_library_killed_while_it_was_made_is_made_again(tmp_path, monkeypatch):
    true_make = index.database.make_tables

    def die(connection):
        true_make(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr(index.database, "make_tables", die)
    with pytest.raises(KeyboardInterrupt):
        Library.open(tmp_path / "library", embedder=WordEmbedder())
    monkeypatch.undo()
    Library.open(tmp_path / "library", embedder=WordEmbedder()).close()
    connection = sqlite3.connect(tmp_path / "library" / "library.sqlite3")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_lost_vector_index_is_rebuilt_by_several_at_once(library, tmp_path):
    library.add(tmp_path / "ferry.txt")
    library.close()
    shutil.rmtree(tmp_path / "library" / "vectors")
    assert _run(_search, tmp_path / "library", 3) == []


def test_the_vector_index_is_left_alone_while_another_builds_it(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("index.vectors._LOCK_SECONDS", 0.1)
    one, other = VectorIndex(tmp_path / "index"), VectorIndex(tmp_path / "index")
    vector = np.ones((1, 4), dtype=np.float32) / 2
    refusals = []

    def source(chunks):
        assert not other.agree(Contents(1, lambda: {7}, lambda _: ([7], vector)), wait=True)
        refusals.append(caplog.text)
        return list(chunks), vector

    assert one.agree(Contents(1, lambda: {7}, source))
    assert len(refusals) == 1
    assert f"pid {os.getpid()}, since" in refusals[0]
    assert other.agree(Contents(1, lambda: {7}, pytest.fail))
    assert other.nearest(vector[0], 3) == [7]
    one.close()
    other.close()


def test_documents_are_added_when_the_vector_index_fails(library, tmp_path, monkeypatch, caplog):
    def fail(*_, **__):
        raise LibraryUnavailable("The vector index cannot be used.")

    monkeypatch.setattr(VectorIndex, "agree", fail)
    with caplog.at_level(logging.WARNING, "index.writing"):
        library.add(tmp_path / "ferry.txt")
        library.warm_up()
    assert len(caplog.records) == 2
    assert library.text("ferry.txt") == FERRY


def test_the_vector_index_opens_anew_after_a_failure(tmp_path, monkeypatch):
    index_ = VectorIndex(tmp_path / "index")
    vector = np.ones((1, 4), dtype=np.float32) / 2
    contents = Contents(1, lambda: {7}, lambda _: ([7], vector))
    assert index_.agree(contents)
    shutil.rmtree(tmp_path / "index" / "1")
    with pytest.raises(LibraryUnavailable):
        index_.nearest(np.ones(9, dtype=np.float32), 1)
    assert index_.nearest(vector[0], 1) is None
    assert index_.agree(contents)
    assert (tmp_path / "index" / "1" / "seal.json").exists()
    assert index_.nearest(vector[0], 1) == [7]
    index_.close()


def test_a_thread_takes_its_connection_with_it(library):
    connections = library._database._connections
    for _ in range(20):
        thread = threading.Thread(target=library.documents)
        thread.start()
        thread.join()
    assert len(connections) <= 2


def test_a_closed_library_stays_closed(library, tmp_path):
    library.close()
    for use in (library.documents, lambda: library.search("ferry"), lambda: library.add(tmp_path)):
        with pytest.raises(LibraryUnavailable, match="has been closed"):
            use()
    library.close()


def _ask_on(library):
    while True:
        library.documents()
        library.search("ferry")


def _ask_until_closed(library):
    with pytest.raises(LibraryUnavailable, match="has been closed"):
        _ask_on(library)


def _close_while_asked(folder, papers, done):
    with concurrent.futures.ThreadPoolExecutor(3) as threads:
        for _ in range(30):
            library = Library.open(folder, embedder=WordEmbedder())
            library.add(papers)
            asking = [threads.submit(_ask_until_closed, library) for _ in range(3)]
            time.sleep(0.02)
            library.close()
            for each in asking:
                each.result()
    done.set()


def test_closing_under_threads_that_ask_does_not_end_the_process(library, tmp_path):
    # SQLite frees what a thread is reading when its connection is closed under it.
    done = SPAWN.Event()
    given = (tmp_path / "library", tmp_path / "ferry.txt", done)
    process = SPAWN.Process(target=_close_while_asked, args=given)
    process.start()
    process.join(120)
    assert process.exitcode == 0
    assert done.is_set()


def _hold_lock(folder, held, release):
    with filelock.FileLock(folder / "lock"):
        held.set()
        release.wait(30)


def test_a_second_writer_is_told(tmp_path, files, embedder, monkeypatch):
    monkeypatch.setattr("index.library._LOCK_SECONDS", 0.2)
    folder = tmp_path / "library"
    held, release = SPAWN.Event(), SPAWN.Event()
    with Library.open(folder, embedder=embedder) as library:
        holder = SPAWN.Process(target=_hold_lock, args=(folder, held, release))
        holder.start()
        try:
            assert held.wait(30)
            with pytest.raises(LibraryUnavailable, match="Another process"):
                library.add(files)
        finally:
            release.set()
            holder.join()
        assert library.add(files).count(OutcomeStatus.ADDED) == 2
