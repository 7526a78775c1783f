"""What a claim changes in words that it otherwise repeats.

Where a claim follows a sentence of its source word by word, one other word between the same
neighbours is no paraphrase: "is **not** prepared for a fight" of "is prepared for a fight", the
second of two names in the place of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, combinations

from index.words import STOP_WORDS
from qa.checking.opposites import opposed
from qa.checking.roles import MUTUAL
from qa.language.clauses import clauses
from qa.language.dates import holds_time
from qa.language.names import OPENERS, missing_names
from qa.language.numerals import numerals
from qa.language.speeches import speeches
from qa.language.terms import stem, telling_stems

__all__ = ["added_party", "changed_slot"]

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*%?|[^\W_]+(?:[.-][^\W_]+)*")
_CONTRACTIONS = (
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"\bcan(?:not|['’]t)\b", re.IGNORECASE), "can not"),
    (re.compile(r"n['’]t\b"), " not"),
)
_NEGATIONS = frozenset("not no never neither nor none nobody nothing without failed fails".split())
"""Words of which no slot tells what they negate: "none was hurt" is "they were not hurt"."""
_HELPERS = frozenset(
    "do does did has have had is are was were will would can could one body to any".split()
)
_DENIALS = frozenset(
    """deny denies denied denying dispute disputes disputed refuse refuses refused reject rejects
    rejected refute refuted false untrue wrong lie hoax rumour rumor myth baseless
    unfounded""".split()
)
_ELSEWHERE = frozenset("neither unless except exception excluding".split())
"""With one of these the same is said with another number of nots: "unless it rains"."""
_PRONOUN = re.compile(r"\b(?:he|him|his|she|hers?|they|them|theirs?|it|its)\b", re.IGNORECASE)
_PARTY = frozenset("to by with against for".split())
_PEOPLE = re.compile(
    r"\b(?:to|against)\s+(?:the\s+|all\s+)?(?:people|residents|citizens|inhabitants|villagers|voters"
    r"|families|farmers|workers|members)\s+(?:of|in|from)\s+(?:the\s+)?[A-Z]\w+"
)
_LEAST_REPEATED = 0.5
"""The part of a claim's words above which it repeats a sentence and adds to it."""
_FEWEST_OF_A_CLAUSE = 3
"""Telling words of a clause below which it may stand in another one by chance."""
_LONGEST_SLOT = 4
"""Words: what is longer is told in other words, and not a slot."""


def changed_slot(claim: str, sentences: Sequence[str]) -> tuple[str, str] | None:
    """Where a claim repeats its nearest sentence, but for a "not", a number or a name; the first.

    Args:
        claim: The prose of a claim, one sentence.
        sentences: Those that it cites.

    Returns:
        What stands there in the claim and in the sentence, either of which may be empty; ``None``
        where there is no such place.
    """
    nearest = _nearest(claim, sentences)
    if nearest is None:
        return None
    found = chain(nearest.changes(), nearest.exchanged())
    return next((one for one in found if not _told_so(claim, *one, sentences)), None)


def added_party(claim: str, sentences: Sequence[str], around: str = "") -> str | None:
    """A "to …", "by …" or "against …" with a name that a claim adds to a sentence it repeats.

    "To the people of …" is an addition in whatever words the rest is told.
    Who takes part is what a statement is about; where and when may come from the neighbours.

    Args:
        claim: The prose of a claim, one sentence.
        sentences: Those that it cites.
        around: Those with their neighbours, whose names a pronoun of theirs may mean.
    """
    nearest = _nearest(claim, sentences)
    cited = " ".join(sentences)
    known = f"{cited} {around}" if _PRONOUN.search(cited) else cited
    people = _PEOPLE.search(claim)
    if people and missing_names(people[0], known):
        return people[0]
    return next(nearest.parties(known), None) if nearest else None


@dataclass(frozen=True, slots=True)
class _Aligned:
    """A claim and a sentence, word by word."""

    claim: list[str]
    source: list[str]
    steps: list[tuple[str, int, int, int, int]]

    @property
    def repeated(self) -> int:
        """How many words they have in common, in order."""
        return sum(step[2] - step[1] for step in self.steps if step[0] == "equal")

    def changes(self) -> Iterator[tuple[str, str]]:
        """Every changed slot between two stretches that are equal."""
        for before, (_, c1, c2, s1, s2), after in zip(
            self.steps, self.steps[1:], self.steps[2:], strict=False
        ):
            fits = before[0] == after[0] == "equal" and max(c2 - c1, s2 - s1) <= _LONGEST_SLOT
            said, given = self.claim[c1:c2], self.source[s1:s2]
            if fits and self._differs(said, given, self.claim[c2]):
                yield " ".join(said), " ".join(given)

    def exchanged(self) -> Iterator[tuple[str, str]]:
        """Words that stand in the place of others, and those in theirs; not in a mere list."""
        slots = [step[1:] for step in self.steps if step[0] == "replace"]
        for (c1, c2, s1, s2), (c3, c4, s3, s4) in combinations(slots, 2):
            said = _carried_over(self.claim[c1:c2], self.source[s3:s4])
            given = _carried_over(self.source[s1:s2], self.claim[c3:c4])
            between = _telling(self.claim[c2:c3])
            if _telling(said) and _telling(given) and between and not between & MUTUAL:
                yield " ".join(said), " ".join(given)

    def parties(self, source: str) -> Iterator[str]:
        """Every stretch put in that begins with a preposition of doers and names somebody new."""
        if self.repeated < _LEAST_REPEATED * len(self.claim):
            return
        for step, c1, c2, _, _ in self.steps:
            added = self.claim[c1:c2]
            named = " ".join(word for word in added[1:] if _is_name(word) and not holds_time(word))
            only_here = step == "delete"  # what is taken away on the way to the source
            if only_here and added[0] in _PARTY and missing_names(named, source):
                yield " ".join(added)

    def _differs(self, said: Sequence[str], given: Sequence[str], following: str) -> bool:
        """Whether two fillings of a slot, before the same word, cannot mean the same."""
        if _another_number(said, given):
            return True
        words = {*_lower(self.claim), *_lower(self.source)}
        beyond = _ELSEWHERE & words or "none" in _lower(self.source)
        if _negation(said) != _negation(given) and not beyond:
            return _denies(self.claim) == _denies(self.source)  # "denied that it is": "it is not"
        if _opposed(said, given):
            return True
        return not _is_name(following) and _another_name(said, given)


