"""Which characters of a passage are marked, against quotes and wanted words planted by hand."""

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_runs import FERRY, STORM, answer, place, quote

from index.types import Passage, Sentence, Span
from qa.evaluation.excerpts import excerpts
from qa.evaluation.types import AtPlace
from qa.types import Quote, Rejection, RejectionReason, Statement


def marked(excerpt, kind):
    return "".join(piece.text for piece in excerpt.pieces if getattr(piece, kind))


def test_a_quote_and_wanted_words_are_marked_where_they_stand():
    given_answer = answer("?", quote("It was the ice, said", FERRY))
    (shown,) = excerpts(given_answer, [(place("ice, said the harbour", FERRY),)])
    assert "".join(piece.text for piece in shown.pieces) == FERRY.text
    assert [(p.text, p.quoted, p.wanted) for p in shown.pieces if p.quoted or p.wanted] == [
        ("It was the ", True, False),
        ("ice, said", True, True),
        (" the harbour", False, True),
    ]
    assert (shown.rank, shown.document, shown.place) == (1, "ferry.txt", "page 3")


def test_excerpts_come_by_rank_and_a_copy_has_the_rank_of_its_passage():
    twin = replace(FERRY, document="twin.txt", start=0, end=len(FERRY.text), sentences=())
    passages = (STORM, replace(FERRY, copies=(twin,)))
    shown = excerpts(answer("?", quote("ice", twin), passages=passages), [(place("told", FERRY),)])
    assert [(each.rank, each.document) for each in shown] == [(2, "ferry.txt"), (2, "twin.txt")]
    assert marked(shown[0], "wanted") == "told"
    assert marked(shown[1], "quoted") == "ice"


def test_a_quote_that_no_passage_holds_stands_alone():
    shown = excerpts(answer("?", quote("ice", FERRY), passages=[STORM]), [])
    assert [(each.rank, marked(each, "quoted")) for each in shown] == [(None, "ice")]


def test_a_quote_that_the_passage_does_not_hold_to_the_letter_is_not_marked_in_it():
    false = replace(quote("It was the ice", FERRY), text="It was not ice")
    (shown,) = excerpts(answer("?", false), [])
    assert (shown.rank, marked(shown, "quoted")) == (None, "It was not ice")


def test_a_quote_in_two_passages_is_a_target_in_the_first_alone():
    later = replace(FERRY, label=2)
    shown = excerpts(answer("?", quote("ice", FERRY), passages=[FERRY, later]), [])
    assert [[p.begins for p in each.pieces if p.quoted] for each in shown] == [[(1,)], [()]]
    assert [[p.ends for p in each.pieces if p.quoted] for each in shown] == [[(1,)], [(1,)]]


def test_what_stands_for_a_refused_statement_is_marked_and_takes_nobodys_number():
    ice, told = quote("the ice", FERRY), quote("Nobody had been told.", FERRY)
    refused = [
        Rejection(
            "It sank.", RejectionReason.CONTRADICTED, "No.", instead=Statement("", (), (each,))
        )
        for each in (ice, told)
    ]
    (shown,) = excerpts(replace(answer("?", ice), rejections=tuple(refused)), [])
    assert marked(shown, "quoted") == "the iceNobody had been told."
    assert [p.begins for p in shown.pieces if p.quoted] == [(1,), ()]
    assert [p.ends for p in shown.pieces if p.quoted] == [(1,), ()]
    assert shown.quotes == (ice,)


def test_a_long_passage_is_cut_at_sentences():
    words = [f"Sentence number {n} of this long report is here. " for n in range(40)]
    edges = [sum(map(len, words[:n])) for n in range(41)]
    sentences = tuple(
        Sentence(n, start, end - 1) for n, (start, end) in enumerate(itertools.pairwise(edges))
    )
    text = "".join(words)
    long = Passage(1, "long.txt", 0, len(text), text, 1.0, sentences=sentences)
    (shown,) = excerpts(answer("?", quote("number 20", long), passages=[long]), [])
    first, *middle, last = shown.pieces
    assert (first.text, last.text) == ("", "")
    cut = "".join(piece.text for piece in middle)
    assert cut.startswith("Sentence number ")
    assert cut.endswith(" is here.")
    assert len("number 20") < len(cut) <= len("number 20") + 400


spans = st.lists(st.tuples(st.integers(0, 1990), st.integers(1, 400)), max_size=5)


@given(quotes=spans, wanted=spans, length=st.integers(1, 1500), offset=st.integers(0, 400))
def test_every_marked_character_is_shown_and_marked_and_no_other(quotes, wanted, length, offset):
    document = "".join(" " if n % 9 == 8 else chr(0x4E00 + n) for n in range(2400))
    text = document[offset : offset + length]
    source = Passage(1, "d", offset, offset + length, text, 1.0)
    cited = [
        Quote(n, "d", start, start + size, document[start : start + size])
        for n, (start, size) in enumerate(quotes, 1)
    ]
    places = [AtPlace("d", Span(start, start + size)) for start, size in wanted]
    shown = [
        each
        for each in excerpts(answer("?", *cited, passages=[source]), [places])
        if each.rank is not None
    ]
    pieces = [piece for each in shown for piece in each.pieces]
    inside = range(offset, offset + length)
    for kind, marks in (
        ("quoted", [q for q in cited if q.start in inside and q.end - 1 in inside]),
        ("wanted", [p.span for p in places]),
    ):
        expected = {at for mark in marks for at in range(mark.start, mark.end) if at in inside}
        letters = {ord(c) - 0x4E00 for p in pieces if getattr(p, kind) for c in p.text if c != " "}
        assert letters == {at for at in expected if document[at] != " "}
    gone_over = "".join(piece.text for piece in pieces)
    assert len(gone_over) <= len(text)
    assert all(piece.text in text for piece in pieces)
