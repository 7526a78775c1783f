"""A quote as another text cites it: words, speaker, document, place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.conversations.exporting.characters import isolated, writable
from qa.prose import quoted
from qa.render import published, speakers_in_words
from qa.types import Quote

__all__ = ["citation", "place", "spoken", "voice"]


def citation(quote: Quote, chains: Sequence[tuple[str, ...]] = ()) -> str:
    """A quote on one line, for the clipboard.

    Args:
        quote: the words and their place.
        chains: of words in which one after another speaks: the chain of speakers of each, in
            order. None of them may pass for the speaker of all, so each is named.

    Returns:
        ``“quote words” — speaker, via …; Title (Publisher, 3 May 2024), page 4 [document.pdf]``;
        without a speaker where the document says it in its own voice.
    """
    words = isolated(quoted(_line(quote.text)))
    several = len(chains) > 1
    said = [voice(replace(quote, attribution=chain)) for chain in chains] if several else []
    speakers = " / ".join(said) or spoken(quote.attribution)
    return f"{words} — {'; '.join(filter(None, (speakers, place(quote))))}"


def place(quote: Quote) -> str:
    """Where a quote stands: ``Title (Publisher, 3 May 2024), page 4 [document.pdf]``."""
    told = replace(quote, publisher=isolated(_line(quote.publisher or "")))
    origin = published(told)
    title, name = _line(quote.title), _line(quote.document)
    where = f"{isolated(title or name)}{f' ({origin})' if origin else ''}"
    if quote.place:
        where += f", {isolated(_line(quote.place))}"
    elif quote.section and quote.section != quote.title:
        where += f", {isolated(_line(quote.section))}"
    return f"{where} [{isolated(name)}]" if title and title != name else where


def spoken(speakers: Sequence[str]) -> str:
    """A chain of speakers, innermost first; empty for none."""
    return speakers_in_words([isolated(_line(speaker)) for speaker in speakers])


def voice(quote: Quote) -> str:
    """Who says a quote: its speakers, or the document in its own voice."""
    document = isolated(_line(quote.publisher or "The document"))
    return spoken(quote.attribution) or f"{document}, in its own voice"


def _line(text: str) -> str:
    return " ".join(writable(text).split())
