"""The questions that sentences give, each planted in a document of its own."""

from __future__ import annotations

import pytest
from word_embedder import WordEmbedder

from index import Library
from qa.evaluation.proposals import propose

WHO_SAID = {
    "said that": (
        "Ada Holm, the harbour master, said that the new crane would be tested before the winter.",
        "Who said that the new crane would be tested before the winter?",
        "Ada Holm",
    ),
    "said without that": (
        "Otto Lindqvist said the orchards above Fennick had lost half of their blossom.",
        "Who said that the orchards above Fennick had lost half of their blossom?",
        "Otto Lindqvist",
    ),
    "said at the end": (
        "The chapel roof needs slates from the old quarry, Petra Vance said on Sunday.",
        "Who said that the chapel roof needs slates from the old quarry?",
        "Petra Vance",
    ),
    "according to": (
        "According to the Norden Gazette, the tram depot was emptied during a single night.",
        "Who said that the tram depot was emptied during a single night?",
        "the Norden Gazette",
    ),
    "told somebody": (
        "Mira Solberg told the assembly that the lighthouse keepers were owed a pension.",
        "Who said that the lighthouse keepers were owed a pension?",
        "Mira Solberg",
    ),
    "denied": (
        "Captain Jonas Reed denied that the lifeboat had left its mooring empty.",
        "Who denied that the lifeboat had left its mooring empty?",
        "Captain Jonas Reed",
    ),
    "believe": (
        "Officials of the mountain railway believe that the tunnel needs a second exit.",
        "Who believes that the tunnel needs a second exit?",
        "Officials of the mountain railway",
    ),
    "only the first clause": (
        "Hanne Brook said that the glass factory had cheated its workers, and left the hall.",
        "Who said that the glass factory had cheated its workers?",
        "Hanne Brook",
    ),
    "quotation": (
        "“We shall keep the pigeons out of the bell loft,” Bruno Salter said.",
        "Who said “We shall keep the pigeons out of the bell loft”?",
        "Bruno Salter",
    ),
    "quotation in straight marks": (
        'Wilma Tarn said: "Nobody has ever weighed this cheese in public before."',
        "Who said “Nobody has ever weighed this cheese in public before”?",
        "Wilma Tarn",
    ),
    "chain": (
        "According to the Skarholm Courier, Greta Finn said that the upper reservoir "
        "was leaking into the mine.",
        "Who said that the upper reservoir was leaking into the mine?",
        "the Skarholm Courier > Greta Finn",
    ),
}
"""A sentence, its question, and who is expected."""

NUMBERS = {
    "people": (
        "Twenty-three people were injured when the grandstand at Velm collapsed.",
        "How many people were injured when the grandstand at Velm collapsed?",
        ("Twenty-three", "23"),
    ),
    "at least": (
        "At least 40 barges waited below the Torrin weir on a frosty morning.",
        "How many barges waited below the Torrin weir on a frosty morning?",
        ("40",),
    ),
    "of them all": (
        "Of the 42 million crowns, the canton's parliament has approved 25 million.",
        "Of the 42 million crowns, how much has the canton's parliament approved?",
        ("25 million",),
    ),
    "did": (
        "The Ostrava company bought six hundred bicycles for its postmen.",
        "How many bicycles did the Ostrava company buy for its postmen?",
        ("six hundred", "600"),
    ),
    "does": (
        "The Fjordland Museum employs eighteen restorers and a night porter.",
        "How many restorers does the Fjordland Museum employ?",
        ("eighteen", "18"),
    ),
    "do": (
        "The twin ferries carry 70 lorries across the Sundal strait.",
        "How many lorries do the twin ferries carry across the Sundal strait?",
        ("70",),
    ),
    "had": (
        "The Kettling brewery had nine cellars under the market square.",
        "How many cellars did the Kettling brewery have under the market square?",
        ("nine", "9"),
    ),
    "cost": (
        "The repair of the Quenby aqueduct costs 3 million crowns.",
        "How much does the repair of the Quenby aqueduct cost?",
        ("3 million",),
    ),
    "money": (
        "The widow Hartmann left $12,500 to the Brackwater infirmary.",
        "How much did the widow Hartmann leave to the Brackwater infirmary?",
        ("$12,500",),
    ),
    "percentage": (
        "The rowing party won 31 percent of the vote in Ulsted.",
        "What percentage of the vote did the rowing party win in Ulsted?",
        ("31 percent",),
    ),
    "attributed": (
        "Dr. Selma Royce said that 17 children had been vaccinated in the schoolhouse.",
        "How many children had been vaccinated in the schoolhouse, according to Dr. Selma Royce?",
        ("17",),
    ),
}
"""A sentence, its question, and the short answers."""

