"""Searching a library: what is found, what it is kept to, what it survives."""

from __future__ import annotations

import datetime

import pytest

from index.errors import LibraryUnavailable, UnknownDocument


def test_passages_are_slices_of_their_document(library, files):
    library.add(files)
    passages = library.search("When will the ferry line to Osk close?")
    assert passages[0].document == "ferry.txt"
    assert [passage.label for passage in passages] == list(range(1, len(passages) + 1))
    for passage in passages:
        assert library.text(passage.document)[passage.start : passage.end] == passage.text
        assert 0 < passage.score <= 1
        assert passage.sentences[0].start == passage.start


def test_search_finds_by_words_and_by_meaning(library, files):
    library.add(files)
    assert set(library.search("ferry line Osk")[0].found_by) == {"meaning", "words"}


def test_search_keeps_to_named_documents(library, files):
    library.add(files)
    found = library.search("ferry line to Osk", documents=["sub/bridge.txt"])
    assert {passage.document for passage in found} == {"sub/bridge.txt"}
    assert library.search("ferry", documents=[]) == ()
    with pytest.raises(UnknownDocument, match="nowhere"):
        library.search("ferry", documents=["nowhere"])


def test_copies_crowd_nothing_out(library, files):
    told = "The ferry line to Osk will close in May for want of boats, the harbour board said."
    for number in range(12):
        (files / f"wire-{number}.txt").write_text(f"Wire {number}\n\n{told}\n", encoding="utf-8")
    library.add(files)
    found = library.search("When will the ferry line to Osk close for want of boats?", limit=3)
    assert len(found) == 3
    assert sum(len(passage.copies) for passage in found) >= 11
    assert {"ferry.txt", "sub/bridge.txt"} <= {passage.document for passage in found}


def test_search_keeps_to_dates(library, files):
    library.add(files)
    day = datetime.date(2024, 3, 3)
    assert {p.document for p in library.search("boats bridge", after=day)} == {"ferry.txt"}
    assert library.search("boats bridge", after=day + datetime.timedelta(days=1)) == ()
    assert library.search("boats bridge", before=day - datetime.timedelta(days=1)) == ()
    assert library.search("boats", documents=["sub/bridge.txt"], before=day) == ()


@pytest.mark.parametrize("method", ["agree", "nearest"])
def test_a_failing_vector_index_costs_no_answer(library, files, monkeypatch, caplog, method):
    library.add(files)
    before = library.search("ferry line to Osk")

    def fail(*_, **__):
        raise LibraryUnavailable("the vector index is broken")

    monkeypatch.setattr(f"index.vectors.VectorIndex.{method}", fail)
    assert library.search("ferry line to Osk") == before
    assert "the vector index is broken" in caplog.text


def test_the_index_of_words_is_asked_once_for_all_documents_of_a_scope(library, files):
    # Asked for each chunk of the scope, it reads the whole lists of the words each time.
    library.add(files)
    asked, connection = [], library._database.connection
    connection.set_trace_callback(asked.append)
    library.search("ferry line to Osk", documents=["ferry.txt"], speaker="the harbour master")
    library.shelf.holding(["ferry", "Osk"], 3, ["ferry.txt"])
    connection.set_trace_callback(None)
    matching = [statement for statement in asked if " MATCH " in statement]
    assert len(matching) == 3
    for statement in matching:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        (scan,) = [step[3] for step in plan if "VIRTUAL TABLE" in step[3]]
        assert "VIRTUAL TABLE INDEX 0:M" in scan


def test_all_may_be_removed_during_a_search(library, files, monkeypatch):
    library.add(files)
    search = library._searches.current._by_words

    def remove_meanwhile(*arguments):
        found = search(*arguments)
        for document in library.documents():
            library.remove(document.name)
        return found

    monkeypatch.setattr(library._searches.current, "_by_words", remove_meanwhile)
    assert library.search("ferry line bridge") == ()


def test_a_document_removed_during_a_search_is_left_out(library, files, monkeypatch):
    library.add(files)
    search = library._searches.current._by_words

    def remove_meanwhile(*arguments):
        found = search(*arguments)
        library.remove("ferry.txt")
        return found

    monkeypatch.setattr(library._searches.current, "_by_words", remove_meanwhile)
    found = library.search("ferry line bridge")
    assert [passage.document for passage in found] == ["sub/bridge.txt"]
    assert found[0].label == 1
