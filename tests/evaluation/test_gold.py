"""What a case expects, found in planted documents, or refused with where to look."""

from __future__ import annotations

from typing import Any

import pytest
from river_papers import TWIN

from index import Library
from index.types import Span
from qa.drafts.places import Lookup
from qa.evaluation.errors import CaseError
from qa.evaluation.gold import Gold, gold_of
from qa.evaluation.types import Assertion, AssertionType, AtPlace, Case, CaseTurn

QUOTES, CITES, SPEAKER = AssertionType.QUOTES, AssertionType.CITES, AssertionType.ATTRIBUTED_TO


def gold(lookup: Lookup, *made: Assertion, documents: tuple[str, ...] | None = None) -> Gold:
    case = Case("river", (CaseTurn("What happened?", made),), documents, line=2)
    (found,) = gold_of(case, lookup, "river.qa.yaml")
    return found


def found(lookup: Lookup, words: str, **place: Any) -> list[str]:
    """Document and characters of every place where the words are found."""
    (piece,) = gold(lookup, Assertion(QUOTES, (words,), **place)).evidence
    return [f"{at.document}: {at.span.of(lookup.library.text(at.document))}" for at in piece]


def refusal(
    lookup: Lookup, made: Assertion | None = None, documents: tuple[str, ...] | None = None
) -> str:
    with pytest.raises(CaseError) as refused:
        gold(lookup, *([made] if made else []), documents=documents)
    return str(refused.value)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("The gate was never painted.", "report.pdf: The gate was never painted."),
        ("the gate was never painted", "report.pdf: The gate was never painted"),
        ("Nobody slept - not even the dogs,", "gauge.md: Nobody slept – not even the dogs,"),
        ('"Nobody slept – not even', "gauge.md: “Nobody slept – not even"),
        ("unnamed officials said twenty", "wire.txt: unnamed officials said\ntwenty"),
        ("officials  said\n\ntwenty", "wire.txt: officials said\ntwenty"),
    ],
)
def test_words_are_found_exactly_or_up_to_typography(
    lookup: Lookup, words: str, place: str
) -> None:
    assert found(lookup, words) == [place]


def test_the_found_span_is_where_the_words_stand(library: Library, lookup: Lookup) -> None:
    (piece,) = gold(lookup, Assertion(QUOTES, ("Nine boats were lost",))).evidence
    at = library.text("gauge.md").index("Nine boats")
    assert piece == (AtPlace("gauge.md", Span(at, at + len("Nine boats were lost"))),)


def test_words_are_found_at_all_their_places_and_once_each(lookup: Lookup) -> None:
    assert len(found(lookup, "gate was closed at nine")) == 2
    both = Assertion(QUOTES, ("was closed", "was closed at nine"))
    (piece,) = gold(lookup, both, both).evidence
    assert len(piece) == len(set(piece)) == 6  # three in gauge.md, one in wire.txt, and the two


def test_each_assertion_is_a_piece_of_its_own(lookup: Lookup) -> None:
    made = [Assertion(QUOTES, (words,)) for words in ("Nine boats", "the bread was wet")]
    assert [len(piece) for piece in gold(lookup, *made).evidence] == [1, 1]


@pytest.mark.parametrize("words", ["ine boats", "4.2", "1 by Tove", "not even the dog"])
def test_parts_of_words_and_numbers_are_not_found(lookup: Lookup, words: str) -> None:
    assert f"The words “{words}” are not in" in refusal(lookup, Assertion(QUOTES, (words,)))


# -- a place that is named -------------------------------------------------------------------


def test_a_document_or_a_scope_leaves_out_the_others(lookup: Lookup) -> None:
    assert found(lookup, "was closed", document="wire.txt") == ["wire.txt: was closed"]
    made = Assertion(QUOTES, ("was closed",))
    (piece,) = gold(lookup, made, documents=("wire.txt", "report.pdf")).evidence
    assert [at.document for at in piece] == ["wire.txt"]


