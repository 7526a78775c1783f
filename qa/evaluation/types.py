"""The words of accuracy tests, as frozen types.

A *case* is one conversation of one or more *turns*; each turn has a question and the *assertions*
its answer must meet. What an assertion came to is a *finding*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from index.types import Span
from qa.types import Answer

__all__ = [
    "CHAIN",
    "OWN_VOICE",
    "Assertion",
    "AssertionType",
    "AtPlace",
    "Case",
    "CaseFile",
    "CaseResult",
    "CaseTurn",
    "Evidence",
    "FailureKind",
    "Finding",
    "Outcome",
    "TurnResult",
    "TurnScores",
]

OWN_VOICE = "the document"
"""What ``attributed-to`` calls words that the document says in its own voice."""


CHAIN = " > "
"""What stands between the speakers of a chain, the outermost first."""


class AssertionType(StrEnum):
    """What an assertion looks at; ``not-`` before any of them turns it round."""

    STATUS = "status"
    """The answer's status is this."""
    QUOTES = "quotes"
    """These words, or words from this place, are quoted."""
    SAYS = "says"
    """The answer holds one of these words or phrases."""
    SAYS_NOT = "says-not"
    """The answer holds none of these words or phrases."""
    ATTRIBUTED_TO = "attributed-to"
    """The statement in question names this speaker, or this chain of speakers."""
    CITES = "cites"
    """A quote comes from this document, and from this page of it."""
    QUOTES_VERBATIM = "quotes-verbatim"
    """Every quote stands in its document, character for character. Holds for every case."""
    SUPPORTED = "supported"
    """The words that statements cite bear them out. Holds for every case."""
    ABSTAINS = "abstains"
    """The documents are said not to answer."""
    CONFLICT = "conflict"
    """The answer says that the accounts differ."""
    SHORT_ANSWER = "short-answer"
    """The few words marked as the answer are these, by SQuAD's F1."""
    LATENCY = "latency"
    """The answer took at most so many milliseconds."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One demand on an answer."""

    type: AssertionType
    values: tuple[str, ...] = ()
    """What is expected; any one of them will do."""
    threshold: float | None = None
    """``None``: the type's own."""
    document: str | None = None
    page: int | None = None
    """Counted from 1."""
    section: str | None = None
    """The heading that the words stand under."""
    negated: bool = False
    line: int = 0
    """Of the case file, counted from 1; 0: it was not read from one."""

    @property
    def name(self) -> str:
        """The type as a case file gives it."""
        return f"not-{self.type}" if self.negated else str(self.type)

    @property
    def is_placed(self) -> bool:
        """Whether it names a place in the documents."""
        return (self.document, self.page, self.section) != (None, None, None)

    @property
    def where(self) -> str:
        """The place that it names, and its threshold, in words; empty where it names neither."""
        parts = [
            f"in {self.document}" if self.document else "",
            f"page {self.page}" if self.page else "",
            f"under “{self.section}”" if self.section else "",
            "" if self.threshold is None else f"threshold {self.threshold:g}",
        ]
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class CaseTurn:
    """One question and what its answer must be like."""

    question: str
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """An accuracy test: a question, or a question and those that follow it up."""

    name: str
    turns: tuple[CaseTurn, ...]
    """At least one."""
    documents: tuple[str, ...] | None = None
    """Names in the library; ``None``: all are asked."""
    tags: tuple[str, ...] = ()
    xfail: str = ""
    """Why the case is known to fail; empty: it must pass."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one ``*.qa.yaml`` file."""

    path: Path
    cases: tuple[Case, ...]
    description: str = ""
    files: tuple[Path, ...] = ()
    """What makes up the library that is asked; empty: the configured library is."""


class FailureKind(StrEnum):
    """At which step an answer first went wrong."""

    MISQUOTE = "misquote"
    """A quote is not in its document, character for character."""
    UNSUPPORTED = "unsupported statement"
    """The words that a statement cites do not bear it out."""
    WRONGLY_ANSWERED = "wrongly answered"
    """It should have declined, or says what must not be said."""
    RETRIEVAL_MISSED = "retrieval missed"
    """The search did not bring the words that were wanted."""
    WRONGLY_DECLINED = "wrongly declined"
    """The search brought the words, and the answer says that the documents have none."""
    EVIDENCE_MISSED = "evidence missed"
    """The search brought the words, and the answer shows others."""
    WRONG_SPEAKER = "wrong speaker"
    """The words are shown under another speaker's name, or under none."""
    CONFLICT_MISJUDGED = "conflict misjudged"
    """Accounts differ and it does not say so, or it says so and they do not."""
    WRONG_SHORT_ANSWER = "wrong short answer"
    """The right words are quoted, and others are marked as the answer."""
    TOO_SLOW = "too slow"
    """The answer is right and came too late."""
    NO_ANSWER = "no answer"
    """Asking raised an error."""


class Outcome(StrEnum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    XFAILED = "failed as expected"
    XPASSED = "passed unexpectedly"
    """Its ``xfail`` is out of date."""
    INVALID = "invalid"
    """The case itself is wrong: what it expects is not in the documents."""

    @property
    def is_good(self) -> bool:
        """Whether a run with this outcome alone succeeds."""
        return self in (Outcome.PASSED, Outcome.XFAILED)


@dataclass(frozen=True, slots=True)
class AtPlace:
    """A stretch of one document."""

    document: str
    span: Span


Evidence = tuple[AtPlace, ...]
"""One thing that must be found, at any one of these places."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an assertion came to."""

    assertion: Assertion
    passed: bool
    expected: str
    """In words, for a person."""
    found: str
    """What there was instead, or what met it."""


@dataclass(frozen=True, slots=True)
class TurnScores:
    """What the metrics are made of; ``None`` or empty where a case gives nothing to measure by."""

    ranks: tuple[int | None, ...] = ()
    """For each piece of evidence the rank of the first passage that holds it, from 1."""
    quote_precision: float | None = None
    quote_recall: float | None = None
    citations: int = 0
    precise_citations: int = 0
    """Citations that are right and needed (ALCE)."""
    recalled_statements: int = 0
    """Statements that their citations together bear out (ALCE)."""
    faithful_statements: int = 0
    """Statements that the retrieved passages bear out, cited or not (RAGAS)."""
    statements: int = 0
    withdrawn: int = 0
    """A model's statements that the check did not let pass."""
    quotes: int = 0
    verbatim_quotes: int = 0
    exact_match: bool | None = None
    short_answer_f1: float | None = None
    answerable: bool | None = None
    """Whether the documents answer, as far as the case tells."""
    declined: bool = False
    confidence: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class TurnResult:
    """One turn, asked and judged."""

    question: str
    answer: Answer | None
    """``None``: asking raised ``error``, or the case is invalid."""
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """Where in the documents the words stand that must be quoted."""
    scores: TurnScores = field(default_factory=TurnScores)
    failure: FailureKind | None = None
    error: str = ""

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The findings that speak against the answer."""
        return tuple(finding for finding in self.findings if not finding.passed)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case, asked and judged."""

    file: str
    """Path of the case file as it was named."""
    case: Case
    outcome: Outcome
    turns: tuple[TurnResult, ...]
    repetition: int = 1
    """Counted from 1."""
    detail: str = ""
    """Of an invalid case: what is wrong with it and what to do."""

    @property
    def failure(self) -> FailureKind | None:
        """At which step it first went wrong; ``None`` where it did not."""
        return next((turn.failure for turn in self.turns if turn.failure), None)
