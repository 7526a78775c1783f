from __future__ import annotations

from pathlib import Path

import pytest
from question_files import asserted, rows_file

from qa.evaluation.importing import Imported, read_question_set
from qa.evaluation.types import Assertion, AssertionType

REPORT = (
    "Harbour opens again\n\n"
    "Ivo Tann said the harbour would open in May. “We have two cranes,” he said.\n\n"
    "Council leader Runa Seil denied it. The harbour has two cranes, the council wrote in May."
)
LETTER = "The cranes were sold in May, Runa Seil wrote. No one bid."
SOLD = "The cranes were sold in May"


def span(words: str, at: int = 0) -> list[int]:
    start = REPORT.index(words, at)
    return [start, start + len(words)]


def imported(folder: Path, *rows: object, documents: bool = True) -> Imported:
    if documents:
        texts = {"news/1": REPORT, "letter": LETTER}
        rows_file(folder / "docs.jsonl", [{"doc_id": i, "text": t} for i, t in texts.items()])
    rows_file(folder / "questions.jsonl", rows)
    return read_question_set(folder)


def names_of(found: Imported) -> list[list[str]]:
    return [[made.name for made in case.turns[0].assertions] for case in found.cases]


def test_the_documents_come_along_under_safe_names(tmp_path: Path) -> None:
    row = {"question": "When?", "answers": ["in May"], "doc_id": "letter"}
    assert imported(tmp_path, row).documents == {"news_1.txt": REPORT, "letter.txt": LETTER}


def test_who_said_it_is_asked_of_all_documents(tmp_path: Path) -> None:
    said = "the harbour would open in May"
    row = {
        **{"question": f"Who said “{said}”?", "answers": ["Ivo Tann"], "doc_id": "news/1"},
        **{"kind": "who_said", "source": "Ivo Tann", "named_source": True},
        "gold_spans": [span(said)],
    }
    (case,) = imported(tmp_path, row).cases
    assert case.documents is None
    assert case.tags == ("who_said", "named-source")
    assert case.turns[0].assertions[1:] == (
        Assertion(AssertionType.QUOTES, (said,), threshold=0.5, document="news_1.txt"),
        Assertion(AssertionType.ATTRIBUTED_TO, ("Ivo Tann",)),
    )


def test_what_was_said_according_to_the_article_is_asked_of_the_article(tmp_path: Path) -> None:
    row = {
        **{"question": "What did he say, according to the article?", "answers": ["two cranes"]},
        **{"kind": "what_said", "source": "Ivo Tann", "named_source": False, "doc_id": "news/1"},
        "gold_spans": [span("two cranes")],
    }
    (case,) = imported(tmp_path, row).cases
    assert case.documents == ("news_1.txt",)
    assert case.tags == ("what_said", "unnamed-source")
    (quotes,) = asserted(case, AssertionType.QUOTES)
    assert quotes.values == ("“We have two cranes,” he said.",)  # “two cranes” stands twice


def test_a_span_may_run_over_paragraphs(tmp_path: Path) -> None:
    start, end = span("he said.")[0], span("Council leader")[1]
    row = {"question": "Q", "answers": [], "answerable": True, "doc_id": "news/1"}
    (case,) = imported(tmp_path, {**row, "gold_spans": [[start, end]]}).cases
    (quotes,) = asserted(case, AssertionType.QUOTES)
    assert quotes.values == ("he said.\n\nCouncil leader",)


def test_short_answers_are_asserted_beside_their_spans(tmp_path: Path) -> None:
    row = {
        **{"question": "Who denied it?", "answers": ["Runa Seil", "Seil"], "doc_id": "news/1"},
        **{"kind": "extractive", "gold_spans": [span("Runa Seil"), span("Seil")]},
    }
    (case,) = imported(tmp_path, row).cases
    assert names_of(imported(tmp_path, row)) == [["status", "quotes", "short-answer"]]
    assert case.documents is None
    for kind in (AssertionType.QUOTES, AssertionType.SHORT_ANSWER):
        assert asserted(case, kind)[0].values == ("Runa Seil", "Seil")


