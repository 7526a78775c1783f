"""A few words in the place of their like: *Zelensky*, *in 2021*, *the southern one*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.followups.kinds import Kind, is_plural, is_time, kind_of
from qa.followups.mentions import Frame, Mention, mention_at
from qa.followups.question_words import PREPOSITIONS, VERBS, tokens_of

__all__ = ["joined", "replaced", "with_fragment"]

_LIKE = re.compile(r"^the\s+(?P<which>[\w-]+)(?P<one>\s+ones?)?$", re.IGNORECASE)
_WHICH_OF_MANY = frozenset("first second third fourth fifth last next former latter other".split())
_COUNTED_FROM = re.compile(
    r"\b(?:before|after|earlier|later|previous|following|same)$"
    r"|\b(?:that|the (?:same|previous|following))\b",
    re.IGNORECASE,
)
_TOPIC = frozenset("about on regarding concerning of".split())
_SINGULAR_TO_PLURAL = {"is": "are", "was": "were", "has": "have", "does": "do"}
_AGREEING = {(one, True): many for one, many in _SINGULAR_TO_PLURAL.items()} | {
    (many, False): one for one, many in _SINGULAR_TO_PLURAL.items()
}


def joined(*parts: str) -> str:
    """The parts with one space between them."""
    return " ".join(part.strip() for part in parts if part.strip())


def replaced(frame: Frame, mention: Mention, text: str) -> str:
    """The question with other words in the place of a mention."""
    return frame.text[: mention.start] + text + frame.text[mention.end :]


def with_fragment(fragment: str, frame: Frame, *, sure: bool) -> str | None:
    """The last question with a fragment in the place of what is of its kind there.

    Args:
        fragment: "Zelensky", "in 2021", "the southern one".
        frame: the last question.
        sure: whether a name may take the subject's place where another is as near.

    Returns:
        ``None`` where no place is the only one.
    """
    words = fragment.split()
    if not words or not (frame.mentions or frame.subject):
        return None
    if is_time(fragment) and _COUNTED_FROM.search(fragment):
        return None  # from which year on, only the answer tells
    if words[0].lower() in PREPOSITIONS:
        return _with_phrase(fragment, frame)
    if is_time(fragment) and (mention := mention_at(fragment)) and mention.kind is Kind.TIME:
        return _with_time(fragment, frame)
    if len(words) == 1 and words[0].endswith("ed"):
        return _with_participle(words[0], frame)
    like = _LIKE.match(fragment)
    if like and (like["one"] or like["which"].lower() in _WHICH_OF_MANY):
        return _with_another(like["which"], frame)
    mention = mention_at(fragment)
    if mention is None or fragment.lower() in VERBS:
        return None
    slot = _slot(mention, frame, sure=sure)
    return None if slot is None else _in_place(frame, slot, mention)


def _in_place(frame: Frame, slot: Mention, mention: Mention) -> str | None:
    """The last question with a mention in place of another, or of what that has after "of"."""
    outer, of, inner = slot.text.partition(" of ")
    if of and " of " not in mention.text and not re.search(r"['’]s?\s", mention.text):
        if _has_article(mention.text) or _has_article(inner) or not _has_article(outer):
            return None  # "the mayor of Elmouth": "And the governor?" may be anywhere's
        return replaced(frame, slot, f"{outer} of {mention.text}")
    whole = replaced(frame, slot, mention.text)
    if slot is not frame.subject or slot.plural == mention.plural:
        return whole
    agreeing = _AGREEING.get((frame.auxiliary.lower(), mention.plural), frame.auxiliary)
    start = len(frame.opening)
    return whole[:start] + whole[start:].replace(frame.auxiliary, agreeing, 1)


def _has_article(text: str) -> bool:
    return text.lower().startswith(("the ", "a ", "an "))


def _phrases(frame: Frame) -> list[tuple[str, int, Mention]]:
    """The last question's prepositions, where each begins, and what it brings."""
    tokens = tokens_of(frame.text)
    found = []
    for before, token in pairwise(tokens):
        if before.low in PREPOSITIONS:
            brought = next((m for m in frame.mentions if m.start == token.start), None)
            if brought is None:  # inside a subject: "the people in Oslo"
                brought = _nested(frame, token.start)
            if brought:
                found.append((before.low, before.start, brought))
    return found


def _nested(frame: Frame, start: int) -> Mention | None:
    outer = next((m for m in frame.mentions if m.start < start < m.end), None)
    inner = mention_at(frame.text[start : outer.end]) if outer else None
    if outer is None or inner is None:
        return None
    return Mention(inner.text, start, outer.end, inner.kind, inner.plural, inner.noun)


