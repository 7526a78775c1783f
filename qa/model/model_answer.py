"""From a model's checked statements to an answer; the evidence answer where nothing survived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from qa.accounts import conflicts
from qa.checking.check import GAP_COVERAGE, Checker, admissible_gap, plain
from qa.checking.source import coverage
from qa.events import Event, Stated, Withdrawn
from qa.model.reply import WHOLE_QUESTION, NotStated
from qa.prose import prose
from qa.question import split_parts
from qa.types import (
    Answer,
    AnswerStatus,
    Claim,
    Receipt,
    Rejection,
    RejectionReason,
    Statement,
)

__all__ = ["Written", "answer_from_model"]


@dataclass(slots=True)
class Written:
    """What a model wrote, after the check, statement by statement."""

    question: str
    statements: list[Statement] = field(default_factory=list)
    """What may be shown: the model's own, and a source's words in the place of a refused one."""
    passed: int = 0
    """How many of the model's own statements the check let pass."""
    rejections: list[Rejection] = field(default_factory=list)
    not_stated: list[str] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    """What the model's prompt had no room for, in sentences."""
    failure: str | None = None
    """Why the reply broke off."""
    _instead: list[Statement] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        """Whether the model has written anything yet."""
        return bool(self.statements or self.rejections or self.not_stated)

    def judged(self, items: Iterable[Claim | NotStated], checker: Checker) -> Iterator[Event]:
        """Check what the parser gave out, keep the verdicts, and tell them."""
        for item in items:
            if isinstance(item, Claim):
                verdict = checker.check(item)
            else:
                gap = self._gap(item.text)
                if isinstance(gap, str):
                    if gap not in self.not_stated:
                        self.not_stated.append(gap)
                    continue
                verdict = gap
            if isinstance(verdict, Statement):
                self.passed += 1
                yield from self._stated(verdict)
            else:
                self.rejections.append(verdict)
                yield Withdrawn(verdict)
                self._instead += [verdict.instead] if verdict.instead else []
            if self.passed:  # before that the quotes stand, which a source's words would push away
                yield from self._replaced()

    def _replaced(self) -> Iterator[Event]:
        """The source's words in the place of what was refused."""
        for statement in self._instead:
            yield from self._stated(statement)
        self._instead.clear()

    def _stated(self, statement: Statement) -> Iterator[Event]:
        """A statement, unless it has been made before."""
        if statement not in self.statements:
            self.statements.append(statement)
            yield Stated(statement)

    def _gap(self, text: str) -> str | Rejection:
        if text == WHOLE_QUESTION:
            return self.question
        refused = Rejection(
            plain(text), RejectionReason.NOT_SUPPORTED, "It names a gap that was not asked for."
        )
        return admissible_gap(text, self.question) or refused


def answer_from_model(evidence: Answer, written: Written, receipt: Receipt) -> Answer:
    """The model's answer as far as it survived the check.

    Args:
        evidence: the answer made of quotes alone, which stands where no statement survived.
        written: what the model wrote, checked.
        receipt: how the answer came about.
    """
    notices = (*evidence.notices, *_notices(written))
    rejections, gaps = tuple(written.rejections), tuple(written.not_stated)
    if written.passed:
        statements = tuple(written.statements)
        partial = bool(gaps or written.failure)
        status = AnswerStatus.PARTIAL if partial else AnswerStatus.ANSWERED
        return replace(
            evidence,
            status=status,
            text=prose(statements, status, gaps),
            statements=statements,
            accounts_differ=bool(conflicts(evidence.question, statements)),
            related=None,
            short=None,
            not_stated=gaps,
            rejections=rejections,
            notices=notices,
            receipt=receipt,
        )
    if gaps and not written.failure and not rejections:
        if not _is_whole(gaps, evidence.question):
            return _with_gaps(replace(evidence, notices=notices, receipt=receipt), gaps)
        nearest = evidence.related or (evidence.quotes[0] if evidence.quotes else None)
        status = AnswerStatus.NOT_IN_DOCUMENTS
        return replace(
            evidence,
            status=status,
            text=prose((), status),
            statements=(),
            accounts_differ=False,
            related=nearest,
            short=None,
            not_stated=(),
            notices=notices,
            receipt=receipt,
        )
    return replace(evidence, rejections=rejections, notices=notices, receipt=receipt)


def _is_whole(gaps: Sequence[str], question: str) -> bool:
    """Whether the gaps are all that was asked, and not one of several questions."""
    return all(
        any(coverage(part, gap) >= GAP_COVERAGE for gap in gaps) for part in split_parts(question)
    )


def _with_gaps(evidence: Answer, gaps: Sequence[str]) -> Answer:
    """The quotes, with the parts that the model found no answer to."""
    if not evidence.statements:
        return evidence
    new = [g for g in gaps if all(coverage(g, old) < GAP_COVERAGE for old in evidence.not_stated)]
    told = (*evidence.not_stated, *new)
    status = AnswerStatus.PARTIAL
    text = prose(evidence.statements, status, told)
    return replace(evidence, status=status, not_stated=told, text=text)


def _notices(written: Written) -> tuple[str, ...]:
    notices = []
    if written.failure:
        kept = "What it had written until then is shown, checked." if written.passed else ""
        notices.append(f"{written.failure} {kept}".strip())
    if not written.passed:
        if not written.failure and not written.not_stated and not written.rejections:
            notices.append("The language model wrote nothing.")
        if not written.not_stated or written.rejections or written.failure:
            notices.append("This answer is made of quotes alone.")
    return (*notices, *written.left_out)
