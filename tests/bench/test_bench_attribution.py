"""The comparison of sentences' speakers with annotated sources, on a planted set."""

import json

import pytest

from bench.attribution import measure

TEXT = "Ann Holt said that the quay is old.\n\nThe rain fell.\n\nTom Hale said that it leaks."


def statement(number, words, source, named=True, kind="who_said"):
    start = TEXT.index(words)
    return {
        "kind": kind,
        "doc_id": "quay",
        "attr_id": f"quay#{number}",
        "source": source,
        "named_source": named,
        "gold_spans": [[start, start + len(words)]],
    }


def measured(tmp_path, *statements):
    (tmp_path / "docs.jsonl").write_text(json.dumps({"doc_id": "quay", "text": TEXT}), "utf-8")
    lines = "\n".join(json.dumps(one) for one in statements)
    (tmp_path / "questions.jsonl").write_text(lines, "utf-8")
    return measure(tmp_path)


def test_right_wrong_and_silent_sentences_are_told_apart(tmp_path):
    found = measured(
        tmp_path,
        statement(1, "the quay is old", "Holt"),
        statement(2, "The rain fell", "a clerk", named=False),
        statement(3, "it leaks", "Ines Calder"),
    )
    assert (found.recall.right, found.recall.cases) == (1, 3)
    assert (found.recall_named.right, found.recall_named.cases) == (1, 2)
    assert (found.recall_unnamed.right, found.recall_unnamed.cases) == (0, 1)
    assert (found.silent.right, found.silent.cases) == (1, 3)
    assert (found.precision.right, found.precision.cases) == (1, 2)


def test_attributed_sentences_without_annotation_are_counted_apart(tmp_path):
    found = measured(tmp_path, statement(1, "the quay is old", "Holt"))
    assert (found.precision.right, found.precision.cases) == (1, 1)
    assert (found.annotated.right, found.annotated.cases) == (1, 2)


def test_description_behind_a_comma_is_set_aside_in_one_figure_only(tmp_path):
    source = "Ann Holt, a baker from the north of the town"
    found = measured(tmp_path, statement(1, "the quay is old", source))
    assert found.recall.value == 0
    assert found.by_name.value == 1


@pytest.mark.parametrize(("kind", "asked"), [("what_said", 0), ("abstain_doc_scope", 0)])
def test_only_who_said_asks_for_the_source(tmp_path, kind, asked):
    found = measured(tmp_path, statement(1, "the quay is old", "Holt", kind=kind))
    assert found.recall.cases == asked


def test_a_statement_asked_for_in_two_ways_counts_once(tmp_path):
    found = measured(
        tmp_path,
        statement(1, "the quay is old", "Holt"),
        statement(1, "the quay is old", "Holt", kind="what_said"),
    )
    assert (found.precision.right, found.precision.cases) == (1, 1)
