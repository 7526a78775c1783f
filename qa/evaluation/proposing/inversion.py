"""A statement turned into a question: *The gate was opened* into *was the gate opened*."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from index.attitudes import FORMS
from index.cues import Form as Inflection
from index.mainclause import main_clause
from index.phrases import DETERMINERS, Words, noun_phrase
from index.types import Span
from qa.followups.kinds import is_plural
from qa.followups.question_words import VERBS
from qa.language.terms import NUMBER_WORDS, is_past
from qa.language.verb_forms import Form, form_at
from qa.language.verbs import IRREGULAR

__all__ = ["Parts", "asked", "has_second_verb", "parts_of", "predicate"]

_INVERTED = frozenset("was were is are will has have had can must".split())
_BE = frozenset("was were is are".split())
_HAVE = {"has": "does", "have": "do", "had": "did"}
_UNCHANGED = frozenset("cost cut hit put set shut let spread hurt quit".split())
"""Verbs whose past is the verb itself."""
_KNOWN = VERBS | frozenset(w for w, forms in FORMS.items() if Inflection.BASE in forms)
_LONGER_THAN_KING = 5
_REACH = 6
"""Words behind "and" in which a second verb is looked for."""
_OPENS_OBJECT = DETERMINERS | NUMBER_WORDS | frozenset("about around nearly almost over".split())


@dataclass(frozen=True, slots=True)
class Parts:
    """A clause with its subject first, taken apart. Places are numbers of its words."""

    words: Words
    verb: int
    """The first word of the predicate."""
    helper: str
    """What goes before the subject of a question: *was*, *did*."""
    base: str
    """What goes behind it in the verb's place: *open*; empty where the helper is the clause's
    own."""
    after: int
    """The first word after the verb, its helper and its participle."""

    @property
    def subject(self) -> str:
        """All that stands before the verb."""
        return self.between(0, self.verb)

    @property
    def is_passive(self) -> bool:
        """Whether the verb is "to be" and a participle."""
        return self.helper in _BE and self.after > self.verb + 1

    @property
    def is_state(self) -> bool:
        """Whether the verb is "to be" alone."""
        return self.helper in _BE and self.after == self.verb + 1

    def between(self, start: int, end: int) -> str:
        """The characters from one word up to another."""
        if start >= end:
            return ""
        return self.words.characters(Span(start, end)).of(self.words.sentence)


def parts_of(clause: str, small: frozenset[str]) -> Parts | None:
    """A clause taken apart; ``None`` where it cannot be told how it is asked.

    Args:
        clause: without quotations and without what stands before its subject.
        small: common words of the library, which tell *create* from *creat*.
    """
    words = Words.of(clause)
    verb = predicate(words)
    if verb is None or has_second_verb(words, verb):
        return None
    lower = words.lower[verb]
    if lower not in _INVERTED:
        helper, base = _supported(words, verb, small)
        return Parts(words, verb, helper, base, verb + 1) if helper else None
    after = _after_participles(words, verb)
    if after > verb + 1 or lower in _BE:
        return Parts(words, verb, lower, "", after)
    return Parts(words, verb, _HAVE[lower], "have", after) if lower in _HAVE else None


def asked(front: str, parts: Parts, tail: str, subject: str) -> str:
    """The question, put together: *When* *was* *the gate* *opened by the mayor*.

    Args:
        front: what is asked for.
        parts: of the clause.
        tail: what is left of the clause behind its verb.
        subject: as it stands inside a sentence.
    """
    verb = parts.base or parts.between(parts.verb + 1, parts.after)
    words = " ".join((front, parts.helper, subject, verb, tail)).split()
    return f"{' '.join(words)}?"


def predicate(words: Words) -> int | None:
    """Number of the verb that the whole subject stands right before; ``None`` where none does.

    Args:
        words: a clause that begins with its subject.
    """
    if len(words.lower) < 2 or _is_gerund(words.lower[0]):
        return None
    clause = main_clause(words)
    if clause is not None:
        is_whole = clause.subject == Span(0, clause.predicate)
        return clause.predicate if is_whole and "," not in words.lower[: clause.predicate] else None
    for at in range(1, len(words.lower)):
        if words.is_break(at):
            return None
        if _may_be_verb(words, at) and noun_phrase(words, 0, at) == Span(0, at):
            return at
    return None


def has_second_verb(words: Words, verb: int) -> bool:
    """Whether a second predicate hangs on the subject: *came in May and | soon left*.

    Args:
        words: a clause.
        verb: number of its verb.
    """
    for at in range(verb + 1, len(words.lower)):
        if words.lower[at] in ("and", "but", "or"):
            near = range(at + 1, min(at + _REACH, len(words.lower)))
            free = itertools.takewhile(lambda i: not words.is_break(i), near)
            if any(words.is_verb(i) for i in free):
                return True
    return False


def _is_gerund(word: str) -> bool:
    return word.endswith("ing") and len(word) > _LONGER_THAN_KING


def _may_be_verb(words: Words, at: int) -> bool:
    """Whether a word is a verb by itself, or by the object that follows it."""
    word, follows = words.lower[at], words.at(at + 1)
    if not words.text[at][0].islower():
        return False
    if word in _INVERTED or (is_past(word) and word in IRREGULAR):
        return True
    opens = follows[:1].isdigit() or follows.split("-")[0] in _OPENS_OBJECT
    is_third = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    is_third = is_third and not is_plural(words.lower[at - 1])
    return opens and (is_third or word in _KNOWN or word.endswith("ed"))


def _after_participles(words: Words, helper: int) -> int:
    """Number of the word behind *been opened*, *to be opened*; the helper's next where none is."""
    at = helper + 1
    while words.at(at) in ("been", "being", "be", "to"):
        at += 1
    names = [text[0].isupper() for text in words.text]
    is_free = words.lower[helper] in ("will", "can", "must") or words.at(at - 1) in ("be", "to")
    if at < len(words.lower) and words.text[at][0].islower():
        form = form_at(words.lower, at, names)
        if form in (Form.ACTIVE, Form.PASSIVE) or (is_free and words.lower[at] in _KNOWN):
            return at + 1
    return helper + 1


def _supported(words: Words, verb: int, small: frozenset[str]) -> tuple[str, str]:
    """*did* and the verb itself, *does* and *do* alike; empty where the form leaves it open."""
    word = words.lower[verb]
    plural = is_plural(words.lower[verb - 1]) or "and" in words.lower[:verb]
    if word in _UNCHANGED:
        return ("", "") if plural else ("did", word)
    if is_past(word):
        base = _base_of_past(word, small)
        return ("did", base) if base else ("", "")
    if word in _KNOWN and plural:
        return "do", word
    return ("does", _base_of_third(word)) if word.endswith("s") and not plural else ("", "")


def _base_of_past(word: str, small: frozenset[str]) -> str:
    """The verb of a past form; empty where it may be one of two."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    forms = {word.removesuffix("d"), word.removesuffix("ed")}
    forms |= {f"{word[:-3]}y"} if word.endswith("ied") else set()
    forms |= {word[:-3]} if word[-3:-2] == word[-4:-3] else set()
    found = [form for form in forms if form in _KNOWN] or [form for form in forms if form in small]
    return found[0] if len(found) == 1 else ""


def _base_of_third(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")) else word[:-1]
