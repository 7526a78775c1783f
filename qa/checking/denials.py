"""Whether an odd number of nots stands over a stretch of words."""

from __future__ import annotations

import re

__all__ = ["is_denied"]

_NOTS = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|cannot|unable|hardly|scarcely"
    r"|(?:fail|refus|declin)(?:s|es|ed|ing|e)?(?=\s+to\b))\b|n[’']t\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r"\b(?:no|not)\s+(?:more|less|fewer|later|earlier|only)\b", re.IGNORECASE)


def is_denied(words: str) -> bool:
    """Whether the nots among the words, double ones taken together, leave one over."""
    return len(_NOTS.findall(_BOUND.sub(" ", words))) % 2 == 1
