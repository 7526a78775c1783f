"""How often the attribution of a sentence names the source that people annotated.

    python -m bench.attribution QUESTIONS_DIR [SET]

No search in between: the annotated statement (PolNeAR) is compared with the sentence that overlaps
it most. A source is right when a speaker of the sentence's chain shares enough words with it
(`qa.evaluation.scores.source_is_right`).
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.document import aligned
from bench.sets import rows
from index.attribution import attribute
from index.sentences import sentence_spans
from index.types import Span
from qa.evaluation.scores import Share, source_is_right

__all__ = ["Sources", "measure"]


@dataclass(frozen=True, slots=True)
class Sources:
    """How well the attributions of sentences agree with the annotated ones."""

    recall: Share
    """Annotated statements whose sentence names their source."""
    recall_named: Share
    recall_unnamed: Share
    by_name: Share
    """Those that name it once what the annotation puts behind a comma is set aside: *Ann Holt* for
    *Ann Holt, a baker from Norden*."""
    innermost: Share
    """Those of which the innermost speaker alone is the source."""
    silent: Share
    """Annotated statements whose sentence names nobody."""
    precision: Share
    """Attributed sentences that hold an annotated statement, and name the source of one."""
    annotated: Share
    """Attributed sentences that hold an annotated statement. Sources that are pronouns are no part
    of the questions, so that even a perfect attribution stays far below 1."""


@dataclass(frozen=True, slots=True)
class _Statement:
    document: str
    span: Span
    source: str
    named: bool
    is_asked: bool
    """Whether ``who_said`` asks for its source: its words tell it from all others."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document as the product reads it: its sentences and their speakers."""

    sentences: tuple[Span, ...]
    speakers: tuple[tuple[str, ...], ...]

    def overlapping(self, gold: Span) -> Iterator[int]:
        """The numbers of the sentences that share characters with a span."""
        first = bisect_left(self.sentences, gold.start, key=lambda sentence: sentence.end - 1)
        for number in range(first, len(self.sentences)):
            if self.sentences[number].start >= gold.end:
                return
            yield number

    def nearest(self, gold: Span) -> int:
        """The number of the sentence that shares most characters with a span."""

        def shared(number: int) -> int:
            sentence = self.sentences[number]
            return min(sentence.end, gold.end) - max(sentence.start, gold.start)

        return max(self.overlapping(gold), key=shared)


def measure(folder: Path) -> Sources:
    """Attribute every document of a PolNeAR set and compare with what people annotated.

    Args:
        folder: It holds ``docs.jsonl`` and ``questions.jsonl``.
    """
    return _sources(dict(_read(folder)), list(_statements(folder)))


def _sources(read: dict[str, _Read], statements: Sequence[_Statement]) -> Sources:
    """Compare the speakers of sentences with the annotated sources of statements.

    Args:
        read: The documents by their identifiers.
        statements: Each with the identifier of its document.
    """
    asked = [statement for statement in statements if statement.is_asked]
    chains = [_chain(read[one.document], one.span) for one in asked]
    right = [source_is_right(c, one.source) for c, one in zip(chains, asked, strict=True)]
    held = _sources_by_sentence(read, statements)
    attributed = [
        (speakers, held.get((name, number), ()))
        for name, document in read.items()
        for number, speakers in enumerate(document.speakers)
        if speakers
    ]
    return Sources(
        recall=Share.of(right),
        recall_named=Share.of(r for r, one in zip(right, asked, strict=True) if one.named),
        recall_unnamed=Share.of(r for r, one in zip(right, asked, strict=True) if not one.named),
        by_name=Share.of(
            is_right or source_is_right(chain, one.source.split(",")[0])
            for is_right, chain, one in zip(right, chains, asked, strict=True)
        ),
        innermost=Share.of(
            source_is_right(c[-1:], one.source) for c, one in zip(chains, asked, strict=True)
        ),
        silent=Share.of(not chain for chain in chains),
        precision=Share.of(
            any(source_is_right(speakers, gold) for gold in golds)
            for speakers, golds in attributed
            if golds
        ),
        annotated=Share.of(bool(golds) for _, golds in attributed),
    )


def _chain(document: _Read, span: Span) -> tuple[str, ...]:
    return document.speakers[document.nearest(span)]


def _sources_by_sentence(
    read: dict[str, _Read], statements: Iterable[_Statement]
) -> dict[tuple[str, int], list[str]]:
    held: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in statements:
        for number in read[one.document].overlapping(one.span):
            held[one.document, number].append(one.source)
    return held


def _read(folder: Path) -> Iterator[tuple[str, _Read]]:
    for document in rows(folder / "docs.jsonl"):
        sentences = sentence_spans(document["text"])
        found = attribute(document["text"], sentences)
        speakers = tuple(one.described if one else () for one in found)
        yield document["doc_id"], _Read(tuple(sentences), speakers)


def _statements(folder: Path) -> Iterator[_Statement]:
    """Every annotated statement once, whether its source or its words are asked for."""
    seen: set[str] = set()
    for question in rows(folder / "questions.jsonl"):
        is_asked = question["kind"] == "who_said"
        if not is_asked and (question["kind"] != "what_said" or question["attr_id"] in seen):
            continue
        seen.add(question["attr_id"])
        yield _Statement(
            question["doc_id"],
            Span(*question["gold_spans"][0]),
            question["source"],
            question["named_source"],
            is_asked,
        )


def main(arguments: Sequence[str]) -> None:
    """Print the shares."""
    found = measure(Path(arguments[0]) / (arguments[1:2] or ["polnear_dev"])[0])
    rows = [
        ("source named, all", found.recall),
        ("source named, named sources", found.recall_named),
        ("source named, unnamed sources", found.recall_unnamed),
        ("source named, its description set aside", found.by_name),
        ("source is the innermost speaker", found.innermost),
        ("nobody named", found.silent),
        ("attributed sentences: source right", found.precision),
        ("attributed sentences: annotated", found.annotated),
    ]
    print(aligned([(name, f"{share.value:.1%}", f"{share.cases:,}") for name, share in rows]))


if __name__ == "__main__":
    main(sys.argv[1:])
