"""Things from elsewhere, units, and what may be told with a "not" or without one."""

from __future__ import annotations

import pytest
from passages import passage

from qa.checking.amounts import another_span
from qa.checking.check import Checker
from qa.checking.opposites import turned_round
from qa.checking.strength import overstated
from qa.checking.things import foreign_thing
from qa.language.polarity import turned_word
from qa.types import Claim, Label, Rejection, RejectionReason, Statement

HARBOUR = passage(
    1,
    "A diver saw the captain throw a bag into the harbour of Osk on Monday.",
    "Heavy rain flooded the quay, and the board has deleted the list of berths.",
)


@pytest.mark.parametrize(
    ("claim", "thing"),
    [
        ("A diver saw the captain throw a bag with a knife into the harbour of Osk", "knife"),
        ("An earthquake flooded the quay.", "earthquake"),
        ("The deletion of the list", None),  # a verb of the source as a noun
        ("The firm threw a bag into the harbour", None),  # a kind
        ("The bag was thrown by the captain after the sailing", None),  # a deed
        ("The bag was thrown into the harbour at twenty", None),  # a number
        ("Of these", None),
    ],
)
def test_a_noun_from_elsewhere_is_named(claim: str, thing: str | None) -> None:
    assert foreign_thing(claim, HARBOUR.text) == thing


@pytest.mark.parametrize(
    ("text", "cited", "shown"),
    [
        ("A diver saw the captain throw a bag with a knife into the harbour of Osk", 1, False),
        ("On Monday a diver saw the captain throw a bag into the harbour of Osk", 1, True),
        ("In town a diver watched the skipper hurl a sack into the harbour of Osk", 1, False),
    ],
)
def test_only_what_repeats_nearly_all_is_searched_for_things(
    text: str, cited: int, shown: bool
) -> None:
    given = {Label(1, 1), Label(1, 2)}
    verdict = Checker([HARBOUR], given).check(Claim(text, (Label(1, cited),)))
    assert isinstance(verdict, Statement) is shown, verdict
    if isinstance(verdict, Rejection):
        assert verdict.reason is RejectionReason.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        (
            "It sank by 9 millimetres",
            "It sank by 9 centimetres",
            ("9 millimetres", "9 centimetres"),
        ),
        ("It is 40 km away", "It is 40 miles away", ("40 km", "40 miles")),
        ("It is 40 km away", "It is 40 kilometres away", None),
        ("It came at 2.40 p.m.", "It came at 2.40 a.m.", ("2.40 p.m", "2.40 a.m")),
        ("It costs 9 crowns per day", "It costs 9 crowns per hour", ("9 per day", "9 per hour")),
        ("It costs 9 crowns per day", "It costs 9 crowns", None),
    ],
)
def test_units_are_compared(claim: str, source: str, found: tuple[str, str] | None) -> None:
    assert another_span(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("Sales tripled in May", "Sales doubled in May", ("tripled", "doubled")),
        ("The yard will add 40 jobs", "The yard will cut 40 jobs", ("add", "cut")),
        ("Osk was lower than Vell", "Osk grew. It was higher than Vell", ("lower", "higher")),
        ("Ferries of Osk are older than barges", "The big red crane is younger than barges", None),
        ("Sales doubled in May", "Sales doubled in May", None),
    ],
)
def test_more_opposites(claim: str, source: str, found: tuple[str, str] | None) -> None:
    assert turned_round(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "word"),
    [
        ("The board ordered a repair", "The board recommended a repair", "ordered"),
        ("The repair is completed", "The repair needs a permit", "completed"),
        ("It will certainly open", "It will open", "certainly"),
        ("The board ordered a repair", "The board told the yard to repair it", None),
    ],
)
def test_more_words_of_strength(claim: str, source: str, word: str | None) -> None:
    assert overstated(claim, source) == word


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Both missed the deadline", "None of them met the deadline"),
        ("Cars are banned from the quay", "No cars are allowed on the quay"),
        ("The barges could not be fully loaded", "The barges could load only half of it"),
        ("Neither count included boats", "Boats were excluded from both counts"),
        ("He did not know of the leak", "He was unaware of the leak"),
        ("None of the leaks led to a fine", "There were 9 leaks, and none led to a fine"),
        ("There will be no cuts at the yard", "The board said there would be no cuts at the yard"),
        ("Boats are likelier to leak than ferries", "Boats were more likely than ferries to leak"),
        ("The state cannot require a permit", "The state may not require a permit"),
        ("She had not ruled it out when asked", "Asked about it, she had not ruled it in or out"),
        ("Holm had promised a ferry", "The mayor, Holm, had promised a ferry"),
    ],
)
def test_a_not_in_other_words_is_the_same(claim: str, source: str) -> None:
    assert turned_word(claim, source, source) is None


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("They did not stop the talks", "They stopped the talks"),
        ("The ferry did not leave on Monday", "The ferry left on Monday, but no barge did"),
        ("The ferry will leave", "The ferry would leave if the ice broke, he said"),
        ("Holm denied the leak", "Holm confirmed the leak and knew of no fire"),
    ],
)
def test_a_turned_not_is_still_noticed(claim: str, source: str) -> None:
    assert turned_word(claim, source, source)
