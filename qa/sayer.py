"""Who said it, where that is asked: the rules of attribution, and what the reader marks."""

from __future__ import annotations

import re

from index.cues import VERBS
from index.names import is_lifeless
from index.phrases import Words, noun_phrase
from index.types import Sentence
from qa.confidence import Judged
from qa.question import Expected, Question
from qa.shown import sentences_of

__all__ = ["speakers_of"]

_LIKELY = 1.0  # log-odds from which on the reader is believed where the rules are silent
_LONGEST = 14  # words of a speaker and what is said of him
_SURE = 4.5  # and from which on it is believed against them: it knows what is asked about
_SPEECH = re.compile(
    r"[“”\"«„]|''|\baccording\b|\b(?:words|account|statement|report|poll|survey|article|letter|email|"
    r"speech|interview|judge|view|opinion|claims?|reads|shows?)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|n't|n’t)\s+(?:say|said|claim|tell)|\bcontrary to\b|\breject", re.IGNORECASE
)
_PRONOUNS = frozenset("i me my he him his she her it its they them their we us our you who".split())


def speakers_of(question: Question, judged: Judged) -> tuple[str, ...]:
    """Who says a sentence, outermost speaker first; empty for the document's own voice.

    The rules of attribution hold one statement a sentence, and rather name nobody than guess. To
    "who said …?" the reader marks the speaker of the very words that are asked about.
    """
    attribution = judged.candidate.sentence.attribution
    by_rule = attribution.described if attribution else ()
    marked = _marked(judged) if question.expected is Expected.SPEAKER else None
    if marked is None or (attribution and judged.marked < _SURE):
        return by_rule
    known = judged.candidate.sentence.speakers
    text = " ".join(judged.candidate.text.split())
    if any(_is_same(marked, one, text) for one in known):
        return by_rule
    return (*known[:-1], _in_full(marked, sentences_of(judged.candidate.passage)))


def _marked(judged: Judged) -> str | None:
    """What the reader marks, if it can be a speaker: one noun phrase and no pronoun."""
    if judged.short is None or judged.marked < _LIKELY:
        return None
    passage = judged.candidate.passage
    text = passage.text[judged.short.start - passage.start : judged.short.end - passage.start]
    words = Words.of(text)
    phrase = noun_phrase(words, 0, len(words.text))
    if phrase is None or len(text.split()) > _LONGEST or is_lifeless(text):
        return None
    if not _tells_of_speech(judged.candidate.text):
        return None
    if _PRONOUNS.issuperset(words.lower[phrase.start : phrase.end]):
        return None
    return " ".join(text.split())


def _tells_of_speech(sentence: str) -> bool:
    """Whether somebody says something in it, and is not said to have said nothing."""
    words = Words.of(sentence)
    if _DENIED.search(sentence):
        return False
    return bool(_SPEECH.search(sentence)) or not VERBS.keys().isdisjoint(words.lower)


def _in_full(name: str, sentences: tuple[Sentence, ...]) -> str:
    """The only speaker of the passage with that name at his end: *Dayton* is *Gov. Mark Dayton*."""
    speakers = {one for s in sentences for one in s.speakers}
    full = [speaker for speaker in speakers if _bare(speaker)[-len(_bare(name)) :] == _bare(name)]
    return full[0] if len(full) == 1 else name


def _is_same(marked: str, speaker: str, sentence: str) -> bool:
    """Whether one name is part of the other or stands beside it: *the director, Ann Holt*."""
    return (
        _is_part(marked, speaker)
        or _is_part(speaker, marked)
        or f"{marked}, {speaker}" in sentence
        or f"{speaker}, {marked}" in sentence
    )


def _is_part(one: str, other: str) -> bool:
    return bool(_bare(one)) and set(_bare(one)) <= set(_bare(other))


def _bare(name: str) -> list[str]:
    words = re.findall(r"\w+", name.casefold().replace("’s", "").replace("'s", ""))
    return [word for word in words if word not in ("the", "a", "an")] or words
