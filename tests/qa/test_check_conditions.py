"""Conditions, exceptions and plans: what a statement must keep of them, and how it may say it."""

from __future__ import annotations

import pytest
from passages import passage

from qa.checking.check import Checker
from qa.checking.conditions import lost_condition
from qa.checking.denials import is_denied
from qa.checking.exceptions import lost_exception
from qa.checking.omissions import left_out
from qa.checking.origins import another_origin
from qa.checking.strength import overstated
from qa.checking.unreal import unreal_deed
from qa.checking.whether import left_open
from qa.checking.wishes import deeds, sentences
from qa.language.polarity import turned_word
from qa.language.terms import is_past
from qa.types import Claim, Label, Rejection, RejectionReason, Statement

HERD = "The farm will sell its herd if milk prices stay below 30 cents."
RAIN = "Unless it rains this month, the reservoir will be empty by August."
STRIKE = "The union will call off the strike only if the firm withdraws the new rota."
DOGS = "Visitors may bring dogs into the park provided that they are kept on a lead."
LETTER = "No visitor can enter the archive without a letter from the dean."
LOAN = "The loan must be repaid by June, or the bank will seize the house."
SHOPS = "Shops may open on Sundays, but only if they employ fewer than twelve people."
FERRIES = "All ferries except the night boat to Ula were cancelled on Sunday."
ROADS = "With the exception of Hill Street, every road into the village was open by noon."
TRAM = "The city intends to build a tram line to the harbour and is weighing closing two car parks."
SILOS = "The dean suggested that the college replace its old boilers and plant 200 trees."
COURT = "The court ordered the mill to pay 90,000 crowns to its former workers."
FIRE = "Police suspect the two men of setting fire to the warehouse in April."
CAPTAIN = "It is not known whether the captain warned the crew before the collision."
PIER = "Mira Holt offered to rebuild the pier, an offer that the town turned down in June."
SMOKE = "The smoke drifted from the refinery into the old quarter, while the school lay empty."
TEA = "Patients who drank the tea complained of nausea, as the clinic noted in its journal."


