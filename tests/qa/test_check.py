from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import passage

from index.types import Passage
from qa.check import LONGEST_CLAIM, Checker, admissible_gap
from qa.shown import sentences_of
from qa.types import Claim, Label, Rejection, RejectionReason, Statement

FERRY = passage(
    1,
    (
        "Harbour officials told the Morning Ledger on Tuesday that the ferry talks were not "
        "blocked by Norway.",
        ("Morning Ledger", "harbour officials"),
    ),
    (
        "Two engineers, who asked not to be named, blamed the island council for the delay.",
        ("two engineers",),
    ),
    ("Critics say the pledge of $40 million may never arrive.", ("critics",)),
    (
        "“We will open the line in March 2024,” Minister Astrid Berg said.",
        ("Minister Astrid Berg",),
    ),
    "The line carries 1,200 passengers a day, 12 % more than in 2019.",
    title="Ferry talks stall",
)
BRIDGE = passage(
    2,
    "The bridge at Holm was closed for repairs in May.",
    ("“Nobody was hurt when the cable broke,” the mayor said.", ("the mayor",)),
    document="bridge.txt",
    title="A bridge is closed",
    start=0,
)
PASSAGES = (FERRY, BRIDGE)


def labels(passages: tuple[Passage, ...]) -> frozenset[Label]:
    return frozenset(
        Label(one.label, number)
        for one in passages
        for number in range(1, len(sentences_of(one)) + 1)
    )


def check(text: str, *cited: str, checker: Checker | None = None) -> Statement | Rejection:
    pointers = tuple(
        Label(int(passage_), int(sentence) if sentence else None)
        for passage_, _, sentence in (one.partition(".") for one in cited)
    )
    return (checker or Checker(PASSAGES, labels(PASSAGES))).check(Claim(text, pointers))


def passed(text: str, *cited: str, checker: Checker | None = None) -> Statement:
    verdict = check(text, *cited, checker=checker)
    assert isinstance(verdict, Statement), verdict
    for quote in verdict.quotes:
        home = next(one for one in PASSAGES if one.document == quote.document)
        assert home.text[quote.start - home.start : quote.end - home.start] == quote.text
    return verdict


def refused(text: str, *cited: str) -> RejectionReason:
    verdict = check(text, *cited)
    assert isinstance(verdict, Rejection), verdict
    assert verdict.detail.endswith(".")
    return verdict.reason


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Harbour officials said the ferry talks were not blocked by Norway.", "1.1"),
        ("The talks weren't blocked by Norway, harbour officials told the Ledger", "1.1"),
        ("Two engineers blamed the island council for the delay", "1.2"),
        ("Critics say the pledge of 40 million dollars may never arrive", "1.3"),
        ("Critics: the $40,000,000 pledge may never arrive", "1.3"),
        ("Astrid Berg said “we will open the line in March 2024”", "1.4"),
        ("Berg said: “We will open the line in March 2024.”", "1.4"),
        ("The line will open in March 2024, Minister Berg said", "1.4"),
        ("The line carries 1200 passengers a day", "1.5"),
        ("It carries twelve percent more passengers than in 2019", "1.5"),
        ("In November 2023 officials said the ferry talks were not blocked", "1.1"),
    ],
)
def test_what_the_source_says_passes(text: str, cited: str) -> None:
    assert passed(text, cited).text == text


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The ferry talks were blocked by Norway", "1.1"),
        ("The ferry talks were not blocked by Sweden", "1.1"),
        ("Sweden blocked the ferry talks", "1.1"),
        ("Officials said on Wednesday that the ferry talks were not blocked", "1.1"),
        ("Two engineers did not blame the island council for the delay", "1.2"),
        ("Three engineers blamed the island council for the delay", "1.2"),
        ("Experts blamed the island council, experts said", "1.2"),
        ("Critics say the pledge of $400 million may never arrive", "1.3"),
        ("Critics say the pledge of €40 million may never arrive", "1.3"),
        ("The pledge of $40 million will arrive", "1.3"),
        ("The pledge of $40 million never arrives", "1.3"),
        ("The pledge of $40 million was confirmed by officials", "1.3"),
        ("The line opened in March 2024", "1.4"),
        ("The line will open in March 2025", "1.4"),
        ("The line will open in April 2024", "1.4"),
        ("According to Knut Dahl, the line will open in March", "1.4"),
        ("The line carries 1,200 passengers, 12 percentage points more", "1.5"),
        ("The line carries 1,200 passengers, 12 more than in 2019", "1.5"),
        ("Harbour officials want to sell every ship of the fleet next year", "1.1"),
        ("The bridge was closed by terrorists who planted several bombs there", "2.1"),
        ("The talks were not blocked. All islanders cheered loudly that evening.", "1.1"),
        ("Yes.", "1.1"),
        ("x" * (LONGEST_CLAIM + 1), "1.1"),
    ],
)
def test_what_the_source_does_not_say_is_refused(text: str, cited: str) -> None:
    assert refused(text, cited) is RejectionReason.NOT_SUPPORTED


