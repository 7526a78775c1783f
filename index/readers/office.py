"""What Office files have in common: their stated title and author, and how runs are told."""

from __future__ import annotations

from collections.abc import Iterable

from index.readers.builder import collapse

__all__ = ["listed", "stated_author", "stated_title"]

_TEMPLATE_TITLES = frozenset(
    {"word document", "document", "untitled", "powerpoint presentation", "presentation"}
)
_TEMPLATE_AUTHORS = frozenset(
    "python-docx python-pptx openpyxl xlsxwriter user unknown administrator author".split()
)


def stated_title(title: str | None) -> str | None:
    """The title that a file states, unless its template did."""
    words = collapse(title or "")
    return None if words.lower() in _TEMPLATE_TITLES else words or None


def stated_author(author: str | None) -> str | None:
    """The author that a file states, unless its program did."""
    words = collapse(author or "")
    return None if words.lower() in _TEMPLATE_AUTHORS else words or None


def listed(numbers: Iterable[int], word: str) -> str:
    """Numbers in order, neighbouring ones drawn together: *page 3*, *pages 1–3, 7*."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    told = ", ".join("–".join(map(str, run)) for run in runs)
    return f"{word} {told}" if told.isdecimal() else f"{word}s {told}"
