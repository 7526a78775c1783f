"""How well a sentence answers a question: the signs that are counted, one function each."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Attribution, Passage, Sentence
from qa.language.dates import holds_time, without_dates
from qa.language.terms import NUMBER_WORDS, names_in, stem, stems_of, telling_stems, words_in
from qa.question import Expected, Question
from qa.shown import sentence_text, sentences_of

__all__ = [
    "Candidate",
    "candidates",
    "names_covered",
    "speaker_matches",
    "speaks_to",
    "voices",
]

_IN_CONTEXT = 0.6  # a word in the sentence before, the title, a topic or the speaker's name
_IN_PASSAGE = 0.3  # a word elsewhere in the passage
_NAME_WEIGHT = 1.6  # a name as a whole, or a number, says more than another word
_ACTION_WEIGHT = 1.6
_VAGUE_WEIGHT = 0.4
_VAGUE = stems_of("many much likely kind type sort thing way each first new some get use main")
_MONEY = re.compile(
    r"[$€£¥]\s?\d|\d[\d.,]*\s?(?:m|bn|million|billion|thousand)?\s?(?:dollars?|euros?|pounds?|"
    r"cents?|crowns?|francs?|yen|yuan|rubles?|roubles?|rupees?|USD|EUR|GBP|CHF)\b"
    r"|\bfree of charge\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SMALL_WORDS = frozenset(("the", "a", "an", "of", "in", "former", "some", "any"))


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
    around: frozenset[str]
    """Stems of all that was retrieved of the document, with its title."""
    fits: bool
    """Whether it holds the kind of thing that is asked for: a number, a time, a speaker."""


def candidates(question: Question, passages: Sequence[Passage]) -> list[Candidate]:
    """Every sentence of the passages as a candidate, each sentence once."""
    places: dict[tuple[str, int], tuple[Passage, int, Sentence, str]] = {}
    for passage in passages:
        for position, sentence in enumerate(sentences_of(passage)):
            text = sentence_text(passage, sentence)
            place = (passage.document, sentence.start)
            places.setdefault(place, (passage, position, sentence, text))
    stems = {place: telling_stems(text) for place, (_, _, _, text) in places.items()}
    weights = _weights(question, list(stems.values()))
    retrieved = {name: _retrieved(name, passages) for name in {p.document for p in passages}}
    within = {passage.label: telling_stems(passage.text) for passage in passages}
    found = []
    for place, (passage, position, sentence, text) in places.items():
        own = stems[place]
        near = _near(passage, position, sentence)
        found.append(
            Candidate(
                passage=passage,
                sentence=sentence,
                position=position,
                text=text,
                coverage=_coverage(weights, own, near, within[passage.label]),
                in_sentence=_coverage(weights, own, frozenset(), frozenset()),
                around=retrieved[passage.document],
                fits=_fits(question, sentence, text, passage.publisher),
            )
        )
    return found


def names_covered(question: Question, candidate: Candidate, *, near: bool = False) -> bool:
    """Whether every name of the question occurs in the candidate's surroundings.

    A question about somebody of whom the document says nothing is not answered by it.

    Args:
        question: what is asked.
        candidate: the sentence.
        near: look only at the sentence and its speakers, and at the sentence before it where
            it names nobody itself: what it counts or dates is then somebody else's.
    """
    stems = candidate.around
    if near:
        texts = [candidate.text, *candidate.sentence.speakers]
        if not names_in(candidate.text):
            before = sentences_of(candidate.passage)[max(candidate.position - 1, 0)]
            texts.append(sentence_text(candidate.passage, before))
        stems = _all_stems(" ".join(texts))
    return all(stem(words_in(name)[-1]) in stems for name in question.names if words_in(name))


def speaks_to(question: Question, candidate: Candidate) -> bool:
    """Whether somebody's words are his, and on the topic that the question asks him about."""
    if question.expected is not Expected.SPEECH or question.speaker is None:
        return True
    sentences = sentences_of(candidate.passage)
    near = sentences[max(candidate.position - 1, 0) : candidate.position + 2]
    around = " ".join(sentence_text(candidate.passage, sentence) for sentence in near)
    if question.topic and question.topic.isdisjoint(telling_stems(around)):
        return False
    words = _telling(question.speaker)
    named = bool(words) and stem(words[-1]) in _all_stems(candidate.text)
    return candidate.fits or named


