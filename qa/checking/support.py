"""Whether the cited words support a claim: numbers, names, speakers, negation, and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.checking.counts import misbounded, miscounted, turned_range
from qa.checking.roles import swapped
from qa.checking.slots import changed_slot
from qa.checking.strength import left_out, overstated
from qa.language.names import missing_names
from qa.language.numerals import missing_numerals
from qa.language.polarity import turned_word
from qa.language.speeches import (
    Speech,
    negated,
    same_speaker,
    sentences_in,
    speeches,
    stands_as_subject,
)
from qa.language.terms import stem, telling_stems, words_in
from qa.types import RejectionReason

__all__ = ["Objection", "Source", "Voice", "coverage", "objection", "small_words"]

LEAST_COVERAGE = 0.5
"""The part of a claim's telling words that must stand in its source. A first net only: below it
hardly any true statement falls, and what numbers, names and negation catch is caught above it."""

LEAST_OWN_COVERAGE = 0.34
"""The part that must stand in the cited sentences themselves, and not only in their neighbours."""

_UNFINISHED = frozenset("a an the of and or but to which whose than because if into upon".split())
"""Words that no statement ends with: the model was cut off."""

_CLAUSE = re.compile(
    r"[,;:–—]\s+|\s+(?:and|but|while|although|which|who|where|when|after|before|because|as|with"
    r"|being|by|for)\s+"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whom a cited sentence gives the word."""

    speaker: str | None
    """``None``: the sentence gives it to nobody; its subject may still be the speaker."""
    denies: bool
    words: str
    sentence: str = ""
    """The whole sentence, in which others may speak as well."""

    @property
    def is_whole(self) -> bool:
        """Whether nobody else speaks in the sentence, as far as can be told."""
        return self.words == self.sentence


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


def objection(claim: str, source: Source) -> Objection | None:
    """Why the source does not support the claim, the gravest reason first; ``None`` if it does."""
    found = (check(claim, source) for check in _CHECKS)
    return next((one for one in found if one is not None), None)


def _numbers(claim: str, source: Source) -> Objection | None:
    miscount = miscounted(claim, source.around)
    if miscount:
        detail = f"The cited sentences say {miscount[1]}, not {miscount[0]}."
        return Objection(RejectionReason.CONTRADICTED, detail, (miscount[0],))
    missing = missing_numerals(claim, source.around)
    if missing:
        return _lacking(f"The cited sentences do not give {_listed(missing)}.", *missing)
    turned = turned_range(claim, source.around)
    if turned:
        detail = f"The cited sentences have it the other way round: {turned[1]}, not {turned[0]}."
        return Objection(RejectionReason.CONTRADICTED, detail, (turned[0],))
    bounded = misbounded(claim, source.around)
    if bounded:
        detail = f"Claim and source differ on whether it is more or less than {bounded}."
        return Objection(RejectionReason.CONTRADICTED, detail, (bounded,))
    return None


def _names(claim: str, source: Source) -> Objection | None:
    missing = missing_names(claim, source.passages, source.common)
    if not missing:
        return None
    return _lacking(f"The cited passage does not name {_listed(missing)}.", *missing)


def _speakers(claim: str, source: Source) -> Objection | None:
    """Each speaker must speak in a cited sentence, say there what he is said to, not deny it."""
    for speech in (speech for part in sentences_in(claim) for speech in speeches(part)):
        own = [voice for voice in source.voices if _speaks(speech.speaker, voice, source)]
        fitting = [voice for voice in own if _same_stance(speech, voice)]
        if own and not fitting:
            verb = "denied" if speech.denies else "said"
            detail = f"In the cited sentences {speech.speaker} has not {verb} so."
            return Objection(RejectionReason.CONTRADICTED, detail, (speech.speaker,))
        said = " . ".join(voice.words for voice in fitting)
        new = telling_stems(speech.quoted) - telling_stems(said)
        if not own or new or not _says(said, speech, source) or _of_another(speech, own, source):
            return _another_speaker(speech, source)
    return None


def _of_another(speech: Speech, own: Sequence[Voice], source: Source) -> bool:
    """Whether what he is said to say is only what somebody else in the same sentence says."""
    sentences = {voice.sentence for voice in own}
    others = [
        voice.words
        for voice in source.voices
        if voice.sentence in sentences and voice not in own and not voice.is_whole
    ]
    his = telling_stems(" ".join(voice.words for voice in own))
    theirs = telling_stems(" ".join(others))
    claimed = telling_stems(speech.words)
    return bool(claimed & (theirs - his)) and not claimed & (his - theirs)


