"""Answers and exchanges as a conversation keeps them, made without asking anything."""

from __future__ import annotations

import datetime
import secrets
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from index.types import Span
from qa.conversations.types import Exchange, Marked
from qa.types import Answer, AnswerStatus, Quote, Receipt, Rejection, RejectionReason, Statement

T = TypeVar("T")
NOON = datetime.datetime(2026, 11, 12, 12, 0, tzinfo=datetime.UTC)
RECEIPT = Receipt("a model", "0f1e2d3c", "words-256-200", {"search": 0.25, "reading": 1.5})

UNHURRIED = settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking an answer takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""For tests of whole answers, which are large."""

PLAIN_FLOATS = st.floats(allow_nan=False)  # not a number equals nothing, itself included


def any_answer() -> st.SearchStrategy[Answer]:
    """Answers with anything in each of their fields, passages within passages included."""
    st.register_type_strategy(float, PLAIN_FLOATS)
    starts, lengths = st.integers(0, 1_000), st.integers(1, 1_000)
    st.register_type_strategy(Span, st.builds(lambda at, n: Span(at, at + n), starts, lengths))
    return st.from_type(Answer)


def any_proof() -> st.SearchStrategy[Answer]:
    """Answers with any words in all that an export shows, and few of each."""
    words = st.text(max_size=30)
    names = _few(words)
    quotes = st.builds(Quote, text=words, document=words, title=words, attribution=names)
    statements = st.builds(Statement, words, names, _few(quotes))
    refused = st.builds(
        Rejection, words, st.sampled_from(RejectionReason), words, instead=st.none() | statements
    )
    return st.builds(
        Answer,
        question=words,
        passages=st.just(()),
        statements=_few(statements),
        related=st.none() | quotes,
        not_stated=names,
        rejections=_few(refused),
        notices=names,
        understood_as=words,
        receipt=st.builds(Receipt, seconds=st.just({}), understood=names),
    )


def _few(values: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, max_size=2).map(tuple)


def any_exchange(answers: st.SearchStrategy[Answer]) -> st.SearchStrategy[Exchange]:
    """Exchanges with anything in each of their fields."""
    return st.builds(
        Exchange,
        id=st.integers(0, 2**64 - 1).map("{:016x}".format),
        question=st.text(),
        answer=answers,
        asked=st.datetimes(timezones=st.just(datetime.UTC)),
        documents=_few(st.text()),
        marked=st.none() | st.from_type(Marked),
    )


def quote(text: str, *speakers: str, label: int = 1, document: str = "mill.txt") -> Quote:
    """A quote from the beginning of a report of our own invention."""
    return Quote(
        label=label,
        document=document,
        start=0,
        end=len(text),
        text=text,
        title="The mill on the weir",
        page=4,
        publisher="The Weir Gazette",
        date=datetime.date(2024, 5, 3),
        attribution=speakers,
    )


def answer(question: str, *quotes: Quote, text: str = "") -> Answer:
    """An answer of one statement a quote; without any, nothing was found."""
    return Answer(
        question=question,
        status=AnswerStatus.ANSWERED if quotes else AnswerStatus.NOT_IN_DOCUMENTS,
        text=text or " ".join(f"{q.text} [{q.label}]" for q in quotes),
        statements=tuple(Statement(q.text, q.attribution, (q,)) for q in quotes),
        passages=(),
        receipt=RECEIPT,
        confidence=0.75,
    )


def exchange(
    question: str, *quotes: Quote, text: str = "", minutes: float = 0, **more: object
) -> Exchange:
    """A question asked some minutes after noon, with an answer of these quotes."""
    asked = NOON + datetime.timedelta(minutes=minutes)
    return Exchange(
        secrets.token_hex(8), question, answer(question, *quotes, text=text), asked, **more
    )
