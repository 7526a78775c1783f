"""Planted examples: acts, attitudes and nouns that tell an opinion, and where they do not."""

import pytest
from attributions import attributed

from index.attitudes import CLEAR_VERBS, VERBS_OF_ATTITUDE
from index.forms import concise
from index.names import may_have_opinions
from index.types import Stance

REPORT = (
    "Ann Holt said that the quay is old. “It leaks,” Tom Hale said. "
    "The board argued that it is safe. According to a clerk, nobody paid. "
    "Residents told the Norden Gazette that it shakes. The rain fell. The boats left. It was late. "
)
"""A report of what people say: only there is every deed an opinion."""


def in_report(sentence):
    return attributed(REPORT + sentence)[-1]


# the last sentence of a report, its speakers, cue and stance
DEEDS = {
    "attitude": ("The union favored the sale.", ("The union",), "favored", "thinks"),
    "attack": ("Holt ridiculed the plan of the port.", ("Ann Holt",), "ridiculed", "claimed"),
    "demand": ("The court urged the port to pay.", ("The court",), "urged", "asked"),
    "adjective": (
        "Holt is not convinced that the quay will last.",
        ("Ann Holt",),
        "is not convinced",
        "thinks",
    ),
    "light-verb": ("Hale took issue with the price.", ("Tom Hale",), "took issue", "claimed"),
    "made-clear": ("Hale has made clear that he will stay.", ("Tom Hale",), "made clear", "said"),
    "would-like": ("The council would like to sell.", ("The council",), "would like", "thinks"),
    "infinitive": (
        "Holt went on to praise the crew of the ferry.",
        ("Ann Holt",),
        "praise",
        "thinks",
    ),
    "behind-an-apposition": (
        "Ines Calder, the head of the port, on Monday applauded the sale.",
        ("Ines Calder",),
        "applauded",
        "thinks",
    ),
    "behind-a-relative-clause": (
        "Ines Calder, who runs the port, supported the plan.",
        ("Ines Calder",),
        "supported",
        "thinks",
    ),
    "behind-an-opening": (
        "After months of talks in the capital, Ines Calder endorsed the plan.",
        ("Ines Calder",),
        "endorsed",
        "thinks",
    ),
    "list-of-people": (
        "Ines Calder, Joss Winter and Mayor Edith Brandt endorsed the plan.",
        ("Ines Calder, Joss Winter and Mayor Edith Brandt",),
        "endorsed",
        "thinks",
    ),
    "possessed-noun": (
        "Holt’s claim that the quay is old went round the town.",
        ("Ann Holt",),
        "claim",
        "claimed",
    ),
    "noun-by": (
        "A demand by the union that the port pay came too late.",
        ("the union",),
        "demand",
        "asked",
    ),
    "in-a-poll": (
        "Half of the town is against it in the latest Norden poll.",
        ("the latest Norden poll",),
        "in",
        "said",
    ),
}


@pytest.mark.parametrize("case", DEEDS.values(), ids=DEEDS.keys())
def test_deed_in_a_report(case):
    sentence, speakers, cue, stance = case
    found = in_report(sentence)
    assert found is not None
    assert (found.speakers, found.cue, found.stance) == (speakers, cue, Stance(stance))


NO_DEEDS = {
    "act": "Holt walked to the port.",
    "passive": "Holt was criticized in the town.",
    "lifeless": "The gates are open.",
    "impersonal": "It is hard to see the point of it.",
    "refusal": "Hale declined to discuss the price.",
    "negated": "Hale did not mention the price.",
    "noun-that-looks-like-a-verb": "The new rules for the quay last a year.",
    "hearsay": "Hale reportedly praised the plan.",
    "first-person": "We oppose the plan.",
}


@pytest.mark.parametrize("sentence", NO_DEEDS.values(), ids=NO_DEEDS.keys())
def test_no_deed(sentence):
    assert in_report(sentence) is None


