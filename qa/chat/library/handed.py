"""Files that a browser hands in: which of them really came as uploads, and what they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Handed", "handed_in"]

_LONGEST_NAME = 1_000
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Handed:
    """One file, under the name it has with whoever hands it in."""

    path: Path
    name: str


def handed_in(given: object, folder: Path) -> list[Handed | None]:
    """The files that a browser names, ``None`` for each that is none of the uploads.

    Args:
        given: a list of ``{"path", "name"}``; anything at all, as anybody may send it.
        folder: the only one whose files may be taken: where uploads are kept.
    """
    if not isinstance(given, list):
        return []
    root = folder.resolve()
    return [_handed(each, root) for each in given]


def _handed(given: object, root: Path) -> Handed | None:
    if not isinstance(given, dict):
        return None
    path, name = given.get("path"), given.get("name")
    if not isinstance(path, str) or not isinstance(name, str) or "\0" in path:
        return None
    try:
        place = Path(path).resolve()
        if not (place.is_relative_to(root) and place.is_file()):
            return None
    except (OSError, ValueError):  # such as a name that is too long, or of no characters
        return None
    return Handed(place, _cleaned(name) or place.name)


def _cleaned(name: str) -> str:
    """A path below a folder, without steps upwards, of signs that can be stored."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return _UNSTORABLE.sub("\ufffd", "/".join(parts))[-_LONGEST_NAME:].lstrip("/")
