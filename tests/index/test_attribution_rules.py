"""Planted examples: whom a speaker's words mean, and what is no statement at all."""

import pytest
from attributions import attributed, chains

from index.types import Stance

# text, the speakers of its last sentence
CHAINS = {
    "called-a-verdict": (
        "Ines Calder, who runs the port, called the sale a blunder.",
        ("Ines Calder",),
    ),
    "described-as": ("Ines Calder described the sale as a blunder.", ("Ines Calder",)),
    "dismissed-as": ("The board dismissed the claim as a rumour.", ("The board",)),
    "praised-as": ("Ann Holt praised the crew as an example.", ("Ann Holt",)),
    "accused-of": (
        "The union, which left the talks, accused the board of hiding the figures.",
        ("The union",),
    ),
    "put-the-figure-at": ("Ann Holt put the loss of the port at nine million.", ("Ann Holt",)),
    "adverb-before-verb": ("The board therefore puts the loss at nine.", ("The board",)),
    "everyone-who-wished": (
        "Ann Holt said that she would invite everyone who wished to speak.",
        ("Ann Holt",),
    ),
    "trailing-participle": (
        "The accords were signed at noon, but Ann Holt said they would fail, suggesting a trick.",
        ("Ann Holt",),
    ),
    "nobody-inside": ("Ann Holt said that nobody told her about it.", ("Ann Holt",)),
    "no-crew-inside": (
        "Ann Holt said that no captain and no pilot had warned her.",
        ("Ann Holt",),
    ),
    "coordinated-verbs": (
        "But former harbor minister Ann Holt sailed to Oslo and urged Lund not to give in, "
        "said the union did not want to sell, and the sale collapsed.",
        ("Ann Holt",),
    ),
    "agreed-to-inside": (
        "Ann Holt said that the owners had agreed to repair the quay.",
        ("Ann Holt",),
    ),
    "asked-who": (
        "Ann Holt came late. Asked who had told her so, she said that she forgot.",
        ("Ann Holt",),
    ),
    "as-at-the-end": (
        "Ann Holt assumed that the quay closes in May, as the port has announced.",
        ("Ann Holt",),
    ),
    "as-alone": ("The quay closes in May, as Ann Holt says.", ("Ann Holt",)),
    "pointed-out-herself": (
        "The error by Ann Holt was small, as she herself pointed out.",
        ("Ann Holt",),
    ),
    "name-after-description": (
        "“It is old,” said the head of the port, Rafe Under, who came in May.",
        ("Rafe Under",),
    ),
    "name-with-place": (
        "The envoy, Lena Oster of Norden, would say only that the talks go on.",
        ("Lena Oster",),
    ),
    "told-so-by": (
        "The Norden Gazette says that it was told so by two port clerks.",
        ("The Norden Gazette", "two port clerks"),
    ),
    "main-verb-over-relative": (
        "Two clerks, who asked not to be named, told us that it is closed.",
        ("Two clerks",),
    ),
    "number-before-subject": (
        "For the other 5 million the port has asked the city for help.",
        ("the port",),
    ),
    "lifeless-figure": (
        "Ann Holt said that the lower figure assumed that it rains.",
        ("Ann Holt",),
    ),
    "people-briefed": (
        "People briefed on the sale said that it is off.",
        ("People briefed on the sale",),
    ),
    "asked-behind-a-parenthesis": (
        "Ann Holt, leaving the hall, asked the Oslo crowd “Who will pay?”",
        ("Ann Holt",),
    ),
    "like-another": ("Like Lund, Ann Holt rejected it, arguing that it is late.", ("Ann Holt",)),
    "period-before-name": (
        "Last month, Ann Holt, a teacher, revealed that it is closed.",
        ("Ann Holt",),
    ),
}


@pytest.mark.parametrize(("text", "speakers"), CHAINS.values(), ids=CHAINS.keys())
def test_exact_chain(text, speakers):
    assert chains(text)[-1] == speakers


def test_main_verb_is_the_cue_where_the_relative_clause_has_one_too():
    text = "Two clerks, who asked not to be named, told us that it is closed."
    assert attributed(text)[-1].cue == "told"


OWN_VOICE = {
    "plain": "The bridge closed on Monday.",
    "reportedly": "The firms reportedly agreed that the bridge is closed.",
    "headline": "City Wants to Close the Bridge",
    "headline-with-cue": "Mayor says bridge is closed",
    "scare-quotes": "The allies will help the city for “as long as it takes.”",
    "added-eggs": "Ann Holt added two eggs.",
    "report-as-noun": "The report of the port is long.",
    "claims-as-noun": "Ann Holt’s claims were wrong.",
    "said-in-a-noun": "The aforesaid contract ended.",
    "plans-as-noun": "The plans for the bridge changed.",
    "passive": "The bridge is expected to close.",
    "is-believed": "The bridge is believed to be safe.",
    "infinitive": "It is hard to say that the bridge is safe.",
    "first-person": "I think the bridge is ugly.",
    "aside": "The crowd grew after Ann Holt said so.",
    "title-of-a-work": "The film “Long Way Home” opened in May.",
    "actor-shows": "The clerk showed the room.",
    "list-introduced": "Ann Holt has three plans:",
    "asked-passive": "Ann Holt was asked to leave.",
}


