"""What cannot be an answer, however similar it is to the question."""

from __future__ import annotations

import re

from qa.candidates import Candidate, names_covered, speaks_to
from qa.question import Expected, Question
from qa.terms import telling_stems

__all__ = ["ends_as_sentence", "may_answer", "states_what_is_asked"]

_QUESTION_END = re.compile(r"[?？؟]['\"’”»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"’”»)\]]*$")


def ends_as_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, and not as a heading or a table row."""
    return _SENTENCE_END.search(text.rstrip()) is not None


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
    if question.role and question.role not in telling_stems(candidate.text):
        return False
    measured = question.expected in (Expected.QUANTITY, Expected.MONEY, Expected.TIME)
    if not names_covered(question, candidate, near=measured) or (measured and not candidate.fits):
        return False
    return may_answer(question, candidate)
