"""Where a run is written: into a fresh folder, or into that of a stopped run, which goes on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qa.evaluation.errors import RunError
from qa.evaluation.receipts import circumstances
from qa.evaluation.runs import BEGUN, Recorder, answers_of, circumstances_of
from qa.settings import Settings

__all__ = ["open_recorder", "refuse_used"]


def open_recorder(folder: Path, settings: Settings, *, resume: bool = False) -> Recorder:
    """What writes a run into a folder.

    Args:
        folder: of the run; made when there is something to write.
        settings: in force.
        resume: whether to go on with the answers that the folder already has.

    Raises:
        RunError: the folder is not empty; or it has nothing to go on with, or was begun with
            another model, other prompts or other settings.
    """
    now = circumstances(settings)
    if not resume:
        refuse_used(folder)
        return Recorder(folder, circumstances=now)
    _refuse_changed_circumstances(folder, now)
    return Recorder(folder, answers_of(folder), now)


def refuse_used(folder: Path) -> None:
    """Raise where a folder already holds something.

    Raises:
        RunError: it does, or is a file.
    """
    if folder.is_file():
        raise RunError(f"{folder} is a file. Name another folder with --output.")
    if folder.exists() and any(folder.iterdir()):
        advice = (
            f", or go on with the run in it: --resume {folder}"
            if (folder / BEGUN).is_file()
            else "."
        )
        raise RunError(f"{folder} is not empty. Name another folder with --output{advice}")


def _refuse_changed_circumstances(folder: Path, now: Mapping[str, str]) -> None:
    before = circumstances_of(folder)
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name, "none"), now.get(name, "none")
        if was != is_now:
            raise RunError(
                f"The run in {folder} was begun with another {name}: {was}, and now it is "
                f"{is_now}. Set it back, or begin a new run."
            )