ACTS = [
    "The army attacked the port in May and killed nine people.",
    "The army attacked the village on Monday.",
    "The army launched an attack on the port.",
    "The army’s attack on the port killed nine people.",
    "The council approved the budget of the port.",
    "The council banned the boats.",
    "Police charged two men with theft.",
    "Police charged a man who was at the port.",
    "Police cited two drivers for speeding.",
    "The court ordered the port to pay.",
    "The bank ordered nine boats.",
    "The board published its accounts in May.",
    "The board offered nine jobs to sailors.",
    "The board signed the treaty.",
    "The navy blocked the port.",
    "The army took positions on the hill.",
    "Rebels posed a threat to the port.",
    "The rebels contended for the port.",
    "The team pushed for a fourth goal.",
    "The team conceded three goals.",
    "The club dismissed its captain.",
    "The company recalled nine boats.",
    "The hospital admitted nine people.",
    "The village boasts a tower.",
    "A man threatened a clerk with a knife.",
    "Holt backed the car into the gate.",
    "Holt slammed the door.",
    "Holt claimed the prize.",
    "Holt embraced her daughter.",
    "Holt welcomed guests at the door.",
]
"""What people do without a word, in a report of what people say."""


@pytest.mark.parametrize("sentence", ACTS)
def test_act_is_no_speech(sentence):
    assert in_report(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The river claimed nine lives.",
        "The storm threatened the coast.",
        "The storm threatened to flood the coast.",
        "The heavy rains in the north promised to last.",
        "The dam opposed the river.",
    ],
)
def test_lifeless_things_say_nothing(sentence):
    assert in_report(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Holt claimed that the quay is old.", "claimed"),
        ("Holt admitted that the quay is old.", "confirmed"),
        ("Holt slammed the plan as a waste of money.", "claimed"),
        ("Holt dismissed the plan as a waste of money.", "denied"),
        ("Holt threatened to close the quay.", "promised"),
        ("Holt opposed the sale.", "claimed"),
        ("Holt apologized to the crew.", "confirmed"),
    ],
)
def test_speech_beside_such_acts(sentence, stance):
    found = in_report(sentence)
    assert (found.speakers, found.stance) == (("Ann Holt",), Stance(stance))


@pytest.mark.parametrize("citing", ["The Norden Gazette cited", "The study cited"])
def test_a_paper_that_cites_is_the_outer_speaker(citing):
    found = in_report(citing + " sailors who have said that the quay is old.")
    assert found.speakers == (citing.removesuffix(" cited"), "sailors")


def test_every_clear_verb_is_one_of_speech_or_attitude():
    assert set(VERBS_OF_ATTITUDE) >= CLEAR_VERBS


ENCYCLOPEDIC = (
    "The port lies in the north. It was built in 1902. The town grew around it. "
    "Ships call there twice a week. The quay is made of stone. It is long. The sea is deep. {}"
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The board introduced a new crane.",
        "The museum shows the history of the port.",
        "The union backed a team of rowers.",
    ],
)
def test_no_report_no_deed(sentence):
    assert attributed(ENCYCLOPEDIC.format(sentence))[-1] is None


def test_clear_opinion_counts_in_any_document():
    found = attributed(ENCYCLOPEDIC.format("Ann Holt opposed the new crane."))[-1]
    assert found.speakers == ("Ann Holt",)


def test_deed_holds_what_its_object_says():
    found = in_report("Hale praised a study that shows a profit.")
    assert found.speakers[0] == "Tom Hale"


def test_statement_in_an_aside_counts_where_it_is_most_of_the_sentence():
    text = "It began when Ann Holt said that the quay of the old port would close in May."
    assert attributed(text)[-1].speakers == ("Ann Holt",)
    assert attributed("The long talks on the quay ended after Ann Holt said so.")[-1] is None


