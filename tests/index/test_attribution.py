"""Planted examples: who says a sentence, by which words, and how."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from attributions import attributed

from index.types import Stance


@dataclass(frozen=True)
class Planted:
    """A text and what its last sentence attributes."""

    text: str
    speakers: tuple[str, ...]
    cue: str
    stance: str
    direct: bool = False
    named: bool = True


PLANTED = {
    "a-source-close-to": Planted(
        "The sale was stopped, according to a person close to the board.",
        ("a person close to the board",),
        "according to",
        "said",
        named=False,
    ),
    "citing-a-source-close-to": Planted(
        "The sale was stopped, the Norden Post reported, citing a person close to the board.",
        ("the Norden Post", "a person close to the board"),
        "citing",
        "said",
        named=False,
    ),
    "x-said-that": Planted(
        "Ann Holt said that the bridge is closed.", ("Ann Holt",), "said", "said"
    ),
    "x-said": Planted("Ann Holt said the bridge is closed.", ("Ann Holt",), "said", "said"),
    "x-says": Planted("Ann Holt says the bridge is closed.", ("Ann Holt",), "says", "said"),
    "quotation-x-said": Planted(
        "“The bridge is closed,” Ann Holt said.", ("Ann Holt",), "said", "said", direct=True
    ),
    "quotation-said-x": Planted(
        "“The bridge is closed,” said Ann Holt.", ("Ann Holt",), "said", "said", direct=True
    ),
    "straight-quotation": Planted(
        '"The bridge is closed," said Ann Holt.', ("Ann Holt",), "said", "said", direct=True
    ),
    "question-x-asked": Planted(
        "“Is the bridge closed?” asked Ann Holt.", ("Ann Holt",), "asked", "asked", direct=True
    ),
    "content-said-x": Planted(
        "The bridge is closed, said Ann Holt.", ("Ann Holt",), "said", "said"
    ),
    "content-x-said": Planted(
        "The bridge is closed, Ann Holt said.", ("Ann Holt",), "said", "said"
    ),
    "said-x-with-role": Planted(
        "“It is closed,” said Ann Holt, the head of the port.",
        ("Ann Holt",),
        "said",
        "said",
        direct=True,
    ),
    "split-quotation": Planted(
        "“The bridge,” Ann Holt said, “is closed.”", ("Ann Holt",), "said", "said", direct=True
    ),
    "who-clause": Planted(
        "Ann Holt, who built the bridge, said it is closed.", ("Ann Holt",), "said", "said"
    ),
    "role-apposition": Planted(
        "Ann Holt, the head of the port, said the bridge is closed.", ("Ann Holt",), "said", "said"
    ),
    "age-apposition": Planted(
        "Ann Holt, 41, a teacher from Oslo, said the bridge is closed.",
        ("Ann Holt",),
        "said",
        "said",
    ),
    "role-then-name": Planted(
        "Her deputy, Ann Holt, said the bridge is closed.", ("Ann Holt",), "said", "said"
    ),
    "title-before-name": Planted(
        "Former Harbor Minister Ann Holt said the bridge is closed.", ("Ann Holt",), "said", "said"
    ),
    "according-to-after": Planted(
        "The bridge is closed, according to Ann Holt.", ("Ann Holt",), "according to", "said"
    ),
    "according-to-before": Planted(
        "According to Ann Holt, the bridge is closed.", ("Ann Holt",), "According to", "said"
    ),
    "according-to-a-poll": Planted(
        "Most people like it, according to a poll by Norden Research.",
        ("a poll by Norden Research",),
        "according to",
        "said",
        named=False,
    ),
    "in-the-view-of": Planted(
        "In Ann Holt’s view, the bridge is safe.", ("Ann Holt",), "view", "thinks"
    ),
    "in-the-words-of": Planted(
        "The bridge is “a disgrace to us all,” in the words of Ann Holt.",
        ("Ann Holt",),
        "in the words of",
        "said",
        direct=True,
    ),
    "spokesman": Planted(
        "Holt’s spokesman said the bridge is closed.",
        ("Holt’s spokesman",),
        "said",
        "said",
        named=False,
    ),
    "adverb-and-auxiliary": Planted(
        "Ann Holt has repeatedly said the bridge is closed.", ("Ann Holt",), "said", "said"
    ),
    "told-reporters": Planted(
        "Ann Holt told reporters that the bridge is closed.", ("Ann Holt",), "told", "said"
    ),
    "told-an-outlet": Planted(
        "Officials told the Norden Gazette that the bridge is closed.",
        ("the Norden Gazette", "Officials"),
        "told",
        "said",
        named=False,
    ),
    "outlet-reported-officials-say": Planted(
        "The Norden Gazette reported that unnamed port officials say the bridge is closed.",
        ("The Norden Gazette", "unnamed port officials"),
        "say",
        "said",
        named=False,
    ),
    "person-said-others-believe": Planted(
        "Ann Holt said engineers believe the bridge is safe.",
        ("Ann Holt", "engineers"),
        "believe",
        "thinks",
        named=False,
    ),
    "outlet-after-content": Planted(
        "Engineers believe the bridge is safe, the Norden Gazette reported.",
        ("the Norden Gazette", "Engineers"),
        "believe",
        "thinks",
        named=False,
    ),
    "same-speaker-twice": Planted(
        "Ann Holt said she thinks the bridge is safe.", ("Ann Holt",), "said", "said"
    ),
    "contracted-pronoun": Planted(
        "Ann Holt said she’s convinced the bridge is safe.", ("Ann Holt",), "said", "said"
    ),
    "group": Planted(
        "Residents said the bridge shakes.", ("Residents",), "said", "said", named=False
    ),
    "group-with-place": Planted(
        "But officials in the capital don’t think the bridge is safe.",
        ("officials in the capital",),
        "think",
        "thinks",
        named=False,
    ),
    "quoted-group": Planted(
        "There are “pessimists” who believe the bridge will fall.",
        ("pessimists",),
        "believe",
        "thinks",
        named=False,
    ),
    "share-of-people": Planted(
        "About half of the voters say the bridge is ugly.",
        ("About half of the voters",),
        "say",
        "said",
        named=False,
    ),
    "indefinite-person": Planted(
        "A port official said the bridge is closed.",
        ("A port official",),
        "said",
        "said",
        named=False,
    ),
    "relative-clause": Planted(
        "The toll is high, which Ann Holt said is unfair.", ("Ann Holt",), "said", "said"
    ),
    "thinks": Planted("Ann Holt thinks it is safe.", ("Ann Holt",), "thinks", "thinks"),
    "believe-negated": Planted(
        "Ann Holt does not believe that it is safe.", ("Ann Holt",), "believe", "thinks"
    ),
    "hopes": Planted("Ann Holt hopes it will open.", ("Ann Holt",), "hopes", "thinks"),
    "goal": Planted(
        "Port workers have maintained their goal is to stop the sale.",
        ("Port workers",),
        "maintained",
        "claimed",
        named=False,
    ),
    "claimed": Planted("Ann Holt claimed the bridge is new.", ("Ann Holt",), "claimed", "claimed"),
    "confirmed": Planted(
        "Ann Holt confirmed that it closed.", ("Ann Holt",), "confirmed", "confirmed"
    ),
    "denied": Planted("Ann Holt denied that it closed.", ("Ann Holt",), "denied", "denied"),
    "suggested": Planted(
        "Ann Holt suggested the city should pay.", ("Ann Holt",), "suggested", "suggested"
    ),
    "urged": Planted("Ann Holt urged the city to pay.", ("Ann Holt",), "urged", "asked"),
    "promised": Planted("Ann Holt promised to pay.", ("Ann Holt",), "promised", "promised"),
    "warned": Planted("Ann Holt warned that it may fall.", ("Ann Holt",), "warned", "said"),
    "revealed": Planted(
        "Ann Holt revealed that her plans were “blocked” by the port.",
        ("Ann Holt",),
        "revealed",
        "said",
        direct=True,
    ),
    "wrote": Planted(
        "“It is closed,” Ann Holt wrote on her page.", ("Ann Holt",), "wrote", "said", direct=True
    ),
    "tweeted": Planted(
        "“It is closed,” tweeted Ann Holt.", ("Ann Holt",), "tweeted", "said", direct=True
    ),
    "pointed-out": Planted(
        "Ann Holt pointed out that it is old.", ("Ann Holt",), "pointed out", "said"
    ),
    "participle": Planted(
        "Ann Holt left the room, saying that it is closed.", ("Ann Holt",), "saying", "said"
    ),
    "second-verb": Planted(
        "Ann Holt went to the port and urged the crew not to strike.",
        ("Ann Holt",),
        "urged",
        "asked",
    ),
    "told-by": Planted(
        "The crew was told by Ann Holt that it is closed.", ("Ann Holt",), "told by", "said"
    ),
    "quoted-as-saying": Planted(
        "Ann Holt was quoted as saying that it is closed.", ("Ann Holt",), "saying", "said"
    ),
    "outlet-quoted-x-as-saying": Planted(
        "The Norden Gazette quoted Ann Holt as saying that it is closed.",
        ("The Norden Gazette", "Ann Holt"),
        "saying",
        "said",
    ),
    "sign": Planted(
        "The sign read “No entry for lorries.”",
        ("The sign",),
        "read",
        "said",
        direct=True,
        named=False,
    ),
    "name-like-an-auxiliary": Planted(
        "Anna May, 60, a doctor, said it is closed.", ("Anna May",), "said", "said"
    ),
    "citing": Planted(
        "Ann Holt, citing port records, said that it is closed.",
        ("Ann Holt", "port records"),
        "citing",
        "said",
        named=False,
    ),
    "mixed-marks": Planted(
        '“It is closed," Ann Holt said.', ("Ann Holt",), "said", "said", direct=True
    ),
    "put-it": Planted(
        "As Ann Holt put it, “It is closed.”", ("Ann Holt",), "put it", "said", direct=True
    ),
    "statement-said": Planted(
        "“It is closed,” the statement said.",
        ("the statement",),
        "said",
        "said",
        direct=True,
        named=False,
    ),
    "time-before-verb": Planted(
        "Ann Holt last week said that it is closed.", ("Ann Holt",), "said", "said"
    ),
    "bill": Planted(
        "The bill says that tolls may rise.", ("The bill",), "says", "said", named=False
    ),
    "poll-shows": Planted(
        "The poll shows a close race.", ("The poll",), "shows", "said", named=False
    ),
    "dateline": Planted(
        "OSLO (AP) — Ann Holt opposed the sale, saying that it is unfair.",
        ("Ann Holt",),
        "saying",
        "said",
    ),
    "transcript": Planted("ANN HOLT: The bridge is closed.", ("Ann Holt",), ":", "said"),
}


@pytest.mark.parametrize("case", PLANTED.values(), ids=PLANTED.keys())
def test_planted(case):
    found = attributed(case.text)[-1]
    assert found is not None
    assert found.speakers == case.speakers
    assert found.cue == case.cue
    assert found.stance == Stance(case.stance)
    assert (found.direct, found.named) == (case.direct, case.named)
