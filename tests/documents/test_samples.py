"""The sample documents, through the whole library: what a newcomer sees first."""

from pathlib import Path

import pytest
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with Library.open(tmp_path_factory.mktemp("samples"), embedder=WordEmbedder()) as opened:
        report = opened.add(SAMPLES)
        assert not report.failures
        yield opened


def test_there_are_reports_in_every_format(library):
    kinds = {Path(document.name).suffix for document in library.documents()}
    assert kinds == {".txt", ".md", ".html", ".pdf", ".docx"}
    assert len(library.documents()) >= 8
    assert all(document.title and document.date for document in library.documents())


def test_a_sentence_of_a_passage_knows_its_own_page_and_section(library):
    identifier = library._documents.document_id("commission-report.pdf")
    sections, pages = library._documents.structure(identifier)
    passages = library.search("warnings stones gates order", documents=["commission-report.pdf"])
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    assert len({sentence.page for sentence in sentences}) > 1
    for sentence in sentences:
        page = next(page for page in pages if page.number == sentence.page)
        assert page.span.start <= sentence.start < page.span.end
        if sentence.section:
            held = [s for s in sections if s.heading == sentence.section]
            assert any(s.span.start <= sentence.start < s.span.end for s in held)


@pytest.mark.parametrize(
    "question",
    [
        "How many people were injured below the Thornlock Dam?",
        "Who gave the order to clear the road?",
        "What did Petra Quill say about the money?",
        "How much does the repair of the spillway cost?",
    ],
)
def test_every_quote_is_the_documents_own_words(library, question):
    answer = Assistant(library).ask(question)
    assert answer.quotes
    for quote in answer.quotes:
        assert library.text(quote.document)[quote.start : quote.end] == quote.text
