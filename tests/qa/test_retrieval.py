"""What a question asks for besides its words reaches the search, and is told to the reader."""

from __future__ import annotations

import datetime

import pytest
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.chat.asking.answer_html import answer_html
from qa.retrieval import Asked, retrieve
from qa.types import AnswerStatus

HARBOUR = """Harbour inspection 2023

The lamp on the north quay was broken, inspector Runa Vik said. Divers counted nine cracks in the
north quay wall.
"""
BRIDGE = """Bridge inspection

Divers counted four cracks in the bridge pier. Engineer Ola Moe said the pier would hold.
"""
WIRE = (
    "Eleven boats broke loose from the moorings at Orrin on Sunday night, the harbour police said."
)
FIRST = f"Storm over Orrin\n\n{WIRE}\n\nThe roof of the mill came down.\n"
SECOND = f"Boats adrift\n\n{WIRE}\n"
THIRD = f"Orrin storm night\n\n{WIRE.replace('Eleven', 'Twelve')}\n"
TEXTS = {
    "harbour.txt": HARBOUR,
    "bridge.txt": BRIDGE,
    "one.txt": FIRST,
    "two.txt": SECOND,
    "three.txt": THIRD,
}


@pytest.fixture
def library(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    for name, text in TEXTS.items():
        (files / name).write_text(text, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        opened.add(files)
        yield opened


def test_a_named_document_is_searched_alone_and_the_reader_is_told(library):
    answer = Assistant(library).ask("How many cracks were counted, according to bridge.txt?")
    assert {passage.document for passage in answer.passages} == {"bridge.txt"}
    assert "four cracks" in answer.quotes[0].text
    assert answer.receipt.understood == ("Searched only bridge.txt, which the question names.",)
    assert "bridge.txt" in answer_html(answer, "a")
    assert answer.to_dict()["receipt"]["understood"] == list(answer.receipt.understood)


def test_the_callers_documents_are_the_outer_limit(library):
    asked = Asked("How many cracks were counted, according to bridge.txt?", ("harbour.txt",))
    found = retrieve(library, asked, limit=8)
    assert {passage.document for passage in found.passages} == {"harbour.txt"}
    assert found.understood == ()


def test_a_named_document_outside_the_callers_dates_narrows_nothing(tmp_path):
    for name, text in (
        ("harbour.txt", "Harbour report\n12 March 2022\n\nThe quay costs 9 million crowns.\n"),
        ("news.txt", "City news\n12 March 2024\n\nThe quay costs 12 million crowns now.\n"),
        ("zoo.txt", "Zoo\n12 March 2024\n\nThe zoo has a lion.\n"),
        ("mill.txt", "Mill\n\nThe mill has no roof.\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path)
        for question in ("How much does the quay cost in {}?", "What does {} say of the quay?"):
            for named in ("harbour.txt", "mill.txt"):
                asked = Asked(question.format(named), after=datetime.date(2023, 1, 1))
                found = retrieve(library, asked, limit=8)
                assert {p.document for p in found.passages} == {"news.txt", "zoo.txt"}
                assert found.understood == ()
        inside = Asked("How much does the quay cost in news.txt?", after=datetime.date(2023, 1, 1))
        assert {p.document for p in retrieve(library, inside, limit=8).passages} == {"news.txt"}
        early = Asked("What costs 9 million in harbour.txt?", before=datetime.date(2022, 3, 12))
        assert {p.document for p in retrieve(library, early, limit=8).passages} == {"harbour.txt"}


def test_where_the_named_document_gives_nothing_all_are_searched(library, monkeypatch):
    search = library.search

    def nothing_in_bridge(text, **limits):
        return () if limits["documents"] == ("bridge.txt",) else search(text, **limits)

    monkeypatch.setattr(library, "search", nothing_in_bridge)
    found = retrieve(library, Asked("How many cracks are there in bridge.txt?"), limit=8)
    assert "harbour.txt" in {passage.document for passage in found.passages}
    assert found.understood == ()


def test_two_named_documents_are_searched_together(library):
    found = retrieve(library, Asked("How many cracks in bridge.txt and in harbour.txt?"), limit=8)
    assert {passage.document for passage in found.passages} == {"bridge.txt", "harbour.txt"}


def test_a_question_without_filters_is_told_nothing(library):
    found = retrieve(library, Asked("How many cracks did divers count?"), limit=8)
    assert found.understood == ()
    assert {"harbour.txt", "bridge.txt"} <= {passage.document for passage in found.passages}


def test_who_is_asked_about_is_looked_for_among_the_speakers(library):
    found = retrieve(library, Asked("What did Ola Moe say about the pier?"), limit=8)
    assert "speaker" in found.passages[0].found_by


def test_every_part_of_a_question_gets_passages(library):
    text = "Who counted cracks in the bridge pier, and what became of the roof of the mill?"
    found = retrieve(library, Asked(text), limit=2)
    assert {passage.document for passage in found.passages} == {"bridge.txt", "one.txt"}
    assert [passage.label for passage in found.passages] == [1, 2]
    assert [asked for asked, _ in found.parts] == [
        "Who counted cracks in the bridge pier?",
        "what became of the roof of the mill?",
    ]


def test_a_part_that_names_nothing_is_searched_with_the_whole(library):
    found = retrieve(library, Asked("Who counted cracks in the bridge pier, and when?"), limit=1)
    assert found.passages[0].document == "bridge.txt"
    assert len(found.parts) == 1


def test_the_same_words_in_two_documents_are_cited_together(library):
    answer = Assistant(library).ask("How many boats broke loose from the moorings at Orrin?")
    assert answer.status is AnswerStatus.ANSWERED
    told = {frozenset(q.document for q in s.quotes) for s in answer.statements}
    assert frozenset({"one.txt", "two.txt"}) in told
    assert all("three.txt" not in places or len(places) == 1 for places in told)
    labels = [quote.label for statement in answer.statements for quote in statement.quotes]
    assert labels == list(range(1, len(labels) + 1))
    for quote in answer.quotes:
        assert library.text(quote.document)[quote.start : quote.end] == quote.text
    together = next(s for s in answer.statements if len(s.quotes) > 1)
    marks = "".join(f"[{quote.label}]" for quote in together.quotes)
    assert marks in answer.text
    shown = answer_html(answer, "a")
    assert all(f"#src-a-{quote.label}" in shown for quote in together.quotes)


def test_words_of_another_speaker_are_not_cited_together(tmp_path):
    said = "“The toll must go before the winter,” {} said at the quay."
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        for name, speaker in (("a.txt", "Runa Vik"), ("b.txt", "Ola Moe")):
            (tmp_path / name).write_text(f"Toll quarrel\n\n{said.format(speaker)}\n", "utf-8")
            library.add(tmp_path / name)
        answer = Assistant(library).ask("Who said the toll must go before the winter?")
    assert answer.statements
    assert all(len(statement.quotes) == 1 for statement in answer.statements)
