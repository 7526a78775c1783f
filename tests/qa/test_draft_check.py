"""True quotations pass, all others fail: spans planted in drafts, honest and forged."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_embedder import WordEmbedder

from index import Library
from index.errors import UnknownDocument
from qa import check_draft
from qa.drafts.check import check_quotations
from qa.drafts.types import Quotation, QuoteKind, QuoteStatus

QUAY = """Quay of Tarn to be rebuilt

By Ada Brenn
The Tarn Courier, 4 April 2024

TARN — The old quay of Tarn will be rebuilt for 3.5 million crowns, engineer Edda Moll said on \
Monday. "The piers are not safe, and nobody who has seen them would say that they are," Moll said. \
"We did not choose the summer. The summer chose us."

Mayor Olm Vessen disputed that. "The quay has stood for a hundred years, and it will stand for \
another ten," Vessen said. He added that the co\u00aduncil would not pay for a second opinion, \
which in 2019 had cost 102 crowns a page.

The clerk, who was asked for the files — all eleven of them — found an area of 10² metres that \
nobody had measured. The ﬁsh market closes at five o'clock on ordinary days.

The harbour office keeps a list of boats, and the list of boats is longer than the quay.
"""
TALK = """# "The water does not wait"

The Norden Ledger, 3 June 2024

Sanna Ruud, who has kept the lock for thirty years, met us in her kitchen.

**Do you like the noise?**

I have never slept well where there was no water. It says what it wants to say.
"""
HERALD = """Herald of Norden

The Norden Herald, 5 April 2024

The harbour office keeps a list of boats, said the harbour master, Ivo Tann.

The rebuilding was announced on Monday. Costs are to be met from the fund for bridges and quays.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quay")
    for name, text in (("quay.txt", QUAY), ("talk.md", TALK), ("herald.txt", HERALD)):
        (folder / name).write_text(text, encoding="utf-8")
    with Library.open(folder / "library", embedder=WordEmbedder()) as opened:
        opened.add([folder / "quay.txt", folder / "talk.md", folder / "herald.txt"])
        yield opened


def one(library, draft):
    (quote,) = check_draft(library, draft).quotes
    for place in (*quote.places, *quote.elsewhere):
        assert library.text(place.document)[place.start : place.end] == place.text
    assert draft[quote.start : quote.end].strip("> \n")
    assert quote.detail
    return quote


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The piers are not safe, and nobody who has seen them", "exact"),
        ("The piers are not safe, and nobody who has seen them,", "exact"),
        ("The piers are not safe, and nobody who has seen them would say that they are.", "exact"),
        ("the piers are not safe, and nobody", "typographic"),
        ("piers  are\nnot safe,\xa0and no-\nbody who has seen", "typographic"),
        ("the council would not pay for a second opinion", "typographic"),
        ("The fish market closes at five o’clock", "typographic"),
        ("The ﬁ\xadsh market closes at five o'clock", "typographic"),
        ("asked for the files - all eleven of them - found", "typographic"),
        ("asked for the files—all eleven of them—found", "typographic"),
        ("'We did not choose the summer. The summer chose us.'",
         "typographic"),
        ("an area of 10² metres that nobody", "exact"),
        ("for 3.5 million crowns, engineer", "exact"),
    ],
)  # fmt: skip
def test_typography_alone_never_fails_a_quotation(library, words, kind):
    quote = one(library, f"It says “{words}”.")
    assert quote.kind == kind
    assert quote.status is QuoteStatus.VERIFIED


