"""What every export of an answer says, in the same words and the same order.

Each text is ready but for the escapes of its format: characters that no format can hold are gone,
and words from right to left are isolated.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.conversations.exporting.characters import isolated
from qa.conversations.exporting.citing import citation, place, spoken, voice
from qa.conversations.recheck import QuoteCheck, QuoteState
from qa.conversations.types import Exchange, Mark, Marked
from qa.prose import quoted
from qa.render import date_in_words
from qa.types import Answer, AnswerStatus, Quote, Receipt, Rejection, RejectionReason, Statement

__all__ = [
    "ACCOUNTS_DIFFER",
    "NOT_STATED",
    "PREFACE",
    "RECEIPT",
    "RELATED",
    "SOURCES",
    "WITHDRAWN",
    "Checks",
    "ShownExchange",
    "ShownQuote",
    "ShownRejection",
    "ShownStatement",
    "shown",
    "unreadable_in_words",
]

Checks = Mapping[str, Sequence[QuoteCheck]]
"""What has become of the quotes since, by the id of the exchange."""

PREFACE = (
    "Made with Chapter & Verse. The quotes are the documents’ own words, each compared with its "
    "document when the question was answered. What did not stand the check is listed as withdrawn."
)
ACCOUNTS_DIFFER = "Accounts differ: these statements contradict each other."
NOT_STATED = "The documents do not say"
RELATED = "The nearest passage is only related:"
WITHDRAWN = "Withdrawn"
SOURCES = "Sources"
RECEIPT = "How this answer came about"

_STATUSES = {
    AnswerStatus.ANSWERED: "Answered from the documents",
    AnswerStatus.PARTIAL: "Answered only in part",
    AnswerStatus.NOT_IN_DOCUMENTS: "Not in the documents",
}
_REASONS = {
    RejectionReason.NO_SOURCE: "no source was given",
    RejectionReason.NOT_SHOWN: "its source was never shown",
    RejectionReason.NOT_IN_SOURCE: "not in its source",
    RejectionReason.NOT_SUPPORTED: "not supported",
    RejectionReason.PARTLY_SUPPORTED: "supported only in part",
    RejectionReason.CONTRADICTED: "contradicted",
}
_MARKS = {
    Mark.RIGHT: "right",
    Mark.WRONG: "wrong",
    Mark.WRONG_QUOTE: "wrong quote",
    Mark.WRONG_SPEAKER: "wrong speaker",
    Mark.SHOULD_HAVE_DECLINED: "not in the documents, and should have been declined",
}


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote with its proof."""

    label: int
    words: str
    """Between quotation marks; line breaks are the document's."""
    who: str
    place: str
    offsets: str
    """Where the words stand in the document's text."""
    note: str
    """What has become of it since, empty where nothing has."""


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement with the quotes that no statement before it has shown."""

    prose: str
    """Empty where one of the quotes is the statement, in the same voice."""
    who: str
    labels: tuple[int, ...]
    quotes: tuple[ShownQuote, ...]


@dataclass(frozen=True, slots=True)
class ShownRejection:
    """What was claimed and did not stand the check."""

    claim: str
    reason: str
    instead: tuple[str, ...]
    """What the documents say of the same matter, with its place."""


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """A question with all that belongs to its answer."""

    id: str
    question: str
    """Empty where the title says it."""
    understood_as: str
    asked: str
    """When and of what."""
    status: str
    accounts_differ: bool
    statements: tuple[ShownStatement, ...]
    related: ShownQuote | None
    not_stated: tuple[str, ...]
    rejections: tuple[ShownRejection, ...]
    notices: tuple[str, ...]
    receipt: tuple[tuple[str, str], ...]
    """Names and values."""
    mark: str
    """What a person thought of it; empty: nobody said."""

    @property
    def sources(self) -> tuple[ShownQuote, ...]:
        """Every quote that is shown, in the order of the labels."""
        quotes = [quote for statement in self.statements for quote in statement.quotes]
        quotes += [self.related] if self.related else []
        return tuple(sorted(quotes, key=lambda quote: quote.label))


def unreadable_in_words(count: int) -> str:
    """That some answers are left out because another release of this program has kept them."""
    return f"{_count(count, 'answer')} of another release cannot be read."


def shown(
    title: str, exchanges: Sequence[Exchange], checks: Checks | None
) -> tuple[ShownExchange, ...]:
    """The exchanges as every format shows them.

    Args:
        title: that stands above them all; a single question that is the same is not repeated.
        exchanges: questions with their answers.
        checks: what has become of the quotes since; those of other exchanges are ignored.
    """
    told = tuple(_exchange(exchange, (checks or {}).get(exchange.id, ())) for exchange in exchanges)
    if len(told) == 1 and exchanges[0].question == title:
        return (replace(told[0], question=""),)
    return told


def _exchange(exchange: Exchange, checks: Sequence[QuoteCheck]) -> ShownExchange:
    answer = exchange.answer
    notes = {check.quote: check.detail for check in checks if check.state is not QuoteState.SAME}
    return ShownExchange(
        id=exchange.id,
        question=isolated(exchange.question),
        understood_as=isolated(answer.understood_as),
        asked=f"Asked on {_moment(exchange.asked)} of {_scope(exchange.documents)}.",
        status=_STATUSES[answer.status],
        accounts_differ=answer.accounts_differ,
        statements=tuple(_statements(answer.statements, notes)),
        related=_quote(answer.related, notes) if answer.related else None,
        not_stated=tuple(map(isolated, answer.not_stated)),
        rejections=tuple(_rejection(each, answer) for each in answer.rejections),
        notices=tuple(map(isolated, answer.notices)),
        receipt=tuple(_receipt(exchange)),
        mark=_mark(exchange.marked) if exchange.marked else "",
    )


def _statements(
    statements: Sequence[Statement], notes: Mapping[Quote, str]
) -> Iterator[ShownStatement]:
    cited: set[Quote] = set()
    for statement in statements:
        new = [quote for quote in statement.quotes if quote not in cited]
        cited |= set(new)
        words = statement.text.strip()
        same = [quote for quote in statement.quotes if quote.text.strip() == words]
        told = any(q in new and q.attribution == statement.attribution for q in same)
        prose = quoted(words) if same else words
        yield ShownStatement(
            prose="" if told else isolated(prose),
            who=spoken(statement.attribution)
            or "; ".join(dict.fromkeys(map(voice, statement.quotes))),
            labels=tuple(quote.label for quote in statement.quotes),
            quotes=tuple(_quote(quote, notes) for quote in new),
        )


def _quote(quote: Quote, notes: Mapping[Quote, str]) -> ShownQuote:
    return ShownQuote(
        label=quote.label,
        words=isolated(quoted(quote.text)),
        who=voice(quote),
        place=place(quote),
        offsets=f"characters {quote.start} to {quote.end} of {isolated(quote.document)}",
        note=isolated(notes.get(quote, "")),
    )


def _rejection(rejection: Rejection, answer: Answer) -> ShownRejection:
    instead = rejection.instead
    replaced = instead.quotes if instead and instead not in answer.statements else ()
    reason = f"{_REASONS[rejection.reason]}. {rejection.detail}"
    return ShownRejection(
        isolated(rejection.claim), isolated(reason), tuple(map(citation, replaced))
    )


def _receipt(exchange: Exchange) -> Iterator[tuple[str, str]]:
    receipt, passages = exchange.answer.receipt, exchange.answer.passages
    yield "Answered by", isolated(receipt.model or "no language model: quotes alone")
    for line in receipt.understood:
        yield "Kept to", isolated(line)
    if passages:
        documents = len({passage.document for passage in passages})
        yield "Read", f"{_count(len(passages), 'passage')} of {_count(documents, 'document')}"
    yield "Time", _seconds(receipt)
    yield "Prompts", isolated(receipt.prompts)
    yield "Index", isolated(receipt.index)
    yield "Answer", exchange.id


def _seconds(receipt: Receipt) -> str:
    steps = ", ".join(f"{isolated(step)} {time:.2f} s" for step, time in receipt.seconds.items())
    return f"{sum(receipt.seconds.values()):.2f} s{f' ({steps})' if steps else ''}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _moment(when: datetime.datetime) -> str:
    return f"{date_in_words(when)}, {when:%H:%M:%S} UTC"


def _scope(documents: Sequence[str]) -> str:
    return "; ".join(map(isolated, documents)) or "all documents"


def _mark(marked: Marked) -> str:
    note = f" — {isolated(marked.note)}" if marked.note else ""
    case = f" (case: {isolated(marked.saved_as)})" if marked.saved_as else ""
    return f"Marked as {_MARKS[marked.mark]}{note}{case}"
