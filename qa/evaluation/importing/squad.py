"""SQuAD's JSON, of version 1.1 and 2.0, as cases.

Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016;
Rajpurkar, Jia and Liang, "Know What You Don't Know: Unanswerable Questions for SQuAD", ACL 2018.
Each article becomes a document, its paragraphs set apart by blank lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from index.types import Span
from qa.evaluation.importing.assertions import ANSWERED, DECLINED, quoted, words_at
from qa.evaluation.importing.imported import Found, cases_from, shortened
from qa.evaluation.importing.rows import Row, RowProblem
from qa.evaluation.importing.texts import Texts
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn

__all__ = ["squad_cases"]

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question about one paragraph of an article."""

    row: Row
    document: str
    text: str
    """Of the whole article."""
    context: str
    """The paragraph."""
    start: int
    """Where it begins in the article."""


def squad_cases(data: Row, texts: Texts) -> Iterator[Found]:
    """The cases of a file.

    Args:
        data: all of it.
        texts: takes in the articles.

    Raises:
        RowProblem: it has no list of articles.
    """
    told: list[Found] = []
    asked: list[tuple[str, _Asked]] = []
    for number, article in enumerate(data.items("data"), 1):
        try:
            asked += _article(Row.of(article), number, texts)
        except RowProblem as problem:
            told.append(f"Article {number} is left out. {problem}")
    return chain(told, cases_from(asked, _case))


def _article(article: Row, number: int, texts: Texts) -> list[tuple[str, _Asked]]:
    paragraphs = article.rows("paragraphs")
    contexts = [paragraph.written("context") for paragraph in paragraphs]
    questions = [paragraph.rows("qas") for paragraph in paragraphs]
    text = _BETWEEN.join(contexts)
    title = article.text("title") or f"article {number}"
    document = texts.add(title, text)
    asked, start = [], 0
    for context, rows in zip(contexts, questions, strict=True):
        for row in rows:
            where = f"Question {row.data.get('id')!r} on {title!r}"
            asked.append((where, _Asked(row, document, text, context, start)))
        start += len(context) + len(_BETWEEN)
    return asked


def _case(asked: _Asked) -> Case:
    question = asked.row.text("question")
    if not question:
        raise RowProblem("It has no `question`.")
    impossible = asked.row.flag("is_impossible")
    assertions = (DECLINED,) if impossible else _assertions(asked)
    # Version 2.0 asks whether this article answers; another one might, so this is asked alone, also
    # where it does answer, for declining rightly and wrongly are to be compared. In version 1.1,
    # which does not know the word, to find the article among the others is a part of the task.
    scope = None if impossible is None else (asked.document,)
    return Case(question, (CaseTurn(question, assertions),), documents=scope)


def _assertions(asked: _Asked) -> tuple[Assertion, ...]:
    answers = [answer for answer in asked.row.rows("answers") if answer.text("text")]
    if not answers:
        raise RowProblem("It has no answer and is not marked with `is_impossible`.")
    words = [words_at(_place(answer, asked), asked.text) for answer in answers]
    short = tuple(dict.fromkeys(answer.text("text") for answer in answers))
    return (ANSWERED, quoted(words, asked.document), Assertion(AssertionType.SHORT_ANSWER, short))


def _place(answer: Row, asked: _Asked) -> Span:
    """Where an answer stands in its article."""
    words, at = answer.written("text"), answer.whole("answer_start")
    if at is None or not asked.context.startswith(words, at):
        at = asked.context.find(words)
        if at < 0 or asked.context.find(words, at + 1) >= 0:
            raise RowProblem(f"Its answer “{shortened(words)}” does not stand where it says.")
    return Span(asked.start + at, asked.start + at + len(words))
