"""Tables in text files: one line a row, every cell at its place; what is no table stays text."""

import contextlib
import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryError, UnreadableDocument
from index.read import read_bytes
from index.readers import sheet_rows
from index.sniff import CSV, TEXT

COSTS = 'Item,2022,2023\nPier,"4,000","5,200"\nMole,,700\n\nCrane,12.5,9.25\n'


def cells_of(extraction):
    return {cell.name: cell.span.of(extraction.text) for cell in extraction.cells}


def test_a_table_is_read_row_by_row_with_its_cells():
    extraction = read_bytes(COSTS.encode(), "costs.csv")
    assert extraction.text == (
        "Item | 2022 | 2023\nPier | 4,000 | 5,200\nMole |  | 700\nCrane | 12.5 | 9.25"
    )
    assert cells_of(extraction) == {
        "A1": "Item", "B1": "2022", "C1": "2023", "A2": "Pier", "B2": "4,000", "C2": "5,200",
        "A3": "Mole", "C3": "700", "A5": "Crane", "B5": "12.5", "C5": "9.25",
    }  # fmt: skip
    assert (extraction.media_type, extraction.notes, extraction.title) == (CSV, (), None)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("name;amount\nPier;1,5\nMole;2,5\n", "Pier | 1,5"),
        ("name\tamount\nPier, old\t1,5\nMole\t2\n", "Pier, old | 1,5"),
        ("name|amount\nPier|1,5\nMole|2,5\n", "Pier | 1,5"),
        ("sep=;\nname;amount\nPier;1,5\n", "Pier | 1,5"),
        ("Mole;2,5\nPier;4,5\nCrane;6,5\n", "Pier | 4,5"),
        ("Mole;3,5;4,5\nPier;1,5;2,5\n", "Pier | 1,5 | 2,5"),
        ("Mole\t2,5\nPier\t4,5\n", "Pier | 4,5"),
        ("Mole, new;Osk, Aal\nPier, old;Ruhn, Aal\n", "Pier, old | Ruhn, Aal"),
        ("Mole,salt;sand,3\nPier,tar;oak,4\n", "Pier | tar;oak | 4"),
        ("Mole, 2\nPier, 3\n", "Pier | 3"),
        ('name,said\nPier,"It holds.\nIt will, she said."\nMole,no\n', "Pier | It holds. It will"),
        ("name,amount\r\nPier,1\r\nMole,2\r\n", "Pier | 1"),
        ("name,amount\rPier,1\rMole,2\r", "Pier | 1"),
        ('name,inches\nPier,5" wide\nMole,2\n', 'Pier | 5" wide'),
    ],
)
def test_the_sign_between_columns_is_found(table, row):
    extraction = read_bytes(table.encode(), "costs.csv")
    assert extraction.media_type == CSV
    assert row in extraction.text
    assert cells_of(extraction)["A2"].startswith("Pier")


@pytest.mark.parametrize("sign", [";", "\t"])
def test_decimal_commas_part_no_columns(sign):
    rows = [("1,5", "2,5"), ("3,5", "4,5"), ("5,5", "6,5")]
    extraction = read_bytes("\n".join(map(sign.join, rows)).encode(), "costs.csv")
    expected = {f"{'AB'[c]}{r + 1}": rows[r][c] for r in range(3) for c in range(2)}
    assert cells_of(extraction) == expected


@pytest.mark.parametrize(
    "prose",
    [
        "The ferry stops, the harbour master said, and the toll, too, will rise.\nIt is old.\n",
        "One line, with a comma.",
        "A list of things\n\nferry\npier\nmole\n",
        'A "quoted, word\nand another, one\n"that never, closes',
    ],
)
def test_what_is_no_table_stays_text(prose):
    extraction = read_bytes(prose.encode(), "prose.csv")
    assert (extraction.media_type, extraction.text, extraction.cells) == (TEXT, prose, ())


def test_a_table_of_another_name_stays_text():
    assert read_bytes(COSTS.encode(), "costs.txt").text == COSTS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_decoded_like_any_text(encoding):
    extraction = read_bytes("Stück;Maß\nBär;größer\nKuh;süß\n".encode(encoding), "a.csv")
    assert extraction.text == "Stück | Maß\nBär | größer\nKuh | süß"
    assert bool(extraction.notes) == (encoding == "cp1252")


def test_damaged_quotation_marks_far_below_cost_the_cells_but_no_words():
    table = "name,amount\n" + "Pier,1\n" * 600 + 'Mole,"2"3\nCrane,4\n'
    extraction = read_bytes(table.encode(), "a.csv")
    assert (extraction.text, extraction.cells) == (table, ())
    assert "quotation marks" in extraction.notes[0]


def test_too_many_cells_are_refused_with_the_number(monkeypatch):
    monkeypatch.setattr(sheet_rows, "_MOST_CELLS", 10)
    with pytest.raises(UnreadableDocument, match=r"more than 10 cells.*Split it"):
        read_bytes(COSTS.encode(), "costs.csv")


def test_a_table_of_empty_cells_is_refused_quickly():
    table = ("," * 40_000 + "x\n") * 60
    began = time.perf_counter()
    with pytest.raises(UnreadableDocument, match=r"more than 2,000,000 cells, most of them empty"):
        read_bytes(table.encode(), "a.csv")
    assert time.perf_counter() - began < 5


ROWS = st.lists(
    st.lists(st.text(max_size=6), min_size=3, max_size=3).filter(
        lambda row: any(map(str.strip, row))
    ),
    min_size=2,
    max_size=6,
)


@given(ROWS, st.sampled_from(",;\t|"))
def test_every_cell_of_any_table_stands_where_it_is_said_to(rows, delimiter):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    try:
        extraction = read_bytes(file.getvalue().encode("utf-8", "replace"), "a.csv")
    except LibraryError:
        return
    if extraction.media_type != CSV:
        return
    ends = [cell.span.end for cell in extraction.cells]
    starts = [cell.span.start for cell in extraction.cells]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    for name, words in cells_of(extraction).items():
        column, row = "ABC".index(name[0]), int(name[1:]) - 1
        assert words.split() == rows[row][column].replace("\0", "\ufffd").split()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    with contextlib.suppress(LibraryError):
        read_bytes(data, "a.csv")


def test_a_row_is_one_sentence_and_has_its_place(tmp_path):
    rows = [("Item", "Remark", "Cost"), *((f"Pier {n}", "Old. To be mended.", n) for n in range(9))]
    file = tmp_path / "costs.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(rows)
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(file)
        text = library.text("costs.csv")
        sentences = [text[s.start : s.end] for s in library.sentences("costs.csv")]
        (passage, *_) = library.search("Pier 7")
    assert sentences == [" | ".join(map(str, row)) for row in rows]
    places = {s.place for s in passage.sentences if "Pier 7" in text[s.start : s.end]}
    assert places == {"A9:C9"}
    assert passage.place.startswith("A1:C")
