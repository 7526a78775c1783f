"""Where words stand, as a person finds them: on pages and slides, in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from index.places import Places, cell_name, cells_within, place_in_cells
from index.rows import pages_from_json, spans_to_json
from index.types import Cell, Page, Passage, Section, Span
from qa.types import Quote

TEXT = "Item | 2023\nPier | 4,000\nMole |  | late"
ADDRESSES = {"A1": "Item", "B1": "2023", "A2": "Pier", "B2": "4,000", "A3": "Mole", "C3": "late"}


def cells(sheet=""):
    found, start = [], 0
    for address, words in ADDRESSES.items():
        start = TEXT.index(words, start)
        found.append(Cell(sheet + address, Span(start, start + len(words))))
    return found


def at(words, sheet=""):
    start = TEXT.index(words)
    return place_in_cells(Span(start, start + len(words)), cells(sheet))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("4,000", "B2"),
        ("00", "B2"),
        ("Pier | 4,000", "A2:B2"),
        ("Pier | 4", "A2:B2"),
        ("4,000\nMole |  | late", "A2:C3"),
        (" | ", ""),
        (TEXT, "A1:C3"),
    ],
)
def test_words_of_a_sheet_stand_in_the_block_of_their_cells(words, place):
    assert at(words) == place
    assert at(words, "Costs!") == (f"Costs!{place}" if place else "")


def test_words_of_two_sheets_stand_in_both():
    two = [Cell("Costs!B7", Span(0, 3)), Cell("'My plans'!A1", Span(5, 9))]
    assert place_in_cells(Span(0, 9), two) == "Costs!B7, 'My plans'!A1"


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
def test_the_cells_of_a_span_are_those_that_share_characters_with_it(start, length):
    span = Span(start, min(len(TEXT), start + length))
    assert list(cells_within(span, cells())) == [c for c in cells() if c.span.overlaps(span)]


@pytest.mark.parametrize(
    ("column", "row", "sheet", "name"),
    [
        (2, 7, "Costs", "Costs!B7"),
        (26, 1, "", "Z1"),
        (27, 1, "", "AA1"),
        (703, 9, "", "AAA9"),
        (16_384, 1_048_576, "", "XFD1048576"),
        (1, 1, "My costs", "'My costs'!A1"),
        (1, 1, "Ann's", "'Ann''s'!A1"),
        (1, 1, "2023", "'2023'!A1"),
        (1, 1, "Q1", "'Q1'!A1"),
        (1, 1, "Mål", "Mål!A1"),
        (1, 1, "a!b", "'a!b'!A1"),
    ],
)
def test_cells_are_called_as_formulas_call_them(column, row, sheet, name):
    assert cell_name(column, row, sheet) == name
    assert place_in_cells(Span(0, 1), [Cell(name, Span(0, 1))]) == name


def test_a_place_is_the_page_or_the_slide_where_words_begin():
    sections = [Section("Costs", 1, Span(0, 20)), Section("Notes", 2, Span(12, 20))]
    slides = [Page(2, Span(0, 10), "slide"), Page(4, Span(11, 20), "slide")]
    places = Places(sections, slides)
    assert places.place_of(Span(3, 15)) == "slide 2"
    assert (places.place_of(Span(12, 15)), places.page_at(12)) == ("slide 4", 4)
    assert places.heading_at(12) == "Notes"
    assert Places((), [Page(3, Span(0, 9))]).place_of(Span(0, 1)) == "page 3"
    assert Places((), ()).place_of(Span(0, 1)) == ""


def test_pages_are_stored_as_they_were_and_slides_with_their_word():
    pages = (Page(1, Span(0, 4)), Page(2, Span(5, 9), "slide"))
    assert spans_to_json(pages) == '[[1, 0, 4], [2, 5, 9, "slide"]]'
    assert pages_from_json(spans_to_json(pages)) == pages


def test_what_was_kept_before_there_were_places_stands_on_its_page():
    kept = {"label": 1, "document": "a.pdf", "start": 0, "end": 1, "text": "a", "page": 3}
    assert TypeAdapter(Quote).validate_python(kept).place == "page 3"
    assert TypeAdapter(Quote).validate_python(kept | {"page": None}).place == ""
    assert Quote(1, "a.pdf", 0, 1, "a", page=3).place == "page 3"
    assert Passage(1, "a.pdf", 0, 1, "a", 1.0, page=3).place == "page 3"
    assert Quote(1, "a.pptx", 0, 1, "a", page=3, place="slide 3").place == "slide 3"