def test_a_section_leaves_out_the_others_and_has_what_is_below_it(lookup: Lookup) -> None:
    assert len(found(lookup, "the gate was closed", section="The morning")) == 1
    assert len(found(lookup, "gate was closed", section="The night")) == 2
    assert len(found(lookup, "gate was closed", section="The gauge at Stenbro")) == 3


def test_a_page_and_a_section_leave_out_what_is_not_in_both(lookup: Lookup) -> None:
    place = {"page": 2, "section": "Cost and blame"}
    assert len(found(lookup, "gate", **place)) == 2
    assert "stand in gauge.md on no page under 'The night'" in refusal(
        lookup, Assertion(QUOTES, ("Nine boats",), **place)
    )


def test_a_page_leaves_out_the_others(lookup: Lookup) -> None:
    assert found(lookup, "gate", page=1) == ["report.pdf: gate"]
    assert len(found(lookup, "gate", page=2, document="report.pdf")) == 2


@pytest.mark.parametrize("kind", [QUOTES, CITES, SPEAKER])
def test_a_mere_place_is_found_and_is_no_evidence(library: Library, kind: AssertionType) -> None:
    lookup = Lookup(library)
    page = Assertion(kind, page=2)
    document = Assertion(kind, document="wire.txt")
    looked_up = gold(lookup, page, document)
    assert looked_up.wanted[page] == (AtPlace("report.pdf", Span(83, 164)),)
    whole = Span(0, len(library.text("wire.txt")))
    assert looked_up.wanted[document] == (AtPlace("wire.txt", whole),)
    assert looked_up.evidence == ()


def test_words_that_must_not_be_quoted_are_looked_up_and_are_no_evidence(lookup: Lookup) -> None:
    made = Assertion(QUOTES, ("Nine boats",), negated=True)
    looked_up = gold(lookup, made)
    assert len(looked_up.wanted[made]) == 1
    assert looked_up.evidence == ()
    assert "are not in" in refusal(lookup, Assertion(QUOTES, ("Ten boats",), negated=True))


def test_other_assertions_need_no_words_of_the_documents(lookup: Lookup) -> None:
    made = Assertion(AssertionType.SAYS_NOT, ("ninety boats",))
    assert gold(lookup, made, Assertion(SPEAKER, ("Nobody",))).wanted == {}


# -- another name of the same file -----------------------------------------------------------


def test_another_name_of_a_document_is_known(lookup: Lookup) -> None:
    """Answers to a whole library give the first name; those to a scope the name in it."""
    assert found(lookup, "Nine boats", document=TWIN) == ["gauge.md: Nine boats"]
    made = Assertion(QUOTES, ("Nine boats",))
    (piece,) = gold(lookup, made, documents=(TWIN,)).evidence
    assert [at.document for at in piece] == [TWIN]
    cites = Assertion(CITES, document="gauge.md")
    assert gold(lookup, cites, documents=(TWIN,)).wanted[cites][0].document == TWIN
    assert lookup.library.search("Nine boats", documents=[TWIN])[0].document == TWIN


# -- what is refused -------------------------------------------------------------------------


def test_words_that_stand_nowhere_are_refused_with_the_nearest(lookup: Lookup) -> None:
    told = refusal(lookup, Assertion(QUOTES, ("Ten boats were lost before the dawn",), line=7))
    assert told.startswith("river.qa.yaml, line 7: The words “Ten boats were lost before the dawn”")
    assert "The nearest are “" in told
    assert "boats were lost before the" in told
    assert told.endswith("in gauge.md.")


def test_words_unlike_any_are_refused_with_a_way_to_find_them(lookup: Lookup) -> None:
    told = refusal(lookup, Assertion(QUOTES, ("snow on the roof",)))
    assert "not in the 3 documents that are asked." in told
    assert "python -m qa search" in told


