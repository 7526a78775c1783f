"""Seals: what agrees with one, and what does not."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import seal
from index.seal import Condition, Seal

MAKER = "baker 1.0"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sealed" / "below").mkdir(parents=True)
    (tmp_path / "sealed" / "bread").write_bytes(b"rye")
    (tmp_path / "sealed" / "below" / "salt").write_bytes(b"")
    seal.put(tmp_path / "sealed", MAKER, 7)
    return tmp_path / "sealed"


def test_what_was_sealed_is_found_sealed(folder):
    assert seal.look(folder, MAKER) == Seal(Condition.SEALED, 7)
    assert not (folder / "seal.json.part").exists()


def test_what_is_unfinished_is_sealed_as_such(folder):
    seal.put(folder, MAKER, None)
    assert seal.look(folder, MAKER) == Seal(Condition.SEALED, None)


def test_what_nobody_made_or_sealed(folder, tmp_path):
    assert seal.look(tmp_path / "elsewhere", MAKER) == Seal(Condition.ABSENT)
    seal.lift(folder)
    seal.lift(folder)
    assert seal.look(folder, MAKER) == Seal(Condition.UNSEALED)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "bread").write_bytes(b"rYe"),
        lambda folder: (folder / "bread").write_bytes(b"rye "),
        lambda folder: (folder / "bread").unlink(),
        lambda folder: (folder / "below" / "salt").rename(folder / "salt"),
        lambda folder: (folder / "more").touch(),
        lambda folder: (folder / "more").symlink_to("nowhere"),
    ],
    ids=["other bytes", "longer", "gone", "moved", "one more", "a link to nothing"],
)
def test_every_change_breaks_the_seal(folder, change):
    change(folder)
    assert seal.look(folder, MAKER) == Seal(Condition.BROKEN)


def test_times_and_places_do_not_matter(folder, tmp_path):
    os.utime(folder / "bread", (1, 1))
    folder.rename(tmp_path / "moved")
    assert seal.look(tmp_path / "moved", MAKER).condition is Condition.SEALED


def test_another_maker_breaks_the_seal(folder):
    assert seal.look(folder, "baker 1.1") == Seal(Condition.BROKEN)


def test_a_file_that_cannot_be_read_breaks_the_seal(folder, monkeypatch):
    def fail(path):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(seal, "_hash", fail)
    assert seal.look(folder, MAKER) == Seal(Condition.BROKEN)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3)
    ),
)
SEALS = st.fixed_dictionaries({"maker": st.just(MAKER) | JSON, "generation": JSON, "files": JSON})


@given(noise=st.binary(max_size=50) | (SEALS | JSON).map(lambda told: json.dumps(told).encode()))
def test_whatever_a_seal_says_it_agrees_or_it_does_not(tmp_path_factory, noise):
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "bread").write_bytes(b"rye")
    (folder / "seal.json").write_bytes(noise)
    assert seal.look(folder, MAKER) == Seal(Condition.BROKEN)


def test_a_seal_that_could_not_be_written_leaves_none(folder, monkeypatch):
    seal.lift(folder)
    monkeypatch.setattr(seal.os, "fsync", lambda file: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        seal.put(folder, MAKER, 8)
    assert seal.look(folder, MAKER).condition is Condition.UNSEALED
