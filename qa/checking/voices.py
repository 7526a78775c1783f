"""Whether those to whom a claim gives words say them in the cited sentences."""

from __future__ import annotations

from collections.abc import Sequence

from qa.checking.source import LEAST_COVERAGE, Objection, Source, Voice, coverage, lacking
from qa.language.speeches import (
    Speech,
    negated,
    same_speaker,
    sentences_in,
    speeches,
    stands_as_subject,
)
from qa.language.terms import telling_stems
from qa.types import RejectionReason

__all__ = ["speaker_objection"]


def speaker_objection(claim: str, source: Source) -> Objection | None:
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
        return lacking(detail, speech.speaker)
    detail = f"In the cited sentences {other} said so, not {speech.speaker}."
    return Objection(RejectionReason.CONTRADICTED, detail, (speech.speaker,))


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
