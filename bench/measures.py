"""What is measured on the open question sets, without any language model: a function a kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.baselines import PlainPassage
from bench.scores import Share, auroc, covers, holds_words, source_is_right
from bench.sets import Bench, Question
from index.types import Passage, Span
from qa.evidence import find_evidence
from qa.question import analyse
from qa.types import Answer, AnswerStatus

__all__ = [
    "SEED_DOCUMENT",
    "Figure",
    "Trade",
    "absent_speaker",
    "declining",
    "extractive",
    "first_characters",
    "seed",
    "what_said",
    "who_said",
]

SEED_DOCUMENT = "seed_report.txt"
_TOP = 4  # passages that a plain pipeline hands on
_CHARACTERS = 4000  # what four pieces of the baseline hold at most
_QUOTES = 3
_THRESHOLDS = (0.40, 0.45, 0.50, 0.55, 0.60, 0.65)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: the product, and the baselines where there is something to compare."""

    data_set: str
    measure: str
    product: Share | float
    """A float is an area under the ROC curve."""
    meaning: Share | float | None = None
    """The plain pipeline: 1,000-character pieces by the cosine of the same model."""
    words: Share | float | None = None
    """The same pieces by BM25."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What a threshold brings and costs: declined questions of both kinds."""

    data_set: str
    threshold: float
    unanswerable: Share
    """Declined, as they should be."""
    answerable: Share
    """Declined, as they should not be."""


def seed(bench: Bench, questions: Path) -> tuple[list[Figure], list[str]]:
    """The questions on one news report, answered and unanswerable; also what was wrong, in words.

    Args:
        bench: over the report.
        questions: JSON lines with ``question``, ``status``, ``must_quote`` and ``who``.
    """
    verdicts: dict[str, list[bool]] = {"answered": [], "not_in_documents": []}
    wrong = []
    for line in filter(None, questions.read_text("utf-8").split("\n")):
        asked = json.loads(line)
        answer = bench.ask(asked["question"])
        if asked["status"] == "answered":
            right = _quotes_one_of(answer, asked["must_quote"], asked.get("who", []))
        else:
            right = answer.status == AnswerStatus.NOT_IN_DOCUMENTS
        verdicts[asked["status"]].append(right)
        if not right:
            wrong.append(_described(asked["question"], answer))
    return [
        Figure("seed report", "right quote, right speaker", Share.of(verdicts["answered"])),
        Figure("seed report", "unanswerable: declined", Share.of(verdicts["not_in_documents"])),
    ], wrong


def what_said(bench: Bench, questions: Sequence[Question]) -> list[Figure]:
    """What did so-and-so say: the annotated statement is one of possibly several."""
    quoted = Share.of(
        covers(_quoted(bench.ask(q.text, q.document), q.document), q.gold) for q in questions
    )
    return [
        Figure("PolNeAR, what was said", "statement among 3 quotes, document named", quoted),
        *_retrieval(bench, "PolNeAR, what was said", questions, "statement"),
    ]


def who_said(bench: Bench, questions: Sequence[Question]) -> list[Figure]:
    """Who said this: the first quote must name the annotated source, all documents searched."""
    sentence: list[bool] = []
    named: list[bool] = []
    unnamed: list[bool] = []
    for question in questions:
        answer = bench.ask(question.text)
        first = answer.quotes[:1]
        sentence.append(covers(_quoted(answer, question.document, 1), question.gold))
        speakers = [speaker for quote in first for speaker in quote.attribution]
        right = source_is_right(speakers, question.source)
        (named if question.named else unnamed).append(right)
    data_set = "PolNeAR, who said it"
    return [
        Figure(data_set, "first quote holds the statement", Share.of(sentence)),
        Figure(data_set, "right source, named", Share.of(named)),
        Figure(data_set, "right source, unnamed", Share.of(unnamed)),
    ]


def absent_speaker(bench: Bench, questions: Sequence[Question]) -> list[Figure]:
    """What did so-and-so say, of somebody who is not in the document."""
    declined = Share.of(_declined(bench.ask(q.text, q.document)) for q in questions)
    return [Figure("PolNeAR, absent speaker", "declined", declined)]


def extractive(bench: Bench, questions: Sequence[Question], data_set: str) -> list[Figure]:
    """Short answers, all documents of the set searched."""
    first, among = [], []
    for question in questions:
        quotes = [quote.text for quote in bench.ask(question.text).quotes[:_QUOTES]]
        first.append(any(holds_words(text, question.answers) for text in quotes[:1]))
        among.append(any(holds_words(text, question.answers) for text in quotes))
    return [
        *_retrieval(bench, data_set, questions, "answer"),
        Figure(data_set, "answer in the first quote", Share.of(first)),
        Figure(data_set, "answer among 3 quotes", Share.of(among)),
    ]


