"""What a library makes of files: added, changed, moved, copied, bad, removed."""

from __future__ import annotations

import datetime
import shutil

import pytest
from ferry_papers import FERRY, statuses

from index import Library
from index.errors import LibraryUnavailable, UnknownDocument
from index.settings import IndexSettings
from index.types import Outcome, OutcomeStatus


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
    assert [step.outcome for step in steps if step.step == "done"] == [
        Outcome("ferry.txt", OutcomeStatus.ADDED),
        Outcome("sub/bridge.txt", OutcomeStatus.ADDED),
    ]


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
