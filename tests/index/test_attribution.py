"""Planted examples: who says a sentence, by which words, and how."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attribution import attribute
from index.sentences import sentence_spans
from index.types import Stance

LEAD = (
    "Mayor Edith Brandt met Sen. Tom Hale (D-VT) and NATO Secretary-General Jens Falk on Monday. "
)
"""A first sentence that says nobody's words, but names people in full."""


def attributed(text, **options):
    spans = sentence_spans(text)
    return list(zip([s.of(text) for s in spans], attribute(text, spans, **options), strict=True))


def last(text, **options):
    return attributed(text, **options)[-1][1]


# sentence, speakers, cue, stance, direct, named
PLANTED = {
    "x-said-that": (
        "Ann Holt said that the bridge is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "x-said": ("Ann Holt said the bridge is closed.", ("Ann Holt",), "said", "said", False, True),
    "x-says": ("Ann Holt says the bridge is closed.", ("Ann Holt",), "says", "said", False, True),
    "quotation-x-said": (
        "“The bridge is closed,” Ann Holt said.",
        ("Ann Holt",),
        "said",
        "said",
        True,
        True,
    ),
    "quotation-said-x": (
        "“The bridge is closed,” said Ann Holt.",
        ("Ann Holt",),
        "said",
        "said",
        True,
        True,
    ),
    "straight-quotation": (
        '"The bridge is closed," said Ann Holt.',
        ("Ann Holt",),
        "said",
        "said",
        True,
        True,
    ),
    "question-x-asked": (
        "“Is the bridge closed?” asked Ann Holt.",
        ("Ann Holt",),
        "asked",
        "asked",
        True,
        True,
    ),
    "content-said-x": (
        "The bridge is closed, said Ann Holt.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "content-x-said": (
        "The bridge is closed, Ann Holt said.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "said-x-with-role": (
        "“It is closed,” said Ann Holt, the head of the port.",
        ("Ann Holt",),
        "said",
        "said",
        True,
        True,
    ),
    "split-quotation": (
        "“The bridge,” Ann Holt said, “is closed.”",
        ("Ann Holt",),
        "said",
        "said",
        True,
        True,
    ),
    "who-clause": (
        "Ann Holt, who built the bridge, said it is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "role-apposition": (
        "Ann Holt, the head of the port, said the bridge is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "age-apposition": (
        "Ann Holt, 41, a teacher from Oslo, said the bridge is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "role-then-name": (
        "Her deputy, Ann Holt, said the bridge is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "title-before-name": (
        "Former Harbor Minister Ann Holt said the bridge is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "according-to-after": (
        "The bridge is closed, according to Ann Holt.",
        ("Ann Holt",),
        "according to",
        "said",
        False,
        True,
    ),
    "according-to-before": (
        "According to Ann Holt, the bridge is closed.",
        ("Ann Holt",),
        "According to",
        "said",
        False,
        True,
    ),
    "according-to-a-poll": (
        "Most people like it, according to a poll by Norden Research.",
        ("a poll by Norden Research",),
        "according to",
        "said",
        False,
        False,
    ),
    "in-the-view-of": (
        "In Ann Holt’s view, the bridge is safe.",
        ("Ann Holt",),
        "view",
        "thinks",
        False,
        True,
    ),
    "in-the-words-of": (
        "The bridge is “a disgrace to us all,” in the words of Ann Holt.",
        ("Ann Holt",),
        "in the words of",
        "said",
        True,
        True,
    ),
    "spokesman": (
        "Holt’s spokesman said the bridge is closed.",
        ("Holt’s spokesman",),
        "said",
        "said",
        False,
        False,
    ),
    "adverb-and-auxiliary": (
        "Ann Holt has repeatedly said the bridge is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "told-reporters": (
        "Ann Holt told reporters that the bridge is closed.",
        ("Ann Holt",),
        "told",
        "said",
        False,
        True,
    ),
    "told-an-outlet": (
        "Officials told the Norden Gazette that the bridge is closed.",
        ("the Norden Gazette", "Officials"),
        "told",
        "said",
        False,
        False,
    ),
    "outlet-reported-officials-say": (
        "The Norden Gazette reported that unnamed port officials say the bridge is closed.",
        ("The Norden Gazette", "unnamed port officials"),
        "say",
        "said",
        False,
        False,
    ),
    "person-said-others-believe": (
        "Ann Holt said engineers believe the bridge is safe.",
        ("Ann Holt", "engineers"),
        "believe",
        "thinks",
        False,
        False,
    ),
    "outlet-after-content": (
        "Engineers believe the bridge is safe, the Norden Gazette reported.",
        ("the Norden Gazette", "Engineers"),
        "believe",
        "thinks",
        False,
        False,
    ),
    "same-speaker-twice": (
        "Ann Holt said she thinks the bridge is safe.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "contracted-pronoun": (
        "Ann Holt said she’s convinced the bridge is safe.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "group": (
        "Residents said the bridge shakes.",
        ("Residents",),
        "said",
        "said",
        False,
        False,
    ),
    "group-with-place": (
        "But officials in the capital don’t think the bridge is safe.",
        ("officials in the capital",),
        "think",
        "thinks",
        False,
        False,
    ),
    "quoted-group": (
        "There are “pessimists” who believe the bridge will fall.",
        ("pessimists",),
        "believe",
        "thinks",
        False,
        False,
    ),
    "share-of-people": (
        "About half of the voters say the bridge is ugly.",
        ("About half of the voters",),
        "say",
        "said",
        False,
        False,
    ),
    "indefinite-person": (
        "A port official said the bridge is closed.",
        ("A port official",),
        "said",
        "said",
        False,
        False,
    ),
    "relative-clause": (
        "The toll is high, which Ann Holt said is unfair.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "thinks": ("Ann Holt thinks it is safe.", ("Ann Holt",), "thinks", "thinks", False, True),
    "believe-negated": (
        "Ann Holt does not believe that it is safe.",
        ("Ann Holt",),
        "believe",
        "thinks",
        False,
        True,
    ),
    "hopes": ("Ann Holt hopes it will open.", ("Ann Holt",), "hopes", "thinks", False, True),
    "goal": (
        "Port workers have maintained their goal is to stop the sale.",
        ("Port workers",),
        "maintained",
        "claimed",
        False,
        False,
    ),
    "claimed": (
        "Ann Holt claimed the bridge is new.",
        ("Ann Holt",),
        "claimed",
        "claimed",
        False,
        True,
    ),
    "confirmed": (
        "Ann Holt confirmed that it closed.",
        ("Ann Holt",),
        "confirmed",
        "confirmed",
        False,
        True,
    ),
    "denied": (
        "Ann Holt denied that it closed.",
        ("Ann Holt",),
        "denied",
        "denied",
        False,
        True,
    ),
    "suggested": (
        "Ann Holt suggested the city should pay.",
        ("Ann Holt",),
        "suggested",
        "suggested",
        False,
        True,
    ),
    "urged": (
        "Ann Holt urged the city to pay.",
        ("Ann Holt",),
        "urged",
        "asked",
        False,
        True,
    ),
    "promised": (
        "Ann Holt promised to pay.",
        ("Ann Holt",),
        "promised",
        "promised",
        False,
        True,
    ),
    "warned": (
        "Ann Holt warned that it may fall.",
        ("Ann Holt",),
        "warned",
        "said",
        False,
        True,
    ),
    "revealed": (
        "Ann Holt revealed that her plans were “blocked” by the port.",
        ("Ann Holt",),
        "revealed",
        "said",
        True,
        True,
    ),
    "wrote": (
        "“It is closed,” Ann Holt wrote on her page.",
        ("Ann Holt",),
        "wrote",
        "said",
        True,
        True,
    ),
    "tweeted": (
        "“It is closed,” tweeted Ann Holt.",
        ("Ann Holt",),
        "tweeted",
        "said",
        True,
        True,
    ),
    "pointed-out": (
        "Ann Holt pointed out that it is old.",
        ("Ann Holt",),
        "pointed out",
        "said",
        False,
        True,
    ),
    "participle": (
        "Ann Holt left the room, saying that it is closed.",
        ("Ann Holt",),
        "saying",
        "said",
        False,
        True,
    ),
    "second-verb": (
        "Ann Holt went to the port and urged the crew not to strike.",
        ("Ann Holt",),
        "urged",
        "asked",
        False,
        True,
    ),
    "told-by": (
        "The crew was told by Ann Holt that it is closed.",
        ("Ann Holt",),
        "told by",
        "said",
        False,
        True,
    ),
    "quoted-as-saying": (
        "Ann Holt was quoted as saying that it is closed.",
        ("Ann Holt",),
        "saying",
        "said",
        False,
        True,
    ),
    "outlet-quoted-x-as-saying": (
        "The Norden Gazette quoted Ann Holt as saying that it is closed.",
        ("The Norden Gazette", "Ann Holt"),
        "saying",
        "said",
        False,
        True,
    ),
    "sign": ("The sign read “No entry for lorries.”", ("The sign",), "read", "said", True, False),
    "name-like-an-auxiliary": (
        "Anna May, 60, a doctor, said it is closed.",
        ("Anna May",),
        "said",
        "said",
        False,
        True,
    ),
    "citing": (
        "Ann Holt, citing port records, said that it is closed.",
        ("Ann Holt", "port records"),
        "citing",
        "said",
        False,
        False,
    ),
    "mixed-marks": (
        '“It is closed," Ann Holt said.',
        ("Ann Holt",),
        "said",
        "said",
        True,
        True,
    ),
    "put-it": (
        "As Ann Holt put it, “It is closed.”",
        ("Ann Holt",),
        "put it",
        "said",
        True,
        True,
    ),
    "statement-said": (
        "“It is closed,” the statement said.",
        ("the statement",),
        "said",
        "said",
        True,
        False,
    ),
    "time-before-verb": (
        "Ann Holt last week said that it is closed.",
        ("Ann Holt",),
        "said",
        "said",
        False,
        True,
    ),
    "bill": ("The bill says that tolls may rise.", ("The bill",), "says", "said", False, False),
    "poll-shows": ("The poll shows a close race.", ("The poll",), "shows", "said", False, False),
    "dateline": (
        "OSLO (AP) — Ann Holt opposed the sale, saying that it is unfair.",
        ("Ann Holt",),
        "saying",
        "said",
        False,
        True,
    ),
    "transcript": ("ANN HOLT: The bridge is closed.", ("Ann Holt",), ":", "said", False, True),
}


@pytest.mark.parametrize("case", PLANTED.values(), ids=PLANTED.keys())
def test_planted(case):
    sentence, speakers, cue, stance, direct, named = case
    found = last(sentence)
    assert found is not None
    assert found.speakers == speakers
    assert found.cue == cue
    assert (found.stance, found.direct, found.named) == (Stance(stance), direct, named)


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
    assert last(text) is None


FOLLOWING = {
    "surname": ("Hale said it is safe.", ("Sen. Tom Hale (D-VT)",)),
    "title-and-surname": ("Sen. Hale said it is safe.", ("Sen. Tom Hale (D-VT)",)),
    "long-title": ("Falk said it is safe.", ("Secretary-General Jens Falk",)),
    "she": ("“It is safe,” she said.", ("Mayor Edith Brandt",)),
    "he-after-his-cue": (
        "Falk said it is safe. He added that it is new.",
        ("Secretary-General Jens Falk",),
    ),
    "they": ("Residents said it shakes. They said it is old.", ("Residents",)),
    "quotation-goes-on": (
        "“It is safe,” Hale added. “It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
    "quotation-after-indirect": (
        "Hale said it is safe. “It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
    "next-paragraph": (
        "“It is safe,” Hale added.\n\n“It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
    "colon-then-paragraph": (
        "Hale wrote on his page:\n\n“It is also very new.”",
        ("Sen. Tom Hale (D-VT)",),
    ),
}


@pytest.mark.parametrize(("text", "speakers"), FOLLOWING.values(), ids=FOLLOWING.keys())
def test_resolved_in_context(text, speakers):
    assert last(LEAD + text).speakers == speakers


def test_sentences_of_one_quotation_share_the_speaker_named_at_its_end():
    found = attributed("“It is over. We lost the bridge. Go home,” Ann Holt said.")
    assert [a.speakers for _, a in found] == [("Ann Holt",)] * 3
    assert all(a.direct for _, a in found)


def test_quotation_over_paragraphs_keeps_its_speaker():
    found = attributed(
        "“It is over for us,” Ann Holt said. “We lost the bridge.\n\n“We must all go home.”"
    )
    assert [a.speakers for _, a in found] == [("Ann Holt",)] * 3


def test_report_stands_for_the_outlet_named_before():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "The report said that the price was low. The Gazette report said that banks paid."
    )
    found = attributed(text)
    assert [a.speakers for _, a in found] == [("The Norden Gazette",)] * 2 + [
        ("The Norden Gazette",)
    ]


def test_report_that_cited_officials():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "The report, which cited unnamed officials, said that the price was low."
    )
    assert last(text).speakers == ("The Norden Gazette", "unnamed officials")


def test_official_in_a_run_of_the_report_speaks_through_the_outlet():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "The report said that the price was low. "
        "“We had no choice at all,” a port official said.\n\n"
        "It rained all day.\n\n“We will miss it,” the port official said."
    )
    found = [a.speakers if a else None for _, a in attributed(text)]
    chain = ("The Norden Gazette", "a port official")
    assert found == [("The Norden Gazette",), ("The Norden Gazette",), chain, None, chain]


def test_official_without_the_report_before_him_speaks_for_himself():
    text = (
        "The Norden Gazette reported on Monday that the port is sold.\n\n"
        "It rained. “We had no choice at all,” a port official said."
    )
    assert last(text).speakers == ("a port official",)


def test_told_the_publisher_adds_no_outlet():
    text = "Officials told the Norden Gazette that the bridge is closed."
    assert last(text, publisher="Norden Gazette").speakers == ("Officials",)


def test_author_speaks_in_the_documents_own_voice():
    text = "The bridge is closed, Ann Holt said."
    assert last(text, author="Ann Holt") is None


def test_women_and_men_are_told_apart():
    text = "Anna Berg met Peter Lund. Lund said it is late. Berg said it is early. He said no."
    assert last(text).speakers == ("Peter Lund",)


def test_spouses_are_told_apart():
    text = "Peter Lund and Anna Lund came. Mrs. Lund said it is late."
    assert last(text).speakers == ("Anna Lund",)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ann Holt",
                " said ",
                "that ",
                "“",
                "”",
                '"',
                ",",
                ". ",
                "he ",
                "who ",
                "told ",
                "by ",
                "according to ",
                "The report ",
                "(R-AL)",
                "\n\n",
                "—",
                ": ",
                "’s ",
                "view ",
                "as ",
                "in ",
                "and ",
                "officials ",
                "think ",
                "to ",
                "'s",
                "a ",
                ")",
                "(",
            ]
        ),
        max_size=40,
    ).map("".join)
    | st.text()
)
def test_one_entry_for_each_sentence_whatever_the_text(text):
    spans = sentence_spans(text)
    found = attribute(text, spans)
    assert len(found) == len(spans)
    for attribution in found:
        if attribution is not None:
            assert attribution.speakers
            assert all(speaker.strip() for speaker in attribution.speakers)
            assert attribution.cue.strip()


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        '"',
        "Ann Holt said. ",
        "Ann ",
        "he said ",
        ", who said",
        "(",
        "said ",
        "“a” ",
        "A. B. ",
        "“It is so.\n\n",
        "Ann Holt, ",
        "according to ",
    ],
    ids=repr,
)
def test_linear_time(unit):
    text = (unit * (300_000 // len(unit)))[:300_000]
    spans = sentence_spans(text)
    began = time.process_time()
    attribute(text, spans)
    assert time.process_time() - began < 12
