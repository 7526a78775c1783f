"""The small grammar of reported speech: which words of a sentence say that somebody says it.

It reads one sentence whose quotations are blotted out (`index.quotations.masked`), looks every
word up in the table of cues, and finds the subject by walking over the words beside it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.cues import PHRASES, VERBS, Cue, Demand, Form
from index.phrases import (
    AUXILIARIES,
    BE,
    Words,
    is_plural,
    is_source_of_evidence,
    source_after,
)
from index.subjects import subject_before
from index.types import Span, Stance

__all__ = ["Saying", "sayings"]

_TOLD_ABOUT = frozenset(
    "that whether how why what when where if because there it he she they".split()
)
_AFTER_NOUN = frozenset("of by from are were have has had is was among between into".split())
_ASIDES = frozenset(
    "when after because if until where what whatever before unless whenever".split()
)
"""Before a subject: what it says is beside the point of the sentence."""
_PASSIVES = frozenset("told reported said announced written stated revealed disclosed read".split())
_HEARSAY = frozenset("reportedly allegedly supposedly apparently purportedly".split())
_POSSESSED = frozenset("words view opinion telling account eyes estimation".split())
_STATEMENTS = frozenset("statement letter tweet memo email e-mail post note message".split())
_SOURCES = frozenset(
    """officials official sources source people person persons documents document aides reports
    report records data statements witnesses interviews diplomats lawyers employees""".split()
)
_TIMES = re.compile(
    r"(?:in|on|at|during|after|before|by|via|last|this|late|early|earlier|again|yesterday|today|"
    r"recently|when|while|as|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue with its speaker, as spans of the sentence."""

    speaker: Span
    cue: Span
    stance: Stance
    is_beside: bool
    """Whether it stands beside the words it reports (``…, she said``) rather than before them."""
    audience: Span | None = None
    """To whom: ``told the Gazette``."""


def sayings(sentence: str) -> tuple[Saying, ...]:
    """Who says what in a sentence.

    Args:
        sentence: A sentence with its quotations blotted out.

    Returns:
        The sayings in the order of their cues.
    """
    words = Words.of(sentence)
    found: list[Saying] = []
    for index, word in enumerate(words.lower):
        if word in VERBS and words.text[index].islower():
            readings = (_read_verb(words, index, cue) for cue in VERBS[word])
            found.extend(next(([saying] for saying in readings if saying), []))
    found.extend(_phrases(words))
    return tuple(sorted(found, key=lambda saying: saying.cue))


def _read_verb(words: Words, index: int, cue: Cue) -> Saying | None:
    """The saying that a verb form marks in this reading, if it does."""
    after = index + 1 + bool(cue.particle)
    if cue.particle and words.at(index + 1) != cue.particle:
        return None
    first = index
    while first > 0 and words.is_auxiliary(first - 1):
        first -= 1
    helpers = set(words.lower[first:index])
    if helpers & _HEARSAY and cue.stance is not Stance.SAID:
        return None
    if cue.form is Form.PAST and (words.at(after) == "by" or helpers & BE):
        return _passive(words, index, after, cue)
    if words.at(first - 1) == "to" or not _form_fits(words, first, helpers, cue):
        return None
    return _inverted(words, index, after, cue) or _before_verb(words, first, index, after, cue)


def _before_verb(words: Words, first: int, index: int, after: int, cue: Cue) -> Saying | None:
    """*X said*, where the auxiliaries of the verb begin at ``first``."""
    helpers = set(words.lower[first:index])
    is_participle = cue.form is Form.ING and not helpers & BE
    subject = _quoted_as(words, first - 1) or subject_before(words, first - 1, is_participle)
    if subject is None or words.at(subject.start - 1) in _ASIDES:
        return None
    beside = _stands_beside(words, subject.start, after)
    fits = _agrees(words, subject, helpers, cue, after)
    if not fits or not _demand_met(words, subject, after, cue, beside):
        return None
    return _saying(words, subject, Span(index, after), cue.stance, beside)


def _saying(words: Words, subject: Span, cue: Span, stance: Stance, beside: bool) -> Saying:
    audience = None
    if words.lower[cue.start] in ("told", "tells", "tell", "telling"):
        audience = source_after(words, cue.end, is_audience=True)
    return Saying(
        words.characters(subject),
        words.characters(cue),
        stance,
        beside,
        words.characters(audience) if audience else None,
    )


def _form_fits(words: Words, first: int, helpers: set[str], cue: Cue) -> bool:
    """Whether a participle has something to lean on."""
    if cue.form is not Form.ING or helpers & BE:
        return True
    before = words.at(first - 1)
    return before in {",", "and", "as", "—", "by", "in"} or before in _STATEMENTS


def _passive(words: Words, index: int, after: int, cue: Cue) -> Saying | None:
    """*was told by X*, *reported by X*; other passives name no speaker."""
    if words.lower[index] not in _PASSIVES or words.at(after) != "by":
        return None
    agent = source_after(words, after + 1)
    if agent is None:
        return None
    cue_words = words.characters(Span(index, after + 1))
    return Saying(words.characters(agent), cue_words, cue.stance, is_beside=True)


