"""Removing documents: each by all its names, and each failure told by itself."""

from __future__ import annotations

from typing import TypedDict

from index import Library
from index.errors import LibraryError, UnknownDocument
from qa.chat.words import words_of

__all__ = ["Removal", "removed"]

_SAY = words_of("documents")


class Failure(TypedDict):
    """A document that is still there, and why."""

    name: str
    detail: str


class Removal(TypedDict):
    """What became of the documents that were to be removed."""

    removed: list[str]
    failures: list[Failure]


def removed(library: Library, names: object, *, busy: bool) -> Removal:
    """Remove documents.

    Args:
        library: to remove from.
        names: of the documents; anything at all, as anybody may send it.
        busy: whether documents are being added, for which removing would have to wait.
    """
    wanted = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    told: Removal = {"removed": [], "failures": []}
    if busy:
        told["failures"] = [{"name": name, "detail": _SAY("remove_later")} for name in wanted]
        return told
    others = {document.name: document.other_names for document in library.documents()}
    for position, name in enumerate(wanted):
        try:
            for each in (name, *others.get(name, ())):
                library.remove(each)
        except UnknownDocument as error:
            told["failures"].append({"name": name, "detail": str(error)})
        except LibraryError as error:  # of all that are left: none of them can be removed now
            left = wanted[position:]
            told["failures"] += [{"name": each, "detail": str(error)} for each in left]
            break
        else:
            told["removed"].append(name)
    return told
