"""What the metrics of one turn are made of, each by its published definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.types import Passage
from qa.evaluation.checks import shown_quotes
from qa.evaluation.gold import Gold
from qa.evaluation.judge import Judge
from qa.evaluation.places import HALF, held, place_of, places_of
from qa.evaluation.scores import exact_match, short_answer_f1
from qa.evaluation.types import (
    Assertion,
    AssertionType,
    AtPlace,
    CaseTurn,
    Evidence,
    TurnScores,
)
from qa.types import Answer, AnswerStatus, Quote

__all__ = ["answerable", "overlap", "ranks", "turn_scores"]


def turn_scores(turn: CaseTurn, answer: Answer, gold: Gold, judge: Judge) -> TurnScores:
    """The scores of an answered turn.

    Raises:
        UnknownDocument: a quoted document is no longer in the library.
    """
    precision, recall = overlap(gold.evidence, answer.quotes)
    cited = judge.cited(answer.statements)
    shown = shown_quotes(answer)
    wanted = [a.values for a in turn.assertions if _is_plain(a, AssertionType.SHORT_ANSWER)]
    short = answer.short.text if answer.short else ""
    return TurnScores(
        ranks=ranks(gold.evidence, answer.passages),
        quote_precision=precision,
        quote_recall=recall,
        citations=cited.citations,
        precise_citations=cited.precise,
        statements=cited.statements,
        recalled_statements=cited.recalled,
        faithful_statements=sum(judge.is_faithful(s, answer.passages) for s in answer.statements),
        withdrawn=len(answer.rejections),
        quotes=len(shown),
        verbatim_quotes=sum(map(judge.is_verbatim, shown)),
        exact_match=exact_match(short, wanted[0]) if wanted else None,
        short_answer_f1=short_answer_f1(short, wanted[0]) if wanted else None,
        answerable=answerable(turn),
        declined=answer.status is AnswerStatus.NOT_IN_DOCUMENTS,
        confidence=answer.confidence,
        seconds=sum(answer.receipt.seconds.values()),
    )


def answerable(turn: CaseTurn) -> bool | None:
    """Whether the documents answer, as far as the assertions tell."""
    for made in turn.assertions:
        if made.type is AssertionType.ABSTAINS:
            return (made.values == ("false",)) is not made.negated
        if _is_plain(made, AssertionType.STATUS):
            declining = AnswerStatus.NOT_IN_DOCUMENTS in made.values
            if not (declining and len(made.values) > 1):
                return not declining
        if _is_plain(made, AssertionType.QUOTES):
            return True
    return None


def ranks(evidence: Sequence[Evidence], passages: Sequence[Passage]) -> tuple[int | None, ...]:
    """For each piece of evidence the rank of the first passage that holds it, from 1.

    A passage holds it with half of the characters of one of its places; copies of a passage in
    other documents share its rank. What hit@k, MRR@10 and all-evidence@k are made of (for several
    pieces Tang and Yang, "MultiHop-RAG", COLM 2024).
    """
    return tuple(
        next((rank for rank, one in enumerate(passages, 1) if _holds(one, piece)), None)
        for piece in evidence
    )


def overlap(
    evidence: Sequence[Evidence], quotes: Sequence[Quote]
) -> tuple[float | None, float | None]:
    """Precision and recall of the quotes' characters against those of the evidence.

    By sets of character offsets (Pavlopoulos et al., "SemEval-2021 Task 5: Toxic Spans
    Detection"): precision is the part of the quoted characters that lies in the evidence, recall
    the part of the evidence that is quoted; of several places of one piece the one counts that is
    quoted most.

    Returns:
        ``None`` for both where nothing is expected to be quoted; a precision of ``None`` where
        nothing is quoted.
    """
    if not evidence:
        return None, None
    shown = [place_of(quote) for quote in quotes]
    quoted = _characters(shown)
    best = [max(piece, key=lambda place: held(place, shown)) for piece in evidence]
    wanted = _characters(best)
    anywhere = _characters(place for piece in evidence for place in piece)
    precision = len(quoted & anywhere) / len(quoted) if quoted else None
    return precision, len(quoted & wanted) / len(wanted)


def _characters(places: Iterable[AtPlace]) -> set[tuple[str, int]]:
    return {(at.document, i) for at in places for i in range(at.span.start, at.span.end)}


def _holds(passage: Passage, piece: Evidence) -> bool:
    return any(held(place, places_of(passage)) >= HALF for place in piece)


def _is_plain(made: Assertion, kind: AssertionType) -> bool:
    return made.type is kind and not made.negated
