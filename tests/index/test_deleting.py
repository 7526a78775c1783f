"""What is removed is gone: no file of the library holds its words, its name or its vectors."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from word_embedder import WordEmbedder

from index import Library

SECRET = (
    "Ms Zyxquorble of the Ministry said that the vrombelish tunnel under Kwistelmark "
    "would be flooded in May, according to a jalvanoric paper."
)
WORDS = [b"yxquorbl", b"rombelis", b"wistelmar", b"alvanori"]


def holding(folder, sign: bytes) -> list[str]:
    """Names of the files that hold these bytes, whatever the case of their letters."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and sign.lower() in path.read_bytes().lower()
    ]


@pytest.fixture
def filled(library, tmp_path):
    (papers := tmp_path / "papers").mkdir()
    (papers / "yxquorbl-paper.txt").write_text(SECRET)
    for number in range(40):
        (papers / f"{number}.txt").write_text(
            f"Report {number} says that ferry {number * 7} left, and that Ann Holt denied it."
        )
    library.add(papers)
    return library


def test_the_signs_are_found_while_they_are_there(filled):
    filled.close()
    for word in WORDS:
        assert "library.sqlite3" in holding(filled.folder, word)


@pytest.mark.parametrize("is_closed", [False, True])
def test_nothing_of_a_removed_document_is_left(filled, embedder, is_closed):
    filled.search("tunnel")
    chunk = embedder.embed_passages([f"yxquorbl-paper\n{SECRET}"])[0]
    vector = np.asarray(chunk, dtype="<f4").tobytes()
    assert any(name.startswith("vectors/") for name in holding(filled.folder, vector))
    filled.remove("yxquorbl-paper.txt")
    if is_closed:
        filled.close()
    assert {word: holding(filled.folder, word) for word in WORDS} == {word: [] for word in WORDS}
    assert holding(filled.folder, vector) == []
    if not is_closed:
        assert filled.search("ferry 14")[0].document == "14.txt"


def test_nothing_is_left_in_the_index_of_an_earlier_model(filled, tmp_path):
    filled.search("tunnel")
    filled.close()
    with Library.open(filled.folder, embedder=WordEmbedder("another")) as library:
        library.rebuild()
        assert len(list((filled.folder / "vectors").glob("*/"))) == 1
        library.search("tunnel")
        library.remove("yxquorbl-paper.txt")
        assert {word: holding(filled.folder, word) for word in WORDS} == {key: [] for key in WORDS}


def test_what_another_process_was_still_reading_is_wiped_with_the_next_change(filled, tmp_path):
    with closing(sqlite3.connect(filled.folder / "library.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchone()
        filled.remove("yxquorbl-paper.txt")
        assert "library.sqlite3-wal" in holding(filled.folder, WORDS[0])
    filled.remove("3.txt")
    assert {word: holding(filled.folder, word) for word in WORDS} == {word: [] for word in WORDS}


def test_nothing_of_an_earlier_version_is_left(filled, tmp_path):
    (tmp_path / "papers/yxquorbl-paper.txt").write_text("It was nothing.")
    filled.add(tmp_path / "papers")
    filled.close()
    assert {word: holding(filled.folder, word) for word in WORDS[1:]} == {w: [] for w in WORDS[1:]}
