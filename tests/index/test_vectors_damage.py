"""Damaged files of the vector index: noticed, built anew from the database, and never asked."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from stored_vectors import (
    COUNT,
    DAMAGES,
    FILES,
    Source,
    exact,
    file_named,
    flip,
    found,
    numbers,
    whole_index,
)

from index import seal
from index.chroma import Store, maker

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return whole_index(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def folder(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "index"))


@pytest.fixture
def not_opened(monkeypatch):
    """Chroma is not let near files that others may have written; all is built in this process."""
    monkeypatch.setattr(Store, "open", pytest.fail)
    monkeypatch.setattr("index.vectors._FEW", COUNT)


def test_a_sealed_index_is_opened_as_it_is(folder, caplog):
    source = Source()
    assert found(folder, source) == exact()
    assert found(folder, source) == exact()  # opening wrote to it, and sealed it again
    assert source.asked == []
    assert numbers(folder) == ["1"]
    assert caplog.text == ""


@pytest.mark.usefixtures("not_opened")
@pytest.mark.parametrize("damage", [*DAMAGES, "no seal"])
def test_a_damaged_index_is_built_anew_without_being_opened(folder, damage, caplog):
    (DAMAGES | {"no seal": seal.lift})[damage](folder / "1")
    source = Source()
    assert found(folder, source) == exact()
    assert sorted(source.asked) == list(range(COUNT))
    assert numbers(folder) == ["2"]
    (record,) = caplog.records
    assert f"building the vector index {folder / '1'} anew from the database" in record.message


def test_files_that_chroma_cannot_open_are_built_anew_also_under_a_fitting_seal(folder, caplog):
    with closing(sqlite3.connect(folder / "1" / "chroma.sqlite3")) as connection:
        connection.execute("DELETE FROM tenants")
        connection.commit()
    seal.put(folder / "1", maker(), 1)
    assert found(folder) == exact()
    assert numbers(folder) == ["2"]
    (record,) = caplog.records
    assert "anew from the database" in record.message


def test_what_was_built_anew_is_opened_the_next_time(folder, caplog):
    DAMAGES["header scrambled"](folder / "1")
    assert found(folder) == found(folder) == exact()
    assert len(caplog.records) == 1


@pytest.mark.usefixtures("not_opened")
@pytest.mark.parametrize("seed", range(12))
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


@pytest.mark.usefixtures("not_opened")
def test_an_index_whose_building_was_killed_is_built_anew(tmp_path, caplog):
    killed(KILLED, tmp_path / "index")
    assert found(tmp_path / "index") == exact()
    assert numbers(tmp_path / "index") == ["2"]
    assert "the program ended while it wrote them" in caplog.text


def test_a_reader_that_was_killed_leaves_the_seal_whole(folder):
    killed(READING, folder)
    source = Source()
    assert found(folder, source) == exact()
    assert source.asked == []
