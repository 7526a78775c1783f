"""The evidence engine: without any language model, the sentences that answer, or none.

Every candidate sentence gets a score from a few readable signs; the best ones are quoted with their
speakers, and where it is not likely enough that the documents answer, the engine declines.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.copies import same_words
from index.embed import Embedder
from index.types import Passage, Span
from qa.accounts import tells_again
from qa.candidates import Candidate, candidates
from qa.confidence import Judged, judge_by_meaning, judge_by_reader
from qa.errors import ReaderUnavailable
from qa.gates import is_measured
from qa.language.terms import telling_stems
from qa.question import Question
from qa.reading import Reader
from qa.sayer import speakers_of
from qa.shown import sentences_of

__all__ = ["Evidence", "Found", "find_evidence"]

_LOG = logging.getLogger(__name__)

_MOST_QUOTES = 3
_LONGEST_RUN = 3  # sentences of one quote
# Share of the best score that a further quote needs. A reader's scores fall steeply where it is
# sure of one sentence; those of words and meaning hardly do, and so must pass alone, too.
_COMPANION_READ = 0.2
_COMPANION = 0.82

_PARAGRAPH = re.compile(r"\n\s*\n")
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
    """Position of the last sentence."""
    answering: int
    """Position of the sentence that answers best."""
    speakers: tuple[str, ...]
    """Who says that sentence, outermost first; empty: the document does."""
    short: Span | None = None
    """Where in the document the short answer stands, inside that sentence."""

    def overlaps(self, other: Found) -> bool:
        """Whether they have a sentence in common."""
        is_near = self.first <= other.last and other.first <= self.last
        return self.passage is other.passage and is_near

    def touches(self, other: Found) -> bool:
        """Whether they overlap or stand next to each other."""
        return self.overlaps(replace(other, first=other.first - 1, last=other.last + 1))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the engine found, best first; empty when it declines."""

    found: tuple[Found, ...]
    nearest: Found | None
    """The best candidate, answering or not; ``None`` when nothing was retrieved."""
    confidence: float = 0.0
    """That the documents answer: of the best sentence that may, whatever the threshold."""
    notice: str = ""
    """What the user must know besides: the reader is missing."""
    ranked: tuple[Candidate, ...] = ()
    """Every candidate sentence, the likeliest first, whether it answers or not."""


def find_evidence(
    question: Question,
    passages: Sequence[Passage],
    embedder: Embedder,
    threshold: float,
    reader: Reader | None = None,
    seconds: float = 0.3,
) -> Evidence:
    """The one to three runs of sentences that answer a question, or none.

    Args:
        question: what is asked.
        passages: what was retrieved, best first.
        embedder: compares meanings where there is no reader.
        threshold: confidence from which on the documents count as answering, between 0 and 1.
        reader: marks where the passages answer; ``None`` to go by words and meaning.
        seconds: how long the reader may take.
    """
    offered = candidates(question, passages)
    if not offered:
        return Evidence((), None)
    judged, notice = _judged(question, offered, passages, embedder, reader, seconds)
    if not judged:
        return Evidence((), None)
    nearest = _with_context(question, judged[0])
    possible = [one for one in judged if one.may_answer]
    read = reader is not None and not notice
    confidence = possible[0].confidence if possible else 0.0
    found = _chosen(question, possible, threshold, read=read)
    ranked = tuple(one.candidate for one in judged)
    return Evidence(tuple(found), nearest, confidence, notice, ranked)


def _chosen(
    question: Question, possible: Sequence[Judged], threshold: float, *, read: bool
) -> list[Found]:
    """The best candidate, if it is good enough, and those that come near it and add something.

    Neighbours are one run.
    """
    if not possible or possible[0].confidence < threshold:
        return []
    best = possible[0].score
    least = _COMPANION_READ * best if read else max(threshold, _COMPANION * best)
    chosen: list[Candidate] = []
    found: list[Found] = []
    for one in possible:
        if one.score < least:
            break
        if _adds(question, one.candidate, chosen):
            longer = _joined(found, _with_context(question, one))
            if len(longer) > _MOST_QUOTES:
                break
            chosen.append(one.candidate)
            found = longer
    return found


def _judged(
    question: Question,
    offered: Sequence[Candidate],
    passages: Sequence[Passage],
    embedder: Embedder,
    reader: Reader | None,
    seconds: float,
) -> tuple[list[Judged], str]:
    """The candidates judged, best first, and what the user must know of how."""
    if reader is None:
        return judge_by_meaning(question, offered, embedder), ""
    try:
        return judge_by_reader(question, offered, passages, reader, seconds), ""
    except ReaderUnavailable as error:
        _LOG.warning("%s", error)
        return judge_by_meaning(question, offered, embedder), str(error)


def _adds(question: Question, candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether a further sentence says something to the question that the chosen ones do not."""
    if not chosen:
        return True
    if any(_repeats(question, candidate, other) for other in chosen):
        return False
    if is_measured(question) and not candidate.fits:
        return False
    return not _lacks_action(question, candidate, beside=chosen[0])


def _repeats(question: Question, candidate: Candidate, other: Candidate) -> bool:
    """Whether a sentence tells what another does: a different account may have its place."""
    return same_words(candidate.text, other.text) or tells_again(
        question, candidate.sentence.speakers, candidate.text, other.sentence.speakers, other.text
    )


def _joined(found: Sequence[Found], further: Found) -> list[Found]:
    """What is found with a further run: one of them made longer by it where they can be one quote.

    A quote has one speaker chain, and sentences are quoted once: what a run shares with an earlier
    one, or all of it, is left out.
    """
    for place, run in enumerate(found):
        if not run.touches(further):
            continue
        if run.first <= further.answering <= run.last:
            return list(found)
        first, last = min(run.first, further.first), max(run.last, further.last)
        longer = replace(run, first=first, last=last)
        before, after = found[:place], found[place + 1 :]
        fits = last - first < _LONGEST_RUN and run.speakers == further.speakers
        is_free = not any(longer.overlaps(other) for other in (*before, *after))
        if fits and is_free and _is_one_speech(run.passage, first, last):
            return [*before, longer, *after]
        if run.overlaps(further):
            further = replace(further, first=further.answering)
    return [*found, further]


def _is_one_speech(passage: Passage, first: int, last: int) -> bool:
    """Whether sentences stand in one paragraph, and all have the same speakers."""
    speakers = {sentence.speakers for sentence in sentences_of(passage)[first : last + 1]}
    return len(speakers) == 1 and _is_one_paragraph(passage, first, last)


def _is_one_paragraph(passage: Passage, first: int, last: int) -> bool:
    sentences = sentences_of(passage)
    start, end = sentences[first].start - passage.start, sentences[last].end - passage.start
    return _PARAGRAPH.search(passage.text, max(start, 0), end) is None


def _lacks_action(question: Question, candidate: Candidate, beside: Candidate) -> bool:
    """Whether a further sentence says nothing of the deed that the best one tells of."""
    told, best = telling_stems(candidate.text), telling_stems(beside.text)
    return question.action in best - told


def _with_context(question: Question, judged: Judged) -> Found:
    """The sentence, with the one before it where it begins with a bare reference to it."""
    candidate = judged.candidate
    position = first = candidate.position
    if (
        position
        and _OPENING_PRONOUN.match(candidate.text)
        and _is_one_paragraph(candidate.passage, position - 1, position)
    ):
        first -= 1
    speakers = speakers_of(question, judged)
    return Found(candidate.passage, first, position, position, speakers, judged.short)
