"""The one place where quotes are made: cut by our code from a passage of the library's own text."""

from __future__ import annotations

from index.places import place_in_cells
from index.types import Passage, Sentence, Span
from qa.types import Quote

__all__ = ["cut"]


def cut(passage: Passage, span: Span, label: int, speakers: tuple[str, ...]) -> Quote:
    """The words of a span as a quote, with the place where they stand.

    Args:
        passage: holds the span.
        span: in the document's offsets.
        label: the ``[n]`` of the quote.
        speakers: who says the words, outermost first.

    Raises:
        ValueError: the span does not lie inside the passage.
    """
    if not passage.start <= span.start < span.end <= passage.end:
        raise ValueError(f"{span} is not inside the passage {passage.start}..{passage.end}")
    # A passage may run over a page or into the next section: the sentence knows where it stands.
    holding = (s for s in passage.sentences if s.start <= span.start < s.end)
    place: Passage | Sentence = next(holding, passage)
    return Quote(
        label=label,
        document=passage.document,
        start=span.start,
        end=span.end,
        text=passage.text[span.start - passage.start : span.end - passage.start],
        title=passage.title,
        page=place.page,
        section=place.section,
        place=place_in_cells(span, passage.cells) or place.place,
        publisher=passage.publisher,
        date=passage.date,
        attribution=speakers,
    )
