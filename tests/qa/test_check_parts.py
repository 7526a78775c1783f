"""Parts and wholes, opposites, ranks and what is put in: fair rewordings pass, others do not."""

from __future__ import annotations

import pytest

from qa.checking.contrast import another_rank, denied_part, lost_until
from qa.checking.opposites import opposed, turned_round
from qa.checking.parts import another_quantity, part_as_whole, some_as_all
from qa.checking.slots import added_party, changed_slot

HOMES = "Of the 640 homes planned for the site, 210 had been built by December."
CARS = "Sales of electric cars rose by 12 percent, while sales of diesel cars fell by 7 percent."
SUMMERS = "Summers in Graz are warmer than in Linz, but cooler than in Wien."
PLAN = "Some members of the committee supported the plan, but most wanted more time."


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("640 homes had been built", HOMES, ("640 homes", "210 of the 640 homes")),
        ("The homes had been built", HOMES, ("all the homes", "210 of the 640 homes")),
        ("210 homes were planned for the site", HOMES, ("210 homes", "640 homes")),
        ("210 of the 640 homes planned had been built", HOMES, None),
        ("640 homes were planned", HOMES, None),
        (
            "500 workers struck",
            "300 of 500 workers struck.",
            ("500 workers", "300 of the 500 workers"),
        ),
        (
            "500 workers struck",
            "300 out of 500 workers struck.",
            ("500 workers", "300 of the 500 workers"),
        ),
        (
            "The clinics reopened",
            "Twelve of the 30 clinics reopened.",
            ("all the clinics", "Twelve of the 30 clinics"),
        ),
        ("The other clinics reopened", "Twelve of the 30 clinics reopened.", None),
        ("Of the 30 clinics, 12 reopened", "Twelve of the 30 clinics reopened.", None),
        ("The five judges agreed", "All of the five judges agreed.", None),
        ("The five judges signed", "Each of the five judges signed.", None),
        (
            "200 patients left",
            "Three in four of the 200 patients left.",
            ("200 patients", "Three in four of the 200 patients"),
        ),
        ("He paid 500 crowns", "He paid a fine of 500 crowns.", None),
        ("The people left", "Of the town, little is left.", None),
        ("The regulations of 2014 came", "He told in 2014 of the 12 regulations that came.", None),
    ],
)
def test_a_part_is_not_the_whole(claim: str, source: str, found: object) -> None:
    assert part_as_whole(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "sentence", "cue"),
    [
        ("Both engines failed", "Most lived when one of the two engines failed", "one of"),
        ("The majority of the guards left", "Most of the guards left", None),
        ("The food was eaten", "Few came, and little of the food was eaten", "little of"),
        ("Hardly any of the residents came", "Few residents came", None),
        ("Residents came", "Few residents came", "few"),
        ("The members backed the plan", "Some members backed the plan", "some"),
        ("Members backed the plan", "Some members backed the plan", None),
        ("The members voted", "Some 40 percent of the members voted", "40 percent of"),
        ("Almost half of the members voted", "Some 40 percent of the members voted", None),
        ("The voters came", "40 percent of the members voted", None),
    ],
)
def test_some_are_not_all(claim: str, sentence: str, cue: str | None) -> None:
    assert some_as_all(claim, sentence) == cue


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("Most members supported the plan", PLAN, ("most", "some")),
        ("Some members wanted time, but most supported the plan", PLAN, ("most", "some")),
        ("Most members wanted more time", PLAN, None),
        ("Not all schools were closed", "No school was closed", ("not all", "no")),
        ("Only a few residents came", "Few residents came", None),
        ("A few residents came", "Few residents came", ("few", "Few")),
        ("One of the judges signed", "Each of the judges signed", ("one", "each")),
        ("One should go", "Everyone should go", None),
        ("At most 40 came", "Some came late", None),
        ("Most agreed they had no way back", "Most agreed they had no way back", None),
        ("Most birds sing", "All dogs bark", None),
    ],
)
def test_few_are_not_most(claim: str, source: str, found: tuple[str, str] | None) -> None:
    got = another_quantity(claim, source)
    assert got == (found and tuple(word.lower() for word in found))


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("Sales of diesel cars rose", CARS, ("rose", "fell")),
        ("Sales of electric cars fell", CARS, ("fell", "rose")),
        ("Sales of diesel cars fell, those of electric cars rose", CARS, None),
        ("Wages fell in the north", "Wages went up in the north", ("fell", "rose")),
        ("Wages did not fall in the north", "Wages went up in the north", None),
        ("Fish numbers halved", "The number of fish doubled", ("halved", "doubled")),
        (
            "Moe was convicted of fraud",
            "Moe was acquitted of fraud, but convicted of perjury",
            ("convicted", "acquitted"),
        ),
        ("Vell beat Osk on Sunday", "Osk beat Tunn on Saturday and lost to Vell on Sunday", None),
        ("Summers in Graz are warmer than in Wien", SUMMERS, ("warmer", "cooler")),
        ("Summers in Linz are cooler than in Graz", SUMMERS, None),
        ("It is cooler in Graz", SUMMERS, None),
        ("More came than in May", "Far fewer came than in May", ("more", "fewer")),
        (
            "It reopened before experts approved it",
            "It reopened once experts approved it",
            ("before", "once"),
        ),
        ("Experts approved it before it reopened", "It reopened after experts approved it", None),
        ("He did not leave before the vote", "He left after the vote", None),
        ("The claim was true", "The claim that he left was false", ("true", "false")),
        ("Bread fell", "The price of oil rose", None),
    ],
)
def test_opposites_are_told_apart(claim: str, source: str, found: tuple[str, str] | None) -> None:
    assert turned_round(claim, source) == found


