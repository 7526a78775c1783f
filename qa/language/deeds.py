"""Who does what to whom: the verbs of a text, each with those who take part.

A verb keeps its subject over ", who …," and ", the mayor,"; "by" names the doer of a passive; and
"bought from" is "sold to" with the sides changed. Whom a sentence does not tell stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from qa.language.phrases import JOINTS, RELATIVES, Party, Phrases, stretches
from qa.language.terms import stem
from qa.language.verb_forms import DETERMINERS, PREPOSITIONS, Form

__all__ = ["Deed", "deeds"]

_OBJECTS = frozenset("it him her them".split())
_SOLD = {
    stem(one): stem(other)
    for one, other in (("buy", "sell"), ("purchase", "sell"), ("borrow", "lend"))
}
"""Stems of what is the other side's deed told the other way round; its doer receives."""
_SAME = {stem("lent"): stem("lend"), stem("defeat"): stem("beat")}


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb and those who take part."""

    written: str
    verb: str
    """Its stem."""
    doer: Party
    """Empty where the sentence does not name it, or only by a pronoun."""
    target: Party
    """What stands without a preposition on the other side."""
    others: Party
    """All on the other side, the target among them."""
    onto_pronoun: bool
    """Whether it is done to "it" or "him"."""
    reach: frozenset[str]
    """Stems of all that may be on the other side, up to the next verb."""
    sentence: int


@lru_cache(maxsize=64)
def deeds(text: str) -> tuple[Deed, ...]:
    """The deeds of a text, in order."""
    read = (_Reader(phrases, number).read() for phrases, number in stretches(text))
    return tuple(chain.from_iterable(read))


class _Reader:
    """Reads the deeds of one stretch."""

    def __init__(self, phrases: Phrases, number: int) -> None:
        self._p = phrases
        self._number = number

    def read(self) -> Iterator[Deed]:
        """The deeds in order."""
        main = last = (Party(), False)  # the subject before, and whether its verb is passive
        for at, form in enumerate(self._p.forms):
            if form is None or form is Form.INFINITIVE:
                continue
            left = self._p.left_of_helpers(at)
            if self._p.at(left) in JOINTS:  # "was praised by Holm and called a mistake by Berg"
                subject, passive = main if self._p.at(left - 1) == "," else last
                form = Form.PASSIVE if passive and left == at - 1 else form
            else:
                subject = self._subject(left)
            if at not in self._p.reduced:
                last = subject, form is Form.PASSIVE
                main = main if self._p.is_relative(at) else last
            yield self._deed(at, form, subject)

    def _deed(self, at: int, form: Form, subject: Party) -> Deed:
        end = self._p.end(at)
        direct = self._p.at(at + 1) not in PREPOSITIONS - {"to"}
        target = self._p.party(at + 1, self._p.phrase_end(at + 1, end) if direct else at + 1)
        doer, others = subject, self._p.party(at + 1, end)
        reach = self._p.party(at + 1, self._p.next_verb(at)).words | others.words
        if form is Form.PASSIVE or at in self._p.reduced:
            by = self._p.agent(at + 1, end)
            until = self._p.phrase_end(by, end)
            doer, target = self._p.party(by, until), subject
            others = subject | self._p.party(at + 1, by) | self._p.party(until, end)
            reach |= subject.words
        word, pronoun = self._p.words[at], self._p.at(at + 1) in _OBJECTS
        verb = _SAME.get(stem(word.lower), stem(word.lower))
        deed = Deed(word.written, verb, doer, target, others, pronoun, reach, self._number)
        if form is Form.ACTIVE and deed.verb == stem("lose") and self._p.at(at + 1) == "to":
            winner = self._p.party(at + 2, self._p.phrase_end(at + 2, end))
            return replace(deed, verb=stem("beat"), doer=winner, target=doer, others=doer | others)
        if deed.verb in _SOLD:
            seller = self._after("from", at + 1, end)
            return replace(deed, verb=_SOLD[deed.verb], doer=seller, others=doer | others)
        return deed

    def _subject(self, left: int) -> Party:
        """The subject that ends at a place, or before the ", …," that ends there."""
        relative = self._p.at(left) in RELATIVES
        if relative:
            left -= 1
        aside = Party()
        if self._p.at(left) == ",":
            left, aside = (left - 1, aside) if relative else self._over_aside(left)
        start = self._p.phrase_start(left)
        if not relative and self._p.is_relative(start - 1):
            return self._subject(
                self._p.left_of_helpers(start - 1)
            )  # "those who missed it blamed the driver"
        if self._p.at(start - 1) == "and" and not relative:
            aside |= self._before_and(start - 1)
        named = self._p.party(start, left + 1)
        core = self._p.party(start, self._p.phrase_end(start, left + 1))
        if relative or self._p.at(start) in PREPOSITIONS:
            core = replace(named, heads=named.words) if relative else Party()
        return replace(core, words=named.words) | aside

    def _before_and(self, joint: int) -> Party:
        """Those before the "and" of "Dahl, Moe and Berg sued"; nobody where it joins clauses."""
        start = self._p.phrase_start(joint - 1, over=",")
        parted = self._p.at(joint - 1) == "," and start > 0 and self._p.forms[start - 1] is not None
        return Party() if parted else self._p.party(start, joint)

    def _over_aside(self, comma: int) -> tuple[int, Party]:
        """The place before the ", …," that ends here, and what it calls the one before it."""
        opening = comma - 1
        while opening >= 0 and self._p.lower[opening] != ",":
            opening -= 1
        if opening < 0:
            return comma, Party()
        first = self._p.words[opening + 1]
        named = first.capital or first.lower in DETERMINERS
        if not named or any(self._p.forms[opening + 1 : comma]):
            return opening - 1, Party()
        return opening - 1, self._p.party(opening + 1, self._p.phrase_end(opening + 1, comma))

    def _after(self, preposition: str, start: int, end: int) -> Party:
        if preposition not in self._p.lower[start:end]:
            return Party()
        first = self._p.lower.index(preposition, start, end) + 1
        return self._p.party(first, self._p.phrase_end(first, end))
