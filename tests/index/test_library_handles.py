"""What a library holds of the system: files and threads, which it gives back."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from word_embedder import WordEmbedder

from index import Library

_OWN = Path("/proc/self")
pytestmark = pytest.mark.skipif(not _OWN.is_dir(), reason="the system does not tell")


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Nothing is closed by chance: the garbage collector waits."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def holds_no_more_than(before: tuple[int, int]) -> bool:
    """Whether no more is held, at the latest when threads that end have ended.

    A few more are the whim of Chroma's pools; each opening that is never closed holds eleven files
    and six threads.
    """
    until = time.monotonic() + 5
    while any(now > then + 4 for now, then in zip(held(), before, strict=True)):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def held() -> tuple[int, int]:
    """Files and threads of this process, those of native code among them."""
    return len(os.listdir(_OWN / "fd")), len(os.listdir(_OWN / "task"))  # noqa: PTH208


@pytest.mark.usefixtures("uncollected")
def test_changes_leave_no_files_and_threads_behind(tmp_path):
    (tmp_path / "first.txt").write_text("The ferry to Osk was late.")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "first.txt")
        library.search("ferry")
        before = held()
        for number in range(5):
            paper = tmp_path / f"{number}.txt"
            paper.write_text(f"Ferry number {number} was late.")
            library.add(paper)
            library.search("ferry")
        assert holds_no_more_than(before)


@pytest.mark.usefixtures("uncollected")
def test_a_closed_library_holds_nothing(tmp_path):
    (tmp_path / "ferry.txt").write_text("The ferry to Osk was late.")

    def use() -> None:
        with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
            library.add(tmp_path / "ferry.txt")
            assert library.search("ferry")

    use()  # what is made once, such as a pool of threads, may stay
    before = held()
    for _ in range(3):
        use()
    assert holds_no_more_than(before)


def test_closing_one_library_leaves_another_of_the_folder_at_work(tmp_path):
    (tmp_path / "ferry.txt").write_text("The ferry to Osk was late.")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as staying:
        staying.add(tmp_path / "ferry.txt")
        assert staying.search("ferry")
        with Library.open(tmp_path / "library", embedder=WordEmbedder()) as closed:
            assert closed.search("ferry")
        assert staying.search("ferry")


def test_libraries_are_opened_and_closed_in_many_threads(tmp_path):
    (tmp_path / "ferry.txt").write_text("The ferry to Osk was late.")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "ferry.txt")
    found = []

    def use() -> None:
        for _ in range(5):
            with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
                found.append(len(library.search("ferry")))

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 30
