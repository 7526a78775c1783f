"""Quotation marks in a claim's prose: the words between them are verbatim, or the marks go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.types import Passage, Sentence, Span
from qa.language.quotes import locate, quotations
from qa.language.terms import words_in
from qa.shown import sentence_span
from qa.types import Label

__all__ = ["Settled", "readings", "settle_quotations"]

SHORT = 2
"""Up to so many words between marks are a manner of speaking; more are somebody's words."""

LEAST_PIECE = 4
"""Words that each piece of a quotation with an ellipsis needs, so that no two scraps are joined."""

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.\.?|…)\s*")
_INNER_SINGLES = re.compile(r"(?<!\w)['‘]([^'‘’\"“”]{1,500})['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Settled:
    """A claim's prose in which every quotation is verbatim."""

    text: str
    cited: tuple[Label, ...]
    """The sentences that the model cited and those that hold its quotations."""
    missing: str | None = None
    """The first quotation of some length that stands in no passage."""


def settle_quotations(
    text: str,
    cited: Sequence[Label],
    passages: Mapping[int, Passage],
    sentences: Mapping[Label, Sentence],
) -> Settled:
    """Look every quotation up: in the cited passages first, then in the others that were shown.

    Args:
        text: The prose of a claim.
        cited: The sentences that it cites.
        passages: The shown passages by label.
        sentences: The shown sentences by label: nothing else can be quoted.
    """
    pieces: list[str] = []
    homes: dict[Label, None] = {}
    at = 0
    for opening, closing in quotations(text):
        inner = text[opening + 1 : closing].strip()
        home = _home(inner, cited, passages, sentences)
        if not home and len(words_in(inner)) > SHORT:
            return Settled(text, tuple(cited), missing=inner)
        homes.update(dict.fromkeys(home))
        marked = text[opening : closing + 1] if home else inner
        pieces += [text[at:opening], marked]
        at = closing + 1
    settled = "".join([*pieces, text[at:]])
    return Settled(settled, tuple(dict.fromkeys((*cited, *homes))))


def _home(
    inner: str,
    cited: Sequence[Label],
    passages: Mapping[int, Passage],
    sentences: Mapping[Label, Sentence],
) -> tuple[Label, ...]:
    """The sentences that hold the quoted words; none where the words stand nowhere."""
    near = list(dict.fromkeys(label.passage for label in cited))
    far = [number for number in passages if number not in near]
    for number in near if len(words_in(inner)) <= SHORT else near + far:
        shown = {
            label: sentence_span(passages[number], sentence)
            for label, sentence in sentences.items()
            if label.passage == number
        }
        wanted = [shown[label] for label in cited if label in shown]
        for places in readings(inner, passages[number], wanted):
            home = tuple(label for label, span in shown.items() if any(map(span.overlaps, places)))
            if home and all(_covered(place, shown, passages[number]) for place in places):
                return home
    return ()


def readings(inner: str, passage: Passage, wanted: Sequence[Span]) -> Iterator[list[Span]]:
    """The ways to find quoted words in one passage, best first.

    Args:
        inner: what stands between the marks, without white space around it.
        passage: where to look.
        wanted: where the words are rather expected, in the document's offsets.

    Yields:
        The places of the words: one, or of a quotation with ellipses one for each piece.
    """
    for form in _forms(inner):
        for within in [*wanted, None]:
            place = _place(form, passage, within)
            if place:
                yield [place]
    pieces = [piece for piece in _ELLIPSIS.split(inner) if piece]
    if len(pieces) > 1 and all(len(words_in(piece)) >= LEAST_PIECE for piece in pieces):
        found: list[Span] = []
        for piece in pieces:
            after = found[-1].end if found else passage.start
            rest = Span(after, passage.end) if after < passage.end else None
            place = _place(piece.rstrip(",.;:"), passage, rest)
            if place is None or place.start < after:
                return
            found.append(place)
        yield found


def _forms(inner: str) -> dict[str, None]:
    """As written; without the comma that English puts inside; with inner marks doubled."""
    bare = inner.rstrip(",.;:")
    doubled = _INNER_SINGLES.sub(r'"\1"', bare)
    return dict.fromkeys(form for form in (inner, bare, doubled) if form)


def _place(words: str, passage: Passage, within: Span | None) -> Span | None:
    """Where words stand, as offsets into the document."""
    shift = passage.start
    local = Span(within.start - shift, within.end - shift) if within else None
    found = locate(words, passage.text, local)
    return Span(found.start + shift, found.end + shift) if found else None


def _covered(place: Span, shown: Mapping[Label, Span], passage: Passage) -> bool:
    """Whether every visible character of the place belongs to a sentence that was shown."""
    return all(
        passage.text[at - passage.start].isspace()
        or any(span.start <= at < span.end for span in shown.values())
        for at in range(place.start, place.end)
    )
