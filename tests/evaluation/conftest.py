from __future__ import annotations

from collections.abc import Iterator

import pytest
from river_papers import river_library

from index import Library
from qa.drafts.places import Lookup
from qa.evaluation.judge import Judge


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with river_library(tmp_path_factory.mktemp("river")) as opened:
        yield opened


@pytest.fixture(scope="session")
def lookup(library: Library) -> Lookup:
    return Lookup(library)


@pytest.fixture(scope="session")
def judge(library: Library) -> Judge:
    return Judge(library)
