"""What the commands ``backup restore repair`` print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.evaluation.wording import plural
from qa.report import print_json, say

if TYPE_CHECKING:
    from index.repair import Repaired
    from qa.backup import Backup

__all__ = ["kept", "repaired"]

_MEGABYTE = 1024 * 1024


def kept(made: Backup, where: str, *, as_json: bool) -> None:
    """What a backup holds, and where it, or what was made of it, is now."""
    if as_json:
        print_json(made)
        return
    documents, files = plural(made.documents, "document"), plural(made.files, "file")
    size = f"{made.size / _MEGABYTE:,.1f} MB"
    say(f"{where}: {documents}, {files} of {size}, as of {made.made:%d %B %Y, %H:%M} UTC.")


def repaired(done: Repaired, *, as_json: bool) -> None:
    """What was saved, and what was not."""
    if as_json:
        print_json(done)
        return
    say(f"Made anew: {plural(done.documents, 'document')}.")
    _listed("Damaged, and read again from its file", done.read_again)
    _listed("Damaged, and its file is gone or has changed: add it again", done.damaged)
    _listed("Lost: add it again", done.lost)
    if done.kept is not None:
        say(
            f"The library as it was is kept as {str(done.kept)!r}. Delete it when nothing of it is "
            "needed any more.",
            err=True,
        )


def _listed(what: str, names: Sequence[str]) -> None:
    for name in names:
        say(f"{what}: {name}")