# text, the speakers of its last sentence
SUBJECTS = {
    "between-commas-before-a-quote": (
        "In an interview, Ines Calder, a former head of the port, said Holt “was there” in May.",
        ("Ines Calder",),
    ),
    "reduced-relative": (
        "A poll released on Sunday by the Norden Gazette shows a close race.",
        ("A poll released on Sunday by the Norden Gazette",),
    ),
    "reduced-relative-behind-a-name": (
        "A poll from Norden Law School released on Sunday found that Calder leads.",
        ("A poll from Norden Law School",),
    ),
    "relative-without-comma": (
        "Managers who have worked with Holt say that she is fair.",
        ("Managers who have worked with Holt",),
    ),
    "dateline-without-agency": ("OSLO — Ines Calder said that it is closed.", ("Ines Calder",)),
    "two-weeks-ago": ("The ministry two weeks ago said that it is closed.", ("The ministry",)),
    "passive-question": (
        "Ines Calder was asked by a caller why it is closed.",
        ("a caller",),
    ),
    "with-some-saying": (
        "The race is close, with some polls indicating that Calder leads.",
        ("some polls",),
    ),
    "as-x-noted-at-the-start": (
        "But as Ines Calder noted, the quay is old.",
        ("Ines Calder",),
    ),
    "wrong-closing-mark": ("“It is closed,“ said Ines Calder, a clerk.", ("Ines Calder",)),
    "initial": ("The head of the port, Ines B. Calder, said it is old.", ("Ines B. Calder",)),
    "both": (
        "Ines Calder and Joss Winter have both argued that it is old.",
        ("Ines Calder and Joss Winter",),
    ),
    "number-with-comma": ("At least 21,000 said they would come.", ("At least 21,000",)),
}


@pytest.mark.parametrize(("text", "speakers"), SUBJECTS.values(), ids=SUBJECTS.keys())
def test_whose_words(text, speakers):
    assert attributed(text)[-1].speakers == speakers


NO_SUBJECTS = {
    "plural-noun": "The town closed after the terrorist attacks, which were many.",
    "adverb": "Essentially, so it was.",
    "all-told": "All told, the port lost nine million.",
}


@pytest.mark.parametrize("text", NO_SUBJECTS.values(), ids=NO_SUBJECTS.keys())
def test_nobodys_words(text):
    assert attributed(text)[-1] is None


# a speaker as the text names him, and as he is shown
SHOWN = {
    "Democratic nominee Ann Holt": "Ann Holt",
    "South Norden Rep. Tom Hale (D-VT)": "Rep. Tom Hale (D-VT)",
    "former Prime Minister Ann Holt": "Ann Holt",
    "Prime Minister Ann Holt": "Prime Minister Ann Holt",
    "Vice President Ann Holt": "Vice President Ann Holt",
    "U.S. District Judge Ann B. Holt": "Ann B. Holt",
    "Senate Majority Whip Tom Hale (D-VT)": "Tom Hale (D-VT)",
    "port spokeswoman Ines Calder": "Ines Calder",
    "Republican National Committee": "Republican National Committee",
    "a poll by Norden Research": "a poll by Norden Research",
    "a spokesman for Mayor Ann Holt": "a spokesman for Mayor Ann Holt",
    "two people familiar with the matter": "two people familiar with the matter",
    "the Norden Gazette": "the Norden Gazette",
}


@pytest.mark.parametrize(("speaker", "shown"), SHOWN.items(), ids=SHOWN.keys())
def test_concise_speaker(speaker, shown):
    assert concise(speaker) == shown


@pytest.mark.parametrize(
    ("speaker", "may"),
    [
        ("the board", True),
        ("most voters", True),
        ("the latest poll", True),
        ("Ann Holt", True),
        ("the gates", False),
        ("the growth", False),
        ("the price of oil", False),
    ],
)
def test_who_may_have_opinions(speaker, may):
    assert may_have_opinions(speaker) is may


@pytest.mark.parametrize(
    "view", ["In ’s view, ", "In 's view, ", "In s’ words, ", "In ' 's words, "]
)
def test_a_possessive_that_nobody_owns(view):
    assert len(attributed(view + "the plan has failed.")) == 1
