"""From evidence to an answer: quotes cut from the documents, each with its speaker and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.copies import same_words
from index.types import Passage, Sentence, Span
from qa.accounts import conflicts
from qa.cut import cut
from qa.evidence import Evidence, Found
from qa.prose import prose
from qa.shown import sentence_span, sentence_text, sentences_of
from qa.types import Answer, AnswerStatus, Quote, Receipt, ShortAnswer, Statement

__all__ = ["answer_from_evidence"]

_MOST_PLACES = 5  # of one statement: enough to see that a story went round


def answer_from_evidence(
    question: str,
    parts: Mapping[str, Evidence],
    passages: Sequence[Passage],
    receipt: Receipt,
) -> Answer:
    """The answer made of quotes alone.

    Args:
        question: as it was asked.
        parts: the single questions in it, each with its evidence.
        passages: all that was retrieved.
        receipt: how the answer came about.
    """
    statements = _statements(
        (item for evidence in parts.values() for item in evidence.found), passages
    )
    missing = tuple(part for part, evidence in parts.items() if not evidence.found)
    confidence = min(evidence.confidence for evidence in parts.values())
    notices = tuple(dict.fromkeys(filter(None, (e.notice for e in parts.values()))))
    if not statements:
        nearest = next((e.nearest for e in parts.values() if e.nearest is not None), None)
        return Answer(
            question=question,
            status=AnswerStatus.NOT_IN_DOCUMENTS,
            text=prose((), AnswerStatus.NOT_IN_DOCUMENTS),
            statements=(),
            passages=tuple(passages),
            receipt=receipt,
            related=_quote(1, nearest) if nearest else None,
            confidence=confidence,
            notices=notices,
        )
    status = AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED
    differ = bool(conflicts(question, statements))
    return Answer(
        question=question,
        status=status,
        text=prose(statements, status, missing),
        statements=statements,
        passages=tuple(passages),
        receipt=receipt,
        short=None if differ else _short(parts, statements),
        confidence=confidence,
        accounts_differ=differ,
        not_stated=missing,
        notices=notices,
    )


def _short(parts: Mapping[str, Evidence], statements: Sequence[Statement]) -> ShortAnswer | None:
    """The short answer to a question of one part, inside the first quote."""
    first, quote = next(iter(parts.values())).found[:1], statements[0].quotes[0]
    if len(parts) > 1 or not first or first[0].short is None:
        return None
    short = first[0].short
    text = first[0].passage.text[short.start - first[0].passage.start :][: short.end - short.start]
    inside = quote.start <= short.start < short.end <= quote.end
    return ShortAnswer(text, quote.document, short.start, short.end) if inside else None


def _statements(found: Iterable[Found], passages: Sequence[Passage]) -> tuple[Statement, ...]:
    """One statement for each thing found; what stands in several documents is cited together."""
    statements: list[Statement] = []
    cited: set[tuple[str, int]] = set()
    label = 1
    for item in found:
        if _place(item) in cited:
            continue
        runs = [item, *_told_again(item, passages)][:_MOST_PLACES]
        cited.update(map(_place, runs))
        quotes = tuple(_quote(number, run) for number, run in enumerate(runs, label))
        label += len(quotes)
        statements.append(Statement(quotes[0].text, quotes[0].attribution, quotes))
    return tuple(statements)


def _told_again(found: Found, passages: Sequence[Passage]) -> Iterator[Found]:
    """The same words of the same speakers in other documents, one place in each."""
    seen = {found.passage.document}
    for passage in (place for p in passages for place in (p, *p.copies)):
        if passage.document in seen:
            continue
        same = next((at for at in _positions(passage) if _is_same(found, passage, at)), None)
        if same is not None:
            seen.add(passage.document)
            run = range(found.first, found.last + 1)
            moved = same - found.answering
            is_whole = all(
                at + moved in _positions(passage)
                and same_words(_text(found.passage, at), _text(passage, at + moved))
                for at in run
            )
            first, last = (run[0] + moved, run[-1] + moved) if is_whole else (same, same)
            own = sentences_of(passage)[same].attribution
            yield Found(passage, first, last, same, own.described if own else ())


def _is_same(found: Found, passage: Passage, position: int) -> bool:
    """Whether a sentence is the one that answers: its words, and who says them."""
    one, other = sentences_of(found.passage)[found.answering], sentences_of(passage)[position]
    return _speaker(one) == _speaker(other) and same_words(
        sentence_text(found.passage, one), sentence_text(passage, other)
    )


def _speaker(sentence: Sentence) -> str:
    """Whose words a sentence holds; empty for the document's own voice."""
    return "".join(sentence.speakers[-1:]).casefold()


def _positions(passage: Passage) -> range:
    return range(len(sentences_of(passage)))


def _text(passage: Passage, position: int) -> str:
    return sentence_text(passage, sentences_of(passage)[position])


def _place(found: Found) -> tuple[str, int]:
    sentences = sentences_of(found.passage)
    return found.passage.document, sentences[found.answering].start


def _quote(label: int, found: Found) -> Quote:
    passage = found.passage
    sentences = sentences_of(passage)
    start = sentence_span(passage, sentences[found.first]).start
    end = sentence_span(passage, sentences[found.last]).end
    return cut(passage, Span(start, end), label, found.speakers)
