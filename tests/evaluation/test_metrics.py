"""What the metrics of a turn are made of, counted by hand over planted passages and quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from river_papers import answer, passage, quote, says

from index import Library
from index.types import Passage, Span
from qa.drafts.places import Lookup
from qa.evaluation.gold import gold_of
from qa.evaluation.judge import Judge
from qa.evaluation.metrics import answerable, overlap, ranks, turn_scores
from qa.evaluation.types import Assertion, AssertionType, AtPlace, Case, CaseTurn, Evidence
from qa.types import Quote, Rejection, RejectionReason, ShortAnswer, Statement


def at(document: str, start: int, end: int) -> AtPlace:
    return AtPlace(document, Span(start, end))


def retrieved(label: int, document: str, start: int, end: int, *copies: Passage) -> Passage:
    return Passage(label, document, start, end, "x" * (end - start), 1.0, copies=copies)


def quoting(document: str, start: int, end: int) -> Quote:
    return Quote(1, document, start, end, "x" * (end - start))


# -- ranks -----------------------------------------------------------------------------------


def test_a_rank_is_that_of_the_first_passage_with_half_of_the_evidence() -> None:
    passages = [
        retrieved(1, "a", 0, 14),
        retrieved(2, "a", 0, 15),
        retrieved(3, "b", 10, 20),
        retrieved(4, "a", 10, 20),
    ]
    assert ranks([(at("a", 10, 20),)], passages) == (2,)
    assert ranks([(at("b", 10, 20),)], passages) == (3,)
    assert ranks([(at("c", 10, 20),)], passages) == (None,)
    assert ranks([(at("a", 10, 20),)], []) == (None,)
    assert ranks([], passages) == ()


def test_the_order_of_the_list_is_the_rank_and_not_the_label() -> None:
    passages = [retrieved(9, "b", 0, 5), retrieved(1, "a", 10, 20)]
    assert ranks([(at("a", 10, 20),)], passages) == (2,)


def test_any_place_of_a_piece_and_any_copy_of_a_passage_will_do() -> None:
    copy = retrieved(1, "c", 0, 10)
    passages = [retrieved(1, "b", 0, 10), retrieved(2, "a", 10, 20, copy)]
    assert ranks([(at("x", 0, 9), at("c", 0, 9))], passages) == (2,)
    assert ranks([(at("c", 0, 9), at("b", 0, 9))], passages) == (1,)
    assert ranks([(at("b", 0, 9),), (at("c", 0, 9),), (at("d", 0, 9),)], passages) == (1, 2, None)


# -- overlap ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "quotes", "precision", "recall"),
    [
        ([(at("a", 10, 20),)], [("a", 10, 20)], 1.0, 1.0),
        ([(at("a", 10, 20),)], [("a", 0, 20)], 0.5, 1.0),
        ([(at("a", 10, 20),)], [("a", 15, 20)], 1.0, 0.5),
        ([(at("a", 10, 20),)], [("a", 0, 15)], 1 / 3, 0.5),
        ([(at("a", 10, 20),)], [("b", 10, 20)], 0.0, 0.0),
        ([(at("a", 10, 20),)], [], None, 0.0),
        ([], [("a", 10, 20)], None, None),
        # The same characters quoted twice count once.
        ([(at("a", 10, 20),)], [("a", 10, 16), ("a", 14, 20)], 1.0, 1.0),
        # Two pieces: each is wanted; characters in both count once.
        ([(at("a", 10, 20),), (at("b", 0, 30),)], [("a", 10, 20)], 1.0, 0.25),
        ([(at("a", 10, 20),), (at("a", 15, 25),)], [("a", 10, 20)], 1.0, 10 / 15),
        # Several places of one piece: the one that is quoted most; the others are no mistake.
        ([(at("a", 10, 20), at("b", 0, 40))], [("a", 10, 20)], 1.0, 1.0),
        ([(at("a", 10, 20), at("b", 0, 40))], [("a", 15, 20), ("b", 0, 40)], 1.0, 1.0),
        ([(at("a", 10, 20), at("b", 0, 40))], [("a", 10, 12), ("b", 0, 10)], 1.0, 0.25),
    ],
)
def test_overlap_is_counted_by_characters(
    evidence: list[Evidence],
    quotes: list[tuple[str, int, int]],
    precision: float | None,
    recall: float | None,
) -> None:
    found = overlap(evidence, [quoting(*each) for each in quotes])
    assert found == (precision, pytest.approx(recall) if recall is not None else None)


places = st.builds(
    lambda document, start, length: at(document, start, start + length),
    st.sampled_from("ab"),
    st.integers(0, 20),
    st.integers(1, 20),
)


@given(st.lists(st.lists(places, min_size=1, max_size=3).map(tuple), min_size=1), st.lists(places))
def test_overlap_stays_between_none_and_all_and_more_quotes_find_no_less(
    evidence: list[Evidence], quoted: list[AtPlace]
) -> None:
    quotes = [quoting(one.document, one.span.start, one.span.end) for one in quoted]
    precision, recall = overlap(evidence, quotes)
    assert recall is not None
    assert 0 <= recall <= 1
    assert (precision is None) is (not quotes)
    whole = [quoting(p.document, p.span.start, p.span.end) for piece in evidence for p in piece]
    assert overlap(evidence, whole) == (1.0, 1.0)


# -- whether a question can be answered ------------------------------------------------------


@pytest.mark.parametrize(
    ("assertions", "known"),
    [
        ([("abstains", (), False)], False),
        ([("abstains", ("true",), False)], False),
        ([("abstains", ("false",), False)], True),
        ([("abstains", (), True)], True),
        ([("abstains", ("false",), True)], False),
        ([("status", ("not_in_documents",), False)], False),
        ([("status", ("answered",), False)], True),
        ([("status", ("partial", "answered"), False)], True),
        ([("status", ("partial", "not_in_documents"), False)], None),
        ([("status", ("answered",), True)], None),
        ([("quotes", ("x",), False)], True),
        ([("quotes", ("x",), True)], None),
        ([("says", ("x",), False)], None),
        ([("status", ("partial", "not_in_documents"), False), ("quotes", ("x",), False)], True),
        ([], None),
    ],
)
def test_whether_the_documents_answer(
    assertions: list[tuple[str, tuple[str, ...], bool]], known: bool | None
) -> None:
    made = [Assertion(AssertionType(kind), values, negated=n) for kind, values, n in assertions]
    assert answerable(CaseTurn("?", tuple(made))) is known


# -- all of them -----------------------------------------------------------------------------


def test_the_scores_of_an_answer(library: Library, lookup: Lookup, judge: Judge) -> None:
    gate = "The gate was closed at nine."
    cited = quote(library, "gauge.md", gate)
    useless = quote(library, "wire.txt", "The mayor closed the bridge on Monday.", label=2)
    retold = Statement(gate, (), (cited, useless))
    wrong = says(useless, "The mayor closed 40 bridges on Monday.")
    refused = Rejection("x", RejectionReason.CONTRADICTED, "y", (), says(cited))
    shifted = replace(useless, start=useless.start + 1, end=useless.end + 1)
    given = answer(
        retold,
        wrong,
        passages=(
            passage(library, "wire.txt", "The bridge was"),
            passage(library, "gauge.md", gate, 2),
        ),
        short=ShortAnswer("at nine", "gauge.md", 0, 1),
        rejections=(refused, refused),
        related=shifted,
    )
    wanted = (
        Assertion(AssertionType.QUOTES, (gate,)),
        Assertion(AssertionType.SHORT_ANSWER, ("midnight",), negated=True),
        Assertion(AssertionType.SHORT_ANSWER, ("nine", "at nine o'clock")),
    )
    turn = CaseTurn("When?", wanted)
    (gold,) = gold_of(Case("river", (turn,)), lookup, "river.qa.yaml")
    scores = turn_scores(turn, given, gold, judge)
    assert scores.ranks == (2,)
    assert scores.quote_recall == 1.0
    assert scores.quote_precision == pytest.approx(len(gate) / (len(gate) + len(useless.text)))
    assert (scores.citations, scores.precise_citations) == (3, 1)
    assert (scores.statements, scores.recalled_statements, scores.faithful_statements) == (2, 1, 1)
    assert (scores.quotes, scores.verbatim_quotes) == (5, 4)
    assert scores.withdrawn == 2
    assert scores.exact_match is False
    assert scores.short_answer_f1 == pytest.approx(0.8)
    assert scores.answerable is True
    assert not scores.declined
    assert scores.confidence == 0.9
    assert scores.seconds == 0.75


def test_the_scores_of_a_case_that_expects_little(judge: Judge, lookup: Lookup) -> None:
    turn = CaseTurn("When?", (Assertion(AssertionType.SAYS, ("nine",)),))
    (gold,) = gold_of(Case("river", (turn,)), lookup, "river.qa.yaml")
    scores = turn_scores(turn, answer(), gold, judge)
    assert scores.ranks == ()
    assert (scores.quote_precision, scores.quote_recall) == (None, None)
    assert (scores.exact_match, scores.short_answer_f1) == (None, None)
    assert (scores.answerable, scores.declined) == (None, True)
    assert (scores.statements, scores.citations, scores.quotes) == (0, 0, 0)
