"""Where in the documents the words stand that a case expects; a case that expects others is wrong.

What a case expects is looked up before it is asked, exactly or up to typography, so that a slip of
the pen in a case is never counted as a mistake of the answer.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.types import Span
from qa.drafts.likeness import nearest
from qa.drafts.places import Lookup
from qa.evaluation.errors import CaseError
from qa.evaluation.types import Assertion, AssertionType, AtPlace, Case, Evidence

__all__ = ["Gold", "gold_of"]


@dataclass(frozen=True, slots=True)
class Gold:
    """The words and places that one turn names, found in the documents."""

    wanted: Mapping[Assertion, Evidence]
    """For each assertion that names words or a place where they stand; any one will do."""

    @property
    def quoted(self) -> Mapping[Assertion, Evidence]:
        """What must be quoted; what must not be is left out."""
        return {
            made: places
            for made, places in self.wanted.items()
            if made.type is AssertionType.QUOTES and not made.negated
        }

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words that must be quoted, piece by piece; a mere place is none."""
        return tuple(places for made, places in self.quoted.items() if made.values)


def gold_of(case: Case, lookup: Lookup, path: Path | str) -> tuple[Gold, ...]:
    """What the case names of the documents, for each of its turns.

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
                self._refuse_outside(made.document, made.line)
            if made.is_placed:
                wanted[made] = self._places(made)
            if made.type is AssertionType.QUOTES and made.values:
                found = [at for value in made.values for at in self._standing(value, made)]
                wanted[made] = tuple(dict.fromkeys(found))
        return Gold(wanted)

    def refuse_unknown(self, name: str, line: int) -> None:
        known = self.lookup.documents
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            advice = f" Is {near[0]!r} meant?" if near else " See: python -m qa documents"
            raise self._error(line, f"The library has no document {name!r}.{advice}")

    def _refuse_outside(self, name: str, line: int) -> None:
        if self.scope is not None and self._named(name) not in self._within(None):
            raise self._error(line, f"{name!r} is not among the `documents` of this case.")

    def _places(self, made: Assertion) -> Evidence:
        """The stretches of the documents that an assertion's page and section name."""
        within = self._within(made.document)
        found = [AtPlace(name, span) for name in within for span in self._stretches(made, name)]
        if not found:
            page = f"page {made.page}" if made.page else ""
            section = f"section {made.section!r}" if made.section else ""
            place = " with a ".join(filter(None, (page, section)))
            told = f"There is no {place} in {_listed(within)}.{self._advice(made, within)}"
            raise self._error(made.line, told)
        return tuple(found)

    def _advice(self, made: Assertion, within: Sequence[str]) -> str:
        """What a place could have been meant to be: pages and headings are easily mistaken."""
        shelf = self.lookup.library.shelf
        if made.page and not any(shelf.pages(name) for name in within):
            return " Only documents with pages or slides, such as PDF, take a `page`: leave it out."
        headings = [s.heading for name in within for s in shelf.sections(name)]
        if not made.section or made.section in headings:
            return ""
        folded = {heading.casefold(): heading for heading in headings}
        near = difflib.get_close_matches(made.section.casefold(), folded, 1)
        holding = [heading for each, heading in folded.items() if made.section.casefold() in each]
        meant = [folded[each] for each in near] or holding
        return f" Is {meant[0]!r} meant?" if meant else " A section is named by its whole heading."

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
            return f"The words “{value}” stand in {self._told(elsewhere[0], made)}."
        told = f"The words “{value}” are not in {_listed(within)}."
        home = next((n for n in self.lookup.everywhere(value) if self.lookup.places(value, n)), "")
        if home:
            return f"{told} They stand in {home}."
        near = map(self._named, self.lookup.proposed(value))
        proposed = within if made.document else [name for name in near if name in within]
        alike = nearest(value, {name: self.lookup.library.text(name) for name in proposed})
        if alike is None:
            return f"{told} Copy them from there: python -m qa search WORDS"
        name, span = alike.places[0]
        words = span.of(self.lookup.library.text(name))
        return f"{told} The nearest are “{words}” in {name}."

    def _told(self, place: AtPlace, made: Assertion) -> str:
        """A place in words, as far as an assertion looks at it."""
        at = self.lookup.library.shelf.passage(place.document, place.span.start, place.span.end)
        page = f"on {at.place}" if at.page else "on no page"
        section = f"under {at.section!r}" if at.section else "under no heading"
        told = (place.document, page if made.page else "", section if made.section else "")
        return " ".join(filter(None, told))

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
        return list(dict.fromkeys(map(self._named, names)))

    def _named(self, name: str) -> str:
        """What answers call a document: by its name in the scope, if there is one."""
        known = self.lookup.documents
        called = {known[one].name: one for one in self.scope or ()}
        return called.get(known[name].name, known[name].name)

    def _error(self, line: int, problem: str) -> CaseError:
        return CaseError(self.path, line, problem)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"the {len(names)} documents that are asked"
