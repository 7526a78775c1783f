"""What no honest reader sends is told from what one may send."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.isolation.belief import is_believable
from index.pictures import PagePicture
from index.read import LONGEST_TEXT
from index.types import Cell, Extraction, Page, Section, Span

TEXT = "Costs of the pier in May"
HONEST = Extraction(
    TEXT,
    "text/csv",
    sections=(Section("Costs", 1, Span(0, 24)), Section("of", 2, Span(6, 24))),
    pages=(Page(1, Span(0, 9)), Page(2, Span(9, 24))),
    cells=(Cell("Costs!A1", Span(0, 5)), Cell("B1", Span(6, 8))),
)


def test_what_an_honest_reader_sends_is_believed():
    assert is_believable(HONEST)
    assert is_believable(Extraction("x" * LONGEST_TEXT, "text/plain"))


@pytest.mark.parametrize("lie", [{"width": -1}, {"height": 10**30}, {"number": 0}, {"pages": 0}])
def test_a_picture_has_a_size(lie):
    honest = PagePicture(b"", 800, 1_000, 2, 3)
    assert is_believable(honest)
    assert not is_believable(replace(honest, **lie))


@pytest.mark.parametrize(
    "lie",
    [
        {"text": ""},
        {"text": "x" * (LONGEST_TEXT + 1)},
        {"text": TEXT[:-1]},
        {"sections": (Section("Costs", 0, Span(0, 5)),)},
        {"sections": (Section("Costs", 1, Span(0, 25)),)},
        {"sections": (Section("Costs", 10**30, Span(0, 5)),)},
        {"pages": (Page(0, Span(0, 5)),)},
        {"pages": (Page(10**30, Span(0, 5)),)},
        {"pages": (Page(9, Span(0, 9)), Page(1, Span(9, 24)))},
        {"pages": (Page(1, Span(0, 25)),)},
        {"pages": (Page(1, Span(0, 9)), Page(2, Span(8, 24)))},
        {"pages": (Page(1, Span(9, 24)), Page(2, Span(0, 9)))},
        {"pages": (Page(1, Span(0, 9), "x" * 41),)},
        {"cells": (Cell("nonsense", Span(0, 5)),)},
        {"cells": (Cell("A1", Span(0, 25)),)},
        {"cells": (Cell("A1", Span(0, 5)), Cell("B1", Span(4, 8)))},
    ],
)
def test_what_the_rest_of_the_program_could_not_work_with_is_not_believed(lie):
    assert not is_believable(replace(HONEST, **lie))
