"""Who does what to whom: the verbs of a text, each with those who take part.

A verb keeps its subject over ", who …," and ", the mayor,"; "by" names the doer of a passive; and
"bought from" is "sold to" with the sides changed. Whom a sentence does not tell stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.words import STOP_WORDS
from qa.language.names import OPENERS
from qa.language.numerals import MONTHS
from qa.language.terms import NUMBER_WORDS, stem
from qa.language.verb_forms import (
    ADVERBS,
    DETERMINERS,
    HELPERS,
    PREPOSITIONS,
    PRONOUNS,
    Form,
    form_at,
    is_agent,
)

__all__ = ["Deed", "Party", "deeds"]

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Gen|Lt|Col|Sgt|St|[A-Z])\.(?=\s[A-Z])|\d+(?:[.,:–-]\d+)*%?"
    r"|[^\W_]+(?:['’.-][^\W_]+)*['’]?|[,;:.!?()—–\"“”]"
)
_ENDS = frozenset(";:.!?()—–\"“”")
_SUBORDINATORS = frozenset(
    """but while although though because whereas nor than as if when which who whose whom where
    whether that unless until since after before""".split()
)
_RELATIVES = frozenset("who which that".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_TITLES = frozenset(
    """president minister prime mayor senator governor judge general chief director mr mrs ms dr
    professor king queen prince princess captain major colonel admiral secretary justice sir lord
    lady representative congressman congresswoman chancellor ambassador pope bishop police the
    nurse doctor officer sen gov rep gen lt col sgt st""".split()
)
_NO_NAMES = _DAYS | frozenset(MONTHS) | _TITLES | STOP_WORDS
_OBJECTS = frozenset("it him her them".split())
_JOINTS = frozenset("and or but".split())
_QUANTITIES = NUMBER_WORDS | frozenset(
    "most some many few all each none one half third quarter part majority both members".split()
)
_EMPTY = STOP_WORDS | PRONOUNS | PREPOSITIONS | ADVERBS | DETERMINERS | HELPERS
_SOLD = {stem(one): stem(other) for one, other in (("buy", "sell"), ("purchase", "sell"), ("borrow", "lend"))}
_SAME = {stem("lent"): stem("lend"), stem("defeat"): stem("beat")}
"""Stems of what is the other side's deed told the other way round; its doer receives."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something that takes part. All are stems."""

    heads: frozenset[str] = frozenset()
    """What it is called, without what follows "of" or "in" and without owners ("Moss's")."""
    names: frozenset[str] = frozenset()
    """Those of the heads that are names."""
    words: frozenset[str] = frozenset()
    """All its words."""
    written: str = ""

    def __or__(self, other: Party) -> Party:
        """Both in one."""
        written = " ".join(filter(None, (self.written, other.written)))
        return Party(
            self.heads | other.heads, self.names | other.names, self.words | other.words, written
        )


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


def deeds(text: str) -> list[Deed]:
    """The deeds of a text, in order."""
    found: list[Deed] = []
    run: list[_Word] = []
    number = 0
    for token in _TOKEN.finditer(f"{text} ."):
        if token[0] not in _ENDS:
            run.append(_word(token[0]))
        elif run:
            run[0] = _opening(run)
            found += _Reader(run, number).read()
            run = []
        number += token[0] in ".!?"
    return found


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    lower: str
    capital: bool
    owns: bool


def _word(written: str) -> _Word:
    bare = re.sub(r"['’]s?$", "", written)
    lower = re.sub(r"n['’]t$", "", bare.lower())
    return _Word(bare, lower, written[0].isupper(), bare != written)


def _opening(run: Sequence[_Word]) -> _Word:
    """The first word: a name only before another one, or where no noun follows ("Deputy governor")."""
    first, following = run[0], run[1] if len(run) > 1 else None
    known = first.lower in _EMPTY | OPENERS | _SUBORDINATORS or first.lower.endswith("s")
    alone = following is None or not following.capital
    return replace(first, capital=first.capital and not (known and (alone or first.lower in _EMPTY)))


