"""What an answer must meet: one function for each type of assertion.

Each returns whether it is met and what was found instead, in words for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.types import Span
from qa.evaluation.gold import Gold
from qa.evaluation.judge import Judge
from qa.evaluation.scores import coverage, holds_words, is_named, short_answer_f1
from qa.evaluation.types import (
    CHAIN,
    OWN_VOICE,
    Assertion,
    AssertionType,
    AtPlace,
    Evidence,
    Finding,
)
from qa.language.quotes import quotations
from qa.language.terms import words_in
from qa.prose import quoted
from qa.types import Answer, AnswerStatus, Quote, Statement

__all__ = ["DEFAULT_THRESHOLD", "findings", "misquoted", "shown_quotes"]

DEFAULT_THRESHOLD: Mapping[AssertionType, float] = {
    AssertionType.QUOTES: 1.0,
    AssertionType.SUPPORTED: 1.0,
    AssertionType.SHORT_ANSWER: 0.5,
}
_ALWAYS = (AssertionType.QUOTES_VERBATIM, AssertionType.SUPPORTED)
_HALF = 0.5  # of the expected words: a statement that quotes so much of them is about them

_MARKER = re.compile(r"\[\d+\]")

Verdict = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class _Judged:
    answer: Answer
    gold: Gold
    judge: Judge


def findings(
    assertions: Sequence[Assertion], answer: Answer, gold: Gold, judge: Judge
) -> tuple[Finding, ...]:
    """What the assertions of one turn came to.

    Two are looked at whether they were asked for or not: no answer is right that misquotes, or
    that says more than it cites.

    Raises:
        UnknownDocument: a quoted document is no longer in the library.
    """
    judged = _Judged(answer, gold, judge)
    given = {made.type for made in assertions}
    always = [Assertion(kind) for kind in _ALWAYS if kind not in given]
    return tuple(_finding(made, judged) for made in (*always, *assertions))


def shown_quotes(answer: Answer) -> tuple[Quote, ...]:
    """Every quote that a reader sees: also the related one, and those that replace a claim."""
    instead = (r.instead for r in answer.rejections if r.instead)
    related = (answer.related,) if answer.related else ()
    return (*answer.quotes, *related, *(quote for s in instead for quote in s.quotes))


def misquoted(answer: Answer, judge: Judge) -> Iterator[str]:
    """Words that are shown as a document's and are not."""
    for quote in shown_quotes(answer):
        if not judge.is_verbatim(quote):
            yield quote.text
    for statement in answer.statements:
        documents = {quote.document for quote in statement.quotes}
        for start, end in quotations(statement.text):
            words = statement.text[start + 1 : end]
            if words_in(words) and not any(judge.holds(document, words) for document in documents):
                yield words


def _finding(made: Assertion, judged: _Judged) -> Finding:
    met, found = _CHECKS[made.type](made, judged)
    return Finding(made, met is not made.negated, _expected(made), found)


def _status(made: Assertion, judged: _Judged) -> Verdict:
    return judged.answer.status in made.values, str(judged.answer.status)


def _abstains(made: Assertion, judged: _Judged) -> Verdict:
    declined = judged.answer.status is AnswerStatus.NOT_IN_DOCUMENTS
    return declined is _wanted(made), str(judged.answer.status)


def _conflict(made: Assertion, judged: _Judged) -> Verdict:
    differ = judged.answer.accounts_differ
    return differ is _wanted(made), "accounts differ" if differ else "no difference told"


def _quotes(made: Assertion, judged: _Judged) -> Verdict:
    share = max(_held(place, judged.answer.quotes) for place in judged.gold.wanted[made])
    return share >= _threshold(made), _in_words(judged.answer.quotes)


def _says(made: Assertion, judged: _Judged) -> Verdict:
    text = _all_words(judged.answer)
    return holds_words(text, made.values), judged.answer.text


def _says_not(made: Assertion, judged: _Judged) -> Verdict:
    met, found = _says(made, judged)
    return not met, found


def _attributed_to(made: Assertion, judged: _Judged) -> Verdict:
    about = _in_question(made, judged)
    if not about:
        return False, "the words are not quoted" if judged.answer.statements else "no statement"
    chains = [chain for statement in about for chain in _chains(statement)]
    met = any(_is_chain(value, chain) for value in made.values for chain in chains)
    told = dict.fromkeys(CHAIN.join(chain) or OWN_VOICE for chain in chains)
    return met, "; ".join(told)


