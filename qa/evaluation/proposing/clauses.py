"""The clauses that numbers and dates are asked out of, each with who says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.phrases import AUXILIARIES, Words
from index.subjects import after_dateline
from index.types import Attribution, Sentence, Span
from qa.checking.denials import is_denied
from qa.evaluation.proposing.reports import ends_clause, is_broken_off, reported
from qa.evaluation.proposing.source import (
    Kind,
    Proposal,
    Source,
    is_attributed,
    is_quoted,
    is_well_known,
)
from qa.evaluation.proposing.standing import is_bare, is_telling, stands_alone, with_article
from qa.evaluation.types import Assertion, AssertionType
from qa.language.dates import holds_time
from qa.language.numerals import numerals
from qa.types import AnswerStatus

__all__ = ["Clause", "clauses", "proposal"]

_SIGNS = re.compile(r"[“”\"‘]|''")
_OPENERS = frozenset("of in at on during under from for by within after before".split())
_LONGEST_OPENING = 10
_FEWEST, _MOST = 5, 25
"""Words of a clause."""
_TELLING = 3
"""Words that a question must have at least."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that stands alone, and where it is from."""

    sentence: Sentence
    words: str
    """In the document's own characters, the subject first, without a full stop."""
    opening: str
    """What stands before its subject, up to a comma: *Of the 12 boats*."""
    written: str
    """Both, as the document has them."""
    attribution: Attribution | None
    weight: int


def clauses(source: Source) -> Iterator[Clause]:
    """The first clause of each sentence with a number or a time, where it can be asked about."""
    for sentence in source.sentences:
        words = source.words(sentence)
        if "\n" in words or not (holds_time(words) or numerals(words)):
            continue
        clause = _reported(source, sentence) if sentence.attribution else _own(source, sentence)
        if clause is None or not _FEWEST <= len(clause.words.split()) <= _MOST:
            continue
        if not is_denied(clause.written) and stands_alone(clause.written):
            yield clause


def proposal(
    source: Source, clause: Clause, kind: Kind, question: str, answers: tuple[str, ...]
) -> Proposal | None:
    """The proposal that a question about a clause makes; ``None`` where it tells too little.

    Args:
        source: the document.
        clause: of it.
        kind: of the question.
        question: without who says the clause.
        answers: the few words that answer, in the forms in which they may be written.
    """
    if not is_telling(question, _TELLING) or is_bare(clause.words, question):
        return None
    expected = [
        Assertion(AssertionType.STATUS, (AnswerStatus.ANSWERED.value,)),
        is_quoted(clause.written, source.name),
        Assertion(AssertionType.SHORT_ANSWER, answers),
    ]
    if clause.attribution is not None:
        speakers = clause.attribution.speakers
        speaker = with_article(speakers[-1], source.text)
        question = f"{question[:-1]}, according to {speaker}?"
        expected.append(is_attributed(speakers))
    return Proposal(
        kind, question, source.name, clause.sentence.number, tuple(expected), clause.weight
    )


def _reported(source: Source, sentence: Sentence) -> Clause | None:
    """What somebody says whom a question can name."""
    attribution, report = sentence.attribution, reported(source, sentence)
    if attribution is None or report is None or not is_well_known(attribution):
        return None
    words = report.words.of(source.text)
    is_definite = attribution.named or attribution.speakers[-1].lower().startswith("the ")
    if not is_definite or _SIGNS.search(words):
        return None
    weight = 1 + (not report.names_speaker)
    return Clause(sentence, words, "", words, attribution, weight)


def _own(source: Source, sentence: Sentence) -> Clause | None:
    """What the document says in its own voice."""
    text = source.words(sentence)
    if not text.endswith(".") or _SIGNS.search(text) or source.quoted(sentence):
        return None
    words = Words.of(text)
    first = start = after_dateline(words)
    opening = ""
    comma = next((i for i in range(start, len(words.lower)) if ends_clause(words, i)), start)
    is_opening = words.at(start) in _OPENERS and words.at(comma) == ","
    if is_opening and comma - start <= _LONGEST_OPENING:
        opening, start = words.characters(Span(start, comma)).of(text), comma + 1
    end = _end(words, start)
    if end <= start or is_broken_off(words, end):
        return None
    own, whole = (words.characters(Span(at, end)).of(text) for at in (start, first))
    return Clause(sentence, own, opening, whole, None, 0)


def _end(words: Words, start: int) -> int:
    """Number of the word or sign behind the clause."""
    last = len(words.lower) - (words.lower[-1] == ".")
    return next((i for i in range(start, last) if ends_clause(words, i) or _joins(words, i)), last)


def _joins(words: Words, at: int) -> bool:
    """Whether a second predicate begins: *will begin in May | and is to end in June*."""
    return words.lower[at] in ("and", "but") and words.at(at + 1) in AUXILIARIES