class _Reader:
    """Reads the deeds of one stretch between full stops, semicolons or quotation marks."""

    def __init__(self, words: Sequence[_Word], number: int) -> None:
        self._words = words
        self._lower = [word.written if word.capital else word.lower for word in words]
        self._number = number
        names = [word.capital for word in words]
        forms = [form_at(self._lower, at, names) for at in range(len(words))]
        self._forms = [None if words[at].owns else form for at, form in enumerate(forms)]
        self._reduced = frozenset(at for at in range(len(words)) if self._is_reduced(at))

    def read(self) -> Iterator[Deed]:
        """The deeds in order."""
        before = Party()
        passive = False
        for at, form in enumerate(self._forms):
            if form is None or form is Form.INFINITIVE:
                continue
            joined, subject = self._subject(at)
            if joined:  # "was praised by Holm and called a mistake by Berg"
                subject = before
                bare = self._left_of_helpers(at) == at - 1
                form = Form.PASSIVE if passive and bare else form
            if at not in self._reduced:
                before, passive = subject, form is Form.PASSIVE
            yield self._deed(at, form, subject)

    def _deed(self, at: int, form: Form, subject: Party) -> Deed:
        end = self._end(at)
        target = self._party(at + 1, self._phrase_end(at + 1, end))
        doer, others = subject, self._party(at + 1, end)
        reach = self._stems(at + 1, self._next_verb(at)) | others.words
        if form is Form.PASSIVE or at in self._reduced:
            by = self._agent(at + 1, end)
            until = self._phrase_end(by, end)
            doer, target = self._party(by, until), subject
            others = subject | self._party(at + 1, by) | self._party(until, end)
            reach |= subject.words
        word, pronoun = self._words[at], self._at(at + 1) in _OBJECTS
        verb = _SAME.get(stem(word.lower), stem(word.lower))
        deed = Deed(word.written, verb, doer, target, others, pronoun, reach, self._number)
        if form is Form.ACTIVE and deed.verb == stem("lose") and self._at(at + 1) == "to":
            winner = self._party(at + 2, self._phrase_end(at + 2, end))
            return replace(deed, verb=stem("beat"), doer=winner, target=doer, others=doer | others)
        if deed.verb in _SOLD:
            seller = self._after("from", at + 1, end)
            return replace(deed, verb=_SOLD[deed.verb], doer=seller, others=doer | others)
        return deed

    def _subject(self, at: int) -> tuple[bool, Party]:
        """Whether the verb shares the subject of the one before, and its own one."""
        left = self._left_of_helpers(at)
        if self._at(left) in _JOINTS:
            return True, Party()
        relative = self._at(left) in _RELATIVES
        if relative:
            left -= 1
        aside = Party()
        if self._at(left) == ",":
            left, aside = (left - 1, aside) if relative else self._over_aside(left)
        start = self._phrase_start(left)
        if not relative and self._is_relative(start - 1):
            return self._subject(start - 1)  # "those who missed it blamed the driver"
        if self._at(start - 1) == "and" and not relative:
            aside |= self._before_and(start - 1)
        named = self._party(start, left + 1)
        core = self._party(start, self._phrase_end(start, left + 1))
        if relative or self._at(start) in PREPOSITIONS:
            core = replace(named, heads=named.words) if relative else Party()
        return False, replace(core, words=named.words) | aside

    def _is_relative(self, at: int) -> bool:
        """Whether a verb stands here whose subject is "who" or the like."""
        verb = at >= 0 and self._forms[at] is not None
        return verb and self._at(self._left_of_helpers(at)) in _RELATIVES

    def _before_and(self, joint: int) -> Party:
        """Those before the "and" of "Dahl, Moe and Berg sued"; nobody where it joins clauses."""
        start = self._phrase_start(joint - 1, over=",")
        parted = self._at(joint - 1) == "," and start > 0 and self._forms[start - 1] is not None
        return Party() if parted else self._party(start, joint)

    def _over_aside(self, comma: int) -> tuple[int, Party]:
        """The place before the ", …," that ends here, and what it calls the one before it."""
        opening = comma - 1
        while opening >= 0 and self._lower[opening] != ",":
            opening -= 1
        if opening < 0:
            return comma, Party()
        first = self._words[opening + 1]
        named = first.capital or first.lower in DETERMINERS
        if not named or any(self._forms[opening + 1 : comma]):
            return opening - 1, Party()
        return opening - 1, self._party(opening + 1, self._phrase_end(opening + 1, comma))

    def _phrase_start(self, last: int, over: str = "") -> int:
        """Where the noun phrase that ends at a place begins; signs in ``over`` belong to it."""
        start = last
        while start >= 0:
            word = self._lower[start]
            verb = self._forms[start] is not None and start not in self._reduced
            if verb or word in _SUBORDINATORS | _JOINTS or (word == "," and word not in over):
                break
            start -= 1
        return start + 1

    def _end(self, at: int) -> int:
        """Where the other side of a verb ends: at the next clause; asides belong to it."""
        end = at + 1
        while end < len(self._words):
            word = self._lower[end]
            if self._forms[end] is not None or (word in _SUBORDINATORS and word != "that"):
                return end
            if word in _JOINTS and self._verb_before_break(end):
                return end
            if word == "," and not self._aside_follows(end):
                return end
            if word == ",":
                end = self._lower.index(",", end + 1) if "," in self._lower[end + 1 :] else end
            end += 1
        return end

    def _verb_before_break(self, at: int) -> bool:
        for place in range(at + 1, len(self._words)):
            if self._forms[place] is not None:
                return True
            if self._lower[place] in _SUBORDINATORS or self._lower[place] == ",":
                return False
        return False

    def _aside_follows(self, comma: int) -> bool:
        """Whether a name for the one before follows between commas, or up to the end."""
        if comma + 1 >= len(self._words):
            return False
        first = self._words[comma + 1]
        return (first.capital or first.lower in DETERMINERS) and not self._verb_before_break(comma)

    def _next_verb(self, at: int) -> int:
        places = range(at + 1, len(self._words))
        return next(
            (p for p in places if self._forms[p] is not None and p not in self._reduced),
            len(self._words),
        )

    def _agent(self, start: int, end: int) -> int:
        """Where the doer of a passive begins; the end where none is named."""
        for at in range(start, end - 1):
            if self._lower[at] == "by" and is_agent(self._lower, at + 1):
                return at + 1
        return end

    def _after(self, preposition: str, start: int, end: int) -> Party:
        if preposition not in self._lower[start:end]:
            return Party()
        first = self._lower.index(preposition, start, end) + 1
        return self._party(first, self._phrase_end(first, end))

    def _phrase_end(self, start: int, end: int) -> int:
        """Where a phrase goes on with "in", "to" or the like; past the "of" of a number."""
        for at in range(start, end):
            if self._lower[at] == "of" and self._lower[at - 1] in _QUANTITIES:
                continue
            if at > start and self._lower[at] in PREPOSITIONS or at in self._reduced:
                return at
        return end

    def _is_reduced(self, at: int) -> bool:
        """Whether a past is part of a noun phrase whose verb follows: "images made by Holm show"."""
        if self._forms[at] not in (Form.ACTIVE, Form.PASSIVE) or self._at(at - 1) in HELPERS:
            return False
        if self._at(at + 1) not in PREPOSITIONS:
            return False
        for place in range(at + 1, len(self._words)):
            if self._lower[place] in _SUBORDINATORS | _JOINTS or self._lower[place] == ",":
                return False
            if self._forms[place] not in (None, Form.INFINITIVE):
                return True
        return False

    def _left_of_helpers(self, at: int) -> int:
        left = at - 1
        while left >= 0 and (self._lower[left] in HELPERS | ADVERBS or self._lower[left][-2:] == "ly"):
            left -= 1
        return left

    def _party(self, start: int, end: int) -> Party:
        words = [w for w in self._words[start:end] if w.lower[0].isalnum() and w.lower not in _EMPTY]
        own = [word for word in words if not word.owns]
        heads = [word for word in own if not word.lower[0].isdigit()]
        names = [word for word in heads if word.capital and word.lower not in _NO_NAMES]
        return Party(
            frozenset(stem(word.lower) for word in heads),
            frozenset(stem(word.lower) for word in names),
            frozenset(stem(word.lower) for word in words),
            " ".join(word.written for word in names or heads),
        )

    def _stems(self, start: int, end: int) -> frozenset[str]:
        return self._party(start, end).words

    def _at(self, at: int) -> str:
        return self._lower[at] if 0 <= at < len(self._lower) else ""
