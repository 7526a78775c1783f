"""Whether the quotes of a kept answer still stand in the documents as they are now."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from index import Library
from index.errors import UnknownDocument
from index.types import Span
from index.words import STOP_WORDS
from qa.conversations.types import Exchange
from qa.language.quotes import locate_all
from qa.language.terms import words_in
from qa.render import date_in_words
from qa.types import Quote

__all__ = ["QuoteCheck", "QuoteState", "check_all", "check_quotes"]

_MOST_PLACES = 1000
"""Of the same words in one document; the nearest one is taken."""
_PROPOSED = 3
"""Documents in which the words of one that is gone are looked for."""
_LOOKED_UP = 12
"""Words of a quote that propose them: the longest are mostly the rarest."""


class QuoteState(StrEnum):
    """What has become of a quote since it was given."""

    SAME = "same"
    """The words stand at their place."""
    MOVED = "moved"
    """The document changed; the words stand at another place in it, if only with other typography
    or line breaks."""
    CHANGED = "changed"
    """The document changed, and the words no longer stand in it."""
    RENAMED = "renamed"
    """The document is gone; the words stand at the very same place of another one."""
    REMOVED = "removed"
    """The document is gone."""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What has become of one quote."""

    quote: Quote
    state: QuoteState
    detail: str
    """One sentence for a person."""
    document: str = ""
    """Where the words stand now, as are the next four; empty: nowhere."""
    start: int | None = None
    end: int | None = None
    page: int | None = None
    """Counted from 1; ``None`` too where the document has no pages."""
    place: str = ""
    """How a person finds it: *page 3*, *slide 3*, *Costs!B7*; or empty."""
    changed_on: datetime.date | None = None
    """When the present version of a changed document was added, in the time of this machine."""


def check_quotes(quotes: Iterable[Quote], library: Library) -> tuple[QuoteCheck, ...]:
    """What has become of each of some quotes; each document is read once."""
    checker = _Checker(library)
    return tuple(map(checker.check, quotes))


def check_all(
    exchanges: Sequence[Exchange], library: Library
) -> Mapping[str, tuple[QuoteCheck, ...]]:
    """What has become of each quote of some answers; each document is read once.

    Args:
        exchanges: with the answers.
        library: the documents as they are now.

    Returns:
        By the id of the exchange: a check for each quote in the order of their labels, then one
        for the related passage where there is one.
    """
    checker = _Checker(library)
    return {
        exchange.id: tuple(
            checker.check(quote)
            for quote in (*exchange.answer.quotes, exchange.answer.related)
            if quote is not None
        )
        for exchange in exchanges
    }


@dataclass(slots=True)
class _Checker:
    """Remembers what it has read."""

    library: Library
    _texts: dict[str, str | None] = field(default_factory=dict)
    _renamed: dict[str, str] = field(default_factory=dict)
    _added: dict[str, datetime.date | None] = field(default_factory=dict)

    def check(self, quote: Quote) -> QuoteCheck:
        text = self._text(quote.document)
        if text is None:
            return self._of_missing(quote)
        if _stands_there(quote, text):
            return _standing(
                quote, QuoteState.SAME, quote.document, "The words stand at their place."
            )
        return self._of_changed(quote, text)

    def _of_changed(self, quote: Quote, text: str) -> QuoteCheck:
        changed_on = self._added_on(quote.document)
        when = f" on {date_in_words(changed_on)}" if changed_on else ""
        source = f"The source of this quote changed{when}"
        places = locate_all(quote.text, text, _MOST_PLACES)
        if not places:
            detail = f"{source}; the words no longer stand in it."
            return QuoteCheck(quote, QuoteState.CHANGED, detail, changed_on=changed_on)
        place = min(places, key=lambda each: abs(each.start - quote.start))
        page, told = self._found(quote.document, place)
        where = "at another place in it"
        if told:
            where = f"{'in' if page is None else 'on'} {told}"
        return QuoteCheck(
            quote,
            QuoteState.MOVED,
            f"{source}; the words now stand {where}.",
            quote.document,
            place.start,
            place.end,
            page,
            told,
            changed_on,
        )

    def _of_missing(self, quote: Quote) -> QuoteCheck:
        name = self._present_name(quote)
        gone = "The source of this quote is no longer among the documents"
        if name is None:
            return QuoteCheck(quote, QuoteState.REMOVED, f"{gone}.")
        self._renamed[quote.document] = name
        detail = f"{gone} under its name; the words stand at the same place in “{name}”."
        return _standing(quote, QuoteState.RENAMED, name, detail)

    def _present_name(self, quote: Quote) -> str | None:
        """A document that has the very words at the very place of one that is gone."""
        for name in self._proposed(quote):
            text = self._text(name)
            if text is not None and _stands_there(quote, text):
                return name
        return None

    def _proposed(self, quote: Quote) -> Iterator[str]:
        if known := self._renamed.get(quote.document):
            yield known
        telling = dict.fromkeys(word for word in words_in(quote.text) if word not in STOP_WORDS)
        rare = sorted(telling, key=len, reverse=True)[:_LOOKED_UP]
        yield from self.library.shelf.holding(rare, _PROPOSED)

    def _text(self, name: str) -> str | None:
        if name not in self._texts:
            try:
                self._texts[name] = self.library.text(name)
            except UnknownDocument:
                self._texts[name] = None
        return self._texts[name]

    def _found(self, name: str, span: Span) -> tuple[int | None, str]:
        """On which page words stand, and how a person finds them."""
        try:
            passage = self.library.shelf.passage(name, span.start, span.end)
        except UnknownDocument:
            return None, ""  # removed in this very moment
        return passage.page, passage.place

    def _added_on(self, name: str) -> datetime.date | None:
        if not self._added:
            for document in self.library.documents():
                added = document.added_at.astimezone().date() if document.added_at else None
                self._added |= dict.fromkeys((document.name, *document.other_names), added)
        return self._added.get(name)


def _stands_there(quote: Quote, text: str) -> bool:
    return text[quote.start : quote.end] == quote.text


def _standing(quote: Quote, state: QuoteState, document: str, detail: str) -> QuoteCheck:
    return QuoteCheck(
        quote, state, detail, document, quote.start, quote.end, quote.page, quote.place
    )
