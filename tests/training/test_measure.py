"""Measuring the reader on an open question set."""

from __future__ import annotations

import json

import numpy as np

from index.types import Span
from qa.reading import Marks
from training.measure import read

TEXT = "Before the gate.\u2028The lock was built by Ivo Tann.\u0085It rained.\n"


class Reader:
    """Marks nothing, and keeps what it is given."""

    def __init__(self):
        self.given = []

    def read(self, question, texts, seconds):
        self.given.append((question, *texts))
        nothing = np.zeros(0, dtype=np.float32)
        return [Marks(0.0, np.zeros((0, 2), dtype=np.int64), nothing, nothing)]


def test_a_line_separator_within_a_string_ends_no_line(tmp_path):
    start = TEXT.index("The lock")
    gold = {"qid": "1", "doc_id": "gate", "question": "Who built\u2028the lock?"}
    gold["gold_passage_span"] = [start, start + 31]
    whole = {"qid": "2", "doc_id": "gate", "question": "Did it rain?"}
    for name, rows in (
        ("docs", [{"doc_id": "gate", "text": TEXT}]),
        ("questions", [gold, whole]),
    ):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    reader = Reader()
    found = list(read(reader, tmp_path, 0))
    assert reader.given == [
        (gold["question"], "The lock was built by Ivo Tann."),
        (whole["question"], TEXT),
    ]
    assert found[0].whole == Span(0, 31)
