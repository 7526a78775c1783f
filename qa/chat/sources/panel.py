"""The source panel: a click on a citation shows the quote in its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypedDict

import gradio as gr

from index import Library
from index.errors import UnknownDocument
from index.types import Span, Stance
from qa.chat.look import asset
from qa.chat.sources.cards import SourceCard, Standing, source_cards
from qa.chat.sources.pictures import Picture
from qa.chat.sources.view import Cited, DocumentView, Found, Opened, Problem, StretchData
from qa.chat.sources.voices import sentences_at
from qa.chat.words import words_of
from qa.conversations.recheck import QuoteCheck, QuoteState, check_quotes
from qa.types import Answer, Quote

__all__ = ["Sources", "build_panel", "sources_of"]

_SAY = words_of("sources")


class Answers(Protocol):
    """Finds the answers that have been shown."""

    def find(self, answer_id: str) -> Answer | None:
        """The answer of that id, ``None`` where it was never given or is forgotten."""


class Sources(TypedDict):
    """What the panel asks the server for."""

    cards: list[SourceCard]
    """Empty where the answer is unknown."""


# In the order in which each makes use of the ones before it.
_SCRIPTS = ("voices", "address", "typeset", "reading", "pages", "finding", "document", "panel")


def build_panel(library: Library, answers: Answers) -> gr.HTML:
    """The panel and the document view, closed; call it inside the page's ``gr.Blocks``.

    The template holds no data. Gradio compiles a template *after* filling it in, so words of a
    document in a template could run as a program; the scripts set them as text instead.
    """
    view = DocumentView(library)

    def sources(answer_id: object) -> Sources:
        return sources_of(library, answers, answer_id)

    # Their names are those by which the scripts call them.
    def document_open(sent: object) -> Opened | Problem:
        return view.open(sent)

    def document_stretch(sent: object) -> StretchData | Problem:
        return view.stretch(sent)

    def document_find(sent: object) -> Found | Problem:
        return view.find(sent)

    def document_citation(sent: object) -> Cited | Problem:
        return view.cite(sent)

    def document_page(sent: object) -> Picture | Problem:
        return view.picture(sent)

    return gr.HTML(
        html_template=asset("sources/panel.html"),
        js_on_load="\n".join(asset(f"sources/{name}.js") for name in _SCRIPTS),
        server_functions=[
            sources, document_open, document_stretch, document_find, document_citation,
            document_page,
        ],
        apply_default_css=False,
        elem_id="sources",
    )  # fmt: skip


def sources_of(library: Library, answers: Answers, answer_id: object) -> Sources:
    """The source cards of one answer.

    Args:
        library: holds the documents that the answer quotes.
        answers: finds the answer.
        answer_id: from a citation's link; anything at all, as anybody may send it.
    """
    answer = answers.find(answer_id) if isinstance(answer_id, str) else None
    if answer is None:
        return {"cards": []}

    def standings(quotes: Sequence[Quote]) -> list[Standing]:
        return [_standing(library, check) for check in check_quotes(quotes, library)]

    return {"cards": source_cards(answer, str(answer_id), standings)}


def _standing(library: Library, check: QuoteCheck) -> Standing:
    if check.start is None or check.end is None:
        return Standing(check)
    try:
        text = library.text(check.document)
        passage = library.shelf.passage(check.document, check.start, check.end)
    except UnknownDocument:  # removed in this very moment
        return Standing(QuoteCheck(check.quote, QuoteState.REMOVED, _SAY("removed")))
    within = sentences_at(passage.sentences, Span(check.start, check.end))
    said = [each.attribution for each in within if each.attribution]
    stances = (each.stance for each in said if each.described == check.quote.attribution)
    return Standing(check, text, next(stances, Stance.SAID))
