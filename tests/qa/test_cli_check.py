"""``python -m qa check`` in this process: what it prints, and how it ends."""

from __future__ import annotations

import json

import pytest
from command_line import FAILED, OK, USAGE, qa

from qa.drafts.types import CheckedQuote, Place

BRIDGE = """The bridge at Tarn

TARN, 4 April 2024 - The bridge at Tarn will be closed from Monday, engineer Edda Moll said. \
"Two of the piers are cracked and will not bear a lorry," she said.
"""
TRUE = "Edda Moll said: “Two of the piers are cracked and will not bear a lorry.”\n"
FORGED = "Edda Moll said: “Two of the piers are cracked and will bear a lorry.”\n"


@pytest.fixture(autouse=True)
def home(home):
    (home / "bridge.txt").write_text(BRIDGE)
    assert qa("add", "bridge.txt").exit_code == OK
    return home


def test_a_true_draft_passes(home):
    (home / "draft.md").write_text(TRUE)
    result = qa("check", "draft.md")
    assert result.exit_code == OK
    assert result.stdout.startswith("ok      line 1, exact: “Two of the piers")
    assert "Edda Moll · The bridge at Tarn · 4 April 2024 · bridge.txt" in result.stdout
    assert result.stderr == "1 quotation: 1 verified.\n"


def test_a_forged_draft_fails_with_the_true_wording(home):
    (home / "draft.md").write_text(TRUE + "\n" + FORGED)
    result = qa("check", "draft.md")
    assert result.exit_code == FAILED
    assert "FAILED  line 3, altered:" in result.stdout
    assert "cracked and will [+not] bear a lorry" in result.stdout
    assert result.stderr == "2 quotations: 1 verified, 1 failed.\n"


def test_json_has_every_field_of_every_quotation():
    result = qa("check", "-", "--json", stdin=TRUE + FORGED)
    assert result.exit_code == FAILED
    told = json.loads(result.stdout)
    assert list(told) == ["quotes"]
    first, second = told["quotes"]
    assert set(first) == set(CheckedQuote.__dataclass_fields__)
    assert set(first["places"][0]) == set(Place.__dataclass_fields__)
    assert (first["status"], first["kind"]) == ("verified", "exact")
    assert (second["status"], second["kind"]) == ("failed", "altered")
    assert {"draft": "", "document": "not"} in second["difference"]
    assert first["places"][0]["date"] == "2024-04-04"


def test_unproven_quotations_fail_nothing():
    result = qa("check", "-", stdin="She called it “a sad day”.")
    assert result.exit_code == OK
    assert "too_short" in result.stdout


@pytest.mark.parametrize("stdin", ["", "   \n", "No quotation here.\n"])
def test_a_draft_without_quotations_is_told_so(stdin):
    result = qa("check", "-", stdin=stdin)
    assert (result.exit_code, result.stdout) == (OK, "")
    assert result.stderr == "No quotation found.\n"
    assert json.loads(qa("check", "-", "--json", stdin=stdin).stdout) == {"quotes": []}


def test_only_the_chosen_documents_are_looked_at(home):
    (home / "bread.txt").write_text("Barley bread\n\nBake the barley bread for one hour.\n")
    qa("add", "bread.txt")
    assert qa("check", "-", "--in", "bread.txt", stdin=TRUE).exit_code == FAILED
    assert qa("check", "-", "--in", "bridge.txt", "--in", "bread.txt", stdin=TRUE).exit_code == OK
    result = qa("check", "-", "--in", "none.txt", stdin=TRUE)
    assert result.exit_code == FAILED
    assert "none.txt" in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("none.md", None, "is not there"),
        ("picture.png", b"\x89PNG\r\n\x1a\n0000", "is an image"),
        ("broken.docx", b"PK\x03\x04broken", "damaged"),
    ],
)
def test_a_draft_that_cannot_be_read_is_named_with_the_reason(home, name, data, says):
    if data is not None:
        (home / name).write_bytes(data)
    result = qa("check", name)
    assert (result.exit_code, result.stdout) == (FAILED, "")
    assert name in result.stderr
    assert says in result.stderr
    assert "error" in json.loads(qa("check", name, "--json").stderr)


def test_wrong_use_and_an_empty_library_are_told(home):
    assert qa("check").exit_code == USAGE
    assert qa("check", "a", "b").exit_code == USAGE
    result = qa("check", "-", "--library", home / "other", stdin=TRUE)
    assert result.exit_code == FAILED
    assert "is empty" in result.stderr


def test_orders_to_the_terminal_are_not_passed_on():
    result = qa("check", "-", stdin="“Two of the \x1b[31mpiers are cracked and more”")
    assert "\x1b" not in result.stdout