def _inverted(words: Words, index: int, after: int, cue: Cue) -> Saying | None:
    """*…, said X*: the speaker follows its verb."""
    before = words.at(index - 1)
    if cue.form not in (Form.PAST, Form.THIRD):
        return None
    if before not in {",", "”", "?", "!"} or words.lower[index] in ("told", "tells"):
        return None
    if cue.demand is Demand.QUOTE and before == ",":
        return None
    if cue.stance not in (Stance.SAID, Stance.CLAIMED, Stance.ASKED, Stance.CONFIRMED):
        return None
    speaker = source_after(words, after)
    if speaker is None:
        return None
    follows = words.at(speaker.end)
    may_follow = follows in ",.;:“—(-–" or follows == "who"
    if not may_follow and not (before == "”" and _TIMES.match(follows)):
        return None
    return Saying(
        words.characters(speaker), words.characters(Span(index, after)), cue.stance, is_beside=True
    )


def _quoted_as(words: Words, last: int) -> Span | None:
    """The X of *quoted X as saying*."""
    if words.at(last) != "as":
        return None
    for start in range(last - 1, max(-1, last - 12), -1):
        if words.lower[start] in ("quoted", "quotes", "quoting", "cited", "citing"):
            return Span(start + 1, last) if start + 1 < last else None
    return None


def _agrees(words: Words, subject: Span, helpers: set[str], cue: Cue, after: int) -> bool:
    """Whether verb and subject agree in number: tells *reports* the verb from the noun."""
    if cue.form is Form.BASE:
        return bool(helpers - BE) or is_plural(words, subject, may_be_capital=True)
    if cue.form is Form.THIRD:
        is_noun = words.lower[subject.end - 1].endswith(("’s", "'s", "s’")) or (
            words.at(after) in _AFTER_NOUN and not cue.particle
        )
        return not is_noun and not is_plural(words, subject)
    return True


def _stands_beside(words: Words, subject: int, after: int) -> bool:
    """Whether subject and verb stand between or after the reported words."""
    if subject == 0 or words.at(subject - 1) not in {",", "”", "—", "–", "-", "?", "!"}:
        return False
    follows = words.at(after)
    if words.at(subject - 1) == "”":
        return True
    if "“" in words.lower[after : after + 12] or "that" in words.lower[after : after + 8]:
        return False
    is_end = follows in {"", ".", ",", ";", "—", "”"} or bool(_TIMES.match(follows))
    return is_end or words.lower[after - 1] in ("told", "tells")


def _demand_met(words: Words, subject: Span, after: int, cue: Cue, beside: bool) -> bool:
    follows, demand = words.at(after), cue.demand
    if cue.stance is Stance.THINKS and cue.form is Form.ING and demand is Demand.ANY:
        demand = Demand.CLAUSE
    if demand is Demand.INFINITIVE:
        return follows == "to"
    if demand is Demand.EVIDENCE:
        return follows == "that" or is_source_of_evidence(words, subject)
    if demand is Demand.QUOTE:
        return (
            "“" in words.lower[after : after + 12]
            or follows == ":"
            or (beside and words.at(subject.start - 1) == "”")
        )
    if demand is Demand.ANY or beside:
        return True
    clause = itertools.takewhile(
        lambda i: not words.is_break(i), range(after, min(after + 6, len(words.lower)))
    )
    return (
        follows in _TOLD_ABOUT
        or follows in {":", "“"}
        or (follows == "," and words.at(after + 1) == "“")
        or any(word in ("that", "“") for word in words.lower[after : after + 6])
        or any(words.at(i) in AUXILIARIES for i in clause)
    )


def _phrases(words: Words) -> Iterator[Saying]:
    """*according to X*, *in X’s view*."""
    lower = words.lower
    for index, word in enumerate(lower):
        for phrase, stance in PHRASES.items():
            parts = phrase.split()
            if word == parts[0] and lower[index : index + len(parts)] == parts:
                speaker = source_after(words, index + len(parts))
                if speaker:
                    cue = Span(index, index + len(parts))
                    yield Saying(words.characters(speaker), words.characters(cue), stance, True)
        if word in _POSSESSED and words.at(index - 1).endswith(("’s", "'s", "s’", "s'")):
            yield from _possessed(words, index)
        if word in ("citing", "cited", "cites", "cite", "quoting"):
            yield from _cited(words, index)


def _possessed(words: Words, index: int) -> Iterator[Saying]:
    for start in range(index - 1, max(-1, index - 8), -1):
        if words.lower[start] == "in" and start + 1 < index:
            speaker = words.characters(Span(start + 1, index))
            possessor = words.sentence[speaker.start : speaker.end]
            shorter = possessor.removesuffix("’s").removesuffix("'s").rstrip("’'")
            cue = words.characters(Span(index, index + 1))
            stance = Stance.SAID if words.lower[index] in ("words", "telling") else Stance.THINKS
            yield Saying(Span(speaker.start, speaker.start + len(shorter)), cue, stance, True)
            return


def _cited(words: Words, index: int) -> Iterator[Saying]:
    """*which cited unnamed officials*, *citing two people*: the source of a source."""
    source = source_after(words, index + 1)
    if source and set(words.lower[source.start : source.end]) & _SOURCES:
        cue = words.characters(Span(index, index + 1))
        yield Saying(words.characters(source), cue, Stance.SAID, is_beside=False)
