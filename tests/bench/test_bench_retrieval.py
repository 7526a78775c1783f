"""The measures of the search, on a library whose right answers are known."""

from __future__ import annotations

from word_embedder import WordEmbedder

from bench.retrieval import retrieval, several_documents
from bench.sets import Question, opened
from index.types import Span
from qa.evaluation.scores import Share

TEXTS = {
    "lamp.txt": "The lamp at the quay broke.\n\nIt was nine years old.",
    "mill.txt": "The roof of the mill came down.\n",
    "toll.txt": "The toll of the bridge rose.\n",
}


def question(text: str, *facts: str, document: str = "", gold: tuple[Span, ...] = ()) -> Question:
    return Question("q", text, document, "kind", True, gold=gold, facts=facts)


def test_all_facts_must_be_found_and_each_counts_for_a_hit() -> None:
    asked = [
        question(
            "lamp quay mill roof", "The lamp  at the quay broke.", "The roof of the mill came"
        ),
        question("toll bridge", "The toll of the bridge rose.", "The toll of the bridge fell."),
        question("toll bridge"),
    ]
    with opened(TEXTS, WordEmbedder()) as bench:
        hit, every = several_documents(bench, asked, "facts")
    assert hit.product == hit.own_words == hit.words == Share(2, 2)
    assert every.product == every.own_meaning == every.meaning == Share(1, 2)


def test_a_span_is_looked_for_in_its_own_document() -> None:
    gold = (Span(0, 27),)
    asked = [
        question("lamp quay broke", document="lamp.txt", gold=gold),
        question("lamp quay broke", document="nowhere.txt", gold=gold),
    ]
    with opened(TEXTS, WordEmbedder()) as bench:
        top, within = retrieval(bench, "lamps", asked, "lamp")
    assert top.product == top.own_meaning == top.own_words == Share(1, 2)
    assert within.product == Share(1, 2)
    assert top.measure == "lamp in the top 4 of all 3 documents"


def test_one_part_of_the_search_is_really_alone() -> None:
    with opened(TEXTS, WordEmbedder()) as bench:
        assert bench.words.search("quay")[0].score == 1.0
        assert all(p.score == 0.0 for p in bench.words.search("quay")[1:])
        found = bench.meaning.search("quay mill")
        assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
        assert bench.library.settings.words_weight > 0
