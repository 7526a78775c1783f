"""Whether words can be understood without those that stand before them."""

from __future__ import annotations

import itertools
import re

from index.mainclause import main_clause
from index.phrases import TIME, Words
from index.words import STOP_WORDS
from qa.language.names import OPENERS
from qa.language.terms import NUMBER_WORDS, telling_stems, words_in
from qa.language.verb_forms import DETERMINERS

__all__ = [
    "INSIDE_SENTENCE",
    "is_bare",
    "is_telling",
    "stands_alone",
    "uncapitalised",
    "with_article",
]

_LEANING = frozenset(
    """he she it they him them i we you me us my our your ours yours himself herself itself
    themselves myself ourselves this these those there here such former latter other others another
    same both either neither one ones also then too instead however therefore thus hence meanwhile
    again now so further moreover today yesterday tomorrow tonight ago earlier later yet already
    likewise similar similarly though although respectively previously even""".split()
)
"""Words that mean something said before, or the day on which it was said."""
_NEAR_TIME = frozenset("last next past coming".split())
_JOINING = frozenset(
    """and but or nor yet still because since as if when while where that which who whom
    whose""".split()
)
_OWN = frozenset("his her its their".split())
_PERSONAL = re.compile(r"\b(?:his|her|its|their)\b", re.IGNORECASE)
_TOLD_BEFORE = re.compile(
    r"\b(?:he|she|it|they|i|we|you|that|there|here|what|who)['’]\w"
    r"|\bthe (?:two|three|four|five|six|seven|pair|rest|others?)\b(?! \w*[a-z]s\b)"
    r"|\b(?:in|of|on|at|for|with|by|from|about|before|after) that [a-z]"
    r"|\bthe \d+-year-old\b",
    re.IGNORECASE,
)
"""*It's*, *one of the two*, *in that year*: who or when, an earlier sentence says."""
_SOMEBODY = re.compile(r"(?<!\bin )(?<!\bat )(?<!\bof )(?<!\bnear )(?<!^)\b[A-ZÀ-Þ][a-zß-öø-ÿ]")
_ASKED = frozenset("many much percentag".split())
"""Stems of words that a question begins with."""

INSIDE_SENTENCE = r"(?<=[a-zß-öø-ÿ,] )"
"""Before a word that does not begin its sentence: there a capital letter makes a name."""


def stands_alone(clause: str) -> bool:
    """Whether a clause has no word that leans on an earlier sentence, or on the day it was said.

    Args:
        clause: the words, those between quotation marks blotted out.
    """
    words = words_in(clause)
    if not words or words[0] in _JOINING | _OWN or not _LEANING.isdisjoint(words):
        return False
    if _TOLD_BEFORE.search(clause):
        return False
    bare = (re.sub(r"['’]s?$", "", word) for word in words)
    if any(near in _NEAR_TIME and TIME.match(time) for near, time in itertools.pairwise(bare)):
        return False
    return all(_has_owner(clause, match.start()) for match in _PERSONAL.finditer(clause))


def _has_owner(clause: str, at: int) -> bool:
    """Whether a noun stands before "its", and before "his" a name that is no place's."""
    before, word = clause[:at], clause[at : at + 3].lower()
    if word in ("his", "her"):
        return _SOMEBODY.search(before) is not None
    return len(before.split()) > 1


def is_telling(question: str, fewest: int) -> bool:
    """Whether a question has at least so many telling words beside its numbers."""
    told = telling_stems(question) - NUMBER_WORDS - _ASKED
    return sum(stem.isalpha() for stem in told) >= fewest


def is_bare(clause: str, question: str) -> bool:
    """Whether a question is about *the city*, and no name tells which one."""
    subject = main_clause(Words.of(clause))
    is_short = subject is not None and subject.subject.end == 2 and clause[:4].lower() == "the "
    return is_short and clause[4].islower() and not re.search(r"(?<=\s)[A-ZÀ-Þ]", question)


def uncapitalised(clause: str, small: frozenset[str]) -> str:
    """A clause as it stands inside a sentence: its first word small, unless that is a name.

    Args:
        clause: the words.
        small: words that are no names, as far as the documents tell.
    """
    first, _, rest = clause.partition(" ")
    bare = re.split(r"[-’']", first.lower())[0]
    is_common = bare in STOP_WORDS | NUMBER_WORDS | DETERMINERS
    is_name = not is_common and (rest[:1].isupper() or bare not in small | OPENERS)
    if is_name or first == "I" or (len(first) > 1 and first.isupper()):
        return clause
    return first[0].lower() + clause[1:]


def with_article(name: str, text: str) -> str:
    """A name with "the" before it where the text mostly writes it so: *the Water Authority*.

    Args:
        name: as the text has it, or with an article of its own.
        text: of the document.
    """
    bare = re.sub(r"^[Tt]he ", "", name)
    if bare != name:
        return f"the {bare}"
    word = rf"{re.escape(name)}\b(?!['’]s|s| [A-ZÀ-Þ])"
    times = len(re.findall(rf"(?<=[a-zß-öø-ÿ,.] ){word}", text))
    return f"the {name}" if 2 * len(re.findall(rf"\b[Tt]he {word}", text)) > times else name
