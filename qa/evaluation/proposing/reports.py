"""What a sentence says that somebody says, cut out of it: *the gates would open*."""

from __future__ import annotations

from dataclasses import dataclass

from index.clauses import sayings
from index.cues import VERBS, Demand, Form, inflections
from index.mainclause import main_clause
from index.nesting import nested
from index.phrases import (
    CONNECTIVES,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME,
    Words,
)
from index.saying import Saying
from index.subjects import after_dateline
from index.types import Sentence, Span, Stance
from qa.evaluation.proposing.source import Source
from qa.followups.kinds import is_plural
from qa.language.dates import WEEKDAYS
from qa.language.names import OPENERS
from qa.language.numerals import MONTHS
from qa.language.terms import NUMBER_WORDS

__all__ = ["Report", "ends_clause", "is_broken_off", "reported"]

_TELLS_SOMEBODY = frozenset(
    """told tells tell informed informs assured assures reminded reminds notified notifies warned
    warns""".split()
)
"""Verbs that name whom they tell before "that"."""
_ONLY_TO_SOMEBODY = _TELLS_SOMEBODY - {"warned", "warns"}
_LONGEST_AUDIENCE = 8
_UNREAL = frozenset("would could might may should will not never to used".split())
_BREAKS = frozenset(",;:—–―(-")
_STANCES = frozenset(Stance) - {Stance.ASKED}
_TAKES_IN = ("learn", "hear", "read")
"""Verbs of those who are told."""
_WITHOUT_THAT = frozenset(
    """said says say saying thinks think thought believes believe believed believing hopes hope
    hoped fears fear feared claims claim claimed claiming insists insist insisted admitted
    admits""".split()
)
"""Verbs after which a clause often stands without "that"."""
_OPENS_CLAUSE = frozenset("that which who whom when if because while although where".split())
_SHORTEST = 6
"""Words at the end of a clause among which one that opens another must have its verb."""
_NO_END = frozenset("+ / * = & < > | ~ and or the a an of".split())
_AFTER_LIST = PREPOSITIONS | SUBORDINATORS | DETERMINERS | CONNECTIVES


@dataclass(frozen=True, slots=True)
class Report:
    """Words that somebody is said to say."""

    words: Span
    """Where they stand in the document: one clause, without its full stop."""
    verb: str
    """What goes between "Who" and "that": *said*, *believes*."""
    names_speaker: bool
    """Whether the sentence itself names him."""


def reported(source: Source, sentence: Sentence) -> Report | None:
    """The one clause that a sentence reports; ``None`` where it reports none, or several.

    Args:
        source: the document.
        sentence: an attributed sentence of it.
    """
    words = Words.of(source.masked(sentence))
    found = sayings(words)
    chain = nested(words.sentence, found)
    attribution = sentence.attribution
    if attribution is None or not chain or len(chain) != len(found):
        return None
    inner = chain[-1]
    cue = inner.cue.of(words.sentence)
    if cue != attribution.cue or inner.stance not in _STANCES or cue.endswith(" by"):
        return None
    if cue.lower().startswith(_TAKES_IN):
        return None
    span = _beside(words, inner) if inner.is_beside else _after(words, inner, chain)
    clause = _clause_in(words.sentence, span) if span else None
    if clause is None:
        return None
    start = sentence.start + clause.start
    names = inner.speaker.of(words.sentence).lower() not in SUBJECT_PRONOUNS
    return Report(Span(start, sentence.start + clause.end), _verb(words, inner), names)


def _clause_in(sentence: str, span: Span) -> Span | None:
    """The one clause that a stretch begins with: up to the first sign after its verb.

    Args:
        sentence: with its quotations blotted out.
        span: the stretch of it.
    """
    words = Words.of(span.of(sentence))
    clause = main_clause(words)
    if clause is None or clause.subject.start != 0 or words.at(1) == ",":
        return None
    if not _is_definite(words, clause.subject.end):
        return None
    end = next(
        (i for i in range(clause.predicate, len(words.lower)) if ends_clause(words, i)),
        len(words.lower),
    )
    if is_broken_off(words, end):
        return None
    while end and words.lower[end - 1] in ".,;:":
        end -= 1
    if end <= clause.predicate + 1:
        return None
    inner = words.characters(Span(0, end))
    return Span(span.start + inner.start, span.start + inner.end)


def _is_definite(words: Words, end: int) -> bool:
    """Whether a subject is a whole one: *the claim*, *claims*; not the *claim* of *that claim*."""
    subject = words.text[:end]
    is_known = any(w[0].isupper() or w[0].isdigit() or "’s" in w or "'s" in w for w in subject)
    lower = words.lower[:end]
    return (
        is_known
        or lower[0] in DETERMINERS
        or lower[0].split("-")[0] in NUMBER_WORDS | OPENERS
        or any(map(is_plural, lower))
    )


def ends_clause(words: Words, at: int) -> bool:
    """Whether a clause ends before a sign, which is none of a date's.

    Args:
        words: a sentence with its quotations blotted out.
        at: number of a word or sign of it.
    """
    if words.lower[at] not in _BREAKS:
        return False
    before, follows = words.at(at - 1), words.at(at + 1)
    in_date = (_is_day(before) and follows[:1].isdigit()) or (
        before in WEEKDAYS and (follows[:1].isdigit() or follows in MONTHS)
    )
    return not (words.lower[at] == "," and (in_date or not follows))


