"""An answer as a chat message: Markdown with numbered links to the words that support it.

Pure: an ``Answer`` goes in, text comes out. Only what the check let through is shown as an answer;
what it refused is shown as refused, with the reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from qa.markdown import emphasised, inert
from qa.prose import quoted
from qa.types import Answer, AnswerStatus, Quote, Rejection, ShortAnswer, Statement

__all__ = [
    "answer_markdown",
    "date_in_words",
    "location",
    "published",
    "speakers_in_words",
    "statements_markdown",
    "withdrawn_in_words",
]


def answer_markdown(
    answer: Answer, anchor: str, *, show_withdrawn: bool = True, finished: bool = True
) -> str:
    """The chat message that shows ``answer``.

    Args:
        answer: what survived the check.
        anchor: letters and digits that name this answer on the page; quote ``n`` is linked to as
            ``#src-<anchor>-<n>``.
        show_withdrawn: whether refused statements are shown; else only how many there were.
        finished: whether to close with how the answer came about.

    Returns:
        Markdown in which every word of a document or a model is escaped.
    """
    if answer.status is AnswerStatus.NOT_IN_DOCUMENTS:
        blocks = _not_in_documents(answer, anchor)
    else:
        blocks = _answered(answer, anchor)
    if answer.not_stated:
        blocks.append("**Your documents do not say**\n\n" + _list(answer.not_stated))
    elif answer.status is AnswerStatus.PARTIAL:
        blocks.append("*Your documents answer this question only in part.*")
    blocks += _rejections(answer.rejections, shown=show_withdrawn)
    blocks += [f"*{inert(notice)}*" for notice in answer.notices]
    blocks += [f"*{inert(line)}*" for line in answer.receipt.understood]
    if finished:
        blocks.append(f"*{_origin(answer)}*")
    return "\n\n".join(blocks)


def statements_markdown(
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
        anchor: as in :func:`answer_markdown`.
        show_withdrawn: whether refused statements are shown.
    """
    blocks = [_statement(statement, anchor) for statement in statements]
    return "\n\n".join(blocks + _rejections(rejections, shown=show_withdrawn))


def speakers_in_words(speakers: Sequence[str]) -> str:
    """A chain of speakers as a person says it: the one whose words they are, then who reports them.

    Args:
        speakers: outermost first, as in ``Quote.attribution``; empty for the document's own voice.

    Returns:
        ``"the mayor, via an aide, via The Harbour Post"``; empty for no speakers.
    """
    return ", via ".join(reversed(speakers))


def location(quote: Quote) -> str:
    """Where a quote stands: the document's title (or name) and the page or section."""
    parts = [quote.title or quote.document]
    if quote.page is not None:
        parts.append(f"page {quote.page}")
    elif quote.section and quote.section != quote.title:
        parts.append(quote.section)
    return ", ".join(parts)


def published(quote: Quote) -> str:
    """Who published a quote's document and when, as far as it says so."""
    return ", ".join(filter(None, (quote.publisher, date_in_words(quote.date))))


def date_in_words(date: datetime.date | None) -> str:
    """A date as ``3 May 2024``; empty for none."""
    return f"{date.day} {date:%B %Y}" if date else ""


def _answered(answer: Answer, anchor: str) -> list[str]:
    if answer.accounts_differ:
        return ["**Accounts differ**", _side_by_side(answer.statements, anchor)]
    return [_statement(statement, anchor, answer.short) for statement in answer.statements]


def _not_in_documents(answer: Answer, anchor: str) -> list[str]:
    blocks = ["**Not in your documents**"]
    if answer.related is None:
        blocks.append("Nothing in them comes near this question.")
        return blocks
    quote = answer.related
    blocks.append("Nothing in them answers this question. The nearest passage is only related:")
    words = f"{inert(quoted(quote.text))} {_citation(quote, anchor)}"
    who = _who(quote.attribution, (quote,))
    blocks.append(f"> {words}  \n> *{who}*")
    return blocks


def _statement(statement: Statement, anchor: str, short: ShortAnswer | None = None) -> str:
    who = _who(statement.attribution, statement.quotes)
    return f"{_prose(statement, short)}{_citations(statement, anchor)}  \n*{who}*"


def _prose(statement: Statement, short: ShortAnswer | None = None) -> str:
    """The statement's words, between quotation marks where they are a quote and nothing else.

    The short answer is emphasised where it stands, and nowhere else: alone it would be a claim
    without its speaker.
    """
    if not any(statement.text.strip() == quote.text.strip() for quote in statement.quotes):
        return inert(statement.text)
    quote, words = statement.quotes[0], quoted(statement.text)
    if short is None or short.document != quote.document or statement.text != quote.text:
        return inert(words)
    start = short.start - quote.start + words.index(statement.text)
    return emphasised(words, start, start + len(short.text))


def _side_by_side(statements: Sequence[Statement], anchor: str) -> str:
    rows = ["| Who says so | What they say |", "| --- | --- |"]
    for statement in statements:
        who = _who(statement.attribution, statement.quotes)
        rows.append(f"| *{who}* | {_prose(statement)}{_citations(statement, anchor)} |")
    return "\n".join(rows)


def _who(speakers: Sequence[str], quotes: Sequence[Quote]) -> str:
    """Who says a statement and where: nobody has to open a source to learn that."""
    if speakers:
        return f"__{inert(speakers_in_words(speakers))}__ · {_where(quotes, published)}"
    voices = ", ".join(dict.fromkeys(quote.publisher or "The document" for quote in quotes))
    return f"__{inert(voices)}__, in its own voice · {_where(quotes, _day)}"


def _where(quotes: Sequence[Quote], origin: Callable[[Quote], str]) -> str:
    places = (", ".join(filter(None, (location(quote), origin(quote)))) for quote in quotes)
    return inert("; ".join(dict.fromkeys(places)))


def _day(quote: Quote) -> str:
    return date_in_words(quote.date)


def _citations(statement: Statement, anchor: str) -> str:
    """The links of a statement, which no line break parts from its last word."""
    return "".join("\N{NO-BREAK SPACE}" + _citation(quote, anchor) for quote in statement.quotes)


def _citation(quote: Quote, anchor: str) -> str:
    # The title stands between quotation marks inside the link, so its own have to go.
    title = inert(location(quote)).replace('"', "″")
    return f'[\\[{quote.label}\\]](#src-{anchor}-{quote.label} "{title}")'


def withdrawn_in_words(count: int) -> str:
    """How many statements the check refused, in a sentence."""
    were = "statement of the model was" if count == 1 else "statements of the model were"
    return f"{count} {were} withdrawn: the documents do not bear out what was written."


def _rejections(rejections: Sequence[Rejection], *, shown: bool) -> list[str]:
    if rejections and not shown:
        return [f"*{withdrawn_in_words(len(rejections))}*"]
    return [
        f"~~{inert(rejection.claim)}~~  \n*Withdrawn: {inert(rejection.detail)}*"
        for rejection in rejections
    ]


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {inert(item)}" for item in items)


def _origin(answer: Answer) -> str:
    """How the answer came about, on one line."""
    receipt = answer.receipt
    maker = inert(f"Written by {receipt.model}, checked" if receipt.model else "Quotes alone")
    documents = len({passage.document for passage in answer.passages})
    read = f"{_count(len(answer.passages), 'passage')} of {_count(documents, 'document')} read"
    return f"{maker} · {read} · {sum(receipt.seconds.values()):.1f} s"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
