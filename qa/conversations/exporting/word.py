"""A conversation as a Word document (.docx), by python-docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import docx
from docx.oxml import OxmlElement

from qa.conversations.exporting import content
from qa.conversations.exporting.characters import isolated, reads_from_right
from qa.conversations.exporting.content import Checks, ShownExchange, ShownQuote
from qa.conversations.types import Exchange

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["as_word"]

_LONGEST_PROPERTY = 255  # characters that the format allows


def as_word(
    conversation_title: str,
    exchanges: Sequence[Exchange],
    checks: Checks | None = None,
    unreadable: int = 0,
) -> bytes:
    """Some answers with all their proof, as a Word document.

    Args:
        conversation_title: of the conversation, or the question where there is only one.
        exchanges: in the order in which they are to stand.
        checks: what has become of the quotes since, as ``check_all`` returns it.
        unreadable: how many more there are that this release cannot read.

    Returns:
        The file's bytes. Quotes are verbatim with their line breaks; there are no links, fields or
        pictures in it.
    """
    document = docx.Document()
    title = isolated(conversation_title)
    facts = document.core_properties
    facts.title = " ".join(title.split())[:_LONGEST_PROPERTY]
    facts.author, facts.comments = "Chapter & Verse", ""
    if exchanges:
        facts.created = facts.modified = max(each.asked for each in exchanges)
    _add(document, title, "Title")
    _add(document, content.PREFACE, "Subtitle")
    if unreadable:
        _add(document, content.unreadable_in_words(unreadable), italic=True)
    for told in content.shown(conversation_title, exchanges, checks):
        _add_exchange(document, told)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_exchange(document: Document, told: ShownExchange) -> None:
    if told.question:
        _add(document, told.question, "Heading 1")
    if told.understood_as:
        _add(document, f"Understood as: {told.understood_as}")
    _add(document, told.asked)
    _add(document, told.status, bold=True)
    if told.accounts_differ:
        _add(document, content.ACCOUNTS_DIFFER, bold=True)
    _add_found(document, told)
    _add_not_found(document, told)
    for notice in told.notices:
        _add(document, notice, italic=True)
    _add_sources(document, told)
    if told.mark:
        _add(document, told.mark, bold=True)
    _add(document, content.RECEIPT, "Heading 2")
    for name, value in told.receipt:
        _add(document, f"{name}: {value}", "List Bullet")


def _add_found(document: Document, told: ShownExchange) -> None:
    for statement in told.statements:
        if statement.prose:
            labels = "".join(f"[{label}]" for label in statement.labels)
            _add(document, f"{statement.prose} {labels}")
            _add(document, statement.who, italic=True)
        for quote in statement.quotes:
            _add_quote(document, quote)
    if told.related:
        _add(document, content.RELATED)
        _add_quote(document, told.related)


def _add_not_found(document: Document, told: ShownExchange) -> None:
    """What the documents do not say, and what was claimed without them."""
    if told.not_stated:
        _add(document, content.NOT_STATED, "Heading 2")
    for part in told.not_stated:
        _add(document, part, "List Bullet")
    if told.rejections:
        _add(document, content.WITHDRAWN, "Heading 2")
    for rejection in told.rejections:
        _add(document, rejection.claim).runs[0].font.strike = True
        _add(document, f"Withdrawn: {rejection.reason}", italic=True)
        for words in rejection.instead:
            _add(document, f"Instead: {words}")


def _add_sources(document: Document, told: ShownExchange) -> None:
    if told.sources:
        _add(document, content.SOURCES, "Heading 2")
    for quote in told.sources:
        lines = (f"[{quote.label}] {quote.place}", quote.offsets, quote.note)
        _add(document, "\n".join(filter(None, lines)))


def _add_quote(document: Document, quote: ShownQuote) -> None:
    _add(document, f"{quote.words} [{quote.label}]", "Quote")
    _add(document, quote.who, italic=True)


def _add(
    document: Document,
    text: str,
    style: str | None = None,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
) -> Paragraph:
    """A paragraph in the direction of its first letter."""
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if reads_from_right(text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True
    return paragraph
