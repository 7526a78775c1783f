"""How many and how much: questions that a number in a clause answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.phrases import DETERMINERS, PREPOSITIONS, SUBORDINATORS, Words
from qa.evaluation.proposing.clauses import Clause, proposal
from qa.evaluation.proposing.inversion import Parts, asked, has_second_verb, parts_of, predicate
from qa.evaluation.proposing.source import Kind, Proposal, Source
from qa.evaluation.proposing.standing import uncapitalised
from qa.followups.kinds import is_plural, is_time
from qa.language.dates import WEEKDAYS, days_in
from qa.language.numerals import Figure, figures, normalised
from qa.language.terms import is_past

__all__ = ["how_many"]

_APPROXIMATELY = (
    ("at", "least"),
    ("at", "most"),
    ("more", "than"),
    ("less", "than"),
    ("fewer", "than"),
    ("as", "many", "as"),
    ("as", "much", "as"),
    ("up", "to"),
    *((word,) for word in "about around nearly almost roughly some over only just exactly".split()),
)
_NO_COUNT = frozenset(
    """ago later earlier old o'clock o’clock am pm third thirds half quarter quarters times degrees
    points percent""".split()
)
_CURRENCIES = frozenset("$€£¥₹₽₺₴₪₩")
_MUCH = 1000
"""A number from which on it is money where nothing is counted: *has approved 25 million*."""
_OF_ONE = frozenset("was is has does".split())
"""Verbs that go with one: *Seven Days was a film*."""
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_ADDS = frozenset("and but or".split())
_ANOTHER = re.compile(r"\band [\d$€£¥]")
"""A second number that the verb has: *earned $2 million in June and $3 million in July*."""
_WHEN = frozenset("when while after before because since until".split())


def how_many(source: Source, clauses: Iterable[Clause]) -> Iterator[Proposal]:
    """A question for each clause that counts something, or tells a price.

    Args:
        source: the document.
        clauses: of it.
    """
    for clause in clauses:
        if not figures(clause.words) or normalised(clause.words) != clause.words:
            continue
        found = _subject(clause.words) or _object(clause.words, source.small)
        if found is None:
            continue
        question, figure = found
        if clause.opening:
            question = f"{clause.opening}, {question[0].lower()}{question[1:]}"
        made = proposal(source, clause, Kind.NUMBER, question, _answers(clause, figure))
        if made:
            yield made


def _answers(clause: Clause, figure: Figure) -> tuple[str, ...]:
    written = clause.words[figure.start : figure.end]
    if written[0].isdigit() or figure.numeral.unit:
        return (written,)
    return written, f"{figure.numeral.value.normalize():f}"


def _subject(clause: str) -> tuple[str, Figure] | None:
    """*Nine people were hurt*: how many people were hurt?"""
    words = Words.of(clause)
    figure, behind = _figure_at(words, _behind_approximation(words, 0))
    if figure is None or not words.at(behind).isalpha():
        return None
    rest = clause[words.spans[behind][0] :]
    verb = predicate(Words.of(rest))
    if verb is None or has_second_verb(words, behind + verb):
        return None
    at = behind + verb
    if words.lower[at] in _OF_ONE or figures(clause[words.spans[behind][0] : words.spans[at][0]]):
        return None
    if at == len(words.lower) - 1 and not is_past(words.lower[at]):
        return None  # "two points for the coming campaign"
    front = _front(words.lower[behind:at], figure)
    return (f"{front} {rest}?", figure) if front else None


def _object(clause: str, small: frozenset[str]) -> tuple[str, Figure] | None:
    """*The council shut nine schools in May*: how many schools did the council shut in May?"""
    parts = parts_of(clause, small)
    if parts is None or parts.is_passive:
        return None
    words = parts.words
    figure, behind = _figure_at(words, _behind_approximation(words, parts.after))
    if figure is None:
        return None
    end = _noun_end(words, behind)
    front = _front_of_object(parts, behind, end, figure)
    tail = _tail(parts, end)
    if not front or tail is None:
        return None
    return asked(front, parts, tail, uncapitalised(parts.subject, small)), figure


def _front_of_object(parts: Parts, start: int, end: int, figure: Figure) -> str:
    """What a question begins with, for a number and the words it counts."""
    noun = parts.words.lower[start:end]
    is_price = figure.numeral.unit in _CURRENCIES or figure.numeral.value >= _MUCH
    if parts.is_state:
        is_value = not noun and (is_price or figure.numeral.unit == "%")
        return "What" if is_value else ""
    if parts.base == "cost" or (not noun and is_price):
        return "How much"
    front = _front(noun, figure)
    is_bare = noun[:1] == ["of"] or (noun and is_plural(_head(noun)[-1]))
    return f"{front} {parts.between(start, end)}" if front and is_bare else ""


def _front(noun: list[str], figure: Figure) -> str:
    """*How many*, *What percentage*; empty where the words are not what is counted."""
    if figure.numeral.unit == "%":
        return "What percentage" if noun[:1] == ["of"] else ""
    if figure.numeral.unit or figure.numeral.value < 2 or not _NO_COUNT.isdisjoint(noun):
        return ""
    if "and" in noun:
        return ""
    return "How many" if noun[:1] == ["of"] or any(map(is_plural, _head(noun))) else ""


def _head(noun: list[str]) -> list[str]:
    """The words of a noun up to its first preposition."""
    return noun[: next((i for i, word in enumerate(noun) if word in PREPOSITIONS), len(noun))]


def _tail(parts: Parts, end: int) -> str | None:
    """What the question keeps of the words behind the noun; ``None``: it cannot be asked."""
    words = parts.words
    first = words.at(end)
    if first in _ADDS:
        return ""
    tail = parts.between(end, len(words.lower))
    goes_on = first in PREPOSITIONS | _WHEN | {""} or is_time(first)
    if first == "to":  # "to the hospital", not "to build a hospital"
        goes_on = words.at(end + 1) in DETERMINERS or tail[3:4].isupper()
    return tail if goes_on and not _ANOTHER.search(tail) else None


def _noun_end(words: Words, start: int) -> int:
    """Where the noun ends that a number counts, with what "of" adds to it."""
    for at in range(start, len(words.lower)):
        word = words.lower[at]
        if word in (PREPOSITIONS | SUBORDINATORS) - {"of"} or words.is_break(at):
            return at
        if words.is_auxiliary(at) or word in WEEKDAYS or (at > start and is_time(word)):
            return at
    return len(words.lower)


def _behind_approximation(words: Words, at: int) -> int:
    """Number of the word behind *at least*, *about*."""
    for phrase in _APPROXIMATELY:
        if tuple(words.lower[at : at + len(phrase)]) == phrase:
            return at + len(phrase)
    return at


def _figure_at(words: Words, at: int) -> tuple[Figure | None, int]:
    """The number that begins with a word and is no date, and the first word behind it."""
    clause = words.sentence
    starts = {span[0]: number for number, span in enumerate(words.spans)}
    ends = {span[1]: number + 1 for number, span in enumerate(words.spans)}
    for figure in figures(clause):
        if starts.get(figure.start) != at or figure.end not in ends:
            continue
        is_date = any(date.start <= figure.start < date.end for date in days_in(clause))
        is_ordinal = _ORDINAL.search(clause, figure.start, figure.end) is not None
        is_whole = figure.numeral.unit not in (":", "s", "pp") and not is_ordinal
        return (figure, ends[figure.end]) if is_whole and not is_date else (None, at)
    return None, at
