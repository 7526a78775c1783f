"""Files that are made to fill the memory or to take for ever: refused, and nothing else suffers."""

from __future__ import annotations

import resource
import sys

import pytest
from bombs import bombs, deflated, page, word

from index.errors import EmptyDocument, UnreadableDocument
from index.isolation import workers
from index.isolation.workers import Readers
from index.read import read_bytes
from index.types import OutcomeStatus

NAMES = sorted(bombs())
REFUSED = {OutcomeStatus.EMPTY, OutcomeStatus.UNREADABLE}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    for name, data in bombs().items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_bomb_is_refused_soon_and_the_next_document_is_added(
    library, folder, name, tmp_path, monkeypatch
):
    # Whoever needs this long has not noticed anything.
    monkeypatch.setattr(workers, "SECONDS", 30.0)
    monkeypatch.setattr(workers, "SECONDS_A_MEGABYTE", 0.0)
    (after := tmp_path / "after.txt").write_text("The ferry leaves.")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused, added = library.add([folder / name, after]).outcomes
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    assert refused.status in REFUSED
    assert f"“{name}”" in refused.detail
    assert "given up" not in refused.detail
    assert added.status is OutcomeStatus.ADDED
    assert grown * (1 if sys.platform == "darwin" else 1024) < 150 * 1024 * 1024
    assert [document.name for document in library.documents()] == ["after.txt"]


def test_no_other_file_is_read(tmp_path):
    (tmp_path / "secret.txt").write_text("A secret.")
    declared = f'<!DOCTYPE x [<!ENTITY file SYSTEM "file://{tmp_path}/secret.txt">]>'
    text = [b"<w:p><w:r><w:t>Before &file; after.</w:t></w:r></w:p>"]
    assert "secret" not in read_bytes(word(text, declared), "a.docx").text
    web = declared.replace("x", "html", 1) + "<html><body><p>Before &file; after.</p></body></html>"
    assert "secret" not in read_bytes(web.encode(), "a.html").text


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"word " * 1_000_001, "a.txt", "5,000,005 characters of text; at most 5,000,000"),
        (bombs()["6000-pages.pdf"], "a.pdf", "6,000 pages; at most 5,000"),
        (bombs()["6000-members.docx"], "a.docx", "in 6,003 parts"),
        (bombs()["300-megabytes.docx"], "a.docx", "would unpack to 300 MB"),
        (bombs()["a-million-members.docx"], "a.docx", "1,000,003 parts"),
    ],
)
def test_a_limit_is_told_with_its_number(data, name, told):
    with pytest.raises(UnreadableDocument, match=told):
        read_bytes(data, name)


def test_honest_files_near_the_limits_are_read():
    assert len(read_bytes(b"word " * 999_999, "a.txt").text) == 4_999_995
    many = b"".join(b"BT /F 9 Tf 1 0 0 1 9 %d Tm (Line %d.) Tj ET\n" % (n, n) for n in range(2_000))
    readers = Readers()
    try:
        text = readers.read(page(deflated(many, 1), b"/Filter/FlateDecode"), "a.pdf").text
    except EmptyDocument:
        text = ""
    finally:
        readers.close()
    assert "Line 700." in text