@pytest.mark.parametrize(
    "words",
    [
        "The piers are safe, and nobody who has seen them",  # "not" removed
        "The old quay of Tarn will not be rebuilt",  # "not" added
        "will be rebuilt for 35 million crowns",  # 3.5 is not 35
        "will be rebuilt for 3.6 million crowns",
        "for .5 million crowns, engineer Edda",  # nor .5
        "for 5 million crowns, engineer Edda Moll said",
        "an area of 102 metres that nobody had measured",  # 10² is not 102
        "engineer Moll said on Monday that",  # a name dropped
        "engineer Olm Moll said on Monday, she",
        "engineer Edda Moll said on Friday and",
        "The quay has stood for hundred years, and it will stand",  # a word dropped
        "The quay has stood for ten years, and it will stand for another hundred",
        "longer than the quay is the list of boats",  # reordered
        "The summer chose us. We did not choose the summer.",
        "We did not choose the summer. The quay has stood for a hundred years",  # spliced
        "The piers are not safe, and it will stand for another ten",
        "nobody who has seen the council would pay for it",
    ],
)
def test_no_other_words_are_ever_verified(library, words):
    quote = one(library, f"It says “{words}”.")
    assert quote.status is QuoteStatus.FAILED
    assert quote.kind in (QuoteKind.ALTERED, QuoteKind.STITCHED, QuoteKind.NOT_FOUND)


def test_altered_words_are_shown_beside_the_true_ones(library):
    quote = one(
        library, "Moll said: “The piers are safe, and nobody who has seen it would say so.”"
    )
    assert quote.kind is QuoteKind.ALTERED
    assert quote.true_wording == quote.places[0].text
    assert quote.true_wording.startswith("The piers are not safe, and nobody who has seen them")
    changed = [
        (part.draft, part.document) for part in quote.difference if part.draft != part.document
    ]
    assert ("", "not") in changed
    assert ("it", "them") in changed
    assert " ".join(part.draft for part in quote.difference if part.draft).startswith(
        "The piers are safe"
    )


def test_pieces_of_two_places_are_stitched(library):
    quote = one(
        library, "“The summer chose us. The quay has stood for a hundred years, and it will”"
    )
    assert quote.kind is QuoteKind.STITCHED
    assert len(quote.places) == 2
    quote = one(
        library, "“nobody who has seen them would say a list of boats is longer than the quay”"
    )
    assert quote.kind in (QuoteKind.STITCHED, QuoteKind.ALTERED)


@pytest.mark.parametrize(
    ("words", "kind", "places"),
    [
        ("The quay has stood for […] it will stand for another ten", "exact", 2),
        ("the quay has stood for ... it will stand for another ten", "typographic", 2),
        ("The piers are not safe (…) that they are", "too_short", 2),
        ("The piers are not safe […] would say that they are", "altered", 1),
        ("would say that they are […] The piers are not safe", "stitched", 2),
        ("The piers are not safe […] it will stand for another ten", "stitched", 2),
        ("[E]ngineer Edda Moll said on Monday", "typographic", 1),
        ("The quay has stood for [many] years, and it will stand", "altered", 1),
        ("Engineer [Olm Vessen] said on Monday that", "altered", 1),
        ("The quay has stood [for so many years], and it will stand for another", "altered", 1),
        ("Moll said on Monday. [It is said that] the piers are not safe", "typographic", 2),
        ("The harbour office keeps [there] a list of boats", "exact", 2),
        ("The clerk, who was asked for [them] — all eleven of them", "exact", 2),
        ("The quay has stood [, it is said,] for a hundred years, and", "exact", 2),
        ("The quay has stood [sic] for a hundred years, and it", "exact", 2),
        ("The quay has stood [sic] hundred years, and it will", "altered", 1),
        ("Mayor [Vessen] disputed that he is the", "altered", 1),
        ("… nobody who has seen them would say […]", "exact", 1),
        ("The piers are [not really] safe, and nobody who has", "too_short", 2),
        ("old quay of Tarn will [never] be rebuilt for 3.5 million", "altered", 1),
        ("the co\u00aduncil would […] pay for a second opinion", "too_short", 2),
        ("He added that the council would […] pay for a second opinion", "altered", 1),
    ],
)
def test_gaps_that_the_writer_shows(library, words, kind, places):
    quote = one(library, f"It says “{words}”.")
    assert (quote.kind, len(quote.places)) == (kind, places)


def test_words_put_in_are_told(library):
    quote = one(library, "“The quay has stood [, it is said,] for a hundred years, and”")
    assert "it is said" in quote.detail
    quote = one(library, "“He added that the council would […] pay for a second opinion”")
    assert "negation" in quote.detail


