"""The case files beside the library, and what is in them, as the page lists them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from qa.chat.testing.kept import CaseKey
from qa.evaluation.case_files import find_case_files, read_cases
from qa.evaluation.case_writing import entry
from qa.evaluation.errors import CaseError
from qa.evaluation.running import Task
from qa.evaluation.types import Case, CaseFile, CaseResult

__all__ = ["CaseRow", "FileRow", "Found", "case_files_in", "file_rows", "tasks_of"]


@dataclass(frozen=True, slots=True)
class Found:
    """A case file, or why it cannot be used."""

    path: Path
    case_file: CaseFile | None = None
    problem: CaseError | None = None

    @property
    def cases(self) -> tuple[Case, ...]:
        """Its cases; none where it cannot be used."""
        return self.case_file.cases if self.case_file else ()


class CaseRow(TypedDict):
    """A case as the list shows it; plain text, none of it markup."""

    name: str
    question: str
    """Its first one; empty where the name begins with it."""
    tags: list[str]
    line: int
    outcome: str
    """How it last came out, as `Outcome` is spelt; empty where it was never asked."""
    good: bool
    """Whether it came out as it should."""
    failure: str
    """The kind of failure, if there is one."""
    edited: bool
    """Whether the case has been changed since it was asked."""


class FileRow(TypedDict):
    """A case file as the list shows it."""

    name: str
    """Its path below the folder of the case files."""
    path: str
    """Its whole path, for people who may change it; empty for others."""
    description: str
    line: int
    """Of the problem; 0 where there is none to name."""
    problem: str
    """Why it cannot be used; empty where it can."""
    cases: list[CaseRow]


def case_files_in(folder: Path) -> list[Found]:
    """The case files of a folder, by name; one that cannot be used keeps none from the others."""
    if not folder.is_dir():
        return []
    return [_found(path) for path in find_case_files([folder])]


def file_rows(
    found: Collection[Found],
    folder: Path,
    last: Mapping[CaseKey, CaseResult],
    *,
    editable: bool,
) -> list[FileRow]:
    """What the page shows of some case files.

    Args:
        found: the files.
        folder: that they were found in.
        last: what each case came to when it was last asked.
        editable: whether the visitor may change them.
    """
    return [
        {
            "name": each.path.relative_to(folder).as_posix(),
            "path": str(each.path.absolute()) if editable else "",
            "description": each.case_file.description if each.case_file else "",
            "line": each.problem.line if each.problem else 0,
            "problem": each.problem.problem if each.problem else "",
            "cases": [_case_row(c, last.get((str(each.path), c.name))) for c in each.cases],
        }
        for each in found
    ]


def tasks_of(found: Collection[Found], keys: Collection[CaseKey] | None = None) -> list[Task]:
    """The cases to ask, each once, in the order of their files.

    Args:
        found: the case files.
        keys: of those that are wanted; ``None`` for all.
    """
    return list(_tasks(found, None if keys is None else {*keys}))


def _tasks(found: Collection[Found], keys: Collection[CaseKey] | None) -> Iterator[Task]:
    for each in found:
        for case in each.cases:
            if each.case_file and (keys is None or (str(each.path), case.name) in keys):
                yield each.case_file, case, 1


def _found(path: Path) -> Found:
    try:
        return Found(path, read_cases(path))
    except CaseError as error:
        return Found(path, problem=error)


def _case_row(case: Case, last: CaseResult | None) -> CaseRow:
    question = case.turns[0].question
    return {
        "name": case.name,
        "question": "" if case.name.startswith(question) else question,
        "tags": list(case.tags),
        "line": case.line,
        "outcome": last.outcome.name.lower() if last else "",
        "good": last is not None and last.outcome.is_good,
        "failure": str(last.failure or "").capitalize() if last else "",
        "edited": last is not None and entry(last.case) != entry(case),
    }