def _with_phrase(fragment: str, frame: Frame) -> str | None:
    """*And in 2021*: in the place of the phrase with the same preposition, else at the end."""
    prepositions = [token.low for token in tokens_of(fragment) if token.low in PREPOSITIONS]
    first, temporal = prepositions[0], is_time(fragment)
    group = _TOPIC if first in _TOPIC else {first}
    phrases = _phrases(frame)
    same = [
        (start, mention)
        for preposition, start, mention in phrases
        if preposition in group and (mention.kind is Kind.TIME) == temporal
    ]
    if len(same) > 1:
        return None
    if not same:
        taken = first in _TOPIC and not re.search(
            r"\b(?:say|said|think|write|tell|know)\b", frame.text
        )
        return None if taken else joined(frame.text.rstrip(" ?"), fragment)
    start, mention = same[0]
    tail = mention.end
    for preposition, at, following in phrases:  # "at the fair in Ulm" goes as a whole
        between = frame.text[tail:at].strip() if at >= tail else "x"
        goes_along = first in _TOPIC and preposition in ("in", "at", "between", "near")
        is_time_of_its_own = following.kind is Kind.TIME and not temporal
        if (
            not between
            and (preposition in prepositions[1:] or goes_along)
            and not is_time_of_its_own
        ):
            tail = following.end
    return frame.text[:start] + fragment + frame.text[tail:]


def _with_time(fragment: str, frame: Frame) -> str | None:
    times = [mention for mention in frame.mentions if mention.kind is Kind.TIME]
    if len(times) == 1 and (times[0].after or not fragment[0].isdigit()):
        start = times[0].start
        if not fragment[0].isdigit() and times[0].after:
            start = frame.text.rfind(times[0].after, 0, start)
        return frame.text[:start] + fragment + frame.text[times[0].end :]
    if times or is_time(frame.text):
        return None
    phrase = f"in {fragment}" if fragment[0].isdigit() else fragment
    return joined(frame.text.rstrip(" ?"), phrase)


def _with_participle(word: str, frame: Frame) -> str | None:
    """*And killed* after *How many people were injured*."""
    found = re.search(r"\b(?:were|was|been)\s+(\w+ed|killed|hurt)\b", frame.text)
    return (
        None if found is None else frame.text[: found.start(1)] + word + frame.text[found.end(1) :]
    )


def _with_another(which: str, frame: Frame) -> str | None:
    """*the southern one* in the place of *the northern tunnel*."""
    ordinal = which.lower() in _WHICH_OF_MANY
    fitting = []
    for mention in frame.mentions:
        words = mention.text.split()
        if len(words) < 3 or words[0].lower() != "the" or mention.counted:
            continue
        if not ordinal or words[1].lower() in _WHICH_OF_MANY:
            fitting.append(mention)
    if len(fitting) != 1 or which.lower() in ("former", "latter", "other"):
        return None
    words = fitting[0].text.split()
    return replaced(frame, fitting[0], " ".join([words[0], which, *words[2:]]))


def _slot(mention: Mention, frame: Frame, *, sure: bool) -> Mention | None:
    """What the fragment takes the place of: what has its noun, or alone is of its kind."""
    mentions: Sequence[Mention] = [m for m in frame.mentions if m.kind is not Kind.TIME]
    counted = next((m for m in mentions if m.counted), None)
    bare = " " not in mention.text and mention.text.islower()
    if counted and bare and is_plural(mention.noun):
        alike = kind_of([counted.noun]) is mention.kind
        return counted if alike else None
    mentions = [m for m in mentions if not m.counted and m.text != mention.text]
    same = [m for m in mentions if m.noun == mention.noun]
    if same:
        return same[0] if len(same) == 1 else None
    alike_kind = [m for m in mentions if m.kind is mention.kind]
    if len(alike_kind) == 1 and mention.kind is not Kind.NAME:
        return alike_kind[0]
    close = [m for m in mentions if _alike(m, mention)]
    if len(close) == 1:
        return close[0]
    subject = frame.subject
    if sure and subject in close and mention.acts and subject is not None and subject.acts:
        return subject
    return None


def _alike(one: Mention, other: Mention) -> bool:
    """Whether two mentions can stand in one place: somebody for somebody, a thing for a thing."""
    places = {one.kind, other.kind}
    if Kind.NAME in places:  # a lone name may be a person's, a body's or a place's
        return one.acts or other.acts if Kind.PLACE not in places else True
    if one.acts and other.acts:
        return True
    if Kind.PLACE in places:
        return one.kind is other.kind or Kind.BODY in places
    return one.kind is other.kind