def speaker_matches(asked: str, speakers: Sequence[str]) -> bool:
    """Whether a speaker of a chain is the one that a question names.

    A person is known by the last word of his name, standing last ("Biden" is not "Biden
    administration officials"); of anybody else all words must occur.
    """
    words, names = _telling(asked), names_in(asked)
    if not words:
        return False
    # "the president of Osk" ends with a name, too, but is not called by it.
    title = asked.rstrip().removesuffix(names[-1]) if names else asked
    if names and title != asked.rstrip() and not re.search(r"\b(?:of|in|for|at)\b", title):
        return any(_ends_with(speaker, words[-1]) for speaker in speakers)
    return any(_holds_all(speaker, words) for speaker in speakers)


def _telling(asked: str) -> list[str]:
    return [word for word in words_in(asked) if word not in _SMALL_WORDS]


def _ends_with(speaker: str, word: str) -> bool:
    """Whether the name, or a part of it before a comma or bracket, ends with the word."""
    parts = (words_in(part) for part in re.split(r"[,;()]", speaker))
    return any(bool(part) and stem(part[-1]) == stem(word) for part in parts)


def _holds_all(speaker: str, words: Sequence[str]) -> bool:
    stems = {stem(word) for word in words_in(speaker)}
    return all(stem(word) in stems for word in words)


def _weights(question: Question, sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much each word of the question says: the more, the fewer of the sentences hold it."""
    total = len(sentences) + 1
    weights = {}
    for word in question.stems:
        held = sum(word in sentence for sentence in sentences)
        rarity = 0.5 + math.log(total / (held + 0.5)) / math.log(total + 1)
        kind = _VAGUE_WEIGHT if word in _VAGUE else 1.0
        weights[word] = rarity * (_NAME_WEIGHT if word[0].isdigit() else kind)
    if question.action in weights:  # "who blocked it" is answered where something is blocked
        weights[question.action] *= _ACTION_WEIGHT
    for name in question.names:
        words = {stem(word) for word in words_in(name)} & weights.keys()
        for word in words:  # a long name is still one thing
            weights[word] *= _NAME_WEIGHT / len(words)
    return weights


def _all_stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words_in(text))


def _retrieved(document: str, passages: Sequence[Passage]) -> frozenset[str]:
    own = [passage for passage in passages if passage.document == document]
    return _all_stems(" ".join([own[0].title, *(passage.text for passage in own)]))


def _near(passage: Passage, position: int, sentence: Sentence) -> frozenset[str]:
    """Stems near a sentence: of the one before, the title, the topics and the speakers."""
    near = [passage.title, *passage.topics, *sentence.speakers]
    if position:
        near.append(sentence_text(passage, sentences_of(passage)[position - 1]))
    return telling_stems(" ".join(near))


def _coverage(
    weights: Mapping[str, float],
    own: frozenset[str],
    context: frozenset[str],
    passage: frozenset[str],
) -> float:
    got = 0.0
    for word, weight in weights.items():
        if word in own:
            got += weight
        elif word in context:
            got += weight * _IN_CONTEXT
        elif word in passage:
            got += weight * _IN_PASSAGE
    return got / sum(weights.values()) if weights else 0.0


def voices(attribution: Attribution | None, publisher: str | None) -> tuple[str, ...]:
    """Who says a sentence; what nobody else says, its document's publisher does."""
    if attribution is not None:
        return attribution.speakers
    return (publisher,) if publisher else ()


def _fits(question: Question, sentence: Sentence, text: str, publisher: str | None) -> bool:
    attribution = sentence.attribution
    match question.expected:
        case Expected.SPEAKER:
            return attribution is not None
        case Expected.SPEECH:
            return question.speaker is not None and speaker_matches(
                question.speaker, voices(attribution, publisher)
            )
        case Expected.QUANTITY:
            words = set(words_in(without_dates(text))) - set(words_in(question.text))
            counts = bool(words & NUMBER_WORDS - {"one"}) or any(
                _DIGIT.search(word) for word in words
            )
            return counts and (
                question.counted is None or question.counted in map(stem, words_in(text))
            )
        case Expected.MONEY:
            return _MONEY.search(text) is not None
        case Expected.TIME:
            return holds_time(text)
        case Expected.PERSON | Expected.PLACE:
            asked = {word.lower() for name in question.names for word in name.split()}
            return any(
                word.lower() not in asked for name in names_in(text) for word in name.split()
            )
        case Expected.ANYTHING:
            return True
