"""What ``python -m qa eval`` does, apart from its options and what it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.types import Progress
from qa.evaluation.case_files import SUFFIX, find_case_files, read_cases
from qa.evaluation.case_writing import written
from qa.evaluation.errors import CaseError, RunError
from qa.evaluation.importing import Imported, read_question_set
from qa.evaluation.libraries import Libraries
from qa.evaluation.proposals import propose
from qa.evaluation.recording import (
    note_documents,
    open_recorder,
    refuse_changed_documents,
    refuse_used,
)
from qa.evaluation.report_page import report_page
from qa.evaluation.running import Chosen, Session, Task, choose, said_before
from qa.evaluation.runs import AnswerKey, Recorder, Run, answers_of, read_run
from qa.evaluation.types import CaseFile, CaseResult
from qa.settings import Settings
from qa.types import Answer
from qa.wiring import open_library

__all__ = ["FOLDER", "Request", "Watch", "draft_cases", "import_cases", "rescored_run", "run_cases"]

FOLDER = Path("evaluations")
"""Where runs are kept, and the libraries made of ``files:``, below the working folder."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which cases to ask, of what, and where to write what comes back."""

    paths: tuple[Path, ...]
    chosen: Chosen
    repetitions: int
    settings: Settings
    output: Path
    """Folder of the run."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how far a run has come."""

    reading: Callable[[Progress], None]
    """Of every step of making a library."""
    asked: Callable[[CaseResult | None, int, int], None]
    """Of every case that is done, the number done and the number of all; first with ``None``."""


def run_cases(request: Request, watch: Watch, *, resume: bool = False) -> Run:
    """Ask the cases and write the run.

    Args:
        request: what to do.
        watch: is told of progress.
        resume: whether to go on with the answers that the folder already has.

    Raises:
        CaseError: a case file cannot be used, or there is none.
        ConfigurationError: the model or the reader cannot be set up.
        LibraryError: a library cannot be used.
        RunError: the folder cannot be written, or has nothing to go on with; or settings or
            documents have changed since.
    """
    with open_recorder(request.output, request.settings, resume=resume) as recorder:
        run = _asked(request, _tasks(request), watch, recorder.kept, recorder)
        recorder.finish(run, report_page(run))
    return run


def rescored_run(folder: Path, request: Request, watch: Watch) -> tuple[Run, tuple[str, ...]]:
    """Judge the answers of a finished run by the cases as they are now, and write a run of it.

    Args:
        folder: of the finished run.
        request: what to judge; cases that were not answered in that run, or that ask something
            else now, are left out.
        watch: is told of progress.

    Returns:
        The run, and the names of the cases that were left out.

    Raises:
        CaseError: a case file cannot be used.
        LibraryError: a library cannot be used.
        RunError: there is no such run, its documents have changed since, or the new one cannot be
            written.
    """
    refuse_used(request.output)
    before = read_run(folder)
    paths = request.paths or tuple(map(Path, before.receipt.case_files))
    silent = request.settings.model_copy(update={"model": None})
    again = replace(request, paths=paths, settings=silent, repetitions=before.receipt.repetitions)
    earlier = answers_of(folder)
    tasks = _tasks(again)
    answered = [task for task in tasks if said_before(earlier, *task) is not None]
    if not answered:
        raise RunError(f"None of these cases was answered in {folder}. Ask them instead.")
    with Recorder(request.output) as recorder:
        judged = _asked(again, answered, watch, earlier, recorder)
        _refuse_changed_documents(before, judged)
        run = Run(replace(before.receipt, case_files=judged.receipt.case_files), judged.results)
        recorder.finish(run, report_page(run))
    return run, tuple(case.name for file, case, n in tasks if (file, case, n) not in answered)


def draft_cases(settings: Settings, count: int) -> str:
    """Proposed cases about the configured library, as the text of a case file.

    Raises:
        CaseError: nothing can be proposed.
        LibraryError: the library cannot be used.
    """
    with open_library(settings) as library:
        cases = propose(library, count)
    if not cases:
        raise CaseError(
            settings.library, 0, "Nothing can be proposed: add documents first, or more of them."
        )
    return written(
        cases,
        note=f"{len(cases)} proposals, made by rule and by nobody's judgement.\n"
        "Read each: keep it, mend it or delete it.",
    )


def import_cases(path: Path, limit: int, output: Path | None) -> tuple[str, Imported]:
    """The cases of a question set, as the text of a case file.

    Args:
        path: of the question set.
        limit: the most cases; 0 for all.
        output: the case file to come; the documents of a set that brings some are written into a
            folder beside it.

    Raises:
        CaseError: the set cannot be read, or brings documents and there is nowhere to put them.
    """
    imported = read_question_set(path, limit)
    if not imported.documents:
        return written(imported.cases), imported
    if output is None:
        raise CaseError(
            path,
            0,
            f"It brings {len(imported.documents)} documents. Name a case file to write "
            f"with --output, such as --output questions/cases{SUFFIX}: they are put beside it.",
        )
    folder = output.parent / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in imported.documents.items():
        _write_new(folder / name, text)
    return written(imported.cases, files=[folder.name]), imported


def _tasks(request: Request) -> list[Task]:
    """What is to be asked, in order; never nothing."""
    found, chosen = _read(request.paths), request.chosen
    known = sorted({tag for file in found for case in file.cases for tag in case.tags})
    unknown = [tag for tag in chosen.tags if tag not in known]
    if unknown:
        told = f"The tags are {', '.join(known)}." if known else "No case has any."
        raise CaseError(request.paths[0], 0, f"No case has the tag {' or '.join(unknown)}. {told}")
    tasks = choose(found, chosen, request.repetitions)
    if not tasks:
        tagged = f" with the tag {' or '.join(chosen.tags)}" if chosen.tags else ""
        raise CaseError(request.paths[0], 0, f"No case{tagged} has {chosen.words!r} in its name.")
    return tasks


def _asked(
    request: Request,
    tasks: Sequence[Task],
    watch: Watch,
    earlier: Mapping[AnswerKey, Answer],
    recorder: Recorder,
) -> Run:
    with Libraries(request.settings, FOLDER / "libraries", watch.reading) as libraries:
        session = Session(request.settings, libraries, request.repetitions, earlier)
        refuse_changed_documents(recorder, libraries, (case_file for case_file, *_ in tasks))
        watch.asked(None, 0, len(tasks))
        for number, (case_file, case, repetition) in enumerate(tasks, 1):
            note_documents(recorder, libraries, case_file)
            result = session.ask(case_file, case, repetition)
            recorder.add(result)
            watch.asked(result, number, len(tasks))
        return session.finished()


def _read(paths: Sequence[Path]) -> list[CaseFile]:
    found = find_case_files(paths)
    if not found:
        raise CaseError(
            paths[0],
            0,
            f"There is no file here whose name ends in {SUFFIX}. "
            "Get a first one with: python -m qa eval --draft 20 --output first.qa.yaml",
        )
    return [read_cases(path) for path in found]


def _refuse_changed_documents(before: Run, after: Run) -> None:
    changed = sorted({name for name, _ in before.receipt.documents - after.receipt.documents})
    if changed:
        raise RunError(
            f"These documents have changed since that run: {', '.join(changed[:5])}. "
            "Ask the cases again instead."
        )


def _write_new(path: Path, text: str) -> None:
    if path.exists() and path.read_text("utf-8") != text:
        raise CaseError(path, 0, "It exists already, with another text. Name another --output.")
    path.write_text(text, encoding="utf-8", newline="")
