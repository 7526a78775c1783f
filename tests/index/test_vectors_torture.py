"""Bit by bit: a hundred single flips in each file of the vector index."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from stored_vectors import COUNT, FILES, exact, file_named, flip, found, numbers, whole_index

from index.chroma import Store

pytestmark = pytest.mark.torture


@pytest.mark.parametrize("name", FILES)
def test_a_hundred_flipped_bits_are_noticed_one_by_one(tmp_path, name, monkeypatch):
    folder = whole_index(tmp_path)
    monkeypatch.setattr(Store, "open", pytest.fail)
    monkeypatch.setattr("index.vectors._FEW", COUNT)
    chance = random.Random(name)
    for number in range(100):
        copy = Path(shutil.copytree(folder, tmp_path / str(number)))
        flip(file_named(copy / "1", name), chance)
        assert found(copy) == exact()
        assert numbers(copy) == ["2"]
        shutil.rmtree(copy)
