"""From evidence to an answer: quotes cut from the documents, each with its speaker and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.types import Passage, Span
from qa.accounts import accounts_differ
from qa.cut import cut
from qa.evidence import Evidence, Found
from qa.prose import prose
from qa.shown import sentence_span, sentences_of
from qa.types import Answer, AnswerStatus, Quote, Receipt, Statement

__all__ = ["answer_from_evidence"]


def answer_from_evidence(
    question: str,
    parts: Mapping[str, Evidence],
    passages: Sequence[Passage],
    receipt: Receipt,
) -> Answer:
    """The answer made of quotes alone.

    Args:
        question: as it was asked.
        parts: the single questions in it, each with its evidence.
        passages: all that was retrieved.
        receipt: how the answer came about.
    """
    found = {_place(item): item for evidence in parts.values() for item in evidence.found}
    statements = tuple(_statement(label, item) for label, item in enumerate(found.values(), 1))
    missing = tuple(part for part, evidence in parts.items() if not evidence.found)
    if not statements:
        nearest = next((e.nearest for e in parts.values() if e.nearest is not None), None)
        return Answer(
            question=question,
            status=AnswerStatus.NOT_IN_DOCUMENTS,
            text=prose((), AnswerStatus.NOT_IN_DOCUMENTS),
            statements=(),
            passages=tuple(passages),
            receipt=receipt,
            related=_quote(1, nearest) if nearest else None,
        )
    status = AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED
    return Answer(
        question=question,
        status=status,
        text=prose(statements, status, missing),
        statements=statements,
        passages=tuple(passages),
        receipt=receipt,
        accounts_differ=accounts_differ(question, statements),
        not_stated=missing,
    )


def _place(found: Found) -> tuple[str, int]:
    sentences = sentences_of(found.passage)
    return found.passage.document, sentences[found.last].start


def _statement(label: int, found: Found) -> Statement:
    quote = _quote(label, found)
    return Statement(text=quote.text, attribution=quote.attribution, quotes=(quote,))


def _quote(label: int, found: Found) -> Quote:
    passage = found.passage
    sentences = sentences_of(passage)
    answering = sentences[found.last]
    start = sentence_span(passage, sentences[found.first]).start
    end = sentence_span(passage, answering).end
    speakers = answering.attribution.speakers if answering.attribution else ()
    return cut(passage, Span(start, end), label, speakers)
