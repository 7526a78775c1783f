"""What is needed of an Excel workbook, by openpyxl: its sheets, their cells and comments.

Sheets are read cell by cell and none is built in memory: a workbook may name cells, merged areas
and rows without end that hold nothing.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import (
    get_dependents,
    get_rels_path,
)
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import (
    BUILTIN_FORMATS,
    BUILTIN_FORMATS_MAX_SIZE,
)
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import (
    FORMULA_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import COMMENTS_NS
from openpyxl.xml.functions import fromstring

from index.errors import UnreadableDocument
from index.readers.archive import DAMAGE
from index.readers.date_formats import Moment, date_shown
from index.readers.number_formats import format_sections, number_shown, plain_number
from index.readers.sheet_rows import refuse_many

__all__ = ["Comment", "Sheet", "Workbook", "workbook_of"]

# SyntaxError: what both parsers of XML raise. The others: openpyxl met what it did not expect.
_DAMAGE = (
    *DAMAGE,
    SyntaxError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
)
_STRICT = b"http://purl.oclc.org/ooxml/"
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_THREADED = re.compile(r"(?s)\A\[[^\]]{1,60}\].{1,400}?\n\s*(?=\w+:\n)")
"""What Excel puts before a conversation for programs that know but plain comments."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A note that somebody left at a cell."""

    row: int
    column: int
    author: str
    text: str


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet that have text."""

    name: str
    is_hidden: bool
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    """The text of each cell as the sheet shows it, by row and column, both counted from 1."""
    comments: Sequence[Comment] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    hidden_cells: Sequence[tuple[int, int]] = ()
    """Columns and rows of those whose format shows nothing of what they hold."""
    uncomputed: int = 0
    """Formulas without a stored value."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that is read of a workbook."""

    title: str | None
    author: str | None
    sheets: Sequence[Sheet]
    charts: int
    """Of them nothing is read."""
    text_boxes: int
    """Drawings that hold text, which is not read either."""


def workbook_of(data: bytes, name: str) -> Workbook:
    """Read a workbook.

    Args:
        data: The file's bytes, already checked for what they would unpack to.
        name: The file's name, for messages.

    Raises:
        UnreadableDocument: it is damaged, of the strict kind, or has too many cells.
    """
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            warnings.simplefilter("ignore")  # of what is not kept when a workbook is written again
            if _STRICT in archive.read("xl/workbook.xml"):
                raise UnreadableDocument(
                    f"“{name}” is saved as “Strict Open XML”, which cannot be read. Save it as a "
                    "plain Excel workbook (.xlsx) and add that."
                )
            return _read(data, name, archive.namelist())
    except _DAMAGE as error:
        raise UnreadableDocument(
            f"“{name}” is a damaged Excel file. Open it in Excel, save it again, then add it."
        ) from error


def _read(data: bytes, name: str, members: Sequence[str]) -> Workbook:
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    reader.read_properties()
    apply_stylesheet(reader.archive, reader.wb)
    formats = _formats(reader.wb)
    sheets, seen, count = [], set(), 0
    for found, relation in reader.parser.find_sheets():
        if "worksheet" not in relation.Type or relation.target not in members:
            continue
        if relation.target in seen:
            raise ValueError("a sheet is named twice")
        seen.add(relation.target)
        sheet = Sheet(str(found.name), found.state != "visible")
        for row in _rows(reader, relation.target, sheet, formats):
            count += len(row)
            refuse_many(count, name)
        sheet.comments = tuple(_comments(reader.archive, relation.target, members))
        sheets.append(sheet)
    facts = reader.wb.properties
    charts = sum(1 for each in members if re.fullmatch(r"xl/charts/chart\d*\.xml", each))
    drawings = [each for each in members if re.fullmatch(r"xl/drawings/drawing\d*\.xml", each)]
    boxes = sum(1 for each in drawings if b"<a:t>" in reader.archive.read(each))
    return Workbook(facts.title, facts.creator, sheets, charts, boxes)


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """Also counts the formulas of which the file does not tell what they come to."""

    uncomputed = 0

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - openpyxl's elements
        """A cell of a sheet as openpyxl tells it."""
        cell: dict[str, Any] = super().parse_cell(element)
        is_text = element.get("t") == "str"  # of which an empty one has no value either
        if cell["value"] is None and not is_text and element.find(FORMULA_TAG) is not None:
            self.uncomputed += 1
        return cell