def declining(bench: Bench, questions: Sequence[Question], data_set: str) -> list[Figure | Trade]:
    """Answer or decline, with the question's own document named."""
    declined: dict[bool, list[bool]] = {True: [], False: []}
    confidence: dict[bool, list[float]] = {True: [], False: []}
    meaning: dict[bool, list[float]] = {True: [], False: []}
    words: dict[bool, list[float]] = {True: [], False: []}
    for question in questions:
        answer = bench.ask(question.text, question.document)
        declined[question.answerable].append(_declined(answer))
        confidence[question.answerable].append(_confidence(bench, question.text, answer.passages))
        for scores, search in ((meaning, bench.plain.by_meaning), (words, bench.plain.by_words)):
            best = search(question.text, question.document, 1)
            scores[question.answerable].append(best[0].score)
    return [
        Figure(data_set, "unanswerable: declined", Share.of(declined[False])),
        Figure(data_set, "answerable: declined (fewer is better)", Share.of(declined[True])),
        Figure(
            data_set,
            "answerable above unanswerable (AUROC)",
            *(auroc(scores[True], scores[False]) for scores in (confidence, meaning, words)),
        ),
        *_thresholds(data_set, confidence),
    ]


def _thresholds(data_set: str, confidence: dict[bool, list[float]]) -> Iterator[Trade]:
    for threshold in _THRESHOLDS:
        below = {
            kind: Share.of(value < threshold for value in values)
            for kind, values in confidence.items()
        }
        yield Trade(data_set, threshold, below[False], below[True])


def _retrieval(
    bench: Bench, data_set: str, questions: Sequence[Question], sought: str
) -> list[Figure]:
    passages = [
        [(p.document, Span(p.start, p.end)) for p in bench.library.search(q.text, limit=_TOP)]
        for q in questions
    ]
    meaning = _found(bench.plain.by_meaning, questions)
    words = _found(bench.plain.by_words, questions)
    count = len(bench.library.documents())
    place = "the document" if count == 1 else f"all {count} documents"
    pairs = list(zip(passages, questions, strict=True))
    top = Share.of(_holds(found, q) for found, q in pairs)
    within = Share.of(_holds(first_characters(found, _CHARACTERS), q) for found, q in pairs)
    return [
        Figure(data_set, f"{sought} in the top {_TOP} of {place}", top, meaning, words),
        Figure(
            data_set,
            f"{sought} in the first {_CHARACTERS:,} characters of these",
            within,
            meaning,
            words,
        ),
    ]


def _found(search: Callable[[str], Iterable[PlainPassage]], questions: Iterable[Question]) -> Share:
    return Share.of(_holds([(p.document, p.span) for p in search(q.text)], q) for q in questions)


def _holds(passages: Iterable[tuple[str, Span]], question: Question) -> bool:
    return covers([span for name, span in passages if name == question.document], question.gold)


def first_characters(
    passages: Iterable[tuple[str, Span]], characters: int
) -> list[tuple[str, Span]]:
    """The passages up to a number of characters in all, the last one cut."""
    kept = []
    for name, span in passages:
        length = min(characters, span.end - span.start)
        if length > 0:
            kept.append((name, Span(span.start, span.start + length)))
            characters -= length
    return kept


def _quoted(answer: Answer, document: str, most: int = _QUOTES) -> list[Span]:
    quotes = answer.quotes[:most]
    return [Span(quote.start, quote.end) for quote in quotes if quote.document == document]


def _declined(answer: Answer) -> bool:
    return answer.status == AnswerStatus.NOT_IN_DOCUMENTS


def _confidence(bench: Bench, question: str, passages: Sequence[Passage]) -> float:
    """The confidence of the best sentence that may answer; 0 where none may."""
    evidence = find_evidence(analyse(question), passages, bench.library.embedder, threshold=0.0)
    return evidence.found[0].confidence if evidence.found else 0.0


def _quotes_one_of(answer: Answer, wanted: Iterable[str], who: Sequence[str]) -> bool:
    return any(
        words in quote.text
        and (not who or any(name in speaker for name in who for speaker in quote.attribution))
        for quote in answer.quotes[:_QUOTES]
        for words in wanted
    )


def _described(question: str, answer: Answer) -> str:
    lines = [f"{question}\n  {answer.status}"]
    for quote in answer.quotes:
        lines.append(f"  [{quote.label}] {' > '.join(quote.attribution) or '-'}: {quote.text}")
    if answer.related:
        lines.append(f"  related: {answer.related.text}")
    return "\n".join(lines)
