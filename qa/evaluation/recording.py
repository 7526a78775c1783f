"""Where a run is written: into a fresh folder, or into that of a stopped run, which goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa.evaluation.errors import RunError
from qa.evaluation.libraries import Libraries
from qa.evaluation.receipts import circumstances, library_receipts
from qa.evaluation.runs import BEGUN, Begun, LibraryReceipt, Recorder, answers_of
from qa.evaluation.types import CaseFile
from qa.settings import Settings

__all__ = ["note_documents", "open_recorder", "refuse_changed_documents", "refuse_used"]

_BEGUN = TypeAdapter(Begun)
_NAMED = 5
"""Documents that a refusal names."""


@contextmanager
def open_recorder(folder: Path, settings: Settings, *, resume: bool = False) -> Iterator[Recorder]:
    """What writes a run into a folder, and keeps other programs out of it in the meantime.

    Args:
        folder: of the run; made when there is something to write.
        settings: in force.
        resume: whether to go on with the answers that the folder already has.

    Raises:
        RunError: the folder is not empty; or it has nothing to go on with, was begun with another
            model, other prompts or other settings, or another program is at work on it.
    """
    now = circumstances(settings)
    if not resume:
        refuse_used(folder)
        with Recorder(folder, begun=Begun(now, ())) as recorder:
            yield recorder
        return
    _refuse_changed_circumstances(folder, _begun(folder), now)
    with Recorder(folder) as recorder:
        recorder.hold()
        recorder.begun, recorder.kept = _begun(folder), answers_of(folder)
        yield recorder


def refuse_changed_documents(
    recorder: Recorder, libraries: Libraries, case_files: Iterable[CaseFile]
) -> None:
    """Raise where a stopped run is to go on and its answers are of other documents than there are.

    Args:
        recorder: of the run.
        libraries: that the case files are asked of.
        case_files: that are to be asked.

    Raises:
        RunError: documents have changed.
        CaseError: the library of a file cannot be made.
        LibraryError: a library cannot be used.
    """
    for case_file in {each.path: each for each in case_files}.values():
        before = recorder.begun.documents(str(case_file.path))
        if before is None:
            continue
        now = _receipt(libraries, case_file).documents
        changed = sorted({name for name, _ in before.items() ^ now.items()})
        if changed:
            more = len(changed) - _NAMED
            named = ", ".join(changed[:_NAMED]) + (f" and {more} more" if more > 0 else "")
            raise RunError(
                f"Documents have changed since the run in {recorder.folder} was begun: {named}. "
                "Begin a new run."
            )


def note_documents(recorder: Recorder, libraries: Libraries, case_file: CaseFile) -> None:
    """Note of which documents a case file is asked, before it is first asked in a run.

    Raises:
        CaseError: the library of the file cannot be made.
        LibraryError: the library cannot be used.
    """
    begun = recorder.begun
    if begun.documents(str(case_file.path)) is not None:
        return
    added = _receipt(libraries, case_file)
    others = list(begun.libraries)
    for each in begun.libraries:  # most files are asked of the same documents
        if (each.index, each.documents) == (added.index, added.documents):
            others.remove(each)
            added = replace(added, case_files=(*each.case_files, *added.case_files))
    recorder.begun = replace(begun, libraries=(*others, added))


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


def _receipt(libraries: Libraries, case_file: CaseFile) -> LibraryReceipt:
    library = libraries.evaluator(case_file).library
    (found,) = library_receipts({str(case_file.path): library})
    return found


def _begun(folder: Path) -> Begun:
    try:
        return _BEGUN.validate_json((folder / BEGUN).read_bytes())
    except OSError as error:
        raise RunError(f"{folder} holds no run to go on with: {BEGUN} cannot be read.") from error
    except ValidationError as error:
        raise RunError(
            f"{folder / BEGUN} is damaged, or of another version of this program. Begin a new run."
        ) from error


def _refuse_changed_circumstances(folder: Path, begun: Begun, now: Mapping[str, str]) -> None:
    before = begun.circumstances
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name, "none"), now.get(name, "none")
        if was != is_now:
            raise RunError(
                f"The run in {folder} was begun with another {name}: {was}, and now it is "
                f"{is_now}. Set it back, or begin a new run."
            )
