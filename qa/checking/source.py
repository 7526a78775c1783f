"""What a claim is held against: the cited words, who speaks in them, and an objection's form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.terms import telling_stems, words_in
from qa.types import RejectionReason

__all__ = [
    "LEAST_COVERAGE",
    "Misplaced",
    "Objection",
    "Source",
    "Voice",
    "contradicting",
    "coverage",
    "lacking",
    "small_words",
]

LEAST_COVERAGE = 0.5
"""The part of a claim's telling words that must stand in its source. A first net only: below it
hardly any true statement falls, and what numbers, names and negation catch is caught above it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whom a cited sentence gives the word."""

    speaker: str | None
    """``None``: the sentence gives it to nobody; its subject may still be the speaker."""
    denies: bool
    words: str
    sentence: str = ""
    """The whole sentence, in which others may speak as well."""
    also: tuple[str, ...] = ()
    """What else he is called in it: "the owner", "Holm's lawyer"."""
    aside: str = ""
    """What it tells about him, and not in his name."""
    cue: str = ""
    """The stem of the verb that gives him the word, where that is known."""

    @property
    def is_whole(self) -> bool:
        """Whether nobody else speaks in the sentence, as far as can be told."""
        return self.words == self.sentence

    @property
    def names(self) -> tuple[str, ...]:
        """All that he is called."""
        return (self.speaker, *self.also) if self.speaker else self.also


@dataclass(frozen=True, slots=True)
class Source:
    """The words that a claim rests on, from narrow to wide. Each holds the one before it."""

    sentences: tuple[str, ...]
    """The cited sentences."""
    around: str
    """With the sentences before and after each, and who says them."""
    dates: str
    """When and under which title the cited passages were published."""
    passages: str
    """The whole passages, with title, date and speakers."""
    voices: tuple[Voice, ...] = ()
    """Who speaks in the cited sentences themselves: neighbours never vouch for a speaker."""
    common: frozenset[str] = frozenset()
    """Stems of words that stand without a capital anywhere in what the model was shown."""

    @property
    def cited(self) -> str:
        """The cited sentences in one."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a source does not support a claim."""

    reason: RejectionReason
    detail: str
    """One sentence for a person."""
    words: tuple[str, ...] = ()
    """The words of the claim that decided."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A word that a claim says of somebody or something else than its source."""

    word: str
    claimed: str
    """Of whom or what the claim says it: a name, a number or a date."""
    given: str
    """Of whom or what the source does."""


def contradicting(detail: str, *words: str) -> Objection:
    """The objection that the source says otherwise."""
    return Objection(RejectionReason.CONTRADICTED, detail, words)


def lacking(detail: str, *words: str) -> Objection:
    """The objection that the source does not say so much."""
    return Objection(RejectionReason.NOT_SUPPORTED, detail, words)


def coverage(claim: str, source: str) -> float:
    """The part of the claim's telling words that stand in the source, from 0 to 1."""
    claimed = telling_stems(claim)
    return len(claimed & telling_stems(source)) / len(claimed) if claimed else 0.0


def small_words(text: str) -> frozenset[str]:
    """Stems of the words that stand in the text without a capital letter."""
    small = re.findall(r"(?<![\w.])[^\W\d_A-ZÀ-Þ][^\W\d_]*", text)
    return telling_stems(" ".join(small)) | frozenset(words_in(" ".join(small)))
