"""Libraries that earlier releases really made, of two documents each, open and go on.

Whoever raises the format adds one of the format before: ``library.sqlite3``, packed with gzip, of
the texts below, embedded by ``WordEmbedder``.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from word_embedder import WordEmbedder

from index import Library
from index.ingest import ignore
from index.repair import repair
from index.settings import IndexSettings
from index.upgrade import UPGRADED
from qa.backup import back_up, restore

FOLDER = Path(__file__).parents[1] / "earlier_libraries"
FERRY = """Ferry line to close

OSK, 4 March 2024 (Coast Wire) - The ferry will stop in May, harbour master Ida Brun said.
"""
TOLL = """Council quarrels over toll

ORRIN, 5 March 2024 (Coast Wire) - The toll will double in May, treasurer Odd Lervik said.

What the mayor says

Mayor Signe Dahl said the money was needed elsewhere. She said dredging came first."""


def made_by_release(number, folder):
    folder.mkdir()
    packed = (FOLDER / f"format-{number}.sqlite3.gz").read_bytes()
    (folder / "library.sqlite3").write_bytes(gzip.decompress(packed))
    return folder


def demand_all(folder, embedder):
    with Library.open(folder, embedder=embedder) as library:
        assert [document.name for document in library.documents()] == ["ferry.txt", "toll.md"]
        assert library.text("ferry.txt") == FERRY
        assert library.text("toll.md") == TOLL
        assert not library.mismatch
        (found, *_) = library.search("toll will double", speaker="Odd Lervik")
        assert found.document == "toll.md"
        speaking = sorted(count.name for count in library.speakers()["toll.md"])
        assert [name.split()[-1] for name in speaking] == ["Dahl", "Lervik"]  # or with his office


def test_there_is_one_of_each_earlier_format():
    kept = {path.name for path in FOLDER.iterdir()}
    assert kept == {f"format-{number}.sqlite3.gz" for number in UPGRADED}


@pytest.mark.parametrize("number", sorted(UPGRADED))
def test_it_opens_and_answers_and_nothing_is_embedded(tmp_path, number):
    folder, embedder = made_by_release(number, tmp_path / "library"), WordEmbedder()
    demand_all(folder, embedder)
    demand_all(folder, embedder)
    assert embedder.embedded == []


@pytest.mark.parametrize("number", sorted(UPGRADED))
def test_it_takes_documents_in_and_lets_them_go(tmp_path, number):
    folder = made_by_release(number, tmp_path / "library")
    (tmp_path / "pier.csv").write_text("Pier,Cost\nNorth,4200\nSouth,3900\n")
    with Library.open(folder, embedder=WordEmbedder()) as library:
        library.add(tmp_path / "pier.csv")
        assert library.search("North pier cost")[0].place
        library.remove("pier.csv")
        library.rebuild()
    demand_all(folder, WordEmbedder())


@pytest.mark.parametrize("number", sorted(UPGRADED))
def test_it_is_backed_up_restored_and_repaired(tmp_path, number):
    folder = made_by_release(number, tmp_path / "library")
    back_up(folder, tmp_path / "kept.zip", lambda *_: None)
    assert restore(tmp_path / "kept.zip", tmp_path / "back", lambda *_: None).documents == 2
    assert repair(folder, WordEmbedder(), IndexSettings(), ignore).documents == 2
    for made in (folder, tmp_path / "back"):
        demand_all(made, WordEmbedder())
    back_up(tmp_path / "back", tmp_path / "upgraded.zip", lambda *_: None)
    restore(tmp_path / "upgraded.zip", tmp_path / "again", lambda *_: None)
    demand_all(tmp_path / "again", WordEmbedder())
