"""A run on disk: what was asked, of what, by what, and what came back.

A folder with ``answers.jsonl``, a line for each question under ragas's names, written as the
answers come; ``run.json``, the receipt and what the answers came to; and ``report.html``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from index.files import numbered
from qa.evaluation.errors import RunError
from qa.evaluation.judge import BALANCED_ACCURACY
from qa.evaluation.types import AssertionType, CaseResult, TurnResult
from qa.types import Answer, to_json

__all__ = [
    "ANSWERS",
    "BEGUN",
    "REPORT",
    "RUN",
    "AnswerKey",
    "LibraryReceipt",
    "Recorder",
    "Run",
    "RunReceipt",
    "answers_of",
    "circumstances_of",
    "fresh_folder",
    "read_run",
]

ANSWERS, BEGUN, REPORT, RUN = "answers.jsonl", "begun.json", "report.html", "run.json"

AnswerKey = tuple[str, str, int, int]
"""Case file, name of the case, repetition and turn, both counted from 1."""


@dataclass(frozen=True, slots=True)
class LibraryReceipt:
    """The documents that some case files were asked of."""

    case_files: tuple[str, ...]
    index: str
    """Fingerprint of the embedding model and the chunking."""
    documents: Mapping[str, str]
    """The SHA-256 of each document's file, by its name."""


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
        circumstances: under which the cases are asked, for a run that goes on later.

    Raises:
        RunError: by every method, where the folder cannot be written.
    """

    folder: Path
    kept: Mapping[AnswerKey, Answer] = field(default_factory=dict)
    circumstances: Mapping[str, str] = field(default_factory=dict)
    _begun: bool = field(default=False, init=False)

    def add(self, result: CaseResult) -> None:
        """Append the answers of one case, unless the folder has them."""
        told = zip(result.turns, _rows(result), strict=True)
        new = [row for turn, row in told if not turn.answer or not self._has(row, turn.answer)]
        try:
            self._begin()
            with (self.folder / ANSWERS).open("ab") as file:
                file.write(_encoded(_lines(new)))
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _has(self, row: Mapping[str, Any], answer: Answer) -> bool:
        return self.kept.get(_key(row)) == answer

    def _begin(self) -> None:
        """Clear the folder of an earlier run, or of the line at which a stopped one broke off."""
        if self._begun:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / ANSWERS
        whole = path.read_bytes().rfind(b"\n") + 1 if self.kept else 0
        with path.open("ab") as file:
            file.truncate(whole)
        _write(self.folder / BEGUN, json.dumps(dict(self.circumstances), indent=1))
        self._begun = True

    def finish(self, run: Run, report: str) -> None:
        """Write the answers in their order, the report, and the receipt with the results."""
        bare = [
            replace(r, turns=tuple(replace(t, answer=None) for t in r.turns)) for r in run.results
        ]
        told = {"receipt": to_json(run.receipt), "results": to_json(bare)}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            rows = (row for result in run.results for row in _rows(result))
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


def circumstances_of(folder: Path) -> dict[str, str]:
    """Under which circumstances a run was begun, finished or not.

    Raises:
        RunError: it does not say.
    """
    try:
        told = json.loads((folder / BEGUN).read_text("utf-8"))
        return {str(name): str(value) for name, value in told.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise RunError(f"{folder} holds no run to go on with: {BEGUN} cannot be read.") from error


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
                found[_key(row)] = answer.validate_python(row["answer"])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise RunError(
                f"{path}, line {number}, is no answer of this version of the program. Delete the "
                "line and go on with --resume, or ask the cases again."
            ) from error
    return found


def _rows(result: CaseResult) -> Iterator[dict[str, Any]]:
    for number, turn in enumerate(result.turns, 1):
        passages = turn.answer.passages if turn.answer else ()
        yield {
            "user_input": turn.question,
            "response": turn.answer.text if turn.answer else turn.error,
            "retrieved_contexts": [passage.text for passage in passages],
            "retrieved_context_ids": [_place(p.document, p.start, p.end) for p in passages],
            "reference": _reference(turn),
            "reference_contexts": [
                text for made in _wanted(turn, AssertionType.QUOTES) for text in made
            ],
            "reference_context_ids": [
                _place(at.document, at.span.start, at.span.end)
                for piece in turn.evidence
                for at in piece[:1]
            ],
            "case_file": result.file,
            "case": result.case.name,
            "repetition": result.repetition,
            "turn": number,
            "answer": turn.answer.to_dict() if turn.answer else None,
        }


def _key(row: Mapping[str, Any]) -> AnswerKey:
    return row["case_file"], row["case"], row["repetition"], row["turn"]


def _reference(turn: TurnResult) -> str | None:
    """What the answer should be, in the words of the case; ``None`` where it does not say."""
    for kind in (AssertionType.SHORT_ANSWER, AssertionType.SAYS, AssertionType.QUOTES):
        for values in _wanted(turn, kind):
            return values[0]
    return None


def _wanted(turn: TurnResult, kind: AssertionType) -> Iterable[tuple[str, ...]]:
    made = (finding.assertion for finding in turn.findings)
    return [a.values for a in made if a.type is kind and not a.negated and a.values]


def _place(document: str, start: int, end: int) -> str:
    return f"{document}:{start}-{end}"


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
