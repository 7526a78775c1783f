"""True limits of the system: the size of a file, a read-only folder, a disk of three megabytes."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

import killed_adding as work
import pytest
from invariants import content, left_over, opened, violations

from index.errors import LibraryError, LibraryUnavailable
from index.types import OutcomeStatus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")

NOT_ALLOWED = 77
_NEW_MOUNTS, _READ_ONLY, _AGAIN, _BIND, _ALL_BELOW, _PRIVATE = (
    *(0x20000, 1, 32, 4096, 0x4000),
    1 << 18,
)
KIB = 1024


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A library of one document, and a folder with more."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "files").mkdir()
    (folder / "first.txt").write_text("The keeper of lock 7 said that he had closed it.")
    for number in range(12):
        (folder / "files" / f"{number}.txt").write_text(
            "\n\n".join(
                f"The water of lock {line} rose by {line * number} inches, while gate {number} of "
                f"the basin stood open, and barge {line} lay there with barley and salt."
                for line in range(60)
            )
        )
    with opened(folder / "library") as library:
        library.add(folder / "first.txt")
    return folder


@pytest.fixture
def folder(made, tmp_path):
    shutil.copytree(made / "library", tmp_path / "library")
    return tmp_path / "library"


def _child(function, *given):
    """Run in a process of its own, which asserts by itself; mounts vanish with it."""
    process = work.started(function, *given)
    process.join(work.SECONDS)
    if process.exitcode == NOT_ALLOWED:
        pytest.skip("this process may not mount anything: it needs the rights of root")
    assert process.exitcode == 0


def _told(library, files) -> str:
    """The message of an adding that fails, which is one of ours."""
    try:
        report = library.add(files)
    except LibraryError as error:
        return str(error)
    return " ".join(outcome.detail for outcome in report.outcomes if outcome.failed)


def _answers(library):
    found = library.search("keeper of lock 7", documents=["first.txt"])
    return [(p.document, p.start, p.end, p.text) for p in found]


def _add_with_small_files(folder: Path, files: Path, size: int, log: Path) -> None:
    import resource

    work.read_here()
    with opened(folder) as library:
        before = _answers(library)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        told = _told(library, files)
        assert _answers(library) == before
        assert before
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    log.write_text(told)


@pytest.mark.parametrize("share", [1, 3, 5, 8, 10, 12, 14, 16, 18, 20, 22, 24])
def test_where_files_may_not_grow(made, folder, tmp_path, share):
    size = (folder / "library.sqlite3").stat().st_size * share // 6
    before = content(folder)
    _child(_add_with_small_files, folder, made / "files", size, tmp_path / "log")
    told = (tmp_path / "log").read_text()
    assert not told or (str(folder / "library.sqlite3") in told and "disk" in told)
    if share == 1:
        assert told
    with opened(folder) as library:
        assert violations(library) == []
        assert content(folder).items() >= before.items()
        assert library.add(made / "files").failures == ()
        assert library.add(made / "files").count(OutcomeStatus.UNCHANGED) == 12
        assert violations(library) == []
        assert left_over(library) == []


def _mounted(kind: bytes, folder: Path, options: bytes | None = None) -> None:
    """Mount in this process alone; it ends here where it may not."""
    libc = ctypes.CDLL(None, use_errno=True)
    path = os.fsencode(folder)
    calls = [
        lambda: libc.unshare(_NEW_MOUNTS),
        lambda: libc.mount(b"none", b"/", None, _ALL_BELOW | _PRIVATE, None),
    ]
    if kind == b"tmpfs":
        calls.append(lambda: libc.mount(b"tmpfs", path, b"tmpfs", 0, options))
    else:
        calls.append(lambda: libc.mount(path, path, None, _BIND, None))
        calls.append(lambda: libc.mount(path, path, None, _BIND | _AGAIN | _READ_ONLY, None))
    for call in calls:
        if call():
            os._exit(NOT_ALLOWED)


def _add_read_only(folder: Path, files: Path) -> None:
    work.read_here()
    with opened(folder) as library:
        before = _answers(library)
        _mounted(b"read-only", folder)
        told = _told(library, files)
        assert str(folder) in told, told
        assert "Read-only" in told
        assert "permissions" in told
        with pytest.raises(LibraryUnavailable, match="Read-only"):
            library.remove("first.txt")
        assert _answers(library) == before
        assert [document.name for document in library.documents()] == ["first.txt"]


def _open_read_only(folder: Path) -> None:
    _mounted(b"read-only", folder)
    with pytest.raises(LibraryUnavailable) as refused:
        opened(folder)
    assert str(folder) in str(refused.value)
    assert "writable" in str(refused.value)


def test_a_library_in_a_read_only_folder_is_not_opened_and_the_folder_is_named(folder):
    _child(_open_read_only, folder)


def test_in_a_read_only_folder_what_is_open_goes_on_and_nothing_is_changed(made, folder):
    before = content(folder)
    _child(_add_read_only, folder, made / "files")
    assert content(folder) == before
    with opened(folder) as library:
        assert violations(library) == []
        assert library.add(made / "files").failures == ()


def _add_to_a_small_disk(folder: Path, files: Path, made: Path) -> None:
    work.read_here()
    _mounted(b"tmpfs", folder, b"size=3m")
    shutil.copytree(made, folder, dirs_exist_ok=True)
    ballast = folder / "originals"
    ballast.mkdir()
    with opened(folder) as library:
        before = _answers(library)
        free = shutil.disk_usage(folder).free
        (ballast / "mine").write_bytes(bytes(max(0, free - 600 * KIB)))
        told = _told(library, files)
        assert "disk is full" in told or "No space left" in told, told
        assert str(folder) in told
        assert _answers(library) == before
        (ballast / "mine").unlink()
    with opened(folder) as library:
        assert violations(library) == []
        shortened = sorted(files.iterdir())[:4]
        assert library.add(shortened).failures == ()
        assert violations(library) == []
        assert left_over(library) == []


def test_on_a_full_disk_nothing_is_lost_and_adding_goes_on_once_there_is_room(
    made, folder, tmp_path
):
    _child(_add_to_a_small_disk, tmp_path / "library", made / "files", made / "library")
