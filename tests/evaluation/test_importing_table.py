from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_files import asserted

from qa.evaluation.errors import CaseError
from qa.evaluation.importing import Imported, read_question_set
from qa.evaluation.types import Assertion, AssertionType, Case

DECLINED = (Assertion(AssertionType.ABSTAINS),)


def imported(tmp_path: Path, text: str, encoding: str = "utf-8") -> Imported:
    path = tmp_path / "set.csv"
    path.write_bytes(text.encode(encoding))
    return read_question_set(path)


def as_row(case: Case) -> tuple[str, tuple[str, ...], str | None]:
    """Question, expected answers and document."""
    (cited,) = asserted(case, AssertionType.CITES) or (Assertion(AssertionType.CITES),)
    (says,) = asserted(case, AssertionType.SAYS)
    return case.turns[0].question, says.values, cited.document


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_commas_semicolons_and_tabs(tmp_path: Path, delimiter, end, encoding) -> None:
    rows = ("question,answer,document", "How many?,nine | 9,a.pdf", "When?,12:30,")
    text = end.join(rows).replace(",", delimiter)
    assert list(map(as_row, imported(tmp_path, text, encoding).cases)) == [
        ("How many?", ("nine", "9"), "a.pdf"),
        ("When?", ("12:30",), None),
    ]


@pytest.mark.parametrize(
    "heading",
    ["File Name,EXPECTED_ANSWER, Query ", "doc,Ground  Truth,Prompt", "document,answer,question"],
)
def test_columns_go_by_several_names_in_any_order(tmp_path: Path, heading: str) -> None:
    (case,) = imported(tmp_path, f"{heading}\na.pdf,no,Is it open?\n").cases
    assert as_row(case) == ("Is it open?", ("no",), "a.pdf")


def test_a_column_that_is_not_known_is_passed_over(tmp_path: Path) -> None:
    (case,) = imported(tmp_path, "id;question;by;answer\n7;Why, though?;Ann;rust\n").cases
    assert as_row(case) == ("Why, though?", ("rust",), None)


def test_an_empty_answer_says_that_the_document_does_not_answer(tmp_path: Path) -> None:
    found = imported(tmp_path, "question,answer,document\nWhy?,,a.pdf\nWhere?, ,\n")
    assert [case.documents for case in found.cases] == [("a.pdf",), None]
    assert {case.turns[0].assertions for case in found.cases} == {DECLINED}


def test_quotation_marks_hold_delimiters_lines_and_marks(tmp_path: Path) -> None:
    text = 'question,answer\n"What is ""it"",\nreally?","rust, mostly"\n'
    (case,) = imported(tmp_path, text).cases
    assert as_row(case) == ('What is "it",\nreally?', ("rust, mostly",), None)
    assert case.name == 'What is "it", really?'


def test_bad_rows_are_told_and_empty_ones_passed_over(tmp_path: Path) -> None:
    rows = ("question,answer", "Why?,rust", ",", "", "Who, then?,Ann", ",nine", "What?, | ", "Why?")
    found = imported(tmp_path, "\n".join(rows))
    assert [case.name for case in found.cases] == ["Why?"]
    assert [told.split(" is left out. ") for told in found.skipped] == [
        ["Row 5", found.skipped[0].split(". ", 1)[1]],
        ["Row 6", "It has no `question`."],
        ["Row 7", "Its answer has no words: ' | '."],
        ["Row 8", found.skipped[3].split(". ", 1)[1]],
    ]
    assert "It has 3 cells, and the first row 2." in found.skipped[0]
    assert "It has 1 cells" in found.skipped[3]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Why?,rust\nWho?,Ann\n", r"set\.csv, line 1: No column is headed `question`"),
        ("question,document\nWhy?,a.pdf\n", "line 1: No column is headed `answer`"),
        ("question,answer\n", "There is no question to ask"),
        ("question,answer\n,nine\n", "Row 2 is left out. It has no `question`."),
        ('question,answer\nWho?,Ann\nWhy?,"rust\n', "line 3: The quotation marks do not pair"),
        ('question,answer\nWho?,Ann\nWhy?,"so" he said\n', "line 3: The quotation marks do not"),
    ],
)
def test_bad_tables_are_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(CaseError, match=why):
        imported(tmp_path, text)


cells = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


def has_words(answer: str) -> bool:
    return bool(answer.replace("|", " ").strip())


@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=4))
def test_what_a_spreadsheet_writes_is_read(tmp_path_factory, rows) -> None:
    rows = [*rows, ("Last?", "", "")]
    table = io.StringIO(newline="")
    csv.writer(table).writerows([("question", "answer", "document"), *rows])
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(table.getvalue().encode())
    found = read_question_set(path)
    good = [(q, a) for q, a, _ in rows if q.strip() and (not a.strip() or has_words(a))]
    asked = [(case.turns[0].question, case.turns[0].assertions) for case in found.cases]
    assert [question for question, _ in asked] == [question.strip() for question, _ in good]
    assert [made == DECLINED for _, made in asked] == [not answer.strip() for _, answer in good]
    filled = [row for row in rows if any(map(str.strip, row))]
    assert len(found.skipped) == len(filled) - len(good)
