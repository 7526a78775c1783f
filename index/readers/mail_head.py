"""What stands above a mail: from whom, to whom, when and about what, as a mail program shows it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from index.encoding import decode
from index.readers.builder import collapse

__all__ = ["ODD", "Head", "decoded", "head_of"]

ODD = (LookupError, ValueError, TypeError, AttributeError, RecursionError, MessageError)
"""What the standard library raises at headers and parts that no honest mail program writes."""

_SHOWN = ("From", "To", "Cc", "Date")
_LONGEST = 10_000
"""Characters of a line that are read: some ways to write one are slow to decode."""
_NOT_IN_PAGES = ("utf-16", "utf-32", "utf-7")
_UNTITLED = "(no subject)"


@dataclass(frozen=True, slots=True)
class Head:
    """The lines above a mail."""

    subject: str
    """What mail programs show where there is none: *(no subject)*."""
    sender: str | None
    """The name of the sender, else the address."""
    date: datetime.date | None
    """Where it was sent, on the sender's calendar."""
    lines: tuple[str, ...]
    """From, To, Cc and Date, as far as the mail has them."""
    notes: tuple[str, ...]


def head_of(message: Message) -> Head:
    """Read the lines above a mail; where several say the same thing, the first counts.

    Args:
        message: The mail, parsed with the policy ``compat32``.
    """
    notes: dict[str, None] = {}
    raw: dict[str, str] = {}
    for name, value in message.raw_items():
        if name.lower() not in raw:
            raw[name.lower()] = _without_bytes(str(value), notes)
    lines = {name: _line(name, raw, notes) for name in _SHOWN}
    return Head(
        subject=_line("Subject", raw, notes) or _UNTITLED,
        sender=_sender(raw.get("from", ""), notes) or lines["From"] or None,
        date=_date(raw.get("date", "")),
        lines=tuple(f"{name}: {line}" for name, line in lines.items() if line),
        notes=tuple(notes),
    )


def decoded(data: bytes, charset: str | None, notes: dict[str, None]) -> str:
    """The text of a part or of a piece of a header.

    Args:
        data: Its bytes.
        charset: What the mail says they are encoded in.
        notes: Where a note for a person goes when the encoding had to be guessed.
    """
    # Unlike a web page, a mail says outside the text what it is in; so that can be true.
    if charset and charset.lower().startswith(_NOT_IN_PAGES):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            pass
    text, note = decode(data, charset)
    if note:
        notes[note] = None
    return text


def _without_bytes(value: str, notes: dict[str, None]) -> str:
    """A header whose bytes beyond ASCII, which the parser passes on as surrogates, are text."""
    return decoded(value.encode("utf-8", "surrogateescape"), None, notes)


def _line(name: str, raw: dict[str, str], notes: dict[str, None]) -> str:
    value = raw.get(name.lower(), "")
    if len(value) > _LONGEST:
        count = f"{_LONGEST:,}"
        notes[f"The line “{name}” is longer than {count} signs; the rest was left out."] = None
    return collapse(_words(value, notes))


def _words(value: str, notes: dict[str, None]) -> str:
    """A header with its encoded words in plain text."""
    value = value[:_LONGEST]
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    # A header without encoded words comes back as it was; else all is bytes, escaped where plain.
    return "".join(
        piece
        if isinstance(piece, str)
        else decoded(piece, charset, notes)
        if charset
        else piece.decode("raw-unicode-escape", "replace")
        for piece, charset in pieces
    )


def _sender(value: str, notes: dict[str, None]) -> str | None:
    """Encoded words are decoded last: a name may hold a comma, which would part two senders."""
    try:
        name, address = parseaddr(collapse(value[:_LONGEST]))
    except ODD:
        return None
    return collapse(_words(name, notes)) or address or None


def _date(value: str) -> datetime.date | None:
    try:
        return parsedate_to_datetime(collapse(value[:_LONGEST])).date()
    except (*ODD, OverflowError):
        return None
