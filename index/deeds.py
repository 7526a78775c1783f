"""What the subject of a sentence does or feels that tells his opinion, where nobody speaks.

*The union opposed the sale*, *Holt is confident that …*, *the mayor took issue with the plan*:
narrated acts and attitudes, attributed to the actor. Read only where `index.clauses` finds no
speech.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.attitudes import (
    ADJECTIVES,
    ADVERBIAL,
    CLEAR_VERBS,
    LIGHT_VERBS,
    NOUNS_OF_DEEDS,
    VERBS_OF_ATTITUDE,
)
from index.cues import Cue, Form
from index.demands import is_no_statement
from index.mainclause import MainClause, main_clause
from index.phrases import AUXILIARIES, BE, DETERMINERS, PREPOSITIONS, SUBORDINATORS, Words
from index.saying import Saying
from index.types import Span, Stance

__all__ = ["deeds"]

_LINKING = BE | frozenset(
    """feel feels felt remain remains remained become becomes became seem seems seemed sound sounds
    grow grew appear appears appeared been being""".split()
)
_LINKS = frozenset({"and", "but", ",", "or"})
_DEGREES = frozenset(
    "not very more less so too most all also quite rather still just no as".split()
)
_ENDS = (SUBORDINATORS - {"and", "but", "or", "nor", "plus", "as", "than"}) | {";", ":"}
_BEFORE_NOUN = DETERMINERS | frozenset("’s 's of no any some more many".split())
_BEFORE_GERUND = frozenset("by in of for about after while when without from on with at".split())
_HEARSAY = frozenset("reportedly allegedly supposedly apparently purportedly".split())
_IMPERSONAL = frozenset("it there this that what".split())
"""*It is hard to see*: nobody's opinion."""
_REFUSALS = frozenset("decline declines declined refuse refuses refused fail fails failed".split())
"""*declined to say*: nothing was said."""
_MOSTLY_OTHERWISE = frozenset({"back"})
"""Base forms that seldom are verbs."""
_REACH = 24
_NOUN_REACH = 5


def deeds(words: Words, only_clear: bool = False) -> tuple[Saying, ...]:
    """What the subject of the sentence does that tells his opinion.

    Args:
        words: A sentence with its quotations blotted out.
        only_clear: Whether only verbs count that tell an opinion whatever the document.

    Returns:
        One saying, or none.
    """
    if not _HEARSAY.isdisjoint(words.lower):
        return ()
    clause = main_clause(words)
    if clause is None or words.at(clause.subject.start) in _IMPERSONAL:
        return ()
    found = (
        (cue, stance)
        for cue, stance in _cues(words, clause)
        if not only_clear or words.lower[cue.start] in CLEAR_VERBS
    )
    cue, stance = next(found, (None, Stance.THINKS))
    if cue is None:
        return ()
    subject = words.characters(clause.subject)
    return (Saying(subject, words.characters(cue), stance, is_beside=False, is_deed=True),)


def _cues(words: Words, clause: MainClause) -> Iterator[tuple[Span, Stance]]:
    """The words of the predicate that tell an opinion, in their order."""
    for index in range(clause.predicate, min(clause.predicate + _REACH, len(words.lower))):
        word = words.lower[index]
        if word in _ENDS or word in _REFUSALS:
            return
        if not words.text[index][0].islower():
            continue
        if word in _LINKING:
            yield from _adjective(words, index)
        if word in LIGHT_VERBS:
            yield from _noun(words, index)
        if word in VERBS_OF_ATTITUDE:
            yield from _verb(words, clause, index)
        if word == "like" and words.at(index - 1) in ("would", "’d", "'d"):
            yield Span(index - 1, index + 1), Stance.THINKS


def _adjective(words: Words, linking: int) -> Iterator[tuple[Span, Stance]]:
    for index in range(linking + 1, min(linking + 5, len(words.lower))):
        word = words.lower[index]
        if word in ADJECTIVES and (words.at(index + 1) not in ("by",)):
            yield Span(linking, index + 1), ADJECTIVES[word]
            return
        if word not in _DEGREES | AUXILIARIES and not word.endswith("ly"):
            return


def _noun(words: Words, verb: int) -> Iterator[tuple[Span, Stance]]:
    for index in range(verb + 1, min(verb + 1 + _NOUN_REACH, len(words.lower))):
        word = words.lower[index]
        is_taken = word != "issue" or words.at(verb)[:2] in ("ta", "to")  # "took issue with"
        if word in NOUNS_OF_DEEDS and is_taken and words.text[index][0].islower():
            yield Span(verb, index + 1), NOUNS_OF_DEEDS[word]
            return
        if words.is_break(index) or word in PREPOSITIONS or words.is_verb(index):
            return


def _verb(words: Words, clause: MainClause, index: int) -> Iterator[tuple[Span, Stance]]:
    for cue in VERBS_OF_ATTITUDE[words.lower[index]]:
        after = index + 1 + bool(cue.particle)
        if cue.particle and words.at(index + 1) != cue.particle:
            continue
        if _is_verb_here(words, clause, index, after, cue):
            after += words.at(after) in ADVERBIAL and not cue.particle
            yield Span(index, min(after, len(words.lower))), cue.stance
            return


def _is_verb_here(words: Words, clause: MainClause, index: int, after: int, cue: Cue) -> bool:
    """Whether a form is a verb of the subject, no noun, adjective or passive."""
    before = words.at(index - 1)
    first = index
    while first > clause.predicate and words.is_auxiliary(first - 1):
        first -= 1
    helpers = set(words.lower[first:index])
    if is_no_statement(words, helpers, first, after, cue):
        return False
    if before in _BEFORE_NOUN and cue.form is not Form.ING:
        return False
    if cue.form is Form.PAST:
        is_passive = bool(helpers & BE) or words.at(after) == "by"
        is_perfect = helpers & {"has", "have", "had", "having"} and not helpers & {"been", "being"}
        is_linked = index == clause.predicate or before in _LINKS or words.is_auxiliary(index - 1)
        return is_linked and (bool(is_perfect) or not is_passive)
    if cue.form is Form.THIRD:
        return index == clause.predicate or before in _LINKS or words.is_auxiliary(index - 1)
    if cue.form is Form.BASE:
        if words.lower[index] in _MOSTLY_OTHERWISE and before != "to":
            return False
        return (
            before == "to"
            or words.is_auxiliary(index - 1)
            or index == clause.predicate
            or (before in {"and", "or"})
        )
    is_free = before in {",", "and", "or", "—", "–"} or before in _BEFORE_GERUND
    return is_free or bool(helpers & BE)
