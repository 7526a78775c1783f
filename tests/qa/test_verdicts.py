"""What the check says of a claim: supported, in part, not at all, or contradicted by its source."""

from __future__ import annotations

import pytest
from passages import passage

from qa.checking.check import Checker
from qa.checking.counts import misbounded, miscounted
from qa.checking.omissions import left_out
from qa.checking.roles import swapped
from qa.checking.slots import changed_slot
from qa.checking.strength import overstated
from qa.shown import sentences_of
from qa.types import Claim, Label, Rejection, RejectionReason, Statement

HARBOUR = passage(
    1,
    (
        "Council member Ada Holm said the port sold 12 boats for 340,000 crowns in May.",
        ("Ada Holm",),
    ),
    ("Harbour master Ivo Tann urged Ada Holm to keep some of the ferries.", ("Ivo Tann",)),
    ("Tann thinks the line may close, and did not say when.", ("Ivo Tann",)),
    "The Coast Guard rescued two fishermen near Osk on Sunday.",
    ("Up to 40 people were hurt, the mayor of Osk said.", ("the mayor of Osk",)),
    "Runa Seil denied that the quay is unsafe.",
    title="Boats sold",
)


def check(text: str, *sentences: int) -> Statement | Rejection:
    given = {Label(1, number) for number in range(1, len(sentences_of(HARBOUR)) + 1)}
    cited = tuple(Label(1, number) for number in sentences)
    return Checker([HARBOUR], given).check(Claim(text, cited))


CONTRADICTED = [
    ("Ada Holm said the port sold 340 boats in May", 1, "boats"),
    ("Ada Holm said the port sold 21 boats", 1, "21"),
    ("Ada Holm said the port sold boats for 34,000 crowns", 1, "crowns"),
    ("Ivo Tann said the port sold 12 boats for 340,000 crowns in May", 1, "Ivo Tann"),
    ("Ada Holm and Ivo Tann said the port sold 12 boats in May", 1, "Ivo Tann"),
    ("Ada Holm urged Ivo Tann to keep some of the ferries", 2, "Ada Holm"),
    ("Ivo Tann was urged by Ada Holm to keep some of the ferries", 2, "urged"),
    ("Tann thinks the line will close", 3, ""),
    ("Two fishermen rescued the Coast Guard near Osk on Sunday", 4, "rescued"),
    ("Over 40 people were hurt, the mayor of Osk said", 5, "40"),
    ("Runa Seil said that the quay is unsafe", 6, "Runa Seil"),
    ("Runa Seil denied that the quay is not unsafe", 6, "not"),
]


@pytest.mark.parametrize(("text", "cited", "word"), CONTRADICTED)
def test_what_the_source_tells_otherwise_gives_way_to_its_own_words(
    text: str, cited: int, word: str
) -> None:
    verdict = check(text, cited)
    assert isinstance(verdict, Rejection), verdict
    assert verdict.reason is RejectionReason.CONTRADICTED
    assert any(word in decided for decided in verdict.words)
    assert verdict.instead is not None
    (quote,) = verdict.instead.quotes
    assert verdict.instead.text == quote.text
    assert verdict.instead.attribution == quote.attribution
    sentence = HARBOUR.sentences[cited - 1]
    assert (quote.start, quote.end) == (sentence.start, sentence.end)


@pytest.mark.parametrize(
    ("text", "cited", "word"),
    [
        ("Ada Holm promised that the port sells 12 boats in May", 1, "promised"),
        ("Ada Holm confirmed that the port sold 12 boats in May", 1, "confirmed"),
        ("Ivo Tann urged Ada Holm to keep all ferries", 2, "all"),
        ("Only the Coast Guard rescued two fishermen near Osk on Sunday", 4, "only"),
        ("The Coast Guard rescued the two oldest fishermen near Osk", 4, "oldest"),
        ("Two fishermen died near Osk on Sunday, the Coast Guard rescued them", 4, "died"),
    ],
)
def test_a_claim_that_is_stronger_than_its_source_is_withdrawn(
    text: str, cited: int, word: str
) -> None:
    verdict = check(text, cited)
    assert isinstance(verdict, Rejection), verdict
    assert verdict.reason is RejectionReason.NOT_SUPPORTED
    assert verdict.words == (word,)
    assert word in verdict.detail
    assert verdict.instead is None


def test_a_clause_of_which_the_source_says_nothing_is_named() -> None:
    text = "The Coast Guard rescued two fishermen near Osk, calling it a needless stunt"
    verdict = check(text, 4)
    assert isinstance(verdict, Rejection), verdict
    assert verdict.reason is RejectionReason.PARTLY_SUPPORTED
    assert verdict.words == ("calling it a needless stunt",)
    assert verdict.instead is not None
    assert "rescued two fishermen" in verdict.instead.text


