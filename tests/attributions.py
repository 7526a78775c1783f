"""Who says each sentence of a text, found as it is when a document is indexed."""

from __future__ import annotations

from index.attribution import attribute
from index.sentences import sentence_spans
from index.types import Attribution


def attributed(
    text: str, *, publisher: str | None = None, author: str | None = None
) -> tuple[Attribution | None, ...]:
    """One entry for each sentence of the text, in their order."""
    spans = sentence_spans(text)
    found = attribute(text, spans, publisher=publisher, author=author)
    assert len(found) == len(spans)
    return found


def chains(text: str) -> list[tuple[str, ...] | None]:
    """The speakers of each sentence of the text."""
    return [one.speakers if one else None for one in attributed(text)]
