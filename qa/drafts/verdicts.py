"""What the check found, in words for a person."""

from __future__ import annotations

from collections.abc import Sequence

from qa.drafts.types import (
    CheckedQuote,
    Difference,
    Place,
    Quotation,
    QuoteKind,
    QuoteStatus,
)
from qa.drafts.wording import LEAST_PIECE, LEAST_WORDS, GapKind, Reading
from qa.prose import quoted

__all__ = ["detail_of", "difference_in_words", "place_in_words", "quote_lines", "status_of"]

_MARKS = {
    QuoteStatus.VERIFIED: "ok     ",
    QuoteStatus.FAILED: "FAILED ",
    QuoteStatus.UNPROVEN: "?      ",
}
_INDENT = " " * 8

_STATUS = {
    QuoteKind.EXACT: QuoteStatus.VERIFIED,
    QuoteKind.TYPOGRAPHIC: QuoteStatus.VERIFIED,
    QuoteKind.TOO_SHORT: QuoteStatus.UNPROVEN,
}


def status_of(kind: QuoteKind) -> QuoteStatus:
    """Whether quotations of a kind may be printed: only true words of the named speaker may."""
    return _STATUS.get(kind, QuoteStatus.FAILED)


def detail_of(
    kind: QuoteKind,
    quotation: Quotation,
    places: Sequence[Place],
    reading: Reading | None,
    true_speaker: str | None,
    objection: str,
) -> str:
    """What became of a quotation, in one or two sentences.

    Args:
        kind: what became of it.
        quotation: as the draft has it.
        places: where its words, or the nearest ones, stand.
        reading: how its words were read, where they stand somewhere.
        true_speaker: who says it, where the draft names somebody else.
        objection: what makes its gaps dishonest; empty where nothing does.
    """
    told = [_told(kind, quotation, places, reading, true_speaker), objection]
    if reading and reading.put_in and kind is not QuoteKind.STITCHED:
        told.append(f"Words in brackets are the draft's own: {', '.join(reading.put_in)}.")
    if not quotation.is_closed:
        told.append("Its closing mark is missing.")
    return " ".join(sentence for sentence in told if sentence)


def quote_lines(quote: CheckedQuote) -> list[str]:
    """What became of a quotation, as lines for a terminal."""
    words = quoted(" ".join(quote.text.split()))
    lines = [f"{_MARKS[quote.status]} line {quote.line}, {quote.kind}: {words}"]
    lines.append(_INDENT + quote.detail)
    if quote.difference:
        lines.append(_INDENT + difference_in_words(quote.difference))
    for place in quote.places:
        speakers = " via ".join(reversed(place.speakers))
        where = " · ".join(part for part in (speakers, place_in_words(place)) if part)
        lines.append(_INDENT + where)
    lines += [f"{_INDENT}also: {place_in_words(place)}" for place in quote.elsewhere]
    return list(dict.fromkeys(lines))


def difference_in_words(parts: Sequence[Difference]) -> str:
    """A quotation beside the true wording: ``[Two → Three] warnings were [+not] given``."""
    return " ".join(filter(None, map(_part_in_words, parts)))


def _part_in_words(part: Difference) -> str:
    if part.draft == part.document:
        return part.document
    if not part.document:
        return f"[-{part.draft}]"
    return f"[{part.draft} → {part.document}]" if part.draft else f"[+{part.document}]"


def place_in_words(place: Place) -> str:
    """Where words stand: title, place or section, publisher and date, and the document's name."""
    where = place.place or place.section
    parts = [place.title, where if where != place.title else "", place.publisher]
    date = f"{place.date.day} {place.date:%B %Y}" if place.date else ""
    name = place.document if place.document != place.title else ""
    return " · ".join(part for part in (*parts, date, name) if part)


def _told(
    kind: QuoteKind,
    quotation: Quotation,
    places: Sequence[Place],
    reading: Reading | None,
    true_speaker: str | None,
) -> str:
    pieces = len(reading.pieces) if reading else 1
    left_out = reading and any(gap.kind is GapKind.ELLIPSIS for gap in reading.gaps)
    in_pieces = f" in {pieces} pieces of one paragraph, in this order" if left_out else ""
    match kind:
        case QuoteKind.EXACT:
            return f"The words stand in the document{in_pieces}."
        case QuoteKind.TYPOGRAPHIC:
            return f"The words stand in the document{in_pieces}; only the typography differs."
        case QuoteKind.ALTERED:
            return "The document has other words."
        case QuoteKind.STITCHED:
            order = " or another order" if reading else ""
            return f"Pieces of {len(places)} places{order} are run together as one quotation."
        case QuoteKind.MISATTRIBUTED:
            return (
                f"The words are true, but the draft gives them to {quotation.speaker}, "
                f"and the document to {true_speaker}."
            )
        case QuoteKind.TOO_SHORT:
            return _too_short(places, pieces)
        case QuoteKind.NOT_FOUND:
            return "Nothing like it stands in the documents."


def _too_short(places: Sequence[Place], pieces: int) -> str:
    if pieces > 1:
        return (
            f"Each piece around an omission or a bracket needs {LEAST_PIECE} words to prove "
            "anything. Look it up yourself."
        )
    told = f"Too few words to prove anything: under {LEAST_WORDS}, or under 20 characters."
    return f"{told} They do stand in the document: read there what it says." if places else told