def _another_speaker(speech: Speech, source: Source) -> Objection:
    """The objection that names who does say so, where a cited sentence tells it."""
    other = next(
        (
            voice.speaker
            for voice in source.voices
            if voice.speaker
            and not _speaks(speech.speaker, voice, source)
            and _says(voice.words, speech, source)
        ),
        None,
    )
    if other is None:
        detail = f"The cited sentences do not say that {speech.speaker} said so."
        return _lacking(detail, speech.speaker)
    detail = f"In the cited sentences {other} said so, not {speech.speaker}."
    return Objection(RejectionReason.CONTRADICTED, detail, (speech.speaker,))


def _polarity(claim: str, source: Source) -> Objection | None:
    turned = turned_word(claim, source.cited, source.around)
    if not turned:
        return None
    word = next((word for word in words_in(claim) if stem(word) == turned), turned)
    detail = f"Claim and source differ on whether, or how surely, it is so: “{word}”."
    return Objection(RejectionReason.CONTRADICTED, detail, (word,))


def _slots(claim: str, source: Source) -> Objection | None:
    """A claim that repeats a sentence word by word, but for a "not", a number or a name."""
    for part in sentences_in(claim):
        changed = changed_slot(part, source.sentences)
        if changed:
            said, given = changed
            detail = f"Where the claim says “{said}”, the source says “{given}”."
            if not said or not given:
                differs = f"without “{said}”" if said else f"with “{given}”"
                detail = f"The source says the same {differs}."
            return Objection(RejectionReason.CONTRADICTED, detail, (said or given,))
    return None


def _roles(claim: str, source: Source) -> Objection | None:
    verb = swapped(claim, source.around)
    if not verb:
        return None
    detail = f"In the cited sentences it is the other way round: who, and to whom (“{verb}”)."
    return Objection(RejectionReason.CONTRADICTED, detail, (verb,))


def _strength(claim: str, source: Source) -> Objection | None:
    for sentence in source.sentences:
        lost = left_out(claim, sentence)
        if lost:
            detail = f"It leaves out what its source says with “{lost}”."
            return Objection(RejectionReason.CONTRADICTED, detail, (lost,))
    stronger = overstated(claim, source.around)
    return _lacking(f"The cited sentences do not say “{stronger}”.", stronger) if stronger else None


def _rest(claim: str, source: Source) -> Objection | None:
    """Whether the other words stand in the source: most of each sentence, some of each clause."""
    parts = list(sentences_in(claim))
    speakers = " ".join(speech.speaker for speech in speeches(claim))
    if not telling_stems(claim) - telling_stems(speakers):
        return _lacking("It says nothing that the cited sentences could support.")
    if claim.rstrip(' "”').endswith("?") and not speakers:
        return _lacking("It asks, and states nothing.")
    if words_in(claim)[-1] in _UNFINISHED:
        return _lacking("It breaks off in the middle of a sentence.")
    if any(coverage(part, source.around) < LEAST_COVERAGE for part in parts):
        return _lacking("Too few of its words stand in the cited sentences.")
    if any(coverage(part, source.cited) < LEAST_OWN_COVERAGE for part in parts):
        return _lacking("Its words stand beside the cited sentences, not in them.")
    known = telling_stems(source.around)
    for clause in _clauses(claim):
        if not telling_stems(clause) & known:
            detail = f"Of “{clause}” the cited sentences say nothing."
            return Objection(RejectionReason.PARTLY_SUPPORTED, detail, (clause,))
    return None


_CHECKS: tuple[Callable[[str, Source], Objection | None], ...] = (
    _numbers,
    _names,
    _speakers,
    _slots,
    _polarity,
    _roles,
    _strength,
    _rest,
)


def _lacking(detail: str, *words: str) -> Objection:
    return Objection(RejectionReason.NOT_SUPPORTED, detail, words)


def _speaks(speaker: str, voice: Voice, source: Source) -> bool:
    if voice.speaker is None:
        return stands_as_subject(speaker, voice.words)
    return same_speaker(speaker, voice.speaker, source.around)


def _says(said: str, speech: Speech, source: Source) -> bool:
    """Whether what is said holds most of the words that somebody is said to say."""
    if not telling_stems(speech.words):
        return True
    return coverage(speech.words, f"{said} . {source.dates}") >= LEAST_COVERAGE


def _same_stance(speech: Speech, voice: Voice) -> bool:
    """Whether both say or both deny; to say that it is not so is to deny it."""
    if speech.denies == voice.denies:
        return True
    if voice.denies:
        return negated(speech.words)
    return negated(voice.words) and not negated(speech.words)


def _clauses(claim: str) -> Iterator[str]:
    """The stretches between signs and linking words that have two telling words or more."""
    for clause in _CLAUSE.split(claim):
        if len(telling_stems(clause)) > 1:
            yield clause.strip(" .!?;,:")


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
