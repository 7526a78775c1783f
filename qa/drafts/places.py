"""Where the words of quotations stand in the library, exactly or typographically."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index import Library
from index.types import Document, Span
from index.words import STOP_WORDS
from qa.drafts.wording import (
    LEAST_PIECE,
    Gap,
    GapKind,
    Reading,
    forms,
    skeleton,
    without_edges,
    word_count,
)
from qa.language.names import missing_names
from qa.language.numerals import numerals
from qa.language.quotes import locate_all
from qa.language.speeches import negated
from qa.language.terms import names_in, words_in

__all__ = ["Lookup", "Standing"]

_CANDIDATES = 12
"""Documents that the index of words proposes for a piece."""
_MOST_HOMES = 40
"""Documents in which one piece is looked at; a common phrase stands in hundreds."""
_MOST_PLACES = 20
"""Places of one piece in one document."""
_LONGEST_INSERTION = 12
"""Words of the document that words in brackets may stand for."""
_RARE = 12
"""Words of a piece that are looked up: the longest are mostly the rarest."""
_KEPT = 20_000_000
"""Characters of skeletons that stay in memory."""
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
_CLAUSE_BREAK = re.compile(r"[,;:.!?()—–]")


@dataclass(frozen=True, slots=True)
class Standing:
    """Words of a quotation where they stand in one document."""

    document: str
    spans: tuple[Span, ...]
    """One for each piece, in order."""
    is_exact: bool
    objection: str = ""
    """Why the gaps of the quotation are not honest there; empty where they are."""

    @property
    def whole(self) -> Span:
        """From the first piece to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)


class Lookup:
    """Finds words in a library, or in some of its documents.

    Args:
        library: the documents.
        names: only these; ``None`` for all.

    Raises:
        UnknownDocument: a named document is not in the library.
    """

    def __init__(self, library: Library, names: Sequence[str] | None = None) -> None:
        self.library = library
        self.names = None if names is None else tuple(dict.fromkeys(names))
        for name in self.names or ():
            library.text(name)
        found = library.documents()
        self._all = tuple(document.name for document in found)
        self.documents: Mapping[str, Document] = {
            name: document for document in found for name in (document.name, *document.other_names)
        }
        self._skeletons: dict[str, str] = {}
        self._kept = 0

    def proposed(self, words: str, limit: int = _CANDIDATES) -> tuple[str, ...]:
        """The documents that hold most of some words, by the index; best first."""
        telling = [word for word in dict.fromkeys(words_in(words)) if word not in STOP_WORDS]
        rare = sorted(telling or dict.fromkeys(words_in(words)), key=len, reverse=True)[:_RARE]
        return self.library.shelf.holding(rare, limit, self.names)

    def homes(self, pieces: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The documents in which each piece may stand; in all others it surely does not.

        The documents that the index of words proposes are looked at first; for pieces that are in
        none of them every document is.
        """
        found: dict[str, list[str]] = {piece: [] for piece in pieces}
        needles = {piece: skeleton(piece) for piece in found}
        for piece, needle in needles.items():
            for name in self.proposed(piece) if needle else ():
                if needle in self._skeleton(name):
                    found[piece].append(name)
        lost = {piece: needles[piece] for piece in found if needles[piece] and not found[piece]}
        for piece, name in self._swept(lost):
            if len(found[piece]) < _MOST_HOMES:
                found[piece].append(name)
        return {piece: tuple(names) for piece, names in found.items()}

    def everywhere(self, piece: str) -> tuple[str, ...]:
        """Every document in which a piece may stand."""
        swept = self._swept({piece: skeleton(piece)})
        return tuple(name for _, name in swept)[:_MOST_HOMES]

    def standings(
        self, reading: Reading, homes: Mapping[str, Sequence[str]]
    ) -> tuple[Standing, ...]:
        """Where a reading of a quotation stands, each piece in its place."""
        first = homes.get(reading.pieces[0], ())
        shared = [n for n in first if all(n in homes.get(piece, ()) for piece in reading.pieces)]
        return tuple(found for name in shared for found in self._in_document(reading, name))

    def _in_document(self, reading: Reading, name: str) -> Iterable[Standing]:
        text = self.library.text(name)
        places = [self.places(piece, name) for piece in reading.pieces]
        for start in places[0]:
            spans = [start]
            for gap, following in zip(reading.gaps, places[1:], strict=True):
                after = (p for p in following if _is_honest_width(gap, text, spans[-1], p))
                nearest = next(after, None)
                if nearest is None:
                    break
                spans.append(nearest)
            if len(spans) == len(places):
                pieces = zip(reading.pieces, spans, strict=True)
                exact = all(span.of(text) in _exact_forms(piece) for piece, span in pieces)
                yield Standing(name, tuple(spans), exact, _objection(reading, spans, text))

    def places(self, piece: str, name: str) -> tuple[Span, ...]:
        """Where a piece stands in a document, in its first form that does."""
        text = self.library.text(name)
        for form in forms(piece):
            found = locate_all(form, text, _MOST_PLACES)
            if found:
                return found
        return ()

    def _swept(self, needles: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        """Pieces by their skeletons in every document, document by document."""
        if not needles:
            return
        for name in self._all if self.names is None else self.names:
            text = self._skeleton(name)
            for piece, needle in needles.items():
                if needle and needle in text:
                    yield piece, name

    def _skeleton(self, name: str) -> str:
        known = self._skeletons.get(name)
        if known is None:
            known = skeleton(self.library.text(name))
            if self._kept + len(known) <= _KEPT:
                self._skeletons[name] = known
                self._kept += len(known)
        return known


def _exact_forms(piece: str) -> tuple[str, str]:
    """As written, with or without the punctuation that closes a quotation."""
    return piece.strip(), without_edges(piece)


def _is_honest_width(gap: Gap, text: str, before: Span, after: Span) -> bool:
    """Whether a gap of the quotation may stand for what lies between two places."""
    if after.start < before.end:
        return False
    between = text[before.end : after.start]
    if _PARAGRAPH_BREAK.search(between):
        return False
    if gap.kind is GapKind.SIC:
        return not words_in(between)
    return gap.kind is GapKind.ELLIPSIS or len(words_in(between)) <= _LONGEST_INSERTION


def _objection(reading: Reading, spans: Sequence[Span], text: str) -> str:
    """What makes the gaps of a quotation that stands there dishonest."""
    if any(word_count(piece) < LEAST_PIECE for piece in reading.pieces) and reading.gaps:
        return "short"
    if any(negated(gap.words) for gap in reading.edges):
        return "It puts in a negation."
    for gap, before, after in zip(reading.gaps, spans, spans[1:], strict=False):
        between = text[before.end : after.start]
        if negated(gap.words) and not negated(between):
            return "It puts in a negation."
        if not negated(gap.words) and _is_negated_at_edge(between):
            return "It leaves out a negation that belongs to the words it keeps."
        if gap.words and _differs(gap.words, between):
            return "It replaces a number or a name."
    return ""


def _differs(put_in: str, replaced: str) -> bool:
    """Whether words stand for others with another number or name, and not for a mere pronoun."""
    numbers = numerals(replaced)
    if numbers and numbers != numerals(put_in):
        return True
    return bool(names_in(replaced) and missing_names(f"of {put_in}", replaced))


def _is_negated_at_edge(between: str) -> bool:
    """Whether a negation in left-out words belongs to the clause before or after the gap."""
    clauses = _CLAUSE_BREAK.split(between)
    return negated(clauses[0]) or negated(clauses[-1])
