"""What can go wrong with documents, told so that the reader of the message knows what to do."""

from __future__ import annotations

__all__ = [
    "EmbedderUnavailable",
    "EmptyDocument",
    "IndexMismatch",
    "LibraryBusy",
    "LibraryError",
    "LibraryUnavailable",
    "OriginalUnavailable",
    "PictureUnavailable",
    "UnknownDocument",
    "UnreadableDocument",
]


class LibraryError(Exception):
    """Any failure of the library. Its text is one or two sentences for a person."""


class UnreadableDocument(LibraryError):
    """A file cannot be read as a document: damaged, encrypted, too large, of an unknown type."""


class EmptyDocument(UnreadableDocument):
    """A file holds no text: empty, or only pictures of text."""


class UnknownDocument(LibraryError, KeyError):
    """No document of that name is in the library."""

    def __str__(self) -> str:
        """The message itself, not ``KeyError``'s quoted form of it."""
        return str(self.args[0])


class LibraryUnavailable(LibraryError):
    """The library's folder or its database cannot be opened or written."""


class LibraryBusy(LibraryUnavailable):
    """Another process is at work in the library; it can be used when that is done."""


class EmbedderUnavailable(LibraryError):
    """The embedding model is missing, damaged or of another kind than can be used."""


class IndexMismatch(LibraryError):
    """The library was built with another embedding model than the one configured now."""


class OriginalUnavailable(LibraryError):
    """The file that a document was read from is gone, has changed, or was not kept."""


class PictureUnavailable(LibraryError):
    """A page of a document cannot be shown as a picture."""
