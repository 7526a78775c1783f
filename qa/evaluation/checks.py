"""What an answer must meet: one function for each type of assertion.

Each returns whether it is met and what was found instead, in words for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.evaluation.gold import Gold
from qa.evaluation.judge import Judge
from qa.evaluation.places import HALF, held, place_of
from qa.evaluation.scores import holds_words, is_named, short_answer_f1
from qa.evaluation.types import (
    CHAIN,
    OWN_VOICE,
    Assertion,
    AssertionType,
    Finding,
)
from qa.language.quotes import quotations
from qa.language.terms import words_in
from qa.prose import prose, quoted
from qa.types import Answer, AnswerStatus, Quote, Statement

__all__ = ["findings", "misquoted", "shown_quotes"]

_DEFAULT_THRESHOLD: Mapping[AssertionType, float] = {
    AssertionType.QUOTES: 1.0,
    AssertionType.SUPPORTED: 1.0,
    AssertionType.SHORT_ANSWER: 0.5,
}
_ALWAYS = (AssertionType.QUOTES_VERBATIM, AssertionType.SUPPORTED)

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
    if answer.short and not judge.is_verbatim(answer.short):
        yield answer.short.text
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
    quotes = judged.answer.quotes
    return _held(made, quotes, judged.gold) >= _threshold(made), _in_words(quotes)


def _says(made: Assertion, judged: _Judged) -> Verdict:
    met = any(holds_words(text, made.values) for text in _said(judged.answer))
    return met, judged.answer.text


def _says_not(made: Assertion, judged: _Judged) -> Verdict:
    met, found = _says(made, judged)
    return not met, found


def _attributed_to(made: Assertion, judged: _Judged) -> Verdict:
    chains = list(_chains(made, judged))
    if not chains:
        return False, "the words are not quoted" if judged.answer.statements else "no statement"
    met = any(_is_chain(value, chain) for value in made.values for chain in chains)
    told = dict.fromkeys(CHAIN.join(chain) or OWN_VOICE for chain in chains)
    return met, "; ".join(told)


def _cites(made: Assertion, judged: _Judged) -> Verdict:
    met = _held(made, judged.answer.quotes, judged.gold) > 0
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


def _chains(made: Assertion, judged: _Judged) -> Iterator[tuple[str, ...]]:
    """The speakers of the statements that are meant, and of the quotes that are meant in them.

    Meant are those with what the turn wants quoted; where it wants nothing, the first statement.
    """
    gold, wanted = judged.gold, judged.gold.quoted
    meant: Sequence[Statement] = judged.answer.statements
    if made.is_placed:
        meant = [s for s in meant if _held(made, s.quotes, gold)]
    if wanted:
        meant = [s for s in meant if any(_held(w, s.quotes, gold) >= HALF for w in wanted)]
    for statement in meant if wanted else meant[:1]:
        yield statement.attribution
        for quote in statement.quotes:
            if not wanted or any(_held(each, [quote], gold) for each in wanted):
                yield quote.attribution


def _is_chain(wanted: str, speakers: Sequence[str]) -> bool:
    """Whether the wanted speakers are among these, in this order."""
    if wanted.strip().casefold() == OWN_VOICE:
        return not speakers
    left = iter(speakers)
    names = wanted.split(CHAIN.strip())
    return all(any(is_named(name, speaker) for speaker in left) for name in names)


def _held(made: Assertion, quotes: Sequence[Quote], gold: Gold) -> float:
    """The share of the wanted words that the quotes hold; of a mere place any words are all."""
    share = max(held(place, map(place_of, quotes)) for place in gold.wanted[made])
    return share if made.values else float(share > 0)


def _said(answer: Answer) -> Iterator[str]:
    """What the answer says: its statements without the numbers of the citations, its quotes.

    The line on what the documents do not state repeats the question, and says nothing.
    """
    for statement in answer.statements:
        yield _MARKER.sub(" ", prose([statement], AnswerStatus.ANSWERED))
    yield from (quote.text for quote in answer.quotes)


def _wanted(made: Assertion) -> bool:
    return made.values != ("false",)


def _threshold(made: Assertion) -> float:
    return _DEFAULT_THRESHOLD[made.type] if made.threshold is None else made.threshold


def _expected(made: Assertion) -> str:
    """The assertion in words."""
    parts = [made.name]
    if made.values:
        parts.append(" or ".join(made.values))
    return ": ".join(parts) + (f" ({made.where})" if made.where else "")


def _in_words(quotes: Sequence[Quote]) -> str:
    return "\n".join(f"{quoted(quote.text)} ({_place(quote)})" for quote in quotes) or "no quote"


def _place(quote: Quote) -> str:
    return f"{quote.document}, {quote.place}" if quote.place else quote.document
