"""Whether the search brings what answers, beside its own parts and beside the plain pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bench.figures import Figure
from bench.scores import covers
from bench.sets import Bench, Question
from index.types import Span
from qa.evaluation.scores import Share

__all__ = ["first_characters", "retrieval", "several_documents"]

Places = list[tuple[str, Span]]
"""Spans of documents, by name, best first."""
Retrieve = Callable[[str, int], Places]

_TOP = 4  # passages that a plain pipeline hands on
_TOP_OF_SEVERAL = 10  # passages among which all of the evidence is looked for
_CHARACTERS = 4000  # what four pieces of the baseline hold at most


def retrieval(
    bench: Bench, data_set: str, questions: Sequence[Question], sought: str
) -> list[Figure]:
    """Whether the annotated span is among what is retrieved first.

    Args:
        bench: the product over all documents of the set.
        data_set: its name in the table.
        questions: with their spans.
        sought: what the spans hold, in a word.
    """
    count = len(bench.library.documents())
    place = "the document" if count == 1 else f"all {count} documents"

    def share(retrieve: Retrieve, characters: int | None = None) -> Share:
        found = ((retrieve(question.text, _TOP), question) for question in questions)
        return Share.of(_holds(_cut(places, characters), q) for places, q in found)

    return [
        _compared(bench, data_set, f"{sought} in the top {_TOP} of {place}", share),
        _compared(
            bench,
            data_set,
            f"{sought} in the first {_CHARACTERS:,} characters of these",
            lambda retrieve: share(retrieve, _CHARACTERS),
        ),
    ]


def several_documents(bench: Bench, questions: Sequence[Question], data_set: str) -> list[Figure]:
    """Questions whose evidence lies in several documents, each fact a sentence of one of them."""
    asked = [question for question in questions if question.facts]

    def facts(retrieve: Retrieve, question: Question, most: int) -> list[bool]:
        places = retrieve(question.text, most)
        text = " ".join(_folded(span.of(bench.library.text(name))) for name, span in places)
        return [_folded(fact) in text for fact in question.facts]

    return [
        _compared(
            bench,
            data_set,
            f"a fact in the top {_TOP}",
            lambda retrieve: Share.of(any(facts(retrieve, q, _TOP)) for q in asked),
        ),
        _compared(
            bench,
            data_set,
            f"all facts in the top {_TOP_OF_SEVERAL}",
            lambda retrieve: Share.of(all(facts(retrieve, q, _TOP_OF_SEVERAL)) for q in asked),
        ),
    ]


def first_characters(places: Iterable[tuple[str, Span]], characters: int) -> Places:
    """The passages up to a number of characters in all, the last one cut."""
    kept = []
    for name, span in places:
        length = min(characters, span.end - span.start)
        if length > 0:
            kept.append((name, Span(span.start, span.start + length)))
            characters -= length
    return kept


def _compared(
    bench: Bench, data_set: str, measure: str, score: Callable[[Retrieve], Share]
) -> Figure:
    plain = bench.plain
    return Figure(
        data_set,
        measure,
        score(bench.places),
        own_meaning=score(bench.places_by_meaning),
        own_words=score(bench.places_by_words),
        meaning=score(lambda q, n: [(p.document, p.span) for p in plain.by_meaning(q, limit=n)]),
        words=score(lambda q, n: [(p.document, p.span) for p in plain.by_words(q, limit=n)]),
    )


def _cut(places: Places, characters: int | None) -> Places:
    return places if characters is None else first_characters(places, characters)


def _holds(places: Places, question: Question) -> bool:
    return covers([span for name, span in places if name == question.document], question.gold)


def _folded(text: str) -> str:
    return " ".join(text.split())
