"""How the command line and the app end; 0 is success."""

from __future__ import annotations

from index.errors import EmbedderUnavailable, IndexMismatch, LibraryError, LibraryUnavailable
from qa.errors import ConfigurationError, QaError, QuestionRefused

__all__ = [
    "BACKEND", "CONFIGURATION", "FAILED", "INTERRUPTED", "TERMINATED", "USAGE", "exit_code",
]  # fmt: skip

FAILED, USAGE, CONFIGURATION, BACKEND, INTERRUPTED = 1, 2, 3, 4, 130
TERMINATED = 143


def exit_code(error: LibraryError | QaError) -> int:
    """The exit code that belongs to an error."""
    if isinstance(error, ConfigurationError | EmbedderUnavailable | IndexMismatch):
        return CONFIGURATION
    if isinstance(error, LibraryUnavailable):
        return BACKEND
    return USAGE if isinstance(error, QuestionRefused) else FAILED
