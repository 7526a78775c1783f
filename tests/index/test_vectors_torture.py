"""Bit by bit: a hundred single flips in each file of the vector index."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from stored_vectors import (
    DAMAGES,
    FILES,
    QUERIES,
    exact,
    file_named,
    flip,
    found,
    numbers,
    unsealed,
    whole_index,
)

import index.mending

pytestmark = pytest.mark.torture


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return whole_index(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_without_a_seal_is_noticed_or_harmless(folder, damage, tmp_path, caplog):
    copy = unsealed(Path(shutil.copytree(folder, tmp_path / "index")))
    DAMAGES[damage](copy / "1")
    assert found(copy) == exact()
    harmless = damage in ("links scrambled", "SQLite scrambled")  # nothing reads what they hit
    assert numbers(copy) == ["1" if harmless else "2"]
    assert len(caplog.records) == (not harmless)


@pytest.mark.parametrize("name", FILES)
def test_a_hundred_flipped_bits_are_noticed_one_by_one(folder, name, tmp_path, monkeypatch):
    monkeypatch.setattr(index.mending, "examine", pytest.fail)
    chance = random.Random(name)
    for number in range(100):
        copy = Path(shutil.copytree(folder, tmp_path / str(number)))
        flip(file_named(copy / "1", name), chance)
        assert found(copy) == exact()
        assert numbers(copy) == ["2"]
        shutil.rmtree(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_hundred_flipped_bits_below_no_seal_do_no_harm(folder, name, tmp_path):
    """One bit of one of 1,300 vectors may go unnoticed; it may cost a neighbour, and no more."""
    chance = random.Random(name)
    wrong = 0
    for number in range(100):
        copy = unsealed(Path(shutil.copytree(folder, tmp_path / str(number))))
        flip(file_named(copy / "1", name), chance)
        told = zip(found(copy), exact(), strict=True)
        wrong += sum(len(set(right) - set(given)) for given, right in told)
        shutil.rmtree(copy)
    assert wrong <= 100 * len(QUERIES) * 5 // 1_000
