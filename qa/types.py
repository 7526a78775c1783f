"""The words of question answering, as frozen types.

``Draft`` is what a model claimed; ``Answer`` is what survived the check. They are different types
on purpose: only an ``Answer`` can be rendered.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from index.types import Passage

__all__ = [
    "Answer",
    "AnswerStatus",
    "Claim",
    "Draft",
    "Label",
    "Quote",
    "Receipt",
    "Rejection",
    "RejectionReason",
    "ShortAnswer",
    "Statement",
    "Turn",
    "to_json",
]


class AnswerStatus(StrEnum):
    """Whether the documents answer the question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_DOCUMENTS = "not_in_documents"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, with the text of its answer."""

    question: str
    """As it was understood: a later question leans on the full form."""
    answer: str
    speakers: tuple[str, ...] = ()
    """Who says the answer's first statement, outermost first."""
    named: tuple[str, ...] = ()
    """Names in its short answer."""


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A model's pointer to a sentence: ``[3.2]`` is the second sentence of passage 3.

    Both numbers count from 1. ``sentence`` is ``None`` where the model named a whole passage.
    """

    passage: int
    sentence: int | None = None

    def __str__(self) -> str:
        """The form that a model reads and writes, without brackets."""
        return f"{self.passage}" if self.sentence is None else f"{self.passage}.{self.sentence}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement as a model wrote it, with the labels that it gave as support. Unverified."""

    text: str
    """The prose without its labels."""
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model claimed. Unverified: never shown as it is."""

    claims: tuple[Claim, ...]
    not_stated: tuple[str, ...] = ()
    """Parts of the question that the model says the passages do not answer."""
    complete: bool = True
    """Whether the reply came to its end."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Verified words: ``library.text(document)[start:end] == text``, always."""

    label: int
    """The ``[n]`` under which the answer's prose cites it, counted from 1."""
    document: str
    start: int
    end: int
    text: str
    title: str = ""
    page: int | None = None
    """Of a presentation the number of the slide."""
    section: str | None = None
    place: str = ""
    """How a person finds it: *page 3*, *slide 3*, *Costs!B7*; empty where the format has no such
    places."""
    publisher: str | None = None
    date: datetime.date | None = None
    attribution: tuple[str, ...] = ()
    """Who says these words, outermost speaker first; empty: the document's own voice."""

    def __post_init__(self) -> None:
        if self.page is not None and not self.place:  # kept before there were places
            object.__setattr__(self, "place", f"page {self.page}")


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim that survived the check, with the words that support it."""

    text: str
    attribution: tuple[str, ...]
    """Speakers, outermost first; empty: the document says so in its own voice."""
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The few words that answer, inside the first quote."""

    text: str
    document: str
    start: int
    end: int


class RejectionReason(StrEnum):
    """Why the check refused a claim."""

    NO_SOURCE = "no_source"
    """The model gave no label."""
    NOT_SHOWN = "not_shown"
    """The model cited a label that it was never given."""
    NOT_IN_SOURCE = "not_in_source"
    """Words between quotation marks do not stand in the cited passage."""
    NOT_SUPPORTED = "not_supported"
    """A number, a name or most words of the claim are missing from the cited words."""
    PARTLY_SUPPORTED = "partly_supported"
    """Of one part of the claim the cited words say nothing."""
    CONTRADICTED = "contradicted"
    """The cited words say otherwise: whether it is so, how many, who said it, who did it."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A claim that the check refused, with the reason; never shown as a plain answer."""

    claim: str
    reason: RejectionReason
    detail: str
    """One sentence for a person."""
    words: tuple[str, ...] = ()
    """The words of the claim that decided."""
    instead: Statement | None = None
    """What the source says of the same matter, in its own words; it takes the claim's place."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an answer came about."""

    model: str | None
    """``None``: no language model took part."""
    prompts: str
    """Hash of the prompt templates."""
    index: str
    """Fingerprint of the embedding model and the chunking that the library was searched with."""
    seconds: dict[str, float]
    """Wall-clock time of each step."""
    understood: tuple[str, ...] = ()
    """What the question was taken to keep itself to, one sentence each: a document, a date."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What survived the check: the only thing that is ever rendered."""

    question: str
    status: AnswerStatus
    text: str
    """Prose with ``[n]`` markers, each the label of a quote."""
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    receipt: Receipt
    short: ShortAnswer | None = None
    confidence: float = 0.0
    """That the documents answer, between 0 and 1; of the part that they answer least."""
    accounts_differ: bool = False
    """Whether two speakers or documents among the statements contradict each other."""
    related: Quote | None = None
    """With ``not_in_documents``: the nearest passage, which does not answer the question."""
    not_stated: tuple[str, ...] = ()
    """Parts of the question that the documents do not answer."""
    rejections: tuple[Rejection, ...] = ()
    notices: tuple[str, ...] = ()
    """What the reader must know besides: the model failed, the reply broke off."""
    understood_as: str = ""
    """The question in full, where it leaned on earlier ones; empty: it was taken as asked."""
    unmentioned: tuple[str, ...] = ()
    """With ``not_in_documents``: words of the question that none of the documents holds."""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotes of all statements, each once, in the order of their labels."""
        by_label = {quote.label: quote for s in self.statements for quote in s.quotes}
        return tuple(by_label[label] for label in sorted(by_label))

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON knows it: the same names, dates as ``YYYY-MM-DD``, tuples as lists."""
        return {field.name: to_json(getattr(self, field.name)) for field in fields(self)}


def to_json(value: object) -> object:
    """A value of these types as strings, numbers, lists and dictionaries."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value
