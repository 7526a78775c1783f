"""The documents' own words: which hold some words, and what stands around a place."""

from __future__ import annotations

import pytest
from word_embedder import WordEmbedder

from index import Library
from index.errors import UnknownDocument
from index.settings import IndexSettings

PIER = (
    "The pier\n\nFirst paragraph here.\n\nThe pier was built by Tove Lind.\n\nThird.\n\nFourth.\n"
)


@pytest.fixture
def library(tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "pier.txt").write_text(PIER)
    (papers / "bread.txt").write_text("Bread\n\nBake the barley bread by the pier.\n")
    (papers / "long.txt").write_text(
        "Long\n\nThe keeper of the lantern slept. Nobody woke the engineer of the dredger.\n"
    )
    with Library.open(
        tmp_path / "library", embedder=WordEmbedder(), settings=IndexSettings(chunk_tokens=8)
    ) as opened:
        opened.add(papers)
        yield opened


def test_the_document_that_holds_most_of_the_words_comes_first(library):
    assert library.shelf.holding(["pier", "built", "Lind"], 5) == ("pier.txt", "bread.txt")
    assert library.shelf.holding(["pier"], 1, ["bread.txt"]) == ("bread.txt",)
    assert library.shelf.holding(["pier", '"; OR', "zebra"], 0) == ()
    assert library.shelf.holding(['" OR *'], 5) == ()
    assert library.shelf.holding(["pier"], 5, []) == ()
    with pytest.raises(UnknownDocument):
        library.shelf.holding(["pier"], 5, ["none.txt"])


def test_titles_hold_no_quotation(library):
    assert library.shelf.holding(["Long"], 5) == ("long.txt",)  # it stands in the text, too
    library.add([library.folder.parent / "papers" / "bread.txt"])
    assert "bread.txt" not in library.shelf.holding(["txt"], 5)


def test_words_of_two_neighbouring_chunks_count_together(library):
    (chunk_count,) = [d.chunks for d in library.documents() if d.name == "long.txt"]
    assert chunk_count > 1
    assert library.shelf.holding(["lantern", "dredger", "pier"], 5)[0] == "long.txt"


def test_a_passage_has_the_paragraphs_around_it(library):
    text = library.text("pier.txt")
    start = text.index("Tove")
    passage = library.shelf.passage("pier.txt", start, start + 9)
    assert passage.text == text[passage.start : passage.end]
    assert passage.text.startswith("First paragraph")
    assert passage.text.rstrip().endswith("Third.")
    assert passage.title == "The pier"
    assert [text[s.start : s.end] for s in passage.sentences][1].endswith("Tove Lind.")
    whole = library.shelf.passage("pier.txt", 0, len(text))
    assert whole.text == text
    with pytest.raises(UnknownDocument):
        library.shelf.passage("none.txt", 0, 1)
