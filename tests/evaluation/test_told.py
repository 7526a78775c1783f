"""Results in words for a terminal: lines that fit, expected beside found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_results import result as bare
from made_runs import FERRY, answer, invalid, quote, result, right, turn, wants, wrong

from qa.evaluation.statistics import Estimate, estimate
from qa.evaluation.summary import summarise
from qa.evaluation.told import failure_lines, share_in_words, summary_lines
from qa.evaluation.types import (
    AssertionType,
    CaseResult,
    FailureKind,
    Finding,
    Outcome,
    TurnResult,
)
from qa.types import Statement

LONG = "the lantern of the pier and a word of some length " * 30


def long_one() -> CaseResult:
    """A failure in which everything is long, and some words are longer than any line."""
    given = answer(LONG, quote("Nobody had been told.", FERRY))
    given = replace(
        given,
        statements=(Statement(LONG + "x" * 300, (LONG,), given.quotes),),
        passages=(replace(FERRY, text=LONG, document="d" * 90),),
        understood_as=LONG,
    )
    wide = Finding(wants(LONG), False, LONG + "y" * 300, f"{LONG}\n\n{LONG}\n“{'z' * 300}”")
    empty = Finding(wants("x", kind=AssertionType.SAYS), False, "says: x", "")
    one = turn(given, wide, empty, failure=FailureKind.EVIDENCE_MISSED)
    broken = TurnResult("Why?", None, failure=FailureKind.NO_ANSWER, error=LONG)
    return replace(result("long", one, broken, outcome=Outcome.FAILED), detail="")


# -- a failure -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 80, 100, 200])
@pytest.mark.parametrize(
    "made", [long_one(), wrong(), replace(invalid(), detail=LONG)], ids=["long", "wrong", "invalid"]
)
def test_lines_fit_the_width(made: CaseResult, width: int) -> None:
    lines = list(failure_lines(made, width))
    assert max(map(len, lines)) <= width
    assert not any("\n" in line or line.endswith(" ") for line in lines)


def test_expected_and_found_stand_side_by_side() -> None:
    lines = list(failure_lines(wrong(), 60))
    at = next(n for n, line in enumerate(lines) if line.startswith("EXPECTED"))
    column = lines[at].index("FOUND")
    assert column == 31
    assert [(line[:column].rstrip(), line[column:]) for line in lines[at : at + 5]] == [
        ("EXPECTED", "FOUND"),
        ("quotes: the lantern of the", "“Nobody had been told.”"),
        ("pier", ""),
        ("", ""),
        ("says: lantern or lamp", "“Nobody had been told.” [1]"),
    ]


def test_only_what_failed_is_set_side_by_side() -> None:
    failed = wrong()
    (one,) = failed.turns
    met = Finding(wants("x"), True, "quotes: met words", "met words")
    lines = failure_lines(replace(failed, turns=(replace(one, findings=(met, *one.findings)),)))
    assert "met words" not in "\n".join(lines)


def test_the_question_the_answer_and_the_passages_are_told() -> None:
    text = "\n".join(failure_lines(wrong(), 100))
    assert text.startswith("evidence missed: ")
    assert "question: What did the storm take?" in text
    assert "status: answered" in text
    assert "answer: [the document] Nobody had been told." in text
    assert "retrieved: 2 passages" in text
    assert "  1. ferry.txt, page 3: The ferry lay" in text
    assert "* 2. storm.txt, page 3: A storm took the lantern" in text
    assert "* holds words that are wanted" in text


def test_a_passage_whose_copy_has_the_words_is_marked_and_none_is_where_none_has() -> None:
    failed = wrong()
    (one,) = failed.turns
    assert one.answer
    ferry, storm = one.answer.passages
    copied = replace(one.answer, passages=(replace(ferry, copies=(storm,)),))
    text = "\n".join(failure_lines(replace(failed, turns=(replace(one, answer=copied),))))
    assert "* 1. ferry.txt" in text
    alone = replace(one.answer, passages=(ferry,))
    text = "\n".join(failure_lines(replace(failed, turns=(replace(one, answer=alone),))))
    assert "retrieved: 1 passage\n" in text
    assert "* " not in text


def test_of_several_turns_those_that_failed_are_told_with_their_number() -> None:
    met, missed = right().turns[0], wrong().turns[0]
    lines = list(failure_lines(result("talk", met, missed, outcome=Outcome.FAILED)))
    assert lines[0].startswith("evidence missed (turn 2): ")
    assert sum(line.startswith("question: ") for line in lines) == 1


def test_an_error_an_invalid_case_and_an_xfail_that_is_out_of_date() -> None:
    broken = TurnResult("Why?", None, failure=FailureKind.NO_ANSWER, error="It is too long.")
    lines = list(failure_lines(result("broken", broken, outcome=Outcome.FAILED)))
    assert lines[0].startswith("no answer: ")
    assert lines[1:] == ["question: Why?", "error: It is too long."]
    assert list(failure_lines(invalid())) == [invalid().detail]
    passed = replace(right(), outcome=Outcome.XPASSED)
    passed = replace(passed, case=replace(passed.case, xfail="the ice"))
    (line,) = failure_lines(passed)
    assert line == "passed unexpectedly: its `xfail` says “the ice”. Take it out."


def test_a_long_find_is_cut() -> None:
    lines = list(failure_lines(long_one(), 100))
    at = next(n for n, line in enumerate(lines) if line.startswith("EXPECTED"))
    (cut,) = [n for n, line in enumerate(lines) if line.startswith("…") and line.endswith("…")]
    assert cut - at == 15


# -- the summary -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (estimate([True] * 40 + [False] * 60), "40 of 100 (40.0%, 95 % interval 30.9%–49.8%)"),
        (estimate([True]), "1 of 1 (100.0%, 95 % interval 20.7%–100.0%)"),
        (estimate([]), "no case"),
        (Estimate(0.1, 0.05, 0.2, 123_450), "12,345 of 123,450 (10.0%, 95 % interval 5.0%–20.0%)"),
        (Estimate(2 / 3, 0.1, 0.9, 4), "66.7% of 4 cases (95 % interval 10.0%–90.0%)"),
        (Estimate(1 / 3 + 2 / 3, 0.1, 1, 3), "3 of 3 (100.0%, 95 % interval 10.0%–100.0%)"),
    ],
)
def test_a_share_in_words(share: Estimate, told: str) -> None:
    assert share_in_words(share) == told


def test_the_summary_tells_outcomes_and_failures() -> None:
    lines = list(summary_lines(summarise([bare("a"), bare("b", False), bare("c", False)])))
    assert lines[0].startswith("right: 1 of 3 (33.3%, ")
    assert lines[1] == "1 passed, 2 failed"
    assert lines[2].split()[:3] == ["2", "evidence", "missed"]
    assert len(lines) == 3


def test_the_summary_tells_the_spread_of_repetitions() -> None:
    results = [bare("a"), bare("b", False), bare("a", repetition=2), bare("b", repetition=2)]
    lines = list(summary_lines(summarise(results)))
    assert lines[-2:] == [
        "2 repetitions: between 50.0% and 100.0% right",
        "  right in some, wrong in others: river.qa.yaml::b",
    ]


def test_the_summary_of_nothing_can_be_told() -> None:
    assert next(summary_lines(summarise([]))) == "right: no case"
    (line, outcomes) = summary_lines(summarise([bare("a", outcome=Outcome.INVALID)]))
    assert (line, outcomes) == ("right: no case", "1 invalid")
