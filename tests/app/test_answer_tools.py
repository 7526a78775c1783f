"""What can be done with an answer, whoever asks for it and whatever has become of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
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

ANN, BEN = "a" * 32, "b" * 32


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
    tools.mark(kept.id, "right", ANN)
    name = tools.save(kept.id, ANN)["saved_as"]
    assert name == "How deep? (marked right)"
    tools.mark(kept.id, "wrong", ANN)
    state = tools.save(kept.id, ANN)
    assert (state["mark"], state["saved_as"]) == ("wrong", "")
    assert name in state["problem"]
    assert FILE in state["problem"]
    assert "Take that case out" in state["problem"]
    tools.mark(kept.id, "right", ANN)
    state = tools.save(kept.id, ANN)
    assert (state["saved_as"], state["problem"]) == (name, "")


def test_who_only_has_the_link_to_an_answer_reads_it_and_marks_nothing(
    tools: AnswerTools, history: History, kept: Exchange
) -> None:
    tools.mark(kept.id, "right", ANN)
    for stranger in (BEN, ""):
        state = tools.state(kept.id, stranger)
        assert (state["kept"], state["mark"], state["problem"]) == (False, "", "")
        for refused in (tools.mark(kept.id, "wrong", stranger), tools.save(kept.id, stranger)):
            assert "given to somebody else" in refused["problem"]
            assert (refused["kept"], refused["mark"]) == (False, "")
        assert tools.copied(kept.id)
        assert tools.exported(kept.id, "json")["base64"]
    assert tools.state(kept.id, ANN)["mark"] == "right"
    together = AnswerTools(replace(history, together=True), None)
    assert together.mark(kept.id, "wrong", BEN)["mark"] == "wrong"


@pytest.mark.parametrize("odd", ["", "0" * 16, "x" * 16, None, 7, ["x"], {}])
def test_what_is_not_kept_cannot_be_marked(tools: AnswerTools, odd: object) -> None:
    for told in (tools.mark(odd, "right", ANN), tools.save(odd, ANN)):
        assert "is not kept" in told["problem"]
    assert not tools.state(odd, ANN)["kept"]
    assert tools.exported(odd, "json")["problem"]
    assert tools.copied(odd) == ""
    assert tools.suggested(odd) == {"questions": [], "everywhere": ""}


def test_an_answer_that_is_not_kept_is_exported_as_it_was_asked(
    tools: AnswerTools, history: History
) -> None:
    asked = exchange("How deep?", quote("Four metres deep."), documents=("mill.txt",))
    history.memory.keep(asked)
    file = tools.exported(asked.id, "markdown")
    told = base64.b64decode(file["base64"]).decode()
    assert "Asked on 12 November 2026, 12:00:00 UTC of mill.txt." in told.replace("\\", "")


def test_a_gap_that_is_not_kept_can_be_asked_of_all_documents(
    tools: AnswerTools, history: History
) -> None:
    asked = exchange("How deep?", documents=("mill.txt",))
    history.memory.keep(asked)
    assert tools.suggested(asked.id)["everywhere"] == asked.answer.question
    anywhere = replace(exchange("How deep?"), documents=())
    history.memory.keep(anywhere)
    assert tools.suggested(anywhere.id)["everywhere"] == ""
