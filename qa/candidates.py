"""How well a sentence answers a question: the signs that are counted, one function each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Passage, Sentence
from qa.question import Expected, Question
from qa.shown import sentence_text, sentences_of
from qa.terms import NUMBER_WORDS, names_in, stem, telling_stems, words_in

__all__ = ["Candidate", "candidates", "names_covered", "speaker_matches"]

_IN_CONTEXT = 0.6  # a word in the sentence before, the title or the speaker's name
_IN_PASSAGE = 0.3  # a word elsewhere in the passage
_NAME_WEIGHT = 1.6  # a name or a number says more than another word
_VAGUE_WEIGHT = 0.4
_VAGUE = frozenset(
    map(stem, "many much likely kind type sort thing way each first new some get use main".split())
)
_TIME = re.compile(
    r"\b(?:1[0-9]|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"yesterday|today|tomorrow|tonight|morning|evening|noon|midnight|century|decade|spring|"
    r"summer|autumn|fall|winter|(?:week|month|year|day|hour)s?|\d(?::\d\d)?\s*[ap]\.?m)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥]\s?\d|\d[\d.,]*\s?(?:m|bn|million|billion|thousand)?\s?(?:dollars?|euros?|pounds?|"
    r"cents?|crowns?|francs?|yen|yuan|rubles?|roubles?|rupees?|marks?|USD|EUR|GBP|CHF)\b"
    r"|\b(?:free of charge|nothing)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_TITLE_WORDS = frozenset(
    """the a an of in for mr mrs ms dr former president prime minister secretary senator sen rep
    representative governor gov general gen chancellor chairman chairwoman director spokesman
    spokeswoman spokesperson""".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with the signs that it answers the question, each between 0 and 1."""

    passage: Passage
    sentence: Sentence
    position: int
    """Among the sentences of the passage, counted from 0."""
    text: str
    coverage: float
    """Share of the question's words that the sentence and its surroundings hold, weighted."""
    in_sentence: float
    """The same for the sentence alone."""
    fits: bool
    """Whether it holds the kind of thing that is asked for: a number, a time, a speaker."""


def candidates(question: Question, passages: Sequence[Passage]) -> list[Candidate]:
    """Every sentence of the passages as a candidate, each sentence once."""
    found: dict[tuple[str, int], Candidate] = {}
    for passage in passages:
        passage_stems = telling_stems(passage.text)
        title_stems = telling_stems(passage.title)
        before: frozenset[str] = frozenset()
        for position, sentence in enumerate(sentences_of(passage)):
            text = sentence_text(passage, sentence)
            own = telling_stems(text)
            speakers = " ".join(sentence.attribution.speakers) if sentence.attribution else ""
            context = before | title_stems | telling_stems(speakers)
            found.setdefault(
                (passage.document, sentence.start),
                Candidate(
                    passage=passage,
                    sentence=sentence,
                    position=position,
                    text=text,
                    coverage=_coverage(question, own, context, passage_stems),
                    in_sentence=_coverage(question, own, frozenset(), frozenset()),
                    fits=_fits(question, sentence, text),
                ),
            )
            before = own
    return list(found.values())


def names_covered(question: Question, candidate: Candidate, *, near: bool = False) -> bool:
    """Whether every name of the question occurs in the candidate's surroundings.

    A question about somebody whom the passage does not mention is not answered by it.

    Args:
        question: what is asked.
        candidate: the sentence.
        near: look only at the sentence and its speakers, and at the sentence before it where
            it names nobody itself: what it counts or dates is then somebody else's.
    """
    passage, sentence = candidate.passage, candidate.sentence
    around = f"{passage.text} {passage.title}"
    if near:
        speakers = " ".join(sentence.attribution.speakers) if sentence.attribution else ""
        around = f"{candidate.text} {speakers}"
        if not names_in(candidate.text):
            before = sentences_of(passage)[max(candidate.position - 1, 0)]
            around = f"{sentence_text(passage, before)} {around}"
    stems = {stem(word) for word in words_in(around)}
    return all(stem(words_in(name)[-1]) in stems for name in question.names if words_in(name))


def speaker_matches(asked: str, speakers: Sequence[str]) -> bool:
    """Whether a speaker of a chain is the one that a question names.

    A person is known by the last word of his name, standing last ("Biden" is not "Biden
    administration officials"); of a group all its telling words must occur.
    """
    wanted = [word for word in words_in(asked) if word not in _TITLE_WORDS]
    if not wanted:
        return False
    names = names_in(asked)
    person = bool(names) and asked.rstrip().endswith(names[-1])
    return any(
        _ends_with(speaker, wanted[-1]) if person else _holds_all(speaker, wanted)
        for speaker in speakers
    )


def _ends_with(speaker: str, word: str) -> bool:
    """Whether the name, or a part of it before a comma or bracket, ends with the word."""
    parts = (words_in(part) for part in re.split(r"[,;()]", speaker))
    return any(bool(part) and stem(part[-1]) == stem(word) for part in parts)


def _holds_all(speaker: str, words: Sequence[str]) -> bool:
    stems = {stem(word) for word in words_in(speaker)}
    return all(stem(word) in stems for word in words)


def _coverage(
    question: Question, own: frozenset[str], context: frozenset[str], passage: frozenset[str]
) -> float:
    named = {stem(word) for name in question.names for word in words_in(name)}
    got = total = 0.0
    for word in question.stems:
        weight = _VAGUE_WEIGHT if word in _VAGUE else 1.0
        weight = _NAME_WEIGHT if word in named or word[0].isdigit() else weight
        total += weight
        if word in own:
            got += weight
        elif word in context:
            got += weight * _IN_CONTEXT
        elif word in passage:
            got += weight * _IN_PASSAGE
    return got / total if total else 0.0


def _fits(question: Question, sentence: Sentence, text: str) -> bool:
    attribution = sentence.attribution
    match question.expected:
        case Expected.SPEAKER:
            return attribution is not None
        case Expected.SPEECH:
            return (
                attribution is not None
                and question.speaker is not None
                and speaker_matches(question.speaker, attribution.speakers)
            )
        case Expected.QUANTITY:
            words = set(words_in(text)) - set(words_in(question.text))
            counts = bool(words & NUMBER_WORDS) or any(_DIGIT.search(word) for word in words)
            return counts and (
                question.counted is None or question.counted in map(stem, words_in(text))
            )
        case Expected.MONEY:
            return _MONEY.search(text) is not None
        case Expected.TIME:
            return _TIME.search(text) is not None
        case Expected.PERSON | Expected.PLACE:
            asked = {word.lower() for name in question.names for word in name.split()}
            return any(
                word.lower() not in asked for name in names_in(text) for word in name.split()
            )
        case Expected.ANYTHING:
            return True
