"""The evidence engine: without any language model, the sentences that answer, or none.

Every candidate sentence gets a confidence from a few readable signs; the best ones are quoted with
their speakers, and where none is good enough the engine declines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.embed import Embedder
from index.types import Passage
from qa.candidates import (
    Candidate,
    candidates,
    names_covered,
    speaker_matches,
    speaks_to,
    voices,
)
from qa.question import Expected, Question
from qa.shown import sentences_of
from qa.terms import telling_stems

__all__ = ["Evidence", "Found", "find_evidence"]

_EMBEDDED = 24  # candidates whose meaning is compared: what two cores embed in a quarter second
_MOST_QUOTES = 3
_COMPANION = 0.82  # share of the best confidence that a further quote needs
_SAME_WORDS = 0.9  # cosine above which two sentences are one story told twice

# Weights of the signs, the first four of which make 1; measured in docs/accuracy.md.
_COVERAGE = 0.30
_MEANING = 0.27
_PASSAGE_MEANING = 0.33  # alone it separates what is answered from what is not best of all
_RANK = 0.10
_UNFIT = 0.17  # what a missing number, time or speaker costs
_SPEAKER_FOUND = 0.07
_SPEAKER_NAMED = 0.15  # "how many …, according to X" is answered by X
_PHRASE_FOUND = 0.20
_FRAGMENT = 0.05  # what a headline or table row costs: it says less than a sentence

_QUESTION_END = re.compile(r"[?？؟]['\"’”»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"’”»)\]]*$")
_OPENING_PRONOUN = re.compile(
    r"[\"“‘'(]*(?:(?:But|And|So|Then|However,?|Instead,?|Later,?)\s+)?"
    r"(?:According to (?:him|her|them)|In (?:his|her|their) view|He|She|They|It|"
    r"This|That|These|Those|His|Her|Their|Its|The (?:move|decision|plan|deal|"
    r"statement|comments?|remarks?|former|latter|two|pair))\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A run of sentences of one passage that answers, to be quoted as one."""

    passage: Passage
    first: int
    """Position of the first sentence among those of the passage."""
    last: int
    """Position of the last sentence, which is the one that answers."""
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the engine found, best first; empty when it declines."""

    found: tuple[Found, ...]
    nearest: Found | None
    """The best candidate, answering or not; ``None`` when nothing was retrieved."""


def find_evidence(
    question: Question, passages: Sequence[Passage], embedder: Embedder, threshold: float
) -> Evidence:
    """The one to three sentences that answer a question, or none.

    Args:
        question: what is asked.
        passages: what was retrieved, best first.
        embedder: compares meanings.
        threshold: confidence from which on a sentence counts as an answer, between 0 and 1.
    """
    offered = candidates(question, passages)
    if not offered:
        return Evidence((), None)
    offered.sort(key=lambda c: -(c.coverage + 0.5 * c.in_sentence + 0.1 * c.passage.score))
    offered = offered[:_EMBEDDED]
    vectors = embedder.embed_passages([candidate.text for candidate in offered])
    meaning = vectors @ embedder.embed_query(question.text)
    confidence = np.array(
        [
            _confidence(question, candidate, float(cosine))
            for candidate, cosine in zip(offered, meaning, strict=True)
        ]
    )
    order = np.argsort(-confidence, kind="stable")
    nearest = _with_context(offered[order[0]], float(confidence[order[0]]))
    answering = [
        i for i in order if confidence[i] >= threshold and _may_answer(question, offered[i])
    ]
    chosen: list[int] = []
    for i in answering:
        if len(chosen) == _MOST_QUOTES or confidence[i] < _COMPANION * confidence[answering[0]]:
            break
        lacks = _lacks_action(question, offered[i], beside=offered[answering[0]])
        if not lacks and all(vectors[i] @ vectors[j] < _SAME_WORDS for j in chosen):
            chosen.append(int(i))
    found: list[Found] = []
    for i in chosen:
        found += _beside(found, _with_context(offered[i], float(confidence[i])))
    return Evidence(tuple(found), nearest)


def _beside(found: Sequence[Found], further: Found) -> list[Found]:
    """A further run of sentences without what is quoted already; nothing where all of it is."""
    quoted = {
        position
        for item in found
        if item.passage is further.passage
        for position in range(item.first, item.last + 1)
    }
    if further.last in quoted:
        return []
    return [replace(further, first=further.last) if further.first in quoted else further]


def _lacks_action(question: Question, candidate: Candidate, beside: Candidate) -> bool:
    """Whether a further sentence says nothing of the deed that the best one tells of."""
    told, best = telling_stems(candidate.text), telling_stems(beside.text)
    return question.action in best - told


def _confidence(question: Question, candidate: Candidate, cosine: float) -> float:
    coverage = (candidate.coverage + candidate.in_sentence) / 2
    total = (
        _COVERAGE * coverage
        + _MEANING * max(cosine, 0.0)
        + _PASSAGE_MEANING * max(candidate.passage.similarity, 0.0)
        + _RANK * candidate.passage.score
        - (0.0 if candidate.fits else _UNFIT)
        - (0.0 if _SENTENCE_END.search(candidate.text.rstrip()) else _FRAGMENT)
    )
    spoken = candidate.fits and candidate.sentence.attribution is not None
    if question.expected in (Expected.SPEAKER, Expected.SPEECH) and spoken:
        total += _SPEAKER_FOUND
    if question.speaker is not None and question.expected is not Expected.SPEECH:
        speakers = voices(candidate.sentence.attribution, candidate.passage.publisher)
        total += _SPEAKER_NAMED if speaker_matches(question.speaker, speakers) else 0.0
    if any(_squeezed(phrase) in _squeezed(candidate.text) for phrase in question.phrases):
        total += _PHRASE_FOUND
    return min(max(total, 0.0), 1.0)


def _may_answer(question: Question, candidate: Candidate) -> bool:
    """Rule out what cannot answer however similar it is."""
    text = candidate.text.strip()
    fragment = _SENTENCE_END.search(text) is None
    if fragment and question.expected in (Expected.SPEAKER, Expected.SPEECH):
        return False
    if _QUESTION_END.search(text) or text in (candidate.sentence.section, candidate.passage.title):
        return False
    if question.role and question.role not in telling_stems(text):
        return False
    measured = question.expected in (Expected.QUANTITY, Expected.MONEY, Expected.TIME)
    if not names_covered(question, candidate, near=measured) or (measured and not candidate.fits):
        return False
    return speaks_to(question, candidate)


def _with_context(candidate: Candidate, confidence: float) -> Found:
    """The sentence, with the one before it where it begins with a bare reference to it."""
    position = candidate.position
    sentences = sentences_of(candidate.passage)
    first = position
    if position and _OPENING_PRONOUN.match(candidate.text):
        gap = candidate.passage.text[
            sentences[position - 1].end - candidate.passage.start : sentences[position].start
            - candidate.passage.start
        ]
        if not re.search(r"\n\s*\n", gap):
            first = position - 1
    return Found(candidate.passage, first, position, confidence)


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()
