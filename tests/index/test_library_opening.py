"""Opening a library: what is there again, what is built anew, what is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from word_embedder import WordEmbedder

from index import Library, LibraryError
from index.errors import IndexMismatch, LibraryUnavailable
from index.settings import IndexSettings


def test_everything_is_there_after_reopening(tmp_path, files, embedder):
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.add(files)
        before = library.search("ferry line to Osk")
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        assert library.search("ferry line to Osk") == before


def test_another_library_object_sees_changes(tmp_path, files, embedder):
    with (
        Library.open(tmp_path / "library", embedder=embedder) as writer,
        Library.open(tmp_path / "library", embedder=embedder) as reader,
    ):
        assert reader.search("ferry") == ()
        writer.add(files)
        assert reader.search("ferry line to Osk")[0].document == "ferry.txt"
        writer.remove("ferry.txt")
        assert all(p.document != "ferry.txt" for p in reader.search("ferry line to Osk"))


def test_a_warm_library_has_its_vector_index_open(library, files):
    library.add(files)
    library.warm_up()
    assert library.search("ferry line to Osk")[0].document == "ferry.txt"


@pytest.mark.parametrize("damage", ["missing", "garbage", "no tenant", "stale"])
def test_the_vector_index_is_rebuilt_without_embedding(tmp_path, files, embedder, caplog, damage):
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.add(files)
        before = library.search("ferry line to Osk")
    vectors = tmp_path / "library" / "vectors"
    if damage == "missing":
        shutil.rmtree(vectors)
    elif damage == "garbage":
        next(vectors.rglob("chroma.sqlite3")).write_bytes(b"no database" * 99)
    elif damage == "no tenant":  # Chroma opens the file, and fails over what it reads there
        with closing(sqlite3.connect(next(vectors.rglob("chroma.sqlite3")))) as connection:
            connection.execute("DELETE FROM tenants")
            connection.commit()
    else:
        seal = next(vectors.rglob("seal.json"))
        seal.write_text(json.dumps(json.loads(seal.read_text()) | {"generation": 0}))
    embedder.embedded.clear()
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        assert library.search("ferry line to Osk") == before
    assert embedder.embedded == []
    assert "comparing with every vector" not in caplog.text


def test_a_changed_model_is_noticed_before_the_first_query(tmp_path, files):
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(files)
    other = WordEmbedder("another model of as many dimensions")
    with Library.open(tmp_path / "library", embedder=other) as library:
        with pytest.raises(IndexMismatch, match="--rebuild"):
            library.search("ferry")
        with pytest.raises(IndexMismatch):
            library.add(files)
        library.rebuild()
        assert library.search("ferry line to Osk")[0].document == "ferry.txt"
        assert not library.mismatch


def test_another_chunk_size_is_noticed_too(tmp_path, files, embedder):
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.add(files)
    settings = IndexSettings(chunk_tokens=40)
    with Library.open(tmp_path / "library", embedder=embedder, settings=settings) as library:
        assert library.mismatch
        library.rebuild()
        found = library.search("two boats sold in secret")
        assert library.text("ferry.txt")[found[0].start : found[0].end] == found[0].text


def test_a_damaged_database_is_named_and_not_overwritten(tmp_path, embedder):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(LibraryUnavailable, match=r"library\.sqlite3"):
        Library.open(folder, embedder=embedder)
    assert (folder / "library.sqlite3").read_bytes().startswith(b"this is no database")


def test_a_library_of_a_later_format_is_refused(tmp_path, embedder):
    Library.open(tmp_path / "library", embedder=embedder).close()
    connection = sqlite3.connect(tmp_path / "library" / "library.sqlite3")
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryUnavailable, match="format 99"):
        Library.open(tmp_path / "library", embedder=embedder)


def test_a_folder_that_cannot_be_made_is_named(tmp_path, embedder):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="QA_LIBRARY"):
        Library.open(tmp_path / "file" / "library", embedder=embedder)


def test_a_library_is_new_until_its_first_document(library, files):
    assert library.is_new
    library.add(files / "ferry.txt")
    library.remove("ferry.txt")
    assert library.documents() == ()
    assert not library.is_new


def test_the_earlier_model_answers_until_all_is_indexed_anew(tmp_path, files):
    old, new = WordEmbedder("old"), WordEmbedder("new, of as many dimensions")
    find = {old.name: old, new.name: new}.__getitem__

    def opened(embedder):
        return Library.open(tmp_path / "library", embedder=embedder, find_embedder=find)

    with opened(old) as library:
        library.add(files)
        before = library.search("ferry line to Osk")
    with opened(new) as later, opened(old) as running:
        assert later.mismatch
        later.warm_up()
        assert later.search("ferry line to Osk") == before
        assert running.search("ferry line to Osk") == before
        with pytest.raises(IndexMismatch, match="--rebuild"):
            later.add(files)
        assert new.embedded == []

        def asked_meanwhile(progress):
            assert later.search("ferry line to Osk") == before

        later.rebuild(on_progress=asked_meanwhile)
        assert not later.mismatch
        assert running.mismatch
        for library in (later, running):
            assert library.search("ferry line to Osk")[0].document == "ferry.txt"
        assert len(new.embedded) == sum(d.chunks for d in later.documents())
    folders = {path.name for path in (tmp_path / "library" / "vectors").iterdir() if path.is_dir()}
    assert folders == {new.fingerprint}


def test_a_model_that_has_changed_under_its_name_does_not_answer(tmp_path, files):
    with Library.open(tmp_path / "library", embedder=WordEmbedder("old")) as library:
        library.add(files)
    other = WordEmbedder("other")
    with (
        Library.open(
            tmp_path / "library", embedder=other, find_embedder=lambda _: other
        ) as library,
        pytest.raises(IndexMismatch, match="not on this machine"),
    ):
        library.search("ferry")
