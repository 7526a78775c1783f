"""What the check of a draft finds, as frozen types.

A *quotation* is what a draft puts between quotation marks, or sets off as a block; a *place* is
where such words stand in a document.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "CheckedQuote",
    "Difference",
    "DraftReport",
    "Place",
    "Quotation",
    "QuoteKind",
    "QuoteStatus",
]


class QuoteKind(StrEnum):
    """What became of a quotation: each has exactly one."""

    EXACT = "exact"
    """The words stand in a document, letter for letter."""
    TYPOGRAPHIC = "typographic"
    """They differ in what a typesetter decides: marks, dashes, spaces, hyphenation, ligatures."""
    ALTERED = "altered"
    """They stand there with other words."""
    STITCHED = "stitched"
    """Pieces of different places run together."""
    MISATTRIBUTED = "misattributed"
    """The words are true, but the draft gives them to somebody else."""
    TOO_SHORT = "too_short"
    """Too few words to prove anything."""
    NOT_FOUND = "not_found"
    """Nothing like it stands in the documents."""


class QuoteStatus(StrEnum):
    """Whether a quotation may be printed as it is."""

    VERIFIED = "verified"
    FAILED = "failed"
    UNPROVEN = "unproven"
    """It is too short to be looked up; a person has to decide."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation of a draft, not yet looked up."""

    text: str
    """Its words without the marks around them, and without the signs of Markdown or HTML."""
    start: int
    end: int
    """Where the words begin and end in the draft, in the characters of the file; in those of the
    text that was read from it where the file is Word or PDF."""
    line: int
    """Of the file, counted from 1; of the text that was read from it for Word and PDF."""
    speaker: str | None = None
    """Whom the draft names as the speaker."""
    is_closed: bool = True
    """Whether the closing mark is there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: ``library.text(document)[start:end] == text``, always."""

    document: str
    start: int
    end: int
    text: str
    title: str = ""
    page: int | None = None
    section: str | None = None
    place: str = ""
    """How a person finds it: *page 3*, *slide 3*, *Costs!B7*; or empty."""
    publisher: str | None = None
    date: datetime.date | None = None
    speakers: tuple[str, ...] = ()
    """Who says the words there, outermost first; empty: the document's own voice."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of words of a quotation beside those of the document; equal where both agree."""

    draft: str
    document: str


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation of a draft and what became of it."""

    text: str
    status: QuoteStatus
    kind: QuoteKind
    line: int
    start: int
    end: int
    detail: str
    """One sentence or two for a person."""
    places: tuple[Place, ...] = ()
    """Where the words, or the nearest ones, stand; several for the pieces of one quotation."""
    elsewhere: tuple[Place, ...] = ()
    """Further places of the same words, a few at most."""
    true_wording: str | None = None
    """The document's own words, where the quotation has others."""
    difference: tuple[Difference, ...] = ()
    """Word by word, the quotation beside the true wording; empty where they agree."""
    speaker_named: str | None = None
    """Whom the draft names; ``None`` for nobody, or a mere "he"."""
    true_speaker: str | None = None
    """Who says it in the document, where the draft names somebody else."""


@dataclass(frozen=True, slots=True)
class DraftReport:
    """All quotations of one draft, in its order."""

    quotes: tuple[CheckedQuote, ...]

    def count(self, status: QuoteStatus) -> int:
        """How many quotations ended with this status."""
        return sum(quote.status is status for quote in self.quotes)

    @property
    def failed(self) -> bool:
        """Whether one of the quotations failed."""
        return self.count(QuoteStatus.FAILED) > 0

    @property
    def summary(self) -> str:
        """How many quotations ended how, in one line."""
        if not self.quotes:
            return "No quotation found."
        number = len(self.quotes)
        counts = [(self.count(status), status) for status in QuoteStatus]
        told = ", ".join(f"{count} {status}" for count, status in counts if count)
        return f"{number} quotation{'s' if number > 1 else ''}: {told}."
