from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from evaluated_cases import without_lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept_answers import any_answer
from question_files import rows_file

from qa.conversations.types import Mark
from qa.evaluation.case_files import cases_in
from qa.evaluation.case_writing import written
from qa.evaluation.importing import cases_of_marked, read_question_set
from qa.evaluation.types import Assertion, AssertionType
from qa.types import Answer, AnswerStatus, Quote, Receipt, Statement

SAID = ("Coast Wire", "Ivo Tann")
QUESTION = "What did the harbour master say?"


def quote(text: str, document: str = "harbour.txt", label: int = 1) -> Quote:
    return Quote(label=label, document=document, start=0, end=len(text), text=text)


ANSWER = Answer(
    question=QUESTION,
    status=AnswerStatus.PARTIAL,
    text="He said it opens [1][2]. It has two cranes [3].",
    statements=(
        Statement(
            "He said it opens.",
            SAID,
            (quote("The harbour opens,\nhe said."), quote("Opens!", label=2)),
        ),
        Statement("It has two cranes.", (), (quote("two cranes", "b.pdf", 3),)),
        Statement("He hoped so.", SAID, (quote("He hoped so.", label=4),)),
    ),
    passages=(),
    receipt=Receipt(None, "p", "i", {}),
)
DECLINED = Answer(
    question=QUESTION,
    status=AnswerStatus.NOT_IN_DOCUMENTS,
    text="The documents do not say.",
    statements=(),
    passages=(),
    receipt=Receipt(None, "p", "i", {}),
    related=quote("Only related."),
)


def row(mark: str, answer: Answer, note: str = "") -> dict[str, object]:
    return {"mark": str(mark), "note": note, "answer": answer.to_dict()}


def quotes(words: str, document: str = "harbour.txt", negated: bool = False) -> Assertion:
    return Assertion(
        AssertionType.QUOTES, (words,), threshold=0.5, document=document, negated=negated
    )


def not_by(chain: str) -> Assertion:
    return Assertion(AssertionType.ATTRIBUTED_TO, (chain,), document="harbour.txt", negated=True)


def test_a_right_answer_is_to_stay_as_it_is() -> None:
    (case,) = cases_of_marked([row("right", ANSWER)]).cases
    assert case.turns[0].question == QUESTION
    assert case.name == f"{QUESTION} (marked right)"
    assert case.tags == ("marked-right",)
    assert case.documents is None
    assert case.turns[0].assertions == (
        Assertion(AssertionType.STATUS, ("partial",)),
        quotes("The harbour opens,\nhe said."),
        quotes("two cranes", "b.pdf"),
        quotes("He hoped so."),
        Assertion(AssertionType.ATTRIBUTED_TO, ("Coast Wire > Ivo Tann",)),
    )


def test_of_a_wrong_answer_only_its_first_quote_is_refused() -> None:
    (case,) = cases_of_marked([row("wrong", ANSWER, "that is\nthe  old harbour")]).cases
    assert case.turns[0].assertions == (quotes("The harbour opens,\nhe said.", negated=True),)
    assert case.turns[0].assertions[0].name == "not-quotes"
    assert case.name == f"{QUESTION} (marked wrong: that is the old harbour)"


def test_of_wrong_quotes_every_one_is_refused_and_nothing_else_is_said() -> None:
    (case,) = cases_of_marked([row("wrong_quote", ANSWER)]).cases
    assert case.turns[0].assertions == (
        quotes("The harbour opens,\nhe said.", negated=True),
        quotes("Opens!", negated=True),
        quotes("two cranes", "b.pdf", negated=True),
        quotes("He hoped so.", negated=True),
    )
    assert case.name == f"{QUESTION} (marked wrong quote)"
    assert case.tags == ("marked-wrong-quote",)


def test_of_a_wrong_speaker_the_words_stay_free() -> None:
    (case,) = cases_of_marked([row("wrong_speaker", ANSWER, "it was his deputy")]).cases
    assert case.turns[0].assertions == (not_by("Coast Wire > Ivo Tann"),)
    assert case.turns[0].assertions[0].name == "not-attributed-to"
    assert case.name == f"{QUESTION} (marked wrong speaker: it was his deputy)"


def test_a_wrong_speaker_may_be_that_nobody_is_named() -> None:
    unsaid = replace(ANSWER, statements=(replace(ANSWER.statements[0], attribution=()),))
    (case,) = cases_of_marked([row("wrong_speaker", unsaid)]).cases
    assert case.turns[0].assertions == (not_by("the document"),)


