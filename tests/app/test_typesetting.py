"""A document's text in stretches and paragraphs: nothing is lost, nothing added, nothing moved."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.types import Page, Section, Sentence, Span
from qa.chat.sources.finding import find_words
from qa.chat.sources.stretches import stretches_of
from qa.chat.sources.typesetting import paragraphs_of

LETTER = """The lock

Dear Ada, the lock was shut at nine. It stayed shut
until the morning, and nobody could tell the keeper
why that was so.

Boats | Barges
3 | 4
"""


def set_out(text, sentences=(), sections=(), pages=(), stretch=None):
    return paragraphs_of(text, stretch or Span(0, len(text)), sentences, sections, pages)


def words_of(text, paragraph):
    return "".join(text[start:end] for start, end, _, _ in paragraph["runs"])


def test_paragraphs_headings_sentences_and_pages_have_their_places():
    start = LETTER.index("Dear")
    second = LETTER.index("It stayed")
    sentences = [Sentence(0, start, second - 1), Sentence(1, second, LETTER.index("\n\nBoats"))]
    page = Page(2, Span(LETTER.index("until"), len(LETTER)))
    heading, letter, table = set_out(
        LETTER, sentences, [Section("The lock", 1, Span(0, len(LETTER)))], [page]
    )
    assert words_of(LETTER, heading) == "The lock"
    assert (heading["level"], letter["level"], table["level"]) == (1, 0, 0)
    assert (letter["flows"], table["flows"]) == (True, False)
    assert [LETTER[a:b] for a, b, _, _ in letter["runs"]] == [
        "Dear Ada, the lock was shut at nine.",
        " ",
        "It stayed shut\n",
        "until the morning, and nobody could tell the keeper\nwhy that was so.",
    ]
    assert [(sentence, page) for _, _, sentence, page in letter["runs"]] == [
        (0, 0), (-1, 0), (1, 0), (1, 2),
    ]  # fmt: skip


@given(
    st.text(alphabet=st.sampled_from("ab. \n\t\r𝒳é\u2028"), max_size=200),
    st.lists(st.integers(0, 200), max_size=8),
    st.lists(st.integers(0, 200), max_size=4),
)
def test_every_sign_stands_in_one_run_or_is_white_space_between_paragraphs(text, cuts, heads):
    places = sorted({min(cut, len(text)) for cut in cuts})
    sentences = [Sentence(n, a, b) for n, (a, b) in enumerate(pairwise(places))]
    sections = [Section("a", 1, Span(h, len(text))) for h in heads if h < len(text)]
    pages = [Page(n + 1, Span(a, b)) for n, (a, b) in enumerate(pairwise(places))]
    at = 0
    for paragraph in set_out(text, sentences, sections, pages, Span(0, max(1, len(text)))):
        for start, end, sentence, _ in paragraph["runs"]:
            assert not text[at:start].strip()
            assert start < end
            assert at <= start
            if sentence >= 0:
                whole = sentences[sentence]
                assert whole.start <= start < end <= whole.end
            at = end
    assert not text[at:].strip()


def test_a_stretch_of_very_many_tiny_paragraphs_is_set_at_once():
    text = "a.\n\n" * 4_000
    sentences = [Sentence(n, 4 * n, 4 * n + 2) for n in range(4_000)]
    began = time.process_time()
    assert len(set_out(text, sentences)) == 4_000
    assert time.process_time() - began < 5


@given(st.lists(st.text(alphabet="ab \n", max_size=9_000), max_size=5))
def test_stretches_are_the_text_and_none_is_long(parts):
    text = "".join(parts)
    cuts = stretches_of(text).cuts
    assert cuts[0] == 0
    assert cuts[-1] == len(text)
    assert all(a < b <= a + 16_000 for a, b in pairwise(cuts)) or not text


def test_a_text_is_parted_between_paragraphs_and_each_offset_has_its_stretch():
    text = ("A line of the ledger. " * 40 + "\n\n") * 60
    shape = stretches_of(text)
    assert len(shape.cuts) > 3
    assert all(text[cut - 2 : cut] == "\n\n" for cut in shape.cuts[1:-1])
    for number, (start, end) in enumerate(pairwise(shape.cuts)):
        assert shape.at(start) == shape.at(end - 1) == number
    assert shape.version != stretches_of(text.replace("ledger", "Ledger", 1)).version


def test_words_are_found_in_any_case_and_typography():
    text = "The “Blue\nCafé” – a CAFE\u0301; the cafe. It's on the quay-side, blue café."
    found = [place.of(text) for place in find_words("blue café", text)]
    assert found == ["Blue\nCafé", "blue café"]
    assert [place.of(text) for place in find_words("CAFÉ", text)] == [
        "Café", "CAFE\u0301", "café",
    ]  # fmt: skip
    assert find_words("it’s on", text)[0].of(text) == "It's on"
    assert find_words("quay–side", text)[0].of(text) == "quay-side"
    assert find_words('"blue', text)[0].of(text) == "“Blue"
    assert find_words("  ", text) == find_words("boat", text) == ()
    assert len(find_words("e", "e" * 50, 7)) == 7


@given(st.text(max_size=30), st.text(max_size=200))
def test_what_is_looked_for_is_a_text_and_no_pattern(words, text):
    folded = " ".join(words.split())
    for place in find_words(words, f"{text}{words}{text}"):
        assert 0 <= place.start < place.end
    if folded and folded == words:
        assert find_words(words, f"{text}\n{words}\n{text}")
