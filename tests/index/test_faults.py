"""Whatever fails while documents are added: a message, the library as it was, and on it goes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from failing import Fault, failing
from invariants import content, left_over, opened, violations
from made_pdfs import lines, pdf

from index.errors import LibraryError

QUERIES = ("keeper of lock 7", "envoy tunnel", "gate of the northern basin", "barley")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A library, and beside it a changed file, a new one and an upload that are to be added."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "files").mkdir()
    (folder / "files" / "a.txt").write_text("The keeper of lock 7 said that he had closed it.")
    (folder / "files" / "b.txt").write_text("The gate of the northern basin is shut, she said.")
    (folder / "dropped.pdf").write_bytes(pdf(lines("The envoy said that the tunnel is shut.")))
    with opened(folder / "library") as library:
        library.add(folder / "files")
        library.add_uploads([folder / "dropped.pdf"])
    (folder / "files" / "a.txt").write_text("The keeper of lock 7 said that he had opened it.")
    (folder / "files" / "c.txt").write_text("Barge 7 lies at the quay with a load of barley.")
    (folder / "dropped.pdf").write_bytes(pdf(lines("The envoy said that the tunnel is open.")))
    return folder


@pytest.fixture(scope="module")
def whole(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "library"
    shutil.copytree(made / "library", folder)
    with opened(folder) as library:
        _add(library, made)
    return content(folder)


def _add(library, made):
    reports = [library.add(made / "files", sync=True), library.add_uploads([made / "dropped.pdf"])]
    return [outcome for report in reports for outcome in report.outcomes]


def _answers(library):
    return [
        [(p.document, p.start, p.end, p.text, p.found_by) for p in library.search(query)]
        for query in QUERIES
    ]


def _faulted(made, folder: Path, fault: Fault, whole) -> bool:
    """Whether the fault came up; then all is asked that is to hold of a library that met one."""
    shutil.copytree(made / "library", folder)
    with opened(folder) as library:
        before, answers = content(folder), _answers(library)
        with failing(fault):
            try:
                told = [o.detail for o in _add(library, made) if o.failed]
            except LibraryError as error:
                told = [str(error)]
                assert str(folder) in told[0], told
        for message in told:
            assert message.endswith("."), message
            assert "Traceback" not in message
        now = content(folder)
        assert violations(library) == []
        assert all(now[name] in (before.get(name), whole.get(name)) for name in now)
        if now == before:
            assert _answers(library) == answers
    with opened(folder) as library:
        assert violations(library) == []
        assert [outcome for outcome in _add(library, made) if outcome.failed] == []
        assert violations(library) == []
        assert left_over(library) == []
    assert content(folder) == whole
    shutil.rmtree(folder)
    return fault.has_struck


def _run_all(made, tmp_path, whole, kind, how, lasts, every):
    number = 1
    while _faulted(
        made, tmp_path / "library", Fault(kind, number, how, lasts, tmp_path / "library"), whole
    ):
        number += every
    return number


KINDS = [
    ("statements", "full", True, 23), ("statements", "broken", False, 41),
    ("files", "full", True, 13), ("files", "broken", False, 17), ("files", "read-only", True, 29),
    ("chroma", "full", True, 3), ("chroma", "broken", False, 2),
]  # fmt: skip
"""What fails, how, whether it lasts, and of how many operations one is tried in the quick form."""


@pytest.mark.parametrize(("kind", "how", "lasts", "every"), KINDS)
def test_adding_where_one_operation_fails(made, tmp_path, whole, kind, how, lasts, every):
    assert _run_all(made, tmp_path, whole, kind, how, lasts, every) > every


@pytest.mark.torture
@pytest.mark.parametrize("how", ["full", "broken", "read-only"])
@pytest.mark.parametrize("lasts", [True, False])
@pytest.mark.parametrize("kind", ["statements", "files", "chroma"])
def test_adding_where_each_operation_fails(made, tmp_path, whole, kind, how, lasts, tell):
    tried = _run_all(made, tmp_path, whole, kind, how, lasts, 1) - 1
    tell(f"{tried} {kind}, {how}{', from there on' if lasts else ''}: nothing lost")