def test_no_words_stand_instead_where_none_are_near() -> None:
    verdict = check("The mayor of Berg denied it", 5)
    assert isinstance(verdict, Rejection)
    assert verdict.instead is None


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The port sold 12 boats for 340,000 crowns, Ada Holm said", 1),
        ("Ada Holm said a dozen boats were sold by the port in May", 1),
        ("Ada Holm was urged by harbour master Ivo Tann to keep some of the ferries", 2),
        ("Tann thinks that the line may close", 3),
        ("Two fishermen were rescued by the Coast Guard near Osk", 4),
        ("Up to 40 people were hurt", 5),
        ("Runa Seil denied that the quay is unsafe", 6),
    ],
)
def test_a_fair_rewording_stands(text: str, cited: int) -> None:
    verdict = check(text, cited)
    assert isinstance(verdict, Statement), verdict


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("340 boats", "12 boats for 340 crowns", ("340 boats", "12 boats")),
        ("8 May", "on 9 May", ("8 May", "9 May")),
        ("40% of voters", "60 per cent of voters", ("40% voters", "60% voters")),
        ("two old boats", "two boats and three old trains", None),
        ("5 boats", "5 boats, later 7 boats", None),
        ("5 trains", "7 boats", None),
        ("$40 million in aid", "40 trucks of aid", None),
    ],
)
def test_what_is_counted_is_compared(claim: str, source: str, found: object) -> None:
    assert miscounted(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("more than 40", "less than 40", "40"),
        ("at least $1,200", "almost $1,200", "1200"),
        ("40 were hurt", "up to 40 were hurt", None),
        ("more than 40", "over 40", None),
        ("more than 40", "40, or less than 40", None),
    ],
)
def test_bounds_of_a_number_are_compared(claim: str, source: str, found: str | None) -> None:
    assert misbounded(claim, source) == found


@pytest.mark.parametrize(
    ("claim", "source", "verb"),
    [
        ("Ann sued the old town", "The town sued Ann", "sued"),
        ("The town was sued by Ann", "The town sued Ann", "sued"),
        ("Ann sued the town", "The town was sued by Ann", None),
        ("Ann met Bo", "Bo met Ann", None),
        ("Ann, Bo and Cy left", "Cy, Bo and Ann left", None),
        ("Ann sued Bo", "Ann sued Bo after Bo sued Ann", None),
        ("The town sued Ann", "Ann sued Cy; the town sued Bo", None),
    ],
)
def test_who_acts_on_whom_is_compared(claim: str, source: str, verb: str | None) -> None:
    assert swapped(claim, source) == verb


@pytest.mark.parametrize(
    ("claim", "source", "changed"),
    [
        ("He is not ready for a fight", "Tann says he is ready for a fight now", ("not", "")),
        ("He is ready for a fight", "he is never ready for a fight", ("", "never")),
        ("The line won't open", "the line will open", ("not", "")),
        ("I’m telling you it didn’t sink", "I'm not telling you it didn't sink", ("", "not")),
        ("He cannot win the race", "Berg says he can win the race", ("not", "")),
        ("Berg urged Holm to stay", "Tann urged Holm to stay", ("Berg", "Tann")),
        ("It rose by 12 percent to 40", "It rose by 40 percent to 12", ("12", "40")),
        ("In the 2018–19 season it rained", "In the 2018–2019 season it rained", None),
        ("Seil said the line will not close", "Seil denied that the line will close", None),
        ("Boats are late", "Boats, which do not sail on Sundays, are late", None),
        ("Astrid Berg said so", "Minister Berg said so", None),
        ("The Iranian boats left", "The Iran boats left", None),
        ("A thing of quite other words", "Not one word is shared", None),
    ],
)
def test_a_repeated_sentence_keeps_its_not_its_numbers_and_its_names(
    claim: str, source: str, changed: object
) -> None:
    assert changed_slot(claim, [source, "Something else is told here."]) == changed


@pytest.mark.parametrize(
    ("text", "cited", "detail"),
    [
        (
            "The Coast Guard never rescued two fishermen near Osk",
            4,
            "The source says the same without “never”.",
        ),
        (
            "Tann thinks the line may close, and did say when",
            3,
            "The source says the same with “not”.",
        ),
        (
            "Ivo Tann urged Ada Tann to keep some of the ferries",
            2,
            "Where the claim says “Tann”, the source says “Holm”.",
        ),
        (
            "Two fishermen near Osk were not rescued by the Coast Guard",
            4,
            "Claim and source differ on whether, or how surely, it is so: “rescued”.",
        ),
    ],
)
def test_a_contradiction_is_told_with_the_words_of_both(text: str, cited: int, detail: str) -> None:
    verdict = check(text, cited)
    assert isinstance(verdict, Rejection), verdict
    assert verdict.detail == detail


def test_nothing_is_repeated_of_no_sentence() -> None:
    assert changed_slot("Boats are late", []) is None


