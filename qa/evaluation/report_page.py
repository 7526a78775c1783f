"""An accuracy run, and a comparison of two, as a page that is one file and needs nothing else.

Whatever documents, models and case files say is data: the templates escape all of it, and the
page forbids any script and any style but its own, and every request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

from qa.evaluation import charts, wording
from qa.evaluation.comparing import Comparison, Flip
from qa.evaluation.explanations import ASSERTIONS, FAILURES
from qa.evaluation.runs import Run
from qa.evaluation.shown_cases import Passages, ShownCase, ShownTurn, groups, shown_cases
from qa.evaluation.statistics import Estimate
from qa.evaluation.summary import case_key, is_right, summarise
from qa.evaluation.types import AssertionType, CaseResult, Outcome
from qa.render import speakers_in_words
from qa.templates import Environment, templates_in
from qa.types import AnswerStatus

__all__ = ["comparison_page", "report_page"]

_FOLDER = Path(__file__).parent / "page"
_STATUSES = {
    AnswerStatus.ANSWERED: "answered",
    AnswerStatus.PARTIAL: "answered in part",
    AnswerStatus.NOT_IN_DOCUMENTS: "declined",
}
_WORDED = (
    AssertionType.QUOTES,
    AssertionType.SAYS,
    AssertionType.SAYS_NOT,
    AssertionType.SHORT_ANSWER,
)
"""What expects words, which are then shown between quotation marks."""


@dataclass(frozen=True, slots=True)
class _File:
    """The cases of one file, for the index."""

    name: str
    cases: tuple[ShownCase, ...]

    @property
    def kinds(self) -> list[str]:
        return [case.result.outcome.name.lower() for case in self.cases]

    @property
    def counted(self) -> int:
        """An invalid case counts neither as right nor as wrong."""
        return sum(case.result.outcome is not Outcome.INVALID for case in self.cases)

    @property
    def right(self) -> int:
        return sum(is_right(case.result) for case in self.cases)


@dataclass(frozen=True, slots=True)
class _ShownFlip:
    before: ShownCase
    after: ShownCase

    @property
    def turns(self) -> Iterator[tuple[str, ShownTurn | None, ShownTurn | None]]:
        """Each question with its turn in both runs; ``None`` where it was not reached."""
        questions = [turn.question for turn in self.before.result.case.turns]
        for question, *both in zip_longest(questions, self.before.turns, self.after.turns):
            yield question, both[0], both[1]


def report_page(run: Run) -> str:
    """A run as a page: what it came to, every case, and how it came about."""
    summary, passages = summarise(run.results), Passages()
    cases = shown_cases(run.results, passages)
    answered = [turn for case in cases for turn in case.turns if turn.result.answer]
    return _page(
        "report.html",
        with_passages=True,
        headline=wording.verdict(summary),
        summary=summary,
        receipt=run.receipt,
        tags=sorted(summary.tags.items(), key=lambda tag: _best_first(tag[1])),
        linked={c.result.failure for c in cases if c.result.outcome is Outcome.FAILED},
        seconds=[turn.result.scores.seconds for turn in answered],
        files=[
            _File(name, tuple(case for case in cases if case.result.file == name))
            for name in dict.fromkeys(case.result.file for case in cases)
        ],
        groups=groups(cases),
        passages=passages.by_document(),
    )


def comparison_page(comparison: Comparison, before: Run, after: Run) -> str:
    """Two runs as a page: what changed, and each case that came out differently.

    Args:
        comparison: of the two.
        before: the first run.
        after: the second run.
    """
    old, new = _asked_in_both(before.results, after.results)
    was, now = summarise(old).tags, summarise(new).tags
    return _page(
        "comparison.html",
        with_passages=False,
        headline=wording.compared(comparison),
        comparison=comparison,
        before=before.receipt,
        after=after.receipt,
        tags=[(tag, was[tag], now[tag]) for tag in was if tag in now],
        gained=_shown_flips(comparison.gained),
        lost=_shown_flips(comparison.lost),
        repeated=before.receipt.repetitions > 1 or after.receipt.repetitions > 1,
    )


def _best_first(share: Estimate) -> tuple[float, int]:
    return (-share.value if share.cases else 1.0, -share.cases)


def _asked_in_both(
    before: Sequence[CaseResult], after: Sequence[CaseResult]
) -> tuple[list[CaseResult], list[CaseResult]]:
    """The valid results of cases that are valid in both."""
    old, new = (
        [result for result in results if result.outcome is not Outcome.INVALID]
        for results in (before, after)
    )
    both = {case_key(result) for result in old} & {case_key(result) for result in new}
    return [r for r in old if case_key(r) in both], [r for r in new if case_key(r) in both]


def _shown_flips(flips: Sequence[Flip]) -> list[_ShownFlip]:
    passages = Passages()
    befores = shown_cases([flip.before for flip in flips], passages)
    afters = shown_cases([flip.after for flip in flips], passages)
    return [_ShownFlip(*both) for both in zip(befores, afters, strict=True)]


def _page(template: str, **told: object) -> str:
    page = _environment().get_template(template).render(told)
    return page.encode("utf-8", "replace").decode("utf-8")  # half a surrogate cannot be written


@cache
def _environment() -> Environment:
    environment = templates_in(_FOLDER)
    environment.globals.update(
        {name: getattr(module, name) for module in (charts, wording) for name in module.__all__},
        assertions=ASSERTIONS,
        failures=FAILURES,
        statuses=_STATUSES,
        truths=(AssertionType.ABSTAINS, AssertionType.CONFLICT),
        worded=_WORDED,
        style=(_FOLDER / "page.css").read_text("utf-8"),
        script=(_FOLDER / "page.js").read_text("utf-8"),
        digest=_digest,
        speakers_in_words=speakers_in_words,
        nbsp="\N{NARROW NO-BREAK SPACE}",
    )
    return environment


def _digest(text: str) -> str:
    """What a page's own rules call a script or a style that it allows."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
