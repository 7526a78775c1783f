"""Which words of a sentence are verbs, told by their form and their neighbours alone.

No dictionary: an ending in "-ed" or a known past, a helper before it ("has", "will", "was"), or a
noun on the left and an object on the right. What is doubtful is no verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from index.words import STOP_WORDS

__all__ = [
    "ADVERBS",
    "BE",
    "DETERMINERS",
    "HELPERS",
    "PREPOSITIONS",
    "PRONOUNS",
    "Form",
    "form_at",
    "is_agent",
]


class Form(Enum):
    """How a verb stands in its sentence."""

    ACTIVE = auto()
    PASSIVE = auto()
    INFINITIVE = auto()


BE = frozenset("is are was were be been being am".split())
_HAVE = frozenset("has have had having".split())
_MODALS = frozenset("will would can could may might shall should must do does did".split())
HELPERS = BE | _HAVE | _MODALS
ADVERBS = frozenset(
    """not never also now then still long already later since ever previously earlier once again
    first just only even soon always often both all together twice yet""".split()
)
PREPOSITIONS = frozenset(
    """of in on at by for from with to into about against over under during through between among
    within without near towards toward across behind beyond outside inside since until despite
    upon onto off around along per like via after before""".split()
)
DETERMINERS = frozenset(
    "the a an its his her their our my your this these those every each no any some".split()
)
PRONOUNS = frozenset(
    "he she it they we i you him them us me who which himself herself itself themselves".split()
)
_SUBJECTS = frozenset("he she it they we i you who which".split())
_OBJECT_OPENS = DETERMINERS | frozenset("him them us me it that to".split())
_PASTS = frozenset(
    """ate beat became began bought broke brought built came caught chose cut dealt drew drove fell
    felt fled flew forbade fought found froze gave got grew heard held hid hit hurt kept knew laid
    led left lent lost made meant met paid put ran rang read rode rose sang sank sat saw sent set
    shook shot shut slept sold sought spent split spoke spread stole stood struck sued sung swore
    taught thought threw told took tore understood went woke won wore wrote withdrew""".split()
)
_PARTICIPLES = frozenset(
    """beaten become begun bought broken brought built caught chosen cut drawn driven eaten fallen
    felt flown forbidden found frozen given gone grown heard held hidden hit hurt kept known laid
    led left lent lost made met overthrown paid put run seen sent set shaken shot shown shut sold
    sought spent spoken spread stolen struck sung sunk sworn taken taught thought thrown told torn
    understood won worn written withdrawn""".split()
)
_NO_PASTS = frozenset(
    """hundred indeed speed need seed breed weed greed sacred naked wicked united embed shed
    alleged so-called based related""".split()
)
_FIRST_LETTERS = 3
"""Letters before "-ed" without which a word is too short for a past ("red", "bed")."""


def form_at(words: Sequence[str], at: int, names: Sequence[bool]) -> Form | None:
    """The form in which a word is a verb; ``None`` where it is none, or may be none.

    Args:
        words: A sentence in small letters; its signs are words, too.
        at: The place of the word.
        names: Whether each word is written with a capital inside the sentence.
    """
    word, helper = words[at], _before(words, at)
    if names[at] or not word[0].isalpha() or (word in STOP_WORDS and word != "told"):
        return None
    if word in PREPOSITIONS | ADVERBS | HELPERS or word.endswith("ly"):
        return None
    past = _is_past(word)
    if helper in BE:
        if word.endswith("ing"):
            return Form.ACTIVE
        return Form.PASSIVE if past or word in _PARTICIPLES else None
    if helper in _HAVE and (past or word in _PARTICIPLES):
        return Form.ACTIVE
    if helper in _MODALS:
        return Form.ACTIVE
    if at and words[at - 1] == "to":
        return Form.INFINITIVE if _object_follows(words, at, names) else None
    return _finite(words, at, names)


def _finite(words: Sequence[str], at: int, names: Sequence[bool]) -> Form | None:
    """The form of a word that has no helper."""
    word = words[at]
    left = _before(words, at) or ","
    if left in DETERMINERS | (PREPOSITIONS - {"to"}) or _describes(words, at):
        return None
    if _is_past(word):
        agent = words[at + 1 : at + 2] == ["by"] and is_agent(words, at + 2)
        return Form.PASSIVE if agent else Form.ACTIVE
    if word in _PARTICIPLES:
        return Form.PASSIVE
    noun = left.isalpha() and left not in STOP_WORDS
    singular = word.endswith("s") and not word.endswith("ss") and (noun or left in _SUBJECTS)
    plural = left in _SUBJECTS or (noun and left.endswith("s"))
    if at and (singular or plural) and _object_follows(words, at, names):
        return Form.ACTIVE
    return None


def is_agent(words: Sequence[str], at: int) -> bool:
    """Whether a doer may stand here, after "by": no number, deed or measure."""
    word = words[at] if at < len(words) else ""
    return word[:1].isalpha() and not word.endswith("ing") and word not in ("about", "almost")


def _is_past(word: str) -> bool:
    ends = word.endswith("ed") and len(word) >= _FIRST_LETTERS + 2
    return word in _PASTS or (ends and word not in _NO_PASTS)


def _object_follows(words: Sequence[str], at: int, names: Sequence[bool]) -> bool:
    following = words[at + 1] if at + 1 < len(words) else ""
    return following in _OBJECT_OPENS or following[:1].isdigit() or any(names[at + 1 : at + 2])


def _describes(words: Sequence[str], at: int) -> bool:
    """Whether an adverb, and no subject, stands before it: ", privately run schools"."""
    return at > 0 and words[at - 1].endswith("ly") and _before(words, at) in ("", ",")


def _before(words: Sequence[str], at: int) -> str:
    """The word before, adverbs passed over."""
    at -= 1
    while at >= 0 and (words[at] in ADVERBS or words[at].endswith("ly")):
        at -= 1
    return words[at] if at >= 0 else ""
