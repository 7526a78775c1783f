"""A workbook, a deck and a table about a shore, and a library of them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pptx
from word_embedder import WordEmbedder

from index import Library

COSTS = (
    ("Item", 2022, 2023),
    ("North pier", 4000, 5200),
    ("South mole", 300, 700),
    ("Lighthouse", 800, 650),
)
TOWNS = "Town;Keeper;Boats\nOsk;Signe Dahl;12\nOrrin;Kari Moe;31\n"
FERRY = "The ferry to Orrin starts in May and carries 120 passengers."
PROMISE = "We promise that the ticket stays at twelve crowns until autumn."


def shore_library(folder: Path) -> Library:
    """A library with the papers, open."""
    papers = folder / "papers"
    papers.mkdir()
    write_costs(papers / "costs.xlsx")
    (papers / "towns.csv").write_text(TOWNS, encoding="utf-8")
    deck = pptx.Presentation()
    for title, body, notes in (("The shore", "All that we own.", ""), ("Ferry", FERRY, PROMISE)):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    deck.save(str(papers / "ferry.pptx"))
    library = Library.open(folder / "library", embedder=WordEmbedder())
    assert not library.add(papers).failures
    return library


def write_costs(path: Path, *, above: int = 0) -> None:
    """Write the workbook, its rows so many lower than they were."""
    book = openpyxl.Workbook()
    book.active.title = "Costs"
    for row in ((f"Line {number}",) for number in range(above)):
        book.active.append(row)
    for row in COSTS:
        book.active.append(row)
    for cell in book.active["C"]:
        cell.number_format = "#,##0"
    book.save(path)