@pytest.mark.parametrize(
    ("source", "fair"),
    [
        (HERD, "If milk prices stay below 30 cents, the farm will sell its herd"),
        (HERD, "Should milk prices stay below 30 cents, the farm will sell its herd"),
        (RAIN, "The reservoir will be empty by August if it does not rain this month"),
        (STRIKE, "The union will not call off the strike unless the firm withdraws the new rota"),
        (DOGS, "Dogs must be kept on a lead in the park"),
        (LETTER, "Visitors need a letter from the dean to enter the archive"),
        (LOAN, "The bank will seize the house if the loan is not repaid by June"),
        (SHOPS, "Shops may open on Sundays if they employ fewer than twelve people"),
        (FERRIES, "The night boat to Ula was the only ferry that was not cancelled on Sunday"),
        (FERRIES, "Apart from the night boat to Ula, all ferries were cancelled on Sunday"),
        (ROADS, "Hill Street was not open by noon"),
        (TRAM, "The city intends to build a tram line to the harbour"),
        (TRAM, "The city may close two car parks"),
        (SILOS, "The dean suggested replacing the college's old boilers"),
        (COURT, "The mill was ordered by the court to pay 90,000 crowns to its former workers"),
        (COURT, "The mill must pay 90,000 crowns to its former workers"),
        (FIRE, "The two men are suspected of setting fire to the warehouse in April"),
        (CAPTAIN, "Whether the captain warned the crew before the collision is unclear"),
        (PIER, "In June the town turned down Mira Holt's offer to rebuild the pier"),
        (SMOKE, "Smoke from the refinery drifted into the old quarter"),
        ("The crew repaired the pump without delay in May", "The crew repaired the pump in May"),
        (
            "Neither the owner nor the tenant reported the leak",
            "The owner and the tenant did not report the leak",
        ),
        ("Few boats left the harbour on Friday", "Hardly any boats left the harbour on Friday"),
        ("Hardly any boats left the harbour on Friday", "Few boats left the harbour on Friday"),
        ("The clinic treated 25 patients in April", "In April the clinic treated only 25 patients"),
        (
            "Aid groups urged the minister to let the ship dock; Minister Neri refused.",
            "Minister Neri refused to let the ship dock",
        ),
        (
            "The firm, which wants to open a plant in Tarn, opened one in Ula last year.",
            "The firm opened a plant in Ula last year",
        ),
        (
            "The club was ordered to repay the loan in 2019 and did so in 2020.",
            "The club repaid the loan in 2020",
        ),
    ],
)
def test_what_is_kept_may_be_said_otherwise(source: str, fair: str) -> None:
    verdict = _verdict(source, fair)
    assert isinstance(verdict, Statement), verdict


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        (HERD, "The farm will sell its herd"),
        (HERD, "The farm will sell its herd unless milk prices stay below 30 cents"),
        (HERD, "The farm will sell its herd if milk prices rise above 30 cents"),
        (RAIN, "The reservoir will be empty by August"),
        (RAIN, "The reservoir will be empty by August if it rains this month"),
        (STRIKE, "The union will call off the strike"),
        (STRIKE, "The union will call off the strike unless the firm withdraws the new rota"),
        (DOGS, "Visitors may bring dogs into the park"),
        (LETTER, "No visitor can enter the archive"),
        (LETTER, "Visitors can enter the archive without a letter from the dean"),
        (LOAN, "The bank will seize the house"),
        (LOAN, "The bank will seize the house if the loan is repaid by June"),
        (SHOPS, "Shops may open on Sundays"),
        (SHOPS, "Shops that employ more than twelve people may open on Sundays"),
        (FERRIES, "All ferries were cancelled on Sunday"),
        (FERRIES, "The night boat to Ula was cancelled on Sunday"),
        (ROADS, "Every road into the village was open by noon"),
        (ROADS, "Hill Street was open by noon"),
        (TRAM, "The city has built a tram line to the harbour"),
        (TRAM, "The city is closing two car parks"),
        (SILOS, "The college replaced its old boilers"),
        (SILOS, "The college will replace its old boilers"),
        (SILOS, "The college planted 200 trees"),
        (COURT, "The mill paid 90,000 crowns to its former workers"),
        (COURT, "The mill pays 90,000 crowns to its former workers"),
        (FIRE, "The two men set fire to the warehouse in April"),
        (CAPTAIN, "The captain warned the crew before the collision"),
        (CAPTAIN, "The captain did not warn the crew before the collision"),
        (PIER, "Mira Holt rebuilt the pier"),
        (SMOKE, "The smoke drifted from the school into the old quarter"),
        (SMOKE, "The smoke drifted from the refinery into the school"),
        (TEA, "The tea caused nausea"),
        ("Nine miners were killed in the shaft", "Nine miners were murdered in the shaft"),
        (
            "Aid groups urged the minister to let the ship dock; Minister Neri refused.",
            "Aid groups refused to let the ship dock",
        ),
        (
            "Neither the owner nor the tenant reported the leak",
            "The owner reported the leak",
        ),
    ],
)
def test_what_is_lost_is_refused(source: str, wrong: str) -> None:
    verdict = _verdict(source, wrong)
    assert isinstance(verdict, Rejection), verdict
    assert verdict.reason in (RejectionReason.CONTRADICTED, RejectionReason.NOT_SUPPORTED)


@pytest.mark.parametrize(
    ("claim", "sentence", "cue"),
    [
        ("The bank will close", "The bank will close, Vik said, unless rents fall", "unless"),
        ("Rents fall", "The bank will close unless rents fall", None),
        ("The dam holds", "If it snows then the dam holds", "if"),
        ("He said the dam holds", "He said that, if it snows, the dam holds", "if"),
        ("The dam may break", "If it snows, the dam will break", None),
        ("The trail will open", "The trail will open, provided the ground is frozen", "provided"),
        ("The food is there", "The food is there, provided by the town", None),
        ("A child may leave", "Only if both parents agree may a child leave", "only if"),
        ("Boats sank", "Hundreds, if not thousands, of boats sank", None),
        ("She left early", "She left early, even if few knew it", None),
        ("He will stay", "Asked if she knew it, Holm said he will stay", None),
        ("The bus leaves hourly", "If you want caves, take the bus, which leaves hourly", None),
        ("Crops will fail", "Without rain, crops will fail", "without"),
        ("The bank will close if the town pays rent", f"{HERD} ", None),
        (
            "The bank will close unless the town pays the rent",
            "The bank will close unless the town pays half of the rent",
            "half of",
        ),
        (
            "It opens if more than ten come",
            "It opens if more than ten and fewer than forty come",
            None,
        ),
        ("The pact goes on", "The pact goes on unless one of them objects", "unless"),
        ("It will close", "It is open, but it will close if sales drop", "if"),
        ("It is open in May", "It is open in May, but if sales drop it will close", None),
    ],
)
def test_lost_conditions(claim: str, sentence: str, cue: str | None) -> None:
    assert lost_condition(claim, sentence) == cue


