"""The texts that a question set brings along, and what they are called as files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.files import numbered
from index.readers.text import same_length_text
from qa.evaluation.importing.rows import RowProblem

__all__ = ["Texts", "as_read", "file_name"]

_LONGEST = 200  # bytes of a name: usual file systems take 255
_BYTE_ORDER_MARK = "\ufeff"


class Texts:
    """Texts by the names that sets give them; without any, names are those of the library."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._taken: set[str] = set()

    def add(self, identifier: str, text: str) -> str:
        """Take in a text.

        Returns:
            The name of its file, which no other has, not even in other letters' case.

        Raises:
            RowProblem: it has no name or no text, or there is one of this name already.
        """
        if not identifier:
            raise RowProblem("It does not say what the document is called.")
        if identifier in self._files:
            raise RowProblem(f"There is another document {identifier!r} before it.")
        if not text.strip():
            raise RowProblem(f"The document {identifier!r} has no text.")
        name = numbered(file_name(identifier), lambda name: name.casefold() in self._taken)
        self._taken.add(name.casefold())
        self._files[identifier] = name
        self._texts[name] = text
        return name

    def named(self, identifier: str) -> str | None:
        """The name that a document has in the library; ``None`` where a set names none.

        Raises:
            RowProblem: the set brings texts along, and this is none of them.
        """
        if not self._files or not identifier:
            return identifier or None
        if identifier not in self._files:
            raise RowProblem(f"The set has no document {identifier!r}.")
        return self._files[identifier]

    def text(self, name: str | None) -> str | None:
        """The text as the set gives it, into which its offsets point; ``None``: it has none."""
        return self._texts.get(name or "")

    def files(self) -> Mapping[str, str]:
        """What to write into files, by their names."""
        return {name: as_read(text) for name, text in self._texts.items()}


def as_read(text: str) -> str:
    """A text as the library has it when it has read it from a file."""
    return same_length_text(text).removeprefix(_BYTE_ORDER_MARK)


def file_name(identifier: str) -> str:
    """What the file of a document is called; of an address only what a file can be called."""
    safe = re.sub(r"[^\w.-]+", "_", identifier)
    kept = safe.encode()[-_LONGEST:].decode(errors="ignore").lstrip(".")  # a dot would hide it
    return f"{kept or 'document'}.txt"
