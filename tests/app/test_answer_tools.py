"""What can be done with an answer, whoever asks for it and whatever has become of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from kept_answers import exchange, quote
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.chat.asking.history import History
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.tools import AnswerTools
from qa.chat.testing.saving import FILE, save_case
from qa.conversations.store import ConversationStore
from qa.conversations.types import Exchange
from qa.model.writers import Writers

ANN = "a" * 32


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        yield opened


@pytest.fixture
def history(library: Library, tmp_path: Path) -> Iterator[History]:
    store = ConversationStore(tmp_path / "conversations.db")
    yield History(library, Writers(Assistant(library, reader=None)), AnswerMemory(), store)
    store.close()


@pytest.fixture
def tools(history: History) -> AnswerTools:
    return AnswerTools(history, partial(save_case, library_folder=history.library.folder))


@pytest.fixture
def kept(history: History) -> Exchange:
    """An answer that Ann was given."""
    given = exchange("How deep?", quote("Four metres deep.", "Jan Holt"))
    assert history.store is not None
    history.store.add(history.new_id(), ANN, given)
    return given


def test_an_answer_saved_with_another_mark_is_not_told_as_saved(
    tools: AnswerTools, kept: Exchange
) -> None:
    tools.mark(kept.id, "right")
    name = tools.save(kept.id)["saved_as"]
    assert name == "How deep? (marked right)"
    tools.mark(kept.id, "wrong")
    state = tools.save(kept.id)
    assert (state["mark"], state["saved_as"]) == ("wrong", "")
    assert name in state["problem"]
    assert FILE in state["problem"]
    assert "Take that case out" in state["problem"]
    tools.mark(kept.id, "right")
    state = tools.save(kept.id)
    assert (state["saved_as"], state["problem"]) == (name, "")