@pytest.mark.parametrize(
    ("words", "kind", "status"),
    [
        ("not safe", "too_short", "unproven"),
        ("on ordinary days", "too_short", "unproven"),
        ("it is a", "too_short", "unproven"),
        ("3.5 million crowns", "exact", "verified"),
        ("Edda Moll", "exact", "verified"),
        ("4.5 million crowns", "too_short", "unproven"),
        ("Edda Vessen", "too_short", "unproven"),
        ("…", "too_short", "unproven"),
    ],
)
def test_a_few_words_prove_nothing_unless_they_name_or_count(library, words, kind, status):
    quote = one(library, f"It says “{words}”.")
    assert (quote.kind, quote.status) == (kind, status)


@pytest.mark.parametrize(
    ("draft", "true_speaker"),
    [
        ("“We did not choose the summer,” Moll said.", None),
        ("“We did not choose the summer,” engineer Edda Moll said.", None),
        ("“We did not choose the summer,” Vessen said.", "Edda Moll"),
        ("“We did not choose the summer,” she said.", None),
        ("“We did not choose the summer,” the woman in charge said.", None),
        ("According to the Tarn Courier, “we did not choose the summer”.", None),
        ("The Norden Ledger wrote: “We did not choose the summer.”", "Edda Moll"),
        ("Olm Vessen said: “Costs are to be met from the fund for bridges”.", "The Norden Herald"),
        ("Olm Vessen said: “The fish market closes at five o'clock”.", None),
        ("Ada Brenn wrote: “The fish market closes at five o'clock”.", None),
        ("Sanna Ruud said: “I have never slept well where there was no water.”", None),
        ("Olm Vessen said: “I have never slept well where there was no”.", "The Norden Ledger"),
        ("“The harbour office keeps a list of boats”, Ivo Tann said.", None),
        ("The piers of Vessen: “we did not choose the summer”.", None),
    ],
)  # fmt: skip
def test_true_words_of_somebody_else_are_misattributed(library, draft, true_speaker):
    quote = one(library, draft)
    assert quote.true_speaker == true_speaker
    assert (quote.kind is QuoteKind.MISATTRIBUTED) == (true_speaker is not None)
    assert (quote.status is QuoteStatus.FAILED) == (true_speaker is not None)


def test_the_place_of_the_named_speaker_comes_first_and_others_are_told(library):
    quote = one(library, "Ivo Tann said: “The harbour office keeps a list of boats”.")
    assert [place.document for place in quote.places] == ["herald.txt"]
    assert [place.document for place in quote.elsewhere] == ["quay.txt"]
    assert quote.places[0].speakers == ("Ivo Tann",)
    assert quote.places[0].title == "Herald of Norden"


def test_only_the_chosen_documents_are_looked_at(library):
    draft = "“We did not choose the summer.”"
    (quote,) = check_draft(library, draft, documents=["herald.txt"]).quotes
    assert quote.kind is QuoteKind.NOT_FOUND
    (quote,) = check_draft(library, draft, documents=["quay.txt"]).quotes
    assert quote.kind is QuoteKind.EXACT
    with pytest.raises(UnknownDocument):
        check_draft(library, draft, documents=["none.txt"])


def test_a_document_may_be_chosen_by_any_of_its_names(library):
    again = library.folder.parent / "again.txt"
    again.write_text(QUAY, encoding="utf-8")
    library.add(again)
    draft = "“We did not choose the summer,” Moll said."
    for name in ("quay.txt", "again.txt"):
        (quote,) = check_draft(library, draft, documents=[name]).quotes
        assert [place.document for place in quote.places] == [name]
    (quote,) = check_draft(library, draft).quotes
    assert [place.document for place in (*quote.places, *quote.elsewhere)] == ["quay.txt"]
    assert check_draft(library, draft, documents=[]).quotes[0].kind is QuoteKind.NOT_FOUND
    library.remove("again.txt")


def test_a_missing_closing_mark_is_told(library):
    assert "closing mark" in one(library, "“We did not choose the summer.").detail


def test_a_draft_without_quotations_has_none(library):
    for draft in ("", "No quotation here.", b""):
        report = check_draft(library, draft)
        assert report.quotes == ()
        assert not report.failed
        assert report.summary == "No quotation found."


