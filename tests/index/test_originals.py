"""The files behind the documents: read where they lie, kept where they would vanish."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest
from made_pdfs import lines, pdf, planted
from word_embedder import WordEmbedder

import index.originals
from index import Library
from index.documents import DocumentTable
from index.errors import (
    LibraryError,
    LibraryUnavailable,
    OriginalUnavailable,
    PictureUnavailable,
    UnknownDocument,
)
from index.types import OutcomeStatus, Span

SPAWN = multiprocessing.get_context("spawn")
PAGE = lines("The ferry line to Osk will close in May.", "Nobody was asked.")
FERRY = pdf(PAGE, lines("The bridge opens in June."))
BRIDGE = pdf(lines("The bridge opens in June, said the engineer of the dredger."))
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "ferry.pdf").write_bytes(FERRY)
    (folder / "notes.txt").write_text("The ferry line to Osk will close in May.")
    return folder


def uploaded(library, name, data):
    """Add a copy that is deleted afterwards, as the page does."""
    copy = library.folder.parent / name
    copy.write_bytes(data)
    (outcome,) = library.add_uploads([copy]).outcomes
    copy.unlink()
    return outcome


def kept(library):
    """The names of the files in the folder of kept files."""
    folder = library.folder / "originals"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_file_is_read_where_it_lies(library, papers):
    library.add(papers)
    assert library.original("ferry.pdf") == FERRY
    assert library.original("notes.txt") == (papers / "notes.txt").read_bytes()
    assert kept(library) == []
    with pytest.raises(UnknownDocument):
        library.original("none.pdf")


def test_a_page_of_a_document_is_shown_with_its_words_marked(library, papers):
    library.add(papers)
    text = library.text("ferry.pdf")
    start = text.index("close in May")
    first = library.shelf.page_picture("ferry.pdf", 1, [Span(start, len(text))], width=500)
    second = library.shelf.page_picture("ferry.pdf", 2, [Span(start, len(text))], width=500)
    assert (len(first.marks), len(second.marks)) == (2, 1)
    assert first.complete
    assert second.complete
    assert (second.number, second.pages, second.width) == (2, 2, 500)
    assert first.marks[0].left == pytest.approx(
        planted(PAGE[0], "close in").left / 595.27, abs=2e-3
    )
    assert library.shelf.page_picture("ferry.pdf", 2, [Span(0, 5)]).marks == ()


def test_pages_without_text_are_counted_and_shown_too(library, papers):
    (papers / "gap.pdf").write_bytes(pdf(PAGE, [], PAGE, []))
    library.add(papers / "gap.pdf")
    assert [page.number for page in library.shelf.pages("gap.pdf")] == [1, 3]
    (document,) = library.documents()
    assert document.pages == 2
    assert document.notes == ("Pages 2, 4 have no text (scanned pictures?).",)
    picture = library.shelf.page_picture("gap.pdf", 2, [Span(0, 30)])
    assert (picture.pages, picture.marks, picture.complete) == (4, (), True)


def test_what_has_no_page_is_told(library, papers):
    library.add(papers)
    with pytest.raises(PictureUnavailable, match=r"“notes\.txt” is no PDF"):
        library.shelf.page_picture("notes.txt", 1)
    with pytest.raises(PictureUnavailable, match="has no page 3; it has 2"):
        library.shelf.page_picture("ferry.pdf", 3)
    with pytest.raises(UnknownDocument):
        library.shelf.page_picture("none.pdf", 1)
    with pytest.raises(ValueError, match="0 pixels"):
        library.shelf.page_picture("ferry.pdf", 1, width=0)


def test_a_file_that_has_gone_or_changed_is_told(library, papers):
    library.add(papers)
    (papers / "ferry.pdf").write_bytes(BRIDGE)
    with pytest.raises(OriginalUnavailable, match=r"“ferry\.pdf” has changed since"):
        library.original("ferry.pdf")
    with pytest.raises(PictureUnavailable, match=r"“ferry\.pdf” has changed since"):
        library.shelf.page_picture("ferry.pdf", 1)
    (papers / "ferry.pdf").unlink()
    with pytest.raises(PictureUnavailable, match=r"“ferry\.pdf” is no longer where it was"):
        library.shelf.page_picture("ferry.pdf", 1)
    (papers / "ferry.pdf").mkdir()
    with pytest.raises(OriginalUnavailable, match=r"“ferry\.pdf” has changed since"):
        library.original("ferry.pdf")


def test_another_file_with_the_same_content_will_do(library, papers):
    (papers / "copy.pdf").write_bytes(FERRY)
    library.add(papers)
    (papers / "copy.pdf").write_bytes(BRIDGE)
    assert library.original("copy.pdf") == FERRY
    (papers / "ferry.pdf").unlink()
    with pytest.raises(OriginalUnavailable, match=r"“ferry\.pdf” is no longer"):
        library.original("ferry.pdf")
    uploaded(library, "again.pdf", FERRY)
    assert library.original("ferry.pdf") == library.original("copy.pdf") == FERRY


def test_of_uploads_the_pdfs_are_kept_as_long_as_a_name_points_to_them(library):
    assert uploaded(library, "ferry.pdf", FERRY).status is OutcomeStatus.ADDED
    assert uploaded(library, "twin.pdf", FERRY).status is OutcomeStatus.DUPLICATE
    assert uploaded(library, "notes.txt", b"The ferry line will close.").status == "added"
    assert len(kept(library)) == 1
    assert library.original("twin.pdf") == FERRY
    assert library.shelf.page_picture("ferry.pdf", 1).pages == 2
    with pytest.raises(OriginalUnavailable, match=r"“notes\.txt” was uploaded, .* only PDFs"):
        library.original("notes.txt")
    library.remove("ferry.pdf")
    assert library.original("twin.pdf") == FERRY
    library.remove("twin.pdf")
    assert kept(library) == []


def test_an_upload_that_takes_the_place_of_another_leaves_no_copy_of_it(library):
    uploaded(library, "ferry.pdf", FERRY)
    assert uploaded(library, "ferry.pdf", BRIDGE).status is OutcomeStatus.CHANGED
    assert len(kept(library)) == 1
    assert library.original("ferry.pdf") == BRIDGE


def test_an_unreadable_upload_leaves_no_copy(library):
    outcome = uploaded(library, "broken.pdf", FERRY[:400])
    assert outcome.status is OutcomeStatus.UNREADABLE
    assert kept(library) == []


def test_a_lost_or_damaged_copy_is_told_and_mended_by_another_upload(library):
    uploaded(library, "ferry.pdf", FERRY)
    (copy,) = (library.folder / "originals").iterdir()
    for damage in (lambda: copy.write_bytes(FERRY[:-9]), copy.unlink):
        damage()
        with pytest.raises(PictureUnavailable, match="no sound copy of “ferry"):
            library.shelf.page_picture("ferry.pdf", 1)
        assert uploaded(library, "ferry.pdf", FERRY).status is OutcomeStatus.UNCHANGED
        assert library.original("ferry.pdf") == FERRY


def test_kept_files_are_not_picked_up_from_a_folder(library):
    uploaded(library, "ferry.pdf", FERRY)
    assert library.add(library.folder.parent).outcomes == ()
    assert [outcome.name for outcome in library.add(library.folder).failures] == []
    assert [document.name for document in library.documents()] == ["ferry.pdf"]


def test_only_files_of_its_own_making_are_deleted(library):
    uploaded(library, "ferry.pdf", FERRY)
    foreign = library.folder / "originals" / "mine.pdf"
    foreign.write_bytes(BRIDGE)
    (library.folder / "originals" / ".new-left").write_bytes(b"half")
    (library.folder / "originals" / f"{'0' * 64}.pdf").write_bytes(BRIDGE)
    library.remove("ferry.pdf")
    assert kept(library) == ["mine.pdf"]


def test_a_copy_that_cannot_be_written_stops_the_adding(library, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LibraryUnavailable, match="No space left"):
        uploaded(library, "ferry.pdf", FERRY)
    assert library.documents() == ()
    assert kept(library) == []


def _add_and_die(folder, upload, stage):
    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    if stage == "written":
        index.originals.Path.replace = die
    elif stage == "kept":
        DocumentTable.put = die
    else:
        true_put = DocumentTable.put

        def put(*given):
            true_put(*given)
            die()

        DocumentTable.put = put
    with Library.open(folder, embedder=WordEmbedder()) as library:
        library.add_uploads([upload])


@pytest.mark.parametrize("stage", ["written", "kept", "stored"])
def test_a_killed_upload_is_there_with_its_file_or_not_at_all(tmp_path, stage):
    upload = tmp_path / "ferry.pdf"
    upload.write_bytes(FERRY)
    folder = tmp_path / "library"
    process = SPAWN.Process(target=_add_and_die, args=(folder, upload, stage))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert len(list((folder / "originals").iterdir())) == 1
    with Library.open(folder, embedder=WordEmbedder()) as library:
        names = [document.name for document in library.documents()]
        assert names == (["ferry.pdf"] if stage == "stored" else [])
        for name in names:
            assert library.original(name) == FERRY
        assert len(kept(library)) == len(names)
        assert uploaded(library, "ferry.pdf", FERRY).status in ("added", "unchanged")
        assert library.original("ferry.pdf") == FERRY


def test_pictures_are_drawn_while_documents_are_added(library, papers):
    library.add(papers)
    failures = []

    def draw():
        try:
            for _ in range(10):
                assert library.shelf.page_picture("ferry.pdf", 1, [Span(0, 20)], 100).marks
        except (LibraryError, AssertionError) as error:
            failures.append(error)

    threads = [threading.Thread(target=draw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(5):
        uploaded(library, f"{number}.pdf", pdf(lines(f"Number {number} was found.")))
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_sample_is_marked_quote_by_quote(library):
    library.add(SAMPLES / "commission-report.pdf")
    name = "commission-report.pdf"
    for page in library.shelf.pages(name):
        spans = [
            Span(max(sentence.start, page.span.start), min(sentence.end, page.span.end))
            for sentence in library.sentences(name)
            if sentence.start < page.span.end and page.span.start < sentence.end
        ]
        picture = library.shelf.page_picture(name, page.number, spans, width=200)
        assert picture.complete
        assert len(picture.marks) >= len(spans)
        assert all(0 <= m.left < m.right <= 1 and 0 <= m.top < m.bottom <= 1 for m in picture.marks)
