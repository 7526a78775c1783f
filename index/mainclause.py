"""The main clause of a sentence: its subject and where its predicate begins.

Openings (*On Monday, after the talks,*), appositions, relative clauses and parentheses are stepped
over. Where the words do not tell, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.appositions import is_definite, name_between
from index.cues import Form
from index.finite import NOUN_BEFORE, NUMBERS, forms_of, is_finite, is_plural
from index.phrases import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME,
    Words,
    noun_phrase,
    without_opening,
)
from index.subjects import after_dateline, before_time
from index.types import Span

__all__ = ["MainClause", "main_clause"]

_RELATIVES = frozenset({"who", "which", "that", "whose", "whom", "where"})
_MARKS = frozenset(",;:“”—–-!?")
_MOST_COMMAS = 6
_OPENERS = (
    PREPOSITIONS
    | (SUBORDINATORS - {"and", "but", "or", "nor", "plus", "that"})
    | frozenset(
        """like unlike given according asked during last earlier later next two three four five
        six seven eight nine ten eleven twelve hours days weeks months years shortly once even
        just amid throughout following including because despite to perhaps whether himself
        herself alongside outside inside besides except regarding ahead part more""".split()
    )
)
"""Words with which something begins that a comma ends before the subject."""
_JOINING = frozenset(
    """but and still yet meanwhile now later then today so also even or nor however indeed moreover
    earlier afterward afterwards instead maybe yesterday plus here there already further
    nevertheless nonetheless thus hence therefore again well yes no sure
    tonight tomorrow overall""".split()
)
"""Words that join a sentence to the one before."""
_LONGEST_PHRASE = 15
_FARTHEST = 30
"""Words over which a predicate is looked for behind its subject."""


@dataclass(frozen=True, slots=True)
class MainClause:
    """A subject and the number of the first word of its predicate."""

    subject: Span
    predicate: int


@lru_cache(maxsize=2)  # asked for by every verb of a sentence
def main_clause(words: Words) -> MainClause | None:
    """Find the subject of a sentence.

    Args:
        words: A sentence with its quotations blotted out.
    """
    for start in _starts(words):
        clause = _clause_at(words, start)
        if clause:
            return clause
    return None


def _starts(words: Words) -> Iterator[int]:
    """Where the subject may begin: at the start, or after each of the first commas."""
    count = len(words.lower)
    start = _without_connectives(words, after_dateline(words))
    if start < count and not _is_opening(words, start):
        yield start
        return
    early = without_opening(words, start, count)
    is_near = start < early < start + 7 and "," not in words.lower[start:early]
    if is_near and words.at(early) in DETERMINERS:
        yield early  # "From 2010 to 2013 the party led"
    commas = [i for i in range(start, min(count, start + 60)) if words.lower[i] in (",", "—", "”")]
    for comma in commas[:_MOST_COMMAS]:
        following = _without_connectives(words, comma + 1)
        if following < count and not _is_opening(words, following):
            yield following


def _without_connectives(words: Words, start: int) -> int:
    while start < len(words.lower) and (
        words.lower[start] in _JOINING or words.lower[start] in _MARKS or _is_adverb(words, start)
    ):
        start += 1
    return start


def _is_adverb(words: Words, index: int) -> bool:
    """Whether the words go on after *Recently* rather than tell what *Emily* or *Jolly* does."""
    word = words.lower[index]
    is_long = word.endswith(("ally", "ully")) and len(word) > 6
    if not word.endswith("ly") or (word.endswith("lly") and not is_long):
        return False
    if word in ("emily", "july", "italy", "lily", "sicily", "family"):
        return False
    return words.at(index + 1) == "," or not words.is_verb(min(index + 1, len(words.lower) - 1))


def _is_opening(words: Words, start: int) -> bool:
    """Whether the words from here on belong before the subject, up to a comma."""
    word = words.lower[start]
    is_count = words.at(start + 1) in ("of", "percent", "%") and word in NUMBERS | {
        "hours",
        "last",
    }
    is_count = is_count or (word == "more" and words.at(start + 2)[:1].isdigit())
    is_time = TIME.match(word) is not None and not word[0].isdigit()
    if is_time and words.text[start][0].isupper() and words.at(start + 1) not in (",", "night"):
        return words.at(start + 1) in PREPOSITIONS
    if word in _OPENERS or is_time:
        amounts = NUMBERS | {"hours", "days", "weeks", "months", "years", "last"}
        is_amount = word in amounts and not any(
            TIME.match(words.at(i)) or words.at(i).endswith(("days", "weeks", "months", "years"))
            for i in range(start, start + 3)
        )
        return not is_amount and not is_count
    if word in ("this", "that") and (
        TIME.match(words.at(start + 1)) or words.at(start + 1) == "same"
    ):
        return True
    if word.endswith("ed") and words.at(start + 1) in PREPOSITIONS | {"“"}:
        return True
    is_gerund = word.endswith("ing") and "-" not in word and len(word) > 5
    return is_gerund and words.at(start + 1) not in AUXILIARIES


def _clause_at(words: Words, start: int) -> MainClause | None:
    """The clause whose subject begins with this word."""
    end = _end_of_subject(words, start)
    if end <= start:
        return None
    predicate = _predicate_after(words, start, end)
    if predicate is None:
        return None
    restricted = words.at(end) in ("who", "whose", "that") and predicate - start < _LONGEST_PHRASE
    is_unnamed = words.text[end - 1][0].islower() or is_plural(words, end - 1, start)
    if restricted and is_unnamed:
        return MainClause(Span(start, _without_adverbs(words, start, predicate)), predicate)
    subject = _whole_subject(words, start, end, predicate)
    final = _without_adverbs(words, subject.start, subject.end) - 1
    last = before_time(words, final)
    if last < final and words.at(last).endswith("ed"):
        last -= 1  # "a poll released on Sunday"
    phrase = noun_phrase(words, subject.start, max(last, subject.start) + 1)
    return MainClause(phrase, predicate) if phrase else None


def _whole_subject(words: Words, start: int, end: int, predicate: int) -> Span:
    """All of *X, Y and Z*; of *her deputy, Ann Holt,* the name; else what ends before the mark."""
    if words.at(end) != ",":
        return Span(start, end)
    if "," not in words.lower[max(0, predicate - 3) : predicate]:
        is_list = "and" in words.lower[end:predicate] and words.at(end + 1) not in _RELATIVES
        return Span(start, predicate) if is_list else Span(start, end)
    if is_definite(words, start, end):
        comma = next((i for i in range(end + 1, predicate) if words.lower[i] == ","), predicate)
        return name_between(words, end + 1, comma) or Span(start, end)
    return Span(start, end)


def _without_adverbs(words: Words, start: int, end: int) -> int:
    """Number after the last word that is no *also* or *both* before the verb."""
    while end - 1 > start and words.is_auxiliary(end - 1) and words.text[end - 1].islower():
        end -= 1
    return end


def _end_of_subject(words: Words, start: int) -> int:
    """Number after the last word before a mark, a relative clause or the verb."""
    count = len(words.lower)
    index = start
    while index < min(count, start + 22):
        word = words.lower[index]
        if word in ("and", "or", "&") and _joins(words, start, index):
            index += 1
            continue
        if word == "(":
            closing = next(
                (i for i in range(index, min(index + 16, count)) if words.at(i) == ")"), 0
            )
            if not closing:
                return index
            index = closing + 1
            continue
        if word == "“" and words.at(index + 2) == "”" and index > start:
            index += 3
            continue
        if words.is_break(index) or is_finite(words, index, start):
            return index
        index += 1
    return index


def _joins(words: Words, start: int, index: int) -> bool:
    """Whether *and* joins two nouns of one subject: a verb follows before the next mark."""
    if index == start:
        return False
    for later in range(index + 1, min(index + 9, len(words.lower))):
        if words.is_break(later):
            return False
        if is_finite(words, later, start):
            return later > index + 1
    return False


def _predicate_after(words: Words, start: int, end: int) -> int | None:
    """Number of the word with which the predicate begins, behind appositions and the like."""
    index, count = end, len(words.lower)
    limit = min(count, end + _FARTHEST)
    if index < count and is_finite(words, index, start):
        return index
    if words.at(index) in _RELATIVES:
        return _behind_relative(words, start, index, limit)
    if words.at(index) not in (",", "—", "–"):
        return None
    while index < limit:
        mark = words.lower[index]
        first = _behind_adverbs(words, index + 1)
        if first >= count:
            return None
        is_relative = words.at(index + 1) in _RELATIVES
        if not is_relative and _begins_predicate(words, first, Span(start, end)):
            return first
        listed = _end_of_list(words, index + 1, start)
        if listed:
            return listed
        index = next((i for i in range(index + 1, limit) if words.lower[i] == mark), limit)
    return None


def _end_of_list(words: Words, first: int, start: int) -> int | None:
    """The verb after *Z* in *X, Y and Z said*: no comma stands before it."""
    joined = False
    for index in range(first, min(first + 12, len(words.lower))):
        if words.lower[index] == "and":
            joined = True
        elif words.is_break(index):
            return None
        elif joined and is_finite(words, index, start):
            return index if words.at(index - 1) != "and" else None
        elif not joined and is_finite(words, index, first):
            return None
    return None


def _behind_adverbs(words: Words, start: int) -> int:
    """Behind *also*, *on Monday*, *last week*."""
    index = start
    for _ in range(3):
        while (
            index < len(words.lower)
            and words.lower[index] not in AUXILIARIES
            and (words.is_auxiliary(index) or words.lower[index] in ("”", ","))
        ):
            index += 1
        if words.at(index) in ("on", "in", "at", "last", "this", "earlier", "late"):
            times = [
                i for i in range(index, min(index + 4, len(words.lower))) if TIME.match(words.at(i))
            ]
            index = times[0] + 1 if times else index
    return index


def _begins_predicate(words: Words, index: int, subject: Span) -> bool:
    if words.at(index - 1) in NOUN_BEFORE or words.at(index) in ("and", "or"):
        return False
    word = words.lower[index]
    forms = forms_of(word)
    is_base = Form.BASE in forms and is_plural(words, subject.end - 1, subject.start)
    return (
        words.text[index][0].islower()
        and (word in AUXILIARIES or words.is_verb(index) or Form.THIRD in forms or is_base)
        and not (word.endswith("ed") and words.at(index + 1) in ("by", "as"))
    )


def _behind_relative(words: Words, start: int, relative: int, limit: int) -> int | None:
    """*People who know him say*: the second verb, after the relative clause's own."""
    seen = False
    for index in range(relative + 1, limit):
        if words.lower[index] in (";", ":", "“"):
            return None
        if not words.text[index][0].islower() or words.at(index - 1) in NOUN_BEFORE | {"to"}:
            continue
        is_first = index == relative + 1 and words.at(relative) in ("who", "which", "that")
        if not (is_first or _may_be_second(words, index, Span(start, relative))):
            continue
        chained = words.at(index - 1) in AUXILIARIES | {"and", "or", "not"}
        if seen and not chained:
            return index
        seen = True
    return None


def _may_be_second(words: Words, index: int, subject: Span) -> bool:
    """Whether a word behind a relative pronoun is a verb, in any form that fits the subject."""
    forms = forms_of(words.lower[index])
    is_base = Form.BASE in forms and is_plural(words, subject.end - 1, subject.start)
    is_past = words.lower[index] in AUXILIARIES or words.is_verb(index)
    return is_past or Form.THIRD in forms or is_base
