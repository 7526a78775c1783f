"""Whether the cited words support a claim: numbers, names, speakers, negation, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.names import missing_names, named_speakers, speaking_groups
from qa.numerals import missing_numerals
from qa.polarity import turned_word
from qa.terms import stem, telling_stems, words_in

__all__ = ["Source", "coverage", "objection", "small_words", "speaker_objection"]

LEAST_COVERAGE = 0.5
"""The part of a claim's telling words that must stand in its source. A first net only: below it
hardly any true statement falls, and what numbers, names and negation catch is caught above it."""

_WEIGHTY = frozenset(
    map(
        stem,
        """confirm deny admit prove verify acknowledge concede refute debunk reject accept approve
        agree guarantee authorize ratify convict acquit apologize resign die kill""".split(),
    )
)
"""Words that decide what kind of statement it is: never the model's own."""

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’»)]*\s+(?=[\"“‘«(]?[A-ZÀ-ÞА-Я])")


@dataclass(frozen=True, slots=True)
class Source:
    """The words that a claim rests on, from narrow to wide. Each holds the one before it."""

    cited: str
    """The cited sentences."""
    around: str
    """With the sentences before and after each, and who says them."""
    passages: str
    """The whole passages, with title, date and speakers."""
    common: frozenset[str] = frozenset()
    """Stems of words that stand without a capital anywhere in what the model was shown."""


def objection(claim: str, source: Source) -> str | None:
    """Why the source does not support the claim, in a sentence for a person; else ``None``."""
    numbers = missing_numerals(claim, source.around)
    if numbers:
        return f"The cited sentences do not give {_listed(numbers)}."
    names = missing_names(claim, source.passages, source.common)
    if names:
        return f"The cited passage does not name {_listed(names)}."
    misattributed = speaker_objection(claim, source)
    if misattributed:
        return misattributed
    turned = turned_word(claim, source.cited, source.around)
    if turned:
        return f"Claim and source differ on whether, or how surely, it is so: “{turned}”."
    weighty = sorted((telling_stems(claim) & _WEIGHTY) - telling_stems(source.around))
    if weighty:
        return f"The cited sentences do not say “{weighty[0]}”."
    parts = [part for part in _SENTENCE_END.split(claim) if telling_stems(part)]
    if not parts:
        return "It says nothing that the cited sentences could support."
    if any(coverage(part, source.around) < LEAST_COVERAGE for part in parts):
        return "Too few of its words stand in the cited sentences."
    return None


def speaker_objection(claim: str, source: Source) -> str | None:
    """Why a speaker whom the claim names cannot have said so; ``None`` if he can."""
    for speaker in named_speakers(claim):
        if missing_names(speaker, source.around):
            return f"The cited sentences do not say that {speaker} said so."
    known = {stem(word) for word in words_in(source.around)}
    for group in speaking_groups(claim):
        if stem(group) not in known:
            return f"The cited sentences do not say that {group} said so."
    return None


def coverage(claim: str, source: str) -> float:
    """The part of the claim's telling words that stand in the source, from 0 to 1."""
    claimed = telling_stems(claim)
    return len(claimed & telling_stems(source)) / len(claimed) if claimed else 0.0


def small_words(text: str) -> frozenset[str]:
    """Stems of the words that stand in the text without a capital letter."""
    small = re.findall(r"(?<![\w.])[^\W\d_A-ZÀ-Þ][^\W\d_]*", text)
    return telling_stems(" ".join(small)) | frozenset(words_in(" ".join(small)))


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
