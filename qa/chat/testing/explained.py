"""Why a case went wrong, for the page: expected beside found, with places that can be opened.

All of it is plain text, none of it markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from index import Library
from index.types import Span
from qa.chat.words import words_of
from qa.evaluation.excerpts import Excerpt
from qa.evaluation.places import place_of
from qa.evaluation.runs import RunReceipt
from qa.evaluation.shown_cases import ShownTurn, evidence_of
from qa.evaluation.types import Assertion, AssertionType, Evidence, Finding, TurnResult
from qa.evaluation.wording import closed_up
from qa.render import speakers_in_words
from qa.types import Quote, Statement

__all__ = ["Places", "TurnRow", "places_of", "turn_row"]

_SAY = words_of("tests")
_WORDED = (
    AssertionType.QUOTES,
    AssertionType.SAYS,
    AssertionType.SAYS_NOT,
    AssertionType.SHORT_ANSWER,
)
"""What expects words, which are then shown between quotation marks."""
_TRUE_OR_FALSE = (AssertionType.ABSTAINS, AssertionType.CONFLICT)
_OF_STATUS = (AssertionType.STATUS, AssertionType.ABSTAINS)
_OF_QUOTES = (AssertionType.QUOTES, AssertionType.CITES)


class AtRow(TypedDict):
    """A stretch of a document."""

    document: str
    start: int
    end: int
    where: str
    """The document's title, and the place in it."""
    opens: bool
    """Whether it can be opened: the open library has this very document."""


class QuoteRow(TypedDict):
    """A quote with its number in the answer."""

    label: int
    text: str
    speakers: str
    """Empty for the document's own voice."""
    at: AtRow


class DemandRow(TypedDict):
    """A demand that was not met: expected beside found."""

    demand: str
    values: list[str]
    """What was expected; any one of them."""
    worded: bool
    """Whether they are words of a document or of the answer."""
    where: str
    """The place that it names, in words."""
    places: list[AtRow]
    """Where the expected words stand."""
    found: str
    """Empty where ``quotes`` tell it."""
    quotes: list[QuoteRow]


class PieceRow(TypedDict):
    """A stretch of a passage; one without text stands for words that are left out."""

    text: str
    quoted: bool
    wanted: bool


class ExcerptRow(TypedDict):
    """What is shown of one passage."""

    at: AtRow | None
    title: str
    pieces: list[PieceRow]


class StatementRow(TypedDict):
    """A statement of the answer."""

    text: str
    """Empty where it is its first quote."""
    quotes: list[QuoteRow]


class TurnRow(TypedDict):
    """One question of a case, and its answer."""

    question: str
    understood: str
    error: str
    """Why there is no answer."""
    status: str
    statements: list[StatementRow]
    demands: list[DemandRow]
    excerpts: list[ExcerptRow]


@dataclass(frozen=True, slots=True)
class Places:
    """The documents that a case was asked of, as far as they can be opened."""

    library: Library
    titles: Mapping[str, str]
    """Of the documents that are still as they were."""

    def at(self, document: str, span: Span, place: str = "") -> AtRow:
        """A stretch of a document."""
        opens = document in self.titles
        if opens and not place:
            place = self.library.shelf.passage(document, span.start, span.end).place
        title = self.titles.get(document, document)
        return {
            "document": document,
            "start": span.start,
            "end": span.end,
            "where": _SAY("at_place", title=title, place=place) if place else title,
            "opens": opens,
        }

    def quote(self, quote: Quote) -> QuoteRow:
        """A quote."""
        return {
            "label": quote.label,
            "text": quote.text,
            "speakers": speakers_in_words(quote.attribution),
            "at": self.at(quote.document, Span(quote.start, quote.end), quote.place),
        }


def places_of(library: Library, receipt: RunReceipt) -> Mapping[str, Places]:
    """For each case file of a run the documents that it was asked of.

    Args:
        library: the open one.
        receipt: of the run.
    """
    now = {document.name: document for document in library.documents()}
    found: dict[str, Places] = {}
    for kept in receipt.libraries:
        same = [n for n, sha256 in kept.documents.items() if n in now and now[n].sha256 == sha256]
        places = Places(library, {name: now[name].title for name in same})
        found |= dict.fromkeys(kept.case_files, places)
    return found


def turn_row(turn: ShownTurn, places: Places) -> TurnRow:
    """A turn with the demands that it did not meet."""
    result = turn.result
    answer = result.answer
    return {
        "question": result.question,
        "understood": answer.understood_as if answer else "",
        "error": result.error,
        "status": _SAY.among("status", answer.status) if answer else "",
        "statements": [_statement(s, places) for s in answer.statements] if answer else [],
        "demands": [_demand(each, result, places) for each in result.failed],
        "excerpts": [_excerpt(each, result.evidence, places) for each in turn.excerpts],
    }


def _statement(statement: Statement, places: Places) -> StatementRow:
    is_quote = any(statement.text == quote.text for quote in statement.quotes[:1])
    return {
        "text": "" if is_quote else statement.text,
        "quotes": [places.quote(quote) for quote in statement.quotes],
    }


def _demand(finding: Finding, result: TurnResult, places: Places) -> DemandRow:
    made, answer = finding.assertion, result.answer
    quotes = _telling(made, answer.quotes) if answer and made.type in _OF_QUOTES else ()
    found = "" if quotes else finding.found
    if made.type in _OF_STATUS:
        found = _SAY.among("status", finding.found)
    elif answer and found == answer.text:
        found = _SAY("as_below")
    return {
        "demand": _SAY.among("demand", _name(made)),
        "values": list(_values(made)),
        "worded": made.type in _WORDED,
        "where": replace(made, threshold=None).where,
        "places": [places.at(p.document, p.span) for p in evidence_of(result).get(made, ())],
        "found": found,
        "quotes": [places.quote(quote) for quote in quotes],
    }


def _telling(made: Assertion, quotes: Sequence[Quote]) -> Sequence[Quote]:
    """The quotes that tell how an assertion fared: of words that must not be quoted just these."""
    same = [q for q in quotes if any(v in q.text or q.text in v for v in made.values)]
    return same if made.negated and same else quotes


def _name(made: Assertion) -> str:
    """The assertion without the ``false`` that turns it round."""
    turned = made.negated is not (made.type in _TRUE_OR_FALSE and made.values == ("false",))
    return f"not-{made.type}" if turned else str(made.type)


def _values(made: Assertion) -> Iterator[str]:
    if made.type is AssertionType.LATENCY and made.threshold is not None:
        yield _SAY("milliseconds", n=f"{made.threshold:,.0f}")
    elif made.type is AssertionType.STATUS:
        yield from (_SAY.among("status", value) for value in made.values)
    elif made.type not in _TRUE_OR_FALSE:
        yield from made.values


def _excerpt(excerpt: Excerpt, evidence: Sequence[Evidence], places: Places) -> ExcerptRow:
    shown = [place_of(quote) for quote in excerpt.quotes]
    marked = [*shown, *(place for piece in evidence for place in piece)]
    first = next((place for place in marked if place.document == excerpt.document), None)
    return {
        "at": places.at(first.document, first.span, excerpt.place) if first else None,
        "title": places.titles.get(excerpt.document, excerpt.document),
        "pieces": [
            {"text": closed_up(piece.text), "quoted": piece.quoted, "wanted": piece.wanted}
            for piece in excerpt.pieces
        ],
    }
