"""A damaged library is made anew out of what can still be read, and says what could not be."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from contextlib import closing

import pytest
from made_pdfs import lines, pdf
from openpyxl import Workbook
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from index.ingest import ignore
from index.repair import repair
from index.settings import IndexSettings

PAPERS = {
    f"{number}.txt": "\n\n".join(
        f"Report {number} says in line {line} that the keeper of lock {number * line} had closed "
        f"gate {line} before noon, and that nobody had asked him why he did so."
        for line in range(60)
    )
    for number in range(12)
}
SECRET = "The envoy said that the vrombelish tunnel would be flooded in May."


@pytest.fixture
def papers(tmp_path):
    (folder := tmp_path / "papers").mkdir()
    for name, text in PAPERS.items():
        (folder / name).write_text(text)
    book = Workbook()
    book.active.append(["Pier", "Cost"])
    book.active.append(["North", 4200])
    book.save(folder / "costs.xlsx")
    return folder


@pytest.fixture
def folder(tmp_path, papers):
    """Of a library with text files, a sheet and a PDF that was dropped onto the page."""
    (tmp_path / "dropped.pdf").write_bytes(pdf(lines(SECRET)))
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.note("samples", "added")
        library.add(papers)
        library.add(papers / "3.txt")
        library.add_uploads([tmp_path / "dropped.pdf"])
    return tmp_path / "library"


def mended(folder, embedder=None):
    return repair(folder, embedder or WordEmbedder(), IndexSettings(), ignore)


def state(folder):
    """All that a library tells, but for what it numbers."""
    with Library.open(folder, embedder=WordEmbedder()) as library:
        documents = {
            document.name: (
                document, library.text(document.name), library.sentences(document.name),
            )
            for document in library.documents()
        }  # fmt: skip
        found = [
            (p.document, p.start, p.end, p.place, p.speakers if hasattr(p, "speakers") else ())
            for query in ("keeper of lock 14", "vrombelish tunnel", "North pier cost")
            for p in library.search(query)
        ]
        return documents, found, library.noted("samples"), library.mismatch


def change(folder, *statements):
    with closing(sqlite3.connect(folder / "library.sqlite3")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_library_is_the_same_afterwards_and_nothing_is_embedded(folder):
    before = state(folder)
    embedder = WordEmbedder()
    done = mended(folder, embedder)
    assert (done.documents, done.read_again, done.damaged, done.lost, done.kept) == (
        *(14, (), (), ()),
        None,
    )
    assert embedder.embedded == []
    assert state(folder) == before
    assert {path.name for path in folder.iterdir()} == {
        *("library.sqlite3", "library.lock", "lock", "originals", "vectors")
    }


def test_indexes_that_do_not_fit_are_made_anew(folder):
    before = state(folder)
    change(
        folder,
        "DELETE FROM sentences WHERE number % 3 = 0",
        "DELETE FROM speeches WHERE id % 2 = 0",
        "INSERT INTO words (words) VALUES ('delete-all')",
        "DELETE FROM vectors WHERE rowid % 5 = 0",
    )
    assert state(folder)[1] != before[1]
    assert mended(folder).documents == 14
    assert state(folder) == before


def test_a_changed_text_is_read_again_from_its_file(folder):
    before = state(folder)
    change(
        folder,
        "UPDATE documents SET text = replace(text, 'line 7 ', 'line 8 ') WHERE id IN (2, 5)",
        "UPDATE documents SET text = replace(text, 'flooded', 'floored') WHERE title LIKE 'drop%'",
    )
    done = mended(folder)
    assert set(done.read_again) == {"1.txt", "2.txt", "dropped.pdf"}
    assert done.kept is None
    assert state(folder) == before


def test_a_changed_text_whose_file_is_gone_is_kept_with_a_note(folder, papers):
    change(folder, "UPDATE documents SET title = 'Odd' WHERE id = 2")
    (papers / "1.txt").unlink()
    done = mended(folder)
    assert done.damaged == ("1.txt",)
    assert done.kept.is_file()
    (document,) = [d for d in state(folder)[0].values() if d[0].name == "1.txt"]
    assert "damaged on the disk" in document[0].notes[0]
    with closing(sqlite3.connect(done.kept)) as connection:
        assert connection.execute("SELECT title FROM documents WHERE id = 2").fetchone() == ("Odd",)


def test_cells_that_do_not_fit_are_read_again(folder):
    before = state(folder)
    change(folder, 'UPDATE cells SET "end" = start')
    assert mended(folder).read_again == ("costs.xlsx",)
    assert state(folder) == before


@pytest.mark.parametrize("seed", range(8))
def test_pages_of_rubbish_cost_no_document_whose_file_is_there(folder, seed):
    before = state(folder)
    path = folder / "library.sqlite3"
    data, chance = bytearray(path.read_bytes()), random.Random(seed)
    # The first pages say what the tables are; without them nothing can be read.
    Library.open(folder / "empty", embedder=WordEmbedder()).close()
    first = (folder / "empty" / "library.sqlite3").stat().st_size // 4096
    for _ in range(3):
        page = chance.randrange(first, len(data) // 4096)
        data[page * 4096 : page * 4096 + 4096] = chance.randbytes(4096)
    path.write_bytes(data)
    mended(folder)
    with Library.open(folder, embedder=WordEmbedder()) as library:
        texts = sorted(library.text(document.name) for document in library.documents())
    assert texts == sorted(text for _, text, _ in before[0].values())


def test_where_nothing_can_be_read_nothing_is_changed(folder):
    (folder / "library.sqlite3").write_bytes(b"no database" * 1000)
    before = hashlib.sha256((folder / "library.sqlite3").read_bytes()).digest()
    with pytest.raises(LibraryUnavailable, match="can be read any more"):
        mended(folder)
    assert hashlib.sha256((folder / "library.sqlite3").read_bytes()).digest() == before


def test_a_library_in_use_is_left_alone(folder):
    with Library.open(folder, embedder=WordEmbedder()) as library:
        library.documents()
        with pytest.raises(LibraryUnavailable, match="is in use"):
            mended(folder)
    assert mended(folder).documents == 14


def test_where_there_is_no_library_none_is_made(tmp_path):
    with pytest.raises(LibraryUnavailable, match="There is no library"):
        mended(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_what_a_killed_repair_left_behind_goes(folder):
    (folder / ".repair-x").mkdir()
    shutil.copy(folder / "library.sqlite3", folder / ".repair-x" / "old")
    mended(folder)
    assert not list(folder.glob(".repair-*"))


def test_a_repair_that_is_stopped_changes_nothing(folder):
    before = state(folder)

    def stop(progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repair(folder, WordEmbedder(), IndexSettings(), stop)
    assert not list(folder.glob(".repair-*"))
    assert state(folder) == before


def test_damage_is_told_with_the_command_that_mends_it(folder):
    path = folder / "library.sqlite3"
    data = bytearray(path.read_bytes())
    place = data.index(b"keeper of lock")
    data[place : place + 4] = b"\xff\xfe\xfd\xfc"
    path.write_bytes(data)
    with Library.open(folder, embedder=WordEmbedder()) as library:
        names = iter(PAPERS)
        with pytest.raises(LibraryUnavailable, match="python -m qa repair"):
            all(library.text(name) for name in names)
    assert mended(folder).documents == 14
