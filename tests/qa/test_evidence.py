"""What may not be an answer, however near its words are, over passages made by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import passage
from word_embedder import WordEmbedder

from qa.evidence import Found, _joined, find_evidence
from qa.question import analyse


def answers(question, *passages):
    found = find_evidence(analyse(question), passages, WordEmbedder(), threshold=0.1).found
    sentences = [item.passage.sentences[item.answering] for item in found]
    return [
        item.passage.text[s.start - item.passage.start : s.end - item.passage.start]
        for item, s in zip(found, sentences, strict=True)
    ]


MONTHS = ("May", "June", "July", "August")
TANN = ("The line to Osk closes in May, Ivo Tann said.", ("Ivo Tann",))


def test_a_question_in_the_document_is_no_answer():
    shown = passage(1, "Who closes the line to Osk?", TANN)
    assert answers("Who closes the line to Osk?", shown) == [TANN[0]]


def test_a_headline_is_no_answer():
    shown = passage(1, "The line to Osk closes", TANN, title="The line to Osk closes")
    assert answers("When does the line to Osk close?", shown) == [TANN[0]]


def test_a_speaker_on_another_topic_is_no_answer():
    shown = passage(1, TANN, "The budget grew.")
    assert answers("What did Ivo Tann say about the budget?", shown) == [TANN[0]]
    apart = passage(1, TANN, "Rain fell.", "The budget grew.")
    assert answers("What did Ivo Tann say about the budget?", apart) == []


def test_somebody_elses_words_are_no_answer():
    shown = passage(1, TANN, "Mara Holt left early.")
    assert answers("What did Mara Holt say about the line to Osk?", shown) != [TANN[0]]


def test_a_role_that_nobody_has_is_declined():
    shown = passage(1, "The press office of Osk is at the quay of Osk.")
    assert answers("Who is the mayor of Osk?", shown) == []


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many marchers were arrested?", "Police arrested 40 marchers."),
        ("How many people were evacuated?", "They evacuated 1800 people."),
        ("How many people died in the storm?", "Nine farmers died in the storm."),
    ],
)
def test_a_number_that_looks_like_a_date_still_counts(question, sentence):
    assert answers(question, passage(1, sentence)) == [sentence]


def test_may_is_no_time():
    assert (
        answers("When will the line to Osk close?", passage(1, "The line to Osk may close.")) == []
    )


def test_a_sentence_that_begins_with_he_brings_the_one_before():
    shown = passage(1, "Ivo Tann spoke at noon.", ("He said the line closes.", ("Ivo Tann",)))
    question = analyse("What did Ivo Tann say about the line?")
    found = find_evidence(question, [shown], WordEmbedder(), threshold=0.1).found[0]
    assert (found.first, found.last) == (0, 1)


def test_no_sentence_is_quoted_twice():
    tann = ("Ivo Tann",)
    first = ("The line to Osk closes in May, Ivo Tann said.", tann)
    shown = passage(1, first, ("He said the late line to Osk, Tann and the quay closes.", tann))
    question = analyse("What did Ivo Tann say about the line to Osk?")
    found = find_evidence(question, [shown], WordEmbedder(), threshold=0.1).found
    ranges = [(item.first, item.last) for item in found]
    assert ranges == [(0, 1)]


def test_neighbours_of_one_speaker_are_one_quote():
    lines = [(f"The line to Osk closes in {month}.", ("Ivo Tann",)) for month in MONTHS]
    assert runs(passage(1, *lines[:3])) == [(0, 2)]
    assert runs(passage(1, *lines)) == [(0, 2), (3, 3)], "and a quote is not a page"


def test_neighbours_of_two_speakers_are_two_quotes():
    lines = [
        (f"The line to Osk closes in {month}.", (speaker,))
        for month, speaker in zip(MONTHS, ("Ivo Tann", "Ivo Tann", "Ann Holt"), strict=False)
    ]
    assert sorted(runs(passage(1, *lines))) == [(0, 1), (2, 2)]


def test_neighbours_in_two_paragraphs_are_two_quotes():
    shown = passage(1, "The line to Osk closes in May.", " The line to Osk closes in June.")
    apart = replace(shown, text=shown.text.replace(".  The", ".\n\nThe"))
    assert sorted(runs(apart)) == [(0, 0), (1, 1)]


def runs(shown):
    question = analyse("When does the line to Osk close?")
    found = find_evidence(question, [shown], WordEmbedder(), threshold=0.1).found
    return [(item.first, item.last) for item in found]


@given(st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=8), st.data())
def test_no_sentence_is_in_two_quotes_whatever_is_found(places, data):
    lines = [("x.", data.draw(st.sampled_from([(), ("Ivo Tann",)]))) for _ in range(8)]
    shown = passage(1, *lines)
    found = []
    for place, with_context in places:
        first = max(place - with_context, 0)
        speakers = data.draw(st.sampled_from([(), ("Ann Holt",)]))
        found = _joined(found, Found(shown, first, place, place, speakers))
    quoted = [at for run in found for at in range(run.first, run.last + 1)]
    assert len(quoted) == len(set(quoted))
    assert {place for place, _ in places} <= set(quoted)
    assert all(run.first <= run.answering <= run.last < run.first + 3 for run in found)
