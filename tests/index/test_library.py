"""The library over real SQLite and real Chroma, with an embedder that needs no weights."""

from __future__ import annotations

import datetime
import multiprocessing
import shutil
import sqlite3

import pytest
from word_embedder import WordEmbedder

from index import Library, LibraryError
from index.errors import IndexMismatch, LibraryUnavailable, UnknownDocument
from index.settings import IndexSettings
from index.types import OutcomeStatus

FERRY = """Ferry line to Osk closes

By Ada Brenn

ELMOUTH, 3 March 2024 (Coast Wire) - The ferry line to Osk will close in May, harbour master Ivo
Tann said on Sunday. "We have no boat left that may carry people," he said.

Unnamed council members told the Elmouth Courier that two boats were sold in secret.
"""
BRIDGE = """Bridge works run late

The bridge over the Lenn opens a year later than promised, engineer Mara Holt said.
"""


@pytest.fixture
def embedder():
    return WordEmbedder()


@pytest.fixture
def library(tmp_path, embedder):
    with Library.open(tmp_path / "library", embedder=embedder) as opened:
        yield opened


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "sub" / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    return folder


def statuses(report):
    return {outcome.name: str(outcome.status) for outcome in report.outcomes}


def test_a_folder_is_added_with_its_folders(library, files):
    report = library.add(files)
    assert statuses(report) == {"ferry.txt": "added", "sub/bridge.txt": "added"}
    assert [document.name for document in library.documents()] == ["ferry.txt", "sub/bridge.txt"]


def test_plain_text_is_kept_to_the_letter(library, files):
    library.add(files)
    assert library.text("ferry.txt") == FERRY


def test_what_a_document_says_of_itself_is_listed(library, files):
    library.add(files)
    document = library.documents()[0]
    assert (document.title, document.author) == ("Ferry line to Osk closes", "Ada Brenn")
    assert document.date == datetime.date(2024, 3, 3)
    assert document.characters == len(FERRY)


def test_passages_are_slices_of_their_document(library, files):
    library.add(files)
    passages = library.search("When will the ferry line to Osk close?")
    assert passages[0].document == "ferry.txt"
    assert [passage.label for passage in passages] == list(range(1, len(passages) + 1))
    for passage in passages:
        assert library.text(passage.document)[passage.start : passage.end] == passage.text
        assert 0 < passage.score <= 1
        assert passage.sentences[0].start == passage.start


def test_search_finds_by_words_and_by_meaning(library, files):
    library.add(files)
    assert set(library.search("ferry line Osk")[0].found_by) == {"meaning", "words"}


def test_search_keeps_to_named_documents(library, files):
    library.add(files)
    found = library.search("ferry line to Osk", documents=["sub/bridge.txt"])
    assert {passage.document for passage in found} == {"sub/bridge.txt"}
    assert library.search("ferry", documents=[]) == ()
    with pytest.raises(UnknownDocument, match="nowhere"):
        library.search("ferry", documents=["nowhere"])


def test_copies_crowd_nothing_out(library, files):
    told = "The ferry line to Osk will close in May for want of boats, the harbour board said."
    for number in range(12):
        (files / f"wire-{number}.txt").write_text(f"Wire {number}\n\n{told}\n", encoding="utf-8")
    library.add(files)
    found = library.search("When will the ferry line to Osk close for want of boats?", limit=3)
    assert len(found) == 3
    assert sum(len(passage.copies) for passage in found) >= 11
    assert {"ferry.txt", "sub/bridge.txt"} <= {passage.document for passage in found}


def test_search_keeps_to_dates(library, files):
    library.add(files)
    day = datetime.date(2024, 3, 3)
    assert {p.document for p in library.search("boats bridge", after=day)} == {"ferry.txt"}
    assert library.search("boats bridge", after=day + datetime.timedelta(days=1)) == ()
    assert library.search("boats bridge", before=day - datetime.timedelta(days=1)) == ()
    assert library.search("boats", documents=["sub/bridge.txt"], before=day) == ()


def test_attributions_are_stored_with_the_sentences(library, files):
    library.add(files)
    spoken = [s.attribution for s in library.sentences("ferry.txt") if s.attribution]
    assert any("Tann" in speaker for attribution in spoken for speaker in attribution.speakers)


def test_adding_again_changes_nothing_and_embeds_nothing(library, files, embedder):
    library.add(files)
    embedder.embedded.clear()
    report = library.add(files)
    assert set(statuses(report).values()) == {"unchanged"}
    assert embedder.embedded == []


