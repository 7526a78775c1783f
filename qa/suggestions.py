"""Questions that the documents do answer, near to one that they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index import Library
from index.types import Passage, Sentence
from qa.assistant import Assistant
from qa.evaluation.proposing.clauses import clauses
from qa.evaluation.proposing.dates import when
from qa.evaluation.proposing.numbers import how_many
from qa.evaluation.proposing.source import Source
from qa.evaluation.proposing.speech import who_said
from qa.language.terms import telling_stems
from qa.types import Answer, AnswerStatus

__all__ = ["suggestions"]

_DOCUMENTS = 3  # nearest ones that are read
_TRIES = 6  # questions that are asked, to see whether they are answered
_ENDS_HERE = (
    r"(?=[.,;:!?)”’\"]|\s(?:and|at|by|for|from|had|has|in|is|of|on|or|said|that|to|was|will)\b)"
)
_LONGEST = 140  # characters of a question that somebody reads through


def suggestions(
    assistant: Assistant, answer: Answer, documents: Sequence[str] | None = None, count: int = 3
) -> tuple[str, ...]:
    """Questions that the nearest passages answer; each has been asked and was answered.

    Args:
        assistant: answers questions; its model is left alone.
        answer: to the question that the documents do not answer.
        documents: names of those that were asked; ``None`` for all.
        count: the most questions.

    Raises:
        UnknownDocument: a document has been removed meanwhile.
    """
    asked = telling_stems(answer.understood_as or answer.question)
    near = dict.fromkeys(_questions(assistant.library, answer.passages))
    likely = sorted(near, key=lambda question: -len(telling_stems(question) & asked))
    plain, found = assistant.with_model(None), []
    for question in likely[:_TRIES]:
        if plain.ask(question, documents).status is AnswerStatus.ANSWERED:
            found.append(question)
        if len(found) == count:
            break
    return tuple(found)


def _questions(library: Library, passages: Sequence[Passage]) -> Iterator[str]:
    """What the speakers say about the documents' topics; then what single sentences answer."""
    for passage in passages:
        yield from _of_speakers(passage)
    for name in list(dict.fromkeys(passage.document for passage in passages))[:_DOCUMENTS]:
        read = {s.number for p in passages if p.document == name for s in p.sentences}
        whole = Source.of(library, name, frozenset())
        source = replace(whole, sentences=tuple(s for s in whole.sentences if s.number in read))
        told = tuple(clauses(source))
        for proposal in (*how_many(source, told), *when(source, told), *who_said(source)):
            if len(proposal.question) <= _LONGEST and "“" not in proposal.question:
                yield proposal.question


def _of_speakers(passage: Passage) -> Iterator[str]:
    """What each named speaker of a passage says about its most frequent other topic."""
    for sentence in passage.sentences:
        attribution = sentence.attribution
        if attribution is None or not attribution.named:
            continue
        speaker = attribution.speakers[-1]
        said = telling_stems(passage.text[sentence.start - passage.start :][: _length(sentence)])
        for topic in passage.topics:
            words = telling_stems(topic)
            if words and words <= said and not words & telling_stems(speaker):
                yield f"What did {speaker} say about {_with_article(topic, passage.text)}?"
                break


def _with_article(topic: str, text: str) -> str:
    """A name as the text mostly writes it: *the Ledger*, but *Dorvan*."""
    alone = rf"{re.escape(topic)}\b{_ENDS_HERE}"
    articles = len(re.findall(rf"\bthe {alone}", text))
    return f"the {topic}" if 2 * articles > len(re.findall(rf"\b{alone}", text)) else topic


def _length(sentence: Sentence) -> int:
    return sentence.end - sentence.start
