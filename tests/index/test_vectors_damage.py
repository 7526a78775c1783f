"""Damaged files of the vector index: noticed, built anew from the database, and never asked."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from stored_vectors import (
    COUNT,
    DAMAGES,
    FILES,
    QUERIES,
    Source,
    exact,
    file_named,
    flip,
    found,
    numbers,
    unsealed,
    whole_index,
)

import index.mending
import index.probe
from index.ingest import never
from index.vectors import VectorIndex

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return whole_index(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def folder(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "index"))


@pytest.fixture
def not_opened(monkeypatch):
    """What is sealed needs no child process, and what is broken gets none."""
    monkeypatch.setattr(index.mending, "examine", pytest.fail)


@pytest.mark.usefixtures("not_opened")
def test_a_sealed_index_is_opened_as_it_is(folder, caplog):
    source = Source()
    assert found(folder, source) == exact()
    assert found(folder, source) == exact()  # opening wrote to it, and sealed it again
    assert source.asked == []
    assert numbers(folder) == ["1"]
    assert caplog.text == ""


@pytest.mark.usefixtures("not_opened")
@pytest.mark.parametrize("damage", [d for d in DAMAGES if d not in ("empty folder", "half copied")])
def test_damage_below_the_seal_is_always_noticed(folder, damage, caplog):
    DAMAGES[damage](folder / "1")
    source = Source()
    assert found(folder, source) == exact()
    assert sorted(source.asked) == list(range(COUNT))
    assert numbers(folder) == ["2"]
    (record,) = caplog.records
    assert "anew from the database: its files are not those that were written" in record.message
    assert found(folder) == exact()
    assert len(caplog.records) == 1


@pytest.mark.parametrize("damage", ["graph deleted", "header scrambled", "vectors swapped"])
def test_damage_without_a_seal_is_noticed_by_asking(folder, damage, caplog):
    unsealed(folder)
    DAMAGES[damage](folder / "1")
    assert found(folder) == exact()
    assert numbers(folder) == ["2"]
    assert len(caplog.records) == 1


def test_an_undamaged_index_without_a_seal_is_kept(folder, caplog):
    source = Source()
    assert found(unsealed(folder), source) == exact()
    assert len(source.asked) == index.probe._SAMPLE
    assert numbers(folder) == ["1"]
    assert (folder / "1" / "seal.json").exists()
    assert caplog.text == ""


def test_a_small_index_without_a_seal_is_built_anew_at_once(folder, monkeypatch, caplog):
    monkeypatch.setattr("index.vectors._FEW", COUNT)
    monkeypatch.setattr(index.mending, "examine", pytest.fail)
    assert found(unsealed(folder)) == exact()
    assert numbers(folder) == ["2"]
    assert "was not closed properly" in caplog.text


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("not_opened")
def test_one_flipped_bit_is_noticed(folder, seed):
    flip(file_named(folder / "1", FILES[seed % len(FILES)]), random.Random(seed))
    assert found(folder) == exact()
    assert numbers(folder) == ["2"]


# -- killed ------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from stored_vectors import Source
from index.vectors import VectorIndex

class Dying(Source):
    def __call__(self, chunks):
        if self.asked:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(chunks)

VectorIndex(Path(sys.argv[1])).agree(Dying().contents(), wait=True)
"""
READING = """
import os, signal, sys
from pathlib import Path
from stored_vectors import QUERIES, Source
from index.vectors import VectorIndex

index = VectorIndex(Path(sys.argv[1]))
assert index.agree(Source().contents())
assert index.nearest(QUERIES[0], 5)
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(code, folder):
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run([sys.executable, "-c", code, folder], cwd=ROOT, env=environment)
    assert done.returncode == -signal.SIGKILL


def test_an_index_whose_building_was_killed_is_gone_on_with(tmp_path, caplog):
    killed(KILLED, tmp_path / "index")
    source = Source()
    assert found(tmp_path / "index", source) == exact()
    assert numbers(tmp_path / "index") == ["1"]
    assert caplog.text == ""
    sample, rest = source.asked[: index.probe._SAMPLE], source.asked[index.probe._SAMPLE :]
    assert rest == list(range(1_000, COUNT))
    assert len(set(sample)) == index.probe._SAMPLE


@pytest.mark.usefixtures("not_opened")
def test_a_reader_that_was_killed_leaves_the_seal_whole(folder):
    killed(READING, folder)
    source = Source()
    assert found(folder, source) == exact()
    assert source.asked == []


# -- the process that looks --------------------------------------------------------------------


def in_the_child(monkeypatch, tmp_path, code):
    """Let child processes find a package of Chroma's name that does this."""
    (tmp_path / "planted" / "chromadb").mkdir(parents=True)
    (tmp_path / "planted" / "chromadb" / "__init__.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "planted"))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os.kill(os.getpid(), 11)", r"exit code -11"),
        ("import os; os._exit(0)", "told nothing"),
        ("import os; os.write(1, b'[1]'); os._exit(0)", "told nothing"),
        ("import time; time.sleep(60)", "took too long"),
    ],
    ids=["crash", "silence", "nonsense", "hang"],
)
def test_files_that_end_the_process_that_looks_are_not_opened(
    folder, tmp_path, monkeypatch, caplog, code, told
):
    in_the_child(monkeypatch, tmp_path, code)
    monkeypatch.setattr(index.probe, "_SECONDS", 3.0)
    assert found(unsealed(folder)) == exact()
    assert numbers(folder) == ["2"]
    assert told in caplog.text


def test_closing_ends_the_process_that_looks(folder, tmp_path, monkeypatch, caplog):
    in_the_child(monkeypatch, tmp_path, "import time; time.sleep(60)")
    opened = VectorIndex(unsealed(folder))
    assert not opened.agree(Source().contents())
    opened.close()
    assert numbers(folder) == ["1"]
    assert caplog.text == ""


def test_equal_vectors_may_stand_for_each_other(tmp_path):
    source = Source(index.probe.np.tile(QUERIES[:2], (COUNT // 2, 1)))
    opened = VectorIndex(tmp_path / "index")
    assert opened.agree(source.contents(), wait=True)
    opened.close()
    assert index.probe.examine(tmp_path / "index" / "1", set(range(COUNT)), source, never) is None
