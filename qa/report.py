"""What the command line prints: data on standard output, progress on standard error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn

from index.types import Document, OutcomeStatus, Passage, Report
from index.types import Progress as Step
from qa.render import date_in_words, location, speakers_in_words
from qa.types import Answer, AnswerStatus, Quote, to_json

if TYPE_CHECKING:
    from qa.doctor import Finding

__all__ = ["added", "answer", "documents", "findings", "passages", "progress", "removed"]

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


def added(report: Report, *, as_json: bool) -> None:
    """What became of each file."""
    if as_json:
        _print_json({"outcomes": report.outcomes})
        return
    for outcome in report.outcomes:
        detail = f": {outcome.detail}" if outcome.detail else ""
        typer.echo(f"{outcome.status:<10} {outcome.name}{detail}", err=outcome.failed)
    if not report.outcomes:
        typer.echo("There was no file to add.", err=True)
        return
    counts = [(report.count(status), status) for status in OutcomeStatus]
    typer.echo(", ".join(f"{count} {status}" for count, status in counts if count), err=True)


def removed(names: Sequence[str], *, as_json: bool) -> None:
    """Which documents are gone."""
    if as_json:
        _print_json({"removed": names})
    else:
        typer.echo("\n".join(f"removed    {name}" for name in names))


def documents(listed: Sequence[Document], *, as_json: bool) -> None:
    """The library's list."""
    if as_json:
        _print_json({"documents": listed})
        return
    for document in listed:
        pages = f", {document.pages} pages" if document.pages else ""
        date = f"{document.date}, " if document.date else ""
        typer.echo(f"{document.name}\n  {document.title} ({date}{document.words} words{pages})")
        for note in document.notes:
            typer.echo(f"  Note: {note}")
    if not listed:
        typer.echo("The library is empty. Add documents: python -m qa add FOLDER", err=True)


def passages(found: Sequence[Passage], *, as_json: bool) -> None:
    """What a search found."""
    if as_json:
        _print_json({"passages": found})
        return
    for passage in found:
        page = f", page {passage.page}" if passage.page else ""
        typer.echo(f"[{passage.label}] {passage.document}{page}\n{passage.text}\n")
    if not found:
        typer.echo("Nothing found.", err=True)


def answer(given: Answer, *, as_json: bool) -> None:
    """An answer with its quotes, their speakers and places."""
    if as_json:
        _print_json(given.to_dict())
        return
    typer.echo(given.text)
    if given.accounts_differ:
        typer.echo("\nThe accounts differ.")
    if given.status is AnswerStatus.NOT_IN_DOCUMENTS and given.related:
        typer.echo("\nThe nearest passage is only related:")
        typer.echo(f"“{given.related.text}”\n  {_place(given.related)}")
    if given.quotes:
        typer.echo("\n" + "\n".join(_source(quote, given.text) for quote in given.quotes))
    for rejection in given.rejections:
        typer.echo(f"\nWithdrawn: {rejection.claim}\n  {rejection.detail}")
    for notice in given.notices:
        typer.echo(f"\nNote: {notice}")


def findings(found: Sequence[Finding], *, as_json: bool) -> None:
    """What the doctor found."""
    if as_json:
        _print_json({"findings": found})
        return
    for finding in found:
        typer.echo(f"{_MARKS[finding.works]} {finding.subject}: {finding.detail}")
        if finding.advice:
            typer.echo(f"        {finding.advice}")


def _source(quote: Quote, shown: str) -> str:
    words = "" if quote.text in shown else f"“{quote.text}”\n    "
    return f"[{quote.label}] {words}{_place(quote)}"


def _place(quote: Quote) -> str:
    speaker = speakers_in_words(quote.attribution)
    date = date_in_words(quote.date)
    parts = [speaker, location(quote), date, quote.document]
    return " · ".join(part for part in parts if part)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2))
