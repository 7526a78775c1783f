"""How a mail begins: lines that each have a name, then a blank one."""

from __future__ import annotations

import codecs
import re

__all__ = ["begun", "is_mail"]

_HEAD_BYTES = 200_000
_LINE = re.compile(rb"([!-9;-~]{1,80}):[^\r\n]*(?:\r\n|\r|\n)|[ \t]+[^\r\n]*(?:\r\n|\r|\n)")
_ENVELOPE = re.compile(rb"From [^\r\n]*(?:\r\n|\r|\n)")
# People write these lines as well, above letters and memos.
_WRITTEN = frozenset({b"date", b"subject", b"to", b"cc", b"reply-to", b"sender"})
_MACHINE = frozenset(
    {b"message-id", b"mime-version", b"received", b"return-path", b"content-type", b"delivered-to"}
)
_FEWEST_MACHINE = 2


def begun(data: bytes) -> bytes:
    """A file from its first line on, without a byte order mark and blank lines before it."""
    return data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")


def is_mail(data: bytes, suffix: str) -> bool:
    """Whether a file is a mail as it was sent.

    It is where machines have left their lines above it. Where it only has lines that a person
    writes above a memo too, the ending ``.eml`` decides.

    Args:
        data: The file's bytes.
        suffix: The ending of its name, in lower case.
    """
    names = _names(begun(data[:_HEAD_BYTES]))
    if b"from" not in names:
        return False
    if len(names & _MACHINE) >= _FEWEST_MACHINE:
        return True
    return suffix == ".eml" and bool(names & (_WRITTEN | _MACHINE))


def _names(head: bytes) -> set[bytes]:
    """The names of the lines above the first blank one; none where another line is among them."""
    names: set[bytes] = set()
    envelope = _ENVELOPE.match(head)
    position = envelope.end() if envelope else 0
    while line := _LINE.match(head, position):
        if line[1]:
            names.add(line[1].lower())
        elif not names:
            return set()
        position = line.end()
    return names if head[position : position + 1] in (b"\r", b"\n") else set()
