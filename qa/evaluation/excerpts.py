"""Quotes and wanted words in their surroundings: the retrieved passages, with both marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from index.types import Passage, Span
from qa.evaluation.checks import shown_quotes
from qa.evaluation.types import Evidence
from qa.types import Answer, Quote

__all__ = ["Excerpt", "Piece", "excerpts"]

_AROUND = 200
"""At most so many characters are shown before and after what is marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage that is marked in one way."""

    text: str
    """Empty: here words of the passage are left out."""
    quoted: bool = False
    wanted: bool = False
    begins: tuple[int, ...] = ()
    """Labels of the quotes that are first met here."""
    ends: tuple[int, ...] = ()
    """Labels of the quotes that end here."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of one passage."""

    rank: int | None
    """Of the passage among those retrieved, from 1; ``None``: it is a quote that none holds."""
    document: str
    pieces: tuple[Piece, ...]
    quotes: tuple[Quote, ...] = ()
    """Those with a number that are marked in it."""
    place: str = ""
    """How a person finds it: *page 3*, *slide 3*, *Costs!B7*; or empty."""
    section: str | None = None


def excerpts(answer: Answer, evidence: Sequence[Evidence]) -> tuple[Excerpt, ...]:
    """The passages with a shown quote or with wanted words, as far as they lie around these.

    Args:
        answer: with the passages that were retrieved for it.
        evidence: what had to be quoted.

    Returns:
        The excerpts in the order of their ranks; then each quote that no passage holds.
    """
    quotes = tuple(dict.fromkeys(shown_quotes(answer)))
    numbered = _numbered(answer)
    wanted = [place for piece in evidence for place in piece]
    found: list[Excerpt] = []
    met: set[Quote] = set()
    for rank, passage in enumerate(answer.passages, 1):
        for each in (passage, *passage.copies):
            here = [quote for quote in quotes if _holds(each, quote)]
            spans = [place.span for place in wanted if place.document == each.document]
            marks = _Marks(here, spans, {quote for quote in here if quote in numbered}, met)
            shown = _around(marks.within(each), each)
            if shown:
                pieces = tuple(_pieces(each, shown, marks))
                told = tuple(quote for quote in here if quote in marks.numbered)
                found.append(Excerpt(rank, each.document, pieces, told, each.place, each.section))
                met = met | set(here)
    return (*found, *(_alone(quote, quote in numbered) for quote in quotes if quote not in met))


def _numbered(answer: Answer) -> set[Quote]:
    """The quotes that the answer's text, or the related passage, gives a number."""
    related = (answer.related,) if answer.related else ()
    return set({quote.label: quote for quote in (*related, *answer.quotes)}.values())


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is to be marked in one passage."""

    quotes: Sequence[Quote]
    wanted: Sequence[Span]
    numbered: Set[Quote]
    met: Set[Quote]
    """Those that an earlier passage holds, too."""

    def within(self, passage: Passage) -> list[Span]:
        """The parts of the marks that the passage holds."""
        spans = [*map(_span, self.quotes), *self.wanted]
        return [cut for span in spans if (cut := _within(span, passage))]


def _holds(passage: Passage, quote: Quote) -> bool:
    """Whether the passage holds the whole quote, in the very same characters."""
    start, end = quote.start - passage.start, quote.end - passage.start
    return (
        passage.document == quote.document and start >= 0 and passage.text[start:end] == quote.text
    )


def _within(span: Span, passage: Passage) -> Span | None:
    """The part of a stretch that the passage holds."""
    start, end = max(span.start, passage.start), min(span.end, passage.end)
    return Span(start, end) if start < end else None


def _around(marks: Iterable[Span], passage: Passage) -> list[Span]:
    """The stretches of the passage to show: whole words, and what overlaps made one."""
    shown: list[Span] = []
    for mark in sorted(marks):
        wide = _widened(mark, passage)
        if shown and wide.start <= shown[-1].end:
            shown[-1] = Span(shown[-1].start, max(shown[-1].end, wide.end))
        else:
            shown.append(wide)
    return shown


def _widened(mark: Span, passage: Passage) -> Span:
    """The mark with what stands around it: whole sentences where they are short, else words."""
    first, last = max(passage.start, mark.start - _AROUND), min(passage.end, mark.end + _AROUND)
    starts = [s.start for s in passage.sentences if first <= s.start <= mark.start]
    ends = [s.end for s in passage.sentences if mark.end <= s.end <= last]
    blanks = [at for at in range(first, last) if passage.text[at - passage.start].isspace()]
    if first > passage.start:
        words = (at + 1 for at in blanks if at < mark.start)
        first = min(starts) if starts else next(words, mark.start)
    if last < passage.end:
        words = (at for at in reversed(blanks) if at >= mark.end)
        last = max(ends) if ends else next(words, mark.end)
    return Span(first, last)


def _pieces(passage: Passage, shown: Sequence[Span], marks: _Marks) -> Iterator[Piece]:
    spans = [*map(_span, marks.quotes), *marks.wanted, *shown]
    new = marks.numbered - marks.met
    cuts = sorted({edge for span in spans for edge in (span.start, span.end)})
    reached = passage.start
    for start, end in pairwise(cuts):
        piece = Span(start, end)
        if not any(piece.overlaps(span) for span in shown):
            continue
        if start > reached:
            yield Piece("")
        reached = end
        yield Piece(
            passage.text[start - passage.start : end - passage.start],
            quoted=any(piece.overlaps(_span(quote)) for quote in marks.quotes),
            wanted=any(map(piece.overlaps, marks.wanted)),
            begins=_labels(quote for quote in new if quote.start == start),
            ends=_labels(quote for quote in marks.numbered if quote.end == end),
        )
    if reached < passage.end:
        yield Piece("")


def _alone(quote: Quote, numbered: bool) -> Excerpt:
    told = (quote,) if numbered else ()
    piece = Piece(quote.text, quoted=True, begins=_labels(told), ends=_labels(told))
    return Excerpt(None, quote.document, (piece,), told, quote.place, quote.section)


def _labels(quotes: Iterable[Quote]) -> tuple[int, ...]:
    return tuple(sorted(quote.label for quote in quotes))


def _span(quote: Quote) -> Span:
    return Span(quote.start, quote.end)
