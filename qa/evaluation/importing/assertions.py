"""What imported cases assert of an answer, above all of its quotes.

Words are quoted when half of them is: so the sets themselves count a span.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from index.sentences import sentence_spans
from index.types import Span
from qa.evaluation.importing.rows import RowProblem
from qa.evaluation.importing.texts import as_read
from qa.evaluation.types import Assertion, AssertionType
from qa.language.quotes import locate_all
from qa.types import AnswerStatus

__all__ = ["ANSWERED", "DECLINED", "as_standing", "quoted", "words_at"]

_HALF = 0.5

DECLINED = Assertion(AssertionType.ABSTAINS)
"""The documents are said not to answer."""

ANSWERED = Assertion(
    AssertionType.STATUS, (AnswerStatus.ANSWERED.value, AnswerStatus.PARTIAL.value)
)
"""The documents are said to answer, at least in part."""


def quoted(words: Iterable[str], document: str | None, *, negated: bool = False) -> Assertion:
    """One of these is quoted, or negated, none of them.

    Args:
        words: as they stand in the document.
        document: its name in the library; ``None``: they may come from any.
        negated: whether they must not be quoted.

    Raises:
        RowProblem: there are no words.
    """
    values = dict.fromkeys(filter(None, (as_read(each).strip() for each in words)))
    if not values:
        raise RowProblem("It does not say which words answer: there are none.")
    return Assertion(
        AssertionType.QUOTES, tuple(values), threshold=_HALF, document=document, negated=negated
    )


def words_at(span: Span, text: str) -> str:
    """The words of a span where they stand nowhere else, and else the sentence around them.

    A year or a name may stand in many places, and quoted from another it answers nothing. The
    sentence also takes the place of a span that begins or ends inside a word.

    Raises:
        RowProblem: there are no words.
    """
    words = span.of(text).strip()
    places = locate_all(words, text, 2)
    if len(places) == 1 and places[0].overlaps(span):
        return words
    around = [sentence for sentence in _sentences(text) if sentence.overlaps(span)]
    wide = text[around[0].start : around[-1].end] if around else ""
    if as_standing(wide, text) is None:
        raise RowProblem(f"At {span.start} to {span.end} its document has no words to quote.")
    return wide


def as_standing(words: str, text: str, *, once: bool = False) -> str | None:
    """Words as they stand in a text, which may set other quotation marks; ``None``: they do not.

    Args:
        words: to be found, whole.
        text: of the document.
        once: whether they must stand at one place and no other.
    """
    places = locate_all(words, text, 2)
    return places[0].of(text) if places and not (once and places[1:]) else None


@lru_cache(maxsize=4)
def _sentences(text: str) -> tuple[Span, ...]:
    return sentence_spans(text)
