"""The words of the library, as frozen types. This module imports nothing of ours.

Every span is a half-open range of character offsets into a document's canonical text:
``text[start:end]``. Scores are "higher is better".
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Attribution",
    "Cell",
    "Chunk",
    "Document",
    "Extraction",
    "Outcome",
    "OutcomeStatus",
    "Page",
    "Passage",
    "Progress",
    "Report",
    "Section",
    "Sentence",
    "Span",
    "SpeakerCount",
    "Stance",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of character offsets, never empty.

    Raises:
        ValueError: the range is empty, reversed or negative.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, up to the next heading of the same or a higher level."""

    heading: str
    level: int
    """1 for the highest."""
    span: Span
    """From the first character of the heading to the end of the section's text."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged document that has text, or one slide of a presentation."""

    number: int
    """Counted from 1, as a person counts."""
    span: Span
    word: str = "page"
    """What people call it: *page*, *slide*."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a sheet that has text; the cells of a document stand in its order."""

    name: str
    """As the sheet's program names it: *Costs!B7*; *B7* where there is but one sheet."""
    span: Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a reader got out of a file's bytes: the canonical text, once and for all."""

    text: str
    media_type: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    place: str | None = None
    """Where a dateline says that the report was filed."""
    date: datetime.date | None = None
    """When the document says that it was published."""
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    cells: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know before trusting the text: empty pages, a guessed encoding."""


class Stance(StrEnum):
    """What a speaker does with the words attributed to him."""

    SAID = "said"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    THINKS = "thinks"
    SUGGESTED = "suggested"
    ASKED = "asked"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a sentence, and how."""

    speakers: tuple[str, ...]
    """Outermost first: ``("The Washington Post", "unnamed officials")``. Never empty."""
    cue: str
    """The document's own words that mark the speech: ``said``, ``according to``."""
    stance: Stance
    direct: bool
    """Whether words of the sentence stand between quotation marks as the speaker's own."""
    named: bool
    """Whether the innermost speaker is a named person or body."""
    description: str = ""
    """What the document tells of the innermost speaker beside his name: *a baker from Norden*."""

    @property
    def described(self) -> tuple[str, ...]:
        """The speakers, the innermost with his description: *Ann Holt, a baker from Norden*."""
        if not self.description:
            return self.speakers
        return (*self.speakers[:-1], f"{self.speakers[-1]}, {self.description}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A numbered sentence of a document."""

    number: int
    """Position in the document, counted from 0."""
    start: int
    end: int
    attribution: Attribution | None = None
    """``None``: the document says this in its author's own voice."""
    page: int | None = None
    """Where it begins, counted from 1; known of the sentences of a passage."""
    section: str | None = None
    """The heading that it stands under; known of the sentences of a passage."""
    place: str = ""
    """How a person finds it: *page 3*, *slide 3*, *Costs!A7:D7*; empty where the format has no
    such places; known of the sentences of a passage."""

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who says it, outermost first; empty: the document does."""
        return self.attribution.speakers if self.attribution else ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of whole sentences that is embedded and indexed as one."""

    start: int
    end: int
    heading: str | None = None
    """The innermost section heading that the chunk stands under."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the library lists it. Its canonical text is ``library.text(name)``."""

    name: str
    """Unique in the library: the file's path below the folder it was added with."""
    title: str
    media_type: str
    sha256: str
    """Of the file's bytes."""
    author: str | None = None
    publisher: str | None = None
    place: str | None = None
    date: datetime.date | None = None
    characters: int = 0
    words: int = 0
    pages: int = 0
    """Pages or slides that have text; 0 where the format has none."""
    page_word: str = "page"
    """What its pages are called: *page*, *slide*."""
    chunks: int = 0
    notes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    """Further files with the very same content."""
    added_at: datetime.datetime | None = None

    @property
    def pages_in_words(self) -> str:
        """How many pages have text: *1 page*, *12 slides*; empty where the format has none."""
        words = f"{self.pages} {self.page_word}{'s' if self.pages != 1 else ''}"
        return words if self.pages else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved span of one document, shown under a label."""

    label: int
    """Counted from 1 in the order of the search result."""
    document: str
    start: int
    end: int
    text: str
    score: float
    title: str = ""
    topics: tuple[str, ...] = ()
    """The names that the document keeps coming back to, the most frequent first."""
    page: int | None = None
    section: str | None = None
    place: str = ""
    """How a person finds its beginning, or the cells of its rows."""
    publisher: str | None = None
    date: datetime.date | None = None
    similarity: float = 0.0
    """Cosine of the query and the nearest chunk of the passage, between -1 and 1."""
    found_by: tuple[str, ...] = ()
    """Which searches found it: ``"meaning"``, ``"words"``, ``"speaker"``, ``"date"``."""
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)
    """The document's sentences that the passage holds, in order."""
    copies: tuple[Passage, ...] = field(default=(), repr=False)
    """Passages of other documents that tell the same in the same words, best first."""
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    """The cells that lie in it; none where the document is no sheet."""

    def __post_init__(self) -> None:
        if self.page is not None and not self.place:  # kept before there were places
            object.__setattr__(self, "place", f"page {self.page}")


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """Somebody who says something in a document, and how much of it."""

    name: str
    sentences: int


class OutcomeStatus(StrEnum):
    """What became of one file that was to be added."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    RENAMED = "renamed"
    DUPLICATE = "duplicate"
    REMOVED = "removed"
    SKIPPED = "skipped"
    """A file of another kind, met below a folder."""
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    STOPPED = "stopped"
    """The adding was stopped before this file was done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, and why."""

    name: str
    status: OutcomeStatus
    detail: str = ""
    """One sentence for a person: what happened and what to do. Empty when all went as wished."""

    @property
    def failed(self) -> bool:
        """Whether the file's text could not be got into the library."""
        return self.status in (OutcomeStatus.EMPTY, OutcomeStatus.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all the files of one ``add``."""

    outcomes: tuple[Outcome, ...]

    def count(self, status: OutcomeStatus) -> int:
        """How many files ended with this status."""
        return sum(outcome.status is status for outcome in self.outcomes)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The files whose text could not be got into the library."""
        return tuple(outcome for outcome in self.outcomes if outcome.failed)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long ``add`` has come."""

    name: str
    """The file at work."""
    step: str
    """``"reading"``, ``"embedding"`` or ``"done"``."""
    files_done: int
    files_total: int
    seconds_left: float | None
    """An estimate, ``None`` while there is nothing to base it on."""
    share: float = 0.0
    """Of the file at work that is embedded, between 0 and 1."""
    outcome: Outcome | None = None
    """What became of the file, with the step ``"done"`` of a file that was to be added."""
