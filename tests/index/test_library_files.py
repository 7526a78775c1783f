"""Where documents come from: uploads, odd names, links, files that may not be looked at."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.files import is_gone, origin_of, path_of

FERRY = "The ferry line to Osk will close in May."
BRIDGE = "The bridge over the Lenn opens a year late."

needs_bytes = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="file names are text on this system"
)


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return folder


def outcomes(report):
    return [(outcome.name, str(outcome.status)) for outcome in report.outcomes]


def names(library):
    return {
        name for document in library.documents() for name in (document.name, *document.other_names)
    }


def upload(library, *written):
    """Upload files, each a name with its text, as the page does: the copies vanish."""
    copies = []
    for number, (name, text) in enumerate(written):
        copy = library.folder / "uploads" / str(number) / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
        copies.append(copy)
    report = library.add_uploads(copies)
    for copy in copies:
        copy.unlink()
    return outcomes(report)


def test_sync_above_the_library_leaves_uploads_alone(library, tmp_path):
    assert upload(library, ("ferry.txt", FERRY)) == [("ferry.txt", "added")]
    assert outcomes(library.add(tmp_path, sync=True)) == []
    assert library.text("ferry.txt") == FERRY


def test_uploads_can_be_called_by_their_paths_below_a_folder(library):
    copies = []
    for number, text in enumerate((FERRY, BRIDGE)):
        copy = library.folder / "uploads" / str(number) / "report.txt"
        copy.parent.mkdir(parents=True)
        copy.write_text(text, encoding="utf-8")
        copies.append(copy)
    report = library.add_uploads(copies, names=["2023/report.txt", "2024/report.txt"])
    assert outcomes(report) == [("2023/report.txt", "added"), ("2024/report.txt", "added")]
    assert library.text("2024/report.txt") == BRIDGE
    again = library.add_uploads(copies[:1], names=["2023/report.txt"])
    assert outcomes(again) == [("2023/report.txt", "unchanged")]
    with pytest.raises(ValueError, match=r"shorter"):
        library.add_uploads(copies, names=["2023/report.txt"])


@pytest.mark.parametrize("added", ["", "library"])
def test_what_lies_beside_the_documents_is_none_of_them(library, tmp_path, added):
    beside = {
        "uploads/1/a.txt", "vectors/b.txt", "cases/c.md", "evaluations/now/report.html",
        "evaluations/libraries/1/uploads/d.txt", "../other/cases/e.txt",
    }  # fmt: skip
    for name in beside:
        path = library.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{FERRY} {name}", encoding="utf-8")
    library.add(library.folder if added else tmp_path)
    assert names(library) == ({"other/cases/e.txt"} if not added else set())


def test_an_upload_is_never_taken_for_a_moved_file(library, files):
    upload(library, ("boats.txt", FERRY))
    assert upload(library, ("boats.txt", FERRY)) == [("boats.txt", "unchanged")]
    assert upload(library, ("ships.txt", FERRY)) == [("ships.txt", "duplicate")]
    assert outcomes(library.add(files)) == [("ferry.txt", "duplicate")]
    (files / "ferry.txt").unlink()
    assert upload(library, ("liner.txt", FERRY)) == [("liner.txt", "duplicate")]
    assert names(library) == {"boats.txt", "ships.txt", "ferry.txt", "liner.txt"}


def test_a_corrected_upload_takes_the_place_of_the_earlier_one(library):
    upload(library, ("report.txt", FERRY))
    assert upload(library, ("report.txt", BRIDGE)) == [("report.txt", "changed")]
    assert names(library) == {"report.txt"}
    assert all("Osk" not in passage.text for passage in library.search("ferry line to Osk"))


def test_an_upload_takes_the_place_of_no_file(library, files):
    library.add(files)
    assert upload(library, ("ferry.txt", BRIDGE)) == [("ferry (2).txt", "added")]
    assert library.text("ferry.txt") == FERRY
    later = "The bridge opens at last."
    assert upload(library, ("ferry.txt", later)) == [("ferry (2).txt", "changed")]
    assert library.text("ferry.txt") == FERRY


def test_two_uploads_of_one_name_at_once_are_both_kept(library):
    both = ("a.txt", FERRY), ("a.txt", BRIDGE)
    assert upload(library, *both) == [("a.txt", "added"), ("a (2).txt", "added")]
    assert upload(library, *both) == [("a.txt", "unchanged"), ("a (2).txt", "unchanged")]


def test_the_librarys_own_files_are_not_picked_up(library, tmp_path, files):
    (library.folder / "uploads").mkdir()
    (library.folder / "uploads" / "half.txt").write_text("Half an upl", encoding="utf-8")
    assert outcomes(library.add(tmp_path)) == [("files/ferry.txt", "added")]
    library.add(library.folder)
    assert names(library) == {"files/ferry.txt"}


@needs_bytes
def test_names_that_are_no_text_are_kept_apart_and_found_again(library, files):
    for number in (0xE9, 0xE8):
        name = os.fsdecode(bytes([number]) + b".txt")
        (files / name).write_text(f"Report number {number}.", encoding="utf-8")
    assert {status for _, status in outcomes(library.add(files, sync=True))} == {"added"}
    assert {status for _, status in outcomes(library.add(files, sync=True))} == {"unchanged"}
    assert len(names(library)) == 3
    (files / os.fsdecode(b"\xe9.txt")).unlink()
    assert ("\ufffd (2).txt", "removed") in outcomes(library.add(files, sync=True))


@needs_bytes
@example(b"100%41.txt")
@example(b"%E9\xe9.txt")
@given(st.binary(min_size=1, max_size=20).filter(lambda name: not set(name) & set(b"\0/")))
def test_an_origin_can_be_turned_back(name):
    path = Path("/nowhere at all") / os.fsdecode(name)
    if path.name in (".", "..") or path.parent != Path("/nowhere at all"):
        return
    origin = origin_of(path)
    assert origin.encode("utf-8")
    assert path_of(origin) == path


def test_one_file_has_one_origin_whatever_way_it_is_written(library, files, tmp_path, monkeypatch):
    (tmp_path / "linked").symlink_to(files, target_is_directory=True)
    library.add(files)
    monkeypatch.chdir(files)
    for path in (files / ".." / "files", tmp_path / "linked", files / ".." / "files" / "ferry.txt",
                 tmp_path / "linked" / "ferry.txt", "ferry.txt", ".."):  # fmt: skip
        assert outcomes(library.add(path)) == [("ferry.txt", "unchanged")]
    (files / "ferry.txt").unlink()
    removed = library.add(tmp_path / "linked" / ".." / "files", sync=True)
    assert outcomes(removed) == [("ferry.txt", "removed")]


def test_a_linked_file_is_a_file_of_its_own(library, files, tmp_path):
    (tmp_path / "v2.txt").write_text(BRIDGE, encoding="utf-8")
    (files / "latest.txt").symlink_to(files / "ferry.txt")
    library.add(files)
    (files / "latest.txt").unlink()
    (files / "latest.txt").symlink_to(tmp_path / "v2.txt")
    assert ("latest.txt", "changed") in outcomes(library.add(files))
    (tmp_path / "v2.txt").unlink()
    assert ("latest.txt", "removed") in outcomes(library.add(files, sync=True))


def test_only_what_is_surely_gone_is_gone(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    assert not is_gone(tmp_path / "file")
    assert is_gone(tmp_path / "none")
    assert is_gone(tmp_path / "file" / "below")

    def forbid(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", forbid)
    assert not is_gone(tmp_path / "file")


def test_a_place_that_may_not_be_looked_at_ends_nothing(library, files, tmp_path, monkeypatch):
    library.add(files)
    (tmp_path / "other.txt").write_text(FERRY, encoding="utf-8")
    true_stat = Path.stat

    def forbid_some(self, **options):
        if self.is_relative_to(files):
            raise PermissionError(13, "Permission denied")
        return true_stat(self, **options)

    monkeypatch.setattr(Path, "stat", forbid_some)
    report = library.add([files / "ferry.txt", tmp_path / "other.txt"])
    assert outcomes(report) == [("ferry.txt", "unreadable"), ("other.txt", "duplicate")]
    assert ("ferry.txt", "removed") not in outcomes(library.add(files, sync=True))
    assert library.text("ferry.txt") == FERRY
