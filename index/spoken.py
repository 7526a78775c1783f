"""A sentence as the rules of attribution see it: its quotations, its paragraph, its neighbours."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.quotations import masked, quoted_spans
from index.types import Span

__all__ = ["Spoken", "surroundings"]

_MOSTLY = 0.5
"""Share of quoted characters from which a sentence without a cue is taken for speech."""
_HEADLINE_WORDS = 30


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with what the rules need to know about its surroundings."""

    text: str
    span: Span
    quotations: tuple[Span, ...]
    words: str
    """The sentence with its quotations blotted out."""
    begins_paragraph: bool
    is_headline: bool
    quotation_follows: bool

    @property
    def begins_in_quotation(self) -> bool:
        """Whether the first and most of the words are quoted."""
        if not self.quotations or self.quotations[0].start > self.span.start:
            return False
        quoted = sum(
            min(q.end, self.span.end) - max(q.start, self.span.start) for q in self.quotations
        )
        return quoted >= _MOSTLY * (self.span.end - self.span.start)


def surroundings(text: str, sentences: Sequence[Span]) -> Iterator[Spoken]:
    """Look at each sentence of a document with what stands around it.

    Args:
        text: The canonical text of the document.
        sentences: Its sentences.
    """
    quotations = quoted_spans(text)
    ends = [quotation.end for quotation in quotations]
    for number, span in enumerate(sentences):
        first = last = bisect_left(ends, span.start + 1)
        while last < len(quotations) and quotations[last].start < span.end:
            last += 1
        inside = quotations[first:last]
        before = text[sentences[number - 1].end : span.start] if number else "\n\n"
        following = sentences[number + 1].start if number + 1 < len(sentences) else len(text)
        after = text[span.end : following] if following < len(text) else "\n\n"
        stands_alone = "\n" in before and "\n" in after
        is_open = text[span.end - 1] not in ".!?:”\"'’…)"
        is_headline = stands_alone and is_open and len(span.of(text).split()) <= _HEADLINE_WORDS
        yield Spoken(
            text=span.of(text),
            span=span,
            quotations=inside,
            words=masked(text, span, inside),
            begins_paragraph=before.count("\n") > 1,
            is_headline=is_headline,
            quotation_follows=text[following : following + 1] in tuple("“\"«`'"),
        )
