"""What becomes of the rows of a question set: cases, each with a name of its own, or a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from qa.evaluation.importing.rows import RowProblem
from qa.evaluation.importing.texts import Texts
from qa.evaluation.types import Case

__all__ = ["Found", "Imported", "Names", "cases_from", "gathered", "shortened"]

_LONGEST = 100
"""Characters of a name: a line of a report."""

Found = Case | str
"""A case, or one sentence: which row was left out and why."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Imported:
    """Cases made of a question set."""

    cases: tuple[Case, ...]
    documents: Mapping[str, str]
    """The texts that the set brings along, by the file name they should get."""
    skipped: tuple[str, ...]
    """One sentence each: which row was left out and why."""


@dataclass(slots=True)
class Names:
    """Gives each case a name that no other has.

    Args:
        taken: names that there are already.
    """

    taken: set[str] = field(default_factory=set)
    _times: dict[str, int] = field(default_factory=dict, init=False)

    def own(self, wanted: str) -> str:
        """The wanted name, shortened, and numbered where it is taken."""
        short = shortened(wanted)
        name = short
        while name in self.taken:
            self._times[short] = self._times.get(short, 1) + 1
            name = f"{short} ({self._times[short]})"
        self.taken.add(name)
        return name


def cases_from(
    rows: Iterable[tuple[str, _Row]], case_of: Callable[[_Row], Case]
) -> Iterator[Found]:
    """A case of each row, or why there is none.

    Args:
        rows: each with its place in words: ``Line 3``.
        case_of: makes the case, or raises `RowProblem`.
    """
    for where, row in rows:
        try:
            yield case_of(row)
        except RowProblem as problem:
            yield f"{where} is left out. {problem}"


def gathered(found: Iterable[Found], texts: Texts, limit: int = 0) -> Imported:
    """Everything that was found, up to a number of cases.

    Args:
        found: the cases, and why rows were left out.
        texts: what the set brings along, complete when the first case comes. All of it is kept,
            however few the cases: an answer is to be found among all documents.
        limit: the most cases; 0 for all.
    """
    names, cases, skipped = Names(), list[Case](), list[str]()
    for each in found:
        if isinstance(each, str):
            skipped.append(each)
            continue
        cases.append(replace(each, name=names.own(each.name)))
        if len(cases) == limit:
            break
    return Imported(tuple(cases), texts.files(), tuple(skipped))


def shortened(text: str) -> str:
    """A text in one line, cut at a word where it is long."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST:
        return line
    start = line[: _LONGEST - 1]
    return f"{start.rpartition(' ')[0] or start}…"
