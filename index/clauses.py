"""The small grammar of reported speech: which words of a sentence say that somebody says it.

It reads one sentence whose quotations are blotted out (`index.quotations.masked`), looks every
word up in the table of cues, and finds the subject by walking over the words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.cues import PHRASES, VERBS, Cue, Demand, Form
from index.demands import agrees, form_fits, is_met, is_no_statement
from index.phrases import BE, DETERMINERS, Words, source_after
from index.subjects import name_between, subject_before
from index.types import Span, Stance

__all__ = ["Saying", "sayings"]

_ASIDES = frozenset(
    "when after because if until where what whatever before unless whenever".split()
)
"""Before a subject: what it says is beside the point of the sentence."""
_PASSIVES = frozenset("told reported said announced written stated revealed disclosed read".split())
_HEARSAY = frozenset("reportedly allegedly supposedly apparently purportedly".split())
_POSSESSED = frozenset("words view opinion telling account eyes estimation".split())
_SOURCES = frozenset(
    """officials official sources source people person persons documents document aides reports
    report records data statements witnesses interviews diplomats lawyers employees""".split()
)
_NEVER_INVERTED = frozenset(
    """accused blamed criticized criticised condemned denounced blasted slammed mocked decried
    lamented described cited informed reminded told tells""".split()
)
"""Verbs that take an object, so that what follows them is not their subject."""
_OFTEN_INVERTED = frozenset(
    "said says argued argues insisted insists added adds wrote writes noted notes".split()
)
_INVERTED_STANCES = frozenset({Stance.SAID, Stance.CLAIMED, Stance.ASKED, Stance.CONFIRMED})
_NO_SOURCES = frozenset("plan plans schedule taste weather season size age need needs type".split())
"""*according to plan* names no speaker."""
_OBJECT_PRONOUNS = frozenset("him her them".split())
_OPINION_PRONOUNS = frozenset("his her their".split())
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
        # After another saying a participle leans on it, not on the sentence's first noun:
        # *The accords failed, but Holt said they would hold, suggesting …*.
        trails = bool(found) and word.endswith("ing") and words.at(index - 1) == ","
        if word in VERBS and words.text[index].islower() and not trails:
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
        return _passive(words, index, after, cue, bool(helpers & BE))
    if is_no_statement(words, helpers, first, after, cue):
        return None
    if words.at(first - 1) == "to" or not form_fits(words, first, helpers, cue):
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
    fits = agrees(words, subject, helpers, cue, after)
    if not fits or not is_met(words, subject, after, cue, beside):
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


def _passive(words: Words, index: int, after: int, cue: Cue, is_finite: bool) -> Saying | None:
    """*was told by X*, *reported by X*; other passives name no speaker."""
    after += words.at(after) == "so"
    if words.lower[index] not in _PASSIVES or words.at(after) != "by":
        return None
    agent = source_after(words, after + 1)
    if agent is None:
        return None
    cue_words = words.characters(Span(index, after + 1))
    return Saying(words.characters(agent), cue_words, cue.stance, is_beside=not is_finite)


def _inverted(words: Words, index: int, after: int, cue: Cue) -> Saying | None:
    """*…, said X*: the speaker follows its verb."""
    before = words.at(index - 1)
    if before not in {",", "”", "?", "!"} or not _is_invertible(cue, before):
        return None
    speaker = source_after(words, after)
    if speaker is None or not _may_invert(words, index, speaker):
        return None
    if words.at(speaker.end) == "," and words.at(speaker.start) in DETERMINERS:
        # "said the director, Ann Holt, who": the name says more than the description.
        first = speaker.end + 1
        speaker = name_between(words, first, _next_mark(words, first)) or speaker
    follows = words.at(speaker.end)
    may_follow = follows in ",.;:“—(-–" or follows == "who"
    if not may_follow and not (before == "”" and _TIMES.match(follows)):
        return None
    return Saying(
        words.characters(speaker), words.characters(Span(index, after)), cue.stance, is_beside=True
    )


def _is_invertible(cue: Cue, before: str) -> bool:
    """Whether a verb can stand before its subject, after this mark."""
    if cue.form not in (Form.PAST, Form.THIRD) or cue.stance not in _INVERTED_STANCES:
        return False
    never = {Demand.VERDICT, Demand.FIGURE} | ({Demand.QUOTE} if before == "," else set())
    return cue.demand not in never


def _may_invert(words: Words, index: int, speaker: Span) -> bool:
    """Whether *said X* is no *asked the crowd* behind a parenthesis."""
    verb = words.lower[index]
    if verb in _NEVER_INVERTED:
        return False
    if words.at(index - 1) != "," or verb in _OFTEN_INVERTED:
        return True
    is_name = any(words.text[i][0].isupper() for i in range(speaker.start, speaker.end))
    return is_name and verb not in ("asked", "asks", "finds", "found")


def _next_mark(words: Words, start: int) -> int:
    count = len(words.lower)
    return next((i for i in range(start, count) if words.lower[i] in {",", ";", "—"}), count - 1)


def _quoted_as(words: Words, last: int) -> Span | None:
    """The X of *quoted X as saying*."""
    if words.at(last) != "as":
        return None
    for start in range(last - 1, max(-1, last - 12), -1):
        if words.lower[start] in ("quoted", "quotes", "quoting", "cited", "citing"):
            return Span(start + 1, last) if start + 1 < last else None
    return None


def _stands_beside(words: Words, subject: int, after: int) -> bool:
    """Whether subject and verb stand between or after the reported words."""
    if words.at(subject - 1) == "as" and words.at(after) in {"", ".", ","}:
        return words.at(subject - 2) in {"", ","}
    if subject == 0 or words.at(subject - 1) not in {",", "”", "—", "–", "-", "?", "!"}:
        return False
    follows = words.at(after)
    if words.at(subject - 1) == "”":
        return True
    if "“" in words.lower[after : after + 12] or "that" in words.lower[after : after + 8]:
        return False
    is_end = follows in {"", ".", ",", ";", "—", "”"} or bool(_TIMES.match(follows))
    return is_end or words.lower[after - 1] in ("told", "tells")


def _phrases(words: Words) -> Iterator[Saying]:
    """*according to X*, *in X’s view*."""
    lower = words.lower
    for index, word in enumerate(lower):
        for phrase, stance in PHRASES.items():
            parts = phrase.split()
            if word == parts[0] and lower[index : index + len(parts)] == parts:
                speaker = _cited_after(words, index + len(parts))
                if speaker:
                    cue = Span(index, index + len(parts))
                    yield Saying(words.characters(speaker), words.characters(cue), stance, True)
        if word in _POSSESSED and words.at(index - 1).endswith(("’s", "'s", "s’", "s'")):
            yield from _possessed(words, index)
        if (
            word in _POSSESSED
            and words.at(index - 2) == "in"
            and words.at(index - 1) in _OPINION_PRONOUNS
        ):
            yield _opinion(words, Span(index - 1, index), index)
        if word in ("citing", "cited", "cites", "cite", "quoting"):
            yield from _cited(words, index)


def _possessed(words: Words, index: int) -> Iterator[Saying]:
    for start in range(index - 1, max(-1, index - 8), -1):
        if words.lower[start] == "in" and start + 1 < index:
            speaker = words.characters(Span(start + 1, index))
            possessor = words.sentence[speaker.start : speaker.end]
            shorter = possessor.removesuffix("’s").removesuffix("'s").rstrip("’'")
            short = Span(speaker.start, speaker.start + len(shorter))
            yield replace(_opinion(words, Span(start + 1, index), index), speaker=short)
            return


def _opinion(words: Words, speaker: Span, index: int) -> Saying:
    stance = Stance.SAID if words.lower[index] in ("words", "telling") else Stance.THINKS
    cue = words.characters(Span(index, index + 1))
    return Saying(words.characters(speaker), cue, stance, is_beside=True)


def _cited_after(words: Words, first: int) -> Span | None:
    """The speaker after *according to*, a pronoun among them."""
    is_last = first + 1 >= len(words.lower) or words.is_break(first + 1)
    if words.at(first) in _OBJECT_PRONOUNS and (is_last or words.at(first + 1) == "."):
        return Span(first, first + 1)
    speaker = source_after(words, first)
    if speaker is None:
        return None
    is_bare = speaker.end - speaker.start == 1 or words.at(speaker.start) == "the"
    return None if is_bare and words.lower[speaker.end - 1] in _NO_SOURCES else speaker


def _cited(words: Words, index: int) -> Iterator[Saying]:
    """*which cited unnamed officials*, *citing two people*: the source of a source."""
    source = source_after(words, index + 1)
    if source and set(words.lower[source.start : source.end]) & _SOURCES:
        cue = words.characters(Span(index, index + 1))
        yield Saying(words.characters(source), cue, Stance.SAID, is_beside=False)
