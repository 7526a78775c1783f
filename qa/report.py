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
from qa.drafts.types import DraftReport
from qa.drafts.verdicts import quote_lines
from qa.prose import printable, quoted
from qa.render import location, published, speakers_in_words, withdrawn_in_words
from qa.types import Answer, AnswerStatus, Quote, to_json

if TYPE_CHECKING:
    from qa.doctor import Finding

__all__ = [
    "added",
    "added_so_far",
    "answer",
    "bar",
    "checked",
    "documents",
    "findings",
    "on_terminal",
    "passages",
    "print_json",
    "progress",
    "removed",
    "say",
    "waiting",
]

Move = Callable[[int, int, str], None]
"""Sets a bar: how many are done, of how many, and what else to say."""

_MARKS = {True: "ok     ", False: "PROBLEM"}


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A bar on standard error where that is a terminal; yields what ``Library.add`` is to call."""
    with bar() as move:
        yield lambda step: added_so_far(step, move)


@contextmanager
def bar() -> Iterator[Move]:
    """A bar on standard error where that is a terminal; yields what moves it."""
    columns = (
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not on_terminal()) as shown:
        task = shown.add_task("", total=0)

        def move(done: int, total: int, told: str) -> None:
            shown.update(task, completed=done, total=total, description=escape(told))

        yield move


def added_so_far(step: Step, move: Move) -> None:
    """Show on a bar how far the adding of files has come."""
    left = "" if step.seconds_left is None else f", about {step.seconds_left:.0f} s left"
    move(step.files_done, step.files_total, f"files {step.step} {step.name}{left}")


def on_terminal() -> bool:
    """Whether standard error is a terminal, where a bar can be drawn."""
    return Console(stderr=True).is_terminal


def added(report: Report, rebuilt: int | None, *, as_json: bool) -> None:
    """What became of each file, and how many documents were indexed anew where that was asked."""
    if as_json:
        print_json({"outcomes": report.outcomes, "rebuilt": rebuilt})
        return
    if rebuilt is not None:
        say(f"Indexed anew: {rebuilt} documents.", err=True)
    for outcome in report.outcomes:
        detail = f": {outcome.detail}" if outcome.detail else ""
        say(f"{outcome.status:<10} {outcome.name}{detail}", err=outcome.failed)
    if not report.outcomes and rebuilt is None:
        say("There was no file to add.", err=True)
    counts = [(report.count(status), status) for status in OutcomeStatus]
    if report.outcomes:
        say(", ".join(f"{count} {status}" for count, status in counts if count), err=True)


def removed(names: Sequence[str], *, as_json: bool) -> None:
    """Which documents are gone."""
    if as_json:
        print_json({"removed": names})
    else:
        say("\n".join(f"removed    {name}" for name in names))


def documents(listed: Sequence[Document], *, as_json: bool) -> None:
    """The library's list."""
    if as_json:
        print_json({"documents": listed})
        return
    for document in listed:
        pages = f", {document.pages_in_words}" if document.pages else ""
        date = f"{document.date}, " if document.date else ""
        say(f"{document.name}\n  {document.title} ({date}{document.words} words{pages})")
        for note in document.notes:
            say(f"  Note: {note}")
    if not listed:
        say("The library is empty. Add documents: python -m qa add FOLDER", err=True)


def passages(found: Sequence[Passage], *, as_json: bool) -> None:
    """What a search found."""
    if as_json:
        print_json({"passages": found})
        return
    for passage in found:
        place = f", {passage.place}" if passage.place else ""
        say(f"[{passage.label}] {passage.document}{place}\n{passage.text}\n")
    if not found:
        say("Nothing found.", err=True)


def waiting(message: str) -> None:
    """What a language model is waited for, on standard error; nothing where that is no news."""
    if message:
        say(message, err=True)


def answer(given: Answer, *, as_json: bool, show_withdrawn: bool) -> None:
    """An answer with its quotes, their speakers and places, and what the check refused or not."""
    if as_json:
        print_json(given.to_dict())
        return
    if given.understood_as:
        say(f"Understood as: {given.understood_as}\n")
    say(given.text)
    if given.accounts_differ:
        say("\nThe accounts differ.")
    if given.status is AnswerStatus.NOT_IN_DOCUMENTS and given.related:
        say("\nThe nearest passage is only related:")
        say(f"{quoted(given.related.text)}\n  {_place(given.related)}")
    if given.quotes:
        say("\n" + "\n".join(_source(quote, given.text) for quote in given.quotes))
    if given.rejections and not show_withdrawn:
        say(f"\nNote: {withdrawn_in_words(len(given.rejections))}")
    for rejection in given.rejections if show_withdrawn else ():
        say(f"\nWithdrawn: {rejection.claim}\n  {rejection.detail}")
    for note in (*given.notices, *given.receipt.understood):
        say(f"\nNote: {note}")


def checked(draft: DraftReport, *, as_json: bool) -> None:
    """What became of the quotations of a draft."""
    if as_json:
        print_json({"quotes": draft.quotes})
    else:
        for quote in draft.quotes:
            say("\n".join(quote_lines(quote)) + "\n")
    say(draft.summary, err=True)


def findings(found: Sequence[Finding], *, as_json: bool) -> None:
    """What the doctor found."""
    if as_json:
        print_json({"findings": found})
        return
    for finding in found:
        say(f"{_MARKS[finding.works]} {finding.subject}: {finding.detail}")
        if finding.advice:
            say(f"        {finding.advice}")


def _source(quote: Quote, shown: str) -> str:
    words = "" if quote.text in shown else f"{quoted(quote.text)}\n    "
    return f"[{quote.label}] {words}{_place(quote)}"


def _place(quote: Quote) -> str:
    speaker = speakers_in_words(quote.attribution)
    parts = [speaker, location(quote), published(quote), quote.document]
    return " · ".join(part for part in parts if part)


def print_json(value: object) -> None:
    """A value as JSON on standard output."""
    typer.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2))


def say(text: str, *, err: bool = False) -> None:
    """A text on standard output or standard error, with nothing in it that a terminal obeys."""
    typer.echo(printable(text), err=err)