@pytest.mark.parametrize("words", ["…", "“”", "!"])
def test_words_that_are_none_are_refused(lookup: Lookup, words: str) -> None:
    assert "are not in" in refusal(lookup, Assertion(QUOTES, (words,)))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"page": 1}, "stand in report.pdf on page 2."),
        ({"section": "The night"}, "stand in gauge.md under 'The morning'."),
        ({"document": "wire.txt"}, "They stand in {home}."),
        ({"document": "report.pdf", "page": 1}, "They stand in {home}."),
    ],
)
def test_words_that_stand_elsewhere_are_refused_with_their_place(
    lookup: Lookup, place: dict[str, Any], told: str
) -> None:
    words = "The gate was never painted" if place.get("page") else "the bread was wet"
    home = "gauge.md"
    if place.get("document") == "report.pdf":
        words = "the bread was wet"
    assert told.format(home=home) in refusal(lookup, Assertion(QUOTES, (words,), **place))


def test_words_without_a_section_are_told_so(lookup: Lookup) -> None:
    made = Assertion(QUOTES, ("twenty cellars",), section="The night")
    told = refusal(lookup, made)
    assert "stand in wire.txt under no heading" in told
    assert "None" not in told
    made = Assertion(QUOTES, ("twenty cellars",), page=1)
    assert "stand in wire.txt on no page" in refusal(lookup, made)


def test_words_outside_the_scope_are_told_so(lookup: Lookup) -> None:
    made = Assertion(QUOTES, ("the bread was wet",))
    told = refusal(lookup, made, documents=("wire.txt",))
    assert "are not in wire.txt. They stand in gauge.md." in told


def test_the_nearest_words_are_those_of_the_named_document(lookup: Lookup) -> None:
    made = Assertion(QUOTES, ("The bridge was closed until the Saturday",), document="wire.txt")
    assert "“The bridge was closed until" in refusal(lookup, made)


@pytest.mark.parametrize("kind", [QUOTES, CITES, SPEAKER])
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"document": "gage.md"}, "no document 'gage.md'. Is 'gauge.md' meant?"),
        ({"document": "novel.epub"}, "no document 'novel.epub'. See: python -m qa documents"),
        ({"page": 3}, "There is no page 3 in the 3 documents that are asked."),
        ({"page": 1, "document": "wire.txt"}, "There is no page 1 in wire.txt."),
        ({"page": 1, "document": "wire.txt"}, "take a `page`: leave it out."),
        ({"section": "The noon"}, "There is no section 'The noon' in"),
        ({"section": "the NIGHT"}, "are asked. Is 'The night' meant?"),
        ({"section": "blame"}, "are asked. Is 'Cost and blame' meant?"),
        ({"section": "Weather"}, "are asked. A section is named by its whole heading."),
        ({"section": "The night", "page": 1}, "There is no page 1 with a section 'The night' in"),
        ({"section": "Cost and blame", "page": 1}, "no page 1 with a section 'Cost and blame'"),
    ],
)
def test_a_place_that_is_not_there_is_refused(
    lookup: Lookup, kind: AssertionType, place: dict[str, Any], told: str
) -> None:
    assert told in refusal(lookup, Assertion(kind, ("gate",), line=9, **place))


def test_a_document_outside_the_scope_is_refused(lookup: Lookup) -> None:
    made = Assertion(CITES, document="wire.txt")
    assert "'wire.txt' is not among the `documents`" in refusal(lookup, made, ("gauge.md",))
    assert gold(lookup, Assertion(CITES, document=TWIN), documents=("gauge.md",))


def test_a_scope_of_unknown_documents_is_refused_in_the_line_of_the_case(lookup: Lookup) -> None:
    told = refusal(lookup, documents=("wire.tx",))
    assert told == (
        "river.qa.yaml, line 2: The library has no document 'wire.tx'. Is 'wire.txt' meant?"
    )


def test_each_turn_has_its_own(lookup: Lookup) -> None:
    turns = (
        CaseTurn("How many boats?", (Assertion(QUOTES, ("Nine boats",)),)),
        CaseTurn("Who says so?", (Assertion(SPEAKER, ("the document",)),)),
    )
    first, second = gold_of(Case("river", turns), lookup, "river.qa.yaml")
    assert len(first.evidence) == 1
    assert second.evidence == ()