def kind_of(library, words):
    (quote,) = check_quotations(library, [Quotation(words, 0, len(words), 1)]).quotes
    return quote


def word_starts(text):
    at, starts = 0, []
    for word in text.split():
        at = text.index(word, at)
        starts.append((at, at + len(word)))
        at += len(word)
    return starts


STARTS = word_starts(QUAY)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(st.data())
def test_any_slice_is_verified_and_any_changed_letter_is_not(library, data):
    first = data.draw(st.integers(0, len(STARTS) - 5))
    last = data.draw(st.integers(first + 4, min(len(STARTS), first + 30)))
    words = QUAY[STARTS[first][0] : STARTS[last - 1][1]]
    if len(words) >= 20 and sum(any(c.isalnum() for c in word) for word in words.split()) >= 4:
        assert kind_of(library, words).status is QuoteStatus.VERIFIED, words
    places = [at for at, char in enumerate(words) if char.isalnum()]
    at = data.draw(st.sampled_from(places))
    by = data.draw(st.sampled_from(string.ascii_letters + string.digits))
    changed = words[:at] + by + words[at + 1 :]
    is_first = at == places[0] and by == words[at].swapcase()
    if by != words[at] and not is_first and changed not in QUAY + HERALD + TALK:
        quote = kind_of(library, changed)
        assert quote.status is not QuoteStatus.VERIFIED, changed


SAME = "The lamp on the outer mole is lit at dusk and put out at dawn"


@pytest.fixture(scope="module")
def shelves(tmp_path_factory):
    """Documents that the index of words does not bring to light."""
    folder = tmp_path_factory.mktemp("shelves")
    papers = folder / "papers"
    papers.mkdir()
    (papers / "set.txt").write_text("Set\n\nA ﬁne ﬂow of oﬃcial ﬁgures ﬁlled the ﬁrst ﬂoor.\n")
    (papers / "sum.txt").write_text("Sum\n\nThey paid 5 million crowns for the old lantern.\n")
    (papers / "two.txt").write_text(
        "Two\n\nEdda Moll said that the piers are cracked. Olm Vessen said that the quay is sound. "
        '"Nobody has asked the divers who know it," he said.\n'
    )
    for number in range(16):
        who = "Ivo Tann" if number == 15 else "Olm Vessen"
        more = "and nobody lights it twice " * 9 if number == 15 else ""
        text = f"Lamp {number}\n\n{SAME}, {who} said {more}.\n"
        (papers / f"lamp{number:02}.txt").write_text(text)
    with Library.open(folder / "library", embedder=WordEmbedder()) as opened:
        assert not opened.add(papers).failures
        yield opened


def test_words_that_the_index_does_not_know_are_found_by_a_sweep(shelves):
    words = "A fine flow of official figures filled the first floor"
    assert shelves.shelf.holding(["fine", "flow", "official"], 9) == ()
    assert one(shelves, f"“{words}.”").kind is QuoteKind.TYPOGRAPHIC


def test_before_anybody_is_accused_every_document_is_looked_at(shelves):
    quote = one(shelves, f"“{SAME},” Ivo Tann said.")
    assert quote.kind is QuoteKind.EXACT
    assert quote.places[0].document == "lamp15.txt"
    assert len(quote.elsewhere) == 3
    assert one(shelves, f"“{SAME},” Edda Moll said.").true_speaker == "Olm Vessen"


def test_a_point_before_a_number_is_part_of_it(shelves):
    assert one(shelves, "“5 million crowns for the old lantern”").status is QuoteStatus.VERIFIED
    assert one(shelves, "“.5 million crowns for the old lantern”").status is QuoteStatus.FAILED
    assert one(shelves, "“–5 million crowns for the old lantern”").status is QuoteStatus.FAILED


def test_where_a_mere_pronoun_speaks_and_the_named_one_speaks_beside_it_stays_open(shelves):
    words = "“Nobody has asked the divers who know it,”"
    assert one(shelves, f"{words} Olm Vessen said.").true_speaker is None
    assert one(shelves, f"{words} Edda Moll said.").true_speaker is None
    assert one(shelves, f"{words} Ivo Tann said.").true_speaker == "Olm Vessen"
