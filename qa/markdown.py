"""Text of documents and models made inert for a page that renders Markdown.

Whatever is shown in the chat goes through a Markdown renderer and an HTML sanitizer. Words of a
document must come out of it as the very same words: no link, no picture, no emphasis, no tag.
"""

from __future__ import annotations

import re

__all__ = ["inert", "one_line", "visible"]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

# ASCII punctuation that Markdown, its tables or its autolinks give a meaning; a backslash before it
# takes the meaning away. ":", "@" and "." only where they would make a bare address a link; other
# punctuation is left alone to keep copied answers readable.
_SPECIAL = re.compile(r"[\\`*_{}\[\]()!#|~$^=]|:(?=//)|(?<=www)\.|@", re.IGNORECASE)

# Signs that begin a list, a heading or a rule, only where a line begins.
_LINE_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+])")

# Characters that nobody sees and that reorder or hide what stands beside them, and control
# characters, which no renderer keeps.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def visible(text: str) -> str:
    """The text without characters that reorder or hide others, and without control characters.

    Args:
        text: words from a document, a file name, a person or a model; white space stays.
    """
    return _INVISIBLE.sub("", text)


def inert(text: str) -> str:
    """Escape ``text`` so that it renders as itself within a line of Markdown.

    Runs of white space become one space, as HTML shows them; characters that only change the
    direction or visibility of their neighbours are left out.

    Args:
        text: words from a document, a file name or a model.

    Returns:
        Markdown on one line that renders as the words of ``text`` and nothing else.
    """
    line = one_line(text)
    if start := _LINE_START.match(line):
        number, sign, bullet = start.groups()
        escaped_start = f"{number}\\{sign}" if number else f"\\{bullet}"
        return escaped_start + _escape(line[start.end() :])
    return _escape(line)


def one_line(text: str) -> str:
    """The text on one line, as HTML shows it, without signs that nobody sees."""
    return " ".join(visible(text).split())


def _escape(line: str) -> str:
    escaped = _SPECIAL.sub(lambda match: "\\" + match.group(), line)
    return re.sub("[&<>]", lambda match: _ENTITIES[match.group()], escaped)
