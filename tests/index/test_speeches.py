"""Who says what, as an index of its own: filled with the documents, and searched."""

from __future__ import annotations

import datetime
import sqlite3

import pytest
from word_embedder import WordEmbedder

from index import Library

HARBOUR = """Council quarrels over Orrin harbour toll

ORRIN, 4 March 2024 (Coast Wire) - The harbour toll will double in May, treasurer Odd Lervik said.

Mayor Signe Dahl said the money was needed elsewhere. She said dredging came first.
"""
SPEAKERS = """Signe Dahl opens library

The name of Signe Dahl is on a wall of the new library, in letters of brass. Children were let in
first, then their teachers, then everybody else who had come to see the shelves, the reading room
and the café under the roof. Signe Dahl cut the ribbon.
"""
OLD = """Toll quarrel of the year before

ORRIN, 5 June 2023 (Coast Wire) - The harbour toll stays as it is, the council decided.
"""
NEW = """Toll quarrel of this year

ORRIN, 6 June 2024 (Coast Wire) - The harbour toll stays as it is, the board decided.
"""


@pytest.fixture
def folder(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    (files / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (files / "library.txt").write_text(SPEAKERS, encoding="utf-8")
    (files / "old.txt").write_text(OLD, encoding="utf-8")
    (files / "new.txt").write_text(NEW, encoding="utf-8")
    return files


@pytest.fixture
def library(tmp_path, folder):
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        opened.add(folder)
        yield opened


def rows(tmp_path, query):
    connection = sqlite3.connect(tmp_path / "library" / "library.sqlite3")
    found = connection.execute(query).fetchall()
    connection.commit()
    connection.close()
    return found


QUESTION = "What did Signe Dahl say?"


def test_where_the_speaker_speaks_comes_first(library):
    assert library.search(QUESTION)[0].document == "library.txt"
    first = library.search(QUESTION, speaker="Signe Dahl")[0]
    assert first.document == "harbour.txt"
    assert "money was needed elsewhere" in first.text
    assert "speaker" in first.found_by


def test_who_never_speaks_changes_nothing(library):
    plain = library.search("What did the toll cost?")
    asked = library.search("What did the toll cost?", speaker="Nobody Known")
    assert [(p.document, p.start, p.score) for p in asked] == [
        (p.document, p.start, p.score) for p in plain
    ]


def test_a_wished_speaker_stays_within_the_scope(library):
    found = library.search(QUESTION, speaker="Signe Dahl", documents=["library.txt"])
    assert {passage.document for passage in found} == {"library.txt"}


def test_documents_of_a_wished_date_come_first_and_others_stay(library):
    for year, first, second in ((2023, "old.txt", "new.txt"), (2024, "new.txt", "old.txt")):
        days = (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        found = library.search("quarrel over the harbour toll", dated=days)
        assert found[0].document == first
        assert "date" in found[0].found_by
        assert second in {passage.document for passage in found}


def test_a_date_that_no_document_has_changes_nothing(library):
    day = datetime.date(1999, 1, 1)
    plain, asked = library.search("harbour toll"), library.search("harbour toll", dated=(day, day))
    assert [(p.document, p.score) for p in asked] == [(p.document, p.score) for p in plain]


def test_a_story_in_two_documents_is_one_passage(library, folder):
    lead = "\n\n".join(OLD.splitlines()[2:])
    (folder / "copy.txt").write_text(f"Toll stays\n\n{lead}\n", encoding="utf-8")
    library.add(folder)
    found = library.search("quarrel toll council decided", limit=9)
    told = next(p for p in found if {p.document, *(c.document for c in p.copies)} >= {"old.txt"})
    assert {told.document, *(copy.document for copy in told.copies)} == {"old.txt", "copy.txt"}
    for place in (told, *told.copies):
        assert library.text(place.document)[place.start : place.end] == place.text


def test_nothing_is_left_of_a_removed_document(library, tmp_path):
    library.remove("harbour.txt")
    assert rows(tmp_path, "SELECT * FROM spoken WHERE spoken MATCH 'dahl'") == []
    assert not any("speaker" in p.found_by for p in library.search(QUESTION, speaker="Signe Dahl"))


def test_a_rebuild_attributes_anew_and_embeds_nothing(tmp_path, library):
    library.close()
    rows(tmp_path, "UPDATE sentences SET attribution = NULL")
    rows(tmp_path, "DELETE FROM speeches")
    embedder = WordEmbedder()
    with Library.open(tmp_path / "library", embedder=embedder) as opened:
        assert "speaker" not in opened.search(QUESTION, speaker="Signe Dahl")[0].found_by
        opened.rebuild()
        first = opened.search(QUESTION, speaker="Signe Dahl")[0]
        assert embedder.embedded == []
    assert "speaker" in first.found_by
    assert any(sentence.attribution for sentence in first.sentences)
