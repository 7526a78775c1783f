"""Runs in which documents, models, cases and receipts all try to break out of the page."""

from __future__ import annotations

from dataclasses import replace

from made_runs import FERRY, answer, invalid, quote, result, run, turn

from qa.evaluation.comparing import compare
from qa.evaluation.report_page import comparison_page, report_page
from qa.evaluation.runs import LibraryReceipt, Run
from qa.evaluation.types import Assertion, AssertionType, FailureKind, Finding, Outcome
from qa.types import Rejection, RejectionReason

HOSTILE = (
    """<script>x()</script>"'><img src=x onerror=x()> " onmouseover="x() {{ 7*7 }} {% x %} &amp;"""
)


def hostile() -> Run:
    """A run whose every word is hostile."""
    source = replace(
        FERRY,
        document=HOSTILE,
        section=HOSTILE,
        text=HOSTILE,
        start=0,
        end=len(HOSTILE),
        sentences=(),
    )
    given = replace(
        answer(HOSTILE, quote(HOSTILE, source, speakers=(HOSTILE,)), passages=[source]),
        understood_as=HOSTILE, notices=(HOSTILE,), not_stated=(HOSTILE,),
        rejections=(Rejection(HOSTILE, RejectionReason.NO_SOURCE, HOSTILE),),
    )  # fmt: skip
    asked = Assertion(AssertionType.QUOTES, (HOSTILE,), document=HOSTILE, section=HOSTILE)
    findings = (
        Finding(asked, False, HOSTILE, HOSTILE),
        Finding(Assertion(AssertionType.ATTRIBUTED_TO, (HOSTILE,)), False, HOSTILE, HOSTILE),
    )
    one = turn(given, *findings, failure=FailureKind.WRONG_SPEAKER, ranks=(1,))
    failed = result(
        HOSTILE,
        one,
        outcome=Outcome.FAILED,
        tags=(HOSTILE,),
        file=f"{HOSTILE}.qa.yaml",
        xfail=HOSTILE,
    )
    made = run(failed, replace(invalid(HOSTILE), detail=HOSTILE), model=HOSTILE)
    receipt = replace(
        made.receipt, started=HOSTILE, prompts=HOSTILE, commit=HOSTILE, settings={HOSTILE: HOSTILE},
        versions={HOSTILE: HOSTILE}, case_files={HOSTILE: HOSTILE},
        libraries=(LibraryReceipt((HOSTILE,), HOSTILE, {HOSTILE: HOSTILE}),),
    )  # fmt: skip
    return replace(made, receipt=receipt)


def hostile_pages() -> list[str]:
    """Its report, and its comparison with a better one."""
    lost = hostile()
    (failed, broken) = lost.results
    met = replace(failed, outcome=Outcome.PASSED, turns=(replace(failed.turns[0], failure=None),))
    gained = replace(lost, results=(met, broken), receipt=run(model="x").receipt)
    return [report_page(lost), comparison_page(compare(lost, gained), lost, gained)]
