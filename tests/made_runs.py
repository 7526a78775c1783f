"""Makes runs for tests of reports: answers, results and receipts out of a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from passages import passage

from index.types import Passage, Span
from qa.evaluation.runs import LibraryReceipt, Run, RunReceipt
from qa.evaluation.types import (
    Assertion,
    AssertionType,
    AtPlace,
    Case,
    CaseResult,
    CaseTurn,
    FailureKind,
    Finding,
    Outcome,
    TurnResult,
    TurnScores,
)
from qa.types import Answer, AnswerStatus, Quote, Receipt, ShortAnswer, Statement

FERRY = passage(
    1,
    "The ferry lay at its berth all week.",
    ("It was the ice, said the harbour master.", ("the harbour master",)),
    "Nobody had been told.",
)
STORM = passage(2, "A storm took the lantern of the pier.", document="storm.txt", start=0)


def quote(words: str, source: Passage, label: int = 1, speakers: tuple[str, ...] = ()) -> Quote:
    """Words of a passage as an answer quotes them."""
    start = source.start + source.text.index(words)
    end = start + len(words)
    return Quote(label, source.document, start, end, words, page=source.page, attribution=speakers)


def place(words: str, source: Passage) -> AtPlace:
    """Where words of a passage stand in its document."""
    at = quote(words, source)
    return AtPlace(source.document, Span(at.start, at.end))


def answer(
    question: str, *quotes: Quote, passages: Sequence[Passage] = (FERRY, STORM), short: str = ""
) -> Answer:
    """An answer that quotes, or one that declines."""
    first = quotes[0] if quotes else None
    return Answer(
        question=question,
        status=AnswerStatus.ANSWERED if quotes else AnswerStatus.NOT_IN_DOCUMENTS,
        text="\n".join(f"“{q.text}” [{q.label}]" for q in quotes) or "No answer in them.",
        statements=tuple(Statement(q.text, q.attribution, (q,)) for q in quotes),
        passages=tuple(passages),
        receipt=Receipt(None, "p" * 8, "i" * 8, {"search": 0.2}),
        short=ShortAnswer(short, first.document, first.start, first.end) if first else None,
        confidence=0.8,
    )


def wants(*values: str, kind: AssertionType = AssertionType.QUOTES) -> Assertion:
    """A demand for words."""
    return Assertion(kind, values, line=7)


def turn(
    given: Answer,
    *findings: Finding,
    evidence: Sequence[Sequence[AtPlace]] = (),
    ranks: tuple[int | None, ...] = (),
    failure: FailureKind | None = None,
) -> TurnResult:
    """A turn with its findings."""
    return TurnResult(
        given.question,
        given,
        tuple(findings),
        tuple(tuple(piece) for piece in evidence),
        TurnScores(ranks=ranks, confidence=given.confidence, seconds=0.2, quotes=1),
        failure,
    )


def result(
    name: str,
    *turns: TurnResult,
    outcome: Outcome = Outcome.PASSED,
    tags: tuple[str, ...] = ("harbour",),
    file: str = "cases/harbour.qa.yaml",
    xfail: str = "",
) -> CaseResult:
    """A case that was asked and judged."""
    asked = tuple(
        CaseTurn(each.question, tuple(found.assertion for found in each.findings)) for each in turns
    )
    return CaseResult(file, Case(name, asked, tags=tags, xfail=xfail, line=3), outcome, turns)


def right(name: str = "the ice") -> CaseResult:
    """A case that passed."""
    words = "It was the ice"
    given = answer("Why did the ferry lie still?", quote(words, FERRY, speakers=("Ann", "Bo")))
    met = Finding(wants(words), True, f"quotes: {words}", f"“{words}”")
    return result(name, turn(given, met, evidence=[[place(words, FERRY)]], ranks=(1,)))


def wrong(
    name: str = "the lantern", failure: FailureKind = FailureKind.EVIDENCE_MISSED
) -> CaseResult:
    """A case that failed: it quotes the ferry, and the storm was wanted."""
    given = answer("What did the storm take?", quote("Nobody had been told.", FERRY))
    words = "the lantern of the pier"
    missed = Finding(wants(words), False, f"quotes: {words}", "“Nobody had been told.”")
    says = Finding(
        wants("lantern", "lamp", kind=AssertionType.SAYS),
        False,
        "says: lantern or lamp",
        given.text,
    )
    one = turn(given, missed, says, evidence=[[place(words, STORM)]], ranks=(2,), failure=failure)
    return result(name, one, outcome=Outcome.FAILED, tags=("storm",))


def invalid(name: str = "the whale") -> CaseResult:
    """A case that expects what no document holds."""
    case = Case(name, (CaseTurn("Where is the whale?", ()),), line=9)
    detail = "cases/harbour.qa.yaml:9: The words “whale” are not in storm.txt."
    return CaseResult("cases/harbour.qa.yaml", case, Outcome.INVALID, (), detail=detail)


def run(*results: CaseResult, model: str | None = None) -> Run:
    """A run with a receipt."""
    library = LibraryReceipt(("cases/harbour.qa.yaml",), "index-5", {"ferry.txt": "f" * 64})
    receipt = RunReceipt(
        started="2026-03-04T05:06:07+00:00",
        seconds=75.0,
        model=model,
        prompts="a1b2" * 16,
        repetitions=max((each.repetition for each in results), default=1),
        case_files={"cases/harbour.qa.yaml": "c" * 64},
        libraries=(library,),
        settings={"threshold": "0.5"},
        versions={"python": "3.11.7"},
        commit="deadbeef",
        judge_accuracy=0.765,
    )
    return Run(receipt, results)


def again(results: Sequence[CaseResult], repetition: int) -> list[CaseResult]:
    """The same results of a later repetition."""
    return [replace(each, repetition=repetition) for each in results]
