"""Who says it: owners, asides, words within words, and texts that are made to break the check."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passages import passage

from bench.judged import verdict_on_text
from qa.checking.check import LONGEST_CLAIM, Checker
from qa.checking.voices import MOST_SPEAKERS
from qa.language.speakers import same_speaker, stands_as_subject
from qa.language.speeches import speeches
from qa.types import Claim, Label, Rejection, Statement

LONGEST = 1.0
"""Seconds for one hostile text on a slow machine; most take a hundredth of it."""


LAWYER = "Helga Mork's lawyer, Per Kvam, said that the barn had been insured."
WIDOW = "The widow of Arno Feld told the court that the brakes had never been checked."
OWNER = (
    "Villagers say that the wells run dry; the owner, Alta Tin, insists that the water table has "
    "risen since 2012."
)
NESTED = "Vera Klein said that the minister, Paul Adler, had promised drivers a pay rise."
BACKED = "Senator Joan Petty, who had once backed the ban, said that she would vote against it."
ASKED = "Asked whether he would sell, owner Emil Rask told reporters that he would stay until May."
JUDGED = "Alba Torres, who runs the inn, criticised the sale; Ned Hart praised the sale."
MATTER = "The club intends to sell its ground, three people briefed on the talks said."
SOUP = "Half of the 60 pupils who ate the soup reported pain, doctors at Ulm Hospital found."
COUPLE = "Ruth Castle praised the new quay. Her husband Owen Castle said that it cost too much."
COUSINS = "“We will sell the farm in spring,” said Irene Vogt. Her cousin Max disagreed."
CALLED = "President Lea Moran opened the fair. Her deputy, Pio Lenz, called it a triumph."
HERALD = "The Star reported on Monday that, according to a memo, Judge Sole had warned the cabinet."
CLIENT = "Per Kvam said that his client had not known about the letters."


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (LAWYER, "Per Kvam said that the barn had been insured."),
        (LAWYER, "Per Kvam, the lawyer of Helga Mork, said that the barn had been insured."),
        (LAWYER, "Helga Mork's lawyer said that the barn had been insured."),
        (WIDOW, "Arno Feld's widow told the court that the brakes had never been checked."),
        (OWNER, "Alta Tin insists that the water table has risen since 2012."),
        (OWNER, "According to the owner, the water table has risen since 2012."),
        (OWNER, "Alta Tin, the owner, insists the water table has risen, though villagers say "
         "the wells run dry."),
        (NESTED, "Vera Klein said that Paul Adler had promised drivers a pay rise."),
        (NESTED, "According to Vera Klein, minister Paul Adler promised drivers a pay rise."),
        (BACKED, "Senator Joan Petty said that she would vote against the ban she once backed."),
        (ASKED, "Emil Rask told reporters that he would stay until May."),
        (JUDGED, "Alba Torres criticised the sale and Ned Hart praised it."),
        (MATTER, "Three people said that the club intends to sell its ground."),
        (SOUP, "According to doctors at Ulm Hospital, half of the 60 pupils who ate the soup "
         "reported pain."),
        (COUPLE, "Owen Castle said that the new quay cost too much."),
        (COUSINS, "Max disagreed with his cousin Irene Vogt."),
        (CALLED, "Her deputy, Pio Lenz, called the fair a triumph."),
        (HERALD, "The Star reported that Judge Sole had warned the cabinet."),
        (CLIENT, "Per Kvam said that his client had not known about the letters."),
        ("Holm argued that the dam is old, but Berg warned that the wall is weak.",
         "Holm warned that the dam is old."),
        ("Nobody was hurt, head of works Tessa Brun said.",
         "According to head of works Tessa Brun, nobody was hurt."),
    ],
)  # fmt: skip
def test_who_says_it_is_known_by_any_of_his_names(source: str, claim: str) -> None:
    verdict = verdict_on_text(source, claim)
    assert isinstance(verdict, Statement), verdict


@pytest.mark.parametrize(
    ("source", "claim", "detail"),
    [
        (LAWYER, "Helga Mork said that the barn had been insured.", "Per Kvam said so"),
        (LAWYER, "Helga Mork, Per Kvam's lawyer, said the barn had been insured.", "not Helga"),
        (WIDOW, "Arno Feld told the court that the brakes had never been checked.", "said so"),
        (OWNER, "Villagers insist that the water table has risen since 2012.", "Alta Tin"),
        (NESTED, "Vera Klein promised drivers a pay rise.", "Paul Adler does so"),
        (BACKED, "Joan Petty said that she had once backed the ban.", "who did not say it"),
        (ASKED, "Emil Rask told reporters that he would sell.", "who did not say it"),
        (JUDGED, "Alba Torres praised the sale.", "has not said so"),
        (JUDGED, "Ned Hart criticised the sale.", "has not said so"),
        (MATTER, "The club said that it intends to sell its ground.", "said so"),
        (
            "The line plans to order 30 boats, two people familiar with the matter said.",
            "The line said it plans to order 30 boats.",
            "people said so",
        ),
        (COUPLE, "Ruth Castle said that the new quay cost too much.", "Owen Castle said so"),
        (COUSINS, "Irene Vogt disagreed with the plan to sell the farm in spring.", "Max"),
        (CALLED, "President Lea Moran called the fair a triumph.", "Pio Lenz"),
        (CLIENT, "Per Kvam said that he had not known about the letters.", "did not say it"),
    ],
)
def test_nobody_is_given_what_another_says_or_does(source: str, claim: str, detail: str) -> None:
    verdict = verdict_on_text(source, claim)
    assert isinstance(verdict, Rejection), verdict
    assert detail in verdict.detail


@pytest.mark.parametrize(
    ("speaker", "other", "around", "same"),
    [
        ("Holm", "Holm’s lawyer", "", False),
        ("Holm", "the Holm family", "", False),
        ("Holm", "Ann Dahl, Holm’s lawyer", "", False),
        ("lawyer", "Ann Dahl, Holm’s lawyer", "", True),
        ("Ann Dahl", "Holm’s lawyer, Ann Dahl", "", True),
        ("Osk", "the Bank of Osk", "", False),
        ("Bank of Osk", "the Bank of Osk", "", True),
        ("FBI", "Federal Bureau of Inquiry", "", True),
        ("Ann Dahl", "Prime Minister of Osk Ann Dahl", "", True),
        ("Osk", "Prime Minister of Osk Ann Dahl", "", False),
        ("Ivan Tann", "chief of security Ivan Tann", "", True),
        ("Osk", "Osk Mayor Liv Moe", "", False),
        ("Berg", "Berg himself", "", True),
        ("Berg", "Berg confronted him with", "", True),
        ("Obama", "Obama and Clinton", "", True),
        ("voters", "52 percent of voters", "", True),
        ("Voters", "two voters", "", True),
        ("John Obama", "Michelle Obama", "John Osk met Michelle Obama", False),
        ("John Obama", "Obama", "John Osk met Obama", False),
        ("Barack Obama", "Obama", "Barack Obama", True),
        ("President Obama", "Barack Obama", "the president", True),
        ("Researcher Dow", "Kim Dow", "the researcher Kim Dow", True),
        ("Researcher Dow", "Kim Dow", "Researcher Kim Dow", True),
        ("K. Dow", "Kim Dow", "K. Dow", True),
        ("Mary Ann Dow", "Mary Dow", "Mary Ann Dow", True),
        ("ministry", "a spokesman for the ministry", "", True),
        ("Norbygg", "a spokesman for Norbygg", "Norbygg", True),
        ("Moss", "a spokesman for Moss", "Helen Moss", False),
        ("Iran", "Iranian officials", "In Iran", True),
        ("mayor", "critics of the mayor", "", False),
        ("Dahl", "a spokesman for the port", "", False),
        ("Omar Said", "Anna Dietz", "Omar Said", False),
        ("Omar Said", "Omar Said", "", True),
        ("", "Holm", "", False),
        ("...", "Holm", "", False),
    ],
)
def test_a_phrase_names_its_head(speaker: str, other: str, around: str, same: bool) -> None:
    assert same_speaker(speaker, other, around) is same


def test_nobody_stands_as_no_subject() -> None:
    assert not stands_as_subject("", "The dam may fail.")


@pytest.mark.parametrize(
    ("sentence", "speakers"),
    [
        ("The dam may fail, according to ...", []),
        ("according to . Holm left", ["Holm"]),
        ("The mayor’s aide, Liv Moe, said so", ["Liv Moe"]),
        ("The head of the museum, Liv Moe, said so", ["Liv Moe"]),
        ("The firms, led by Alta Tin, argue so", ["firms"]),
        ("The workers building the dam said so", ["workers"]),
        ("A poll released in May said so", ["poll"]),
        ("He cited published reports on it", []),
        ("The accused said so", ["accused"]),
        ("Minister of trade Ines Oko said so", ["Ines Oko"]),
        ("According to minister of trade Ines Oko, it is late", ["Ines Oko"]),
        ("According to critics of the dam, it is late", ["critics"]),
        ("One of the clerks said so", ["clerks"]),
        ("I think so", []),
    ],
)
def test_the_head_of_a_subject_speaks(sentence: str, speakers: list[str]) -> None:
    assert [speech.speaker for speech in speeches(sentence)] == speakers


def test_a_claim_with_too_many_speakers_is_refused() -> None:
    many = " and ".join(f"A{chr(97 + at)} said it is late" for at in range(MOST_SPEAKERS + 1))
    verdict = verdict_on_text("Holm said it is late.", many.replace("A", "Ber"))
    assert isinstance(verdict, Rejection)


WORDS = st.sampled_from(
    """Holm Berg said denied that who , . ... ’s 's ( ) “ ” " ; : – the The of in according to and
    not if may 12 of 30 % € Mr. U.S. called it told workers between than because Norway's lawyer X
    Said Will only except unless - -- ß É 中 \u0301 \u00ad""".split()
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))


@settings(deadline=None, max_examples=400)
@given(source=TEXTS, claim=TEXTS)
def test_no_text_makes_the_check_fail(source: str, claim: str) -> None:
    text = source or "."
    labels = (Label(1, 1),)
    spoken = passage(1, (text, ("Holm’s lawyer, Berg",)))
    given_ = replace(spoken, publisher="Coast Wire")
    assert Checker([given_], labels).check(Claim(claim, labels))
    assert verdict_on_text(text if text.strip() else "x", claim)


@pytest.mark.parametrize(
    "piece",
    [
        "Holm said ", "A said B said ", "Berg, ", "Berg, Dahl and ", "Bank of the ", "who said ",
        "the clerk, who ", "according to the ", "according to . ", "A’s ", "X's Y, Z, said ",
        "Holm, who said, said, ", "said Holm, ", "“said ”", "that ", "x ", "A, A and A said, ",
        "the owner, Alta, called it ", "in on at of ", "asked whether ", "a of b who c said ",
        "- ", "12 of ", "not ", "if ", "Mr. ", "workers building the ",
    ],
)  # fmt: skip
def test_no_repetition_makes_the_check_slow(piece: str) -> None:
    hostile = (piece * LONGEST_CLAIM)[: LONGEST_CLAIM - 1].rstrip()
    plain = "Holm said that the dam may fail."
    for source, claim in ((hostile, hostile), (hostile, plain), (plain, hostile)):
        one = passage(1, source)
        started = time.perf_counter()
        Checker([one], (Label(1, 1),)).check(Claim(claim, (Label(1, 1),)))
        assert time.perf_counter() - started < LONGEST
