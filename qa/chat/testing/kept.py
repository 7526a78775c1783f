"""The runs that are kept beside a library: which there are, and what each case came to last."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

from qa.evaluation.at_work import is_at_work
from qa.evaluation.errors import RunError
from qa.evaluation.running import Task
from qa.evaluation.runs import ANSWERS, BEGUN, REPORT, RUN, Run, fresh_folder, read_run
from qa.evaluation.types import CaseResult

__all__ = ["CaseKey", "KeptRuns", "Stopped", "age_of", "key_of"]

_LIBRARIES = "libraries"
_CHOSEN = "chosen.json"
_LOOKED_THROUGH = 400
"""Runs in which a case's last outcome is looked for, the newest: each is read once."""
_REMEMBERED = 80
"""Runs whose results are remembered; mostly one has what all cases came to last."""

CaseKey = tuple[str, str]
"""A case: the path of its file as it was named, and its name in it."""


def key_of(result: CaseResult) -> CaseKey:
    """The case of a result."""
    return result.file, result.case.name


def age_of(run: Path) -> int:
    """When the result of a finished run was written, in nanoseconds; again when it went on."""
    return (run / RUN).stat().st_mtime_ns


_KEYS = TypeAdapter(tuple[CaseKey, ...])
_RESULTS = TypeAdapter(tuple[CaseResult, ...])


@dataclass(frozen=True, slots=True)
class Stopped:
    """A run that can go on."""

    folder: Path
    cases: frozenset[CaseKey]
    """That it is to ask, in all."""
    left: int
    """How many of them it has not asked."""


@dataclass(frozen=True, slots=True)
class KeptRuns:
    """The folder in which the runs over one library lie, each as ``python -m qa eval`` writes it.

    A run that was begun here also has ``chosen.json``, the cases that it is to ask, so that it can
    go on after the program has ended.
    """

    folder: Path

    @property
    def libraries(self) -> Path:
        """Where the libraries are kept that case files name with ``files:``."""
        return self.folder / _LIBRARIES

    def fresh(self) -> Path:
        """A folder for a new run; it is not made yet."""
        return fresh_folder(self.folder)

    def all(self) -> list[Path]:
        """The folders of all runs, finished or not, the newest first."""
        if not self.folder.is_dir():
            return []
        found = [path for path in self.folder.iterdir() if (path / BEGUN).is_file()]
        return sorted(found, key=lambda path: path.name, reverse=True)

    def finished(self) -> list[Path]:
        """The folders of the runs that came to an end, or were stopped; the newest first."""
        return [path for path in self.all() if (path / RUN).is_file()]

    def last(self, cases: Collection[CaseKey]) -> dict[CaseKey, CaseResult]:
        """What each of some cases came to when it was last asked, without its answers."""
        found: dict[CaseKey, CaseResult] = {}
        missing = {*cases}
        for path in islice(self.finished(), _LOOKED_THROUGH):
            if missing.isdisjoint(_asked(path)):
                continue
            found |= {key_of(r): r for r in _results(path) if key_of(r) in missing}
            missing -= found.keys()
            if not missing:
                break
        return found

    def before(self, run: Path, cases: Collection[CaseKey]) -> Run | None:
        """The newest run before another one that asked some of the same cases."""
        for path in self.finished():
            if path.name < run.name and not _asked(path).isdisjoint(cases):
                with suppress(RunError):  # of answers that another release has written
                    return read_run(path)
        return None

    def report(self, name: str) -> str:
        """The report of a run, as a page of its own; empty where there is none of that name."""
        found = [path / REPORT for path in self.finished() if path.name == name]
        return found[0].read_text("utf-8") if found and found[0].is_file() else ""

    def choose(self, run: Path, tasks: Sequence[Task]) -> None:
        """Note which cases a run is to ask, unless it is noted already.

        Raises:
            RunError: its folder cannot be written.
        """
        if (run / _CHOSEN).exists():
            return
        keys = [[str(case_file.path), case.name] for case_file, case, _ in tasks]
        try:
            (run / _CHOSEN).write_text(json.dumps(keys, ensure_ascii=False), "utf-8")
        except OSError as error:
            raise RunError(f"The run cannot be written to {run}: {error.strerror}.") from error

    def chosen(self, run: Path) -> tuple[CaseKey, ...]:
        """The cases that a run is to ask; none where it does not say."""
        try:
            return _KEYS.validate_json((run / _CHOSEN).read_bytes())
        except (OSError, ValueError):
            return ()

    def is_at_work(self) -> bool:
        """Whether the newest run is at work, be it in another program."""
        newest = next(iter(self.all()), None)
        return newest is not None and is_at_work(newest)

    def stopped(self, there: Collection[CaseKey]) -> Stopped | None:
        """The newest run, where it has not asked all that it was to ask, and nobody is asking it.

        Args:
            there: the cases that there still are.
        """
        newest = next(iter(self.all()), None)
        if newest is None or is_at_work(newest):
            return None
        chosen = {*self.chosen(newest)} & {*there}
        left = chosen - _judged(newest)
        return Stopped(newest, frozenset(chosen), len(left)) if left else None


def _judged(run: Path) -> set[CaseKey]:
    """The cases that a run has asked, finished or not."""
    if (run / RUN).is_file():
        return {*_asked(run)}
    found = set()
    for line in (run / ANSWERS).read_bytes().splitlines():
        try:
            row = json.loads(line)
            found.add((row["case_file"], row["case"]))
        except (ValueError, KeyError, TypeError):  # where the program was ended
            continue
    return found


def _asked(run: Path) -> frozenset[CaseKey]:
    """The cases that a finished run has asked; none where another release has written it."""
    return _read_keys(run / RUN, age_of(run))


def _results(run: Path) -> tuple[CaseResult, ...]:
    """What the cases of a run came to, without their answers."""
    return _read(run / RUN, age_of(run))


@lru_cache(maxsize=2 * _LOOKED_THROUGH)
def _read_keys(path: Path, changed: int) -> frozenset[CaseKey]:
    """The cases in a file of this age, much sooner than what they came to."""
    try:
        results = json.loads(path.read_text("utf-8"))["results"]
        return frozenset((str(each["file"]), str(each["case"]["name"])) for each in results)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


@lru_cache(maxsize=_REMEMBERED)
def _read(path: Path, changed: int) -> tuple[CaseResult, ...]:
    """The results in a file of this age; none where another release has written it."""
    try:
        return _RESULTS.validate_python(json.loads(path.read_text("utf-8"))["results"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
