"""The measurements of the check, on planted claims."""

from __future__ import annotations

import json

import pytest

from bench import changes, claims

ROWS = [
    ("a", "supported", "The quay was built in 1901.", ["The quay of Osk was built in 1901."]),
    ("a", "supported", "The quay was built in 1901.", ["It rained."]),
    ("b", "partially_supported", "The quay was built in 1901.", ["The quay was built in 1902."]),
    ("c", "not_supported", "The quay was not sold in May.", ["The quay was sold in May."]),
]
TEXT = "Ann Holt said that the old quay is not safe since 1901.\n\nThe rain fell on Osk."
CONTENT = "the old quay is not safe since 1901"


@pytest.fixture
def loaded(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text(
        "\n".join(
            json.dumps(
                {"label": label, "claim": claim, "evidence": evidence,
                 "meta": {"id": name, "claim_title": "Quay"}}
            )
            for name, label, claim, evidence in ROWS
        ),
        "utf-8",
    )  # fmt: skip
    return claims.load_selections(path)


def test_a_claim_passes_where_one_of_its_selections_bears_it_out(loaded):
    selections, labels = loaded
    assert labels == [True, False, False]
    assert [any(map(claims.passes, group)) for group in selections] == [True, False, False]


def test_the_baseline_counts_words(loaded):
    (selection, _), _, (negated,) = loaded[0]
    assert claims.overlap(selection) == 1.0
    assert claims.overlap(negated) == pytest.approx(6 / 7)


def test_the_table_tells_both_and_their_difference(loaded):
    lines = {(line[0], line[1]): line[2] for line in claims.measure(*loaded)}
    assert lines["the check", "balanced accuracy"] == "100.0%"
    assert lines["half of the words", "balanced accuracy"] == "50.0%"
    assert lines["check − half of the words", "balanced accuracy"] == "+50.0%"


def test_balanced_accuracy_and_f1_are_those_of_the_books():
    confusion = claims.Confusion((True, True, False, False), (True, False, False, False))
    assert confusion.sensitivity == (1, 1)
    assert confusion.specificity == (2, 3)
    assert confusion.balanced_accuracy == pytest.approx(5 / 6)
    assert confusion.f1 == pytest.approx(2 / 3)


@pytest.fixture
def marked(tmp_path):
    def case(text, content):
        (tmp_path / "docs.jsonl").write_text(json.dumps({"doc_id": "d", "text": text}), "utf-8")
        start = text.index(content)
        row = {
            "kind": "who_said", "named_source": True, "doc_id": "d", "source": "Ann Holt, a clerk",
            "gold_spans": [[start, start + len(content)]],
        }  # fmt: skip
        (tmp_path / "questions.jsonl").write_text(json.dumps(row), "utf-8")
        (found,) = changes.cases(tmp_path)
        return found

    return case


def test_changes_are_made_to_true_statements_and_refused(marked):
    case = marked(TEXT, CONTENT)
    assert dict(changes.changed(case, "Tom Hale")) == {
        "none: the source said so": f"Ann Holt said that {CONTENT}.",
        "none: no source named": f"{CONTENT}.",
        "another speaker": f"Tom Hale said that {CONTENT}.",
        "confirmed, for said": f"Ann Holt confirmed that {CONTENT}.",
        "a not left out": "Ann Holt said that the old quay is safe since 1901.",
        "a number changed": "Ann Holt said that the old quay is not safe since 1904.",
    }
    assert "another speaker" not in dict(changes.changed(case, "Tom Osk"))
    others = [case, changes.Case(case.passage, case.cited, "Tom Hale", case.content)]
    told = {line[0]: line[2] for line in changes.measure(others[:1])}
    assert told["none: the source said so"] == "1 of 1"
    assert told["a not left out"] == told["a number changed"] == "1 of 1"


def test_who_says_no_may_be_said_to_deny_so_only_a_plain_statement_is_turned(marked):
    assert "denied, for said" not in dict(changes.changed(marked(TEXT, CONTENT), "Tom Hale"))
    plain = marked("Ann Holt said that the old quay is safe since 1901.", "the old quay is safe")
    assert dict(changes.changed(plain, "Tom Hale"))["denied, for said"] == (
        "Ann Holt denied that the old quay is safe."
    )
    told = {line[0]: line[2] for line in changes.measure([plain])}
    assert told["denied, for said"] == "1 of 1"
