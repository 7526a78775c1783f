"""At which step an answer first went wrong, so that one knows what to mend.

The steps are looked at in the order in which a mistake hides the ones after it: words that the
search does not bring cannot be quoted, and words that are not quoted have no speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.scores import holds_words
from qa.evaluation.types import Assertion, AssertionType, FailureKind, Finding
from qa.types import Answer, AnswerStatus

__all__ = ["failure_of"]

_MUST_HAVE = (
    AssertionType.QUOTES,
    AssertionType.SAYS,
    AssertionType.CITES,
    AssertionType.ATTRIBUTED_TO,
    AssertionType.SHORT_ANSWER,
    AssertionType.CONFLICT,
)
_DEMANDS = (AssertionType.STATUS, AssertionType.ABSTAINS)
_LATER = {
    AssertionType.ATTRIBUTED_TO: FailureKind.WRONG_SPEAKER,
    AssertionType.CONFLICT: FailureKind.CONFLICT_MISJUDGED,
    AssertionType.SHORT_ANSWER: FailureKind.WRONG_SHORT_ANSWER,
    AssertionType.LATENCY: FailureKind.TOO_SLOW,
}


def failure_of(
    findings: Sequence[Finding],
    answer: Answer,
    ranks: Sequence[int | None],
) -> FailureKind | None:
    """The kind of failure; ``None`` where every assertion is met.

    Args:
        findings: of all assertions of the turn.
        answer: that was judged.
        ranks: for each piece of evidence that must be quoted the rank of the passage with it.
    """
    failed = [finding.assertion for finding in findings if not finding.passed]
    if not failed:
        return None
    kinds = {made.type for made in failed}
    if AssertionType.QUOTES_VERBATIM in kinds:
        return FailureKind.MISQUOTE
    if AssertionType.SUPPORTED in kinds:
        return FailureKind.UNSUPPORTED
    if any(map(_says_too_much, failed)):
        return FailureKind.WRONGLY_ANSWERED
    if _missing(failed) and not _was_retrieved(failed, answer, ranks):
        return FailureKind.RETRIEVAL_MISSED
    if answer.status is AnswerStatus.NOT_IN_DOCUMENTS and kinds & {*_DEMANDS, *_MUST_HAVE}:
        return FailureKind.WRONGLY_DECLINED
    if kinds & {AssertionType.QUOTES, AssertionType.SAYS, AssertionType.CITES, *_DEMANDS}:
        return FailureKind.EVIDENCE_MISSED
    return next(kind for type_, kind in _LATER.items() if type_ in kinds)


def _says_too_much(made: Assertion) -> bool:
    """Whether what failed is a demand to say less."""
    if made.type is AssertionType.ABSTAINS:
        return (made.values != ("false",)) is not made.negated
    if made.type is AssertionType.STATUS:
        return made.values == (AnswerStatus.NOT_IN_DOCUMENTS,) and not made.negated
    must_not = (AssertionType.QUOTES, AssertionType.SAYS, AssertionType.CITES)
    return made.type is AssertionType.SAYS_NOT or (made.negated and made.type in must_not)


def _missing(failed: Sequence[Assertion]) -> bool:
    return any(made.type in (*_DEMANDS, *_MUST_HAVE) for made in failed)


def _was_retrieved(
    failed: Sequence[Assertion], answer: Answer, ranks: Sequence[int | None]
) -> bool:
    """Whether the passages hold what the answer lacks, as far as the case tells where it is."""
    if ranks:
        return None not in ranks
    passages = [each for passage in answer.passages for each in (passage, *passage.copies)]
    for made in failed:
        if made.type is AssertionType.SAYS and not any(
            holds_words(passage.text, made.values) for passage in passages
        ):
            return False
        if made.type is AssertionType.CITES and not any(
            made.document in (None, passage.document)
            and made.page in (None, *(sentence.page for sentence in passage.sentences))
            for passage in passages
        ):
            return False
    return bool(passages)
