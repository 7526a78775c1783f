"""Planted interviews and debates, and labelled lines that nobody speaks."""

import pytest
from attributions import attributed, chains

TRANSCRIPT = (
    "The debate of Norden\n\n"
    "EDITH BRANDT: Is the quay safe?\n\n"
    "TOM HALE: I think it is. We have tested it.\n\n"
    "BRANDT: Ann Holt said that it leaks.\n\n"
    "HALE: She is wrong."
)


def test_turns_of_a_transcript():
    found = chains(TRANSCRIPT)[-5:]
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
    found = chains(text)
    assert found[-2:] == [None, ("Mayor Edith Brandt",)]


def test_one_labelled_line_makes_no_transcript():
    text = "The quay is safe.\n\nCorrection: The quay is old.\n\nThe town paid."
    assert [a for a in attributed(text) if a] == []


NO_TRANSCRIPTS = {
    "findings": (
        "The quay\n\nFinding: The wall leaks.\n\nIt was built in 1954.\n\n"
        "Recommendation: Replace the drain.\n\nFinding: The gate is rusty.\n\n"
        "It is opened twice.\n\nRecommendation: Paint the gate."
    ),
    "findings-in-capitals": (
        "The quay\n\nFINDING: The wall leaks.\n\nREMEDY: Replace the drain.\n\n"
        "FINDING: The gate is rusty.\n\nREMEDY: Paint the gate."
    ),
    "days": (
        "Hours\n\nMonday: 9 to 5\n\nTuesday: 9 to 4\n\nWeekend: closed\n\n"
        "Monday: nobody is in at noon\n\nThe museum has 4 rooms."
    ),
    "outline": (
        "Appeal of Ann Holt\n\nI. First ground\n\nA. Background\n\nThe court sat in May.\n\n"
        "II. Second ground\n\nA. The law\n\nThe statute is clear.\n\n"
        "III. Third ground\n\nA. Costs\n\nCosts follow the event."
    ),
    "risks": "Report\n\nRisk: Water.\n\nRisk: Fire.\n\nStrength: cheap.\n\nIt employs 40 people.",
    "title-that-is-an-adjective": (
        "Report\n\nMajor Risk: Water.\n\nMajor Risk: Fire.\n\nGeneral Remark: Old.\n\nIt is dry."
    ),
}


@pytest.mark.parametrize("text", NO_TRANSCRIPTS.values(), ids=NO_TRANSCRIPTS.keys())
def test_labels_of_things_make_no_transcript(text):
    assert [found for found in attributed(text) if found] == []


def test_a_turn_ends_at_the_title_of_a_section():
    text = TRANSCRIPT + "\n\nThe history of the quay\n\nThe quay was built in 1902."
    assert attributed(text)[-1] is None


def test_a_turn_ends_at_a_label_that_nobody_speaks():
    text = TRANSCRIPT + "\n\nCorrection: The quay is old. It was built in 1902."
    assert attributed(text)[-1] is None


def test_names_found_elsewhere_speak():
    text = (
        "The quay\n\nJoss Winter met Ines Calder in May.\n\n"
        "Calder: The quay is old.\n\nWinter: It was built in 1902.\n\nCalder: It leaks."
    )
    found = chains(text)
    assert found[-3:] == [("Ines Calder",), ("Joss Winter",), ("Ines Calder",)]


def test_a_role_speaks():
    text = (
        "Moderator: Who paid?\n\nHOLT: The town did.\n\nModerator: When?\n\nHOLT: We paid in May."
    )
    found = chains(text)
    assert found == [("Moderator",), ("Holt",), ("Moderator",), ("Holt",)]


HEADLINES = {
    "surname-that-the-text-gives-in-full": ("Calder: The quay is old", ("Ines Calder",)),
    "word-that-the-text-writes-small": ("Repair: The quay is old", None),
}


@pytest.mark.parametrize(("headline", "speakers"), HEADLINES.values(), ids=HEADLINES.keys())
def test_label_of_a_headline(headline, speakers):
    text = headline + "\n\nInes Calder met the Quay Repair in May. The repair was long."
    found = attributed(text)[0]
    assert (found.speakers if found else None) == speakers
