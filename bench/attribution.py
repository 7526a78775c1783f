"""How often the attribution of a sentence names the source that people annotated.

    python -m bench.attribution QUESTIONS_DIR [SET]

For every ``who_said`` question of a PolNeAR set, the sentence that overlaps the annotated statement
most is looked at, with no search in between: ``any`` speaker of its chain is the annotated source,
or the ``innermost`` one is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.scores import Share, source_is_right
from index.attribution import attribute
from index.sentences import sentence_spans
from index.types import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """One annotated statement, and the speakers that its sentence was given."""

    source: str
    named: bool
    speakers: tuple[str, ...]


def overlapping(sentences: Sequence[Span], gold: Span) -> int:
    """The position of the sentence that shares most characters with the gold span."""
    return max(
        range(len(sentences)),
        key=lambda i: min(sentences[i].end, gold.end) - max(sentences[i].start, gold.start),
    )


def measure(folder: Path) -> Iterator[Asked]:
    """Every ``who_said`` question of one set."""
    found = {}
    for line in (folder / "docs.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        sentences = sentence_spans(document["text"])
        found[document["doc_id"]] = sentences, attribute(document["text"], sentences)
    for line in (folder / "questions.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        if question["kind"] != "who_said":
            continue
        sentences, attributions = found[question["doc_id"]]
        attribution = attributions[overlapping(sentences, Span(*question["gold_spans"][0]))]
        speakers = attribution.speakers if attribution else ()
        yield Asked(question["source"], question["named_source"], speakers)


def main(arguments: Sequence[str]) -> None:
    """Print the shares."""
    asked = list(measure(Path(arguments[0]) / (arguments[1:2] or ["polnear_dev"])[0]))
    for name, group in (
        ("all", asked),
        ("named", [one for one in asked if one.named]),
        ("unnamed", [one for one in asked if not one.named]),
    ):
        anybody = Share.of(source_is_right(one.speakers, one.source) for one in group)
        innermost = Share.of(source_is_right(one.speakers[-1:], one.source) for one in group)
        print(f"{name:8} any {anybody.value:.1%}  innermost {innermost.value:.1%}  n {len(group)}")
    print(f"without speaker: {Share.of(not one.speakers for one in asked).value:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
