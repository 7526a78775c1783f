"""Planted examples: acts, attitudes and nouns that tell an opinion, and where they do not."""

import pytest

from index.attribution import attribute
from index.forms import concise
from index.names import may_have_opinions
from index.sentences import sentence_spans
from index.types import Stance

REPORT = (
    "Ann Holt said that the quay is old. “It leaks,” Tom Hale said. "
    "The board argued that it is safe. According to a clerk, nobody paid. "
    "Residents told the Norden Gazette that it shakes. The rain fell. The boats left. It was late. "
)
"""A report of what people say: only there is every deed an opinion."""


def attributed(text, **options):
    spans = sentence_spans(text)
    return attribute(text, spans, **options)


def in_report(sentence):
    return attributed(REPORT + sentence)[-1]


# the last sentence of a report, its speakers, cue and stance
DEEDS = {
    "attitude": ("The union embraced the sale.", ("The union",), "embraced", "thinks"),
    "attack": ("Holt ridiculed the plan of the port.", ("Ann Holt",), "ridiculed", "claimed"),
    "demand": ("The court ordered the port to pay.", ("The court",), "ordered", "asked"),
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
        "Ines Calder, the head of the port, on Monday defended the sale.",
        ("Ines Calder",),
        "defended",
        "thinks",
    ),
    "behind-a-relative-clause": (
        "Ines Calder, who runs the port, embraced the plan.",
        ("Ines Calder",),
        "embraced",
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


TRANSCRIPT = (
    "The debate of Norden\n\n"
    "EDITH BRANDT: Is the quay safe?\n\n"
    "TOM HALE: I think it is. We have tested it.\n\n"
    "BRANDT: Ann Holt said that it leaks.\n\n"
    "HALE: She is wrong."
)


def test_turns_of_a_transcript():
    found = [a.speakers if a else None for a in attributed(TRANSCRIPT)][-5:]
    assert found == [
        ("Edith Brandt",),
        ("Tom Hale",),
        ("Tom Hale",),
        ("Edith Brandt", "Ann Holt"),
        ("Tom Hale",),
    ]


def test_answers_of_an_interview_are_the_persons_in_its_title():
    text = (
        "Mayor Edith Brandt on the quay\n\n"
        "Q: Is it safe?\n\nA: It is. It was tested.\n\nQ: Who paid?\n\nA: The town did."
    )
    found = [a.speakers if a else None for a in attributed(text)]
    assert found[-2:] == [None, ("Mayor Edith Brandt",)]


def test_one_labelled_line_makes_no_transcript():
    text = "The quay is safe.\n\nCorrection: The quay is old.\n\nThe town paid."
    assert [a for a in attributed(text) if a] == []
