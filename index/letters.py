"""Whose words stand in a mail: what was forwarded or is quoted is not the sender's.

A document counts as a mail where lines such as *From:* and *Date:* stand at its top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.introductions import introduced, name_of
from index.transcripts import Turn
from index.types import Span

__all__ = ["UNNAMED", "letters"]

UNNAMED = "an unnamed correspondent"
"""Who wrote what a mail quotes without telling whose it is."""
_BY = "From|Von|De|Fra|Från|Da|Van"
_BEFORE = "To|Date|Sent|Subject"
_FIELD = (
    f"{_BEFORE}|Cc|Bcc|Reply-To|Message-ID|Importance|Attachments|An|Kopie|Datum|Gesendet|Betreff|À|Envoyé|Date|Objet|Para"
    "|Enviado|Enviado el|Fecha|Asunto|Assunto|Til|Sendt|Dato|Emne|Till|Skickat|Ämne|A|Inviato|Data"
    "|Oggetto|Aan|Verzonden|Onderwerp"
)
_COLON = "[ \\xa0]?:"
_HEAD = re.compile(
    rf"(?m)^(?:[ \t*]*(?:{_BEFORE}):[^\n]*\n){{,4}}"
    rf"[ \t*]*(?:{_BY}){_COLON}[ \t*]*(?P<sender>\S[^\n]*)\n"
    rf"(?:\n?[ \t*]*(?:{_FIELD}){_COLON}[^\n]*(?:\n|\Z))+"
)
_QUOTED_HEAD = re.compile(
    rf">[> ]*(?:-[^\n]*\n[> ]*)?(?:\**(?:{_BEFORE}):[^\n]*\n\n?[> ]*){{,4}}"
    rf"\**(?:{_BY}){_COLON}[ *]*(?P<sender>\S[^\n]*)\n\n?[> ]*\**(?:{_FIELD}){_COLON}"
)
"""The same within a quotation, where each line may be a paragraph."""
_FARTHEST_TOP = 1_000
"""Characters: the first lines may stand below the subject."""
_MARKS = re.compile(r"[> ]*")
_LONGEST_SUBJECT = 1_000
_LONGEST_INTRODUCTION = 300
_LONGEST_VERB = 20
_INTRODUCES = re.compile(r"(?::|\b(?:wrote|writes|schrieb|écrit|escribió|skrev)[ .…]*)$")


def letters(text: str) -> tuple[Turn, ...]:
    """The parts of a mail that somebody else than its sender wrote, in order.

    Args:
        text: The canonical text of a document.

    Returns:
        What is forwarded, attached or quoted, with whose it is, or ``UNNAMED`` where the mail does
        not tell; between these parts the sender speaks. Empty where the document is no mail, or all
        is the sender's.
    """
    heads = [head for head in _HEAD.finditer(text) if not _is_quoted(text, head.start())]
    if not heads or heads[0].start() > _FARTHEST_TOP or text[: heads[0].start()].count("\n\n") > 1:
        return ()
    ends = [_before_subject(text, head.start()) for head in heads[1:]] + [len(text)]
    found: list[Turn] = []
    for number, (head, end) in enumerate(zip(heads, ends, strict=True)):
        sender = (name_of(head["sender"]) or UNNAMED) if number else None
        found += _spoken(text, head.end(), end, sender)
    return tuple(turn for turn in found if turn.speaker)


def _spoken(text: str, start: int, end: int, sender: str | None) -> Iterator[Turn]:
    """One mail paragraph by paragraph: the sender's, and those it quotes."""
    authors = {0: sender}
    paragraphs = [(span, _depth(span.of(text))) for span in _paragraphs(text, start, end)]
    last_quoted = max((at for at, (_, depth) in enumerate(paragraphs) if depth), default=-1)
    for number, (paragraph, depth) in enumerate(paragraphs):
        head = _QUOTED_HEAD.match(text, paragraph.start, end)
        if head:
            authors = _with(authors, depth, name_of(head["sender"]))
        speaker = authors.get(depth, UNNAMED)
        yield Turn(paragraph, speaker, is_named=speaker != UNNAMED)
        words = paragraph.of(text)
        name = introduced(words)
        if name and number > last_quoted and "@" in words[-_LONGEST_INTRODUCTION:]:
            authors = _with(authors, depth, name)  # some programs put no marks before a quotation
        elif name or (
            _depth_after(paragraphs, number) > depth and _INTRODUCES.search(words[-_LONGEST_VERB:])
        ):
            authors = _with(authors, depth + 1, name)


def _with(authors: dict[int, str | None], depth: int, name: str | None) -> dict[int, str | None]:
    """Whose a depth of quotation is from here on; what is deeper has to be introduced anew."""
    return {**{k: known for k, known in authors.items() if k < depth}, depth: name or UNNAMED}


def _depth_after(paragraphs: Sequence[tuple[Span, int]], number: int) -> int:
    return paragraphs[number + 1][1] if number + 1 < len(paragraphs) else 0


def _is_quoted(text: str, head: int) -> bool:
    """Whether what looks like the head of a mail goes on in a paragraph that is quoted."""
    above = text.rfind("\n\n", max(0, head - _LONGEST_SUBJECT), head)
    return above >= 0 and text[above + 2 : above + 3] == ">"


def _depth(words: str) -> int:
    marks = _MARKS.match(words)
    return marks.group().count(">") if marks else 0


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