@pytest.mark.parametrize(
    ("claim", "source", "word"),
    [
        ("He pledged help", "He said he would help", "pledged"),
        ("He pledged help", "It is his commitment to help", None),
        ("Every boat is late", "Some boats are late", "every"),
        ("Every boat is late", "All boats are late", None),
        ("The largest port", "A large port", "largest"),
        ("The west coast", "The coast", None),
        ("Most residents left", "Many residents left", "most"),
        ("Osk confirmed it", "Osk reported it. The Post could not confirm that.", "confirmed"),
        ("Osk could not confirm it", "Osk was not able to confirm it", None),
        ("Osk confirmed it", "Osk did not confirm it; in May Osk confirmed it", None),
    ],
)
def test_strength_is_compared(claim: str, source: str, word: str | None) -> None:
    assert overstated(claim, source) == word


BOTH = "Kari Moe said the strike was legal, and Nils Dahl said the strike was illegal."
LUND = "Mayor Lund said the bridge is safe, but critics say it will fail."


@pytest.mark.parametrize(
    ("source", "true", "false"),
    [
        (BOTH, "Kari Moe said the strike was legal", "Kari Moe said the strike was illegal"),
        (BOTH, "Nils Dahl said the strike was illegal", "Nils Dahl said the strike was legal"),
        (LUND, "Critics say the bridge will fail", "Critics say the bridge is safe"),
        (
            "The council did not vote on the tariff.",
            "The council did not vote on the tariff",
            "The council voted on the tariff",
        ),
        (
            "About 300 of the 500 workers went on strike.",
            "About 300 workers went on strike",
            "About 30 workers went on strike",
        ),
        (
            "They plan to dismiss 50 people in Osk and hire 200 in Weir.",
            "They plan to hire 200 people in Weir",
            "They plan to dismiss 200 people in Osk",
        ),
        (
            "Nobody was hurt in Osk.",
            "No one was hurt in Osk",
            "Somebody was hurt in Osk",
        ),
        (
            "Neither Moe nor Dahl attended the meeting.",
            "Moe and Dahl did not attend the meeting",
            "Moe and Dahl attended the meeting",
        ),
        (
            "The firm failed to reach a deal.",
            "The firm did not reach a deal",
            "The firm reached a deal",
        ),
        (
            "Tann urged Ada Holm to keep some of the ferries.",
            "Ada Holm was urged to keep some of the ferries by Tann",
            "Tann was urged to keep some of the ferries by Ada Holm",
        ),
        (
            "If the dam breaks, Weir will be flooded.",
            "Weir will be flooded if the dam breaks",
            "The town of Weir will be flooded",
        ),
        (
            "Unless the loan is repaid, the mill will close.",
            "The mill will close unless the loan is repaid",
            "If the loan is repaid, the mill will close",
        ),
        ("Prices rose from 9% to 12%.", "Prices rose from 9% to 12%", "Prices fell from 9% to 12%"),
        ("Prices rose from 9% to 12%.", "Prices rose to 12%", "Prices rose from 12% to 9%"),
        (
            "The rumour that the mill had closed was wrong.",
            "The mill had not closed",
            "The mill had closed",
        ),
        (
            "Moe called the claim that Dahl stole the money false.",
            "Moe called the claim false that Dahl stole the money",
            "Dahl stole the money",
        ),
        (
            "Few members supported the plan.",
            "Few members supported the plan",
            "Members supported the plan",
        ),
        ("They met before the vote in Osk.", "They met before the vote", "They met after the vote"),
        (
            "Dahl, who was accused of fraud, left the office in Osk.",
            "Dahl left the office in Osk",
            "Dahl left the office in Osk, he was not accused of fraud",
        ),
    ],
)
def test_one_changed_or_dropped_word_is_noticed(source: str, true: str, false: str) -> None:
    told = passage(1, source)
    for text, kind in ((true, Statement), (false, Rejection)):
        verdict = Checker([told], {Label(1, 1)}).check(Claim(text, (Label(1, 1),)))
        assert isinstance(verdict, kind), verdict


def test_of_two_speakers_in_a_sentence_the_named_one_is_shown() -> None:
    told = passage(1, (BOTH, ("The Courier", "Kari Moe")))
    verdict = Checker([told], {Label(1, 1)}).check(
        Claim("Nils Dahl said the strike was illegal", (Label(1, 1),))
    )
    assert isinstance(verdict, Statement), verdict
    assert verdict.attribution == ("The Courier", "Nils Dahl")


@pytest.mark.parametrize(
    ("claim", "sentence", "cue"),
    [
        ("Weir will be flooded", "If the dam breaks, Weir will be flooded", "if"),
        ("The dam at Osk is an old one", "If the dam breaks, Weir will be flooded", None),
        ("Weir may be flooded", "If the dam breaks, Weir will be flooded", None),
        ("Tann says Dahl took the money", "Tann accused Dahl of taking the money", None),
        ("Dahl took the money", "Tann accused Dahl of taking the money", "accused"),
        ("A few members left", "A few members left", None),
    ],
)
def test_what_a_claim_leaves_out_is_named(claim: str, sentence: str, cue: str | None) -> None:
    assert left_out(claim, sentence) == cue
