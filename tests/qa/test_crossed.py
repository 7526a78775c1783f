"""Two names or numbers that have changed places, and parts that are told as the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import passage

from qa.checking.check import Checker
from qa.checking.counts import misbounded
from qa.checking.crossed import crossed
from qa.checking.parts import part_as_whole, some_as_all
from qa.checking.slots import added_party, changed_slot
from qa.checking.source import Misplaced
from qa.types import Claim, Label, Rejection, RejectionReason, Statement


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        (
            "Dahl was convicted, while the judges cleared Liv Moe.",
            "The court cleared Ada Dahl and convicted Liv Moe.",
            Misplaced("convicted", "Dahl", "Moe"),
        ),
        (
            "Bergen has 12 ferries, Oslo 9.",
            "Oslo has 12 ferries and Bergen has 9.",
            Misplaced("12", "Bergen", "Oslo"),
        ),
        (
            "In that year wages went up by 5 percent and prices by 3 percent.",
            "Prices rose 5 percent and wages 3 percent.",
            Misplaced("prices", "3%", "5%"),
        ),
        (
            "Twelve were injured, three killed.",
            "Three were injured and 12 were killed.",
            Misplaced("injured", "12", "3"),
        ),
    ],
)
def test_what_changed_places_is_named(claim: str, source: str, found: Misplaced) -> None:
    assert crossed(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Moe was convicted and Dahl cleared.", "The court cleared Dahl and convicted Moe."),
        ("Dahl was convicted.", "The court cleared Dahl and convicted Moe."),  # no second name
        ("Dahl and Moe were cleared.", "The court cleared Dahl and also cleared Moe."),
        ("Dahl met Moe, and Moe met Dahl.", "Dahl met Moe in Osk, and Moe saw Dahl."),
        ("Moe won and Dahl lost.", "Dahl and Moe lost and won respectively."),
        ("Holm spoke, and Berg wept.", "Tann spoke, and Seil wept."),  # other names: not of this
        ("Wages rose 3 percent, prices 5.", "The rise was 5 percent or 3."),
    ],
)
def test_what_kept_its_place_is_left_alone(claim: str, source: str) -> None:
    assert crossed(claim, source) is None


_NAMES = st.sampled_from(["Dahl", "Moe", "Holm", "Tann"])
_DEEDS = st.sampled_from(
    ["resigned", "won", "wept", "was cleared", "moved to Osk", "paid 40 crowns"]
)
_TOLD = st.lists(st.tuples(_NAMES, _DEEDS), min_size=1, max_size=4)


@given(_TOLD, st.randoms())
def test_the_same_deeds_in_another_order_are_not_crossed(
    told: list[tuple[str, str]], order: object
) -> None:
    source = ", ".join(f"{name} {deed}" for name, deed in told)
    again = sorted(told, key=lambda _: order.random())  # type: ignore[attr-defined]
    assert crossed(" and ".join(f"{name} {deed}" for name, deed in again), source) is None


@given(_NAMES, _NAMES, _DEEDS, _DEEDS)
def test_two_deeds_exchanged_are_always_noticed(one: str, other: str, a: str, b: str) -> None:
    source = f"{one} {a}, {other} {b}."
    exchanged = crossed(f"{other} {a} and {one} {b}.", source)
    assert (exchanged is not None) is (one != other and a != b)


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        (
            "500 workers went on strike",
            "300 of the 500 workers went on strike.",
            ("500 workers", "300 of the 500 workers"),
        ),
        (
            "Five hundred dockers voted for it in May",
            "Half of the 500 dockers voted for it in May.",
            ("500 dockers", "Half of the 500 dockers"),
        ),
        ("300 workers went on strike", "300 of the 500 workers went on strike.", None),
        ("300 of the 500 workers struck", "300 of the 500 workers went on strike.", None),
        ("200 of the 500 workers struck", "300 of the 500 workers went on strike.", None),
        ("The plant has 500 workers", "300 of the 500 workers at the plant went on strike.", None),
        ("500 boats left", "300 of the 500 workers left.", None),
        ("The workers left", "Some of the old workers left.", None),
    ],
)
def test_a_counted_part_is_not_the_whole(
    claim: str, source: str, found: tuple[str, str] | None
) -> None:
    assert part_as_whole(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "sentence", "cue"),
    [
        (
            "The gates will reopen on 2 June",
            "The first of the gates will reopen on 2 June",
            "first of",
        ),
        ("All gates will reopen in June", "Some of the lower gates will reopen in June", "some of"),
        ("The lower gates reopen in June", "Half of the lower gates reopen in June", "half of"),
        ("The old people voted", "Many of the old people voted", "many of"),
        ("Gates will reopen in June", "Some of the lower gates will reopen in June", None),
        ("The first gate reopens in June", "The first of the gates reopens in June", None),
        ("Holm said the members met", "Holm, one of the members, resigned", None),
        ("The council voted", "Some of the council voted", None),
    ],
)
def test_some_of_them_are_not_all(claim: str, sentence: str, cue: str | None) -> None:
    assert some_as_all(claim, sentence) == cue


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("No more than 40 boats", "Up to 40 boats", None),
        ("Not more than 40 boats", "At most 40 boats", None),
        ("No less than 40 boats", "At least 40 boats", None),
        ("Not fewer than 40 boats", "Up to 40 boats", "40"),
        ("More than 40 boats", "No more than 40 boats", "40"),
        ("Fewer than 40 boats", "Not fewer than 40 boats", "40"),
    ],
)
def test_a_not_turns_a_bound(claim: str, source: str, found: str | None) -> None:
    assert misbounded(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "sentence", "party"),
    [
        ("The clerk read it to the people of Osk", "The clerk read it", "to the people of Osk"),
        ("The clerk read the letter in Osk", "The clerk read the letter", None),
        ("The clerk read the letter to Osk", "The clerk read Osk the letter", None),
        ("The clerk read the letter to the people", "The clerk read the letter", None),
        ("Once more a clerk has read it by order to Osk", "The clerk read the letter", None),
    ],
)
def test_somebody_added_to_a_repeated_sentence_is_named(
    claim: str, sentence: str, party: str | None
) -> None:
    assert added_party(claim, [sentence]) == party


@pytest.mark.parametrize(
    ("claim", "sentence", "changed"),
    [
        (
            "Seil said that theft of the port was traced to the Osk council",
            "Theft of the Osk council was traced to the port, according to Runa Seil",
            ("port", "Osk council"),
        ),
        ("The mayor fined the clerk", "The clerk fined the mayor", ("mayor", "clerk")),
        ("The mayor met the clerk", "The clerk met the mayor", None),
        ("The mayor and the clerk resigned", "The clerk and the mayor resigned", None),
        ("On Friday the board met in Osk", "The board met in Osk on Friday", None),
    ],
)
def test_words_in_each_others_place_are_noticed(
    claim: str, sentence: str, changed: tuple[str, str] | None
) -> None:
    assert changed_slot(claim, [sentence]) == changed


COURT = passage(
    1,
    "The court cleared Ada Dahl and convicted Liv Moe on Friday.",
    "In Osk 300 of the 500 dockers went on strike.",
    "Up to 40 boats may enter the port.",
    "The clerk read the letter aloud.",
    "He left for Osk.",
    "The army never denied the shelling.",
    "The mayor said the loan was ready.",
    "The bank confirmed that the mayor had called.",
)


@pytest.mark.parametrize(
    ("text", "cited", "reason"),
    [
        ("Liv Moe was cleared on Friday, Ada Dahl convicted", 1, RejectionReason.CONTRADICTED),
        ("500 dockers went on strike in Osk", 2, RejectionReason.CONTRADICTED),
        ("More than 40 boats may enter the port", 3, RejectionReason.CONTRADICTED),
        ("The clerk read the letter aloud to Osk", 4, RejectionReason.PARTLY_SUPPORTED),
        ("The army denied the shelling", 6, RejectionReason.CONTRADICTED),
        ("The mayor confirmed that the loan was ready", 7, RejectionReason.NOT_SUPPORTED),
        ("On Friday Ada Dahl was cleared and Liv Moe convicted", 1, None),
        ("300 of 500 dockers went on strike in Osk", 2, None),
        ("No more than 40 boats may enter the port", 3, None),
        ("The clerk read the letter aloud", 4, None),
        ("The army never denied the shelling", 6, None),
    ],
)
def test_the_check_refuses_what_is_crossed_and_shows_what_is_not(
    text: str, cited: int, reason: RejectionReason | None
) -> None:
    given_labels = {Label(1, number) for number in range(1, 9)}
    verdict = Checker([COURT], given_labels).check(Claim(text, (Label(1, cited),)))
    if reason is None:
        assert isinstance(verdict, Statement), verdict
    else:
        assert isinstance(verdict, Rejection)
        assert verdict.reason is reason
