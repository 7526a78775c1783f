"""A library over real SQLite and real Chroma, with an embedder that needs no weights."""

from __future__ import annotations

import pytest
from ferry_papers import BRIDGE, FERRY
from word_embedder import WordEmbedder

from index import Library


@pytest.fixture
def embedder():
    return WordEmbedder()


@pytest.fixture
def library(tmp_path, embedder):
    with Library.open(tmp_path / "library", embedder=embedder) as opened:
        yield opened


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "sub" / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    return folder