@pytest.mark.parametrize(
    "quoted",
    [
        "the talks were blocked by Norway",
        "told the Morning Ledger on Wednesday that the ferry talks",
        "the pledge of $400 million may never arrive",
        "two engineers blamed Norway",
        "the pledge of $40 million was confirmed",
        "Two engineers blamed the island council",  # a clause dropped without a mark
        "Two engineers … who asked not",  # scraps
        "who asked not to be named … blamed by the island council",
        "for the delay of the ferry … Two engineers, who asked not",  # reordered
        "We will not open the line",
    ],
)
@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "«»", "„“", "“\n"])
def test_a_forged_quotation_is_refused_in_any_marks(quoted: str, marks: str) -> None:
    claim = f"The report says {marks[0]}{quoted}{marks[1]}"
    assert refused(claim, "1.1", "1.2", "1.3", "1.4") is RejectionReason.NOT_IN_SOURCE


@pytest.mark.parametrize(
    "markup", ["<q>“{}”</q>", "``{}''", "**“{}”**", "“<b>{}</b>”", "“\u200b{}”"]
)
def test_markup_does_not_hide_a_forged_quotation(markup: str) -> None:
    claim = "The report says " + markup.format("the talks were blocked by Norway")
    assert refused(claim, "1.1") is RejectionReason.NOT_IN_SOURCE


def test_a_quotation_with_an_ellipsis_shows_pieces_of_some_length_in_order() -> None:
    text = "“Two engineers, who asked […] the island council for the delay”, the report says"
    assert passed(text, "1.2").text == text


def test_short_stretches_that_are_not_in_the_source_lose_their_marks() -> None:
    statement = passed("The talks were “not blocked” by ‘mighty’ Norway, in ’short’", "1.1")
    assert statement.text == "The talks were “not blocked” by mighty Norway, in ’short’"


def test_a_quotation_from_another_passage_brings_its_own_sentence() -> None:
    text = "The talks were not blocked, and “nobody was hurt when the cable broke”"
    statement = passed(text, "1.1")
    assert [quote.document for quote in statement.quotes] == ["ferry.txt", "bridge.txt"]
    assert statement.quotes[1].text == BRIDGE.text[BRIDGE.text.index("“") :]


def test_nobody_is_given_the_words_of_another() -> None:
    assert refused("Norway said “we will open the line”", "1.1") is RejectionReason.NOT_SUPPORTED
    assert refused("Critics said “we will open the line”", "1.3") is RejectionReason.NOT_SUPPORTED
    passed("Astrid Berg said “we will open the line”", "1.3")


def test_only_labels_that_were_given_count() -> None:
    text = "The ferry talks were not blocked by Norway"
    assert refused(text) is RejectionReason.NO_SOURCE
    assert refused(text, "0") is RejectionReason.NOT_SHOWN
    assert refused(text, "7.1", "1.9", "1.0", "3") is RejectionReason.NOT_SHOWN
    assert len(passed(text, "7.1", "0", "1.1").quotes) == 1
    only_second = Checker(PASSAGES, {Label(1, 2)})
    verdict = check(text, "1.1", checker=only_second)
    assert isinstance(verdict, Rejection)
    assert verdict.reason is RejectionReason.NOT_SHOWN


def test_sentences_that_were_not_shown_cannot_be_quoted() -> None:
    verdict = check(
        "Two engineers said “we will open the line in March 2024”",
        "1.2",
        checker=Checker(PASSAGES, {Label(1, 2)}),
    )
    assert isinstance(verdict, Rejection)
    assert verdict.reason is RejectionReason.NOT_IN_SOURCE


def test_a_whole_passage_stands_for_its_best_sentences() -> None:
    quotes = passed("Critics say the pledge may never arrive", "1").quotes
    assert [quote.text for quote in quotes] == [
        "Critics say the pledge of $40 million may never arrive."
    ]
    two = passed("Engineers blamed the council; critics say the pledge may never arrive", "1")
    assert len(two.quotes) == 2
    assert refused("Xylophones", "1") is RejectionReason.NOT_SHOWN


