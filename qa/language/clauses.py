"""A sentence in the stretches that its signs and conjunctions part."""

from __future__ import annotations

import re

__all__ = ["BREAK", "clauses"]

BREAK = re.compile(
    r"[,;:.!?()—–]+(?=\s|$)|\s[-–—]+\s|[—]|\b(?:and|but|while|although|though|because|whereas)\b",
    re.IGNORECASE,
)
"""The signs and conjunctions that part clauses."""


def clauses(text: str) -> list[str]:
    """The clauses of a text in order, without the signs and conjunctions between them.

    No grammar: "Holm and Berg" is parted, too, and a number such as "1,200" is not.
    """
    return [part.strip() for part in BREAK.split(text) if part.strip()]