@pytest.mark.parametrize(
    ("claim", "sentence", "cue"),
    [
        ("No region met its goal", "Every region except Ula met its goal", "except"),
        ("No region except Ula met its goal", "Every region except Ula met its goal", "except"),
        ("Every region but Ula met its goal", "Every region except Ula met its goal", None),
        ("Ula met its goal", "Every region except Ula met its goal", "except"),
        ("Ula missed its goal", "Every region except Ula met its goal", None),
        ("The cook was awake when it rang", "All but him except the cook slept as it rang", None),
        ("The fee is low", "Every region except Ula met its goal", None),
        ("Regions met", "Some regions except Ula met", None),
        ("It is open daily", "It is open daily except on Mondays and charges 12 crowns", "except"),
        ("It is open on Mondays", "It is open daily except on Mondays and costs 12", "except"),
        ("Every region met it", "Every region met it", None),
        ("None had a key", "None other than the guard had a key", "other than"),
    ],
)
def test_lost_exceptions(claim: str, sentence: str, cue: str | None) -> None:
    assert lost_exception(claim, sentence) == cue


def test_a_doubt_is_left_out() -> None:
    rumour = "The rumour that the dam had burst was false"
    assert left_out("The dam had burst", rumour) == "false"
    assert left_out("It is not so that the dam had burst", rumour) is None


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("The ferries will run again on 4 May 2023", "beginning"),
        ("The ferries will run again on 5 May 2023", None),  # another date is refused elsewhere
        ("The ferries will run again from 4 May 2023", None),
        ("The first ferries will run again on 4 May 2023", None),
        ("The return of the ferries begins on 4 May 2023", None),
    ],
)
def test_a_start_is_left_out(claim: str, word: str | None) -> None:
    for day in ("4 May 2023", "on Thursday, 4 May 2023"):
        sentence = f"The ferries will run again, step by step, beginning {day}, the harbour said."
        assert left_out(claim, sentence) == word


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("The mills will close on 4 May", "first"),
        ("The mills will close on 9 June 2023", "second"),
        ("A first mill will close on 4 May", None),
        ("The mills will close on 4 May and 9 June", None),
        ("The mills will close step by step, beginning on 4 May", None),
        ("The mills will close", None),
    ],
)
def test_which_of_several_is_left_out(claim: str, word: str | None) -> None:
    both = "The first mill will close on 4 May, the second on 9 June 2023."
    assert left_out(claim, both) == word
    assert left_out(claim, "The first mill will close on 4 May, the second later.") is None


