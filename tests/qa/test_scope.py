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
        ("What is in ferry.txt?", "ferry.txt", "What is in ferry.txt?"),  # else nothing to ask
        (
            "According to ferry.txt, what does the report say about tolls?",
            "ferry.txt",
            "what does the report say about tolls?",
        ),
        (
            "Did the harbour inspection report mention cracks?",
            "ports/harbour_inspection.pdf",
            "Did the document mention cracks?",
        ),
        (
            "Is it true, as Lind says in ferry.txt, that tolls rose?",
            "ferry.txt",
            "Is it true, as Lind says that tolls rose?",
        ),
        (
            "Who did not pay, according to the harbour report, in the end?",
            "ports/harbour_inspection.pdf",
            None,
        ),
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
        "What did people mean by “Ferry talks stall”?",
        "Who rejected parts of the harbour report?",
        "Who is troubled by the harbour report?",
        "Who took part in the harbour report?",
        "In the ferry report, who left?",  # that title is of no report
        "Who left in the 2024 report?",  # nor is any of that year
        "Which documents other than ferry.txt mention tolls?",
        "How high are tolls, not counting ferry.txt?",
        "Do not use ferry.txt: how high are tolls?",
        "Who left, apart from in the harbour report?",
        "Who left according to documents other than ferry.txt and inspection.pdf?",
        "Who left in the harbour report and in the ferry report?",  # one of them is not known
        "Who left in the harbour report and the ferry report?",
        "According to ferry.txt and unknown.pdf, who left?",
    ],
)
def test_what_is_no_reference_narrows_nothing(question):
    found = scope(question)
    assert found.documents == ()
    assert found.question == question


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Harbour plan divides town", "Who rejected parts of the harbour plan?"),
        ("Annual plan", "How much is saved by the annual plan?"),
        ("Peace agreement signed", "Which country withdrew from the peace agreement?"),
        ("Peace agreement signed", "What role did Osk play in the peace agreement?"),
        ("Harbour closed", "What did the mayor say in the harbour report?"),
        ("Annual meeting", "How much was earned in the annual report?"),
        ("Mayor speaks at fair", "How many were hurt according to the 2022 report?"),
    ],
)
def test_a_topic_narrows_nothing_though_a_title_has_its_words(title, question):
    library = [document("a.txt", title), document("b.txt", "Zoo", date="2020-01-01")]
    assert scope(question, library).documents == ()


def test_the_report_of_a_year_is_the_one_of_that_date():
    library = [
        document("a.txt", "Report on the quay"),
        document("b.txt", "Report on the lamp", date="2020-01-01"),
        document("c.txt", "Quay opens"),
    ]
    assert scope("Who was hurt according to the 2022 report?", library).documents == ("a.txt",)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        (
            "What do ferry.txt and inspection.pdf say about tolls?",
            "What do the document say about tolls?",
        ),
        (
            "How high are tolls in ferry.txt and in inspection.pdf?",
            "How high are tolls?",
        ),
        ("According to ferry.txt and inspection.pdf, who left?", "who left?"),
        ("Who left, according to ferry.txt or inspection.pdf?", "Who left?"),
    ],
)
def test_several_documents_that_are_named_are_searched_together(question, left):
    found = scope(question)
    assert found.documents == ("ferry.txt", "inspection.pdf")
    assert found.question == left
    assert found.told(dated=False) == (
        "Searched only ferry.txt and inspection.pdf, which the question names.",
    )


def test_each_of_two_reports_is_searched():
    library = [document("a.txt", "Harbour report"), document("b.txt", "Ferry report")]
    for question in (
        "How high are tolls according to the harbour report, and how high are tolls according to "
        "the ferry report?",
        "How high are tolls in the harbour report and in the ferry report?",
    ):
        assert scope(question, library).documents == ("a.txt", "b.txt")


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
        "What happened between 3 March 2024 and 5 March 2024?",
        "What changed from March 2023 to May 2024?",
        "What changed from 2024-03-03 to 2024-03-05?",
        "Who spoke on 3–5 March 2024?",
        "Who spoke in March or May 2024?",
        "Who spoke in March–May 2024?",
        "How many lived there in 2019 and in March 2024?",
        "What was found in 2000 people?",
        "What was found in 2000 women?",
        "Who spoke on 45 March 2024?",
    ],
)
def test_an_open_or_impossible_date_is_no_wish(question):
    assert scope(question).dated is None