DATES = {
    "will": (
        "The first gate will be opened on 2 June.",
        "When will the first gate be opened?",
        "2 June",
    ),
    "was": (
        "The Marlow observatory was closed on 4 October 1937 by its founder.",
        "When was the Marlow observatory closed by its founder?",
        "4 October 1937",
    ),
    "did": (
        "In 1868, the weavers of Ansgar founded a savings bank.",
        "When did the weavers of Ansgar found a savings bank?",
        "1868",
    ),
    "weekday": (
        "The botanist Irma Kessel presented her herbarium in Rosenby on Thursday evening.",
        "When did the botanist Irma Kessel present her herbarium in Rosenby?",
        "Thursday evening",
    ),
    "is to": (
        "The steamer Aurora is to reach Port Amsel on March 9, 1902.",
        "When is the steamer Aurora to reach Port Amsel?",
        "March 9, 1902",
    ),
}
"""A sentence, its question, and the short answer."""

NONE = {
    "pronoun": "Nora Dell said that he had never seen the silver spoons of the abbey.",
    "question": "“Where did you bury the ledgers of the salt works?” asked Carl Ivers.",
    "fragment": "“Never in all my days,” said Edith Crane.",
    "too short": "Theo Marsh said that rivers rise.",
    "speaker in it": "The mayor of Eskil said that the mayor of Eskil would pay for the orphanage.",
    "whose is not told": "Their neighbour said that the marble quarry had swallowed two wagons.",
    "day that passes": "Klara Venn said that the ropewalk would burn its old hemp tomorrow.",
    "leans": "Those two chimneys were pulled down in 1911.",
    "denied number": "The printers of Wexby did not sell 900 almanacs in the spring.",
    "two dates": "The signal box was built in 1891 and rebuilt in 1923 after a fire.",
    "date of another verb": "The deacon admired the organ that was tuned in 1955.",
    "opinion": "The poet Lars Evert praised the brass bands of Holmen on 3 May 1987.",
    "two predicates": "The glazier Peter Hoff came to Lund in 1760 and soon married.",
    "title that counts": "Seven Steps to Dover was a play about smugglers.",
    "year": "2016 was a dry year for the vineyards of the Ebbing valley.",
    "clock": "The night express left Carrow on Friday at 23.15 with mail.",
    "would": "She would say that the bakery smells of almonds.",
}
"""Sentences that give no clean question."""

PLANTED = {
    f"{kind}/{name}.txt": sentence
    for kind, planted in (("who", WHO_SAID), ("number", NUMBERS), ("date", DATES))
    for name, (sentence, *_) in planted.items()
} | {f"none/{name}.txt": sentence for name, sentence in NONE.items()}


@pytest.fixture(scope="module")
def proposed(tmp_path_factory):
    """Every case that the planted sentences give, by the document that it quotes."""
    folder = tmp_path_factory.mktemp("planted")
    for name, sentence in PLANTED.items():
        path = folder / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Notes of the week\n\n{sentence}\n", encoding="utf-8")
    with Library.open(folder / "library", embedder=WordEmbedder()) as library:
        library.add(folder / "papers")
        cases = propose(library, 10 * len(PLANTED))
    by_document: dict[str, list] = {name: [] for name in PLANTED}
    for case in cases:
        for assertion in case.turns[0].assertions:
            if assertion.name == "quotes":
                by_document[assertion.document].append(case)
    return by_document


def expected(case, name):
    """What a case expects of one type."""
    return next(a.values for a in case.turns[0].assertions if a.name == name)


@pytest.mark.parametrize("name", WHO_SAID)
def test_who_said_it(proposed, name):
    sentence, question, speaker = WHO_SAID[name]
    (case,) = (c for c in proposed[f"who/{name}.txt"] if "who-said" in c.tags)
    assert case.turns[0].question == question
    assert expected(case, "attributed-to") == (speaker,)
    (words,) = expected(case, "quotes")
    assert words in sentence
    assert words.lower().strip("“”") in question.lower()


@pytest.mark.parametrize("name", NUMBERS)
def test_how_many(proposed, name):
    sentence, question, answers = NUMBERS[name]
    (case,) = (c for c in proposed[f"number/{name}.txt"] if "number" in c.tags)
    assert case.turns[0].question == question
    assert expected(case, "short-answer") == answers
    assert expected(case, "status") == ("answered",)
    (words,) = expected(case, "quotes")
    assert words in sentence
    assert answers[0] in words


@pytest.mark.parametrize("name", DATES)
def test_when(proposed, name):
    sentence, question, answer = DATES[name]
    (case,) = (c for c in proposed[f"date/{name}.txt"] if "date" in c.tags)
    assert case.turns[0].question == question
    assert expected(case, "short-answer") == (answer,)
    (words,) = expected(case, "quotes")
    assert words in sentence
    assert answer in words


def test_a_number_that_somebody_tells_is_expected_in_his_name(proposed):
    (case,) = (c for c in proposed["number/attributed.txt"] if "number" in c.tags)
    assert expected(case, "attributed-to") == ("Dr. Selma Royce",)


@pytest.mark.parametrize("name", NONE)
def test_what_gives_no_clean_question_gives_none(proposed, name):
    assert [case.turns[0].question for case in proposed[f"none/{name}.txt"]] == []
