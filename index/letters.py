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
_MARKS = re.compile(r"[> ]*")
_INTRODUCED = re.compile(
    r"(?s)\bOn\b.*\d[\d:.]*(?:[ \xa0\u202f]?(?i:[ap]\.?m\.?)|,? \(?[A-Z]{3,4}\)?|,? [+-]\d{4})*,?\s"
    r"+[> ]*(?P<name>[^\n\d]{2,80}?(?:\n[> ]*[^\n\d]{2,60}?)?)\s+wrote:\s*$"
)
_LONGEST_INTRODUCTION = 300
_LONGEST_SENDER = 300
_LONGEST_SUBJECT = 1_000
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
    for paragraph in _paragraphs(text, start, end):
        words = paragraph.of(text)
        marks = _MARKS.match(words)
        depth = marks.group().count(">") if marks else 0
        yield Turn(paragraph, authors.get(depth))
        if not words.endswith("wrote:"):
            continue
        introduced = _INTRODUCED.search(_ADDRESS.sub("", words[-_LONGEST_INTRODUCTION:]))
        if introduced:
            authors[depth + 1] = _name(re.sub(r"[\s>]+", " ", introduced["name"]))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """What stands between blank lines."""
    first = last = start
    for line in [*text[start:end].split("\n"), ""]:
        if line.strip():
            first = first if last > first else start
            last = start + len(line.rstrip())
        elif last > first:
            yield Span(first, last)
            first = last
        start += len(line) + 1


def _before_subject(text: str, head: int) -> int:
    """Where a mail within a mail begins: its subject may stand alone above its first line."""
    if text[head - 2 : head] != "\n\n":
        return head
    above = text.rfind("\n\n", max(0, head - _LONGEST_SUBJECT), head - 2)
    line = text[above + 2 : head - 2]
    is_subject = above >= 0 and "\n" not in line and line[-1:] not in ".!?:>"
    return above if is_subject else head


def _name(sender: str) -> str | None:
    """The name beside an address, else the address."""
    sender = sender[:_LONGEST_SENDER]
    name = _ADDRESS.sub("", sender).strip(" \t*\"'") or sender.strip(" \t*<>")
    return name or None
