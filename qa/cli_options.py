"""What the commands share: options, and errors told in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from index.errors import LibraryError
from qa.ending import Terminated
from qa.errors import QaError
from qa.exit_codes import INTERRUPTED, TERMINATED, exit_code

__all__ = ["JsonOption", "LibraryOption", "explained"]

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder [QA_LIBRARY, ./library]."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


@contextmanager
def explained(context: typer.Context) -> Iterator[None]:
    """Errors in one sentence on standard error, and the exit code that belongs to them."""
    try:
        yield
    except KeyboardInterrupt as stop:
        _tell(context, "Stopped. What was finished is kept.")
        raise typer.Exit(TERMINATED if isinstance(stop, Terminated) else INTERRUPTED) from None
    except (LibraryError, QaError) as error:
        _tell(context, str(error))
        raise typer.Exit(exit_code(error)) from error


def _tell(context: typer.Context, sentence: str) -> None:
    as_json = context.params.get("as_json", False)
    typer.echo(json.dumps({"error": sentence}) if as_json else sentence, err=True)
