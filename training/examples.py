"""What the reader learns from: a question, a context, and where the context answers it."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Span

__all__ = ["Article", "Example", "Paragraph"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of running text."""

    text: str
    sentences: tuple[Span, ...]
    """Half-open character offsets into ``text``, in order."""


@dataclass(frozen=True, slots=True)
class Article:
    """The paragraphs that belong together: negatives are taken among them."""

    paragraphs: tuple[Paragraph, ...]
    about: tuple[str, ...] = ()
    """Its title and topics, as far as they are known."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question about one paragraph, and maybe others beside it."""

    question: str
    paragraph: Paragraph
    answers: tuple[Span, ...]
    """Where people marked the answer, one span a person; empty: the text does not answer."""
    article: Article
    """Whence other paragraphs may be taken as negatives."""
    others: tuple[Paragraph, ...] = ()
    """Texts that are read for the same answer, and do not hold it."""
    about: tuple[str, ...] = ()
    """What the reader is told that all these texts are about."""
