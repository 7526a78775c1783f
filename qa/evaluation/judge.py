"""Whether cited words bear out a statement: the judge of faithfulness and of citations.

The judge is the product's own check, which is no person and errs; ``BALANCED_ACCURACY`` is how
often it was right on claims that people had judged, and stands beside every figure it gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import Library
from index.types import Passage, Span
from qa.checking.check import Checker
from qa.checking.marks import readings
from qa.shown import sentence_span, sentences_of
from qa.types import Claim, Label, Quote, ShortAnswer, Statement

__all__ = ["BALANCED_ACCURACY", "Cited", "Judge"]

BALANCED_ACCURACY = 0.765
"""On the 349 claims of WiCE's development set, by `python -m bench.claims` (docs/checking.md)."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What the citations of some statements are worth."""

    citations: int
    precise: int
    statements: int
    recalled: int


class Judge:
    """Judges statements by the documents of a library.

    Args:
        library: from which the quotes were cut.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def is_verbatim(self, quote: Quote | ShortAnswer) -> bool:
        """Whether the quote is what its document holds at its place.

        Raises:
            UnknownDocument: the document is no longer in the library.
        """
        text = self._library.text(quote.document)
        return 0 <= quote.start < quote.end and text[quote.start : quote.end] == quote.text

    def holds(self, document: str, words: str) -> bool:
        """Whether words between quotation marks stand in the document.

        They may differ in typography, end in a comma of the prose, and have ellipses.

        Raises:
            UnknownDocument: the document is no longer in the library.
        """
        text = self._library.text(document)
        whole = Passage(label=1, document=document, start=0, end=len(text), text=text, score=1.0)
        return any(readings(words.strip(), whole, ()))

    def bears_out(self, statement: Statement, quotes: Sequence[Quote]) -> bool:
        """Whether the quotes together support the statement.

        Raises:
            UnknownDocument: a document is no longer in the library.
        """
        if not quotes or not all(map(self.is_verbatim, quotes)):
            return False
        if any(statement.text == quote.text for quote in quotes):
            return True
        passages = [self._around(number, quote) for number, quote in enumerate(quotes, 1)]
        shown = zip(passages, quotes, strict=True)
        labels = [label for passage, quote in shown for label in _labels(passage, quote)]
        return _passes(statement, passages, labels)

    def is_faithful(self, statement: Statement, passages: Sequence[Passage]) -> bool:
        """Whether the retrieved passages bear the statement out, cited or not.

        After RAGAS (Es et al., "RAGAS: Automated Evaluation of Retrieval Augmented Generation",
        EACL 2024, demonstrations), whose faithfulness is the share of such statements.

        Raises:
            UnknownDocument: a quoted document is no longer in the library.
        """
        if self.bears_out(statement, statement.quotes):
            return True
        labels = [
            Label(passage.label, number)
            for passage in passages
            for number in range(1, len(sentences_of(passage)) + 1)
        ]
        return _passes(statement, passages, labels)

    def cited(self, statements: Sequence[Statement]) -> Cited:
        """The citations of an answer, judged one by one and together.

        After ALCE (Gao et al., "Enabling Large Language Models to Generate Text with Citations",
        EMNLP 2023): a statement is recalled where its quotes together bear it out. A citation of
        a recalled statement is precise unless it is irrelevant: alone it does not bear the
        statement out, and the others do so without it.
        """
        recalled = [s for s in statements if self.bears_out(s, s.quotes)]
        precise = sum(
            self._is_relevant(statement, quote)
            for statement in recalled
            for quote in statement.quotes
        )
        citations = sum(len(statement.quotes) for statement in statements)
        return Cited(citations, precise, len(statements), len(recalled))

    def _is_relevant(self, statement: Statement, quote: Quote) -> bool:
        others = [other for other in statement.quotes if other != quote]
        return self.bears_out(statement, [quote]) or not self.bears_out(statement, others)

    def _around(self, label: int, quote: Quote) -> Passage:
        passage = self._library.shelf.passage(quote.document, quote.start, quote.end)
        return replace(passage, label=label)


def _passes(statement: Statement, passages: Sequence[Passage], labels: Sequence[Label]) -> bool:
    claim = Claim(statement.text, tuple(labels))
    return isinstance(Checker(passages, labels).check(claim), Statement)


def _labels(passage: Passage, quote: Quote) -> Iterator[Label]:
    span = Span(quote.start, quote.end)
    for number, sentence in enumerate(sentences_of(passage), 1):
        if sentence_span(passage, sentence).overlaps(span):
            yield Label(passage.label, number)