def _is_day(word: str) -> bool:
    return word in MONTHS or (word.isdigit() and len(word) < 3)


def is_broken_off(words: Words, comma: int) -> bool:
    """Whether a clause cannot end here: *a long, cold winter*, *said that Berg, the mayor, left*.

    Args:
        words: a sentence with its quotations blotted out.
        comma: number of the sign or word behind the clause.
    """
    follows = words.at(comma + 1)
    is_adjective = follows.isalpha() and follows not in _AFTER_LIST and not follows.endswith("ing")
    if words.at(comma - 1) in _NO_END:
        return True
    if words.at(comma) == "," and is_adjective and words.at(comma - 2) in DETERMINERS:
        return True
    for at in range(comma - 1, max(comma - _SHORTEST, 0), -1):
        if words.is_verb(at):
            return False
        if words.lower[at] in _OPENS_CLAUSE:
            return True
    return False


def _after(words: Words, saying: Saying, chain: list[Saying]) -> Span | None:
    """*X said (on Monday) that* …: the words after it."""
    first = next((i for i, (s, _) in enumerate(words.spans) if s >= saying.cue.end), None)
    if first is None or _is_unreal(words, saying):
        return None
    that = _that_after(words, first)
    start = first if that is None else that + 1
    if start >= len(words.lower) or (that is None and not _may_lack_that(words, first)):
        return None
    begin = words.spans[start][0]
    ends = [
        min(s.speaker.start, s.cue.start)
        for s in chain
        if s.is_beside and min(s.speaker.start, s.cue.start) > begin
    ]
    end = min(ends, default=words.spans[-1][1])
    return Span(begin, end) if end > begin else None


def _that_after(words: Words, first: int) -> int | None:
    """Number of the "that" with which the report begins, behind whom, when and where."""
    for at in range(first, min(first + _LONGEST_AUDIENCE, len(words.lower))):
        if words.lower[at] == "that":
            between = words.lower[first:at]
            is_audience = words.at(first - 1) in _TELLS_SOMEBODY
            opens = not between or between[0] in PREPOSITIONS | {"again", "also", "last", "this"}
            is_time = bool(between) and TIME.match(between[0]) is not None
            return at if is_audience or opens or is_time else None
        if words.is_break(at) or words.is_verb(at):
            return None
    return None


def _may_lack_that(words: Words, first: int) -> bool:
    """Whether the report may begin right after the verb, without "that"."""
    opens = words.lower[first] not in PREPOSITIONS and not TIME.match(words.lower[first])
    return opens and words.at(first - 1) in _WITHOUT_THAT


def _is_unreal(words: Words, saying: Saying) -> bool:
    """Whether it is not said at all: *would say*, *used to say*, *did not say*."""
    number = next(i for i, (s, _) in enumerate(words.spans) if s >= saying.cue.start)
    before = words.lower[max(number - 2, 0) : number]
    return not _UNREAL.isdisjoint(before)


def _beside(words: Words, saying: Saying) -> Span | None:
    """*According to X,* …; … *, X said*: the words after, or before it."""
    start = min(saying.speaker.start, saying.cue.start)
    end = max(saying.speaker.end, saying.cue.end)
    opening = after_dateline(words)
    first = words.spans[min(opening, len(words.spans) - 1)][0]
    if start == first:
        comma = next((s for s, e in words.spans if s >= end), None)
        if comma is None or words.sentence[comma] != ",":
            return None
        rest = Span(comma + 1, len(words.sentence))
        lead = len(rest.of(words.sentence)) - len(rest.of(words.sentence).lstrip())
        return Span(rest.start + lead, rest.end) if rest.start + lead < rest.end else None
    before = words.sentence[first:start].rstrip()
    return Span(first, first + len(before) - 1) if before[:-1] and before[-1] == "," else None


def _verb(words: Words, saying: Saying) -> str:
    """What "Who … that" says for the cue: its own verb, where "that" goes with it."""
    cue = saying.cue.of(words.sentence).lower()
    verb = cue.split()[0]
    readings = [r for r in VERBS.get(verb, ()) if r.demand in (Demand.ANY, Demand.CLAUSE)]
    form = readings[0].form if readings else Form.PAST
    follows = words.sentence[saying.cue.end :].split()[:1]
    takes_that = follows == ["that"] or saying.stance is Stance.THINKS
    is_own = takes_that and readings and not saying.is_beside and verb not in _ONLY_TO_SOMEBODY
    if is_own and form is not Form.ING:
        return _third(cue) if form is Form.BASE else cue
    return "says" if form in (Form.THIRD, Form.BASE) else "said"


def _third(cue: str) -> str:
    """A base form as one person's: *thinks*, *points out*."""
    verb, _, particle = cue.partition(" ")
    forms = {form: word for word, (form, _) in inflections(verb).items()}
    return f"{forms[Form.THIRD]} {particle}".strip()
