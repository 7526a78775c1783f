"""Two processes add, a third reads what is finished; one is killed while the other waits for it."""

from __future__ import annotations

import concurrent.futures
import os
import signal
import sys
import time

import killed_adding as work
import pytest
from invariants import left_over, opened, violations

from index.types import OutcomeStatus

PLANTED = "the vessel named {} ran aground off Osk"


def _papers(folder, writer, count):
    folder.mkdir()
    for number in range(count):
        told = PLANTED.format(f"{writer}{number}")
        (folder / f"{writer}{number}.txt").write_text(f"On Monday {told}. Nobody was hurt there.")
    return folder


def _add_one_by_one(folder, papers):
    work.read_here()
    with opened(folder) as library:
        for path in sorted(papers.iterdir()):
            assert library.add(path).count(OutcomeStatus.ADDED) == 1


def _add_and_stand_still(folder, papers, log):
    """Tells the first document done, and is stopped there by itself, with the lock."""
    work.read_here()

    def told(progress):
        if progress.outcome is not None:
            log.write_text(progress.outcome.name)
            os.kill(os.getpid(), signal.SIGSTOP)

    with opened(folder) as library:
        library.add(papers, on_progress=told)


def _look(library):
    """All that is listed is found with its planted words where they stand; returns the names."""
    names = [document.name for document in library.documents()]
    for name in names:
        words = PLANTED.format(name.removesuffix(".txt"))
        start = library.text(name).index(words)
        (found, *_) = library.search(words, documents=[name])
        assert found.text[start - found.start :].startswith(words)
        assert library.search(words)[0].document == name
    return names


def _write_and_read(tmp_path, count):
    papers = [_papers(tmp_path / writer, writer, count) for writer in ("Alba", "Bora")]
    seen = []
    with opened(tmp_path / "library") as library:  # never opened anew
        writers = [work.started(_add_one_by_one, tmp_path / "library", each) for each in papers]
        while any(writer.is_alive() for writer in writers):
            names = _look(library)
            assert set(seen) <= set(names), "what was there is gone"
            seen = names
        assert [writer.exitcode for writer in writers] == [0, 0]
        assert len(_look(library)) == 2 * count
        assert violations(library) == []
        assert left_over(library) == []


def test_two_write_and_one_reads_what_is_finished(tmp_path):
    _write_and_read(tmp_path, 5)


@pytest.mark.torture
def test_two_write_fifty_documents_each_and_one_reads(tmp_path):
    _write_and_read(tmp_path, 50)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped otherwise there")
def test_who_waits_for_a_writer_that_is_killed_goes_on_at_once(tmp_path):
    papers = _papers(tmp_path / "Alba", "Alba", 3)
    (tmp_path / "other.txt").write_text("On Monday nobody was hurt.")
    log = tmp_path / "log"
    owner = work.started(_add_and_stand_still, tmp_path / "library", papers, log)
    try:
        deadline = time.monotonic() + work.SECONDS
        while not log.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        with opened(tmp_path / "library") as library, concurrent.futures.ThreadPoolExecutor(1) as t:
            waiting = t.submit(library.add, tmp_path / "other.txt")
            time.sleep(0.5)
            assert not waiting.done()
            killed = time.monotonic()
            owner.kill()
            assert waiting.result().count(OutcomeStatus.ADDED) == 1
            assert time.monotonic() - killed < 4
            assert {d.name for d in library.documents()} == {log.read_text(), "other.txt"}
            assert violations(library) == []
    finally:
        owner.kill()
        owner.join()