def test_answering_and_declining_are_asked_of_the_one_document(tmp_path: Path) -> None:
    asked = {"doc_id": "letter", "kind": "extractive_or_abstain"}
    rows = (
        {**asked, "question": "Sold when?", "answers": ["in May"], "answerable": True},
        {**asked, "question": "Sold to whom?", "answers": [""], "answerable": False},
    )
    found = imported(tmp_path, *rows)
    assert [case.documents for case in found.cases] == [("letter.txt",)] * 2
    assert names_of(found) == [["status", "quotes", "short-answer"], ["abstains"]]


def test_an_answer_without_a_span_is_quoted_only_where_it_stands_once(tmp_path: Path) -> None:
    row = {"question": "When?", "answers": ["in May"], "doc_id": "news/1"}
    assert names_of(imported(tmp_path, row)) == [["status", "short-answer"]]


def test_any_gold_sentence_will_do_and_the_prose_of_annotators_is_no_short_answer(
    tmp_path: Path,
) -> None:
    row = {
        **{"question": "Are there cranes?", "answers": ["There were two."], "doc_id": "news/1"},
        "gold_sentences": [['"We have two cranes," he said.'], ["Not in it.", "Runa Seil denied"]],
    }
    found = imported(tmp_path, row)
    assert names_of(found) == [["status", "quotes"]]
    (quotes,) = asserted(found.cases[0], AssertionType.QUOTES)
    # In the document's own characters, whose quotation marks are others.
    assert quotes.values == ("“We have two cranes,” he said.", "Runa Seil denied")


def test_every_fact_is_needed_from_its_own_document(tmp_path: Path) -> None:
    denied = "Council leader Runa Seil denied it."
    row = {
        **{"question": "Who sold what?", "answers": ["Runa Seil"], "doc_id": None},
        **{"gold_facts": [denied, SOLD], "gold_docs": ["news/1", "letter"]},
    }
    asked = {"question": "Did anyone?", "answers": ["No"]}
    bids = {"gold_facts": ["No one bid."], "gold_docs": ["letter"]}
    found = imported(tmp_path, row, {**row, **asked, **bids})
    quotes = asserted(found.cases[0], AssertionType.QUOTES)
    assert [(q.values, q.document) for q in quotes] == [
        ((denied,), "news_1.txt"),
        ((SOLD,), "letter.txt"),
    ]
    assert names_of(found)[0][-1] == "short-answer"
    assert names_of(found)[1][-1] == "quotes"  # no quote holds a judgement


def test_pages_are_counted_from_1(tmp_path: Path) -> None:
    evidence = [{"text": "…", "page_zero_based": 51}, {"document": "b.pdf", "page": 3}]
    row = {"question": "How much?", "document": "a.pdf", "answer": "$12", "evidence": evidence}
    (case,) = imported(tmp_path, row, documents=False).cases
    assert [(c.document, c.page) for c in asserted(case, AssertionType.CITES)] == [
        ("a.pdf", 52),
        ("b.pdf", 3),
    ]