def test_words_of_one_side_are_no_opposites() -> None:
    assert opposed("rose", "fell")
    assert not opposed("fell", "dropped")


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        (
            "It shut because of the storm",
            "It shut because of cracks, not because of the storm.",
            True,
        ),
        (
            "It shut because of cracks, not because of the storm",
            "It shut because of cracks, not because of the storm.",
            False,
        ),
        (
            "It shut because of the storm",
            "Ada said it shut not because of the storm. Bo said it shut because of the storm.",
            False,
        ),
        (
            "Rule for the long term rather than for profit",
            "Rule for the long term rather than for profit.",
            False,
        ),
        ("Rule for profit", "Rule for the long term rather than for profit.", True),
        ("It shut because of it", "It shut not because of him.", False),
    ],
)
def test_a_denied_part_is_not_stated(claim: str, source: str, found: bool) -> None:
    assert (denied_part(claim, source) is not None) == found


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("Reis did not answer", "Reis did not answer until 4 a.m.", "until"),
        ("Reis did not answer before 4 a.m.", "Reis did not answer until 4 a.m.", None),
        ("Reis did not come", "Reis did not answer until 4 a.m.", None),
        ("Reis did not answer", "Until then he did not answer", None),
        ("Reis did not answer", "Reis waited until 4 a.m.", None),
    ],
)
def test_an_until_is_not_lost(claim: str, source: str, found: str | None) -> None:
    assert lost_until(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("The largest lake", "The second-largest lake", ("largest", "second-largest")),
        ("The largest lake", "One of the largest lakes", ("largest", "One of the largest")),
        ("One of the largest lakes", "The largest lake", None),
        ("The 2nd largest lake", "The largest lake", ("2nd largest", "largest")),
        ("The second-largest lake", "The second largest lake", None),
        ("The oldest lake", "The largest lake", None),
    ],
)
def test_the_second_is_not_the_first(claim: str, source: str, found: object) -> None:
    assert another_rank(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "sentences", "changed"),
    [
        (
            "Rents are higher in Bergen than in Oslo",
            ["Rents in Bergen are higher than in Oslo, but lower than in Tromso"],
            False,
        ),
        (
            "Berg hired Aas in 2015 in Osk",
            ["Berg hired Aas in 2010 in Osk, and in 2015 Berg left"],
            True,
        ),
        (
            "In 2015 Lunde hired Aas",
            ["Berg hired Lunde in 2010, and Lunde hired Aas in 2015"],
            False,
        ),
        ("The climbers were not hurt", ["None of the climbers was hurt"], False),
        ("Tann urged Tann to stay", ["Tann urged Holm to stay"], True),
        ("The mill was sold to Ada", ["The mill was sold to Bo"], True),
    ],
)
def test_another_clause_may_say_so(claim: str, sentences: list[str], changed: bool) -> None:
    assert (changed_slot(claim, sentences) is not None) == changed


def test_a_pronoun_and_a_day_are_nobody_added() -> None:
    given = ["The council gave her a medal for her work."]
    claim = "The council gave her a medal for her work to Ana Rojas"
    assert added_party(claim, given, "Ana Rojas came.") is None
    assert added_party(claim, given) == "to Ana Rojas"
    assert added_party("The yard was closed by Monday", ["The yard was closed"]) is None


def test_people_to_whom_it_was_said_are_somebody_added() -> None:
    given = ["“We rang twice,” Holm said."]
    claim = "The guards gave a warning to the people of Osk"
    assert added_party(claim, given) == "to the people of Osk"
    assert added_party(claim, ["“We rang twice for all of Osk,” Holm said."]) is None
