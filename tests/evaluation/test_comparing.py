"""Two runs side by side: what flipped, whether by chance, and what else is different."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from case_results import result
from made_runs import run

from qa.evaluation.comparing import Comparison, compare
from qa.evaluation.runs import LibraryReceipt, Run
from qa.evaluation.types import CaseResult, Outcome


def results(**verdicts: str) -> list[CaseResult]:
    """Each case with a plus for every time that it was right, and a minus for each other."""
    return [
        result(name, sign == "+", repetition=number)
        for name, signs in verdicts.items()
        for number, sign in enumerate(signs, 1)
    ]


def compared(before: dict[str, str], after: dict[str, str]) -> Comparison:
    return compare(run(*results(**before)), run(*results(**after)))


def named(*names: str) -> tuple[str, ...]:
    return tuple(f"river.qa.yaml::{name}" for name in names)


# -- flips -----------------------------------------------------------------------------------


def test_cases_that_came_out_differently_are_gained_or_lost() -> None:
    found = compared(
        {"a": "+", "b": "+", "c": "-", "d": "-", "gone": "+"},
        {"b": "-", "a": "+", "c": "+", "d": "-", "new": "-"},
    )
    assert tuple(flip.case for flip in found.gained) == named("c")
    assert tuple(flip.case for flip in found.lost) == named("b")
    assert (found.only_before, found.only_after) == (named("gone"), named("new"))
    (gained,) = found.gained
    assert (gained.before.outcome, gained.after.outcome) == (Outcome.FAILED, Outcome.PASSED)


def test_the_shares_are_of_the_cases_that_both_asked() -> None:
    found = compared({"a": "+", "b": "-", "gone": "-"}, {"a": "+", "b": "+", "new": "-"})
    assert (found.before.value, found.after.value) == (0.5, 1.0)
    assert (found.before.cases, found.after.cases, found.difference.cases) == (2, 2, 2)
    assert found.difference.value == 0.5
    assert not found.difference.is_real


def test_a_difference_in_many_cases_is_more_than_chance() -> None:
    names = [f"case {n}" for n in range(20)]
    found = compared(dict.fromkeys(names, "-"), dict.fromkeys(names, "+"))
    assert found.difference.is_real
    assert len(found.gained) == 20
    back = compared(dict.fromkeys(names, "+"), dict.fromkeys(names, "-"))
    assert back.difference.is_real
    assert back.difference.value == -1


@pytest.mark.parametrize(
    ("before", "after", "gained", "lost"),
    [
        ("+++", "++-", [], []),
        ("++-", "+--", [], ["a"]),
        ("-+-", "-++", ["a"], []),
        ("+-", "--", [], []),
        ("+-", "++", ["a"], []),
        ("+", "--+", [], ["a"]),
    ],
)
def test_of_repetitions_more_than_half_decide(
    before: str, after: str, gained: list[str], lost: list[str]
) -> None:
    found = compared({"a": before}, {"a": after})
    assert tuple(flip.case for flip in found.gained) == named(*gained)
    assert tuple(flip.case for flip in found.lost) == named(*lost)
    assert found.difference.value == pytest.approx(
        after.count("+") / len(after) - before.count("+") / len(before)
    )


def test_a_flip_shows_a_repetition_that_came_out_as_most_did() -> None:
    (lost,) = compared({"a": "-++"}, {"a": "+--"}).lost
    assert (lost.before.outcome, lost.before.repetition) == (Outcome.PASSED, 2)
    assert (lost.after.outcome, lost.after.repetition) == (Outcome.FAILED, 2)


def test_an_expected_failure_is_wrong_and_an_unexpected_pass_right() -> None:
    before = run(result("a", outcome=Outcome.XFAILED), result("b", outcome=Outcome.XPASSED))
    after = run(result("a", outcome=Outcome.PASSED), result("b", outcome=Outcome.FAILED))
    found = compare(before, after)
    assert tuple(flip.case for flip in found.gained) == named("a")
    assert tuple(flip.case for flip in found.lost) == named("b")


def test_an_invalid_case_is_not_compared() -> None:
    before = run(result("a", outcome=Outcome.INVALID), result("b"))
    after = run(result("a"), result("b", outcome=Outcome.INVALID))
    found = compare(before, after)
    assert (found.only_before, found.only_after) == (named("b"), named("a"))
    assert found.difference.cases == 0
    assert not found.difference.is_real


def test_the_same_run_is_no_different() -> None:
    one = run(*results(a="++-", b="+"))
    found = compare(one, one)
    assert found == compare(one, replace(one))
    assert (found.gained, found.lost, found.changed) == ((), (), ())
    assert found.difference.value == 0


# -- receipts --------------------------------------------------------------------------------


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """What is said to differ between two runs whose receipts have these entries."""
    made = [run(result("a")) for _ in range(2)]
    old, new = (
        Run(replace(one.receipt, **entries), one.results)
        for one, entries in zip(made, (before, after), strict=True)
    )
    return compare(old, new).changed


def library(index: str = "i", /, **documents: str) -> LibraryReceipt:
    return LibraryReceipt(("a.qa.yaml",), index, documents)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"model": None}, {"model": "tiny"}, ["model: none → tiny"]),
        ({"model": "tiny"}, {"model": None}, ["model: tiny → none"]),
        ({"commit": "a"}, {"commit": "a+"}, ["commit: a → a+"]),
        ({"prompts": "a" * 64}, {"prompts": "b" * 64}, [f"prompts: {'a' * 12} → {'b' * 12}"]),
        (
            {"settings": {"threshold": "0.5", "reader": "bundled"}},
            {"settings": {"threshold": "0.7", "model_context": "9"}},
            [
                "setting model_context: none → 9",
                "setting reader: bundled → none",
                "setting threshold: 0.5 → 0.7",
            ],
        ),
        (
            {"versions": {"python": "3.11.7"}},
            {"versions": {"python": "3.12.0"}},
            ["version of python: 3.11.7 → 3.12.0"],
        ),
        (
            {"case_files": {"a": "1", "b": "1"}},
            {"case_files": {"a": "2", "c": "1"}},
            ["the cases of a"],
        ),
        ({"started": "1", "seconds": 2.0}, {"started": "2", "seconds": 3.0}, []),
        ({"libraries": (library(a="1"),)}, {"libraries": (library(a="2"),)}, ["1 document"]),
        (
            {"libraries": (library(a="1", b="1", c="1"),)},
            {"libraries": (library(a="2", b="1", d="1"),)},
            ["3 documents"],
        ),
        # Two libraries may have documents of one name.
        (
            {"libraries": (library(a="1"), library(a="2"))},
            {"libraries": (library(a="3"), library(a="2"))},
            ["1 document"],
        ),
        (
            {"libraries": (library(a="1"), library(a="2"))},
            {"libraries": (library(a="2"), library(a="1"))},
            [],
        ),
        (
            {"libraries": (library("i", a="1"),)},
            {"libraries": (library("j", a="1"),)},
            ["the index"],
        ),
    ],
)
def test_what_else_is_different(
    before: dict[str, Any], after: dict[str, Any], told: list[str]
) -> None:
    assert list(changed(before, after)) == told
