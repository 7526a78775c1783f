import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from index.words import expression


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


def test_no_word_no_expression():
    assert expression("?! …") is None


@given(st.text(max_size=200))
def test_nothing_in_a_query_is_syntax(query):
    found = expression(query)
    if found is None:
        return
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (found,)).fetchall()
    connection.close()
