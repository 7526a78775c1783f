"""Rows of cells as lines of the canonical text, and where each cell stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.errors import UnreadableDocument
from index.readers.builder import TextBuilder, collapse
from index.types import Cell, Span

__all__ = ["LARGEST_GRID", "append_rows", "refuse_many"]

_BAR = " | "
_MOST_CELLS = 200_000
"""With text, of one file: more would take minutes to index, and is a database, not a text."""
LARGEST_GRID = 2_000_000
"""Cells of one table, the empty ones included."""


def append_rows(
    builder: TextBuilder, rows: Iterable[Sequence[tuple[str, str]]]
) -> tuple[Cell, ...]:
    """Append rows: one line each, its cells joined by a bar; empty rows are left out.

    A row of one cell next to another such row is a paragraph of its own, so that neither is taken
    for a line of the other's prose.

    Args:
        builder: the text to grow.
        rows: of each the name and the text of its cells; an empty cell between others keeps its
            bars, so that each value stays in its column.

    Returns:
        The cells that have text, in order.
    """
    cells: list[Cell] = []
    was_alone: bool | None = None
    for row in rows:
        texts = [collapse(text) for _, text in row]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        is_alone = len(texts) == 1
        is_apart = was_alone is None or (is_alone and was_alone)
        at = builder.block(_BAR.join(texts), "\n\n" if is_apart else "\n")
        was_alone = is_alone
        for (name, _), text in zip(row, texts, strict=False):
            if text:
                cells.append(Cell(name, Span(at, at + len(text))))
            at += len(text) + len(_BAR)
    return tuple(cells)


def refuse_many(count: int, name: str) -> None:
    """Refuse a file with more cells than can be read.

    Args:
        count: of the cells with text, as far as they have been counted.
        name: the file's name.

    Raises:
        UnreadableDocument: these are too many.
    """
    if count > _MOST_CELLS:
        raise UnreadableDocument(
            f"“{name}” has more than {_MOST_CELLS:,} cells with text, which is the most that "
            "can be read. Split it into smaller files, or save the part that matters, and add "
            "those."
        )
