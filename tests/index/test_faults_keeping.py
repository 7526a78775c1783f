"""Whatever fails while a library is backed up, restored, repaired: told, and nothing is half."""

from __future__ import annotations

import shutil

import pytest
from failing import Fault, failing
from invariants import SETTINGS, content, left_over_files, opened, violations
from made_pdfs import lines, pdf
from word_embedder import WordEmbedder

from index.errors import LibraryError
from index.ingest import ignore
from index.repair import repair
from qa.backup import back_up, restore
from qa.errors import QaError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "files").mkdir()
    for number in range(3):
        (tmp_path / "away" / "files" / f"{number}.txt").write_text(
            f"The keeper of lock {number} said that he had closed it."
        )
    (tmp_path / "away" / "dropped.pdf").write_bytes(pdf(lines("The envoy said that it is shut.")))
    with opened(tmp_path / "library") as library:
        library.add(tmp_path / "away" / "files")
        library.add_uploads([tmp_path / "away" / "dropped.pdf"])
    back_up(tmp_path / "library", tmp_path / "away" / "sound.zip", lambda *_: None)
    return tmp_path / "library"


def _told(work, *given) -> str:
    """What is said where it fails; empty where it does not."""
    try:
        work(*given)
    except (LibraryError, QaError) as error:
        return str(error)
    return ""


def _back_up(folder, place):
    back_up(folder, place / "kept.zip", lambda *_: None)


def _restore(folder, place):
    restore(folder.parent / "away" / "sound.zip", place / "back", lambda *_: None)


def _repair(folder, place):
    repair(folder, WordEmbedder(), SETTINGS, ignore)


def _whole_or_absent(work, folder, place, is_told) -> None:
    whole = content(folder)
    if work is _repair:
        with opened(folder) as library:
            assert violations(library) == []
        return
    made = place / ("kept.zip" if work is _back_up else "back")
    assert made.exists() or is_told
    if made.exists() and work is _back_up:
        restore(made, place / "from it", lambda *_: None)
        assert content(place / "from it") == whole
    elif made.exists():
        assert content(made) == whole


def _run_all(tmp_path, folder, work, kind, how, lasts, every):
    number, told, whole = 1, [], content(folder)
    while True:
        (place := tmp_path / "place").mkdir()
        fault = Fault(kind, number, how, lasts, folder if work is _repair else place)
        with failing(fault):
            told.append(_told(work, folder, place))
        assert told[-1].endswith(".") or not told[-1]
        _whole_or_absent(work, folder, place, told[-1])
        assert content(folder) == whole
        if work is _repair:
            _repair(folder, place)
            assert content(folder) == whole
            assert left_over_files(folder) == []
        shutil.rmtree(place)
        if not fault.has_struck:
            return number, told
        number += every


WORKS = [_back_up, _restore, _repair]


@pytest.mark.parametrize("work", WORKS)
def test_where_one_operation_fails(tmp_path, folder, work):
    for kind, how, lasts, every in (
        ("files", "full", True, 7),
        ("statements", "broken", False, 19),
    ):
        if kind == "files" or work is _repair:
            tried, told = _run_all(tmp_path, folder, work, kind, how, lasts, every)
            assert tried > every
            assert any(told)


@pytest.mark.torture
@pytest.mark.parametrize("how", ["full", "broken", "read-only"])
@pytest.mark.parametrize("lasts", [True, False])
@pytest.mark.parametrize("work", WORKS)
def test_where_each_operation_fails(tmp_path, folder, work, lasts, how, tell):
    tried, _ = _run_all(tmp_path, folder, work, "files", how, lasts, 1)
    tell(f"{work.__name__}: {tried - 1} files, {how}: nothing by halves")
