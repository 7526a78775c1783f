"""Documents in, searchable passages out. Knows nothing of questions, prompts or language models."""

from index.errors import LibraryError
from index.library import Library
from index.types import Document, Outcome, Passage, Report, Span

__all__ = ["Document", "Library", "LibraryError", "Outcome", "Passage", "Report", "Span"]