def test_two_passages_under_one_label_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="same label"):
        Checker([FERRY, FERRY], labels(PASSAGES))


def test_neighbours_of_one_speaker_are_one_quote() -> None:
    one = passage(1, "The ferry is late.", "The ferry is full.", ("It is old.", ("a pilot",)))
    checker = Checker([one], labels((one,)))
    verdict = checker.check(
        Claim("The ferry is late, full, old", (Label(1, 2), Label(1, 1), Label(1, 3)))
    )
    assert isinstance(verdict, Statement)
    assert [(quote.text, quote.attribution) for quote in verdict.quotes] == [
        ("The ferry is late. The ferry is full.", ()),
        ("It is old.", ("a pilot",)),
    ]
    first = verdict.quotes[0]
    assert (first.start, first.end, first.page, first.section) == (100, 137, 3, "News")


def test_the_same_words_have_the_same_number_throughout_an_answer() -> None:
    checker = Checker(PASSAGES, labels(PASSAGES))
    first = passed("The bridge at Holm was closed in May", "2.1", checker=checker)
    check("The bridge at Oslo was closed", "1.2", checker=checker)
    second = passed("Engineers blamed the council", "1.2", "2.1", checker=checker)
    assert [quote.label for quote in first.quotes] == [1]
    assert [quote.label for quote in second.quotes] == [2, 1]


def test_overlapping_passages_give_one_quote() -> None:
    again = replace(FERRY, label=3)
    both = (FERRY, again)
    claim = Claim("Engineers blamed the council", (Label(1, 2), Label(3, 2)))
    verdict = Checker(both, labels(both)).check(claim)
    assert isinstance(verdict, Statement)
    assert len(verdict.quotes) == 1


def test_who_says_so_is_told_even_where_the_prose_names_nobody() -> None:
    assert passed("The ferry talks were not blocked", "1.1").attribution == (
        "Morning Ledger",
        "harbour officials",
    )
    assert passed("The bridge at Holm was closed", "2.1").attribution == ()
    both = passed("The pledge may never arrive; the line carries passengers", "1.5", "1.3")
    assert both.attribution == ("critics",)


def test_no_address_or_tag_reaches_a_statement_or_a_rejection() -> None:
    text = (
        "<b>The bridge</b> at [Holm](http://a.example) was closed ![x](//b.example/i) www.c.example"
    )
    assert passed(text, "2.1").text == "The bridge at Holm was closed"
    verdict = check(text, "9.9")
    assert isinstance(verdict, Rejection)
    assert verdict.claim == "The bridge at Holm was closed"


WORDS = st.lists(
    st.sampled_from(
        [
            *(FERRY.text + " " + BRIDGE.text).split(),
            "not",
            "Sweden",
            "7",
            "“",
            "”",
            '"',
            "<b>",
            "![x](http://e.example)",
            "http://e.example",
        ]
    ),
    min_size=1,
    max_size=25,
).map(" ".join)


@given(WORDS, st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6) | st.none()), max_size=4))
def test_whatever_passes_is_quoted_from_the_documents(
    text: str, pointers: list[tuple[int, int | None]]
) -> None:
    claim = Claim(text, tuple(itertools.starmap(Label, pointers)))
    verdict = Checker(PASSAGES, labels(PASSAGES)).check(claim)
    assert "http" not in str(verdict)
    assert "<b" not in str(verdict)
    if isinstance(verdict, Statement):
        assert verdict.quotes
        for quote in verdict.quotes:
            home = next(one for one in PASSAGES if one.document == quote.document)
            assert home.text[quote.start - home.start : quote.end - home.start] == quote.text


@pytest.mark.parametrize("number", range(len(FERRY.sentences)))
def test_every_sentence_supports_itself(number: int) -> None:
    sentence = FERRY.sentences[number]
    text = FERRY.text[sentence.start - FERRY.start : sentence.end - FERRY.start]
    assert passed(text, f"1.{number + 1}").text == text


@pytest.mark.parametrize(
    ("gap", "admitted"),
    [
        ("what the repair of the bridge costs", "what the repair of the bridge costs"),
        ("the costs of the repair at Holm", "the costs of the repair at Holm"),
        ("the repair, see http://e.example/x", None),
        ("the repair costs $40 million", None),
        ("the repair was stopped by Sweden", None),
        ("that the mayor is a liar and a thief who should resign", None),
        ("", None),
    ],
)
def test_a_gap_carries_nothing_but_the_question(gap: str, admitted: str | None) -> None:
    question = "What does the repair of the bridge at Holm cost?"
    assert admissible_gap(gap, question) == admitted
