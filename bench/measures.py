"""What is measured on the open question sets, without any language model: a function a kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.attribution import measure
from bench.figures import Figure, Risk, Trade
from bench.retrieval import retrieval
from bench.scores import auroc, covers
from bench.sets import Bench, Question
from index.types import Span
from qa.evaluation.curve import risk_coverage
from qa.evaluation.scores import Share, exact_match, holds_words, short_answer_f1, source_is_right
from qa.strictness import STEPS
from qa.types import Answer, AnswerStatus

__all__ = [
    "SEED_DOCUMENT",
    "absent_speaker",
    "declining",
    "extractive",
    "seed",
    "speakers",
    "what_said",
    "who_said",
]

SEED_DOCUMENT = "seed_report.txt"
_QUOTES = 3
_THRESHOLDS = sorted({0.40, 0.45, 0.55, 0.60, 0.65, 0.70, *(step.threshold for step in STEPS)})


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
        *retrieval(bench, "PolNeAR, what was said", questions, "statement"),
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


def speakers(folder: Path) -> list[Figure]:
    """The rules of attribution alone, with no search in between.

    Args:
        folder: of a PolNeAR set.
    """
    found = measure(folder)
    data_set = "PolNeAR, rules of attribution"
    return [
        Figure(data_set, "annotated sources found (recall)", found.recall),
        Figure(
            data_set, "sources right where a statement is annotated (precision)", found.precision
        ),
    ]


def absent_speaker(bench: Bench, questions: Sequence[Question]) -> list[Figure]:
    """What did so-and-so say, of somebody who is not in the document."""
    declined = Share.of(_declined(bench.ask(q.text, q.document)) for q in questions)
    return [Figure("PolNeAR, absent speaker", "declined", declined)]


def extractive(bench: Bench, questions: Sequence[Question], data_set: str) -> list[Figure]:
    """Short answers, all documents of the set searched."""
    first, among, exact, overlap = [], [], [], []
    for question in questions:
        answer = bench.ask(question.text)
        short = answer.short.text if answer.short else ""
        exact.append(exact_match(short, question.answers))
        overlap.append(short_answer_f1(short, question.answers))
        quotes = [s.quotes[0].text for s in answer.statements[:_QUOTES]]
        first.append(any(holds_words(text, question.answers) for text in quotes[:1]))
        among.append(any(holds_words(text, question.answers) for text in quotes))
    return [
        *retrieval(bench, data_set, questions, "answer"),
        Figure(data_set, "answer in the first quote", Share.of(first)),
        Figure(data_set, "answer among 3 quotes", Share.of(among)),
        Figure(data_set, "short answer: exact match", Share.of(exact)),
        Figure(data_set, "short answer: mean F1", sum(overlap) / len(overlap)),
    ]


def declining(
    bench: Bench, questions: Sequence[Question], data_set: str
) -> list[Figure | Trade | Risk]:
    """Answer or decline, with the question's own document named."""
    declined: dict[bool, list[bool]] = {True: [], False: []}
    confidence: dict[bool, list[float]] = {True: [], False: []}
    meaning: dict[bool, list[float]] = {True: [], False: []}
    words: dict[bool, list[float]] = {True: [], False: []}
    for question in questions:
        answer = bench.ask(question.text, question.document)
        declined[question.answerable].append(_declined(answer))
        confidence[question.answerable].append(answer.confidence)
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
        Risk(
            data_set,
            {
                name: risk_coverage(
                    scores[True] + scores[False],
                    [True] * len(scores[True]) + [False] * len(scores[False]),
                )
                for name, scores in (
                    ("Chapter & Verse", confidence),
                    ("plain cosine", meaning),
                    ("plain BM25", words),
                )
            },
        ),
    ]


def _thresholds(data_set: str, confidence: dict[bool, list[float]]) -> Iterator[Trade]:
    for threshold in _THRESHOLDS:
        below = {
            kind: Share.of(value < threshold for value in values)
            for kind, values in confidence.items()
        }
        yield Trade(data_set, threshold, below[False], below[True])


def _quoted(answer: Answer, document: str, most: int = _QUOTES) -> list[Span]:
    quotes = (quote for statement in answer.statements[:most] for quote in statement.quotes)
    return [Span(quote.start, quote.end) for quote in quotes if quote.document == document]


def _declined(answer: Answer) -> bool:
    return answer.status == AnswerStatus.NOT_IN_DOCUMENTS


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
