"""Which sentence answers best, and how sure we are that any does: signs, and what each counts.

With a reader its marks say most of which sentence it is; whether the documents answer at all, the
nearest meaning and the most relevant window tell better, whichever sentence they belong to. Without
a reader the meaning of sentence and question serves for both. Either way the confidence is a number
between 0 and 1 that one threshold is compared with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.embed import Embedder
from index.types import Passage, Span
from qa.candidates import Candidate
from qa.gates import may_answer, states_what_is_asked
from qa.question import Expected, Question
from qa.reading import Reader
from qa.signs import (
    SIGNS,
    holds_phrase,
    is_fragment,
    promise,
    read,
    signs_of,
    speaks,
    speaks_as_named,
)

__all__ = [
    "ANSWERED",
    "BY_HAND",
    "SPEECH_WEIGHTS",
    "WEIGHTS",
    "Judged",
    "judge_by_meaning",
    "judge_by_reader",
]

_EMBEDDED = 24  # candidates whose meaning is compared: what two cores embed in a quarter second

# Without a reader: weights of the signs, the four after the base make 1 (docs/accuracy.md).
_BASE = 0.06  # so that one threshold serves with a reader and without
_COVERAGE = 0.30
_MEANING = 0.27
_PASSAGE_MEANING = 0.33  # alone it separates what is answered from what is not best of all
_RANK = 0.10
_UNFIT = 0.17  # what a missing number, time or speaker costs
_SPEAKER_FOUND = 0.07
_SPEAKER_NAMED = 0.15  # "how many …, according to X" is answered by X
_PHRASE_FOUND = 0.20
_FRAGMENT = 0.05  # what a headline or table row costs: it says less than a sentence

# With a reader: the log-odds that each sign is worth, fitted by training/calibrate.py. Set by hand
# are those of which the question sets say too little, and what is added to the constants, so that
# a half is the threshold of docs/accuracy.md.
BY_HAND = {
    "name_missing": -1.5,
    "measured_elsewhere": -2.5,
    "role_missing": -2.5,
    "speaker_named": 1.0,
}
SPEECH_WEIGHTS: Mapping[str, float] = BY_HAND | {
    "constant": -3.95 + 2.1,
    "relevance": 0.23,
    "behind": -0.74,
    "in_sentence": 2.43,
    "rank": 2.43,
    "unfit": -0.54,
    "phrase_found": 2.10,
}
WEIGHTS: Mapping[str, float] = BY_HAND | {
    "constant": -4.71 + 1.15,
    "relevance": 0.15,
    "behind": -0.47,
    "coverage": 0.49,
    "in_sentence": 0.53,
    "similarity": 2.62,
    "rank": 3.18,
    "unfit": -0.67,
    "name_far": -0.5,  # fitted: -0.95, which prefers too much what merely repeats a name
    "fragment": -0.34,  # fitted: -0.07; a headline says less than the sentence below it
}
# The log-odds that the documents answer: of the highest sign of any sentence, half of what the best
# sentence has, and what is set by hand. The two weights were fitted as 5.79 and 0.17; SQuAD 2 wants
# them nearer together. The constant declines a tenth of what ClapNQ's documents answer.
# Questions about speech are decided by the score of the best sentence.
ANSWERED: Mapping[str, float] = {"constant": -1.45, "similarity": 5.5, "relevance": 0.35}
_OF_SENTENCE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with what speaks for it."""

    candidate: Candidate
    score: float
    """How well it answers, among the candidates; between 0 and 1."""
    confidence: float
    """That the documents answer, should it be the best of them; between 0 and 1."""
    may_answer: bool
    """Whether it is not ruled out, however high the score."""
    short: Span | None = None
    """Where in the document the short answer stands; ``None`` without a reader."""
    marked: float = -math.inf
    """The reader's log-odds that the answer stands in the sentence."""


def judge_by_meaning(
    question: Question, offered: Sequence[Candidate], embedder: Embedder
) -> list[Judged]:
    """Judge the most promising candidates by words and meaning, best first."""
    promising = sorted(offered, key=promise, reverse=True)[:_EMBEDDED]
    vectors = embedder.embed_passages([candidate.text for candidate in promising])
    meaning = vectors @ embedder.embed_query(question.text)
    judged = []
    for candidate, cosine in zip(promising, meaning, strict=True):
        score = _by_meaning(question, candidate, float(cosine))
        judged.append(Judged(candidate, score, score, states_what_is_asked(question, candidate)))
    return sorted(judged, key=lambda one: -one.score)


def judge_by_reader(
    question: Question,
    offered: Sequence[Candidate],
    passages: Sequence[Passage],
    reader: Reader,
    seconds: float,
) -> list[Judged]:
    """Judge what the reader had time for, best first.

    Args:
        question: what is asked.
        offered: the candidates.
        passages: what they are taken from.
        reader: marks where the passages answer.
        seconds: after which no further text is read.

    Raises:
        ReaderUnavailable: the reader cannot read.
    """
    found = read(question, offered, passages, reader, seconds)
    best = max((sentence.holds for sentence in found), default=0.0)
    signs = [dict(zip(SIGNS, signs_of(question, one, best), strict=True)) for one in found]
    highest = {name: max((each[name] for each in signs), default=0.0) for name in ANSWERED}
    speech = question.expected in (Expected.SPEAKER, Expected.SPEECH)
    judged = []
    for sentence, own in zip(found, signs, strict=True):
        answers = _sum(SPEECH_WEIGHTS if speech else WEIGHTS, own)
        answered = _sum(ANSWERED, highest) + _OF_SENTENCE * answers + _sum(BY_HAND, own)
        judged.append(
            Judged(
                candidate=sentence.candidate,
                score=_probability(answers),
                confidence=_probability(answers if speech else answered),
                may_answer=may_answer(question, sentence.candidate),
                short=sentence.short_in_document,
                marked=sentence.holds,
            )
        )
    return sorted(judged, key=lambda one: -one.score)


def _sum(weights: Mapping[str, float], signs: Mapping[str, float]) -> float:
    return sum(weight * signs[name] for name, weight in weights.items())


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _by_meaning(question: Question, candidate: Candidate, cosine: float) -> float:
    coverage = (candidate.coverage + candidate.in_sentence) / 2
    total = (
        _BASE
        + _COVERAGE * coverage
        + _MEANING * max(cosine, 0.0)
        + _PASSAGE_MEANING * max(candidate.passage.similarity, 0.0)
        + _RANK * candidate.passage.score
        - (0.0 if candidate.fits else _UNFIT)
        - (_FRAGMENT if is_fragment(candidate) else 0.0)
        + (_SPEAKER_FOUND if speaks(question, candidate) else 0.0)
        + (_SPEAKER_NAMED if speaks_as_named(question, candidate) else 0.0)
        + (_PHRASE_FOUND if holds_phrase(question, candidate) else 0.0)
    )
    return min(max(total, 0.0), 1.0)
