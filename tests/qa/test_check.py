from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import passage

from index.types import Passage, Stance
from qa.checking.check import LONGEST_CLAIM, Checker, admissible_gap, plain
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
        ("Berg said “.”", "1.4"),
        ("Will the line open in March 2024?", "1.4"),
        ("The line carries 1,200 passengers a day and", "1.5"),
        ("Two engineers, who said the line will open in March 2024", "1.4"),
        ("The line carries twelve percent of the passengers", "1.4"),
        ("x" * (LONGEST_CLAIM + 1), "1.1"),
    ],
)
def test_what_the_source_does_not_say_is_refused(text: str, cited: str) -> None:
    assert refused(text, cited) in (RejectionReason.NOT_SUPPORTED, RejectionReason.CONTRADICTED)


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
        "banned by Norway",  # three words are somebody's
    ],
)
@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "«»", "„“", "“\n"])
def test_a_forged_quotation_is_refused_in_any_marks(quoted: str, marks: str) -> None:
    claim = f"The report says {marks[0]}{quoted}{marks[1]}"
    assert refused(claim, "1.1", "1.2", "1.3", "1.4") is RejectionReason.NOT_IN_SOURCE


@pytest.mark.parametrize(
    "marks",
    """″″ ‶″ ʺʺ ˮˮ ˝˝ 《》 〈〉 ❛❜ ‹› ›‹ 「」 『』 ﹁﹂ ｢｣ ＂＂ ＇＇ 〝〞 ⸂⸃ ⟪⟫ ❮❯
    ′′ ‵′ ´´ ʻʼ ‛’ ,,,,
    ‚‚‘‘""".split(),
)
def test_no_unusual_mark_hides_a_forged_quotation(marks: str) -> None:
    half = len(marks) // 2
    claim = f"The report says {marks[:half]}%s{marks[half:]} of the talks"
    forged = claim % "the talks were blocked by Norway"
    assert refused(forged, "1.1", "1.2") is RejectionReason.NOT_IN_SOURCE
    kept = passed(claim % "the ferry talks were not blocked by Norway", "1.1").text
    assert kept == 'The report says "the ferry talks were not blocked by Norway" of the talks'


@pytest.mark.parametrize("word", ["Hawaiʻi", "ʻIolani", "5′ 11″", "59°20′ N", "צה״ל", "D’Arc"])
def test_marks_that_quote_nothing_stay(word: str) -> None:
    assert plain(f"The ferry of {word} is late") == f"The ferry of {word} is late"


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
    assert refused("Norway said “we will open the line”", "1.1") is RejectionReason.CONTRADICTED
    assert refused("Critics said “we will open the line”", "1.3") is RejectionReason.CONTRADICTED
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


ASKED = "What does the repair of the bridge at Holm cost?"


@pytest.mark.parametrize(
    ("gap", "admitted"),
    [
        ("what the repair of the bridge costs", ASKED),
        ("The repair of the bridge.", "the repair of the bridge"),
        ("the bridge at Holm", "the bridge at Holm"),
        (ASKED, ASKED.rstrip("?")),
        ("the repair, see http://e.example/x", None),
        ("the repair costs $40 million", None),
        ("the repair was stopped by Sweden", None),
        ("that the mayor is a liar and a thief who should resign", None),
        ("the", None),
        ("", None),
    ],
)
def test_a_gap_is_told_in_the_words_of_the_question(gap: str, admitted: str | None) -> None:
    assert admissible_gap(gap, ASKED) == admitted


def test_a_gap_that_asserts_something_is_never_shown() -> None:
    question = "What did the mayor say about the bridge contract in May?"
    assert admissible_gap("“the mayor stole the bridge contract in May”", question) == question
    assert admissible_gap("the mayor stole and burnt the contract", question) is None


def test_a_gap_is_the_single_question_that_it_repeats() -> None:
    question = "Who built the bridge at Holm, and when did the ferry line start?"
    assert (
        admissible_gap("when the ferry line started", question) == "when did the ferry line start?"
    )
    assert admissible_gap("the ferry bridge", question) is None


CLOSING = passage(
    1,
    (
        "The ferry line to Osk will close in May, harbour master Ivo Tann said on Sunday.",
        ("harbour master Ivo Tann",),
    ),
    ("“We have no boat left that may carry people,” he said.", ("harbour master Ivo Tann",)),
    ("Council leader Runa Seil denied that the line to Osk will close.", ("Runa Seil",)),
    ("“The boats sail until the autumn,” Seil said.", ("Runa Seil",)),
    "The fire brigade left Osk in April.",
    "Ole Vik met the fire brigade of Osk in April.",
    "Ole Vik said the pier is old, but Liv Moe said the sheds are new.",
)
DENIED = replace(
    CLOSING,
    publisher="Coast Wire",
    sentences=tuple(
        replace(one, attribution=replace(one.attribution, stance=Stance.DENIED))
        if number == 2 and one.attribution
        else one
        for number, one in enumerate(CLOSING.sentences)
    ),
)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Council leader Runa Seil said there is no boat left that may carry people", "2"),
        ("Runa Seil said the ferry line to Osk will close in May", "1 3"),
        ("Runa Seil said the ferry line to Osk will close in May", "1 3 4"),
        ("Ivo Tann denied that the line to Osk will close", "3"),
        ("Ivo Tann denied that the line to Osk will close", "1 3"),
        ("Runa Seil said “we have no boat left that may carry people”", "2 4"),
        ("“We have no boat left that may carry people”, said Runa Seil", "2 4"),
        ("According to Runa Seil, no boat is left that may carry people", "2 3"),
        ("No boat is left that may carry people, according to the fire brigade", "2 5"),
        ("The fire brigade said no boat is left that may carry people", "2 5"),
        ("Ivo Tann said the boats sail until the autumn, Runa Seil said so too", "1 4"),
        ("Ole Vik said the sheds are new", "7"),
        ("Coast Wire denied that the line to Osk will close", "1"),
        ("According to the fire brigade, Ole Vik met it in April", "6"),
    ],
)
def test_no_speaker_is_given_what_another_says_or_what_he_denies(text: str, cited: str) -> None:
    checker = Checker([DENIED], labels((DENIED,)))
    verdict = check(text, *(f"1.{number}" for number in cited.split()), checker=checker)
    assert isinstance(verdict, Rejection), verdict
    assert verdict.reason in (RejectionReason.NOT_SUPPORTED, RejectionReason.CONTRADICTED)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Ivo Tann said there is no boat left that may carry people", "2"),
        ("Ivo Tann said the line to Osk will close in May as no boat is left", "1 2"),
        ("Runa Seil denied that the line to Osk will close", "3"),
        ("Runa Seil said the line to Osk will not close", "3"),
        ("Seil said the boats sail until the autumn and denied that the line will close", "3 4"),
        ("Tann said the line to Osk will close, but Seil denied that it will close", "1 3"),
        ("The line to Osk will close in May, Tann said, but the boats sail, Seil said", "1 4"),
        ("The Coast Wire reported that Ivo Tann said the line to Osk will close", "1"),
        ("Ole Vik said that he met the fire brigade in April", "6"),
        ("Liv Moe said the sheds are new", "7"),
        ("Runa Seil, the council leader, said “the boats sail until the autumn”", "3 4"),
    ],
)
def test_a_speaker_keeps_his_own_words(text: str, cited: str) -> None:
    checker = Checker([DENIED], labels((DENIED,)))
    verdict = check(text, *(f"1.{number}" for number in cited.split()), checker=checker)
    assert isinstance(verdict, Statement), verdict
