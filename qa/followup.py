"""Follow-up questions: what to search for when the question leans on the one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.terms import names_in
from qa.types import Turn

__all__ = ["search_text"]

_LEANS = re.compile(
    r"^(?:and|but|so|what about|how about)\b|^(?:why|when|where|how|who)(?:\s+not)?\s*\?*$|"
    r"\b(?:he|she|they|him|her|them|his|their|hers|theirs)\b",
    re.IGNORECASE,
)


def search_text(question: str, history: Sequence[Turn]) -> str:
    """The question itself, or the last one before it where the question names nobody of its own."""
    if not history or names_in(question) or not _LEANS.search(question):
        return question
    return f"{history[-1].question} {question}"
