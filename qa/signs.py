"""The signs that a sentence answers, once a reader has read it: one number each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.types import Passage, Span
from qa.candidates import (
    Candidate,
    names_covered,
    speaker_matches,
    voices,
)
from qa.gates import ends_as_sentence, has_role, is_measured
from qa.question import Expected, Question
from qa.reading import Marks, Reader, Window, windows_of
from qa.shown import sentence_span

__all__ = [
    "SIGNS",
    "ReadSentence",
    "holds_phrase",
    "is_fragment",
    "promise",
    "read",
    "signs_of",
    "speaks",
    "speaks_as_named",
]

_FURTHEST = 8.0  # log-odds beyond which the reader's marks say no more

SIGNS = (
    "constant",
    "relevance",
    "behind",
    "coverage",
    "in_sentence",
    "similarity",
    "rank",
    "unfit",
    "name_missing",
    "name_far",
    "measured_elsewhere",
    "role_missing",
    "fragment",
    "speaker_named",
    "phrase_found",
)
"""The names of the signs, in order."""
_HOLDS_WORDS = 0.75  # of the telling words of what is asked about: the sentence is the one meant
_SPEAKER_BESIDE = 1.0  # the most that such a sentence is behind the one in which the speaker stands


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A candidate in a window that the reader has read."""

    candidate: Candidate
    window: Window
    marks: Marks
    """Of the whole window."""

    @property
    def holds(self) -> float:
        """The reader's log-odds that the answer stands in this sentence."""
        return self.marks.holds(self._place)

    @property
    def short_in_document(self) -> Span | None:
        """Where in the document the likeliest short answer stands."""
        short = self.marks.short_answer(self._place)
        start = self.window.span.start
        return Span(start + short.start, start + short.end) if short else None

    @property
    def _place(self) -> Span:
        span, start = self._span, self.window.span.start
        return Span(span.start - start, span.end - start)

    @property
    def _span(self) -> Span:
        return sentence_span(self.candidate.passage, self.candidate.sentence)


def read(
    question: Question,
    offered: Sequence[Candidate],
    passages: Sequence[Passage],
    reader: Reader,
    seconds: float,
) -> list[ReadSentence]:
    """Let the reader read the windows of the candidates, the most promising first.

    Args and errors are those of :func:`judge_by_reader`.
    """
    windows = {
        (passage.label, position): window
        for passage in passages
        for window in windows_of(passage)
        for position in range(window.first, window.last + 1)
    }
    within: dict[tuple[int, int], tuple[Window, list[Candidate]]] = {}
    for candidate in sorted(offered, key=promise, reverse=True):
        window = windows[candidate.passage.label, candidate.position]
        within.setdefault((window.passage.label, window.first), (window, []))[1].append(candidate)
    openings = [window.opening for window, _ in within.values()]
    texts = [o + window.text for o, (window, _) in zip(openings, within.values(), strict=True)]
    all_marks = reader.read(question.text, texts, seconds)
    found: list[ReadSentence] = []
    for (window, held), told, marks in zip(within.values(), openings, all_marks, strict=True):
        if marks is not None:
            own = marks.after(len(told))
            found += [ReadSentence(candidate, window, own) for candidate in held]
    return found


def signs_of(question: Question, sentence: ReadSentence, best: float) -> tuple[float, ...]:
    """The signs of one sentence, in the order of ``SIGNS``.

    Args:
        question: what is asked.
        sentence: a candidate that the reader has read.
        best: the highest log-odds that the reader gives any sentence.
    """
    candidate = sentence.candidate
    name_far = not names_covered(question, candidate, near=True)
    return (
        1.0,
        _limited(sentence.marks.relevance),
        _behind(question, sentence, best),
        candidate.coverage,
        candidate.in_sentence,
        max(candidate.passage.similarity, 0.0),
        candidate.passage.score,
        float(not candidate.fits),
        float(not names_covered(question, candidate)),
        float(name_far),
        float(name_far and is_measured(question)),
        float(not has_role(question, candidate)),
        float(is_fragment(candidate)),
        float(speaks_as_named(question, candidate)),
        float(holds_phrase(question, candidate)),
    )


def _behind(question: Question, sentence: ReadSentence, best: float) -> float:
    """How far the reader thinks less of the sentence than of its best one.

    To "who said that …?" it marks the speaker, who may be named beside the words: *"We sang," he
    said. "Then they ran at us."* The sentence that holds the words is the one to be quoted.
    """
    behind = _limited(best - sentence.holds)
    attributed = sentence.candidate.sentence.attribution is not None
    holds_words = sentence.candidate.in_sentence >= _HOLDS_WORDS
    if question.expected is Expected.SPEAKER and attributed and holds_words:
        return min(behind, _SPEAKER_BESIDE)
    return behind


def promise(candidate: Candidate) -> float:
    """How likely a candidate is worth a closer look, before anything slow has looked at it."""
    return candidate.coverage + 0.5 * candidate.in_sentence + 0.1 * candidate.passage.score


def is_fragment(candidate: Candidate) -> bool:
    """Whether it is a headline or a table row: it says less than a sentence."""
    return not ends_as_sentence(candidate.text)


def speaks(question: Question, candidate: Candidate) -> bool:
    """Whether somebody speaks, where somebody's words are asked for."""
    spoken = candidate.fits and candidate.sentence.attribution is not None
    return spoken and question.expected in (Expected.SPEAKER, Expected.SPEECH)


def speaks_as_named(question: Question, candidate: Candidate) -> bool:
    """Whether the speaker that the question names in passing says it."""
    if question.speaker is None or question.expected is Expected.SPEECH:
        return False
    speakers = voices(candidate.sentence.attribution, candidate.passage.publisher)
    return speaker_matches(question.speaker, speakers)


def holds_phrase(question: Question, candidate: Candidate) -> bool:
    """Whether it holds something that the question puts between quotation marks."""
    return any(_squeezed(phrase) in _squeezed(candidate.text) for phrase in question.phrases)


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _limited(score: float) -> float:
    return float(np.clip(score, -_FURTHEST, _FURTHEST))
