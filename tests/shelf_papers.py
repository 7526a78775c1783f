"""Papers for the tests of the documents page, and how their rows are found there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from index import Library

EVIL = "<img src=x onerror=window.pwned=1> ${window.pwned=2} {{value}} \u202eeltit"
LONG = f"""Report on the ferries

The Northern Ledger, 12 June 2023

{"The ferry to Osk will be closed, said Tove Lind. " * 900}
The very last words of the report.
"""
PAPERS = {
    "evil/name.txt": f"{EVIL}\n\nA page of it, said Jan Peel.\n",
    "ferries.txt": LONG,
    "osk.md": "# Osk in winter\n\nThe Northern Ledger, 2 January 2024\n\nIt snows in Osk.\n",
}


@contextmanager
def shelved(library: Library, folder: Path) -> Iterator[None]:
    """The papers are in the library for the time of the block."""
    for name, text in PAPERS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    library.add_uploads([folder / name for name in PAPERS], names=list(PAPERS))
    yield
    for document in library.documents():
        if document.name in PAPERS:
            library.remove(document.name)


def wait_for_names(page: Page, *wanted: str) -> None:
    """Wait until just these documents are listed, in this order."""
    page.wait_for_function(
        """(wanted) => wanted.join() === [...document.querySelectorAll('.cv-document')]
             .map((row) => row.dataset.name).join()""",
        arg=list(wanted),
    )


def row(page: Page, name: str) -> Locator:
    """Where a document is listed."""
    return page.locator(f'.cv-document[data-name="{name}"]')


def choose(page: Page, *wanted: str) -> None:
    """Tick the boxes of some documents."""
    for name in wanted:
        row(page, name).get_by_role("checkbox").check()
