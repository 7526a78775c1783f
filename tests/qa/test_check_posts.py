"""Who is what, whom a text means by a kind or a short name, and rhythms, seasons and causes."""

from __future__ import annotations

import pytest
from passages import passage

from qa.checking.amounts import another_span
from qa.checking.check import Checker
from qa.checking.opposites import turned_round
from qa.checking.posts import another_post
from qa.checking.strength import overstated
from qa.language.polarity import turned_word
from qa.language.speakers import is_called, same_speaker
from qa.language.speeches import speeches
from qa.types import Claim, Label, Rejection, RejectionReason, Statement

BOARD = (
    "Ada Holm, the finance director of Osk Boats, said the harbour master had warned her. "
    "Opposition spokesman Ivo Tann blamed the minister."
)


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("Ada Holm, the harbour master, had warned her", ("Holm", "master", "director")),
        ("The minister Ivo Tann blamed her", ("Tann", "minister", "spokesman")),
        ("Director Ada Holm said so", None),
        ("Ivo Tann, a spokeswoman, said so", None),  # the same post
        ("Ada Holm, the treasurer, said so", None),  # not of anybody else: the other words tell
        ("Runa Seil, the harbour master, said so", None),  # the source calls her nothing
        ("Ada Holm, the wife of a baker, said so", None),  # no post
    ],
)
def test_a_post_of_somebody_else_is_named(claim: str, found: tuple[str, str, str] | None) -> None:
    assert another_post(claim, BOARD) == found


@pytest.mark.parametrize(
    ("speaker", "other", "around", "same"),
    [
        ("charity", "Open Wells", "The charity Open Wells says so.", True),
        ("Open Wells", "the charity", "Open Wells, a small charity, says so.", True),
        ("Osk Steel", "the company", "Osk Steel will cut jobs. The company said so.", True),
        (
            "Osk Steel",
            "the company",
            "Osk Steel fell. Vell Boats said no. The company rose.",
            False,
        ),
        ("Osk Steel", "company", "The company said so.", False),
        ("mayor", "Ada Holm", "The mayor Ada Holm said so.", False),
        ("charity", "union", "The charity and the union said so.", False),
    ],
)
def test_a_body_may_be_called_by_its_kind(
    speaker: str, other: str, around: str, same: bool
) -> None:
    assert is_called(speaker, other, around) is same


def test_a_source_may_shorten_a_name_that_it_gives_in_full() -> None:
    assert same_speaker("Vell Terminals", "Vell", "The operator, Vell Terminals. Vell said no.")
    assert not same_speaker("Vell Terminals", "Vell", "Vell said no.")


@pytest.mark.parametrize(
    ("sentence", "speakers"),
    [
        ("Holm rejected Tann's claim that it leaked", ["Holm"]),
        ("Macy's said it would close", ["Macy's"]),
        ("According to Osk University researchers, seagrass grows", ["researchers"]),
        ("People with knowledge of the talks said no", ["people"]),
        ("“No,” said Chief Tupo Latu; three left", ["Chief Tupo Latu"]),
        ("Forty per cent reported a leak", []),
        ("According to the head of the port, it leaks", ["head"]),
        ("According to chief of staff Ivan Petrov, it leaks", ["Ivan Petrov"]),
    ],
)
def test_who_speaks_is_read(sentence: str, speakers: list[str]) -> None:
    assert [speech.speaker.replace("People", "people") for speech in speeches(sentence)] == speakers


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("It leaks two days a week", "It leaks two days a month", ("days a week", "days a month")),
        ("It leaks two days a month", "It leaks two days each month", None),
        ("Pay is due each week", "It leaks two days a month", None),
    ],
)
def test_rhythms_are_compared(claim: str, source: str, found: tuple[str, str] | None) -> None:
    assert another_span(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Doors close before the spring term", "Doors close before the autumn term"),
        ("Lead was found upstream of the mill", "Lead was found downstream of the mill"),
        ("Shares in Vell rose sharply", "Shares in Vell rose slightly"),
        ("All trainees including those with a degree", "All trainees except those with a degree"),
    ],
)  # fmt: skip
def test_seasons_and_sides_are_opposites(claim: str, source: str) -> None:
    assert turned_round(claim, source)


def test_a_cause_is_never_brought_in() -> None:
    assert overstated("The van crashed because he slept", "The van hit the bridge") == "because"
    assert overstated("It fell because of cocoa", "He blamed cocoa for it") is None


@pytest.mark.parametrize(
    ("claim", "source", "word"),
    [
        ("It said it would delay the dividend", "It said it might delay the dividend", "delay"),
        ("It said it may delay the dividend", "It said it might delay the dividend", None),
        ("Parliament has approved the grant", "Parliament has yet to approve the grant", "approv"),
        ("Parliament has not approved it", "Parliament has yet to approve it", None),
    ],
)
def test_would_is_more_than_might_and_yet_to_is_not(
    claim: str, source: str, word: str | None
) -> None:
    assert turned_word(claim, source, source) == word


def test_the_check_tells_whose_post_it_is() -> None:
    text = "Ada Holm, the finance director, said that harbour master Ivo Tann had warned her."
    source = passage(1, (text, ("Ada Holm",)))
    given = {Label(1, 1)}
    wrong = Claim("Ada Holm, the harbour master, said that Ivo Tann had warned her", (Label(1, 1),))
    verdict = Checker([source], given).check(wrong)
    assert isinstance(verdict, Rejection)
    assert verdict.reason is RejectionReason.CONTRADICTED
    assert "Holm is the director" in verdict.detail
    fair = Claim("Finance director Ada Holm said that Ivo Tann had warned her", (Label(1, 1),))
    assert isinstance(Checker([source], given).check(fair), Statement)
