"""Documents in, searchable passages out. Knows nothing of questions, prompts or language models.

``Library`` is loaded when it is first asked for: it brings the readers along, which take a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.types import Document, Outcome, Passage, Report, Span

if TYPE_CHECKING:
    from index.library import Library

__all__ = ["Document", "Library", "LibraryError", "Outcome", "Passage", "Report", "Span"]


def __getattr__(name: str) -> object:
    if name == "Library":
        from index.library import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
