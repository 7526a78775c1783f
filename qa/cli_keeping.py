"""The commands ``backup restore repair``: a library kept elsewhere, moved, and made whole again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa import report
from qa.cli_options import JsonOption, LibraryOption, explained
from qa.exit_codes import FAILED
from qa.report_keeping import kept, repaired

__all__ = ["backup", "repair", "restore"]

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


def backup(
    context: typer.Context,
    file: FileArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write all that the library holds into one file, also while it is in use."""
    with explained(context):
        from qa.backup import back_up
        from qa.settings import load_settings

        settings = load_settings(library or context.obj)
        with report.bar() as move:
            made = back_up(settings.library, file.expanduser(), move)
        kept(made, f"Backed up to {str(file)!r}", as_json=as_json)


def restore(
    context: typer.Context,
    file: FileArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a library of a backup, which is checked first."""
    with explained(context):
        from qa.backup import restore as make
        from qa.settings import load_settings

        settings = load_settings(library or context.obj)
        with report.bar() as move:
            made = make(file.expanduser(), settings.library, move)
        kept(made, f"Restored into {str(settings.library)!r}", as_json=as_json)


def repair(
    context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False
) -> None:
    """Make a damaged library anew out of what can still be read of it."""
    with explained(context):
        from index.embed import SentenceTransformerEmbedder
        from index.repair import repair as make_anew
        from index.settings import IndexSettings
        from qa.settings import load_settings

        settings = load_settings(library or context.obj)
        embedder = SentenceTransformerEmbedder(settings.embedder)
        with report.progress() as on_progress:
            done = make_anew(settings.library, embedder, IndexSettings(), on_progress)
        repaired(done, as_json=as_json)
        if done.damaged or done.lost:
            raise typer.Exit(FAILED)
