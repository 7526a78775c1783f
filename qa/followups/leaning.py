"""Which words of a question lean on an earlier one: *he*, *its*, *there*, *this bridge*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.names import is_of_other_gender
from qa.followups.kinds import Kind
from qa.followups.mentions import Frame, Mention, read_frame
from qa.followups.question_words import AUXILIARIES, PREPOSITIONS, PRONOUNS, Token, tokens_of

__all__ = ["Lean", "Role", "fits", "is_of_gender", "leaning_words", "masked"]


class Role(StrEnum):
    """What a leaning word does in its question."""

    SUBJECT = "subject"
    OBJECT = "object"
    OWNER = "owner"
    PLACE = "place"
    """*there*"""
    PAIR = "pair"
    """*the former*, *the latter*"""
    NOUN = "noun"
    """*this bridge*"""
    MATTER = "matter"
    """*that* for all that was asked or answered before."""


@dataclass(frozen=True, slots=True)
class Lean:
    """A word, or a few, that means something of an earlier question."""

    word: str
    """In small letters."""
    start: int
    end: int
    role: Role
    verb: str = ""
    """The word after it, which may tell whether somebody or something is meant."""


_SUBJECTS = frozenset("he she they".split())
_OBJECTS = frozenset("him them".split())
_OWNERS = frozenset("his its their".split())
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]*[”\"»“]")
_ADJECTIVE = r"(?!(?:the|a|an)\b)[\w-]+"
_EMPTY_IT = re.compile(
    r"\bit(?:\s+(?:will|would|did|has|had|was|is|may|might|could|ever|still|also|not|be|been))*\s+"
    r"(?:rain|snow|hail|thunder|freez)\w*\b"
    rf"|\b(?:is|was|isn't|wasn't|be|been)\s+it\s+(?:\w+ly\s+)?{_ADJECTIVE}\s+"
    r"(?:that|to|for|whether|if|when|who)\b"
    rf"|\bit\s+(?:is|was|would\s+be|will\s+be|may\s+be|has\s+been)\s+(?:not\s+)?{_ADJECTIVE}\s+"
    r"(?:that|to|for|whether|if)\b"
    rf"|\b(?:has|had|have)\s+it\s+(?:\w+\s+)?been\s+{_ADJECTIVE}\s+(?:that|to|for|whether)\b"
    r"|\bit\s+(?:seems?|appears?|matters?|turned\s+out|turns\s+out|follows?)\b"
    r"|\bit\s+(?:take|took|takes|cost|costs)\b[^?]*?\bto\s+(?!(?:the|a|an|his|her|their)\b)[a-z]\w+"
    r"|\bwhat\s+(?:time|day|date)\s+(?:is|was)\s+it\b",
    re.IGNORECASE,
)
_IS_THERE = frozenset("is are was were be been isn't aren't wasn't weren't".split())
_STARTERS = AUXILIARIES | frozenset(
    "and but or that when if because while although why how where who whether what which".split()
)
_CONJUNCTIONS = frozenset("before after since until as than".split())
_MATTER_BEFORE = frozenset("say said says do did does done mean think thought know happen".split())
_NEW_CLAUSE = re.compile(r"\b(?:and|but|or|when|if|that|because|while|after|before|who|how|why)\b")
_FRONTED = re.compile(r"^(?:in|on|at|with|during|after|before|by|from|for|according to)\b[^,?]*,")


def masked(text: str) -> str:
    """The text with what stands between quotation marks blanked, at the same places."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def leaning_words(question: str) -> tuple[Lean, ...]:
    """The words of a question that lean, those left out that mean something of its own."""
    text = masked(question)
    tokens = tokens_of(text)
    empty = [match.span() for match in _EMPTY_IT.finditer(text)]
    frame = read_frame(text)
    found = []
    for at, token in enumerate(tokens):
        lean = _lean(tokens, at)
        if lean is None or _has_its_own(lean, frame):
            continue
        if lean.word == "it" and any(a <= token.start < b for a, b in empty):
            continue
        found.append(lean)
    return tuple(found)


def _lean(tokens: Sequence[Token], at: int) -> Lean | None:
    token = tokens[at]
    if not token.is_word or (token.text.isupper() and len(token.text) > 1):
        return None  # "IT", "US"
    word = token.low
    verb = _word(tokens, at + 1)
    if word in ("former", "latter"):
        return _pair(tokens, at)
    if word in _SUBJECTS:
        return Lean(word, token.start, token.end, Role.SUBJECT, verb)
    if word in _OBJECTS:
        return Lean(word, token.start, token.end, Role.OBJECT)
    if word in _OWNERS or (word == "her" and _owns(tokens, at)):
        return Lean(word, token.start, token.end, Role.OWNER, verb)
    if word == "her":
        return Lean(word, token.start, token.end, Role.OBJECT)
    if word == "it":
        return Lean(word, token.start, token.end, _role_of_it(tokens, at), verb)
    if word == "there":
        return _there(tokens, at)
    return _demonstrative(tokens, at) if word in ("this", "that", "these", "those") else None


