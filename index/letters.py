"""Whose words stand in a mail: what was forwarded or is quoted is not the sender's.

A document counts as a mail where lines such as *From:* and *Date:* stand at its top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.transcripts import Turn
from index.types import Span

__all__ = ["letters"]

_HEAD = re.compile(
    r"(?m)^[ \t*]*From:[ \t*]*(?P<sender>\S[^\n]*)\n"
    r"(?:[ \t*]*(?:To|Cc|Bcc|Reply-To|Date|Sent|Subject):[^\n]*(?:\n|\Z))+"
)
_FARTHEST_TOP = 1_000
"""Characters: the first lines may stand below the subject."""
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_MARKS = re.compile(r"[> ]*")
_INTRODUCED = re.compile(
    r"(?s)\bOn\b.*\d[\d:.]*(?:[ \xa0\u202f]?(?i:[ap]\.?m\.?)|,? \(?[A-Z]{3,4}\)?|,? [+-]\d{4})*,?\s"
    r"+(?:>+ ?)*(?P<name>[^\n\d]{2,80}?(?:\n[> ]*[^\n\d]{2,60}?)?)\s+wrote:\s*$"
)
_LONGEST_INTRODUCTION = 400
_ADDRESS = re.compile(r"\s*(?:<[^>\n]*>|\[mailto:[^\]\n]*\]|\([^)\n]*@[^)\n]*\))")


def letters(text: str) -> tuple[Turn, ...]:
    """The parts of a mail that somebody else than its sender wrote, in order.

    Args:
        text: The canonical text of a document.

    Returns:
        What is forwarded, attached or quoted, with whose it is where the mail tells; between these
        parts the sender speaks. Empty where the document is no mail, or all is the sender's.
    """
    heads = list(_HEAD.finditer(text))
    if not heads or heads[0].start() > _FARTHEST_TOP or text[: heads[0].start()].count("\n\n") > 1:
        return ()
    ends = [_before_subject(text, head.start()) for head in heads[1:]] + [len(text)]
    found: list[Turn] = []
    for number, (head, end) in enumerate(zip(heads, ends, strict=True)):
        sender = _name(head["sender"]) if number else None
        found += _spoken(text, head.end(), end, sender)
    return tuple(turn for turn in found if turn.speaker)


def _spoken(text: str, start: int, end: int, sender: str | None) -> Iterator[Turn]:
    """One mail paragraph by paragraph: the sender's, and those it quotes."""
    authors: dict[int, str | None] = {0: sender}
    for match in _PARAGRAPH.finditer(text, start, end):
        marks = _MARKS.match(match.group())
        depth = marks.group().count(">") if marks else 0
        yield Turn(Span(match.start(), match.end()), authors.get(depth))
        if not match.group().rstrip().endswith("wrote:"):
            continue
        words = _ADDRESS.sub("", match.group()[-_LONGEST_INTRODUCTION:])
        introduced = _INTRODUCED.search(words)
        if introduced:
            authors[depth + 1] = _name(re.sub(r"[\s>]+", " ", introduced["name"]))


def _before_subject(text: str, head: int) -> int:
    """Where a mail within a mail begins: its subject may stand alone above its first line."""
    above = text.rfind("\n\n", 0, max(0, head - 2))
    line = text[above + 2 : head].strip()
    is_subject = text[head - 2 : head] == "\n\n" and "\n" not in line and line[-1:] not in ".!?:>"
    return above if is_subject and above >= 0 else head


def _name(sender: str) -> str | None:
    """The name beside an address, else the address."""
    name = _ADDRESS.sub("", sender).strip(" \t*\"'") or sender.strip(" \t*<>")
    return name or None
