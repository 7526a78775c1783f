"""How well the exported reader reads the open question sets, each question with its own paragraph.

    python -m training.measure READER_DIR QUESTIONS_DIR [--limit 300]

What the whole product makes of it is measured by ``make accuracy``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.scores import auroc
from bench.sets import rows
from index.sentences import sentence_spans
from index.topics import topics
from index.types import Span
from qa.evaluation.scores import exact_match, holds_words, short_answer_f1
from qa.onnx_reader import OnnxReader
from qa.reading import Marks, opening

_FOREVER = 3600.0


@dataclass(frozen=True, slots=True)
class Read:
    """One question with what the reader marked in its text."""

    question: dict[str, Any]
    text: str
    marks: Marks

    @property
    def whole(self) -> Span:
        """All of the text."""
        return Span(0, len(self.text))

    @property
    def short(self) -> str:
        """The likeliest answer."""
        span = self.marks.short_answer(self.whole)
        return span.of(self.text) if span else ""

    @property
    def best_sentence(self) -> str:
        """The sentence that most likely holds the answer."""
        sentences = sentence_spans(self.text)
        return max(sentences, key=self.marks.holds).of(self.text)


def read(reader: OnnxReader, folder: Path, limit: int) -> Iterator[Read]:
    """Every question of a set with its gold paragraph, or else its whole document.

    The reader is told the document's topics, and no title: these documents have none.
    """
    texts = {row["doc_id"]: row["text"] for row in rows(folder / "docs.jsonl")}
    found = {document: topics(text) for document, text in texts.items()}
    for question in _every(rows(folder / "questions.jsonl"), limit):
        text = texts[question["doc_id"]]
        told = opening(found[question["doc_id"]])
        if "gold_passage_span" in question:
            start, end = question["gold_passage_span"]
            text = text[start:end]
        marks = reader.read(question["question"], [told + text], _FOREVER)[0]
        assert marks is not None
        yield Read(question, text, marks.after(len(told)))


def _every(questions: Sequence[dict[str, Any]], limit: int) -> Sequence[dict[str, Any]]:
    step = max(len(questions) // limit, 1) if limit else 1
    return questions[::step]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m training.measure")
    parser.add_argument("reader", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int, default=300)
    chosen = parser.parse_args()
    reader = OnnxReader(chosen.reader)
    for name in ("xquad", "superbowl50"):
        _short_answers(name, list(read(reader, chosen.questions / name, chosen.limit)))
    for name in ("squad2", "clapnq"):
        _answerable(name, list(read(reader, chosen.questions / name, chosen.limit)))


def _short_answers(name: str, found: Sequence[Read]) -> None:
    exact = sum(exact_match(one.short, one.question["answers"]) for one in found)
    overlap = sum(short_answer_f1(one.short, one.question["answers"]) for one in found)
    held = sum(holds_words(one.best_sentence, one.question["answers"]) for one in found)
    print(
        f"{name}: EM {exact / len(found):.1%}, F1 {overlap / len(found):.1%}, "
        f"best sentence holds the answer {held / len(found):.1%}, n {len(found)}"
    )


def _answerable(name: str, found: Sequence[Read]) -> None:
    yes = [one for one in found if one.question["answerable"]]
    no = [one for one in found if not one.question["answerable"]]
    relevance = auroc([o.marks.relevance for o in yes], [o.marks.relevance for o in no])
    place = auroc([o.marks.holds(o.whole) for o in yes], [o.marks.holds(o.whole) for o in no])
    print(
        f"{name}: AUROC of relevance {relevance:.3f}, of the best place {place:.3f}, n {len(found)}"
    )


if __name__ == "__main__":
    main()