@pytest.mark.parametrize("text", OWN_VOICE.values(), ids=OWN_VOICE.keys())
def test_own_voice(text):
    assert attributed(text)[-1] is None


NO_STATEMENT = {
    "declined-to-comment": "A spokesman for the port declined to comment on the sale.",
    "refused-to-answer": "Ann Holt refused to answer.",
    "would-not-say": "Ann Holt would not say who will pay.",
    "did-not-say": "Ann Holt did not say that it is closed.",
    "has-not-confirmed": "The port has not confirmed the sale.",
    "neither-has": "Neither board has confirmed the sale.",
    "neither-of-two": "Neither the mayor nor the governor said a word.",
    "neither-nor": "Ann Holt neither confirmed nor denied the sale.",
    "did-not-deny": "Ann Holt did not deny it.",
    "object-relative": "The city may pay the five million that the port has asked for.",
    "according-to-plan": "The quay will open in May, according to plan.",
    "read-as": "The port read it as a threat.",
    "called-a-meeting": "Ann Holt called the board a week ago.",
    "put-at": "Ann Holt put the boat at anchor.",
    "trust-who": "I trust Ann Holt, who has never told me a lie.",
}


@pytest.mark.parametrize("text", NO_STATEMENT.values(), ids=NO_STATEMENT.keys())
def test_no_statement(text):
    assert attributed(text)[-1] is None


# text, the speakers of its last sentence
REFERENCES = {
    "subject-without-cue-beats-speaker": (
        "Joss Winter said that it is late.\n\nInes Calder, who runs the port, left the hall.\n\n"
        "“It was cold,” she said.",
        ("Ines Calder",),
    ),
    "gender-is-learned": (
        "Joss Winter said that it is late. “We sang,” he said. Ines Calder left the hall. "
        "“It was cold,” she said. “I froze,” he said.",
        ("Joss Winter",),
    ),
    "equal-standing": ("Ines Calder and Joss Winter met. “It is late,” she said.", None),
    "equal-standing-known-gender": (
        "Anna Berg and Peter Lund met. “It is late,” she said.",
        ("Anna Berg",),
    ),
    "unnamed-beats-farther-named": (
        "Peter Lund said that it is late. “Rain teaches,” said one diplomat. "
        "He believes that the sides are close.",
        ("one diplomat",),
    ),
    "spokeswoman-is-no-he": (
        "Peter Lund said that it is late. A spokeswoman said that it is early. He said no.",
        ("Peter Lund",),
    ),
    "only-person-of-the-sentence-before": (
        "Peter Lund said that it is late.\n\nThe order was given by Captain Ivo Stern. "
        "He said that he was afraid.",
        ("Captain Ivo Stern",),
    ),
    "apposed-subject": (
        "One member of the board, Dr. Elke Moss, dissents. In her opinion the toll is low.",
        ("Dr. Elke Moss",),
    ),
    "in-his-view": (
        "Peter Lund left the talks in May. In his view the toll is low.",
        ("Peter Lund",),
    ),
    "in-the-documents-view": ("In my view the toll is low.", None),
    "according-to-him": (
        "Peter Lund left the talks. According to him, the toll is low.",
        ("Peter Lund",),
    ),
    "according-to-them": (
        "Two port clerks said it is open. According to them, it was Lund who paid.",
        ("Two port clerks",),
    ),
    "one-of-the-two": (
        "Two port clerks said it is open.\n\n“He paid,” one of the two said.",
        ("one of the two port clerks",),
    ),
    "the-other": (
        "Two port clerks said it is open. One of them said that it was late. "
        "The other said that it was cold.",
        ("the other of the two port clerks",),
    ),
    "the-two": (
        "Two port clerks said it is open. The two said that it was late.",
        ("Two port clerks",),
    ),
    "one-of-nobody": ("The gates were open. One of them said that it was late.", None),
    "the-other-of-nobody": ("The gates were open. The other said that it was late.", None),
    "both-of-an-uncounted-group": (
        "Residents said that it shakes. Both said that it is old.",
        ("Both",),
    ),
    "it-is-the-body-before": (
        "The committee has no reason to doubt this. It notes that the toll is low.",
        ("The committee",),
    ),
    "who-comes-later": ("Peter Lund left. While he said no, Tom Hale paid.", None),
}


@pytest.mark.parametrize(("text", "speakers"), REFERENCES.values(), ids=REFERENCES.keys())
def test_whom_the_words_mean(text, speakers):
    assert chains(text)[-1] == speakers


def test_told_the_publisher_by_its_short_name_adds_no_outlet():
    text = "Officials told the Gazette that the bridge is closed."
    assert attributed(text, publisher="Norden Gazette")[-1].speakers == ("Officials",)
    assert attributed(text, publisher="Oslo Herald")[-1].speakers == ("the Gazette", "Officials")


def test_quotation_of_a_second_speaker_is_not_the_firsts():
    text = "Ann Holt said it is old; a port clerk said that it is “a good old bridge.”"
    assert attributed(text)[-1].speakers == ("Ann Holt",)
    assert not attributed(text)[-1].direct


def test_what_a_person_suggests_is_no_finding():
    assert attributed("Ann Holt suggested that the port mend it.")[-1].stance is Stance.SUGGESTED