def test_a_changed_file_replaces_its_old_text(library, files):
    library.add(files)
    (files / "ferry.txt").write_text(FERRY.replace("Osk", "Hemsey"), encoding="utf-8")
    assert statuses(library.add(files))["ferry.txt"] == "changed"
    assert "Hemsey" in library.text("ferry.txt")
    assert all("Osk" not in passage.text for passage in library.search("Osk"))


def test_only_what_is_new_is_embedded(library, files, embedder):
    library.add(files)
    embedder.embedded.clear()
    (files / "third.txt").write_text("Mara Holt retires.", encoding="utf-8")
    library.add(files)
    assert len(embedder.embedded) == 1


def test_a_moved_file_is_recognised(library, files, embedder):
    library.add(files)
    embedder.embedded.clear()
    (files / "ferry.txt").rename(files / "boats.txt")
    assert statuses(library.add(files))["boats.txt"] == "renamed"
    assert [document.name for document in library.documents()] == ["boats.txt", "sub/bridge.txt"]
    assert embedder.embedded == []


def test_a_copy_is_one_document_with_two_names(library, files):
    library.add(files)
    shutil.copy(files / "ferry.txt", files / "copy.txt")
    assert statuses(library.add(files))["copy.txt"] == "duplicate"
    document = next(d for d in library.documents() if d.name == "ferry.txt")
    assert document.other_names == ("copy.txt",)
    assert library.text("copy.txt") == FERRY
    assert len([p for p in library.search("ferry line to Osk") if "Osk" in p.text]) == 1
    library.remove("ferry.txt")
    assert library.text("copy.txt") == FERRY


def test_two_files_of_one_name_are_both_kept(library, files, tmp_path):
    library.add(files / "ferry.txt")
    other = tmp_path / "other"
    other.mkdir()
    (other / "ferry.txt").write_text("Quite another report on boats.", encoding="utf-8")
    assert statuses(library.add(other / "ferry.txt")) == {"ferry (2).txt": "added"}
    assert library.text("ferry.txt") == FERRY


