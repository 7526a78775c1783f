"""Adding can be stopped between files and between batches, and goes on later where it stopped."""

from __future__ import annotations

from made_pdfs import lines, pdf

from index.types import OutcomeStatus

STOPPED = "Stopped before it was added. Add it again to go on."


class After:
    """Says to stop from the nth question on."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def long_text(number, sentences=1600):
    """Enough for several batches of chunks."""
    return "\n\n".join(
        f"Report {number} says in line {line} that the water of the lock rose by {line} inches, "
        f"and that keeper number {line * number} had closed gate {line} before anybody asked."
        for line in range(sentences)
    )


def statuses(report):
    return {outcome.name: outcome.status.value for outcome in report.outcomes}


def test_what_was_done_stays_and_the_rest_is_told(library, files):
    (files / "zebra.txt").write_text("The zebra left the harbour in May.")
    (files / "picture.png").write_bytes(b"\x89PNG")
    report = library.add(files, stop=After(2))  # one question before the file, one before its batch
    assert statuses(report) == {
        "ferry.txt": "added",
        "picture.png": "skipped",
        "zebra.txt": "stopped",
        "sub/bridge.txt": "stopped",
    }
    told = [o for o in report.outcomes if o.status is OutcomeStatus.STOPPED]
    assert [outcome.detail for outcome in told] == [STOPPED] * 2
    assert report.failures == ()
    assert [document.name for document in library.documents()] == ["ferry.txt"]
    assert library.search("ferry")[0].document == "ferry.txt"
    assert library.add(files).count(OutcomeStatus.ADDED) == 2


def test_who_stops_at_once_adds_nothing(library, files):
    report = library.add(files, stop=lambda: True)
    assert set(statuses(report).values()) == {"stopped"}
    assert library.documents() == ()
    assert library.is_new


def test_a_file_given_up_half_way_keeps_its_vectors_for_the_next_time(library, embedder, tmp_path):
    paper = tmp_path / "long.txt"
    paper.write_text(long_text(1))
    report = library.add(paper, stop=After(3))  # the file, two batches, and then no more
    assert statuses(report) == {"long.txt": "stopped"}
    assert library.documents() == ()
    assert library.search("keeper") == ()
    assert len(embedder.embedded) == 128
    (other := tmp_path / "other.txt").write_text("The ferry leaves.")
    assert library.add([paper, other], stop=After(3)).count(OutcomeStatus.STOPPED) == 2
    assert len(embedder.embedded) == 256
    assert library.add(paper).count(OutcomeStatus.ADDED) == 1
    (document,) = library.documents()
    assert len(embedder.embedded) == len(set(embedder.embedded)) == document.chunks


def test_an_earlier_version_is_said_to_stay(library, tmp_path):
    paper = tmp_path / "long.txt"
    paper.write_text("The ferry leaves.")
    library.add(paper)
    paper.write_text(long_text(2))
    (outcome,) = library.add(paper, stop=After(2)).outcomes
    assert outcome.status is OutcomeStatus.STOPPED
    assert outcome.detail == f"{STOPPED} The version added earlier stays in the library."
    assert library.text("long.txt") == "The ferry leaves."


def test_nothing_is_removed_after_a_stop(library, files):
    library.add(files)
    (files / "ferry.txt").unlink()
    assert "removed" not in statuses(library.add(files, sync=True, stop=lambda: True)).values()
    assert len(library.documents()) == 2
    assert library.add(files, sync=True).count(OutcomeStatus.REMOVED) == 1


def test_a_stopped_upload_leaves_no_copy_of_its_file(library, tmp_path):
    upload = tmp_path / "ferry.pdf"
    upload.write_bytes(pdf(lines("The ferry line to Osk will close in May.")))
    report = library.add_uploads([upload], stop=After(1))
    assert statuses(report) == {"ferry.pdf": "stopped"}
    assert not list((library.folder / "originals").iterdir())
    assert library.add_uploads([upload], stop=After(9)).count(OutcomeStatus.ADDED) == 1


def test_no_progress_is_told_of_files_that_were_given_up(library, files):
    told = []
    library.add(files, on_progress=told.append, stop=After(2))
    assert {progress.name for progress in told} == {"ferry.txt"}
    assert told[-1].files_done == 1
