"""The judge by the definitions of ALCE and RAGAS, on statements made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from river_papers import passage, quote, says

from index import Library
from qa.evaluation.judge import Cited, Judge
from qa.types import Quote, Statement

GATE = "The gate was closed at nine."
BOATS = "Nine boats were lost before the gate was closed at nine again."
BUILT = "The gate of Stenbro was built in 1911 by Tove Lind."
COST = "The new gate cost two million crowns."
PAINT = "The gate was never painted."
BRIDGE = "The mayor closed the bridge on Monday."


class Made:
    """Statements over quotes of the library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.documents = {GATE: "gauge.md", BOATS: "gauge.md", BRIDGE: "wire.txt"}

    def quote(self, words: str, label: int) -> Quote:
        return quote(self.library, self.documents.get(words, "report.pdf"), words, label=label)

    def statement(self, text: str, *cited: str) -> Statement:
        quotes = tuple(self.quote(words, label) for label, words in enumerate(cited, 1))
        return Statement(text, (), quotes)


@pytest.fixture
def made(library: Library) -> Made:
    return Made(library)


BOTH = "Tove Lind built the gate in 1911, and it was closed at nine."
"""Two documents bear it out together, and neither does alone."""


@pytest.mark.parametrize(
    ("text", "cited", "borne_out"),
    [
        (GATE, [GATE], True),
        ("The gate was closed at nine.", [GATE], True),
        ("It was at nine that the gate was closed.", [GATE], True),
        ("The gate was closed at ten.", [GATE], False),
        ("The gate was not closed at nine.", [GATE], False),
        ("Tove Lind built the gate in 1911.", [BUILT], True),
        (BOTH, [BUILT, GATE], True),
        (BOTH, [BUILT], False),
        (BOTH, [GATE], False),
        (GATE, [BRIDGE], False),
        (GATE, [], False),
    ],
)
def test_a_statement_is_borne_out_by_its_quotes_together(
    made: Made, judge: Judge, text: str, cited: list[str], borne_out: bool
) -> None:
    statement = made.statement(text, *cited)
    assert judge.bears_out(statement, statement.quotes) is borne_out


def test_a_quote_that_is_no_quote_bears_nothing_out(made: Made, judge: Judge) -> None:
    right = made.quote(GATE, 1)
    shifted = replace(right, start=right.start + 1, end=right.end + 1)
    altered = replace(right, text="The gate was closed at ten.")
    for wrong in (shifted, altered):
        assert not judge.bears_out(says(wrong), [wrong])
        assert not judge.bears_out(says(right), [right, wrong])


def cited(judge: Judge, *statements: Statement) -> tuple[int, int, int, int]:
    """Citations, precise ones, statements, recalled ones."""
    found = judge.cited(statements)
    assert found == Cited(found.citations, found.precise, found.statements, found.recalled)
    return found.citations, found.precise, found.statements, found.recalled


def test_a_citation_that_alone_bears_the_statement_out_is_precise(made: Made, judge: Judge) -> None:
    assert cited(judge, made.statement(GATE, GATE)) == (1, 1, 1, 1)


def test_citations_that_only_together_bear_it_out_are_all_precise(made: Made, judge: Judge) -> None:
    assert cited(judge, made.statement(BOTH, BUILT, GATE)) == (2, 2, 1, 1)


def test_a_citation_that_is_not_needed_and_bears_nothing_out_is_irrelevant(
    made: Made, judge: Judge
) -> None:
    assert cited(judge, made.statement(GATE, GATE, BRIDGE)) == (2, 1, 1, 1)
    assert cited(judge, made.statement(GATE, BRIDGE, GATE)) == (2, 1, 1, 1)
    assert cited(judge, made.statement(BOTH, BUILT, BRIDGE, GATE)) == (3, 2, 1, 1)


def test_a_citation_that_is_not_needed_and_bears_it_out_alone_is_precise(
    made: Made, judge: Judge
) -> None:
    assert cited(judge, made.statement("The gate was closed at nine.", GATE, BOATS)) == (2, 2, 1, 1)


def test_no_citation_of_a_statement_that_is_not_borne_out_is_precise(
    made: Made, judge: Judge
) -> None:
    wrong = made.statement("The gate was closed at ten.", GATE, BRIDGE)
    assert cited(judge, wrong) == (2, 0, 1, 0)
    assert cited(judge, made.statement(BOTH, BUILT)) == (1, 0, 1, 0)


def test_a_statement_without_citations_is_not_recalled(made: Made, judge: Judge) -> None:
    assert cited(judge, made.statement(GATE)) == (0, 0, 1, 0)
    assert cited(judge) == (0, 0, 0, 0)


def test_the_statements_of_an_answer_are_counted_together(made: Made, judge: Judge) -> None:
    right, wrong = made.statement(GATE, GATE, BRIDGE), made.statement("It rained.", COST)
    assert cited(judge, right, wrong, made.statement(PAINT)) == (3, 1, 3, 1)


def test_a_statement_is_faithful_by_any_retrieved_passage_cited_or_not(
    made: Made, judge: Judge
) -> None:
    gate = passage(made.library, "gauge.md", GATE, 1)
    cost = passage(made.library, "report.pdf", COST, 2)
    built = passage(made.library, "report.pdf", BUILT, 3)
    assert judge.is_faithful(made.statement(GATE, GATE), [])
    assert judge.is_faithful(made.statement(GATE, COST), [cost, gate])
    assert judge.is_faithful(made.statement(GATE), [gate])
    assert judge.is_faithful(made.statement(BOTH, COST), [gate, cost, built])
    assert not judge.is_faithful(made.statement(GATE, COST), [cost])
    assert not judge.is_faithful(made.statement("The gate was closed at ten."), [gate, built])
    assert not judge.is_faithful(made.statement(GATE), [])
