"""Room for rows to come holds nothing of what was in memory when Chroma wrote it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from stored_vectors import QUERIES, VECTORS

from index.chroma import Store
from index.chroma_files import NotOurs
from index.chroma_rest import wipe_rest

WIDTH = VECTORS.shape[1] * 4


@pytest.fixture
def store(tmp_path):
    made = Store.make(tmp_path / "1")
    yield made
    made.close()


def rows_of(folder):
    (file,) = folder.glob("*/data_level0.bin")
    return file


def test_room_for_rows_is_wiped_and_rows_come_into_it(tmp_path, store):
    store.put([0], VECTORS[:1])
    file = rows_of(tmp_path / "1")
    file.write_bytes(b"\xaa" * file.stat().st_size)
    wipe_rest(tmp_path / "1")
    assert not any(file.read_bytes())
    store.put(range(1, 1_100), VECTORS[1:1_100])  # enough for Chroma to write them out
    assert any(file.read_bytes())
    before = [store.nearest(query, 5) for query in QUERIES]
    opened = Store.open(Path(shutil.copytree(tmp_path / "1", tmp_path / "2")))
    assert [opened.nearest(query, 5) for query in QUERIES] == before
    opened.close()


def test_no_row_is_wiped(tmp_path, store):
    store.put(range(1_100), VECTORS[:1_100])
    file = rows_of(tmp_path / "1")
    written = file.read_bytes()
    file.write_bytes(written + b"\xaa" * 500)
    wipe_rest(tmp_path / "1")
    assert file.read_bytes() == written + bytes(500)


@pytest.mark.parametrize("name", ["header.bin", "data_level0.bin"])
def test_files_that_chroma_writes_otherwise_are_refused(tmp_path, store, name):
    store.put(range(1_100), VECTORS[:1_100])
    file = rows_of(tmp_path / "1").with_name(name)
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(NotOurs):
        wipe_rest(tmp_path / "1")


def test_an_index_without_rows_has_no_files_to_wipe(tmp_path, store):
    wipe_rest(tmp_path / "1")
    store.put([1], np.ones((1, WIDTH // 4), dtype=np.float32))
    wipe_rest(tmp_path / "1")
