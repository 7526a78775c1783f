"""The samples come with the first start, wholly, and never again."""

from __future__ import annotations

import pytest
from word_embedder import WordEmbedder

from app import SAMPLES, add_samples
from index import Library


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        yield opened


def nobody(progress):
    pass


def names(library):
    return {document.name for document in library.documents()}


ALL = {path.name for path in SAMPLES.iterdir()}


def test_a_first_start_that_was_interrupted_is_gone_on_with(library):
    def interrupt(progress):
        if progress.files_done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_samples(library, interrupt)
    assert 0 < len(names(library)) < len(ALL)
    add_samples(library, nobody)
    assert names(library) == ALL


def test_removed_samples_do_not_come_back(library):
    add_samples(library, nobody)
    for name in ALL:
        library.remove(name)
    add_samples(library, nobody)
    assert names(library) == set()


def test_a_library_of_the_users_own_gets_no_samples(library, tmp_path):
    (tmp_path / "own.txt").write_text("A report of my own.", encoding="utf-8")
    library.add(tmp_path / "own.txt")
    add_samples(library, nobody)
    assert names(library) == {"own.txt"}
