"""What a picture of a page is, as frozen types. This module imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Mark", "PagePicture"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A box around words of one line, in shares of the page from its upper left corner.

    Each is between 0 and 1, so that the box fits over the picture at any size.
    """

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as a reader of the file sees it, and where on it some words stand."""

    png: bytes = field(repr=False)
    width: int
    """In pixels."""
    height: int
    number: int
    """Of the page, counted from 1."""
    pages: int
    """How many the file has in all, those without text included."""
    marks: tuple[Mark, ...] = ()
    complete: bool = True
    """Whether all words that were to be marked on this page are.

    A word is left unmarked where its place is not certain, or not on the visible page.
    """
