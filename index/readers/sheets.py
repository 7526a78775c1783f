"""Excel (.xlsx): every sheet a section, one line per row, every cell known by its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.places import cell_name
from index.readers.archive import refuse_bomb
from index.readers.builder import TextBuilder, collapse
from index.readers.office import listed, stated_author, stated_title
from index.readers.sheet_rows import LARGEST_GRID, append_rows
from index.readers.workbook import Sheet, Workbook, workbook_of
from index.sniff import SHEETS
from index.types import Cell, Extraction, Span

__all__ = ["read"]

_TOLD_CELLS = 5


def read(data: bytes, name: str) -> Extraction:
    """Read an Excel workbook.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Its sheets as sections named by them: the rows, then the comments. Each cell with its
        name: *Costs!B7*. Values are as the sheet shows them, formulas what they came to when the
        file was saved.

    Raises:
        UnreadableDocument: the file is damaged, has too many cells, or would unpack to an
            unreasonable size.
    """
    refuse_bomb(data, name, "Excel file")
    workbook = workbook_of(data, name)
    builder = TextBuilder()
    cells: list[Cell] = []
    notes: list[str] = []
    for sheet in workbook.sheets:
        if sheet.rows or sheet.comments:
            builder.heading(collapse(sheet.name) or "Sheet", 1)
            columns = sorted({column for texts in sheet.rows.values() for column in texts})
            if len(sheet.rows) * len(columns) > LARGEST_GRID:
                notes.append(f"The empty cells between those of “{sheet.name}” are left out.")
                columns = []
            cells += append_rows(builder, _rows(sheet, columns))
            cells += _append_comments(builder, sheet)
    return Extraction(
        builder.text,
        SHEETS,
        title=stated_title(workbook.title),
        author=stated_author(workbook.author),
        sections=builder.sections(),
        cells=tuple(cells),
        notes=(*_hidden_notes(workbook.sheets), *notes, *_unread_notes(workbook)),
    )


def _rows(sheet: Sheet, columns: Sequence[int]) -> Iterator[list[tuple[str, str]]]:
    """The rows with the names of their cells; without columns only the cells that have text."""
    for row in sorted(sheet.rows):
        texts = sheet.rows[row]
        yield [
            (cell_name(column, row, sheet.name), texts[column]) if column in texts else ("", "")
            for column in columns or sorted(texts)
        ]


def _append_comments(builder: TextBuilder, sheet: Sheet) -> Iterator[Cell]:
    """Append the comments at cells, each with its cell as the place."""
    for comment in sheet.comments:
        text, author = collapse(comment.text), collapse(comment.author)
        if author and text.startswith(f"{author}:"):  # as Excel begins a comment
            text = text[len(author) + 1 :].strip()
        if text:
            by = f" ({author})" if author else ""
            lead = f"Comment on {cell_name(comment.column, comment.row)}{by}: "
            start = builder.block(lead + text) + len(lead)
            name = cell_name(comment.column, comment.row, sheet.name)
            yield Cell(name, Span(start, start + len(text)))


def _hidden_notes(sheets: Sequence[Sheet]) -> Iterator[str]:
    """What nobody sees who opens the workbook, and is read."""
    for sheet in sheets:
        told = []
        if sheet.is_hidden and sheet.rows:
            told.append("the whole sheet")
        if sheet.hidden_rows:
            told.append(listed(sheet.hidden_rows, "row"))
        if sheet.hidden_columns:
            letters = [cell_name(column, 1)[:-1] for column in sheet.hidden_columns]
            told.append(_few("column", letters))
        if sheet.hidden_cells:
            told.append(_few("cell", (cell_name(*cell) for cell in sheet.hidden_cells)))
        if told:
            yield f"Hidden in the sheet “{sheet.name}”, but read: {', '.join(told)}."


def _few(word: str, names: Iterable[str]) -> str:
    """*column C*, *cells A1, A2 and 7 more*."""
    named = list(names)
    more = len(named) - _TOLD_CELLS
    told = ", ".join(named[:_TOLD_CELLS]) + (f" and {more} more" if more > 0 else "")
    return f"{word}{'s' if len(named) > 1 else ''} {told}"


def _unread_notes(workbook: Workbook) -> Iterator[str]:
    """What of the workbook could not be read."""
    uncomputed = sum(sheet.uncomputed for sheet in workbook.sheets)
    if uncomputed:
        have = "formula has" if uncomputed == 1 else "formulas have"
        yield (
            f"{uncomputed:,} {have} no stored value and could not be read. Open the file in a "
            "spreadsheet program, save it there, and add it again."
        )
    unread = []
    if workbook.charts:
        unread.append(f"{workbook.charts:,} chart{'s' if workbook.charts > 1 else ''}")
    if workbook.text_boxes:
        unread.append("text in drawings")
    if unread:
        yield f"Not read: {' and '.join(unread)}."
