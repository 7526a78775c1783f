"""Words of a question that no document holds: named where they are absent, and only there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from word_embedder import WordEmbedder

from index import Library
from index.errors import UnknownDocument
from qa import Assistant
from qa.gaps import unmentioned
from qa.types import AnswerStatus

TEXTS = {
    "ferry.txt": (
        "The ferry to Osk\n\nThe ferry was late, harbour master Ivo O'Hare said. A storm had torn "
        "a cable, and 1,200 passengers waited at the café on the quay. The co-operation of the "
        "ports ended in 1874. Nobody bought a ticket.\n"
    ),
    "wells.html": (
        "<html><head><title>Aquifer survey</title></head><body><p>The wells of the re-elected "
        "mayor's brother are dry. Twelve women dug an\u00adother; an of\ufb01ce was built. "
        "He re\u0301sume\u0301d the work of his pre-\ndecessor \u00fcber Nacht.</p></body></html>"
    ),
    "far/notes-2019.md": "# Notes\n\nWhales were seen off the *lighthouse* by ŁÓDŹ sailors.\n",
}  # fmt: skip
PLANTED = ["zebra", "vaccine", "Lisbon", "laboratory", "unicorns", "Quito", "submarine", "Ełk"]


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("library"), embedder=WordEmbedder()) as opened:
        assert not opened.add(folder).failures
        yield opened


def letters(text: str) -> str:
    """Letters and digits alone, without marks and in one case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def written(library: Library) -> set[str]:
    """Every word of every document, also with what a hyphen parts, joined and apart."""
    texts = [library.text(d.name) + f" {d.title} {d.name}" for d in library.documents()]
    joined = [re.sub(r"-\s+", "", text) for text in texts]
    whole = {letters(piece) for text in (*texts, *joined) for piece in text.split()}
    apart = {letters(piece) for text in texts for piece in re.findall(r"[^\W_]+", text)}
    return (whole | apart) - {""}


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("Which zebra did the harbour master sell?", ["zebra", "sell"]),
        ("Was the ferry to Lisbon late?", ["Lisbon"]),
        ("Who paid for the vaccine, the zebra and the ferry?", ["paid", "vaccine", "zebra"]),
        ("Did the Zebra meet another zebra?", ["Zebra", "meet"]),
        ("When was the ferry late?", []),
        ("", []),
        ("??? … --", []),
    ],
)
def test_absent_words_are_named_as_the_question_has_them(library, question, absent):
    assert unmentioned(question, library) == tuple(absent)


@pytest.mark.parametrize(
    "question",
    [
        "How many ferries waited for the passenger who waits?",
        "Who is tearing the cables of the storms?",
        "Who buys tickets, and who bought one?",
        "Who builds the offices, and where does a woman dig?",
        "Which woman and which sailor saw the well?",
        "Are there cafes and whale sightings by Łódź sailors, or LODZ ones?",
    ],
)
def test_a_word_in_another_form_is_mentioned(library, question):
    assert set(unmentioned(question, library)) <= {"sightings", "LODZ"}


@pytest.mark.parametrize(
    "word",
    [
        "cooperation", "co-operation", "co‐operation", "re-elected", "reelected", "another",
        "an-other", "office", "of\ufb01ce", "predecessor", "resumed", "résumé", "O'Hare", "O’Hare",
        "Hare", "cafe", "café", "cafe\u0301", "UBER", "mayor's", "mayors’", "lighthouse-keeper's",
    ],
)  # fmt: skip
def test_typography_hides_no_word(library, word):
    question = f"What about {word} in the ferry?"
    assert set(unmentioned(question, library)) <= {"keeper"}


def test_a_part_of_a_compound_is_named_where_only_that_is_absent(library):
    assert unmentioned("Was there a zebra-lighthouse?", library) == ("zebra",)


@pytest.mark.parametrize(
    "question",
    [
        "What does ferry.txt say?",
        "What does the Aquifer survey report?",
        "Which person is named in notes-2019?",
    ],
)
def test_titles_and_names_of_documents_are_no_gaps(library, question):
    assert unmentioned(question, library) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Why didn't the ferry come, and won't it? It wasn't late, isn’t it?",
        "Please tell me exactly what happened and who said what about whom.",
        "Could you give me a list of the wells, please?",
    ],
)
def test_words_of_the_asking_are_no_gaps(library, question):
    assert unmentioned(question, library) == ()


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("Did 340,000 or 12 or one hundred and twelve or 1200 or 1,200 passengers wait?", []),
        ("Was the ferry late in 1874?", []),
        ("Was the ferry late in 2031?", ["2031"]),
        ("Was the ferry late on 2031-05-03 or at 19:45?", []),
    ],
)
def test_of_numbers_only_years_are_told_for_others_may_be_written_otherwise(
    library, question, absent
):
    assert unmentioned(question, library) == tuple(absent)


def test_words_of_scripts_without_spaces_are_left_alone(library):
    assert unmentioned("東京都庁はどこですか and मुंबई and กรุงเทพ?", library) == ()
    assert unmentioned("Где Москва and Αθήνα?", library) == ("Где", "Москва", "Αθήνα")


def test_only_the_documents_that_were_asked_count(library):
    question = "Did the whales sell the ferry?"
    assert unmentioned(question, library) == ("sell",)
    assert unmentioned(question, library, ["ferry.txt"]) == ("whales", "sell")
    assert unmentioned(question, library, ["far/notes-2019.md"]) == ("sell", "ferry")
    assert unmentioned("Which survey of ferry.txt?", library, ["ferry.txt"]) == ("survey",)
    with pytest.raises(UnknownDocument):
        unmentioned(question, library, ["absent.txt"])


@pytest.mark.parametrize(
    "question", ['zebra" OR "ferry', "NEAR(zebra ferry)", "zebra* -ferry", "text:zebra", "\0 zebra"]
)
def test_a_question_is_no_query_language(library, question):
    assert "zebra" in unmentioned(question, library)
    assert "ferry" not in unmentioned(question, library)


def test_a_pasted_page_is_not_looked_up_word_by_word(library):
    question = " ".join(f"zebra{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400))
    assert len(unmentioned(question, library)) == 12


sentences = st.lists(
    st.sampled_from([word for text in TEXTS.values() for word in text.split()])
    | st.sampled_from(PLANTED)
    | st.text(min_size=1, max_size=8),
    min_size=1,
    max_size=8,
)


@example(["co-operation", "zebra", "of\ufb01ce"])
@given(sentences)
def test_nothing_that_is_there_is_named_and_every_planted_word_is(library, given_words):
    question = " ".join(given_words)
    named = unmentioned(question, library)
    there = written(library)
    assert all(letters(word) not in there for word in named)
    assert all(word in unicodedata.normalize("NFC", question) for word in named)
    if len(named) < 12:
        assert {letters(w) for w in PLANTED if w in given_words} <= {letters(w) for w in named}


def test_an_answer_that_declines_names_them_and_no_other_does(library):
    assistant = Assistant(library, reader=None)
    declined = assistant.ask("Which vaccine did the zebra laboratory in Lisbon patent?")
    assert declined.status is AnswerStatus.NOT_IN_DOCUMENTS
    assert declined.unmentioned == ("vaccine", "zebra", "laboratory", "Lisbon", "patent")
    answered = assistant.ask("Was the ferry to Osk late because of the zebra storm?")
    assert answered.status is not AnswerStatus.NOT_IN_DOCUMENTS
    assert answered.unmentioned == ()
