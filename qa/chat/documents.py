"""The documents of the page: what is in the library, adding to it, removing from it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

from index import Library
from index.errors import LibraryError
from index.types import Document, Outcome, OutcomeStatus, Progress, Report
from qa.render import date_in_words

__all__ = [
    "FILE_TYPES",
    "Adding",
    "Listing",
    "add_uploads",
    "listing",
    "removal",
    "scope_choices",
]

FILE_TYPES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")

_KINDS = {
    "application/pdf": "PDF",
    "text/html": "Web page",
    "text/markdown": "Markdown",
    "text/plain": "Text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}

_OUTCOMES = {
    OutcomeStatus.ADDED: "Added",
    OutcomeStatus.UNCHANGED: "Already there",
    OutcomeStatus.CHANGED: "Replaced by the new version",
    OutcomeStatus.RENAMED: "Renamed",
    OutcomeStatus.DUPLICATE: "Same content as another document",
    OutcomeStatus.REMOVED: "Removed",
    OutcomeStatus.EMPTY: "Not added: no text in it",
    OutcomeStatus.UNREADABLE: "Not added: cannot be read",
}


class DocumentRow(TypedDict):
    """One document as the list shows it; plain text, none of it markup."""

    name: str
    title: str
    facts: str
    """``PDF · 3 May 2024 · 12 pages``."""
    notes: list[str]


class Listing(TypedDict):
    """The whole list of documents."""

    editable: bool
    """Whether documents may be removed on this page."""
    documents: list[DocumentRow]


class OutcomeRow(TypedDict):
    """What became of one file."""

    name: str
    result: str
    detail: str
    failed: bool


class Adding(TypedDict):
    """What is shown while files are being added, and afterwards."""

    working: str
    """One line on what goes on; empty when nothing does."""
    share: float
    """Of the files, between 0 and 1, that are done."""
    outcomes: list[OutcomeRow]


def listing(library: Library, *, editable: bool) -> Listing:
    """The documents of ``library`` by title."""
    documents = sorted(library.documents(), key=lambda each: (each.title.casefold(), each.name))
    return {"editable": editable, "documents": [_document_row(each) for each in documents]}


def scope_choices(library: Library) -> list[tuple[str, str]]:
    """Label and name of each document that a question can be limited to."""
    documents = library.documents()
    titles = [document.title for document in documents]
    choices = [
        (each.title if titles.count(each.title) == 1 else f"{each.title} ({each.name})", each.name)
        for each in documents
    ]
    return sorted(choices, key=lambda choice: choice[0].casefold())


def add_uploads(library: Library, uploads: Sequence[Path]) -> Iterator[Adding]:
    """Add uploaded files, telling how far it has come, and delete the uploaded copies.

    Args:
        library: to add to.
        uploads: temporary files; each document is named by its file's name.

    Yields:
        What to show; the last one has an outcome for every file.
    """
    news: queue.SimpleQueue[Progress | Report | LibraryError] = queue.SimpleQueue()

    def work() -> None:
        result: Report | LibraryError = LibraryError(
            "Adding the files failed inside this program; its log says why."
        )
        try:
            result = library.add_uploads(uploads, on_progress=news.put)
        except LibraryError as error:
            result = error
        finally:
            for upload in uploads:
                upload.unlink(missing_ok=True)
            news.put(result)

    yield {"working": f"Adding {_count(len(uploads), 'file')} …", "share": 0.0, "outcomes": []}
    threading.Thread(target=work, name="adding documents").start()
    while isinstance(item := news.get(), Progress):
        yield {"working": _in_words(item), "share": _share(item), "outcomes": []}
    yield {"working": "", "share": 1.0, "outcomes": _outcome_rows(item, uploads)}


def removal(library: Library, name: str) -> Adding:
    """Remove the document called ``name`` and tell what became of it."""
    try:
        library.remove(name)
    except LibraryError as error:
        row: OutcomeRow = {
            "name": name, "result": "Not removed", "detail": str(error), "failed": True,
        }  # fmt: skip
    else:
        row = {"name": name, "result": "Removed", "detail": "", "failed": False}
    return {"working": "", "share": 1.0, "outcomes": [row]}


def _in_words(progress: Progress) -> str:
    line = (
        f"{progress.step.capitalize()} {progress.name} · "
        f"{progress.files_done} of {_count(progress.files_total, 'file')} done"
    )
    return f"{line} · {_time_left(progress.seconds_left)}" if progress.seconds_left else line


def _time_left(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / 60)} min left"


def _share(progress: Progress) -> float:
    return progress.files_done / progress.files_total if progress.files_total else 0.0


def _outcome_rows(result: Report | LibraryError, uploads: Sequence[Path]) -> list[OutcomeRow]:
    if isinstance(result, Report):
        return [_outcome_row(outcome) for outcome in result.outcomes]
    return [
        {"name": upload.name, "result": "Not added", "detail": str(result), "failed": True}
        for upload in uploads
    ]


def _outcome_row(outcome: Outcome) -> OutcomeRow:
    return {
        "name": outcome.name,
        "result": _OUTCOMES[outcome.status],
        "detail": outcome.detail,
        "failed": outcome.failed,
    }


def _document_row(document: Document) -> DocumentRow:
    length = _count(document.pages, "page") if document.pages else _count(document.words, "word")
    kind = _KINDS.get(document.media_type, document.media_type)
    source = document.publisher or document.author or ""
    facts = [kind, source, date_in_words(document.date), length]
    return {
        "name": document.name,
        "title": document.title,
        "facts": " · ".join(fact for fact in facts if fact),
        "notes": list(document.notes),
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
