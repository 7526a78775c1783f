"""Words that are shown as a document's and are not are always found, and no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from river_papers import TWIN, answer, passage, quote, says

from index import Library
from qa.checking.check import Checker
from qa.evaluation.checks import findings, misquoted, shown_quotes
from qa.evaluation.gold import Gold
from qa.evaluation.judge import Judge
from qa.types import Answer, Claim, Label, Quote, Rejection, RejectionReason, ShortAnswer, Statement

GATE = "The gate was closed at nine."
DOGS = "“Nobody slept – not even the dogs,” she said."
BREAD = "His brother Halvard Osk, a baker, said that the bread was wet."

Planted = Callable[[Quote], Answer]


def wrong(given: Answer, judge: Judge) -> list[str]:
    return list(misquoted(given, judge))


def instead(made: Statement) -> Answer:
    refused = Rejection("a claim", RejectionReason.CONTRADICTED, "It says otherwise.", (), made)
    return answer(rejections=(refused,))


@pytest.fixture(params=["quoted", "related", "instead", "second"])
def planted(request: pytest.FixtureRequest, library: Library) -> Planted:
    """Answers that show a quote, each at another place."""
    right = says(quote(library, "gauge.md", GATE, label=7))
    places: dict[str, Planted] = {
        "quoted": lambda one: answer(says(one)),
        "related": lambda one: answer(related=one),
        "instead": lambda one: instead(says(one)),
        "second": lambda one: answer(right, Statement("It rained.", (), (*right.quotes, one))),
    }
    return places[str(request.param)]


def test_a_quote_that_is_cut_from_its_document_is_right(
    library: Library, judge: Judge, planted: Planted
) -> None:
    right = quote(library, "gauge.md", DOGS)
    assert wrong(planted(right), judge) == []
    assert wrong(planted(replace(right, document=TWIN)), judge) == []
    assert right in shown_quotes(planted(right))


@pytest.mark.parametrize(
    "altered",
    [
        lambda q: replace(q, start=q.start + 1, end=q.end + 1),
        lambda q: replace(q, start=q.start - 1),
        lambda q: replace(q, end=q.end - 1),
        lambda q: replace(q, end=q.end + 1),
        lambda q: replace(q, text=q.text.replace("–", "-")),
        lambda q: replace(q, text=q.text.replace("dogs", "cats")),
        lambda q: replace(q, text=q.text.upper()),
        lambda q: replace(q, text=q.text + " "),
        lambda q: replace(q, document="wire.txt"),
        lambda q: replace(q, start=q.start + 10_000, end=q.end + 10_000),
        lambda q: replace(q, text="", end=q.start),
    ],
)
def test_a_quote_that_is_not_is_found(
    library: Library, judge: Judge, planted: Planted, altered: Callable[[Quote], Quote]
) -> None:
    one = altered(quote(library, "gauge.md", DOGS))
    shown = planted(one)
    assert one.text in wrong(shown, judge)
    verdict = findings((), shown, Gold({}), judge)[0]
    assert not verdict.passed
    assert "not in the document: " in verdict.found


def test_offsets_from_the_end_are_none(library: Library, judge: Judge, planted: Planted) -> None:
    length = len(library.text("gauge.md"))
    right = quote(library, "gauge.md", GATE)
    one = replace(right, start=right.start - length, end=right.end - length)
    assert library.text("gauge.md")[one.start : one.end] == one.text
    assert wrong(planted(one), judge) == [one.text]


def test_a_short_answer_that_is_not_in_its_document_is_found(
    library: Library, judge: Judge
) -> None:
    right = quote(library, "gauge.md", BREAD)
    marked = ShortAnswer("bread", "gauge.md", right.end - 14, right.end - 9)
    assert wrong(answer(says(right), short=marked), judge) == []
    shifted = replace(marked, start=marked.start - 1)
    assert wrong(answer(says(right), short=shifted), judge) == ["bread"]


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_only_the_very_characters_are_verbatim(
    library: Library, judge: Judge, data: st.DataObject
) -> None:
    text = library.text("gauge.md")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    at = data.draw(st.integers(0, len(text) - 1))
    made = Quote(1, "gauge.md", at, at + end - start, text[start:end])
    assert judge.is_verbatim(made) is (text[at : at + end - start] == text[start:end])


def test_a_rejection_without_anything_instead_shows_nothing(judge: Judge) -> None:
    refused = Rejection("“all is lost”", RejectionReason.NO_SOURCE, "It cites no sentence.")
    given = answer(rejections=(refused,))
    assert shown_quotes(given) == ()
    assert wrong(given, judge) == []


# -- quotation marks in prose ----------------------------------------------------------------


@pytest.mark.parametrize(
    "prose",
    [
        "The keeper said “nobody slept” there.",
        'The keeper said "not even the dogs" slept.',
        "The keeper said “Nobody slept - not even the dogs,” and left.",
        "“Nobody slept,” she said.",
        "Halvard Osk, “a baker,” said so.",
        "The baker said: “the bread was wet”.",
        "She said “” and left.",
        "It was 12\" deep, and 'twas cold in the '90s.",
        "The gate “was closed at nine … before the gate was closed at nine”.",
        "“The gate was closed [...] was closed at nine again.”",
    ],
)
def test_words_in_marks_that_stand_in_the_document_are_right(
    library: Library, judge: Judge, prose: str
) -> None:
    shown = answer(says(quote(library, "gauge.md", DOGS), prose))
    assert wrong(shown, judge) == []


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("The keeper said “nobody was awake” there.", "nobody was awake"),
        ("She said “nobody slept” and “all is lost”.", "all is lost"),
        ("She said 'all is lost' there.", "all is lost"),
        ("She said «all is lost» there.", "all is lost"),
        ("She said „all is lost“ there.", "all is lost"),
        ("She said “all is lost", "all is lost"),
        ("The report said “the gate was never painted”.", "the gate was never painted"),
        ("She said “obody slept”.", "obody slept"),
        ("“The bread was wet … the gate was closed at nine.”", "The bread was wet … the gate"),
        ("“Nobody … dogs.”", "Nobody … dogs."),
        ("The “pope” came.", "pope"),
    ],
)
def test_words_in_marks_that_do_not_are_found(
    library: Library, judge: Judge, prose: str, told: str
) -> None:
    (found,) = wrong(answer(says(quote(library, "gauge.md", DOGS), prose)), judge)
    assert found.startswith(told)


def test_words_in_marks_may_stand_in_any_quoted_document(library: Library, judge: Judge) -> None:
    first = quote(library, "gauge.md", DOGS)
    second = quote(library, "report.pdf", "The gate was never painted.", label=2)
    prose = "One said “nobody slept”, another “was never painted”."
    assert wrong(answer(Statement(prose, (), (first, second))), judge) == []
    assert wrong(answer(Statement(prose, (), (first,))), judge) == ["was never painted"]


def test_words_in_marks_without_any_quote_are_found(judge: Judge) -> None:
    assert wrong(answer(Statement("She said “nobody slept”.", (), ())), judge) == ["nobody slept"]


@pytest.mark.parametrize(
    "prose",
    [
        "The gate “was closed at nine,” the paper says.",
        "“Nine boats were lost … before the gate was closed at nine.”",
        "“Nine boats were lost … the gate was closed at nine again.”",
        "“Nine boats were lost … the gate was closed at nine.”",
        "Mara Holt said “nobody slept”.",
    ],
)
def test_what_the_products_check_lets_pass_is_never_a_misquote(
    library: Library, judge: Judge, prose: str
) -> None:
    """It knows an ellipsis and the comma that English puts inside the marks."""
    shown = [
        passage(library, "gauge.md", words, label)
        for label, words in enumerate((GATE, "Nine boats were lost", "Nobody slept"), 1)
    ]
    labels = [Label(one.label, 1) for one in shown]
    made = Checker(shown, labels).check(Claim(prose, tuple(labels)))
    assert isinstance(made, Statement), made
    assert wrong(answer(made), judge) == []
