"""What a question keeps itself to, and what is only its topic."""

from __future__ import annotations

import datetime

import pytest

from index.types import Document
from qa.scope import read_scope


def document(name: str, title: str, publisher: str | None = None, date: str = "2022-06-07"):
    day = datetime.date.fromisoformat(date)
    return Document(name, title, "text/plain", name, publisher=publisher, date=day)


LIBRARY = [
    document("ports/harbour_inspection.pdf", "Harbour Inspection Report 2021", "Port Board"),
    document("ferry.txt", "Ferry talks stall", "The Elmouth Courier", "2024-03-07"),
    document("minutes-2024.txt", "Council meets on the quay", date="2024-06-07"),
    document("inspection.pdf", "Bridge inspection"),
    document("survey 2019.txt", "Tolls of the harbour", date="2019-02-02"),
    document("news-17.txt", "Venn report: what is known of the sluice and its keepers so far"),
]


def scope(question: str, library=LIBRARY):
    return read_scope(question, lambda: library)


@pytest.mark.parametrize(
    ("question", "name", "left"),
    [
        (
            "In the Harbour report, who blamed the council?",
            "ports/harbour_inspection.pdf",
            "who blamed the council?",
        ),
        (
            "According to inspection.pdf, how many cracks were found?",
            "inspection.pdf",
            "how many cracks were found?",
        ),
        ("How many boats sank, according to FERRY.TXT?", "ferry.txt", "How many boats sank?"),
        ("Who spoke in the 2021 report?", "ports/harbour_inspection.pdf", "Who spoke?"),
        (
            "What does the harbour inspection report say about cracks?",
            "ports/harbour_inspection.pdf",
            "What does the document say about cracks?",
        ),
        ("What is in ferry.txt?", "ferry.txt", "What is?"),
        ("In “Ferry talks stall”, who left?", "ferry.txt", "who left?"),
        ("In “survey 2019.txt” who pays?", "survey 2019.txt", "who pays?"),
        ("Summarise ports/harbour_inspection.pdf", "ports/harbour_inspection.pdf", None),
    ],
)
def test_a_document_that_is_named_is_searched_alone(question, name, left):
    found = scope(question)
    assert found.documents == (name,)
    assert left is None or found.question == left
    assert any(name in line for line in found.told(dated=False))


@pytest.mark.parametrize(
    "question",
    [
        "According to the Elmouth Courier report, who left?",  # who published it
        "According to the Courier, who left?",
        "What did the mayor say about the harbour report?",  # the topic
        "In the Venn report, who is blamed?",  # an article on that report is not the report
        "Who wrote the report?",
        "What did officials say in the report?",
        "In the harbour, who spoke?",
        "In the railway report, who is blamed?",  # no such document
        "According to unknown.pdf, who left?",
        "Who paid the toll of the harbour?",
        "Who is the source of this statement: “Ferry talks stall”?",
    ],
)
def test_what_is_no_reference_narrows_nothing(question):
    found = scope(question)
    assert found.documents == ()
    assert found.question == question


def test_two_documents_that_fit_are_both_searched():
    library = [
        document("a.txt", "Harbour report, spring"),
        document("b.txt", "Harbour report, fall"),
    ]
    assert scope("In the harbour report, who spoke?", library).documents == ()


def test_the_documents_are_not_read_for_other_questions():
    def refuse():
        raise AssertionError("the list of documents was read")

    assert read_scope("Who closed the gates in March 2024?", refuse).documents == ()


@pytest.mark.parametrize(
    ("question", "first", "last", "told"),
    [
        ("What did Berg say in March 2024?", "2024-03-01", "2024-03-31", "March 2024"),
        ("Who resigned in 2023?", "2023-01-01", "2023-12-31", "2023"),
        ("Who spoke on 7 March 2024?", "2024-03-07", "2024-03-07", "7 March 2024"),
        ("Who spoke on March 7th, 2024?", "2024-03-07", "2024-03-07", "7 March 2024"),
        ("Who spoke on 2024-03-07?", "2024-03-07", "2024-03-07", "7 March 2024"),
        ("What did Berg say in February 2024?", "2024-02-01", "2024-02-29", "February 2024"),
    ],
)
def test_a_date_is_preferred(question, first, last, told):
    found = scope(question)
    assert found.dated == tuple(map(datetime.date.fromisoformat, (first, last)))
    assert found.question == question
    assert found.documents == ()
    assert found.told(dated=True) == (f"Documents dated {told} come first, as the question asks.",)
    assert found.told(dated=False) == ()


@pytest.mark.parametrize(
    "question",
    [
        "What did critics say since March 2024?",
        "What was built before 2019?",
        "Who ruled between 1990 and 1994?",
        "How many of 2000 boats sank?",
        "Who may resign?",
        "Who spoke on 45 March 2024?",
    ],
)
def test_an_open_or_impossible_date_is_no_wish(question):
    assert scope(question).dated is None
