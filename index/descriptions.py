"""What a sentence tells of its speaker beside his name: *Ann Holt, a baker from Norden, said*.

A title stands before it: *Norden's baker, Ann Holt, said*.
"""

from __future__ import annotations

import re

from index.appositions import title_before
from index.names import is_person
from index.phrases import Words, noun_phrase
from index.types import Span

__all__ = ["description"]

_LONGEST = 14
"""Words of a description that is shown with every quotation."""
_COMMA = re.compile(r",\s+")
_END = re.compile(r"[,;:!?—–”“()]|(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\b[A-Z])\.|$")
_NO_DESCRIPTION = re.compile(
    r"(?:and|or|but|as|in|on|at|by|to|after|before|during|when|while|where|if|though|although|"
    r"for|from|with|like|including|adding|citing|said|says|both|each|not|that|which|there|also|"
    r"too|however|meanwhile|i|we|you|he|she|it|they|\w+ly|\w+ing)\b|(?-i:[A-Z])(?!\w*(?:ican|ocrat)s?\b)|\d|[“”‘\"]",
    re.IGNORECASE,
)
"""How the words between two commas begin that say something else: *Holt, in May, said*."""
_OPENS = ("“", "(")
"""*According to Holt, the quay “is lost”*: the words before are no description."""
_NO_PERSON = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|time|later|earlier|ago|after|rate|level|claim|charge|"
    r"sentiment|view|blow|attack|move|record|figure|half|same|first|last|\w+est)\b",
    re.IGNORECASE,
)
"""*Said Holt, the same day*, *a charge that he denies*: about what was said, or when."""
_OF_ANOTHER = re.compile(r"\b(?:of|for|to)\s+(?-i:[A-Z])")
"""*The lawyer for Tom Reed, a baker*: the baker may be either."""
_RELATIVE = re.compile(r"(?:who|whose)(?: [^\s]+){1,9}", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:an?|the|its|his|her|their|one|who|whose)\b|\w+(?: \w+){0,3} (?:of|for|at)\b"
)
"""How a description begins that nothing closes: *said Holt, a baker*."""


def description(words: str, speaker: Span, cue: Span) -> str:
    """His title before the speaker, or what stands behind him, if it describes him.

    Args:
        words: A sentence with its quotations blotted out.
        speaker: The characters that name the speaker.
        cue: Those that mark the speech.

    Returns:
        The document's own words without the commas; empty where there are none.
    """
    title = title_before(words, speaker)
    if title:
        return title if len(title.split()) <= _LONGEST else ""
    comma = _COMMA.match(words, speaker.end)
    if comma is None or _NO_DESCRIPTION.match(words, comma.end()):
        return ""
    if _OF_ANOTHER.search(words[speaker.start : speaker.end]):
        return ""
    end = _END.search(words, comma.end())
    assert end is not None
    found = words[comma.end() : end.start()].strip()
    mark = words[end.start() : end.start() + 1]
    is_closed = speaker.end < cue.start and mark == ","
    if not is_closed and not _may_end(words, speaker, cue, mark, found):
        return ""
    return found if "  " not in found and _describes(found) else ""


def _may_end(words: str, speaker: Span, cue: Span, mark: str, found: str) -> bool:
    """Whether a description can end here, where no cue closes it: *said Holt, a baker*.

    *According to Holt, the quay …* goes on with its own subject.
    """
    if cue.start > speaker.end or words[cue.start].isupper() or mark in _OPENS:
        return False
    is_name = is_person(words[speaker.start : speaker.end])
    return is_name and bool(_AFTER.match(found)) and not _NO_PERSON.search(found)


def _describes(found: str) -> bool:
    """Whether it is one noun phrase, or a clause about *who*."""
    if not 0 < len(found.split()) <= _LONGEST:
        return False
    parts = Words.of(found)
    count = len(parts.text)
    return bool(_RELATIVE.fullmatch(found)) or noun_phrase(parts, 0, count) == Span(0, count)
