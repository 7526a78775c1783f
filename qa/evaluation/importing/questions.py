"""Rows of one question each, as open question sets and people write them, as cases.

A row has a ``question``, and ``answers`` (or ``answer``); none of them, or ``answerable: false``:
the documents do not answer. ``doc_id`` (or ``document``) names the document. Where the answer
stands is told in one of these ways:

* ``gold_spans``: half-open offsets into the document's text; any one of them;
* ``gold_sentences``: what each annotator would cite, word for word; any one of them;
* ``gold_facts`` with ``gold_docs``: words of several documents, all of them needed;
* ``evidence``: objects with ``document`` and ``page`` (``page_zero_based``), all of them needed.

``source`` is who said the words, and ``kind`` becomes a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.evaluation.importing.assertions import (
    ANSWERED,
    DECLINED,
    as_standing,
    quoted,
    words_at,
)
from qa.evaluation.importing.imported import Found, cases_from, shortened
from qa.evaluation.importing.rows import Row, RowProblem, json_lines
from qa.evaluation.importing.texts import Texts
from qa.evaluation.types import Assertion, AssertionType, Case, CaseTurn

__all__ = ["DOCUMENTS", "case_of_question", "question_cases"]

DOCUMENTS = "docs.jsonl"
"""The file beside the questions that has the documents, in rows of ``doc_id`` and ``text``."""

_VERDICTS = frozenset({"yes", "no", "true", "false"})


@dataclass(frozen=True, slots=True)
class _Gold:
    """Where a row says that the answer stands."""

    assertions: tuple[Assertion, ...] = ()
    texts: tuple[str, ...] = ()
    """What holds a short answer, if there is one."""


def question_cases(path: Path, texts: Texts) -> Iterator[Found]:
    """The cases of a file with one row in each line.

    Args:
        path: of the file; the documents are read from beside it.
        texts: takes in the documents, before the first case comes.

    Raises:
        CaseError: a file cannot be read, or a line is not in JSON.
    """
    documents = path.with_name(DOCUMENTS)
    for where, value in json_lines(documents) if documents.is_file() else ():
        try:
            row = Row.of(value)
            texts.add(row.text("doc_id"), row.written("text"))
        except RowProblem as problem:
            yield f"{where} of {DOCUMENTS} is left out. {problem}"
    yield from cases_from(json_lines(path), lambda value: case_of_question(Row.of(value), texts))


def case_of_question(row: Row, texts: Texts) -> Case:
    """The case of one row.

    Args:
        row: as this module describes it.
        texts: of the documents, if the set brings them along.

    Raises:
        RowProblem: something is missing in the row, or does not fit its document.
    """
    question = row.text("question")
    if not question:
        raise RowProblem("It has no `question`.")
    document = texts.named(row.text("doc_id") or row.text("document"))
    answerable = _is_answerable(row)
    assertions = tuple(_assertions(row, document, texts)) if answerable else (DECLINED,)
    scope = (document,) if document and _asks_it_alone(row, answerable) else None
    return Case(question, (CaseTurn(question, assertions),), documents=scope, tags=_tags(row))


def _is_answerable(row: Row) -> bool:
    told = row.flag("answerable")
    if told is None and not {"answers", "answer"} & row.data.keys():
        raise RowProblem(
            "It has no `answers`. Where the documents do not answer, write `answerable: false`."
        )
    return bool(_answers(row)) if told is None else told


def _asks_it_alone(row: Row, answerable: bool) -> bool:
    """Whether the question is asked of its document alone.

    Where it does not answer, another document might. A set that mixes what can be answered with
    what cannot asks both alike, so that declining rightly and wrongly can be compared. And "What
    did she say, according to the article?" means this article. Every other question is asked of
    all documents: to find the right one is a part of the task.
    """
    kind = row.text("kind")
    return not answerable or "abstain" in kind or kind == "what_said"


def _assertions(row: Row, document: str | None, texts: Texts) -> Iterator[Assertion]:
    yield ANSWERED
    gold = _gold(row, document, texts)
    yield from gold.assertions
    if source := row.text("source"):
        yield Assertion(AssertionType.ATTRIBUTED_TO, (source,))
    elif short := _short(_answers(row), gold.texts):
        yield Assertion(AssertionType.SHORT_ANSWER, short)
    elif not gold.assertions and _answers(row):
        yield Assertion(AssertionType.SAYS, _answers(row))
        if document is not None:
            # Not the scope: to find the document that was named is a part of the task.
            yield Assertion(AssertionType.CITES, document=document)


def _gold(row: Row, document: str | None, texts: Texts) -> _Gold:
    text = texts.text(document)
    if row.items("gold_spans"):
        if text is None:
            raise RowProblem(f"Its `gold_spans` point into a text that {DOCUMENTS} does not have.")
        spans = row.spans("gold_spans", text)
        return _Gold((quoted((words_at(span, text) for span in spans), document),), (text,))
    if row.items("gold_facts"):
        return _facts(row, texts)
    if row.items("gold_sentences"):
        return _Gold((quoted(_sentences(row, text), document),))
    if row.items("evidence"):
        return _evidence(row, document, texts)
    if text is None:
        return _Gold()
    # Nobody says at which of its places an answer was found: one that has a single place tells.
    found = (as_standing(answer, text, once=True) for answer in _answers(row))
    once = list(filter(None, found))
    return _Gold((quoted(once, document),) if once else (), (text,))


def _facts(row: Row, texts: Texts) -> _Gold:
    facts, homes = row.items("gold_facts"), row.items("gold_docs")
    if len(facts) != len(homes):
        raise RowProblem("Its `gold_docs` are not as many as its `gold_facts`.")
    quotes = []
    for fact, home in zip(facts, homes, strict=True):
        pair = Row({"gold_facts": fact, "gold_docs": home})
        document = texts.named(pair.text("gold_docs"))
        quotes.append(quoted(_standing(pair.texts("gold_facts"), texts.text(document)), document))
    return _Gold(tuple(dict.fromkeys(quotes)), tuple(made.values[0] for made in quotes))


def _sentences(row: Row, text: str | None) -> list[str]:
    lists = (Row({"gold_sentences": each}) for each in row.items("gold_sentences"))
    return _standing((words for each in lists for words in each.texts("gold_sentences")), text)


def _standing(words: Iterable[str], text: str | None) -> list[str]:
    """Those of the words that stand in a text, as they do; all, where the text is not at hand."""
    given = list(words)
    found = given if text is None else list(filter(None, (as_standing(w, text) for w in given)))
    if given and not found:
        raise RowProblem(f"“{shortened(given[0])}” does not stand in its document.")
    return found


def _evidence(row: Row, document: str | None, texts: Texts) -> _Gold:
    """Pages: the text of the evidence is another program's, and seldom ours to the letter."""
    pages, read = list[Assertion](), list[str]()
    for each in row.rows("evidence"):
        from_zero = each.whole("page_zero_based")
        page = each.whole("page") if from_zero is None else from_zero + 1
        home = texts.named(each.text("document")) or document
        if page == 0 or (page is None and home is None):
            raise RowProblem("Its `evidence` names no document, and no `page` counted from 1.")
        pages.append(Assertion(AssertionType.CITES, document=home, page=page))
        read.append(each.text("text"))
    return _Gold(tuple(dict.fromkeys(pages)), tuple(read))


def _short(answers: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """The answers that can be marked in a quote: a yes or no is a judgement and no words of it."""
    return tuple(
        answer
        for answer in answers
        if answer.casefold() not in _VERDICTS and any(answer in text for text in texts)
    )


def _answers(row: Row) -> tuple[str, ...]:
    return row.texts("answers") or row.texts("answer")


def _tags(row: Row) -> tuple[str, ...]:
    kind = re.sub(r"[^\w-]+", "-", row.text("kind")).strip("-_")
    named = {None: "", True: "named-source", False: "unnamed-source"}[row.flag("named_source")]
    return tuple(filter(None, (kind, named)))
