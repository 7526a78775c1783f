"""What cannot be an answer, however similar it is to the question."""

from __future__ import annotations

import re

from qa.candidates import Candidate, names_covered, speaks_to
from qa.language.terms import telling_stems
from qa.question import Expected, Question

__all__ = [
    "ends_as_sentence",
    "has_role",
    "is_measured",
    "may_answer",
    "states_what_is_asked",
]

_QUESTION_END = re.compile(r"[?？؟]['\"’”»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"’”»)\]]*$")


def ends_as_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, and not as a heading or a table row."""
    return _SENTENCE_END.search(text.rstrip()) is not None


def is_measured(question: Question) -> bool:
    """Whether a number or a time is asked for."""
    return question.expected in (Expected.QUANTITY, Expected.MONEY, Expected.TIME)


def has_role(question: Question, candidate: Candidate) -> bool:
    """Whether the sentence speaks of the role whose holder is asked for, if one is."""
    return not question.role or question.role in telling_stems(candidate.text)


def may_answer(question: Question, candidate: Candidate) -> bool:
    """Whether a candidate is a statement at all, and not of somebody else than is asked about."""
    text = candidate.text.strip()
    if question.expected in (Expected.SPEAKER, Expected.SPEECH) and not ends_as_sentence(text):
        return False
    if _QUESTION_END.search(text) or text in (candidate.sentence.section, candidate.passage.title):
        return False
    return speaks_to(question, candidate)


def states_what_is_asked(question: Question, candidate: Candidate) -> bool:
    """Whether its words alone show that it may answer, for want of a reader.

    It holds the names and the role that are asked about, and the number or time that is asked for.
    """
    measured = is_measured(question)
    return (
        has_role(question, candidate)
        and names_covered(question, candidate, near=measured)
        and (candidate.fits or not measured)
        and may_answer(question, candidate)
    )
