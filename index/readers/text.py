"""Plain text: the file's own characters, so that offsets into the file are offsets here."""

from __future__ import annotations

import re

from index.encoding import decode
from index.readers.builder import sections_of
from index.sniff import TEXT
from index.types import Extraction

__all__ = ["read", "same_length_text"]

_UNDERLINED = re.compile(r"^(?P<heading>[^\n]{2,120})\n(?P<line>={3,}|-{3,})[ \t]*$", re.MULTILINE)
_CAPITALS = re.compile(r"(?:(?<=\n\n)|\A)(?P<heading>[^\n]{4,80})(?=\n[ \t]*\n)")
_LABEL = re.compile(
    r"(?i)^(?:for immediate release|(?:press|news|media) (?:release|statement))\W*$"
)


def read(data: bytes, name: str) -> Extraction:
    r"""Read plain text.

    The canonical text is the decoded file itself: only the byte order mark is dropped, line ends
    become ``\n``, and NUL becomes U+FFFD.

    Args:
        data: The file's bytes.
        name: The file's name; unused, since nothing can go wrong here.

    Returns:
        The text, with sections where headings are underlined or stand alone in capitals.
    """
    decoded, note = decode(data)
    text = same_length_text(decoded)
    return Extraction(
        text=text,
        media_type=TEXT,
        sections=sections_of(text, _headings(text)),
        notes=(note,) if note else (),
    )


def same_length_text(text: str) -> str:
    r"""Line ends made ``\n`` and NUL made U+FFFD; nothing else changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _headings(text: str) -> list[tuple[int, str, int]]:
    """Offset, words and level of the headings that are certainly headings."""
    found: dict[int, tuple[int, str, int]] = {}
    for match in _UNDERLINED.finditer(text):
        heading, line = match["heading"].strip(), match["line"]
        alone = match.start() == 0 or text[match.start() - 2 : match.start()] == "\n\n"
        if alone and abs(len(heading) - len(line)) <= 3:
            level = 1 if line[0] == "=" else 2
            start = match.start() + match["heading"].index(heading)
            found[start] = (start, heading, level)
    for match in _CAPITALS.finditer(text):
        heading = match["heading"].strip()
        letters = [char for char in heading if char.isalpha()]
        capitals = len(letters) >= 4 and heading.isupper() and not _LABEL.match(heading)
        if capitals and heading[-1] not in '.!?,;:"”' and heading[0].isalpha():
            start = match.start() + match["heading"].index(heading)
            found.setdefault(start, (start, heading, 2))
    return [found[start] for start in sorted(found)]
