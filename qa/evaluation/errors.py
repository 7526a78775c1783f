"""What can be wrong with accuracy tests themselves."""

from __future__ import annotations

from pathlib import Path

from qa.errors import QaError

__all__ = ["CaseError", "RunError"]


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
        self.problem = problem


class RunError(QaError):
    """A recorded run cannot be read, or two runs cannot be compared."""
