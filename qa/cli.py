"""The command line, ``python -m qa``.

Standard output is data, everything else goes to standard error. Heavy imports wait until a command
needs them, so that ``--help`` and a wrong option answer at once.
"""

from __future__ import annotations

import datetime
import importlib.util
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, overload

import typer

from index.types import OutcomeStatus, Report
from qa import report
from qa.cli_eval import evaluate
from qa.cli_keeping import backup, repair, restore
from qa.cli_options import JsonOption, LibraryOption, explained
from qa.ending import end_at_once, heed_signals
from qa.errors import ConfigurationError
from qa.events import Answered, Waiting
from qa.exit_codes import FAILED
from qa.installing import install_command
from qa.privacy import keep_to_oneself

if TYPE_CHECKING:
    from index import Library
    from qa.settings import Settings

__all__ = ["app", "main"]

app = typer.Typer(
    help="Ask your own documents. Every quote is checked, every claim says who said it, "
    "every gap is stated.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

InOption = Annotated[
    list[str] | None, typer.Option("--in", metavar="NAME", help="Only this document; repeatable.")
]
AfterOption = Annotated[
    datetime.datetime | None,
    typer.Option("--after", formats=["%Y-%m-%d"], help="Only documents dated on or after."),
]
BeforeOption = Annotated[
    datetime.datetime | None,
    typer.Option("--before", formats=["%Y-%m-%d"], help="Only documents dated on or before."),
]


@app.callback()
def common(context: typer.Context, library: LibraryOption = None) -> None:
    """Options that may also stand before the command."""
    context.obj = library


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders.")
    ] = None,
    sync: Annotated[
        bool, typer.Option("--sync", help="Also remove documents whose files are gone.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Index all documents anew, after a change of model.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add files, and of folders every file below them."""
    if not paths and not rebuild:
        raise typer.BadParameter("Name at least one file or folder.", param_hint="PATH")
    with _opened(context, library) as (opened, _):
        with report.progress() as on_progress:
            if rebuild:
                opened.rebuild(on_progress=on_progress)
            added = opened.add(paths, sync=sync, on_progress=on_progress) if paths else Report(())
        report.added(added, len(opened.documents()) if rebuild else None, as_json=as_json)
        if paths and _failed(added, paths):
            raise typer.Exit(FAILED)


@app.command()
def remove(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Documents to remove.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove documents from the library; their files stay where they are."""
    with _opened(context, library) as (opened, _):
        names = list(dict.fromkeys(_utf8(names)))
        _refuse_unknown(opened, names)
        for name in names:
            opened.remove(name)
        report.removed(names, as_json=as_json)


@app.command()
def documents(
    context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False
) -> None:
    """List the documents of the library."""
    with _opened(context, library) as (opened, _):
        report.documents(opened.documents(), as_json=as_json)


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="Most passages.")] = 10,
    within: InOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages that fit best, without answering."""
    from qa.wiring import refuse_empty

    if not query.strip():
        raise typer.BadParameter("Write what to look for.", param_hint="WORDS")
    with _opened(context, library) as (opened, _):
        refuse_empty(opened)
        passages = opened.search(
            *_utf8([query]),
            limit=limit,
            documents=_utf8(within),
            after=_day(after),
            before=_day(before),
        )
        report.passages(passages, as_json=as_json)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What you want to know.")],
    following: Annotated[
        list[str] | None,
        typer.Option(
            "--following",
            metavar="QUESTION",
            help="Asked before this one; repeatable, oldest first.",
        ),
    ] = None,
    within: InOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the documents, with checked quotes."""
    from qa.followups.turns import asked_before
    from qa.wiring import open_assistant, refuse_empty

    with _opened(context, library) as (opened, settings):
        assistant = open_assistant(settings, opened)
        assistant.refuse(question)
        refuse_empty(opened)
        earlier = asked_before(_utf8(following) or ())
        first, last = _day(after), _day(before)
        for event in assistant.stream(question, _utf8(within), earlier, after=first, before=last):
            if isinstance(event, Waiting):
                report.waiting(event.message)
            elif isinstance(event, Answered):
                shown = settings.show_withdrawn
                report.answer(event.answer, as_json=as_json, show_withdrawn=shown)


@app.command()
def check(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The draft; - for standard input.")],
    within: InOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell whether the quotations of a draft really stand in the documents."""
    from index.read import load
    from qa.drafts.check import check_draft
    from qa.drafts.reading import STANDARD_INPUT
    from qa.wiring import refuse_empty

    with _opened(context, library) as (opened, _):
        if file == STANDARD_INPUT:
            data, name = typer.get_binary_stream("stdin").read(), STANDARD_INPUT
        else:
            data, name = load(Path(file)), Path(file).name
        refuse_empty(opened)
        checked = check_draft(opened, data, name=name, documents=_utf8(within))
        report.checked(checked, as_json=as_json)
        if checked.failed:
            raise typer.Exit(FAILED)


app.command("eval")(evaluate)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("repair")(repair)


@app.command()
def mcp(context: typer.Context, library: LibraryOption = None) -> None:
    """Serve a desktop assistant (MCP) on standard input and output."""
    with explained(context), suppress(KeyboardInterrupt):
        from qa.settings import load_settings

        end_at_once()
        settings = load_settings(library or context.obj)
        if importlib.util.find_spec("mcp") is None:
            raise ConfigurationError(
                "This needs the package mcp, which is not installed. "
                f"Run: {install_command('-r requirements-mcp.txt')}"
            )
        from qa.mcp_server import serve

        serve(settings)


@app.command()
def doctor(
    context: typer.Context,
    privacy: Annotated[
        bool, typer.Option("--privacy", help="Say what is stored where, and what leaves it.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is configured, what works and what to do."""
    with explained(context):
        from qa.doctor import examine
        from qa.stored import look_at_privacy

        findings = (look_at_privacy if privacy else examine)(library or context.obj)
        report.findings(findings, as_json=as_json)
        worst = max((finding.exit_code for finding in findings), default=0)
        if worst:
            raise typer.Exit(worst)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # quotes of any language, whatever the locale
            stream.reconfigure(encoding="utf-8", errors="replace")
    heed_signals()
    keep_to_oneself()
    app()


@contextmanager
def _opened(context: typer.Context, library: Path | None) -> Iterator[tuple[Library, Settings]]:
    with explained(context):
        from qa.settings import load_settings
        from qa.wiring import open_library

        settings = load_settings(library or context.obj)
        with open_library(settings) as opened:
            yield opened, settings


def _failed(added: Report, paths: Sequence[Path]) -> bool:
    """Whether a file that was named did not get in, or of the folders none did."""
    named = {path.name for path in paths if not path.is_dir()}
    missed = [o for o in added.outcomes if o.failed or o.status is OutcomeStatus.SKIPPED]
    return len(missed) == len(added.outcomes) or any(o.name in named for o in added.failures)


@overload
def _utf8(words: list[str]) -> list[str]: ...
@overload
def _utf8(words: list[str] | None) -> list[str] | None: ...
def _utf8(words: list[str] | None) -> list[str] | None:
    """Words of the command line without bytes that are no UTF-8."""
    return words and [word.encode("utf-8", "replace").decode() for word in words]


def _refuse_unknown(library: Library, names: Sequence[str]) -> None:
    """Find a wrong name before the first document is gone."""
    for name in names:
        library.text(name)


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return moment.date() if moment else None
