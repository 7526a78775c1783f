"""A sentence is cut out as its words: what a mail puts before a quotation is none of them."""

import pytest

from index.types import Passage, Sentence
from qa.shown import sentence_span


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("> The bridge leaks.", "The bridge leaks."),
        (">> The bridge leaks.", "The bridge leaks."),
        ("> > “The bridge leaks.”", "“The bridge leaks.”"),
        (" The bridge leaks. ", "The bridge leaks."),
        ("> 5 mg of it is too much.", "> 5 mg of it is too much."),
        ("a > b", "a > b"),
        (">>>", ">>>"),
    ],
)
def test_a_sentence_stands_where_its_words_do(text, words):
    passage = Passage(label=1, document="a.eml", start=7, end=7 + len(text), text=text, score=1.0)
    span = sentence_span(passage, Sentence(0, 7, 7 + len(text)))
    assert text[span.start - 7 : span.end - 7] == words