def test_sync_removes_what_vanished_and_nothing_else(library, files, tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("A report from elsewhere.", encoding="utf-8")
    library.add([files, elsewhere])
    elsewhere.unlink()
    (files / "ferry.txt").unlink()
    assert statuses(library.add(files))["sub/bridge.txt"] == "unchanged"
    assert len(library.documents()) == 3
    assert statuses(library.add(files, sync=True))["ferry.txt"] == "removed"
    assert {d.name for d in library.documents()} == {"elsewhere.txt", "sub/bridge.txt"}


def test_removing_is_immediate(library, files):
    library.add(files)
    library.remove("ferry.txt")
    assert all(passage.document != "ferry.txt" for passage in library.search("ferry Osk"))
    with pytest.raises(UnknownDocument, match=r"ferry\.txt"):
        library.text("ferry.txt")
    with pytest.raises(UnknownDocument):
        library.remove("ferry.txt")


def test_a_bad_file_never_stops_the_others(library, files):
    (files / "empty.txt").write_bytes(b"")
    (files / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    (files / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (files / "picture.xyz").write_bytes(b"\x00\x01")
    report = library.add([files, files / "missing.txt"])
    assert statuses(report) == {
        "broken.pdf": "unreadable",
        "empty.txt": "empty",
        "ferry.txt": "added",
        "missing.txt": "unreadable",
        "noise.txt": "unreadable",
        "picture.xyz": "skipped",
        "sub/bridge.txt": "added",
    }
    assert all(outcome.detail.endswith(".") for outcome in report.failures)


def test_a_file_that_turned_bad_keeps_its_earlier_version(library, files):
    library.add(files)
    (files / "ferry.txt").write_bytes(b"")
    outcome = library.add(files / "ferry.txt").outcomes[0]
    assert outcome.status is OutcomeStatus.EMPTY
    assert "stays in the library" in outcome.detail
    assert library.text("ferry.txt") == FERRY


def test_a_folder_without_documents_is_told(library, tmp_path):
    (tmp_path / "bare").mkdir()
    assert library.add(tmp_path / "bare").outcomes == ()


def test_progress_names_every_file_and_ends_done(library, files):
    steps = []
    library.add(files, on_progress=steps.append)
    assert {step.name for step in steps} == {"ferry.txt", "sub/bridge.txt"}
    assert steps[-1].step == "done"
    assert steps[-1].files_done == steps[-1].files_total == 2
    assert steps[-1].seconds_left == 0.0


def test_an_interrupted_add_keeps_what_was_done_and_goes_on(library, files, embedder):
    def interrupt(step):
        if step.name == "sub/bridge.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(files, on_progress=interrupt)
    assert [document.name for document in library.documents()] == ["ferry.txt"]
    assert library.search("ferry Osk")[0].document == "ferry.txt"
    assert statuses(library.add(files)) == {"ferry.txt": "unchanged", "sub/bridge.txt": "added"}


def test_vectors_made_before_an_interruption_are_not_made_again(tmp_path, embedder):
    text = "\n\n".join(f"Report number {n} speaks of matter {n * 7}." * 12 for n in range(90))
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    settings = IndexSettings(chunk_tokens=100)
    with Library.open(tmp_path / "library", embedder=embedder, settings=settings) as library:
        steps = []

        def interrupt(step):
            steps.append(step)
            if len([s for s in steps if s.step == "embedding"]) == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            library.add(tmp_path / "long.txt", on_progress=interrupt)
        done = len(embedder.embedded)
        assert done == 64
        assert library.documents() == ()
        library.add(tmp_path / "long.txt")
        assert len(embedder.embedded) == library.documents()[0].chunks
        assert len(set(embedder.embedded)) == len(embedder.embedded)


def test_everything_is_there_after_reopening(tmp_path, files, embedder):
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.add(files)
        before = library.search("ferry line to Osk")
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        assert library.search("ferry line to Osk") == before


@pytest.mark.parametrize("damage", ["missing", "garbage", "stale"])
def test_the_vector_index_is_rebuilt_without_embedding(tmp_path, files, embedder, damage):
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        library.add(files)
        before = library.search("ferry line to Osk")
    vectors = tmp_path / "library" / "vectors"
    if damage == "missing":
        shutil.rmtree(vectors)
    elif damage == "garbage":
        next(vectors.rglob("chroma.sqlite3")).write_bytes(b"no database" * 99)
    else:
        next(vectors.rglob("generation")).write_text("0")
    embedder.embedded.clear()
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        assert library.search("ferry line to Osk") == before
    assert embedder.embedded == []


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


def _hold_lock(folder, held, release):
    import filelock

    with filelock.FileLock(folder / "lock"):
        held.set()
        release.wait(30)


def test_a_second_writer_is_told(tmp_path, files, embedder, monkeypatch):
    monkeypatch.setattr("index.library._LOCK_SECONDS", 0.2)
    folder = tmp_path / "library"
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    with Library.open(folder, embedder=embedder) as library:
        holder = context.Process(target=_hold_lock, args=(folder, held, release))
        holder.start()
        try:
            assert held.wait(30)
            with pytest.raises(LibraryUnavailable, match="Another process"):
                library.add(files)
        finally:
            release.set()
            holder.join()
        assert library.add(files).count(OutcomeStatus.ADDED) == 2


def test_no_half_document_when_the_database_fails(library, files, monkeypatch):
    import index.entries

    def fail(connection, *_):
        connection.execute("INSERT INTO nowhere VALUES (1)")

    monkeypatch.setattr(index.entries, "_insert_chunks", fail)
    with pytest.raises(LibraryUnavailable, match="nowhere"):
        library.add(files)
    assert library.documents() == ()
    monkeypatch.undo()
    assert library.add(files).count(OutcomeStatus.ADDED) == 2


def test_a_library_is_new_until_its_first_document(library, files):
    assert library.is_new
    library.add(files / "ferry.txt")
    library.remove("ferry.txt")
    assert library.documents() == ()
    assert not library.is_new


def test_a_warm_library_has_its_vector_index_open(library, files):
    library.add(files)
    library.warm_up()
    assert library.search("ferry line to Osk")[0].document == "ferry.txt"


@pytest.mark.parametrize("method", ["agree", "nearest"])
def test_a_failing_vector_index_costs_no_answer(library, files, monkeypatch, caplog, method):
    library.add(files)
    before = library.search("ferry line to Osk")

    def fail(*_):
        raise LibraryUnavailable("the vector index is broken")

    monkeypatch.setattr(f"index.vectors.VectorIndex.{method}", fail)
    assert library.search("ferry line to Osk") == before
    assert "the vector index is broken" in caplog.text


def test_a_document_removed_during_a_search_is_left_out(library, files, monkeypatch):
    library.add(files)
    search = library._search._by_words

    def remove_meanwhile(*arguments):
        found = search(*arguments)
        library.remove("ferry.txt")
        return found

    monkeypatch.setattr(library._search, "_by_words", remove_meanwhile)
    found = library.search("ferry line bridge")
    assert [passage.document for passage in found] == ["sub/bridge.txt"]
    assert found[0].label == 1
