import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from index.words import expression, speaker_expression


def test_common_words_are_left_out():
    assert expression("What did the harbour master say about the dredging?") == (
        '"harbour" OR "master" OR "dredging"'
    )


def test_a_question_of_common_words_keeps_them():
    assert expression("Who are they?") == '"who" OR "are" OR "they"'


def test_a_quoted_phrase_counts_as_a_whole_besides():
    assert expression("Who said “no boat sails tonight”?") == (
        '"boat" OR "sails" OR "tonight" OR "no boat sails tonight"'
    )


def test_a_long_name_counts_as_a_whole_besides():
    assert expression("What did Astrid Berg promise?") == (
        '"astrid" OR "berg" OR "promise" OR "Astrid Berg"'
    )


def test_a_speaker_is_asked_for_by_name_and_matter():
    found = speaker_expression(
        "Chancellor Orla Venn", "What did Chancellor Orla Venn say of tolls?"
    )
    speaks = 'speakers : ("orla" AND "venn")'
    assert found == f'({speaks}) AND ({speaks} OR words : ("tolls"))'


def test_what_describes_a_speaker_is_not_asked_for():
    assert speaker_expression("Tarn, an aide to Venn", "What did Tarn, an aide to Venn, say?") == (
        'speakers : ("tarn")'
    )


def test_a_title_alone_is_a_speaker():
    assert speaker_expression("the prime minister", "What did the prime minister say?") == (
        'speakers : ("prime" AND "minister")'
    )


def test_nobody_is_no_speaker():
    assert speaker_expression("they", "What did they say?") is None


def test_no_word_no_expression():
    assert expression("?! …") is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_in_a_speaker_is_syntax(speaker, about):
    found = speaker_expression(speaker, about)
    if found is None:
        return
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE spoken USING fts5(speakers, words)")
    connection.execute("SELECT rowid FROM spoken WHERE spoken MATCH ?", (found,)).fetchall()
    connection.close()


@given(st.text(max_size=200))
def test_nothing_in_a_query_is_syntax(query):
    found = expression(query)
    if found is None:
        return
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (found,)).fetchall()
    connection.close()
