from __future__ import annotations

from pathlib import Path

import pytest

from bench.accuracy import main
from bench.document import aligned, circumstances, markdown, replace_part
from bench.pages import pages, pdf, sample_files
from bench.retrieval import first_characters
from bench.sets import load_questions, load_texts
from index.read import read_bytes
from index.types import Span

QUESTIONS = Path(__file__).parents[2] / ".." / "shared" / "accuracy"

needs_questions = pytest.mark.skipif(
    not QUESTIONS.is_dir(), reason="the open question sets are not beside the repository"
)


def test_columns_are_aligned() -> None:
    table = aligned([("set", "measure", "n"), ("a", "long measure", "1,000")])
    assert table.splitlines() == ["set  measure           n", "a    long measure  1,000"]


def test_markdown_has_a_rule_below_its_heading() -> None:
    assert markdown([("a", "b", "c"), ("1", "2", "3")]).splitlines() == [
        "| a | b | c |",
        "| --- | --- | --: |",
        "| 1 | 2 | 3 |",
    ]


def test_only_the_marked_part_of_a_page_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Prose.\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nMore.\n")
    replace_part(page, "figures", r"new \1")
    replace_part(page, "figures", r"newer \1")
    assert page.read_text() == (
        "Prose.\n\n<!-- figures -->\n\nnewer \\1\n\n<!-- /figures -->\n\nMore.\n"
    )
    with pytest.raises(ValueError, match="needs the marks"):
        replace_part(page, "other", "x")


@pytest.mark.parametrize("name", ["accuracy.md", "performance.md"])
def test_the_pages_have_their_marks(name: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / name).read_text("utf-8")
    for part in ("circumstances", "figures"):
        assert text.count(f"<!-- {part} -->\n") == text.count(f"<!-- /{part} -->") == 1


def test_circumstances_name_no_machine() -> None:
    said = circumstances()
    assert "commit `" in said
    assert "/" not in said


def test_passages_are_kept_up_to_a_number_of_characters() -> None:
    passages = [("a", Span(10, 40)), ("b", Span(0, 30)), ("c", Span(5, 9))]
    assert first_characters(passages, 50) == [("a", Span(10, 40)), ("b", Span(0, 20))]


def test_the_generated_pages_are_always_the_same_and_never_repeat() -> None:
    assert sample_files()
    made = pages(6, 300)
    assert made == pages(6, 300)
    assert len(set(made)) == 6
    assert all(300 <= len(text.split()) < 420 for text in made)


def test_each_generated_page_is_one_page_of_the_pdf() -> None:
    made = pages(3, 400)
    extraction = read_bytes(pdf(made), "pages.pdf")
    assert [page.number for page in extraction.pages] == [1, 2, 3]
    assert " ".join(made[2].split()[:3]) in " ".join(
        extraction.pages[2].span.of(extraction.text).split()
    )


def test_a_wrong_set_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--sets", "nonsense"])
    assert "no such set: nonsense" in capsys.readouterr().err


@needs_questions
@pytest.mark.parametrize("name", ["polnear_dev", "superbowl50", "xquad"])
def test_every_gold_span_lies_in_its_document(name: str) -> None:
    texts = load_texts(QUESTIONS / name)
    questions = [q for q in load_questions(QUESTIONS / name) if q.gold]
    assert len(questions) > 500
    assert all(span.end <= len(texts[q.document]) for q in questions for span in q.gold)


@needs_questions
def test_a_sample_is_always_the_same() -> None:
    first = load_questions(QUESTIONS / "squad2", limit=20)
    assert len({question.id for question in first}) == 20
    assert first == load_questions(QUESTIONS / "squad2", limit=20)
    assert len(load_questions(QUESTIONS / "squad2", limit=0)) > 200
