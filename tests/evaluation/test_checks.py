"""Each type of assertion, met, not met and turned round, over answers made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from river_papers import TWIN, answer, quote, says

from index import Library
from qa.drafts.places import Lookup
from qa.evaluation.checks import findings
from qa.evaluation.gold import Gold, gold_of
from qa.evaluation.judge import Judge
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn, Finding
from qa.types import Answer, AnswerStatus, ShortAnswer

Ask = Callable[..., Finding]
GATE = "The gate was closed at nine."
BOATS = "Nine boats were lost before the gate was closed at nine again."
BREAD = "His brother Halvard Osk, a baker, said that the bread was wet."


@pytest.fixture
def found(lookup: Lookup, judge: Judge) -> Ask:
    """What the last of some assertions came to, of an answer."""

    def of(given: Answer, *made: Assertion, documents: tuple[str, ...] | None = None) -> Finding:
        case = Case("river", (CaseTurn("What happened?", made),), documents)
        (gold,) = gold_of(case, lookup, "river.qa.yaml")
        return findings(made, given, gold, judge)[-1]

    return of


def both(found: Ask, given: Answer, made: Assertion, *before: Assertion) -> bool:
    """Whether the assertion is met; turned round it must be the other way."""
    verdict = found(given, *before, made)
    assert verdict.assertion is made
    assert found(given, *before, replace(made, negated=True)).passed is not verdict.passed
    return verdict.passed


def asserting(kind: str, *values: str, **other: object) -> Assertion:
    return Assertion(AssertionType(kind), values, **other)  # type: ignore[arg-type]


# -- status, abstains, conflict, latency -----------------------------------------------------


@pytest.mark.parametrize(
    ("values", "met"),
    [(("answered",), True), (("partial",), False), (("partial", "answered"), True)],
)
def test_status(found: Ask, library: Library, values: tuple[str, ...], met: bool) -> None:
    given = answer(says(quote(library, "gauge.md", GATE)))
    assert both(found, given, asserting("status", *values)) is met
    assert found(given, asserting("status", *values)).found == "answered"


@pytest.mark.parametrize("values", [(), ("true",)])
def test_abstains(found: Ask, library: Library, values: tuple[str, ...]) -> None:
    given = answer(says(quote(library, "gauge.md", GATE)))
    assert both(found, answer(), asserting("abstains", *values))
    assert not both(found, given, asserting("abstains", *values))
    part = replace(given, status=AnswerStatus.PARTIAL)
    assert not both(found, part, asserting("abstains", *values))
    assert both(found, part, asserting("abstains", "false"))
    assert not both(found, answer(), asserting("abstains", "false"))


@pytest.mark.parametrize("differ", [True, False])
def test_conflict(found: Ask, differ: bool) -> None:
    given = answer(accounts_differ=differ)
    assert both(found, given, asserting("conflict")) is differ
    assert both(found, given, asserting("conflict", "true")) is differ
    assert both(found, given, asserting("conflict", "false")) is not differ


def test_latency_is_of_all_steps(found: Ask) -> None:
    assert found(answer(), asserting("latency", threshold=750.0)).passed
    slow = found(answer(), asserting("latency", threshold=749.0))
    assert not slow.passed
    assert slow.found == "750 ms"


# -- quotes and cites ------------------------------------------------------------------------


def test_quoted_words_are_wanted_in_full(found: Ask, library: Library) -> None:
    wanted = asserting("quotes", GATE)
    whole = answer(says(quote(library, "gauge.md", GATE)))
    half = answer(says(quote(library, "gauge.md", "The gate was closed")))
    assert both(found, whole, wanted)
    assert not both(found, half, wanted)
    assert both(found, half, replace(wanted, threshold=0.5))
    assert not both(found, half, replace(wanted, threshold=0.9))
    assert not both(found, answer(), wanted)


def test_two_quotes_together_hold_the_words(found: Ask, library: Library) -> None:
    parts = [quote(library, "gauge.md", "The gate was", label=1)]
    parts.append(quote(library, "gauge.md", " closed at nine.", label=2))
    assert both(found, answer(*map(says, parts)), asserting("quotes", GATE))
    assert not both(found, answer(says(parts[0])), asserting("quotes", GATE))


def test_the_same_words_elsewhere_in_the_document_do_as_well(found: Ask, library: Library) -> None:
    given = answer(says(quote(library, "gauge.md", BOATS)))
    assert both(found, given, asserting("quotes", "the gate was closed at nine"))
    wanted = asserting("quotes", "the gate was closed", section="The morning")
    assert not both(found, given, wanted)


def test_the_same_words_of_another_document_do_not(found: Ask, library: Library) -> None:
    given = answer(says(quote(library, "gauge.md", GATE)))
    assert both(found, given, asserting("quotes", "was closed"))
    assert not both(found, given, asserting("quotes", "was closed", document="wire.txt"))


def test_any_of_several_wordings_will_do(found: Ask, library: Library) -> None:
    given = answer(says(quote(library, "gauge.md", GATE)))
    assert both(found, given, asserting("quotes", "the bread was wet", GATE))
    assert not both(found, given, asserting("quotes", "the bread was wet", "Nine boats"))


def test_what_replaces_a_claim_or_is_merely_related_answers_nothing(
    found: Ask, library: Library
) -> None:
    given = answer(related=quote(library, "gauge.md", GATE))
    assert not both(found, given, asserting("quotes", GATE))
    assert not both(found, given, asserting("cites", document="gauge.md"))


@pytest.mark.parametrize("kind", ["quotes", "cites"])
def test_any_words_of_a_place_will_do(found: Ask, library: Library, kind: str) -> None:
    given = answer(says(quote(library, "report.pdf", "The gate was never painted.")))
    for place, met in [
        ({"document": "report.pdf"}, True),
        ({"document": "wire.txt"}, False),
        ({"page": 2}, True),
        ({"page": 1}, False),
        ({"document": "report.pdf", "page": 1}, False),
        ({"section": "The night"}, False),
    ]:
        assert both(found, given, asserting(kind, **place)) is met


def test_a_section_has_what_is_below_it(found: Ask, library: Library) -> None:
    given = answer(says(quote(library, "gauge.md", GATE)))
    assert both(found, given, asserting("cites", section="The night"))
    assert both(found, given, asserting("cites", section="The gauge at Stenbro"))
    assert not both(found, given, asserting("cites", section="The morning"))


def test_a_quote_over_a_page_break_cites_both_pages(found: Ask, library: Library) -> None:
    text = library.text("report.pdf")
    given = answer(says(quote(library, "report.pdf", text[60:120])))
    assert both(found, given, asserting("cites", page=1))
    assert both(found, given, asserting("cites", page=2))


def test_a_document_may_go_by_its_other_name(found: Ask, library: Library) -> None:
    given = answer(says(quote(library, "gauge.md", GATE)))
    assert both(found, given, asserting("cites", document=TWIN))
    scoped = answer(says(replace(quote(library, "gauge.md", GATE), document=TWIN)))
    for made in (asserting("quotes", GATE), asserting("cites", document="gauge.md")):
        assert found(scoped, made, documents=(TWIN,)).passed


# -- says ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "met"),
    [
        ("nine boats", True),
        ("NINE", True),
        ("boats", True),
        ("nin", False),
        ("ine boats", False),
        ("nine again gone", False),
        ("1", False),
        ("in all nine", True),
    ],
)
def test_says_looks_for_whole_words(found: Ask, library: Library, words: str, met: bool) -> None:
    given = answer(says(quote(library, "gauge.md", BOATS), "Gone are in all nine"))
    assert both(found, given, asserting("says", words)) is met
    assert both(found, given, asserting("says-not", words)) is not met
    assert both(found, given, asserting("says", "submarine", words)) is met


def test_words_on_both_sides_of_a_border_are_no_phrase(found: Ask, library: Library) -> None:
    first = says(quote(library, "gauge.md", GATE, label=1), "It closed")
    second = says(quote(library, "gauge.md", BREAD, label=2), "Late bread was wet")
    given = answer(first, second)
    assert not both(found, given, asserting("says", "closed late"))
    assert not both(found, given, asserting("says", "wet the gate"))
    assert not both(found, given, asserting("says", "nine his brother"))


def test_what_is_not_stated_is_not_said(found: Ask, library: Library) -> None:
    """The line repeats the question's own words."""
    given = answer(
        says(quote(library, "gauge.md", GATE)),
        not_stated=("who stole the anchor",),
    )
    assert "anchor" in given.text
    assert not both(found, given, asserting("says", "anchor"))
    assert not both(found, answer(), asserting("says", "documents"))