def _cites(made: Assertion, judged: _Judged) -> Verdict:
    met = any(
        judged.gold.named(made) in (None, quote.document)
        and made.page in (None, quote.page)
        and made.section in (None, quote.section)
        for quote in judged.answer.quotes
    )
    return met, "; ".join(dict.fromkeys(map(_place, judged.answer.quotes))) or "nothing"


def _verbatim(made: Assertion, judged: _Judged) -> Verdict:
    wrong = list(misquoted(judged.answer, judged.judge))
    if wrong:
        return False, f"not in the document: {' / '.join(map(quoted, wrong))}"
    return True, f"{len(shown_quotes(judged.answer))} quotes, all verbatim"


def _supported(made: Assertion, judged: _Judged) -> Verdict:
    statements = judged.answer.statements
    wrong = [s for s in statements if not judged.judge.bears_out(s, s.quotes)]
    share = 1 - len(wrong) / len(statements) if statements else 1.0
    if wrong:
        return share >= _threshold(made), f"not borne out: {' / '.join(s.text for s in wrong)}"
    return True, f"{len(statements)} statements, all borne out"


def _short_answer(made: Assertion, judged: _Judged) -> Verdict:
    short = judged.answer.short.text if judged.answer.short else ""
    met = short_answer_f1(short, made.values) >= _threshold(made)
    return met, short or "none is marked"


def _latency(made: Assertion, judged: _Judged) -> Verdict:
    milliseconds = 1000 * sum(judged.answer.receipt.seconds.values())
    return milliseconds <= _threshold(made), f"{milliseconds:,.0f} ms"


_CHECKS: Mapping[AssertionType, Callable[[Assertion, _Judged], Verdict]] = {
    AssertionType.STATUS: _status,
    AssertionType.QUOTES: _quotes,
    AssertionType.SAYS: _says,
    AssertionType.SAYS_NOT: _says_not,
    AssertionType.ATTRIBUTED_TO: _attributed_to,
    AssertionType.CITES: _cites,
    AssertionType.QUOTES_VERBATIM: _verbatim,
    AssertionType.SUPPORTED: _supported,
    AssertionType.ABSTAINS: _abstains,
    AssertionType.CONFLICT: _conflict,
    AssertionType.SHORT_ANSWER: _short_answer,
    AssertionType.LATENCY: _latency,
}


def _in_question(made: Assertion, judged: _Judged) -> list[Statement]:
    """The statements whose speaker is asked for: those that quote what the turn wants quoted.

    Where the turn wants nothing quoted, it is the first one.
    """
    statements = [
        statement
        for statement in judged.answer.statements
        if judged.gold.named(made) in (None, *(quote.document for quote in statement.quotes))
    ]
    if not judged.gold.evidence:
        return statements[:1]
    return [s for s in statements if any(_is_about(s, each) for each in judged.gold.evidence)]


def _is_about(statement: Statement, evidence: Evidence) -> bool:
    return any(_held(place, statement.quotes) >= _HALF for place in evidence)


def _chains(statement: Statement) -> Iterator[tuple[str, ...]]:
    yield statement.attribution
    yield from (quote.attribution for quote in statement.quotes)


def _is_chain(wanted: str, speakers: Sequence[str]) -> bool:
    """Whether the wanted speakers are among these, in this order."""
    if wanted.strip().casefold() == OWN_VOICE:
        return not speakers
    left = iter(speakers)
    return all(any(is_named(name, speaker) for speaker in left) for name in wanted.split(CHAIN))


def _held(place: AtPlace, quotes: Sequence[Quote]) -> float:
    """The share of the place's characters that quotes of its document hold."""
    spans = [Span(q.start, q.end) for q in quotes if q.document == place.document]
    return coverage(place.span, spans)


def _all_words(answer: Answer) -> str:
    """What a reader reads, without the numbers of the citations."""
    prose = _MARKER.sub(" ", answer.text)
    return " | ".join((prose, *(quote.text for quote in answer.quotes)))


def _wanted(made: Assertion) -> bool:
    return made.values != ("false",)


def _threshold(made: Assertion) -> float:
    return DEFAULT_THRESHOLD[made.type] if made.threshold is None else made.threshold


def _expected(made: Assertion) -> str:
    """The assertion in words."""
    parts = [made.name]
    if made.values:
        parts.append(" or ".join(made.values))
    return ": ".join(parts) + (f" ({made.where})" if made.where else "")


def _in_words(quotes: Sequence[Quote]) -> str:
    return "\n".join(f"{quoted(quote.text)} ({_place(quote)})" for quote in quotes) or "no quote"


def _place(quote: Quote) -> str:
    return f"{quote.document}, page {quote.page}" if quote.page else quote.document
