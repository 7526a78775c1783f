"""Whether those to whom a claim gives words say them in the cited sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.checking.source import (
    LEAST_COVERAGE,
    Objection,
    Source,
    Voice,
    contradicting,
    coverage,
    lacking,
)
from qa.language.dates import WEEKDAYS
from qa.language.numerals import MONTHS
from qa.language.speakers import is_called, same_speaker, stands_as_subject
from qa.language.speeches import Speech, negated, sentences_in, speeches
from qa.language.terms import stem, stems_of, telling_stems

__all__ = ["speaker_objection"]

MOST_SPEAKERS = 20
"""Whom one statement may give the word; an answer that names more was not written to be read."""

_ANSWERS = frozenset({"disagre", stem("disagreed")})
"""Who disagrees is never he who said it."""
_PRAISE = telling_stems("praised hailed")
_BLAME = telling_stems("criticised criticized condemned denounced blamed")
_FALSE = re.compile(r"\b(?:false|untrue|wrong|unfounded|baseless|groundless|incorrect)\b")
_PRONOUN = re.compile(r"\b(?:it|they|them|him)\b")
"""What another speaks of may be named by his neighbour only: "Her husband said that it …"."""
_OF_IT = re.compile(r"(?:^\s*|\bthat\s+)(?:it|they)\b")
"""Who speaks of what a sentence before names: what it is may stand there."""
_HIMSELF = re.compile(r"\s*(?:that\s+)?(?:he|she)\b")
_HE = re.compile(r"\b(?:[Hh]e|[Ss]he|I|[Ww]e)\b")
_HIS = re.compile(
    r"(?:\bthat|said|^)\s+(?:his|her)\s+[a-z]+\s+(?:\w+\s+)?(?:ha[sd]|was|is|did|would|will|could)\b"
)
_TOLD = re.compile(r"^\s*(?:[\w’'-]+\s+){1,4}?that\b")
"""Whom he tells: "told [reporters that] …"."""
_TIMES = stems_of("today yesterday now") | frozenset(map(stem, (*WEEKDAYS, *MONTHS)))


def speaker_objection(claim: str, source: Source) -> Objection | None:
    """Each speaker must speak in a cited sentence, say there what he is said to, not deny it."""
    claimed = dict.fromkeys(speech for part in sentences_in(claim) for speech in speeches(part))
    if len(claimed) > MOST_SPEAKERS:
        return lacking("It gives too many people the word for one statement.")
    for speech in claimed:
        own = [voice for voice in source.voices if _speaks(speech.speaker, voice, source)]
        fitting = [voice for voice in own if _same_stance(speech, voice)]
        if own and (not fitting or _judges_otherwise(speech, own)):
            verb = "denied" if speech.denies else "said"
            detail = f"In the cited sentences {speech.speaker} has not {verb} so."
            return contradicting(detail, speech.speaker)
        said = " . ".join(voice.words for voice in fitting)
        new = telling_stems(speech.quoted) - telling_stems(said)
        if telling_stems(speech.words) & telling_stems(said) and _OF_IT.search(said):
            said = f"{said} . {source.cited}"
        if not own or new or not _says(said, speech, source) or _of_another(speech, own, source):
            return _another_speaker(speech, source)
        other = _does_another(speech, own, source)
        if other:
            detail = f"In the cited sentences {other} does so, not {speech.speaker}."
            return contradicting(detail, speech.speaker)
        if _is_aside(speech, own) or _of_his_own(speech, own):
            return lacking(
                f"The cited sentences tell so of {speech.speaker}, who did not say it.",
                speech.speaker,
            )
    return None


def _does_another(speech: Speech, own: Sequence[Voice], source: Source) -> str | None:
    """Who alone does what somebody is said to do: "Dahl said that Moe had told the crew …"."""
    others = [
        voice
        for voice in source.voices
        if voice.speaker and voice.cue == speech.cue and voice not in own
    ]
    if speech.cue == "say" or any(voice.cue == speech.cue for voice in own):
        return None
    unknown = all(one.cue == "" for one in own)
    for other in others:
        said = other.words.strip()
        inside = said and any(one.speaker and said in one.words for one in own)
        named = unknown and other.names[0][:1].isupper()
        if inside or named or speech.cue in _ANSWERS:
            return other.speaker
    return None


def _judges_otherwise(speech: Speech, own: Sequence[Voice]) -> bool:
    """Whether he is said to praise what he condemns, or to condemn what he praises."""
    cues = {voice.cue for voice in own}
    return any(
        speech.cue in one and cues & other and not cues & one
        for one, other in ((_PRAISE, _BLAME), (_BLAME, _PRAISE))
    )


def _is_aside(speech: Speech, own: Sequence[Voice]) -> bool:
    """Whether what he is said to say is only told about him: "who had long opposed it"."""
    aside = telling_stems(" ".join(voice.aside for voice in own)) - _TIMES
    if not aside:
        return False
    said = telling_stems(" ".join(_without(voice.words, voice.aside) for voice in own))
    words = _TOLD.sub("", _without(speech.words, speech.aside))
    claimed = telling_stems(words) - _TIMES
    return bool(claimed & (aside - said)) and not claimed & (said - aside)


def _of_his_own(speech: Speech, own: Sequence[Voice]) -> bool:
    """Whether "Dahl said that he knew" stands for "Dahl said that his client knew"."""
    himself = _HIMSELF.match(speech.words)
    if not himself:
        return False
    said = [voice.words for voice in own if voice.cue]
    return bool(said) and all(_HIS.search(one) and not _HE.search(one) for one in said)


def _without(words: str, aside: str) -> str:
    for part in filter(None, re.split(r"(?<=,)\s", aside)):
        words = words.replace(part, " ")
    return words


def _of_another(speech: Speech, own: Sequence[Voice], source: Source) -> bool:
    """Whether what he is said to say is only what somebody else in the same sentence says."""
    sentences = {voice.sentence for voice in own}
    others = [
        voice.words
        for voice in source.voices
        if voice.sentence in sentences
        and voice not in own
        and not voice.is_whole
        and not any(one.words.strip() in voice.words for one in own)
    ]
    his = telling_stems(" ".join(voice.words for voice in own))
    theirs = telling_stems(" ".join(others))
    claimed = telling_stems(speech.words)
    if claimed & (theirs - his) and not claimed & (his - theirs):
        return True
    return any(
        len(claimed - his) * 2 >= len(claimed) and claimed - his <= telling_stems(voice.words)
        for voice in source.voices
        if voice.speaker and voice not in own and voice.cue and _PRONOUN.search(voice.words)
    )


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
    return contradicting(detail, speech.speaker)


def _speaks(speaker: str, voice: Voice, source: Source) -> bool:
    if voice.speaker is None:
        return stands_as_subject(speaker, voice.words)
    return any(
        same_speaker(speaker, name, source.around) or is_called(speaker, name, source.around)
        for name in voice.names
    )


def _says(said: str, speech: Speech, source: Source) -> bool:
    """Whether what is said holds most of the words that somebody is said to say."""
    if not telling_stems(speech.words) or speech.cue in _ANSWERS:
        return True
    return coverage(speech.words, f"{said} . {source.dates}") >= LEAST_COVERAGE


def _same_stance(speech: Speech, voice: Voice) -> bool:
    """Whether both say or both deny; to say that it is not so is to deny it."""
    if speech.denies == voice.denies:
        return True
    if voice.denies:
        return negated(speech.words)
    false = negated(voice.words) or _FALSE.search(voice.words)
    return bool(false) and not negated(speech.words)
