"""Are the quotations of a draft really in the documents?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index import Library
from index.types import Passage, Span
from qa.drafts.finding import find_quotations
from qa.drafts.likeness import difference, nearest
from qa.drafts.places import Lookup, Standing
from qa.drafts.reading import read_draft, read_pasted
from qa.drafts.text import DraftText
from qa.drafts.types import CheckedQuote, DraftReport, Place, Quotation, QuoteKind
from qa.drafts.verdicts import detail_of, status_of
from qa.drafts.voices import differing_speaker, named_speakers, speakers_at
from qa.drafts.wording import GapKind, Reading, is_too_short, readings
from qa.language.numerals import numerals
from qa.language.terms import names_in

__all__ = ["check_draft", "check_quotations", "quotations_of"]

_MOST_ELSEWHERE = 3
_LIKELY = 8
"""Documents in which another wording is looked for."""
_HEAD = 600
"""Characters at the beginning of a document, where an interview names who answers."""
_LEAST_TELLING = 3
"""Characters of a short quotation with a name or a number; a digit alone is everywhere."""


def check_draft(
    library: Library,
    draft: str | bytes,
    *,
    name: str = "-",
    documents: Sequence[str] | None = None,
) -> DraftReport:
    """Look every quotation of a draft up in the library.

    Args:
        library: the documents.
        draft: text, which may be Markdown; or the bytes of a file of any format that is read.
        name: of the file, where ``draft`` is bytes: it tells Markdown from plain text.
        documents: only these; ``None`` for all.

    Raises:
        UnknownDocument: a named document is not in the library.
        UnreadableDocument: the bytes are no draft that can be read.
        EmptyDocument: a Word file or PDF without text.
    """
    read = read_pasted(draft) if isinstance(draft, str) else read_draft(draft, name)
    return check_quotations(library, quotations_of(read), documents)


def quotations_of(draft: DraftText) -> tuple[Quotation, ...]:
    """The quotations of a draft, with their places in it and whom it names for them."""
    found = find_quotations(draft)
    speakers = named_speakers(draft.text, found) if found else ()
    quotations = []
    for one, speaker in zip(found, speakers, strict=True):
        source = draft.source_span(one.span)
        quotations.append(
            Quotation(
                text=one.span.of(draft.text),
                start=source.start,
                end=source.end,
                line=draft.line_at(one.span.start),
                speaker=speaker,
                is_closed=one.is_closed,
            )
        )
    return tuple(quotations)


def check_quotations(
    library: Library, quotations: Sequence[Quotation], documents: Sequence[str] | None = None
) -> DraftReport:
    """Look quotations up in the library, all together: it is swept at most once for them.

    Args:
        library: the documents.
        quotations: what to look up.
        documents: only these; ``None`` for all.

    Raises:
        UnknownDocument: a named document is not in the library.
    """
    lookup = Lookup(library, documents)
    read = [readings(quotation.text) for quotation in quotations]
    pieces = {piece for ways in read for reading in ways for piece in reading.pieces}
    homes = lookup.homes(pieces)
    checks = (
        _Check(lookup, quotation, ways, homes)
        for quotation, ways in zip(quotations, read, strict=True)
    )
    return DraftReport(tuple(check.checked() for check in checks))


@dataclass(frozen=True, slots=True)
class _Heard:
    """A standing with its surroundings, and how its speaker compares."""

    standing: Standing
    passage: Passage
    differs: tuple[str, ...] | None
    """Who says it, where that is somebody else than the draft names."""


@dataclass(frozen=True, slots=True)
class _Check:
    """The check of one quotation."""

    lookup: Lookup
    quotation: Quotation
    readings: Sequence[Reading]
    homes: Mapping[str, Sequence[str]]

    def checked(self) -> CheckedQuote:
        """What becomes of the quotation."""
        text = self.quotation.text
        for reading in self.readings:
            found = self.lookup.standings(reading, self.homes)
            honest = [standing for standing in found if not standing.objection]
            if honest and (not is_too_short(text) or _is_telling(text)):
                return self._standing(reading, honest)
            if found and (honest or all(one.objection == "short" for one in found)):
                return self._found(QuoteKind.TOO_SHORT, self._places(found[0]), reading=reading)
            if found:
                return self._reworded(found[0].document, found[0].whole, found[0].objection)
        if is_too_short(text):
            return self._found(QuoteKind.TOO_SHORT, ())
        return self._in_disorder() or self._alike()

    def _standing(self, reading: Reading, standings: Sequence[Standing]) -> CheckedQuote:
        """The words stand there: is the speaker the one that the draft names?"""
        heard = [self._heard(standing) for standing in standings]
        if all(one.differs is not None for one in heard) and len(reading.pieces) == 1:
            known = {standing.document for standing in standings}
            homes = {
                piece: [n for n in self.lookup.everywhere(piece) if n not in known]
                for piece in reading.pieces
            }
            others = self.lookup.standings(reading, homes)
            heard += [self._heard(standing) for standing in others if not standing.objection]
        heard.sort(key=lambda one: (one.differs is not None, not one.standing.is_exact))
        best = heard[0]
        kind = QuoteKind.EXACT if best.standing.is_exact else QuoteKind.TYPOGRAPHIC
        if best.differs is not None:
            kind = QuoteKind.MISATTRIBUTED
        elsewhere = [self._place(o.standing.document, o.standing.whole) for o in heard[1:]]
        return self._found(
            kind,
            self._places(best.standing),
            tuple(elsewhere[:_MOST_ELSEWHERE]),
            reading=reading,
            differs=best.differs,
        )

    def _heard(self, standing: Standing) -> _Heard:
        passage = self._passage(standing.document, standing.whole)
        named, differs = self.quotation.speaker, None
        if named:
            author = self.lookup.documents[standing.document].author
            head = self.lookup.library.text(standing.document)[:_HEAD]
            differs = differing_speaker(named, passage, standing.whole, author, head)
        return _Heard(standing, passage, differs)

    def _in_disorder(self) -> CheckedQuote | None:
        """Pieces with an ellipsis between them that all stand somewhere, but not so."""
        for reading in self.readings:
            if all(gap.kind is not GapKind.ELLIPSIS for gap in reading.gaps):
                continue
            homes = [next(self._homes_of(piece), None) for piece in reading.pieces]
            places = [self._place(name, span) for name, span in filter(None, homes)]
            if len(places) == len(homes):
                return self._found(QuoteKind.STITCHED, tuple(places), reading=reading)
        return None

    def _homes_of(self, piece: str) -> Iterator[tuple[str, Span]]:
        for name in self.homes.get(piece, ()):
            for span in self.lookup.places(piece, name):
                yield name, span

    def _alike(self) -> CheckedQuote:
        """Nothing stands there as it is quoted: is there another wording, or several?"""
        text = self.quotation.text
        names = self.lookup.proposed(text, _LIKELY)
        likeness = nearest(text, {name: self.lookup.library.text(name) for name in names})
        if likeness is None:
            return self._found(QuoteKind.NOT_FOUND, ())
        if likeness.is_stitched:
            places = tuple(self._place(name, span) for name, span in likeness.places)
            return self._found(QuoteKind.STITCHED, places)
        return self._reworded(*likeness.places[0])

    def _reworded(self, document: str, span: Span, objection: str = "") -> CheckedQuote:
        place = self._place(document, span)
        return self._found(QuoteKind.ALTERED, (place,), wording=place.text, objection=objection)

    def _found(
        self,
        kind: QuoteKind,
        places: tuple[Place, ...],
        elsewhere: tuple[Place, ...] = (),
        *,
        reading: Reading | None = None,
        differs: tuple[str, ...] | None = None,
        wording: str | None = None,
        objection: str = "",
    ) -> CheckedQuote:
        one = self.quotation
        status = status_of(kind)
        true_wording = wording
        if kind is QuoteKind.TYPOGRAPHIC and len(places) == 1:
            true_wording = places[0].text
        true_speaker = None
        if differs is not None:
            true_speaker = " via ".join(reversed(differs)) or _own_voice(places[0])
        return CheckedQuote(
            text=one.text,
            status=status,
            kind=kind,
            line=one.line,
            start=one.start,
            end=one.end,
            detail=detail_of(kind, one, places, reading, true_speaker, objection),
            places=places,
            elsewhere=elsewhere,
            true_wording=true_wording,
            difference=difference(one.text, wording) if wording else (),
            speaker_named=one.speaker,
            true_speaker=true_speaker,
        )

    def _places(self, standing: Standing) -> tuple[Place, ...]:
        return tuple(self._place(standing.document, span) for span in standing.spans)

    def _place(self, document: str, span: Span) -> Place:
        passage = self._passage(document, span)
        return Place(
            document=document,
            start=span.start,
            end=span.end,
            text=span.of(self.lookup.library.text(document)),
            title=passage.title,
            page=passage.page,
            section=passage.section,
            place=passage.place,
            publisher=passage.publisher,
            date=passage.date,
            speakers=speakers_at(passage, span),
        )

    def _passage(self, document: str, span: Span) -> Passage:
        return self.lookup.library.shelf.passage(document, span.start, span.end)


def _is_telling(quoted: str) -> bool:
    """Whether a short quotation holds a name or a number, which make it worth something."""
    words = quoted.strip()
    return len(words) >= _LEAST_TELLING and bool(numerals(words) or names_in(words))


def _own_voice(place: Place) -> str:
    return place.publisher or place.title or place.document
