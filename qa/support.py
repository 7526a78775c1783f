"""Whether the cited words support a claim: numbers, names, speakers, negation, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.names import missing_names
from qa.numerals import missing_numerals
from qa.polarity import turned_word
from qa.speeches import (
    Speech,
    negated,
    same_speaker,
    sentences_in,
    speeches,
    stands_as_subject,
)
from qa.terms import stem, telling_stems, words_in

__all__ = ["Source", "Voice", "coverage", "objection", "small_words", "speaker_objection"]

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


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whom a cited sentence gives the word."""

    speaker: str | None
    """``None``: the sentence gives it to nobody; its subject may still be the speaker."""
    denies: bool
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """The words that a claim rests on, from narrow to wide. Each holds the one before it."""

    cited: str
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
    parts = list(sentences_in(claim))
    if not parts:
        return "It says nothing that the cited sentences could support."
    if any(coverage(part, source.around) < LEAST_COVERAGE for part in parts):
        return "Too few of its words stand in the cited sentences."
    return None


def speaker_objection(claim: str, source: Source) -> str | None:
    """Why a speaker whom the claim names cannot have said so; ``None`` if he can.

    He must speak in a cited sentence, say there what he is said to say, and not deny it.
    """
    for speech in (speech for part in sentences_in(claim) for speech in speeches(part)):
        own = [voice for voice in source.voices if _speaks(speech.speaker, voice, source)]
        fitting = [voice for voice in own if _same_stance(speech, voice)]
        if own and not fitting:
            verb = "denied" if speech.denies else "said"
            return f"In the cited sentences {speech.speaker} has not {verb} so."
        said = " . ".join(voice.words for voice in fitting)
        known = f"{said} . {source.dates}"
        little = telling_stems(speech.words) and coverage(speech.words, known) < LEAST_COVERAGE
        if not own or little or telling_stems(speech.quoted) - telling_stems(said):
            return f"The cited sentences do not say that {speech.speaker} said so."
    return None


def _speaks(speaker: str, voice: Voice, source: Source) -> bool:
    if voice.speaker is None:
        return stands_as_subject(speaker, voice.words)
    return same_speaker(speaker, voice.speaker, source.around)


def _same_stance(speech: Speech, voice: Voice) -> bool:
    """Whether both say or both deny; to say that it is not so is to deny it."""
    return speech.denies == voice.denies or negated(speech.words if voice.denies else voice.words)


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
