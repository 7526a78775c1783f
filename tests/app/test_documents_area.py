"""Adding and removing documents on the page: progress, one outcome for every file, no leftovers."""

from __future__ import annotations

import datetime
import threading

import pytest
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable, UnknownDocument
from index.types import Document, Outcome, OutcomeStatus, Progress, Report
from qa.chat.documents import add_uploads, listing, removal, scope_choices


class Shelf:
    """A library that reports as it is told to."""

    def __init__(self, *documents: Document, error: Exception | None = None) -> None:
        self.kept = list(documents)
        self.error = error

    def documents(self):
        return tuple(self.kept)

    def add_uploads(self, paths, on_progress):
        outcomes = []
        for done, path in enumerate(paths):
            on_progress(Progress(path.name, "reading", done, len(paths), 130.0 if done else None))
            if self.error:
                raise self.error
            failed = not path.read_bytes()
            status = OutcomeStatus.EMPTY if failed else OutcomeStatus.ADDED
            outcomes.append(Outcome(path.name, status, "It is empty." if failed else ""))
        return Report(tuple(outcomes))

    def remove(self, name):
        raise UnknownDocument(f"{name} is not in the library.")


@pytest.fixture
def uploads(tmp_path):
    full, empty = tmp_path / "full.txt", tmp_path / "empty.txt"
    full.write_text("Words.")
    empty.write_text("")
    return [full, empty]


def test_every_file_has_progress_and_an_outcome_and_leaves_no_copy(uploads):
    stages = list(add_uploads(Shelf(), uploads))
    assert stages[0]["working"] == "Adding 2 files …"
    assert "Reading empty.txt · 1 of 2 files done · about 2 min left" in [
        stage["working"] for stage in stages
    ]
    assert [row["failed"] for row in stages[-1]["outcomes"]] == [False, True]
    assert stages[-1]["outcomes"][1]["detail"] == "It is empty."
    assert stages[-1]["working"] == ""
    assert not any(upload.exists() for upload in uploads)


def test_a_library_that_cannot_be_written_is_told_for_every_file(uploads):
    error = LibraryUnavailable("Another process is changing the library.")
    rows = list(add_uploads(Shelf(error=error), uploads))[-1]["outcomes"]
    assert [row["detail"] for row in rows] == [str(error)] * 2
    assert all(row["failed"] for row in rows)
    assert not any(upload.exists() for upload in uploads)


def test_an_unexpected_failure_ends_the_progress(uploads, monkeypatch):
    fallen = []
    monkeypatch.setattr(threading, "excepthook", fallen.append)
    rows = list(add_uploads(Shelf(error=ZeroDivisionError()), uploads))[-1]["outcomes"]
    for thread in threading.enumerate():
        if thread.name == "adding documents":
            thread.join()
    assert [failure.exc_type for failure in fallen] == [ZeroDivisionError]
    assert [row["failed"] for row in rows] == [True, True]


def test_an_upload_outlives_its_copy_and_gives_way_to_its_next_version(tmp_path):
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        for folder, words in (("1", "The ferry closes."), ("2", "The ferry stays.")):
            copy = tmp_path / "library" / "uploads" / folder / "ferry.txt"
            copy.parent.mkdir(parents=True)
            copy.write_text(words, encoding="utf-8")
            results = list(add_uploads(library, [copy]))[-1]["outcomes"]
            assert not copy.exists()
        assert [row["result"] for row in results] == ["Replaced by the new version"]
        library.add(tmp_path, sync=True)
        assert [document.name for document in library.documents()] == ["ferry.txt"]
        assert library.text("ferry.txt") == "The ferry stays."


def test_removing_what_is_not_there_is_a_sentence():
    (row,) = removal(Shelf(), "gone.txt")["outcomes"]
    assert row["failed"]
    assert row["detail"] == "gone.txt is not in the library."


def test_the_list_tells_kind_source_date_and_length():
    shelf = Shelf(
        Document("z.pdf", "Zoo", "application/pdf", "0", date=datetime.date(2024, 5, 3), pages=12),
        Document("a.txt", "Ants", "text/plain", "0", publisher="The Post", words=1234),
    )
    rows = listing(shelf, editable=True)["documents"]
    assert [row["title"] for row in rows] == ["Ants", "Zoo"]
    assert [row["facts"] for row in rows] == [
        "Text · The Post · 1,234 words",
        "PDF · 3 May 2024 · 12 pages",
    ]


def test_documents_of_one_title_can_be_told_apart_in_the_scope():
    shelf = Shelf(
        Document("1.txt", "News", "text/plain", "0"),
        Document("2.txt", "News", "text/plain", "1"),
        Document("3.txt", "Weather", "text/plain", "2"),
    )
    assert scope_choices(shelf) == [
        ("News (1.txt)", "1.txt"),
        ("News (2.txt)", "2.txt"),
        ("Weather", "3.txt"),
    ]
