"""Who said it: what the reader marks counts where the rules are silent, or it is sure."""

import pytest
from passages import passage

from index.types import Span
from qa.candidates import candidates
from qa.confidence import Judged
from qa.question import analyse
from qa.sayer import speakers_of

ASKED = "Who said that the quay would hold?"


def judged(line, short, marked, *others, asked=ASKED):
    shown = passage(1, line, *others)
    text = line if isinstance(line, str) else line[0]
    start = shown.start + text.index(short)
    found = candidates(analyse(asked), [shown])[0]
    return Judged(found, 0.9, 0.9, True, Span(start, start + len(short)), marked)


SILENT = "The quay would hold, to judge by what Ann Holt let slip."
BY_RULE = ("While Holt says the quay would hold, Ivo Tann doubts it.", ("Ivo Tann",))


def test_where_the_rules_are_silent_the_marked_words_name_the_speaker():
    assert speakers_of(analyse(ASKED), judged(SILENT, "Ann Holt", 3.0)) == ("Ann Holt",)


def test_a_reader_that_is_not_sure_names_nobody():
    assert speakers_of(analyse(ASKED), judged(SILENT, "Ann Holt", 0.5)) == ()


@pytest.mark.parametrize(("marked", "speaker"), [(3.0, "Ivo Tann"), (5.0, "Holt")])
def test_against_the_rules_the_reader_must_be_sure(marked, speaker):
    assert speakers_of(analyse(ASKED), judged(BY_RULE, "Holt", marked)) == (speaker,)


def test_the_same_person_keeps_the_name_that_the_rules_give():
    line = ("Holt said the quay would hold.", ("the Post", "Dr. Ann Holt"))
    assert speakers_of(analyse(ASKED), judged(line, "Holt", 6.0)) == ("the Post", "Dr. Ann Holt")


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        (
            "The Authority's director, Ann Holt, said the quay would hold.",
            "The Authority's director",
        ),
        (
            "Ann Holt, the director of the port, said the quay would hold.",
            "the director of the port",
        ),
    ],
)
def test_what_stands_beside_the_name_is_the_same_person(line, marked):
    assert speakers_of(analyse(ASKED), judged((line, ("Ann Holt",)), marked, 6.0)) == ("Ann Holt",)


def test_a_last_name_becomes_the_full_one_that_the_passage_knows():
    other = ("Ann Holt said it was late.", ("Dr. Ann Holt",))
    line = "The quay would hold, to judge by what Holt let slip."
    assert speakers_of(analyse(ASKED), judged(line, "Holt", 3.0, other)) == ("Dr. Ann Holt",)


def test_a_last_name_of_two_people_stays_as_it_stands():
    others = ("Ann Holt said no.", ("Ann Holt",)), ("Bo Holt said yes.", ("Bo Holt",))
    line = "The quay would hold, to judge by what Holt let slip."
    assert speakers_of(analyse(ASKED), judged(line, "Holt", 3.0, *others)) == ("Holt",)


@pytest.mark.parametrize("words", ["they", "The quay would hold"])
def test_what_is_no_speaker_is_not_taken_for_one(words):
    line = "The quay would hold, to judge by what they let slip."
    assert speakers_of(analyse(ASKED), judged(line, words, 6.0)) == ()


def test_other_questions_leave_it_to_the_rules():
    asked = "When would the quay hold?"
    assert speakers_of(analyse(asked), judged(SILENT, "Ann Holt", 9.0, asked=asked)) == ()


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("The ferry sank at noon and thirty passengers swam ashore.", "The ferry"),
        ("Lea Moor opened the new quay in March.", "Lea Moor"),
        ("Contrary to what Sven Holm said, the quay will not hold.", "Sven Holm"),
        ("Carl Berg did not say that the quay would hold.", "Carl Berg"),
    ],
)
def test_who_does_something_or_denies_it_is_no_speaker(line, marked):
    assert speakers_of(analyse(ASKED), judged(line, marked, 9.0)) == ()