def test_a_set_without_documents_is_about_those_of_the_library(tmp_path: Path) -> None:
    rows = (
        {"question": "When?", "answer": "May", "document": "plans/a b.pdf"},
        {"question": "How many?", "answers": [2], "answerable": True},
        {"question": "Why?", "answers": [], "doc_id": "plans/a b.pdf"},
        {"question": "Why not?", "answerable": False},
    )
    found = imported(tmp_path, *rows, documents=False)
    assert found.documents == {}
    assert names_of(found) == [["status", "says", "cites"], ["status", "says"], *[["abstains"]] * 2]
    assert [case.documents for case in found.cases] == [None, None, ("plans/a b.pdf",), None]
    assert asserted(found.cases[1], AssertionType.SAYS)[0].values == ("2",)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"question": None}, "It has no `question`."),
        ({"doc_id": "memo"}, "The set has no document 'memo'."),
        ({"gold_spans": [[5, 5]]}, "[5, 5], which is no part of the document."),
        ({"gold_spans": [[0, 10_000]]}, "no part of the document"),
        ({"gold_spans": [[-2, 4]]}, "no part of the document"),
        ({"gold_spans": [[0, True]]}, "no part of the document"),
        ({"gold_spans": [7]}, "no part of the document"),
        ({"gold_spans": 3}, "Its `gold_spans` is no list."),
        ({"gold_sentences": [["Nobody wrote this."]]}, "“Nobody wrote this.” does not stand"),
        ({"gold_sentences": [[]]}, "It does not say which words answer"),
        ({"gold_facts": [SOLD], "gold_docs": []}, "not as many"),
        ({"gold_facts": [SOLD], "gold_docs": ["news/1"]}, "does not stand in its document"),
        ({"answers": {"text": ["x"]}}, "Its `answers` is no text."),
        ({"answerable": "yes"}, "Its `answerable` is neither true nor false."),
        ({"evidence": [{"page": 0}]}, "no `page` counted from 1"),
        ({"evidence": [{"page": "4"}]}, "Its `page` is no whole number."),
        ({"evidence": ["x"]}, "It is no object in curly brackets."),
    ],
)
def test_a_bad_row_is_told_and_the_others_stay(tmp_path: Path, change, why) -> None:
    good = {"question": "When?", "answers": ["in May"], "doc_id": "letter"}
    found = imported(tmp_path, {**good, **change}, good)
    assert len(found.cases) == 1
    (told,) = found.skipped
    assert told.startswith("Line 1 is left out. ")
    assert why in told


def test_offsets_without_documents_are_told(tmp_path: Path) -> None:
    row = {"question": "When?", "answers": ["May"], "doc_id": "a", "gold_spans": [[0, 3]]}
    good = {"question": "When?", "answer": "May"}
    (told,) = imported(tmp_path, row, good, documents=False).skipped
    assert "docs.jsonl" in told


def test_bad_documents_are_told_and_so_are_their_questions(tmp_path: Path) -> None:
    documents = [
        {"doc_id": "letter", "text": LETTER},
        {"doc_id": "letter", "text": "Another."},
        {"doc_id": "empty", "text": "\n"},
        {"text": "Nameless."},
        "no object",
        {"doc_id": "half", "text": "\udc00"},
    ]
    rows_file(tmp_path / "docs.jsonl", documents)
    asked = {"question": "When?", "answers": ["May"]}
    rows = [{**asked, "doc_id": "letter"}, {**asked, "doc_id": "empty"}]
    found = read_question_set(rows_file(tmp_path / "questions.jsonl", rows))
    assert found.documents == {"letter.txt": LETTER}
    assert len(found.cases) == 1
    assert [told.split(" is left out")[0] for told in found.skipped] == [
        *(f"Line {number} of docs.jsonl" for number in (2, 3, 4, 5, 6)),
        "Line 2",
    ]


def test_offsets_point_into_the_text_as_the_set_gives_it(tmp_path: Path) -> None:
    text = "\ufeffOne.\r\nIt rained\rall day.\r\nThen\x00 it stopped."
    rows_file(tmp_path / "docs.jsonl", [{"doc_id": "d", "text": text}])
    start = text.index("It rained")
    row = {"question": "What?", "answers": [], "answerable": True, "doc_id": "d"}
    spans = {"gold_spans": [[start, start + 17]]}
    path = rows_file(tmp_path / "questions.jsonl", [{**row, **spans}])
    found = read_question_set(path)
    assert found.documents == {"d.txt": "One.\nIt rained\nall day.\nThen\ufffd it stopped."}
    (quotes,) = asserted(found.cases[0], AssertionType.QUOTES)
    assert quotes.values == ("It rained\nall day",)
