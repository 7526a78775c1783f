"""Where in the documents the words stand that a case expects; a case that expects others is wrong.

What a case expects is looked up before it is asked, exactly or up to typography, so that a slip of
the pen in a case is never counted as a mistake of the answer.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.types import Document, Span
from qa.drafts.likeness import nearest
from qa.drafts.places import Lookup
from qa.evaluation.errors import CaseError
from qa.evaluation.types import Assertion, AssertionType, AtPlace, Case, Evidence

__all__ = ["Gold", "gold_of"]


@dataclass(frozen=True, slots=True)
class Gold:
    """What one turn expects to be quoted, found in the documents."""

    wanted: Mapping[Assertion, Evidence]
    """For each assertion about quoted words the places, any one of which will do."""

    documents: Mapping[str, Document]
    """By every name that they go by."""

    def named(self, made: Assertion) -> str | None:
        """The document that an assertion names, by the name that answers give it."""
        return None if made.document is None else self.documents[made.document].name

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What must be quoted, piece by piece; words that must not be quoted are left out."""
        return tuple(places for made, places in self.wanted.items() if not made.negated)


def gold_of(case: Case, lookup: Lookup, path: Path | str) -> tuple[Gold, ...]:
    """What the case expects to be quoted, for each of its turns.

    Args:
        case: whose expectations are looked up.
        lookup: over all documents of the library.
        path: of the case file, for messages.

    Raises:
        CaseError: a document is not in the library, or words are not in the documents.
    """
    seeker = _Seeker(lookup, path, case.documents)
    for name in case.documents or ():
        seeker.refuse_unknown(name, case.line)
    return tuple(seeker.gold(turn.assertions) for turn in case.turns)


@dataclass(frozen=True, slots=True)
class _Seeker:
    lookup: Lookup
    path: Path | str
    scope: tuple[str, ...] | None

    def gold(self, assertions: Sequence[Assertion]) -> Gold:
        wanted = {}
        for made in assertions:
            if made.document is not None:
                self.refuse_unknown(made.document, made.line)
                self._refuse_outside(made)
            if made.page is not None or made.section is not None:
                self._refuse_missing_place(made)
            if made.type is AssertionType.QUOTES:
                wanted[made] = tuple(dict.fromkeys(self._places(made)))
        return Gold(wanted, self.lookup.documents)

    def refuse_unknown(self, name: str, line: int) -> None:
        known = self.lookup.documents
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            advice = f" Is {near[0]!r} meant?" if near else " See: python -m qa documents"
            raise self._error(line, f"The library has no document {name!r}.{advice}")

    def _refuse_outside(self, made: Assertion) -> None:
        if self.scope is not None and self._named(made.document) not in self._within(None):
            raise self._error(
                made.line, f"{made.document!r} is not among the `documents` of this case."
            )

    def _refuse_missing_place(self, made: Assertion) -> None:
        within = self._within(made.document)
        if not any(self._stretches(made, name) for name in within):
            place = f"page {made.page}" if made.page else f"section {made.section!r}"
            raise self._error(made.line, f"There is no {place} in {_listed(within)}.")

    def _places(self, made: Assertion) -> Iterator[AtPlace]:
        if made.values:
            for value in made.values:
                yield from self._standing(value, made)
        else:
            for name in self._within(made.document):
                yield from (AtPlace(name, span) for span in self._stretches(made, name))

    def _standing(self, value: str, made: Assertion) -> list[AtPlace]:
        """Where words stand at the place that an assertion names, if it names one."""
        within = self._within(made.document)
        free = made.document is None and self.scope is None
        homes = self.lookup.everywhere(value) if free else within
        found = [AtPlace(name, span) for name in homes for span in self.lookup.places(value, name)]
        here = [place for place in found if self._is_at(made, place)]
        if not here:
            raise self._error(made.line, self._missing(value, made, within, found))
        return here

    def _missing(
        self, value: str, made: Assertion, within: Sequence[str], elsewhere: Sequence[AtPlace]
    ) -> str:
        if elsewhere:
            place = elsewhere[0]
            shelf = self.lookup.library.shelf
            at = shelf.passage(place.document, place.span.start, place.span.end)
            where = f"on page {at.page}" if made.page else f"in the section {at.section!r}"
            return f"The words “{value}” stand in {place.document} {where}."
        told = f"The words “{value}” are not in {_listed(within)}."
        proposed = [name for name in self.lookup.proposed(value) if name in within]
        alike = nearest(value, {name: self.lookup.library.text(name) for name in proposed})
        if alike is None:
            return f"{told} Copy them from there: python -m qa search WORDS"
        name, span = alike.places[0]
        words = span.of(self.lookup.library.text(name))
        return f"{told} The nearest are “{words}” in {name}."

    def _is_at(self, made: Assertion, place: AtPlace) -> bool:
        return any(place.span.overlaps(span) for span in self._stretches(made, place.document))

    def _stretches(self, made: Assertion, name: str) -> list[Span]:
        """The stretches of a document that an assertion's page and section name."""
        library = self.lookup.library
        whole = [Span(0, len(library.text(name)))]
        pages = [p.span for p in library.shelf.pages(name) if p.number == made.page]
        under = [s.span for s in library.shelf.sections(name) if s.heading == made.section]
        return [
            Span(max(page.start, section.start), min(page.end, section.end))
            for page in (whole if made.page is None else pages)
            for section in (whole if made.section is None else under)
            if page.overlaps(section)
        ]

    def _within(self, document: str | None) -> list[str]:
        """The documents that words are looked for in, by the names that answers give them."""
        if document is not None:
            return [self._named(document)]
        names = self.lookup.documents if self.scope is None else self.scope
        return list(dict.fromkeys(self._named(name) for name in names))

    def _named(self, name: str | None) -> str:
        return self.lookup.documents[name or ""].name

    def _error(self, line: int, problem: str) -> CaseError:
        return CaseError(self.path, line, problem)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"the {len(names)} documents that are asked"