def test_what_should_have_been_declined_is_to_be_declined() -> None:
    (case,) = cases_of_marked([row("should_have_declined", ANSWER)]).cases
    assert case.turns[0].assertions == (Assertion(AssertionType.ABSTAINS),)
    assert case.name == f"{QUESTION} (should have declined)"
    assert case.tags == ("marked-should-have-declined",)


@pytest.mark.parametrize("mark", Mark)
def test_what_was_asked_of_some_documents_is_asked_of_these(mark: Mark) -> None:
    some = {**row(mark, ANSWER), "documents": ["harbour.txt", "b.pdf"]}
    (limited, free) = cases_of_marked([some, {**some, "documents": []}]).cases
    assert (limited.documents, free.documents) == (("harbour.txt", "b.pdf"), None)


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=80)
@given(any_answer(), st.sampled_from(Mark), st.text(), st.lists(st.text(), max_size=2))
def test_whatever_an_answer_holds_its_case_is_written_and_read(answer, mark, note, names) -> None:
    marked = {"mark": str(mark), "note": note, "documents": names, "answer": answer.to_dict()}
    found = cases_of_marked([marked])
    assert len(found.cases) + len(found.skipped) == 1
    for case in found.cases:
        (read,) = cases_in(written([case]), Path("a.qa.yaml")).cases
        assert without_lines(read) == case


def test_declining_may_be_right_or_wrong() -> None:
    found = cases_of_marked([row("right", DECLINED), row("wrong", DECLINED)])
    assert [case.turns[0].assertions for case in found.cases] == [
        (Assertion(AssertionType.ABSTAINS),),
        (Assertion(AssertionType.ABSTAINS, ("false",)),),
    ]


def test_a_question_that_leaned_on_another_is_asked_in_full() -> None:
    understood = {**ANSWER.to_dict(), "question": "And he?", "understood_as": QUESTION}
    (case,) = cases_of_marked([{"mark": "right", "answer": understood}]).cases
    assert case.turns[0].question == QUESTION


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"mark": "good"},
            "Its `mark` is 'good', and must be `right`, `wrong`, `wrong_quote`, `wrong_speaker` or "
            "`should_have_declined`.",
        ),
        *(
            ({"mark": mark, "answer": DECLINED.to_dict()}, "must be `right` or `wrong`")
            for mark in ("wrong_quote", "wrong_speaker", "should_have_declined")
        ),
        ({"documents": [["a.txt"]]}, "Its `documents` is no text."),
        ({"mark": None}, "Its `mark` is ''"),
        ({"answer": None}, "Its `answer` is no object"),
        ({"answer": {}}, "The `status` of its answer is ''"),
        ({"answer": {**ANSWER.to_dict(), "status": "fine"}}, "`status` of its answer is 'fine'"),
        ({"answer": {**ANSWER.to_dict(), "question": " "}}, "Its answer has no `question`."),
        ({"answer": {**ANSWER.to_dict(), "statements": []}}, "Its answer has no quote."),
        ({"answer": {**ANSWER.to_dict(), "statements": [{"quotes": [{}]}]}}, "no `text`"),
        ({"note": 7.5, "mark": 1}, "Its `mark` is '1'"),
        ({"note": ["x"]}, "Its `note` is no text."),
    ],
)
def test_a_bad_row_is_told_and_the_others_stay(change, why) -> None:
    rows = [{**row("wrong", ANSWER), **change}, row("right", DECLINED)]
    found = cases_of_marked(rows)
    assert [case.name for case in found.cases] == [f"{QUESTION} (marked right)"]
    (told,) = found.skipped
    assert told.startswith("Answer 1 is left out. ")
    assert why in told


def test_a_file_of_marked_answers_is_known_as_one(tmp_path: Path) -> None:
    rows = [row("right", ANSWER), row("wrong", ANSWER), {"mark": "right"}]
    path = rows_file(tmp_path / "marked.jsonl", rows)
    found = read_question_set(path)
    assert found.cases == cases_of_marked(rows).cases
    assert found.skipped == ("Line 3 is left out. Its `answer` is no object in curly brackets.",)
    unmarked = read_question_set(rows_file(path, [{"answer": ANSWER.to_dict()}, rows[1]]))
    assert len(unmarked.cases) == len(unmarked.skipped) == 1


def test_without_rows_there_are_no_cases() -> None:
    found = cases_of_marked([])
    assert (found.cases, found.documents, found.skipped) == ((), {}, ())
