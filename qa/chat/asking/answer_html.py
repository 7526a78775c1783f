"""An answer as the conversation shows it: HTML with numbered links to the words that support it.

Pure: an ``Answer`` goes in, text comes out. Only what the check let through is shown as an answer;
what it refused is shown as refused, with the reason. Jinja escapes every word of a document or a
model; the page's own sanitizer stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote as percent_encoded

from index.types import Passage
from qa.accounts import conflicts
from qa.chat.words import words_of
from qa.markdown import one_line
from qa.prose import quoted
from qa.render import date_in_words, location, published, withdrawn_in_words
from qa.templates import TemplateModule, templates_in
from qa.types import Answer, Quote, Rejection, ShortAnswer, Statement

__all__ = [
    "answer_html",
    "doing_html",
    "passages_html",
    "place_link",
    "statements_html",
    "understood_html",
]

_SAY = words_of("answer")
_LINES = re.compile(r"\s*\n\s*")
_BEGINNING = 180  # characters of a passage in a list


def answer_html(
    answer: Answer,
    anchor: str,
    *,
    documents: Sequence[str] = (),
    show_withdrawn: bool = True,
    finished: bool = True,
    checks: Sequence[str] = (),
) -> str:
    """The chat message that shows ``answer``.

    Args:
        answer: what survived the check.
        anchor: letters and digits that name this answer on the page; quote ``n`` is linked to as
            ``#src-<anchor>-<n>``.
        documents: titles of those that were asked; empty for all.
        show_withdrawn: whether refused statements are shown; else only how many there were.
        finished: whether to close with how the answer came about.
        checks: what has become of its sources since, one sentence each.

    Returns:
        One line of HTML in which every word of a document or a model is escaped.
    """
    return _line(
        _template().whole(answer, anchor, documents, show_withdrawn, finished, checks)  # type: ignore[attr-defined]
    )


def statements_html(
    statements: Sequence[Statement],
    rejections: Sequence[Rejection],
    anchor: str,
    *,
    show_withdrawn: bool = True,
) -> str:
    """What has been checked so far of an answer that is still being written.

    Args:
        statements: those that the check let pass, in order.
        rejections: those that it refused.
        anchor: as in :func:`answer_html`.
        show_withdrawn: whether refused statements are shown.
    """
    return _line(_template().so_far(statements, rejections, anchor, show_withdrawn))  # type: ignore[attr-defined]


def passages_html(passages: Sequence[Passage]) -> str:
    """What the search found, before any of it has been read."""
    return _line(_template().nearest(passages)) if passages else ""  # type: ignore[attr-defined]


def understood_html(question: str) -> str:
    """What a question was understood as, with a button to correct it."""
    return _line(_template().understood(question))  # type: ignore[attr-defined]


def doing_html(sentence: str, *, busy: bool) -> str:
    """What goes on at present, or why it ended."""
    return _line(_template().doing(sentence, busy))  # type: ignore[attr-defined]


def place_link(document: str, start: int, end: int) -> str:
    """The link that opens a document at a place, on this page and from elsewhere."""
    return f"#at-{percent_encoded(document, safe='')}:{start}-{end}"


@cache
def _template() -> TemplateModule:
    environment = templates_in(Path(__file__).parent)
    environment.globals["say"] = _SAY
    environment.filters.update(
        as_quote=lambda text: one_line(quoted(text)),
        beginning=_beginning,
        line=one_line,
        location=location,
        origin=_origin,
        place_link=lambda passage: place_link(passage.document, passage.start, passage.end),
        read=_read,
        scoped=_scoped,
        laid_out=_laid_out,
        step=_step,
        voices=_voices,
        where=_where,
        withdrawn_in_words=withdrawn_in_words,
        worded=_worded,
    )
    return environment.get_template("answer.html").module


def _line(html: object) -> str:
    """The template's lines run together; a word of a document has no line break any more."""
    return _LINES.sub("", str(html)).strip()


def _worded(statement: Statement, short: ShortAnswer | None) -> list[tuple[str, bool]]:
    """The statement's words in pieces, each with whether it is the short answer.

    They stand between quotation marks where they are a quote and nothing else. The short answer is
    emphasised where it stands, and nowhere else: alone it would be a claim without its speaker.
    """
    if not any(statement.text.strip() == quote.text.strip() for quote in statement.quotes):
        return [(one_line(statement.text), False)]
    quote, words = statement.quotes[0], quoted(statement.text)
    if short is None or statement.text != quote.text or not _is_inside(short, quote):
        return [(one_line(words), False)]
    start = short.start - quote.start + words.index(statement.text)
    pieces = (
        words[:start],
        words[start : start + len(short.text)],
        words[start + len(short.text) :],
    )
    return [(_spaced(piece), number == 1) for number, piece in enumerate(pieces) if piece]


def _is_inside(short: ShortAnswer, quote: Quote) -> bool:
    within = quote.start <= short.start < short.end <= quote.end
    return within and short.document == quote.document


def _spaced(piece: str) -> str:
    """A piece of a line: what parts it from its neighbours stays."""
    before = " " if piece[:1].isspace() else ""
    after = " " if piece[-1:].isspace() else ""
    return f"{before}{one_line(piece)}{after}"


def _laid_out(answer: Answer) -> list[Sequence[Statement]]:
    """The statements in their order, but those that stand against each other together.

    Where accounts differ and it cannot be told which, all stand against each other.
    """
    against: Sequence[Sequence[Statement]] = ()
    if answer.accounts_differ and answer.statements:
        question = answer.understood_as or answer.question
        against = conflicts(question, answer.statements) or (answer.statements,)
    opened_by = {group[0]: group for group in against}
    told = {one for group in against for one in group}
    return [
        opened_by.get(one, (one,))
        for one in answer.statements
        if one in opened_by or one not in told
    ]


def _voices(quotes: Sequence[Quote]) -> str:
    """Whose own voice it is, where nobody is named as the speaker."""
    named = (quote.publisher or _SAY("the_document") for quote in quotes)
    return ", ".join(dict.fromkeys(named))


def _where(quotes: Sequence[Quote], speakers: Sequence[str]) -> str:
    """Where the quotes stand and when they were published; by whom is told once."""
    places = (
        ", ".join(filter(None, (location(q), published(q) if speakers else date_in_words(q.date))))
        for q in quotes
    )
    return "; ".join(dict.fromkeys(places))


def _beginning(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _BEGINNING else line[:_BEGINNING].rsplit(maxsplit=1)[0] + " …"


def _scoped(titles: Sequence[str]) -> str:
    if not titles:
        return _SAY("searched_all")
    return _SAY.count("searched_some", len(titles), names=one_line(titles[0]))


def _read(answer: Answer) -> str:
    """How much was read, without how long it took."""
    documents = len({passage.document for passage in answer.passages})
    return _SAY(
        "read",
        passages=_SAY.count("passages", len(answer.passages)),
        documents=_SAY.count("documents", documents),
    )


def _step(name: str) -> str:
    """What a step did; one of another release, in a kept answer, goes by its own name."""
    return _SAY.among("step", name) if name in _SAY.texts["step"] else one_line(name)


def _origin(answer: Answer) -> str:
    """How the answer came about, on one line."""
    receipt = answer.receipt
    model = receipt.model
    maker = _SAY("by_model", model=one_line(model)) if model else _SAY("by_quotes")
    return _SAY(
        "origin", maker=maker, read=_read(answer), seconds=f"{sum(receipt.seconds.values()):.1f}"
    )
