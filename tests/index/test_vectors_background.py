"""A vector index that takes long to build: neither searches nor the end of the program wait."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from stored_vectors import COUNT, Source, exact, found
from word_embedder import WordEmbedder

from index import Library
from index.elsewhere import StoreElsewhere
from index.vectors import VectorIndex

ROOT = Path(__file__).parents[2]


@pytest.fixture
def gate(monkeypatch):
    """Whatever is written into an index waits for this."""
    opened, put = threading.Event(), StoreElsewhere.put

    def wait(*given):
        assert opened.wait(30)
        put(*given)

    monkeypatch.setattr(StoreElsewhere, "put", wait)
    yield opened
    opened.set()


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"Ferry number {number} to Osk was late.")
    return folder


@pytest.fixture
def lost(tmp_path, papers, monkeypatch):
    """A library that has lost its index, which is too large to be waited for."""
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(papers)
        found = library.search("Ferry number 7")[0]
    next((tmp_path / "library" / "vectors").rglob("chroma.sqlite3")).write_bytes(b"")
    monkeypatch.setattr("index.vectors._FEW", 3)
    return tmp_path / "library", found


def building():
    return [thread for thread in threading.enumerate() if thread.name == "vector index"]


def until_built(library):
    library._searches.current.agree(wait=True)
    assert library._searches.current.agree()


def test_a_search_finds_the_same_while_the_index_is_built(lost, gate, caplog):
    folder, before = lost
    embedder = WordEmbedder()
    with Library.open(folder, embedder=embedder) as library:
        library.warm_up()
        assert library.search("Ferry number 7")[0] == before
        assert before.found_by == ("meaning", "words")
        assert len(building()) == 1
        gate.set()
        until_built(library)
        assert library.search("Ferry number 7")[0] == before
    assert embedder.embedded == []
    assert building() == []
    (record,) = caplog.records
    assert record.levelno == logging.WARNING


def test_documents_that_come_while_the_index_is_built_are_found(lost, gate, papers):
    folder, _ = lost
    with Library.open(folder, embedder=WordEmbedder()) as library:
        library.search("Ferry")
        library.remove("3.txt")
        assert all(p.document != "3.txt" for p in library.search("Ferry number 3"))
        (papers / "new.txt").write_text("The balloon to Norden was early.")
        adding = threading.Thread(target=library.add, args=(papers / "new.txt",))
        adding.start()
        until = time.monotonic() + 30
        while not any(p.document == "new.txt" for p in library.search("balloon to Norden")):
            assert time.monotonic() < until
        gate.set()
        adding.join()
        until_built(library)
        assert library.search("balloon to Norden")[0].document == "new.txt"
        assert all(p.document != "3.txt" for p in library.search("Ferry number 3"))


def test_many_documents_are_in_the_index_when_they_have_been_added(tmp_path, papers, monkeypatch):
    monkeypatch.setattr("index.vectors._FEW", 3)
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(papers)
        assert building() == []
        vectors = library._searches.current._vectors
        assert vectors.nearest(library.embedder.embed_query("Ferry number 7"), 1) is not None


def test_closing_gives_up_and_the_next_time_goes_on(tmp_path, monkeypatch):
    first, put = threading.Event(), StoreElsewhere.put

    def once(*given):
        put(*given)
        first.set()
        time.sleep(0.3)

    monkeypatch.setattr(StoreElsewhere, "put", once)
    opened = VectorIndex(tmp_path / "index")
    assert not opened.agree(Source().contents())
    assert first.wait(30)
    opened.close()
    assert building() == []
    monkeypatch.undo()
    source = Source()
    assert found(tmp_path / "index", source) == exact()
    assert source.asked == list(range(1_000, COUNT))


def test_what_goes_wrong_in_the_background_is_told_and_tried_again(tmp_path, monkeypatch, caplog):
    def fail(*_):
        raise OSError(28, "No space left on device")

    opened = VectorIndex(tmp_path / "index")
    with monkeypatch.context() as patched:
        patched.setattr(StoreElsewhere, "put", fail)
        assert not opened.agree(Source().contents(), wait=True)
    assert "No space left on device" in caplog.text
    assert "waits for the next search" in caplog.text
    assert opened.agree(Source().contents(), wait=True)
    opened.close()
    assert len(list((tmp_path / "index").iterdir())) == 1


def test_a_closed_index_is_not_opened_again(tmp_path):
    opened = VectorIndex(tmp_path / "index")
    opened.close()
    with pytest.raises(Exception, match="has been closed"):
        opened.agree(Source().contents())
    assert not (tmp_path / "index").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals send signals otherwise there")
def test_ctrl_c_does_not_reach_the_process_that_builds(tmp_path):
    store = StoreElsewhere.make(tmp_path / "index")
    try:
        assert os.getpgid(store._child.pid) != os.getpgid(0)  # a terminal signals whole groups
    finally:
        store.close()


ENDING = """
import sys, time
from pathlib import Path
from stored_vectors import Source
from index.vectors import VectorIndex

class Slow(Source):
    def __call__(self, chunks):
        time.sleep(0.2)
        return super().__call__(chunks)

import index.mending
index.mending.runs = lambda chunks: ([chunk] for chunk in chunks)
index_ = VectorIndex(Path(sys.argv[1]))
assert not index_.agree(Slow().contents())
"""


def test_a_program_that_ends_does_not_wait_for_the_index(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    began = time.monotonic()
    code = [sys.executable, "-c", ENDING, str(tmp_path / "index")]
    subprocess.run(code, cwd=ROOT, env=environment, check=True, timeout=60)
    assert time.monotonic() - began < 30  # of the four minutes that the building would take
    assert (tmp_path / "index" / "1" / "seal.json").exists()


def test_another_process_that_builds_is_not_waited_for_by_a_search(tmp_path, caplog):
    one, other = VectorIndex(tmp_path / "index"), VectorIndex(tmp_path / "index")
    with one._mending.held():
        began = time.monotonic()
        assert not other.agree(Source().contents())
        assert time.monotonic() - began < 5
        other.close()
        assert time.monotonic() - began < 5
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os.kill(os.getpid(), 11)", "exit code -11"),
        ("import os; os.write(1, b'[1]\\n')", "exit code -9"),
        ("import time; time.sleep(60)", "exit code -9"),
    ],
    ids=["crash", "nonsense", "hang"],
)
def test_what_ends_the_process_that_builds_ends_no_other(tmp_path, monkeypatch, caplog, code, told):
    planted = tmp_path / "planted" / "chromadb"
    planted.mkdir(parents=True)
    (planted / "__init__.py").write_text(code)
    opened = VectorIndex(tmp_path / "index")
    with monkeypatch.context() as patched:
        patched.setenv("PYTHONPATH", str(planted.parent))
        patched.setattr("index.elsewhere._SECONDS", 2.0)
        assert not opened.agree(Source().contents(), wait=True)
    assert told in caplog.text
    assert "waits for the next search" in caplog.text
    assert opened.agree(Source().contents(), wait=True)
    opened.close()


def test_other_threads_go_on_while_the_index_is_built(tmp_path):
    opened, longest = VectorIndex(tmp_path / "index"), 0.0
    many = Source(np.random.default_rng(1).standard_normal((5_000, 64)).astype(np.float32))
    assert not opened.agree(many.contents())
    began = last = time.monotonic()
    while not opened.agree(many.contents()):
        time.sleep(0.001)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    building_took = last - began
    opened.close()
    assert longest < building_took / 4  # in this process, each of five batches would stop it