@pytest.mark.parametrize(
    ("claim", "cited", "word"),
    [
        ("The firm sold ships", "The firm plans to sell ships", "sold"),
        ("The firm sold ships", "The firm plans to sell ships. It sold them in May", None),
        ("The firm, it said, sold ships", "The firm plans to really sell ships", "sold"),
        ("The firm sells its ships", "The firm plans to sell its ships", "sells"),
        ("Sells its ships", "The firm plans to sell its ships", None),
        ("The town cut jobs", "The town wants to cut jobs", "cut"),
        ("The cut of jobs", "The town wants to cut jobs", None),
        ("The firm is to have ships sold", "The firm plans to sell ships", None),
        ("Holm wants all ships sold", "Holm asked the firm to sell ships", None),
        ("The ships were to be sold", "The firm plans to sell ships", None),
        ("The firm will sell ships", "The firm plans to sell ships", None),
        ("The firm will sell ships", "Holm urged the firm to sell ships", "sell"),
        ("The firm will sell ships if asked", "Holm urged the firm to sell ships", None),
        ("The firm sold ships", "In order to sell ships the firm closed", None),
        ("The firm sold ships", "Holm called on the firm to sell ships", "sold"),
        ("The firm sold ships", "A conference call to sell ships was held", None),
        ("The town widened it", "The town approved a plan to widen it", None),
        ("Berg hid it", "Holm accused Berg, his aide, of hiding it", "hid"),
        ("Berg, accused of it, hid it", "Holm accused Berg of hiding it", None),
        ("The town paid", "The town should pay. It must close or sell it", "paid"),
        ("The town paid", "The town should, it seems; pay", None),
        ("The town paid", "The town should. ", None),
        ("The town paid", "The town plans to the end", None),
        ("The town paid", "Holm asked when it has to pay", None),
        ("The town paid", "Holm asked the town; it has to pay", None),
        ("The town paid", "Holm recommends that the town pay; it must", "paid"),
        ("It is selling ships", "It is considering selling ships", "selling"),
        ("The firm sold ships", "Selling ships, the firm plans to sell more", None),
        ("The firm sold ships", "The firm plans to sell ships in a hard sell", "sold"),
        ("The firm sold ships", "Holm recommends that the firm sell ships", "sold"),
        ("Thieves hid it", "Thieves are thought to have hidden it", "hid"),
        ("Thieves hid it", "The judge thought thieves hid it", None),
        ("Norway moved it", "Norway proposed raising the toll and moving it", "moved"),
        ("The firm in May sold ships", "The firm plans to sell ships", "sold"),
        ("The selling of ships", "It is considering selling ships", None),
    ],
)
def test_unreal_deeds(claim: str, cited: str, word: str | None) -> None:
    assert unreal_deed(claim, cited, cited) == word


def test_deeds_go_on_with_and() -> None:
    (tokens,) = sentences("The panel told him to sell it and hire Berg and leave")
    assert [deed.verb for deed in deeds(tokens)] == ["sel", "hire", "leav"]


@pytest.mark.parametrize(
    ("claim", "cited", "word"),
    [
        ("Thieves took it", "It is unclear whether thieves took it", "thieves"),
        ("It is unclear if thieves took it", "It is unclear whether thieves took it", None),
        ("Thieves took it", "Thieves took it, whether or not guards knew", None),
        ("He will resign", "Regardless of whether he will resign, it stays", None),
        ("Holm stays", "Asked if he would resign, Holm said he stays", None),
        ("He will resign", "Asked if he would resign, Holm said he stays", "resign"),
    ],
)
def test_what_is_left_open(claim: str, cited: str, word: str | None) -> None:
    assert left_open(claim, cited) == word


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("It came from Osk", "It came from Ula by way of Osk", None),
        ("It came from Osk", "Osk saw that it came from Ula", ("Osk", "Ula")),
        ("It came from Tarn", "It came from Ula", None),
        ("It is from Osk", "It is from Ula and not from Osk", None),
    ],
)
def test_another_origin(claim: str, source: str, found: tuple[str, str] | None) -> None:
    assert another_origin(claim, source) == found


def test_only_before_a_number_excludes_nobody() -> None:
    assert overstated("Only 25 came", "25 came") is None
    assert overstated("The only 25 came", "25 came") == "only"
    assert overstated("Only Berg came", "Berg came") == "only"


@pytest.mark.parametrize(
    ("claim", "source", "word"),
    [
        ("They feared a collapse", "They feared that the bridge would collapse", None),
        ("The pump was not mended", "The crew mended the pump without delay", "mend"),
        ("It was not late", "The crew mended the pump without it being late", None),
        ("Had it rained, weirs would fill", "If it rained, weirs would fill", None),
    ],
)
def test_nots_and_their_reach(claim: str, source: str, word: str | None) -> None:
    assert turned_word(claim, source, source) == word


def test_two_nots_are_none() -> None:
    assert is_denied("They did not pay")
    assert not is_denied("They did not refuse to pay")
    assert not is_denied("No more than 40 paid, and not only Berg")


def test_past_forms() -> None:
    assert all(map(is_past, ("sold", "ordered", "rebuilt", "Hid")))
    assert not any(map(is_past, ("sell", "selling", "death", "sales", "bed")))


def _verdict(source: str, claim: str) -> Statement | Rejection:
    told = passage(1, source)
    return Checker([told], {Label(1, 1)}).check(Claim(claim, (Label(1, 1),)))