def test_the_speaker_that_the_prose_names_is_said(found: Ask, library: Library) -> None:
    given = answer(says(quote(library, "gauge.md", "the bread was wet", ["Halvard Osk"])))
    assert both(found, given, asserting("says", "Halvard Osk"))


# -- short-answer ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "values", "threshold", "met"),
    [
        ("Nine boats", ("nine boats",), None, True),
        ("Nine boats", ("boats",), None, True),  # F1 2/3
        ("Nine boats", ("boats",), 0.7, False),
        ("Nine boats", ("ten", "the nine boats!"), 1.0, True),
        ("Nine boats", ("ten",), None, False),
        (None, ("nine boats",), None, False),
    ],
)
def test_short_answer(
    found: Ask, marked: str | None, values: tuple[str, ...], threshold: float | None, met: bool
) -> None:
    short = ShortAnswer(marked, "gauge.md", 0, 1) if marked else None
    made = asserting("short-answer", *values, threshold=threshold)
    assert both(found, answer(short=short), made) is met


# -- what is always looked at ----------------------------------------------------------------


def test_two_are_looked_at_unasked_and_never_twice(judge: Judge) -> None:
    unasked = findings((), answer(), Gold({}), judge)
    assert [finding.assertion.name for finding in unasked] == ["quotes-verbatim", "supported"]
    assert all(finding.passed for finding in unasked)
    own = asserting("supported", threshold=0.5)
    asked = findings((own,), answer(), Gold({}), judge)
    assert [finding.assertion for finding in asked][1:] == [own]