def _rows(
    reader: Any,  # noqa: ANN401 - openpyxl has no types
    path: str,
    sheet: Sheet,
    formats: Sequence[str],
) -> Iterator[dict[int, str]]:
    """Fill a sheet row by row."""
    book = reader.wb
    hidden_cells = []
    with reader.archive.open(path) as source:
        parser = _Parser(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for row, cells in parser.parse():
            texts = {}
            for cell in cells:
                if cell["value"] is None or not (
                    0 < cell["column"] <= _LAST_COLUMN and 0 < row <= _LAST_ROW
                ):
                    continue
                style = cell["style_id"]
                number_format = formats[style] if style < len(formats) else "General"
                text, is_shown = _shown(cell["value"], number_format)
                if text.strip():
                    texts[cell["column"]] = text
                    hidden_cells += [] if is_shown else [(cell["column"], row)]
            if texts:
                sheet.rows.setdefault(row, {}).update(texts)
                yield texts
    sheet.uncomputed = parser.uncomputed
    sheet.hidden_cells = hidden_cells
    _find_hidden(sheet, parser)


def _find_hidden(sheet: Sheet, parser: _Parser) -> None:
    """Note the rows and columns that have text and are not shown."""
    hidden = {int(row) for row, facts in parser.row_dimensions.items() if _is_hidden(facts)}
    sheet.hidden_rows = [row for row in sheet.rows if row in hidden]
    areas = [facts for facts in parser.column_dimensions.values() if _is_hidden(facts)]
    columns = sorted({column for texts in sheet.rows.values() for column in texts})
    sheet.hidden_columns = [
        column
        for column in columns
        if any(int(area["min"]) <= column <= int(area["max"]) for area in areas)
    ]


def _formats(book: Any) -> list[str]:  # noqa: ANN401
    """The number format of each style."""
    own = book._number_formats
    numbers = [style.numFmtId for style in book._cell_styles]
    return [
        BUILTIN_FORMATS.get(number, "General")
        if number < BUILTIN_FORMATS_MAX_SIZE
        else "".join(map(str, own[number - BUILTIN_FORMATS_MAX_SIZE :][:1])) or "General"
        for number in numbers
    ]


def _shown(value: object, number_format: str) -> tuple[str, bool]:
    """What is seen in a cell, and whether it is; what its format hides is told all the same."""
    if isinstance(value, bool):
        return str(value).upper(), True
    if isinstance(value, int | float):
        text = number_shown(value, number_format)
        return (text, True) if text.strip() or not value else (plain_number(value), False)
    if isinstance(value, Moment):
        text = date_shown(value, number_format)
        return (text, True) if text.strip() else (date_shown(value, "General"), False)
    sections = format_sections(number_format)
    is_shown = len(sections) < 4 or bool(sections[3].strip())
    return str(unescape(str(value))), is_shown


def _is_hidden(facts: dict[str, str]) -> bool:
    return facts.get("hidden") in ("1", "true")


def _comments(archive: zipfile.ZipFile, path: str, members: Sequence[str]) -> Iterator[Comment]:
    """The comments at the cells of a sheet, in the order of the file."""
    relations = get_rels_path(path)
    if relations not in members:
        return
    for relation in get_dependents(archive, relations).find(COMMENTS_NS):
        found = CommentSheet.from_tree(fromstring(archive.read(relation.target)))
        for reference, comment in found.comments:
            row, column = coordinate_to_tuple(reference)
            author = "" if comment.author.startswith("tc={") else comment.author
            text = str(unescape(comment.text or ""))
            yield Comment(row, column, author, _THREADED.sub("", text))
