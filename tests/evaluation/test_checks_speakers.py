"""``attributed-to``: which statement is meant, which speakers it names, and when names are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from river_papers import answer, quote, says

from index import Library
from qa.drafts.places import Lookup
from qa.evaluation.checks import findings
from qa.evaluation.gold import gold_of
from qa.evaluation.judge import Judge
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn, Finding
from qa.types import Answer, Statement

GATE = "The gate was closed at nine."
BOATS = "Nine boats were lost before the gate was closed at nine again."
BREAD = "His brother Halvard Osk, a baker, said that the bread was wet."


class Asked:
    """Who said it, over one library."""

    def __init__(self, library: Library, lookup: Lookup, judge: Judge) -> None:
        self.library, self.lookup, self.judge = library, lookup, judge

    def spoken(self, words: str, *speakers: str, label: int = 1) -> Statement:
        return says(quote(self.library, "gauge.md", words, speakers, label))

    def by(
        self, given: Answer, *values: str, words: str = "", negated: bool = False, **place: object
    ) -> Finding:
        made = Assertion(AssertionType.ATTRIBUTED_TO, values, negated=negated, **place)  # type: ignore[arg-type]
        quotes = [Assertion(AssertionType.QUOTES, (words,))] if words else []
        turn = CaseTurn("Who said it?", (*quotes, made))
        (gold,) = gold_of(Case("river", (turn,)), self.lookup, "river.qa.yaml")
        return findings(turn.assertions, given, gold, self.judge)[-1]


@pytest.fixture
def asked(library: Library, lookup: Lookup, judge: Judge) -> Asked:
    return Asked(library, lookup, judge)


@pytest.mark.parametrize(
    ("wanted", "speakers", "met"),
    [
        ("Halvard Osk", ["Halvard Osk"], True),
        ("Osk", ["Halvard Osk"], True),
        ("the baker Halvard Osk", ["Halvard Osk"], True),
        ("Marten Osk", ["Halvard Osk"], False),
        ("Halvard Osk", ["Osk"], True),
        ("Engineer Marten Osk", ["Osk, Marten"], True),
        ("Prime Minister Ada Quist", ["Ada Quist"], True),
        ("the police", ["The police"], True),
        ("Oskar", ["Osk"], False),
        ("the document", [], True),
        ("The Document", [], True),
        ("the document", ["Halvard Osk"], False),
        ("Halvard Osk", [], False),
    ],
)
def test_one_name(asked: Asked, wanted: str, speakers: Sequence[str], met: bool) -> None:
    given = answer(asked.spoken(BREAD, *speakers))
    assert asked.by(given, wanted, words=BREAD).passed is met
    assert asked.by(given, wanted, words=BREAD, negated=True).passed is not met


CHAIN = ("The Elmouth Courier", "unnamed officials", "Tove Lind")


@pytest.mark.parametrize(
    ("wanted", "met"),
    [
        ("The Elmouth Courier > unnamed officials > Tove Lind", True),
        ("Courier > officials", True),
        ("Courier > Tove Lind", True),
        ("Courier>Lind", True),
        ("Courier  >  Lind", True),
        ("Tove Lind", True),
        ("officials > Courier", False),
        ("Courier > Courier", False),
        ("Courier > the police", False),
        ("Ledger>officials", False),
        ("the document > Tove Lind", False),
    ],
)
def test_a_chain_is_in_order_and_may_leave_some_out(asked: Asked, wanted: str, met: bool) -> None:
    verdict = asked.by(answer(asked.spoken(BREAD, *CHAIN)), wanted, words=BREAD)
    assert verdict.passed is met
    assert verdict.found == "The Elmouth Courier > unnamed officials > Tove Lind"


def test_any_of_several_will_do(asked: Asked) -> None:
    given = answer(asked.spoken(BREAD, "Halvard Osk"))
    assert asked.by(given, "Mara Holt", "the document", "Halvard Osk").passed
    assert not asked.by(given, "Mara Holt", "the document").passed


def test_the_statement_is_the_one_that_quotes_the_wanted_words(asked: Asked) -> None:
    first = asked.spoken(GATE, "Mara Holt", label=1)
    second = asked.spoken(BREAD, "Halvard Osk", label=2)
    given = answer(first, second)
    assert asked.by(given, "Halvard Osk", words=BREAD).passed
    assert not asked.by(given, "Mara Holt", words=BREAD).passed
    assert asked.by(given, "Halvard Osk", words="the bread was wet").passed
    assert asked.by(given, "Mara Holt").passed, "nothing is to be quoted: the first is meant"
    assert not asked.by(given, "Halvard Osk").passed


def test_a_few_of_the_wanted_words_are_not_about_them(asked: Asked) -> None:
    given = answer(asked.spoken("His brother Halvard Osk", "Halvard Osk"))
    verdict = asked.by(given, "Halvard Osk", words=BREAD)
    assert not verdict.passed
    assert verdict.found == "the words are not quoted"
    assert asked.by(answer(), "Halvard Osk").found == "no statement"


def test_speakers_of_other_quotes_of_the_statement_are_not_meant(asked: Asked) -> None:
    """A statement that cites two speakers says the wanted words by one of them."""
    wanted = quote(asked.library, "gauge.md", BREAD, ["Halvard Osk"], 1)
    other = quote(asked.library, "gauge.md", GATE, ["Mara Holt"], 2)
    made = Statement("The bread was wet and the gate closed.", ("Halvard Osk",), (wanted, other))
    assert asked.by(answer(made), "Halvard Osk", words=BREAD).passed
    assert not asked.by(answer(made), "Mara Holt", words=BREAD).passed
    assert not asked.by(answer(made), "the document", words=BREAD).passed
    assert asked.by(answer(made), "Mara Holt").passed, "nothing is to be quoted: either will do"


def test_a_place_chooses_among_the_statements(asked: Asked) -> None:
    first = asked.spoken(GATE, "Mara Holt", label=1)
    second = says(quote(asked.library, "report.pdf", "The gate was never painted.", label=2))
    given = answer(first, second)
    assert asked.by(given, "the document", document="report.pdf").passed
    assert asked.by(given, "the document", page=2).passed
    assert asked.by(given, "Mara Holt", section="The night").passed
    assert not asked.by(given, "Mara Holt", page=2).passed
    assert not asked.by(given, "Mara Holt", document="wire.txt").passed


def test_a_place_that_must_be_quoted_chooses_as_well(asked: Asked) -> None:
    first = asked.spoken(GATE, "Mara Holt", label=1)
    second = says(quote(asked.library, "report.pdf", "The gate was never painted.", label=2))
    page = Assertion(AssertionType.QUOTES, page=2)
    who = Assertion(AssertionType.ATTRIBUTED_TO, ("the document",))
    turn = CaseTurn("Who said it?", (page, who))
    (gold,) = gold_of(Case("river", (turn,)), asked.lookup, "river.qa.yaml")
    assert findings(turn.assertions, answer(first, second), gold, asked.judge)[-1].passed


def test_words_that_must_not_be_quoted_choose_nothing(asked: Asked) -> None:
    banned = Assertion(AssertionType.QUOTES, (BREAD,), negated=True)
    who = Assertion(AssertionType.ATTRIBUTED_TO, ("Mara Holt",))
    turn = CaseTurn("Who said it?", (banned, who))
    (gold,) = gold_of(Case("river", (turn,)), asked.lookup, "river.qa.yaml")
    given = answer(asked.spoken(GATE, "Mara Holt"))
    assert findings(turn.assertions, given, gold, asked.judge)[-1].passed


def test_a_statement_that_names_the_speaker_for_its_quote_names_him(asked: Asked) -> None:
    unnamed = replace(asked.spoken(BREAD), attribution=("Halvard Osk",))
    assert asked.by(answer(unnamed), "Halvard Osk", words=BREAD).passed
