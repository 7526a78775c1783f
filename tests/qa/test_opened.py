"""A quote opened where it stands: by its offsets or by its words, and never by resemblance."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from river_papers import TWIN, river_library

from index.errors import UnknownDocument
from qa.calls.opened import open_quote, open_words
from qa.errors import NoSuchPlace

SLEPT = "Nobody slept – not even the dogs"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with river_library(tmp_path_factory.mktemp("river")) as opened:
        yield opened


def span(library, document, words):
    at = library.text(document).index(words)
    return at, at + len(words)


def test_a_quote_is_shown_with_what_stands_around_it(library):
    words = "Engineer Marten Osk denied that the gate was closed too late."
    opened = open_quote(library, "gauge.md", *span(library, "gauge.md", words), 12)
    assert opened.text == words
    assert opened.before == "he morning\n\n"
    assert opened.after == " His brother"
    assert opened.section == "The morning"
    assert opened.page is None
    (sentence,) = opened.sentences
    assert sentence.text.strip() == words
    assert "Osk" in sentence.attribution[-1]
    assert opened.exact
    assert opened.elsewhere == ()


def test_page_publisher_and_date_are_told(library):
    words = "The gate was never painted."
    opened = open_quote(library, "report.pdf", *span(library, "report.pdf", words), 0)
    assert (opened.page, opened.before, opened.after) == (2, "", "")
    wire = open_quote(library, "wire.txt", *span(library, "wire.txt", "The mayor"), 0)
    assert wire.publisher == "Coast Wire"
    assert wire.date == datetime.date(2024, 3, 3)


def test_each_sentence_tells_who_says_it(library):
    start, _ = span(library, "wire.txt", "twenty cellars")
    _, end = span(library, "wire.txt", "closed the bridge on Monday.")
    reported, own = open_quote(library, "wire.txt", start, end, 0).sentences
    assert reported.attribution == ("The Elmouth Courier", "unnamed officials")
    assert own.attribution == ()
    text = library.text("wire.txt")
    assert all(text[each.start : each.end] == each.text for each in (reported, own))


@given(
    st.sampled_from(["gauge.md", TWIN, "wire.txt", "report.pdf"]),
    st.integers(-5, 900),
    st.integers(-5, 900),
    st.integers(0, 300),
)
def test_what_is_opened_are_the_documents_own_words(library, document, start, end, context):
    text = library.text(document)
    if not 0 <= start < end <= len(text):
        with pytest.raises(NoSuchPlace, match=str(len(text))):
            open_quote(library, document, start, end, context)
        return
    opened = open_quote(library, document, start, end, context)
    assert opened.text == text[start:end]
    around = opened.before + opened.text + opened.after
    assert around == text[max(0, start - context) : end + context]
    covered = {at for each in opened.sentences for at in range(each.start, each.end)}
    assert not [at for at in range(start, end) if text[at].isalnum() and at not in covered]


@pytest.mark.parametrize(
    ("asked", "found", "exact"),
    [
        (SLEPT, SLEPT, True),
        (f"{SLEPT}.", SLEPT, True),
        ("nobody slept - not even\nthe  dogs", SLEPT, False),
        (f'"{SLEPT},"', f"“{SLEPT},”", False),
    ],
)
def test_words_are_found_exactly_or_typographically(library, asked, found, exact):
    opened = open_words(library, "gauge.md", asked, 40)
    assert opened.text == found
    assert opened.exact is exact
    assert library.text("gauge.md")[opened.start : opened.end] == found


def test_further_places_of_the_same_words_are_told(library):
    opened = open_words(library, "gauge.md", "the gate was closed", 0)
    (other,) = opened.elsewhere
    assert opened.text == other.of(library.text("gauge.md")) == "the gate was closed"
    assert other.start > opened.end


@pytest.mark.parametrize(
    "words",
    [
        "Nobody slept, except the dogs",
        "Eight boats were lost",
        "nine boats were lost before it was closed",
        "twenty cellars were full of water",
        "the gate was clos",
        "",
        "…",
    ],
)
def test_other_words_are_not_found(library, words):
    with pytest.raises(NoSuchPlace, match=r"do not stand in 'gauge\.md'"):
        open_words(library, "gauge.md", words, 40)


def test_a_document_that_there_is_not(library):
    with pytest.raises(UnknownDocument, match=r"absent\.txt"):
        open_quote(library, "absent.txt", 0, 1, 0)
    with pytest.raises(UnknownDocument, match=r"absent\.txt"):
        open_words(library, "absent.txt", "the gate", 0)


def test_nobody_opens_a_whole_book(tmp_path):
    from word_embedder import WordEmbedder

    from index import Library

    (tmp_path / "book.txt").write_text("The gate was closed at nine.\n" * 1_000)
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "book.txt")
        with pytest.raises(NoSuchPlace, match="At most 20,000 characters"):
            open_quote(opened, "book.txt", 0, 25_000, 0)
        with pytest.raises(NoSuchPlace, match="At most 20,000 characters"):
            open_words(opened, "book.txt", "gate " * 200_000, 0)
        assert len(open_quote(opened, "book.txt", 0, 20_000, 0).sentences) > 600
