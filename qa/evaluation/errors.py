"""What can be wrong with accuracy tests themselves."""

from __future__ import annotations

from pathlib import Path

from qa.errors import QaError

__all__ = ["CaseError", "CaseThere", "RunError", "RunHalted"]


class CaseError(QaError):
    """A case file, or a case in it, cannot be used; the text says where and what to do.

    Args:
        path: of the file.
        line: counted from 1; 0 where there is none to name.
        problem: one or two sentences.
    """

    def __init__(self, path: Path | str, line: int, problem: str) -> None:
        at = f", line {line}" if line else ""
        super().__init__(f"{path}{at}: {problem}")
        self.line = line
        self.problem = problem


class CaseThere(CaseError):
    """A case is to be added to a file that has it already.

    Args:
        path: of the file.
        line: of the case that is there.
        name: of that case.
    """

    def __init__(self, path: Path | str, line: int, name: str) -> None:
        told = f"This is there already, as {name!r}. To add it anew, take that case out first."
        super().__init__(path, line, told)
        self.name = name


class RunError(QaError):
    """A recorded run cannot be read, or two runs cannot be compared."""


class RunHalted(Exception):
    """A run is to end before the case that it is at; what was judged stays."""
