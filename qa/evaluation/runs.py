"""A run on disk: what was asked, of what, by what, and what came back.

A folder with ``answers.jsonl``, a line for each question under ragas's names, written as the
answers come; ``run.json``, the receipt and what the answers came to; and ``report.html``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from index.files import numbered
from qa.evaluation.at_work import held
from qa.evaluation.errors import RunError
from qa.evaluation.judge import BALANCED_ACCURACY
from qa.evaluation.rows import AnswerKey, key_of, rows_of
from qa.evaluation.types import CaseResult, TurnResult
from qa.types import Answer, to_json

__all__ = [
    "ANSWERS",
    "BEGUN",
    "REPORT",
    "RUN",
    "AnswerKey",
    "Begun",
    "LibraryReceipt",
    "Recorder",
    "Run",
    "RunReceipt",
    "answers_of",
    "fresh_folder",
    "read_run",
]

ANSWERS, BEGUN, REPORT, RUN = "answers.jsonl", "begun.json", "report.html", "run.json"


@dataclass(frozen=True, slots=True)
class LibraryReceipt:
    """The documents that some case files were asked of."""

    case_files: tuple[str, ...]
    index: str
    """Fingerprint of the embedding model and the chunking."""
    documents: Mapping[str, str]
    """The SHA-256 of each document's file, by its name."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How a run was begun: what must be the same where it goes on later."""

    circumstances: Mapping[str, str]
    """The model, the prompts and the settings."""
    libraries: tuple[LibraryReceipt, ...]
    """The documents of each case file, as they were when it was first asked."""

    def documents(self, case_file: str) -> Mapping[str, str] | None:
        """Those that a case file was asked of; ``None`` where it was not asked."""
        found = (each.documents for each in self.libraries if case_file in each.case_files)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class RunReceipt:
    """How a run came about."""

    started: str
    """ISO 8601, in UTC."""
    seconds: float
    """Wall-clock time of the whole run."""
    model: str | None
    """``None``: no language model took part."""
    prompts: str
    """Hash of the prompt templates."""
    repetitions: int
    case_files: Mapping[str, str]
    """The SHA-256 of each case file."""
    libraries: tuple[LibraryReceipt, ...]
    settings: Mapping[str, str]
    """The settings that answers depend on, as they were in force."""
    versions: Mapping[str, str]
    """Of Python and of the packages that answers depend on."""
    commit: str | None
    """Of this project; ``None`` where it is not in a git repository."""
    judge_accuracy: float = BALANCED_ACCURACY
    """Of the judge of citations and faithfulness: its balanced accuracy on WiCE."""

    @property
    def documents(self) -> frozenset[tuple[str, str]]:
        """Name and hash of every document; two libraries may have documents of one name."""
        return frozenset(each for kept in self.libraries for each in kept.documents.items())


@dataclass(frozen=True, slots=True)
class Run:
    """A run with all that came back."""

    receipt: RunReceipt
    results: tuple[CaseResult, ...]


@dataclass(slots=True)
class Recorder:
    """Writes a run while it goes on; what was written stays, whatever happens next.

    Args:
        folder: made when absent.
        kept: the answers that the folder already has, where a stopped run goes on; all others in
            it are given up.
        begun: how the run was begun, for one that goes on later.

    Raises:
        RunError: by every method, where the folder cannot be written.
    """

    folder: Path
    kept: Mapping[AnswerKey, Answer] = field(default_factory=dict)
    begun: Begun = Begun({}, ())
    _told: Begun | None = field(default=None, init=False)
    _holding: ExitStack = field(default_factory=ExitStack, init=False)
    _is_held: bool = field(default=False, init=False)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *failure: object) -> None:
        """Let other programs go on with the run."""
        self._holding.close()
        self._is_held = False

    def hold(self) -> None:
        """Keep all other programs from writing into the folder, until the block is left.

        Raises:
            RunError: another one is at work.
        """
        if not self._is_held:
            self._holding.enter_context(held(self.folder))
            self._is_held = True

    def add(self, result: CaseResult) -> None:
        """Append the answers of one case, unless the folder has them."""
        told = zip(result.turns, rows_of(result), strict=True)
        new = [row for turn, row in told if not turn.answer or not self._has(row, turn.answer)]
        try:
            self._begin()
            with (self.folder / ANSWERS).open("ab") as file:
                file.write(_encoded(_lines(new)))
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _has(self, row: Mapping[str, Any], answer: Answer) -> bool:
        return self.kept.get(key_of(row)) == answer

    def _begin(self) -> None:
        """Clear the folder of an earlier run, or of the line at which a stopped one broke off."""
        if self._told is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.hold()
            path = self.folder / ANSWERS
            whole = path.read_bytes().rfind(b"\n") + 1 if self.kept else 0
            with path.open("ab") as file:
                file.truncate(whole)
        if self._told != self.begun:
            _write(self.folder / BEGUN, json.dumps(to_json(self.begun), indent=1))
            self._told = self.begun

    def finish(self, run: Run, report: str) -> None:
        """Write the answers in their order, the report, and the receipt with the results."""
        bare = [
            replace(r, turns=tuple(replace(t, answer=None) for t in r.turns)) for r in run.results
        ]
        told = {"receipt": to_json(run.receipt), "results": to_json(bare)}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            rows = (row for result in run.results for row in rows_of(result))
            _write(self.folder / ANSWERS, _lines(rows))
            _write(self.folder / REPORT, report)
            _write(self.folder / RUN, json.dumps(told, ensure_ascii=False, indent=1))
        except OSError as error:
            raise _unwritable(self.folder, error) from error


