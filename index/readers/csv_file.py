"""CSV and TSV: one line per row, every cell known by its name."""

from __future__ import annotations

from collections.abc import Iterator

from index.encoding import decode
from index.errors import UnreadableDocument
from index.places import cell_name
from index.readers import text
from index.readers.builder import TextBuilder
from index.readers.delimited import Broken, delimiter_of, rows_of
from index.readers.sheet_rows import LARGEST_GRID, append_rows, refuse_many
from index.sniff import CSV
from index.types import Extraction

__all__ = ["read"]


def read(data: bytes, name: str) -> Extraction:
    """Read a table in a text file.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Its rows, the cells joined by a bar, each cell with its name: *B7*. Where the quotation
        marks of the table are damaged, its text as it stands, and a note.

    Raises:
        UnreadableDocument: there are too many cells.
    """
    decoded, note = decode(data)
    whole = text.same_length_text(decoded)
    builder = TextBuilder()
    try:
        cells = append_rows(builder, _named(whole, name))
    except Broken:
        told = "The quotation marks of this table are damaged; it was read as plain text."
        return Extraction(whole, CSV, notes=tuple(filter(None, (note, told))))
    return Extraction(builder.text, CSV, cells=cells, notes=(note,) if note else ())


def _named(whole: str, name: str) -> Iterator[list[tuple[str, str]]]:
    """The rows with the names of their cells."""
    count = fields = 0
    for number, row in enumerate(rows_of(whole, delimiter_of(whole) or ","), 1):
        count += sum(1 for words in row if words.strip())
        fields += len(row)
        refuse_many(count, name)
        if fields > LARGEST_GRID:
            raise UnreadableDocument(
                f"“{name}” has more than {LARGEST_GRID:,} cells, most of them empty. Save the part "
                "that matters, and add that."
            )
        yield [
            (cell_name(column, number) if words else "", words)
            for column, words in enumerate(row, 1)
        ]
