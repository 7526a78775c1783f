"""Workbooks are read as they show themselves, every value with the name of its cell."""

import contextlib
import datetime
import io
import random
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter
from extractions import section_texts
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from word_embedder import WordEmbedder
from zipped import replaced

from index import Library
from index.errors import EmptyDocument, LibraryError, UnreadableDocument
from index.read import read_bytes
from index.readers import sheet_rows, sheets
from index.sniff import SHEETS

SHEET = "xl/worksheets/sheet1.xml"


def workbook(build):
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    build(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def calculated(build):
    """A workbook as a spreadsheet program writes it: with what formulas come to."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        build(book)
    return file.getvalue()


def cells_of(extraction):
    return [(cell.name, cell.span.of(extraction.text)) for cell in extraction.cells]


def costs(book):
    sheet = book.active
    sheet.title = "Costs"
    sheet["B2"], sheet["C2"], sheet["D2"] = "Item", "2022", "2023"
    sheet["B3"], sheet["C3"], sheet["D3"] = "Pier\nof the  north", 4000, 5200.5
    sheet["D3"].number_format = '#,##0.00 "€"'
    sheet["B5"], sheet["D5"] = "Mole", 0.125
    sheet["D5"].number_format = "0.0%"
    plans = book.create_sheet("Our plans")
    plans["A1"], plans["A2"] = "To be mended: the pier.", datetime.date(2024, 3, 5)
    plans["A2"].number_format = "d mmmm yyyy"


def test_a_workbook_is_read_sheet_by_sheet_and_row_by_row():
    extraction = read_bytes(workbook(costs), "costs.xlsx")
    assert extraction.text == (
        "Costs\n\nItem | 2022 | 2023\nPier of the north | 4000 | 5,200.50 €\nMole |  | 12.5%\n\n"
        "Our plans\n\nTo be mended: the pier.\n\n5 March 2024"
    )
    assert cells_of(extraction) == [
        ("Costs!B2", "Item"), ("Costs!C2", "2022"), ("Costs!D2", "2023"),
        ("Costs!B3", "Pier of the north"), ("Costs!C3", "4000"), ("Costs!D3", "5,200.50 €"),
        ("Costs!B5", "Mole"), ("Costs!D5", "12.5%"),
        ("'Our plans'!A1", "To be mended: the pier."), ("'Our plans'!A2", "5 March 2024"),
    ]  # fmt: skip
    assert section_texts(extraction)["Our plans"].endswith("5 March 2024")
    assert (extraction.media_type, extraction.title, extraction.author) == (SHEETS, None, None)
    assert extraction.notes == ()


def test_formulas_are_what_they_came_to_and_those_of_which_it_is_unknown_are_told():
    def build(book):
        sheet = book.add_worksheet("Sum")
        sheet.write("A1", "All")
        sheet.write_formula("B1", "=40+2", book.add_format({"num_format": "0.0"}), 42)
        sheet.write_formula("C1", '=""', None, "")
        sheet.write_formula("D1", "=1/0", None, "#DIV/0!")
        sheet.write_boolean("E1", True)

    as_excel_writes_it = replaced(
        calculated(build), SHEET, lambda xml: xml.replace(b'<c r="C1">', b'<c r="C1" t="str">')
    )
    extraction = read_bytes(as_excel_writes_it, "a.xlsx")
    assert (extraction.text, extraction.notes) == ("Sum\n\nAll | 42.0 | #DIV/0! | TRUE", ())

    def build_bare(book):
        book.active["A1"], book.active["A2"], book.active["A3"] = "All", "=40+2", "=A2+1"

    bare = read_bytes(workbook(build_bare), "a.xlsx")
    assert bare.text == "Sheet\n\nAll"
    assert bare.notes == (
        "2 formulas have no stored value and could not be read. Open the file in a spreadsheet "
        "program, save it there, and add it again.",
    )


def test_merged_cells_are_read_once():
    def build(book):
        book.active["A1"], book.active["D1"], book.active["D2"] = "wide", "x", "y"
        book.active.merge_cells("A1:C2")

    extraction = read_bytes(workbook(build), "a.xlsx")
    assert cells_of(extraction) == [("Sheet!A1", "wide"), ("Sheet!D1", "x"), ("Sheet!D2", "y")]


def test_what_is_hidden_is_read_and_told():
    def build(book):
        sheet = book.active
        for row in range(1, 7):
            for column in range(1, 5):
                sheet.cell(row, column, f"w{row}{column}")
        sheet["A6"] = 600
        sheet["A6"].number_format = ";;;"
        for row in (2, 3, 5, 90):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions.group("B", "C", hidden=True)
        book.create_sheet("Secret")["A1"] = "Pay nobody."
        book["Secret"].sheet_state = "veryHidden"
        book.create_sheet("Bare").sheet_state = "hidden"

    extraction = read_bytes(workbook(build), "a.xlsx")
    assert {"w21", "w13", "600", "Pay nobody."} <= {words for _, words in cells_of(extraction)}
    assert extraction.notes == (
        "Hidden in the sheet “Sheet”, but read: rows 2–3, 5, columns B, C, cell A6.",
        "Hidden in the sheet “Secret”, but read: the whole sheet.",
    )


def test_comments_stand_after_the_rows_with_their_cell_as_their_place():
    def build(book):
        book.active["A1"], book.active["B7"] = "Pier", 4000
        book.active["B7"].comment = Comment("Ann Holt:\nAsk the mayor. He knows.", "Ann Holt")
        threaded = "[Threaded comment]\n\nYour version of Excel is old.\n\nComment:\n    Too much."
        book.active["A1"].comment = Comment(threaded, "tc={1-2}")

    extraction = read_bytes(workbook(build), "a.xlsx")
    assert extraction.text == (
        "Sheet\n\nPier\n4000\n\nComment on A1: Comment: Too much.\n\n"
        "Comment on B7 (Ann Holt): Ask the mayor. He knows."
    ).replace("Pier\n4000", "Pier\n | 4000")
    assert cells_of(extraction)[2:] == [
        ("Sheet!A1", "Comment: Too much."), ("Sheet!B7", "Ask the mayor. He knows."),
    ]  # fmt: skip


def test_title_and_author_are_those_that_a_person_gave():
    def build(book):
        book.active["A1"] = "Pier"
        book.properties.title, book.properties.creator = "Costs of the pier", "Ann Holt"

    extraction = read_bytes(workbook(build), "a.xlsx")
    assert (extraction.title, extraction.author) == ("Costs of the pier", "Ann Holt")


def test_charts_and_text_in_drawings_are_told():
    def build(book):
        sheet = book.add_worksheet("Costs")
        sheet.write_column("A1", [1, 2, 3])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Costs!$A$1:$A$3"})
        sheet.insert_chart("C1", chart)
        sheet.insert_textbox("C20", "The mayor promised more.")

    assert read_bytes(calculated(build), "a.xlsx").notes == (
        "Not read: 1 chart and text in drawings.",
    )


def test_the_empty_cells_of_a_huge_grid_are_left_out(monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_GRID", 8)

    def build(book):
        book.active["A1"], book.active["B2"], book.active["C3"] = "a", "b", "c"

    extraction = read_bytes(workbook(build), "a.xlsx")
    assert extraction.text == "Sheet\n\na\n\nb\n\nc"
    assert cells_of(extraction)[2] == ("Sheet!C3", "c")
    assert extraction.notes == ("The empty cells between those of “Sheet” are left out.",)


def test_too_many_cells_are_refused_with_the_number(monkeypatch):
    monkeypatch.setattr(sheet_rows, "_MOST_CELLS", 7)
    with pytest.raises(UnreadableDocument, match=r"more than 7 cells.*Split it"):
        read_bytes(workbook(costs), "costs.xlsx")


def test_an_empty_workbook_is_empty():
    with pytest.raises(EmptyDocument):
        read_bytes(workbook(lambda book: None), "a.xlsx")


LAUGHS = b"<!DOCTYPE l [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


@pytest.mark.parametrize("kind", ["laughs", "file"])
@pytest.mark.parametrize(
    "member",
    [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "docProps/core.xml"],
)
def test_entities_are_not_resolved(member, kind, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words", encoding="utf-8")
    head, entity = LAUGHS, b"&a11;"
    if kind == "file":
        head = b"<!DOCTYPE l [<!ENTITY x SYSTEM '%s'>" % secret.as_uri().encode()
        entity = b"&x;"

    def change(content):
        text = b"Pier" if b"Pier" in content else b">"
        return head + b"]>" + content.partition(b"?>")[2].replace(text, text + entity, 2)

    def build(book):
        book.set_properties({"title": "Pier"})
        book.add_worksheet("Pier").write("A1", "Pier")

    began = time.perf_counter()
    try:
        told = str(read_bytes(replaced(calculated(build), member, change), "a.xlsx"))
    except UnreadableDocument as error:
        told = str(error)
    assert "secret words" not in told
    assert len(told) < 1000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<sheetData>", '<cols><col min="1" max="999999999" hidden="1"/></cols><sheetData>'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        ("</sheetData>", '<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData>'),
        ("</sheetData>", '<row r="9"><c r="ZZZ9"><v>1</v></c></row></sheetData>'),
        ('ref="A1"', 'ref="A1:XFD1048576"'),
    ],
)
def test_a_sheet_that_claims_to_be_endless_is_read_quickly(before, after):
    def build(book):
        book.active["A1"] = "Pier"

    data = workbook(build)
    changed = replaced(data, SHEET, lambda xml: xml.replace(before.encode(), after.encode()))
    assert changed != replaced(data, SHEET, lambda xml: xml)
    began = time.perf_counter()
    assert read_bytes(changed, "a.xlsx").text == "Sheet\n\nPier"
    assert time.perf_counter() - began < 2


def test_a_sheet_named_many_times_is_refused():
    def build(book):
        book.active["A1"] = "Pier"

    def change(xml):
        at = xml.index(b"<sheet ")
        sheet = xml[at : xml.index(b"/>", at) + 2]
        return xml.replace(sheet, sheet * 2000)

    with pytest.raises(UnreadableDocument, match="damaged"):
        read_bytes(replaced(workbook(build), "xl/workbook.xml", change), "a.xlsx")


def test_a_strict_workbook_is_refused_with_what_to_do():
    plain = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = replaced(workbook(costs), "xl/workbook.xml", lambda xml: xml.replace(plain, strict))
    with pytest.raises(UnreadableDocument, match="Save it as a plain Excel workbook"):
        read_bytes(data, "a.xlsx")


def test_a_damaged_workbook_is_refused_in_plain_words_or_read():
    data, dice = workbook(costs), random.Random(7)
    cut = [data[: len(data) * share // 12] for share in range(1, 12)]
    flipped = []
    for _ in range(60):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = dice.choice(archive.namelist())
            content = bytearray(archive.read(member))
        for _ in range(dice.randint(1, 4)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        flipped.append(replaced(data, member, lambda _, new=bytes(content): new))
    for damaged in cut:
        with pytest.raises(UnreadableDocument, match=r"costs\.xlsx.*damaged"):
            read_bytes(damaged, "costs.xlsx")
    for damaged in flipped:
        with contextlib.suppress(UnreadableDocument):
            read_bytes(damaged, "costs.xlsx")


@given(st.data())
def test_no_flipped_bytes_break_the_reader(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(LibraryError):
        read_bytes(bytes(whole), "costs.xlsx")


WHOLE = workbook(costs)


def test_a_search_names_the_cells(tmp_path):
    (tmp_path / "costs.xlsx").write_bytes(workbook(costs))
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "costs.xlsx")
        (passage, *_) = library.search("pier of the north")
        text = library.text("costs.xlsx")
        at = text.index("5,200.50 €")
        assert library.shelf.passage("costs.xlsx", at, at + 5).place == "Costs!D3"
        assert library.shelf.passage("costs.xlsx", 0, 3).place == ""
        rows = [s for s in passage.sentences if "Pier" in text[s.start : s.end]]
        assert [(row.place, row.section) for row in rows] == [("Costs!B3:D3", "Costs")]
        assert passage.page is None
        library.rebuild()
        assert library.shelf.passage("costs.xlsx", at, at + 5).place == "Costs!D3"
        library.remove("costs.xlsx")
        assert library.search("pier") == ()
