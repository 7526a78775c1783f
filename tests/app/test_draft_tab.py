"""Checking a pasted draft on the page: what is shown, as plain text."""

from __future__ import annotations

import pytest
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from qa.chat.drafts.checked import LONGEST_DRAFT, MOST_QUOTATIONS, checked_draft

QUAY = "The quay\n\nThe <b>quay</b> was built by Tove Lind and will not be pulled down.\n"


@pytest.fixture
def library(tmp_path):
    (tmp_path / "quay.txt").write_text(QUAY)
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "quay.txt")
        yield opened


def test_each_quotation_is_a_row_of_plain_text(library):
    draft = (
        "It says “was built by Tove Lind and will\nbe pulled down”. “was built by Tove Lind and”"
    )
    result = checked_draft(library, draft)
    assert result["summary"] == "2 quotations: 1 verified, 1 failed."
    assert not result["problem"]
    failed, true = result["quotes"]
    assert (failed["status"], failed["kind"]) == ("failed", "Altered")
    assert failed["text"] == "was built by Tove Lind and will be pulled down"
    assert {"draft": "", "document": "not"} in failed["parts"]
    assert failed["places"][0]["where"] == "The quay · quay.txt"
    assert (true["kind"], true["parts"]) == ("Exact", [])


def test_nothing_too_much_and_an_empty_library_are_told(library, tmp_path):
    assert checked_draft(library, "  ")["summary"] == "Paste a text first."
    long = checked_draft(library, "x" * (LONGEST_DRAFT + 1))
    assert long["problem"]
    assert "python -m qa check" in long["summary"]
    many = checked_draft(library, "“a b c d”\n\n" * (MOST_QUOTATIONS + 1))
    assert many["problem"]
    assert "501 quotations" in many["summary"]
    assert checked_draft(library, "no quotation")["summary"] == "No quotation found."
    with Library.open(tmp_path / "other", embedder=WordEmbedder()) as empty:
        assert "no document yet" in checked_draft(empty, "“a b c d e f g”")["summary"]


def test_a_failing_library_is_told(library, monkeypatch):
    def fail():
        raise LibraryUnavailable("The library cannot be read. Close other programs.")

    monkeypatch.setattr(library, "documents", fail)
    result = checked_draft(library, "“a b c d e f g”")
    assert result == {
        "summary": "The library cannot be read. Close other programs.",
        "problem": True,
        "quotes": [],
    }
