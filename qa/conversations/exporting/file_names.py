"""Names for exported files that every system takes."""

from __future__ import annotations

import re
import unicodedata

from qa.conversations.exporting.characters import writable

__all__ = ["file_name"]

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)")
_LONGEST = 120  # bytes before the suffix: below every file system's limit


def file_name(title: str, suffix: str) -> str:
    """A file's name made of a title: safe on every system, and no path.

    Args:
        title: of a conversation, or a question.
        suffix: of the format, with or without its dot: ``.md``.
    """
    line = _FORBIDDEN.sub(" ", writable(unicodedata.normalize("NFC", title)))
    seen = "".join(s for s in line if s.isspace() or unicodedata.category(s)[0] != "C")
    name = " ".join(seen.split()).strip(" .-~")
    name = name.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip(" .-~")
    if not name or _DEVICES.match(name):
        name = f"conversation {name}".strip()
    return f"{name}.{suffix.lstrip('.')}"
