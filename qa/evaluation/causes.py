"""At which step an answer first went wrong, so that one knows what to mend.

The steps are looked at in the order in which a mistake hides the ones after it: words that the
search does not bring cannot be quoted, and words that are not quoted have no speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.gold import Gold
from qa.evaluation.places import HALF, held, places_of
from qa.evaluation.scores import holds_words
from qa.evaluation.types import Assertion, AssertionType, FailureKind, Finding
from qa.types import Answer, AnswerStatus

__all__ = ["failure_of"]

_EVIDENCE = {
    AssertionType.STATUS,
    AssertionType.ABSTAINS,
    AssertionType.QUOTES,
    AssertionType.SAYS,
    AssertionType.CITES,
}
_LESS_TO_MORE = (AnswerStatus.NOT_IN_DOCUMENTS, AnswerStatus.PARTIAL, AnswerStatus.ANSWERED)
_LATER = {
    AssertionType.ATTRIBUTED_TO: FailureKind.WRONG_SPEAKER,
    AssertionType.CONFLICT: FailureKind.CONFLICT_MISJUDGED,
    AssertionType.SHORT_ANSWER: FailureKind.WRONG_SHORT_ANSWER,
    AssertionType.LATENCY: FailureKind.TOO_SLOW,
}


def failure_of(findings: Sequence[Finding], answer: Answer, gold: Gold) -> FailureKind | None:
    """The kind of failure; ``None`` where every assertion is met.

    Args:
        findings: of all assertions of the turn.
        answer: that was judged.
        gold: what the turn names of the documents.
    """
    failed = [finding.assertion for finding in findings if not finding.passed]
    if not failed:
        return None
    kinds = {made.type for made in failed}
    if AssertionType.QUOTES_VERBATIM in kinds:
        return FailureKind.MISQUOTE
    if AssertionType.SUPPORTED in kinds:
        return FailureKind.UNSUPPORTED
    if any(_says_too_much(made, answer) for made in failed):
        return FailureKind.WRONGLY_ANSWERED
    lacking = [made for made in failed if made.type is not AssertionType.LATENCY]
    if not all(_was_retrieved(made, answer, gold) for made in lacking):
        return FailureKind.RETRIEVAL_MISSED
    if lacking and answer.status is AnswerStatus.NOT_IN_DOCUMENTS:
        return FailureKind.WRONGLY_DECLINED
    if kinds & _EVIDENCE:
        return FailureKind.EVIDENCE_MISSED
    return next(kind for type_, kind in _LATER.items() if type_ in kinds)


def _says_too_much(made: Assertion, answer: Answer) -> bool:
    """Whether what failed is a demand to say less."""
    if made.type is AssertionType.ABSTAINS:
        return (made.values != ("false",)) is not made.negated
    if made.type is AssertionType.STATUS:
        more = _LESS_TO_MORE[_LESS_TO_MORE.index(answer.status) :]
        return not any((status in made.values) is not made.negated for status in more)
    must_not = (AssertionType.QUOTES, AssertionType.SAYS, AssertionType.CITES)
    return made.type is AssertionType.SAYS_NOT or (made.negated and made.type in must_not)


def _was_retrieved(made: Assertion, answer: Answer, gold: Gold) -> bool:
    """Whether the passages hold what the answer lacks, as far as the case tells what it is."""
    if made.type is AssertionType.SAYS:
        texts = (each.text for one in answer.passages for each in (one, *one.copies))
        return any(holds_words(text, made.values) for text in texts)
    if made not in gold.wanted:
        return bool(answer.passages)
    shares = [held(place, places_of(one)) for one in answer.passages for place in gold.wanted[made]]
    of_words = made.type is AssertionType.QUOTES and made.values
    return any(share >= HALF if of_words else share > 0 for share in shares)
