"""The words of one part of a mail: decoded, its soft line breaks joined, its HTML as a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import Message

from index.readers.builder import TextBuilder
from index.readers.html import declared_encoding
from index.readers.mail_head import ODD, decoded
from index.readers.text import same_length_text
from index.readers.whole_page import append_page, parse_html

__all__ = ["append_html", "append_plain", "leniently", "tells_little", "tells_otherwise"]

_QUOTE_MARKS = re.compile(r">*")
_MARKS = re.compile(r"(?:> ?)*")
_SIGNATURE = "-- "
_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 20
"""Below which a plain text that differs from the HTML says nothing about the mail."""
_STUB = 0.25
_SHARED = 0.5


def leniently(ask: Callable[[], str | None]) -> str | None:
    """The answer to a question about a part; ``None`` where its header is too broken for one."""
    try:
        return ask()
    except ODD:
        return None


def append_plain(builder: TextBuilder, part: Message, notes: dict[str, None]) -> str:
    """Append a part that is plain text, and return it.

    Args:
        builder: The text to grow.
        part: The part.
        notes: Where a note for a person goes when the encoding had to be guessed.
    """
    text = same_length_text(decoded(_bytes_of(part), _charset(part), notes))
    if (_parameter(part, "format") or "").lower() == "flowed":
        text = _joined(text, (_parameter(part, "delsp") or "").lower() == "yes")
    text = _quotations_apart("\n".join(map(str.rstrip, text.split("\n")))).strip("\n")
    builder.block(text)
    return text


def append_html(
    builder: TextBuilder, part: Message, notes: dict[str, None]
) -> tuple[list[str], str]:
    """Append a part that is HTML.

    Args:
        builder: The text to grow.
        part: The part.
        notes: Where a note for a person goes when the encoding had to be guessed.

    Returns:
        The texts that it hides, and all others run together.
    """
    data = _bytes_of(part)
    source = decoded(data, _charset(part) or declared_encoding(data), notes)
    page = parse_html(same_length_text(source))
    return ([], "") if page is None else append_page(builder, page, marks_quotations=True)


def tells_little(plain: str, html: str) -> bool:
    """Whether a plain text only stands in for the HTML, such as *This mail cannot be shown*."""
    return len(_WORD.findall(plain)) <= _STUB * len(_WORD.findall(html))


def tells_otherwise(plain: str, html: str) -> bool:
    """Whether a plain text has other words than the HTML, which mail programs show instead."""
    words = set(_WORD.findall(plain.lower()))
    shared = words & set(_WORD.findall(html.lower()))
    return len(words) >= _FEWEST_WORDS and len(shared) < _SHARED * len(words)


def _bytes_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    return leniently(part.get_content_charset)


def _parameter(part: Message, name: str) -> str | None:
    value = leniently(lambda: str(part.get_param(name) or ""))
    return value or None


def _quotations_apart(text: str) -> str:
    """Text in which what is quoted stands in paragraphs of its own, marked where they begin.

    A mark at each line would stand within sentences, and in all that is quoted from them.
    """
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        marks = _MARKS.match(line)
        prefix = marks.group() if marks else ""
        quoted = prefix.count(">")
        rest = line[len(prefix) :] if quoted else line
        begins = quoted != depth or not (lines and lines[-1])
        if quoted != depth and lines and lines[-1] and (rest or not quoted):
            lines.append("")
        lines.append(f"{'>' * quoted} {rest}" if quoted and rest and begins else rest)
        depth = quoted
    return "\n".join(lines)


def _joined(text: str, drops_space: bool) -> str:
    """Text as it was typed: lines that end in a space go on in the next (RFC 3676)."""
    lines: list[str] = []
    depth, is_open = 0, False
    for line in text.split("\n"):
        marks = _QUOTE_MARKS.match(line)
        quoted = marks.end() if marks else 0
        rest = line[quoted:].removeprefix(" ")
        is_signature = rest == _SIGNATURE
        if is_open and quoted == depth and not is_signature:
            lines[-1] = (lines[-1][:-1] if drops_space else lines[-1]) + rest
        else:
            lines.append(f"{'>' * quoted} {rest}" if quoted else rest)
        depth, is_open = quoted, rest.endswith(" ") and not is_signature
    return "\n".join(lines)