def _nearest(claim: str, sentences: Sequence[str]) -> _Aligned | None:
    """The sentence of which a claim repeats most, beside it."""
    claimed = _tokens(claim)
    aligned = (_aligned(claimed, _tokens(sentence)) for sentence in sentences)
    return max(aligned, key=lambda one: one.repeated, default=None)


def _aligned(claim: list[str], source: list[str]) -> _Aligned:
    matcher = SequenceMatcher(None, _lower(claim), _lower(source), autojunk=False)
    return _Aligned(claim, source, list(matcher.get_opcodes()))


def _carried_over(before: list[str], after: list[str]) -> list[str]:
    """The last words before that are the first ones after."""
    lengths = range(min(len(before), len(after)), 0, -1)
    return next((before[-n:] for n in lengths if _lower(before[-n:]) == _lower(after[:n])), [])


def _telling(words: Sequence[str]) -> frozenset[str]:
    """Stems of the words that say something."""
    return frozenset(stem(word) for word in words if word.lower() not in STOP_WORDS)


def _opposed(said: Sequence[str], given: Sequence[str]) -> bool:
    """Whether one word stands in the place of its opposite."""
    if len(said) != 1 or len(given) != 1:
        return False
    return opposed(said[0], given[0])


def _denies(words: Sequence[str]) -> bool:
    return not _DENIALS.isdisjoint(_lower(words))


def _negation(words: Sequence[str]) -> bool:
    """Whether words that do no more than help a verb negate it; others are no slot of a "not"."""
    lower = set(_lower(words))
    return bool(lower & _NEGATIONS) and lower <= _NEGATIONS | _HELPERS


def _told_so(claim: str, said: str, given: str, sentences: Sequence[str]) -> bool:
    """Whether one clause of the sentences has all of the clause in which a number or name stands.

    The words were then put beside the wrong clause of a sentence that has several like it.
    """
    if not opposed(said, given) and not all(map(_is_fact, (said, given))):
        return False
    speakers = telling_stems(" ".join(speech.speaker for speech in speeches(claim)))
    told = [telling_stems(clause) for sentence in sentences for clause in clauses(sentence)]
    filled, lost = telling_stems(said), telling_stems(given)
    if not filled or not lost:
        return False
    for clause in map(telling_stems, clauses(claim)):
        rest = clause - speakers
        if filled <= clause and not clause & (lost - filled):
            known = any(rest <= one and not one & (lost - filled) for one in told)
            return known and (bool(numerals(said)) or len(rest) >= _FEWEST_OF_A_CLAUSE)
    return False


def _is_fact(words: str) -> bool:
    """Whether they hold a number, or nothing but names."""
    return bool(numerals(words)) or (bool(words) and all(map(_is_name, words.split())))


def _another_number(said: Sequence[str], given: Sequence[str]) -> bool:
    one, other = numerals(" ".join(said)), numerals(" ".join(given))
    if not one or not other or _is_short_year(said, given):
        return False
    return not any(a.supported_by(b) for a in one for b in other)


def _is_short_year(said: Sequence[str], given: Sequence[str]) -> bool:
    """Whether one is the end of the other: the "19" of "2018–19" for "2019"."""
    return len(said[-1]) == 2 and len(given[-1]) == 4 and given[-1].endswith(said[-1])


def _another_name(said: Sequence[str], given: Sequence[str]) -> bool:
    """Whether one name stands for another; a first name or a title before the same name is none."""
    names = bool(said and given) and all(map(_is_name, [*said, *given]))
    return names and len(missing_names(" ".join(said), " ".join(given))) == len(said)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in STOP_WORDS | OPENERS


def _tokens(text: str) -> list[str]:
    """The words, between marks of where the sentence begins and ends."""
    for contraction, words in _CONTRACTIONS:
        text = contraction.sub(words, text)
    return ["^", *_TOKEN.findall(text), "$"]


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]
