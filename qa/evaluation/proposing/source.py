"""A document as proposals read it, and a proposal as they make it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from index.cues import VERBS, Form
from index.library import Library
from index.phrases import PREPOSITIONS, Words
from index.quotations import masked, quoted_spans
from index.types import Attribution, Sentence, Span
from qa.evaluation.proposing.spelling import capital_words, small_words
from qa.evaluation.types import Assertion, AssertionType
from qa.language.terms import NUMBER_WORDS, telling_stems

__all__ = ["Kind", "Proposal", "Source", "is_attributed", "is_quoted", "is_well_known"]

_MOST_OF_SPEAKER = 12
_OWNED = frozenset(
    "his her its their our my your this that these those such another other others latter".split()
)
"""Words of a speaker whom an earlier sentence makes known."""


class Kind(StrEnum):
    """What a proposal asks for; also its tag."""

    WHO_SAID = "who-said"
    NUMBER = "number"
    DATE = "date"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that a sentence answers, and what its answer must be like."""

    kind: Kind
    question: str
    document: str
    sentence: int
    """Number of the sentence in its document."""
    assertions: tuple[Assertion, ...]
    weight: int = 0
    """The smaller, the surer."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A document with what is read of it again and again."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Span, ...]
    """Its quotations, marks included, in order."""
    small: frozenset[str]
    """Words that are no names where they begin a sentence."""

    @classmethod
    def of(cls, library: Library, name: str, small: frozenset[str]) -> Source:
        """Read a document.

        Args:
            library: that holds it.
            name: of the document.
            small: words that are no names, as far as the whole library tells.
        """
        text = library.text(name)
        return cls(
            name,
            text,
            library.sentences(name),
            quoted_spans(text),
            (small | small_words([text])) - capital_words([text]),
        )

    def words(self, sentence: Sentence) -> str:
        """The characters of a sentence."""
        return self.text[sentence.start : sentence.end]

    def quoted(self, sentence: Sentence) -> tuple[Span, ...]:
        """The quotations that a sentence holds or stands in."""
        first = bisect_right(self.quotations, sentence.start, key=lambda span: span.end)
        found = []
        for quotation in self.quotations[first:]:
            if quotation.start >= sentence.end:
                break
            found.append(quotation)
        return tuple(found)

    def masked(self, sentence: Sentence) -> str:
        """A sentence with its quotations blotted out, character for character."""
        return masked(self.text, Span(sentence.start, sentence.end), self.quoted(sentence))


def is_quoted(words: str, document: str) -> Assertion:
    """That these words of a document are quoted."""
    return Assertion(AssertionType.QUOTES, (words,), document=document)


def is_attributed(speakers: tuple[str, ...]) -> Assertion:
    """That what is quoted is these speakers', outermost first."""
    return Assertion(AssertionType.ATTRIBUTED_TO, (" > ".join(speakers),))


def is_well_known(attribution: Attribution) -> bool:
    """Whether the innermost speaker is named, or described well enough to be told from others."""
    speaker = attribution.speakers[-1].split()
    if len(speaker) > _MOST_OF_SPEAKER or not _OWNED.isdisjoint(map(str.lower, speaker)):
        return False
    if any(cue.form is Form.ING for cue in VERBS.get(speaker[0].lower(), ())):
        return False  # "Citing the harbour office"
    telling = telling_stems(attribution.speakers[-1]) - NUMBER_WORDS
    return attribution.named or (len(telling) > 1 and not _is_clause(attribution.speakers[-1]))


def _is_clause(speaker: str) -> bool:
    """Whether a speaker is no noun but a clause, misread: *Stocks surged on rising*."""
    words = Words.of(speaker)
    end = next((at for at, word in enumerate(words.lower) if word in PREPOSITIONS), None)
    return any(words.is_verb(at) for at in range(len(words.lower))[1:end])
