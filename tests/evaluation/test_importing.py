from __future__ import annotations

from pathlib import Path

import pytest
from evaluated_cases import texts, without_lines
from hypothesis import given
from hypothesis import strategies as st
from question_files import asserted, json_file, rows_file, squad

from index.read import read_bytes
from qa.evaluation.case_files import read_cases
from qa.evaluation.case_writing import written
from qa.evaluation.errors import CaseError
from qa.evaluation.importing import read_question_set
from qa.evaluation.types import AssertionType
from qa.language.quotes import locate_all

SETS = Path(__file__).parents[2] / ".." / "shared" / "accuracy"
ASKED = {"question": "Who?", "answers": ["Ann"]}


@pytest.mark.parametrize("indent", [None, 2])
def test_squad_is_known_in_one_line_and_in_many(tmp_path: Path, indent) -> None:
    questions = [{"question": "Who?", "answers": [], "is_impossible": True}]
    data = {"version": "v2.0", "data": [squad("Nobody.", questions=questions)]}
    assert read_question_set(json_file(tmp_path / "x", data, indent)).documents


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "There is no question to ask. It is empty."),
        (b"\xef\xbb\xbf \n\n", "There is no question to ask. It is empty."),
        (b"\xff\xfeq\x00", "It is no text in UTF-8. Save it as UTF-8"),
        (b"question,answer\nWho?,\xe4\n", "It is no text in UTF-8"),
        (b'{"question": "Who?", "answers": ["\xe4"]}\n', "It is no text in UTF-8"),
        (b'{"question": "Who?"', "line 1: This is no valid JSON"),
        (b'{"question": "Who?", "answers": []}\n\n{"quest\n', "line 3: This is no valid JSON"),
        (b'{\n "data": [\n  {,\n ]\n}', "line 3: This is no valid JSON"),
        (b'{\n "rows": []\n}', "This JSON has no `data`"),
        (b'[{"question": "Who?"}]', "This JSON is a list and no question set"),
        (b"[\n]", "This JSON is a list and no question set"),
        (b'{"rows": []}', "Line 1 is left out. It has no `question`."),
        (b'{"data": []}', "There is no question to ask"),
        (b"[" * 100_000, "This JSON cannot be read"),
        (b'{"question": ' + b"1" * 5000 + b"}", "This JSON cannot be read"),
        (b"words " * 50_000, "line 1: No column is headed `question`"),
        (b"Just some words.\n", "line 1: No column is headed `question`"),
    ],
)
def test_what_is_no_question_set_is_refused_with_its_place(tmp_path: Path, data, why) -> None:
    path = tmp_path / "set.x"
    path.write_bytes(data)
    with pytest.raises(CaseError) as raised:
        read_question_set(path)
    assert str(raised.value).startswith(str(path))
    assert why in str(raised.value)


def test_missing_files_are_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(CaseError, match="There is no such file"):
            read_question_set(path)


def test_broken_documents_are_named(tmp_path: Path) -> None:
    rows_file(tmp_path / "questions.jsonl", [ASKED])
    (tmp_path / "docs.jsonl").write_text('{"doc_id": "a", "text": "b"}\nx\n')
    with pytest.raises(CaseError, match=r"docs\.jsonl, line 2: This is no valid JSON"):
        read_question_set(tmp_path)


def test_no_more_is_read_than_is_asked_for(tmp_path: Path) -> None:
    rows_file(tmp_path / "docs.jsonl", [{"doc_id": name, "text": name} for name in "abc"])
    path = rows_file(tmp_path / "questions.jsonl", [{"answers": []}, ASKED, ASKED, ASKED])
    with path.open("a") as file:
        file.write("broken")
    found = read_question_set(tmp_path, limit=2)
    assert [case.name for case in found.cases] == ["Who?", "Who? (2)"]
    assert len(found.skipped) == 1
    assert list(found.documents) == ["a.txt", "b.txt", "c.txt"]
    with pytest.raises(CaseError, match="line 5"):
        read_question_set(tmp_path, limit=4)
    table = tmp_path / "set.csv"
    table.write_text('question,answer\nWho?,Ann\nWhy?,"never closed\n')
    assert len(read_question_set(table, limit=1).cases) == 1


def test_names_are_short_single_lines_and_different(tmp_path: Path) -> None:
    long = "Which of the boats that sail to Osk " + "and back again " * 20
    asked = ["Was it? (2)", "Was\n  it?", "Was it?", "Was it?", long + "?", long + "!", "x" * 999]
    path = rows_file(tmp_path / "set.jsonl", [{**ASKED, "question": each} for each in asked])
    cases = read_question_set(path).cases
    names = [case.name for case in cases]
    assert names[:4] == ["Was it? (2)", "Was it?", "Was it? (3)", "Was it? (4)"]
    assert names[4].startswith("Which of the boats that sail to Osk and back")
    assert names[4].endswith(" again…")
    assert names[5] == f"{names[4]} (2)"
    assert names[6] == "x" * 99 + "…"
    assert max(map(len, names)) <= 104
    assert [case.turns[0].question for case in cases] == [each.strip() for each in asked]


@given(rows=st.lists(st.tuples(texts, st.lists(texts, max_size=2), texts), min_size=1, max_size=3))
def test_whatever_is_imported_can_be_saved(tmp_path_factory, rows) -> None:
    folder = tmp_path_factory.getbasetemp()
    answer = {"statements": [], "status": "not_in_documents"}
    forms = (
        [{"question": q, "answers": a, "document": d, "kind": d} for q, a, d in rows],
        [{"mark": "wrong", "note": d, "answer": {**answer, "question": q}} for q, _, d in rows],
    )
    for form in forms:
        cases = read_question_set(rows_file(folder / "any.jsonl", form)).cases
        assert len({case.name for case in cases}) == len(cases) == len(rows)
        path = folder / "any.qa.yaml"
        path.write_text(written(cases), "utf-8", newline="")
        assert tuple(map(without_lines, read_cases(path).cases)) == cases


@pytest.mark.skipif(not SETS.is_dir(), reason="the open question sets are not beside this folder")
@pytest.mark.parametrize(
    "path", sorted(SETS.glob("*/questions.jsonl")), ids=lambda p: p.parent.name
)
def test_every_word_of_the_open_sets_stands_in_its_document(path: Path) -> None:
    found = read_question_set(path.parent, limit=2000)
    rows = sum(1 for line in path.read_bytes().splitlines() if line.strip())
    assert len(found.cases) + len(found.skipped) == min(rows, 2000)
    assert len(found.skipped) <= 1
    read = {name: read_bytes(t.encode(), name).text for name, t in found.documents.items()}
    assert read == found.documents
    for case in found.cases:
        for made in asserted(case, AssertionType.QUOTES):
            for value in made.values:
                assert value in read[made.document or ""]
                assert locate_all(value, read[made.document or ""], 1)
