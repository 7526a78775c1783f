"""What all documents tell, sentence by sentence: whether a question has more than one answer."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable

from index.types import Sentence
from qa.evaluation.proposing.source import Kind, Proposal, Source
from qa.language.dates import holds_time
from qa.language.numerals import counted, numerals
from qa.language.terms import telling_stems

__all__ = ["Told"]

_COMMON = 500
"""Sentences from which on a word tells nothing, and is not looked up."""
_ALIKE = 0.35
"""Share of a question from which on a sentence that counts the same things may answer it, too."""
_NEARLY_ALIKE = 0.5
"""The same for any sentence that holds an answer of the kind."""
_HOW_MANY = re.compile(r"\bhow many (.+)", re.IGNORECASE)
_NOUN = 3
"""Words that hold the noun which a number counts."""


class Told:
    """The telling words of every sentence of a library."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Read them once.

        Args:
            sources: all documents that will be asked.
        """
        self._sentences: list[tuple[Source, Sentence]] = []
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for source in sources:
            for sentence in source.sentences:
                for stem in telling_stems(source.words(sentence)):
                    self._holding[stem].append(len(self._sentences))
                self._sentences.append((source, sentence))

    def rarity(self, question: str) -> float:
        """How rare the words of a question are, on the average."""
        weights = self._weights(question)
        return sum(weights.values()) / max(len(weights), 1)

    def is_told_again(self, proposal: Proposal) -> bool:
        """Whether another sentence than its own may answer the question of a proposal."""
        weights = self._weights(proposal.question)
        shared: defaultdict[int, float] = defaultdict(float)
        for stem, weight in weights.items():
            for at in self._holding[stem] if len(self._holding[stem]) < _COMMON else ():
                shared[at] += weight
        whole = sum(weights.values())
        return any(
            weight >= _ALIKE * whole and self._answers(at, proposal, weight / whole)
            for at, weight in shared.items()
        )

    def _answers(self, at: int, proposal: Proposal, share: float) -> bool:
        """Whether a sentence that shares so much with the question may answer it."""
        source, sentence = self._sentences[at]
        if (source.name, sentence.number) == (proposal.document, proposal.sentence):
            return False
        words = source.words(sentence)
        if share < _NEARLY_ALIKE:
            return _counts_alike(proposal.question, words)
        if proposal.kind is Kind.WHO_SAID:
            return sentence.attribution is not None
        return holds_time(words) if proposal.kind is Kind.DATE else bool(numerals(words))

    def _weights(self, question: str) -> dict[str, float]:
        """The stems of a question that occur, the rare ones with greater weight."""
        held = (stem for stem in telling_stems(question) if stem in self._holding)
        return {
            stem: math.log(1 + len(self._sentences) / len(self._holding[stem])) for stem in held
        }


def _counts_alike(question: str, words: str) -> bool:
    """Whether a number among the words counts what a question asks the number of."""
    match = _HOW_MANY.search(question)
    asked = telling_stems(_first(match[1])) if match else frozenset()
    return any(asked & telling_stems(_first(after)) for _, after in counted(words))


def _first(words: str) -> str:
    return " ".join(words.split()[:_NOUN])