def _word(tokens: Sequence[Token], at: int) -> str:
    """The next word that says something."""
    for token in tokens[at : at + 4]:
        if token.is_word and token.low not in AUXILIARIES and not token.low.endswith("ly"):
            return token.low
    return ""


def _owns(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        following is not None
        and following.is_word
        and following.low not in PREPOSITIONS | AUXILIARIES | PRONOUNS | {"and", "or", "the", "a"}
    )


def _role_of_it(tokens: Sequence[Token], at: int) -> Role:
    before = tokens[at - 1].low if at else "and"
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    goes_on = following is not None and following.is_word and following.low not in PREPOSITIONS
    if before in _STARTERS or (before in _CONJUNCTIONS and goes_on) or not before[0].isalnum():
        return Role.SUBJECT
    return Role.OBJECT


def _pair(tokens: Sequence[Token], at: int) -> Lean | None:
    alone = (
        at + 1 >= len(tokens)
        or not tokens[at + 1].is_word
        or (tokens[at + 1].low in AUXILIARIES | PREPOSITIONS | {"say", "cost", "do", "mean"})
    )
    has_article = at > 0 and tokens[at - 1].low == "the"
    follows = at + 1 < len(tokens) and tokens[at + 1].is_word
    if not has_article or not (alone or follows):
        return None
    if not alone and tokens[at].low == "former":
        return None  # "the former minister"
    return Lean(tokens[at].low, tokens[at - 1].start, tokens[at].end, Role.PAIR)


def _there(tokens: Sequence[Token], at: int) -> Lean | None:
    before = tokens[at - 1].low if at else ""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    of_the_people_there = at > 1 and tokens[at - 2].low == "the"
    if before in _IS_THERE or not before or (following in AUXILIARIES and not of_the_people_there):
        return None
    return Lean("there", tokens[at].start, tokens[at].end, Role.PLACE)


def _demonstrative(tokens: Sequence[Token], at: int) -> Lean | None:
    token, before = tokens[at], tokens[at - 1].low if at else ""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = following is None or not following.is_word
    if ends or (before in AUXILIARIES and following and following.low in ("so", "mean", "happen")):
        leans = before in PREPOSITIONS | AUXILIARIES | _MATTER_BEFORE
        return Lean(token.low, token.start, token.end, Role.MATTER) if leans else None
    end = at + 1
    stops = AUXILIARIES | PREPOSITIONS | PRONOUNS | {"and", "or"}
    while end < len(tokens) and tokens[end].is_word and tokens[end].low not in stops:
        end += 1
    if end == at + 1:
        return None
    return Lean(token.low, token.start, tokens[end - 1].end, Role.NOUN)


def _has_its_own(lean: Lean, frame: Frame) -> bool:
    """Whether the question itself names, before the word, what it may stand for."""
    if lean.role in (Role.NOUN, Role.PAIR, Role.MATTER):
        return False
    if lean.role is Role.PLACE:
        return any(m.kind is Kind.PLACE and m.end < lean.start for m in frame.mentions)
    fronted = _FRONTED.match(frame.text.lower())
    if fronted and lean.start < fronted.end():
        return any(fits(m, lean.word) and m.start > fronted.end() for m in frame.mentions)
    before = [m for m in frame.mentions if m.end <= lean.start and fits(m, lean.word, easily=True)]
    before = [
        m for m in before if m.text != m.noun or m.is_subject or m.after or m.plural
    ]  # "part"
    if frame.auxiliary and not frame.text[frame.predicate : lean.start].strip():
        before = [mention for mention in before if not mention.counted]
    if lean.role is Role.OBJECT:
        between = frame.text[before[-1].end : lean.start] if before else ""
        return any(not m.is_subject for m in before) or bool(_NEW_CLAUSE.search(between))
    return bool(before)


def fits(mention: Mention, word: str, *, easily: bool = False) -> bool:
    """Whether a pronoun may stand for a mention.

    Args:
        mention: a name or noun.
        word: the pronoun, in small letters.
        easily: whether names count of which nothing else is known.
    """
    kind = mention.kind
    if kind is Kind.TIME:
        return False
    if word in ("he", "him", "his", "she", "her"):
        person = kind is Kind.PERSON or (kind is Kind.NAME and not mention.plural)
        return person and not mention.plural and is_of_gender(mention.text, word) is not False
    if word in ("it", "its"):
        thing = kind in (Kind.THING, Kind.BODY, Kind.PLACE, Kind.PEOPLE)
        thing = thing or (easily and kind is Kind.NAME)
        return thing and not mention.plural
    return mention.plural or kind in (Kind.PEOPLE, Kind.BODY) or (easily and kind is Kind.NAME)


def is_of_gender(name: str, pronoun: str) -> bool | None:
    """Whether a name or role fits *he* or *she*; ``None`` where it does not tell."""
    masculine = pronoun in ("he", "him", "his")
    if is_of_other_gender(name, "he" if masculine else "she"):
        return False
    return True if is_of_other_gender(name, "she" if masculine else "he") else None