def fresh_folder(parent: Path) -> Path:
    """A folder for a new run below ``parent``, named by the present time; it is not made yet."""
    now = datetime.datetime.now().strftime("%Y-%m-%dT%H-%M-%S")
    return parent / numbered(now, lambda name: (parent / name).exists())


def read_run(folder: Path) -> Run:
    """A finished run.

    Raises:
        RunError: the folder has none, or it cannot be understood.
    """
    try:
        told = json.loads((folder / RUN).read_text("utf-8"))
    except FileNotFoundError as error:
        raise RunError(
            f"{folder} holds no finished run: there is no {RUN}. Name the folder that "
            "`python -m qa eval --output` was given."
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise RunError(f"{folder / RUN} is damaged: {error}. Ask the cases again.") from error
    answers = answers_of(folder)
    try:
        receipt = TypeAdapter(RunReceipt).validate_python(told["receipt"])
        results = TypeAdapter(tuple[CaseResult, ...]).validate_python(told["results"])
    except (KeyError, TypeError, ValidationError) as error:
        raise RunError(
            f"{folder / RUN} is of another version of this program. Ask the cases again."
        ) from error
    return Run(receipt, tuple(_with_answers(result, answers, folder) for result in results))


def answers_of(folder: Path) -> dict[AnswerKey, Answer]:
    """The answers of a run, finished or not.

    Raises:
        RunError: there are none, or they cannot be understood.
    """
    path = folder / ANSWERS
    answer = TypeAdapter(Answer)
    found = {}
    try:
        *lines, _broken_off = path.read_bytes().split(b"\n")  # where the run was stopped
    except FileNotFoundError as error:
        raise RunError(
            f"{folder} holds no run: there is no {ANSWERS}. Name the folder that "
            "`python -m qa eval --output` was given."
        ) from error
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if row["answer"] is not None:
                found[key_of(row)] = answer.validate_python(row["answer"])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise RunError(
                f"{path}, line {number}, is no answer of this version of the program. Delete the "
                "line and go on with --resume, or ask the cases again."
            ) from error
    return found


def _with_answers(
    result: CaseResult, answers: Mapping[AnswerKey, Answer], folder: Path
) -> CaseResult:
    turns: list[TurnResult] = []
    for number, turn in enumerate(result.turns, 1):
        answer = answers.get((result.file, result.case.name, result.repetition, number))
        if answer is None and not turn.error:
            raise RunError(
                f"{folder / ANSWERS} lacks the answer to {result.case.name!r}. Ask the cases again."
            )
        turns.append(replace(turn, answer=answer))
    return replace(result, turns=tuple(turns))


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _write(path: Path, text: str) -> None:
    """Write a file wholly or not at all."""
    beside = path.with_suffix(".part")
    beside.write_bytes(_encoded(text))
    beside.replace(path)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")  # half a surrogate, as JSON escapes it


def _unwritable(folder: Path, error: OSError) -> RunError:
    return RunError(
        f"The run cannot be written to {folder}: {error.strerror}. "
        "Name another folder with --output."
    )
