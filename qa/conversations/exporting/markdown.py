"""A conversation as Markdown in which no word of a document or a model is markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.conversations.exporting import content
from qa.conversations.exporting.characters import ISOLATE, ISOLATED, isolated
from qa.conversations.exporting.content import Checks, ShownExchange, ShownQuote
from qa.conversations.types import Exchange
from qa.markdown import inert

__all__ = ["as_markdown"]

# What is no character at all stands for the isolating signs, which are taken out with all others.
_AWAY = str.maketrans({ISOLATE: "\ufdd0", ISOLATED: "\ufdd1"})
_BACK = str.maketrans({"\ufdd0": ISOLATE, "\ufdd1": ISOLATED})


def as_markdown(
    conversation_title: str,
    exchanges: Sequence[Exchange],
    checks: Checks | None = None,
    unreadable: int = 0,
) -> str:
    """Some answers with all their proof, as Markdown.

    Args:
        conversation_title: of the conversation, or the question where there is only one.
        exchanges: in the order in which they are to stand.
        checks: what has become of the quotes since, as ``check_all`` returns it.
        unreadable: how many more there are that this release cannot read.

    Returns:
        Text whose every quote is verbatim up to white space; no word in it makes a link, a
        picture, a heading or a tag.
    """
    blocks = [f"# {_inert(isolated(conversation_title))}", f"*{content.PREFACE}*"]
    if unreadable:
        blocks.append(f"*{content.unreadable_in_words(unreadable)}*")
    for told in content.shown(conversation_title, exchanges, checks):
        blocks += _exchange(told)
    return "\n\n".join(blocks) + "\n"


def _exchange(told: ShownExchange) -> Iterator[str]:
    if told.question:
        yield f"## {_inert(told.question)}"
    if told.understood_as:
        yield f"*Understood as: {_inert(told.understood_as)}*"
    yield f"*{_inert(told.asked)}*"
    yield f"**{told.status}**"
    if told.accounts_differ:
        yield f"**{content.ACCOUNTS_DIFFER}**"
    yield from _found(told)
    yield from _not_found(told)
    yield from (f"*{_inert(notice)}*" for notice in told.notices)
    yield from _sources(told)
    if told.mark:
        yield f"**{_inert(told.mark)}**"
    yield f"### {content.RECEIPT}"
    yield "\n".join(f"- {name}: {_inert(value)}" for name, value in told.receipt)


def _found(told: ShownExchange) -> Iterator[str]:
    for statement in told.statements:
        if statement.prose:
            labels = "".join(f"[{label}]" for label in statement.labels)
            yield f"{_inert(statement.prose)} {labels}  \n*{_inert(statement.who)}*"
        yield from map(_quote, statement.quotes)
    if told.related:
        yield content.RELATED
        yield _quote(told.related)


def _not_found(told: ShownExchange) -> Iterator[str]:
    """What the documents do not say, and what was claimed without them."""
    if told.not_stated:
        yield f"**{content.NOT_STATED}**"
        yield "\n".join(f"- {_inert(part)}" for part in told.not_stated)
    if told.rejections:
        yield f"### {content.WITHDRAWN}"
    for rejection in told.rejections:
        claim = _inert(rejection.claim)
        lines = [f"~~{claim}~~"] if claim else []  # four tildes would begin a block of code
        lines += [f"*Withdrawn: {_inert(rejection.reason)}*"]
        lines += [f"Instead: {_inert(words)}" for words in rejection.instead]
        yield "  \n".join(lines)


def _sources(told: ShownExchange) -> Iterator[str]:
    if told.sources:
        yield f"### {content.SOURCES}"
        yield "\n".join(f"- {_source(quote)}" for quote in told.sources)


def _quote(quote: ShownQuote) -> str:
    return f"> {_inert(quote.words)} [{quote.label}]  \n> *{_inert(quote.who)}*"


def _source(quote: ShownQuote) -> str:
    note = f". {_inert(quote.note)}" if quote.note else ""
    return f"[{quote.label}] {_inert(quote.place)}; {_inert(quote.offsets)}{note}"


def _inert(text: str) -> str:
    return inert(text.translate(_AWAY)).translate(_BACK)
