"""What the command line prints: data on standard output, progress on standard error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn

from index.types import Document, OutcomeStatus, Passage, Report
from index.types import Progress as Step
from qa.drafts.types import DraftReport
from qa.drafts.verdicts import quote_lines
from qa.prose import quoted
from qa.render import location, published, speakers_in_words, withdrawn_in_words
from qa.types import Answer, AnswerStatus, Quote, to_json

if TYPE_CHECKING:
    from qa.doctor import Finding

__all__ = [
    "added",
    "answer",
    "checked",
    "documents",
    "findings",
    "passages",
    "progress",
    "removed",
    "waiting",
]

# What a terminal would take for an order instead of showing it: a document may hold such signs.
_TERMINAL_ORDERS = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_MARKS = {True: "ok     ", False: "PROBLEM"}


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A bar on standard error where that is a terminal; yields what ``Library.add`` is to call."""
    columns = (
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} files"),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=0)

        def tell(step: Step) -> None:
            left = "" if step.seconds_left is None else f", about {step.seconds_left:.0f} s left"
            bar.update(
                task,
                total=step.files_total,
                completed=step.files_done,
                description=f"{step.step} {escape(step.name)}{left}",
            )

        yield tell


def added(report: Report, rebuilt: int | None, *, as_json: bool) -> None:
    """What became of each file, and how many documents were indexed anew where that was asked."""
    if as_json:
        _print_json({"outcomes": report.outcomes, "rebuilt": rebuilt})
        return
    if rebuilt is not None:
        _say(f"Indexed anew: {rebuilt} documents.", err=True)
    for outcome in report.outcomes:
        detail = f": {outcome.detail}" if outcome.detail else ""
        _say(f"{outcome.status:<10} {outcome.name}{detail}", err=outcome.failed)
    if not report.outcomes and rebuilt is None:
        _say("There was no file to add.", err=True)
    counts = [(report.count(status), status) for status in OutcomeStatus]
    if report.outcomes:
        _say(", ".join(f"{count} {status}" for count, status in counts if count), err=True)


def removed(names: Sequence[str], *, as_json: bool) -> None:
    """Which documents are gone."""
    if as_json:
        _print_json({"removed": names})
    else:
        _say("\n".join(f"removed    {name}" for name in names))


def documents(listed: Sequence[Document], *, as_json: bool) -> None:
    """The library's list."""
    if as_json:
        _print_json({"documents": listed})
        return
    for document in listed:
        pages = f", {document.pages} pages" if document.pages else ""
        date = f"{document.date}, " if document.date else ""
        _say(f"{document.name}\n  {document.title} ({date}{document.words} words{pages})")
        for note in document.notes:
            _say(f"  Note: {note}")
    if not listed:
        _say("The library is empty. Add documents: python -m qa add FOLDER", err=True)


def passages(found: Sequence[Passage], *, as_json: bool) -> None:
    """What a search found."""
    if as_json:
        _print_json({"passages": found})
        return
    for passage in found:
        page = f", page {passage.page}" if passage.page else ""
        _say(f"[{passage.label}] {passage.document}{page}\n{passage.text}\n")
    if not found:
        _say("Nothing found.", err=True)


def waiting(message: str) -> None:
    """What a language model is waited for, on standard error; nothing where that is no news."""
    if message:
        _say(message, err=True)


def answer(given: Answer, *, as_json: bool, show_withdrawn: bool) -> None:
    """An answer with its quotes, their speakers and places, and what the check refused or not."""
    if as_json:
        _print_json(given.to_dict())
        return
    if given.understood_as:
        _say(f"Understood as: {given.understood_as}\n")
    _say(given.text)
    if given.accounts_differ:
        _say("\nThe accounts differ.")
    if given.status is AnswerStatus.NOT_IN_DOCUMENTS and given.related:
        _say("\nThe nearest passage is only related:")
        _say(f"{quoted(given.related.text)}\n  {_place(given.related)}")
    if given.quotes:
        _say("\n" + "\n".join(_source(quote, given.text) for quote in given.quotes))
    if given.rejections and not show_withdrawn:
        _say(f"\nNote: {withdrawn_in_words(len(given.rejections))}")
    for rejection in given.rejections if show_withdrawn else ():
        _say(f"\nWithdrawn: {rejection.claim}\n  {rejection.detail}")
    for note in (*given.notices, *given.receipt.understood):
        _say(f"\nNote: {note}")


def checked(draft: DraftReport, *, as_json: bool) -> None:
    """What became of the quotations of a draft."""
    if as_json:
        _print_json({"quotes": draft.quotes})
    else:
        for quote in draft.quotes:
            _say("\n".join(quote_lines(quote)) + "\n")
    _say(draft.summary, err=True)


def findings(found: Sequence[Finding], *, as_json: bool) -> None:
    """What the doctor found."""
    if as_json:
        _print_json({"findings": found})
        return
    for finding in found:
        _say(f"{_MARKS[finding.works]} {finding.subject}: {finding.detail}")
        if finding.advice:
            _say(f"        {finding.advice}")


def _source(quote: Quote, shown: str) -> str:
    words = "" if quote.text in shown else f"{quoted(quote.text)}\n    "
    return f"[{quote.label}] {words}{_place(quote)}"


def _place(quote: Quote) -> str:
    speaker = speakers_in_words(quote.attribution)
    parts = [speaker, location(quote), published(quote), quote.document]
    return " · ".join(part for part in parts if part)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2))


def _say(text: str, *, err: bool = False) -> None:
    typer.echo(_TERMINAL_ORDERS.sub("\N{REPLACEMENT CHARACTER}", text), err=err)
