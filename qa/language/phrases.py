"""The noun phrases of a sentence: where each begins and ends, and what it calls somebody.

Read by small words, signs and verbs alone: a phrase goes from a verb, a comma or a conjunction up
to the next; its head stands before "of" or "in"; ", the mayor," is another name for the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.words import STOP_WORDS
from qa.language.dates import WEEKDAYS
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

__all__ = ["JOINTS", "RELATIVES", "Party", "Phrases", "stretches"]

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Gen|Lt|Col|Sgt|St|[A-Z])\.(?=\s[A-Z])|\d+(?:[.,:–-]\d+)*%?"
    r"|[^\W_]+(?:['’.-][^\W_]+)*['’]?|[,;:.!?()—–\"“”]"
)
_ENDS = frozenset(';:.!?()—–"“”')
_SUBORDINATORS = frozenset(
    """but while although though because whereas nor than as if when which who whose whom where
    whether that unless until since after before""".split()
)
RELATIVES = frozenset("who which that".split())
_TITLES = frozenset(
    """president minister prime mayor senator governor judge general chief director mr mrs ms dr
    professor king queen prince princess captain major colonel admiral secretary justice sir lord
    lady representative congressman congresswoman chancellor ambassador pope bishop police the
    nurse doctor officer sen gov rep gen lt col sgt st""".split()
)
_NO_NAMES = WEEKDAYS | frozenset(MONTHS) | _TITLES | STOP_WORDS
JOINTS = frozenset("and or but".split())
_QUANTITIES = NUMBER_WORDS | frozenset(
    "most some many few all each none one half third quarter part majority both members".split()
)
_EMPTY = STOP_WORDS | PRONOUNS | PREPOSITIONS | ADVERBS | DETERMINERS | HELPERS


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


def stretches(text: str) -> Iterator[tuple[Phrases, int]]:
    """The stretches of a text that have words, each with the number of its sentence."""
    run: list[_Word] = []
    number = 0
    for token in _TOKEN.finditer(f"{text} ."):
        if token[0] not in _ENDS:
            run.append(_word(token[0]))
        elif run:
            run[0] = _opening(run)
            yield Phrases(run), number
            run = []
        number += token[0] in ".!?"


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    lower: str
    capital: bool
    owns: bool


def _word(written: str) -> _Word:
    bare = re.sub(r"['’]s?$", "", written)
    lower = re.sub(r"(?<=\w)n['’]t$", "", bare.lower())
    return _Word(bare, lower, written[0].isupper(), bare != written)


def _opening(run: Sequence[_Word]) -> _Word:
    """The first word, of which a capital says little: a name unless it is known as none."""
    first, following = run[0], run[1] if len(run) > 1 else None
    known = first.lower in _EMPTY | OPENERS | _SUBORDINATORS or first.lower.endswith("s")
    alone = following is None or not following.capital
    return replace(
        first, capital=first.capital and not (known and (alone or first.lower in _EMPTY))
    )


class Phrases:
    """One stretch between full stops, semicolons or quotation marks. Places are word numbers."""

    def __init__(self, words: Sequence[_Word]) -> None:
        self.words = words
        self.lower = [word.written if word.capital else word.lower for word in words]
        names = [word.capital for word in words]
        forms = [form_at(self.lower, at, names) for at in range(len(words))]
        self.forms = [None if words[at].owns else form for at, form in enumerate(forms)]
        self.reduced = frozenset(at for at in range(len(words)) if self._is_reduced(at))

    def is_relative(self, at: int) -> bool:
        """Whether a verb stands here whose subject is "who" or the like."""
        verb = at >= 0 and self.forms[at] is not None
        return verb and self.at(self.left_of_helpers(at)) in RELATIVES

    def phrase_start(self, last: int, over: str = "") -> int:
        """Where the noun phrase that ends at a place begins; signs in ``over`` belong to it."""
        start = last
        while start >= 0:
            word = self.lower[start]
            verb = self.forms[start] is not None and start not in self.reduced
            if verb or word in _SUBORDINATORS | JOINTS or (word == "," and word not in over):
                break
            start -= 1
        return start + 1

    def end(self, at: int) -> int:
        """Where the other side of a verb ends: at the next clause; asides belong to it."""
        end = at + 1
        while end < len(self.words):
            word = self.lower[end]
            if self.forms[end] is not None or (word in _SUBORDINATORS and word != "that"):
                return end
            if word in JOINTS and self._verb_before_break(end):
                return end
            if word == "," and not self._aside_follows(end):
                return end
            if word == ",":
                end = self.lower.index(",", end + 1) if "," in self.lower[end + 1 :] else end
            end += 1
        return end

    def _verb_before_break(self, at: int) -> bool:
        for place in range(at + 1, len(self.words)):
            if self.forms[place] is not None:
                return True
            if self.lower[place] in _SUBORDINATORS or self.lower[place] == ",":
                return False
        return False

    def _aside_follows(self, comma: int) -> bool:
        """Whether a name for the one before follows between commas, or up to the end."""
        if comma + 1 >= len(self.words):
            return False
        first = self.words[comma + 1]
        return (first.capital or first.lower in DETERMINERS) and not self._verb_before_break(comma)

    def next_verb(self, at: int) -> int:
        """Where the next verb stands that is not part of a noun phrase; else the end."""
        places = range(at + 1, len(self.words))
        return next(
            (p for p in places if self.forms[p] is not None and p not in self.reduced),
            len(self.words),
        )

    def agent(self, start: int, end: int) -> int:
        """Where the doer of a passive begins; the end where none is named."""
        for at in range(start, end - 1):
            if self.lower[at] == "by" and is_agent(self.lower, at + 1):
                return at + 1
        return end

    def phrase_end(self, start: int, end: int) -> int:
        """Where a phrase goes on with "in", "to" or the like; past the "of" of a number."""
        for at in range(start, end):
            if self.lower[at] == "of" and self.lower[at - 1] in _QUANTITIES:
                continue
            if (at > start and self.lower[at] in PREPOSITIONS) or at in self.reduced:
                return at
        return end

    def _is_reduced(self, at: int) -> bool:
        """Whether a past belongs to a noun whose verb follows: "images made by Holm show"."""
        if self.forms[at] not in (Form.ACTIVE, Form.PASSIVE) or self.at(at - 1) in HELPERS:
            return False
        if self.at(at + 1) not in PREPOSITIONS:
            return False
        for place in range(at + 1, len(self.words)):
            if self.lower[place] in _SUBORDINATORS | JOINTS or self.lower[place] == ",":
                return False
            if self.forms[place] not in (None, Form.INFINITIVE):
                return True
        return False

    def left_of_helpers(self, at: int) -> int:
        """The place left of a verb, its helpers and adverbs; -1 where there is none."""
        left = at - 1
        while left >= 0 and (
            self.lower[left] in HELPERS | ADVERBS or self.lower[left][-2:] == "ly"
        ):
            left -= 1
        return left

    def party(self, start: int, end: int) -> Party:
        """What a stretch of words calls somebody."""
        words = [w for w in self.words[start:end] if w.lower[0].isalnum() and w.lower not in _EMPTY]
        own = [word for word in words if not word.owns]
        heads = [word for word in own if not word.lower[0].isdigit()]
        names = [word for word in heads if word.capital and word.lower not in _NO_NAMES]
        return Party(
            frozenset(stem(word.lower) for word in heads),
            frozenset(stem(word.lower) for word in names),
            frozenset(stem(word.lower) for word in words),
            " ".join(word.written for word in names or heads),
        )

    def at(self, at: int) -> str:
        """The word at a place, empty outside."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""