def test_supported_is_a_share(found: Ask, library: Library) -> None:
    cited = quote(library, "gauge.md", GATE)
    right, wrong = says(cited), says(cited, "The gate was closed by the pope in 1911.")
    verdict = found(answer(right, wrong), asserting("supported"))
    assert not verdict.passed
    assert verdict.found == "not borne out: The gate was closed by the pope in 1911."
    assert found(answer(right, wrong), asserting("supported", threshold=0.5)).passed
    assert not found(answer(wrong), asserting("supported", threshold=0.5)).passed


def test_the_expectation_is_told_in_words(found: Ask, library: Library) -> None:
    made = asserting(
        "quotes", "was closed", "was wet", document="gauge.md", section="The morning", threshold=0.5
    )
    told = found(answer(), made)
    assert told.expected == (
        "quotes: was closed or was wet (in gauge.md, under “The morning”, threshold 0.5)"
    )
    assert told.found == "no quote"
    made = asserting("cites", page=2, negated=True)
    assert found(answer(), made).expected == "not-cites (page 2)"


def test_what_is_found_is_told_in_words(found: Ask, library: Library) -> None:
    page = quote(library, "report.pdf", "The gate was never painted.")
    given = answer(says(page), says(quote(library, "gauge.md", GATE, label=2)))
    cites = asserting("cites", document="wire.txt")
    assert found(given, cites).found == "report.pdf, page 2; gauge.md"
    assert found(answer(), cites).found == "nothing"
    assert found(given, asserting("quotes", BREAD)).found == (
        f"“The gate was never painted.” (report.pdf, page 2)\n“{GATE}” (gauge.md)"
    )
    assert found(given, asserting("conflict")).found == "no difference told"
    assert found(answer(accounts_differ=True), asserting("conflict")).found == "accounts differ"
    assert found(given, asserting("short-answer", "nine")).found == "none is marked"
    short = ShortAnswer("at nine", "gauge.md", 0, 1)
    assert found(answer(short=short), asserting("short-answer", "ten")).found == "at nine"
    assert found(given, asserting("supported")).found == "2 statements, all borne out"
    assert found(given, asserting("quotes-verbatim")).found == "2 quotes, all verbatim"
