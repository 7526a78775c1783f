"""What the words of a report mean, in plain sentences: kinds of failure, outcomes, assertions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.evaluation.types import AssertionType, FailureKind, Outcome

__all__ = ["ASSERTIONS", "FAILURES", "OUTCOMES", "Explanation"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a kind of result means, and what one does about it."""

    meaning: str
    advice: str = ""


FAILURES: Mapping[FailureKind, Explanation] = {
    FailureKind.MISQUOTE: Explanation(
        "Words are shown as a document’s and do not stand there, character for character.",
        "Compare the quote with its document; this must never happen.",
    ),
    FailureKind.UNSUPPORTED: Explanation(
        "The words that a statement cites do not bear it out.",
        "Read the statement beside its quotes: did the check let too much pass, or is the judge "
        "wrong?",
    ),
    FailureKind.WRONGLY_ANSWERED: Explanation(
        "It should have declined, or it says what must not be said.",
        "Look at the confidence, and at what the quotes have in common with the question.",
    ),
    FailureKind.RETRIEVAL_MISSED: Explanation(
        "The search did not bring the words that were wanted.",
        "Look at the passages that it brought instead, and at the words of the question.",
    ),
    FailureKind.WRONGLY_DECLINED: Explanation(
        "The search brought the words, and the answer says that the documents have none.",
        "Look at the confidence, and at how the documents put what was asked.",
    ),
    FailureKind.EVIDENCE_MISSED: Explanation(
        "The search brought the words, and the answer shows others.",
        "Look at the wanted words in the passages, and at what was quoted in their place.",
    ),
    FailureKind.WRONG_SPEAKER: Explanation(
        "The words are shown under another speaker’s name, or under none.",
        "Read the sentences around the quote: how does the document name its speaker?",
    ),
    FailureKind.CONFLICT_MISJUDGED: Explanation(
        "Accounts differ and the answer does not say so, or it says so and they do not.",
        "Read the statements beside each other: do they speak of the same thing?",
    ),
    FailureKind.WRONG_SHORT_ANSWER: Explanation(
        "The right words are quoted, and others are marked as the answer.",
        "Compare the marked words with the expected ones.",
    ),
    FailureKind.TOO_SLOW: Explanation(
        "The answer is right and came too late.",
        "Look at the seconds, and at what else the computer was doing.",
    ),
    FailureKind.NO_ANSWER: Explanation(
        "Asking raised an error.",
        "Read the message.",
    ),
}

OUTCOMES: Mapping[Outcome, Explanation] = {
    Outcome.PASSED: Explanation("Every demand on the answer was met."),
    Outcome.FAILED: Explanation("The answer did not meet every demand."),
    Outcome.XFAILED: Explanation(
        "Known to fail, for the reason that the case gives. They count as wrong."
    ),
    Outcome.XPASSED: Explanation(
        "Known to fail, and now they pass.",
        "Take their `xfail` out, so that they must go on passing.",
    ),
    Outcome.INVALID: Explanation(
        "The case itself is wrong: what it expects is not in the documents. It counts neither as "
        "right nor as wrong.",
        "Mend the case; then ask again.",
    ),
}

ASSERTIONS: Mapping[AssertionType, str] = {
    AssertionType.STATUS: "whether it answers, answers in part, or declines",
    AssertionType.QUOTES: "these words, or words from this place, are quoted",
    AssertionType.SAYS: "the answer or its quotes hold one of these words",
    AssertionType.SAYS_NOT: "neither the answer nor its quotes hold any of these words",
    AssertionType.ATTRIBUTED_TO: "the words are shown under this speaker’s name",
    AssertionType.CITES: "a quote comes from this document or page",
    AssertionType.QUOTES_VERBATIM: "every quote stands in its document, character for character",
    AssertionType.SUPPORTED: "the words that a statement cites bear it out",
    AssertionType.ABSTAINS: "the answer says that the documents do not tell",
    AssertionType.CONFLICT: "the answer says that the accounts differ",
    AssertionType.SHORT_ANSWER: "the few marked words are these",
    AssertionType.LATENCY: "the answer took no longer than this",
}
