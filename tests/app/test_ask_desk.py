"""Asking, stopping and opening, as the page's events do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from kept_answers import exchange, quote
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.chat.asking.endings import Endings
from qa.chat.asking.history import History
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.shown import Talk
from qa.chat.asking.tab import AskDesk
from qa.conversations.store import ConversationStore
from qa.model.writers import Writers

PARTS = "talk chat samples question ask stop scope writer model new_chat"
TAB = SimpleNamespace(**{name: name for name in PARTS.split()})
ANN = "a" * 32
COME = SimpleNamespace(headers={"cookie": f"chapter_verse_reader={ANN}"})
ASKED = "When was the mill built?"


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    (tmp_path / "mill.txt").write_text("The mill was built in 1874 by Edda Moll.\n", "utf-8")
    store = ConversationStore(tmp_path / "conversations.db")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "mill.txt")
        yield History(library, Writers(Assistant(library, reader=None)), AnswerMemory(), store)
    store.close()


@pytest.fixture
def desk(history: History) -> AskDesk:
    return AskDesk(TAB, "rail", history.library, history.writers, history, Endings())  # type: ignore[arg-type]


def asked(desk: AskDesk, talk: Talk) -> Iterator[Talk]:
    """The conversation at each step of an answer."""
    for updates in desk.ask_typed(ASKED, talk, [], desk.writers.default, COME):  # type: ignore[arg-type]
        yield updates["talk"]


def answered(desk: AskDesk, talk: Talk) -> Talk:
    *_, last = asked(desk, talk)
    assert last.shown[-1].state == "answered"
    return last


def choose(desk: AskDesk, talk: Talk, talk_id: str) -> dict[str, Any]:
    return desk.open(talk, SimpleNamespace(id=talk_id), COME)  # type: ignore[arg-type]


def titles(history: History) -> list[str]:
    return [row["title"] for row in history.listed(ANN)["own"]]


def stop(desk: AskDesk, talk: Talk) -> Talk:
    stopped: Talk = desk.stop(talk)["talk"]
    assert stopped.shown[-1].doing == "Stopped."
    return stopped


def begin(desk: AskDesk, talk: Talk) -> Talk:
    fresh: Talk = desk.begin(talk)["talk"]
    return fresh


def test_an_answer_is_kept_when_it_is_finished(desk: AskDesk, history: History) -> None:
    talk = answered(desk, Talk())
    assert talk.shown[-1].kept
    assert titles(history) == [ASKED]
    grown = answered(desk, talk)
    assert (grown.id, len(grown.shown)) == (talk.id, 2)


@pytest.mark.parametrize("end", [stop, begin])
def test_what_was_stopped_is_not_kept_though_its_last_step_ends_later(
    desk: AskDesk, history: History, end: Callable[[AskDesk, Talk], Talk]
) -> None:
    growing = asked(desk, Talk())
    next(growing)
    running = next(growing)
    assert running.is_running
    shown = end(desk, running)
    assert list(growing) == [], "the step at work goes on to its end, and nobody sees it"
    assert titles(history) == []
    assert answered(desk, shown).shown[-1].kept


def test_an_answer_that_was_finished_just_before_stop_stays(
    desk: AskDesk, history: History
) -> None:
    growing = asked(desk, Talk())
    running = next(growing)
    *_, finished = growing
    assert desk.stop(running)["talk"] == finished
    assert titles(history) == [ASKED]


def test_what_cannot_be_opened_leaves_what_is_shown_and_lets_the_list_look_again(
    desk: AskDesk, history: History
) -> None:
    talk, looks = answered(desk, Talk()), set()
    assert history.store is not None
    for problem in ("This conversation is no longer there.", "has been closed. Open it anew."):
        with pytest.warns(UserWarning, match=problem):
            updates = choose(desk, talk, "0" * 16)
        assert updates["talk"] == talk
        looks.add(updates["rail"]["look"])
        history.store.close()
    assert len(looks | {""}) == 3


def test_a_running_answer_ends_where_another_conversation_is_chosen(
    desk: AskDesk, history: History
) -> None:
    other = history.new_id()
    assert history.store is not None
    history.store.add(other, ANN, exchange("How deep?", quote("Four metres deep.")))
    growing = asked(desk, Talk())
    opened: Talk = choose(desk, next(growing), other)["talk"]
    assert [one.question for one in opened.shown] == ["How deep?"]
    list(growing)
    assert titles(history) == ["How deep?"]
    with pytest.warns(UserWarning, match="no longer there"):
        updates = choose(desk, next(asked(desk, opened)), "0" * 16)
    assert [one.doing for one in updates["talk"].shown] == ["", "Stopped."]


def test_answers_that_cannot_be_read_are_told_on_the_page(desk: AskDesk) -> None:
    updates = desk.view(Talk("0" * 16, (), 2))
    (told,) = updates["chat"]
    assert "2 answers of another release cannot be read." in told["content"]
    assert updates["samples"]["visible"] is False


def test_the_chosen_documents_belong_to_their_conversation(desk: AskDesk, history: History) -> None:
    *_, last = desk.ask_typed(ASKED, Talk(), ["mill.txt"], desk.writers.default, COME)  # type: ignore[arg-type]
    assert "scope" not in last, "the choice stays while it is asked"
    chosen = last["talk"]
    assert desk.begin(chosen)["scope"] == []
    assert choose(desk, Talk(), chosen.id)["scope"] == ["mill.txt"]
    assert choose(desk, Talk(), answered(desk, Talk()).id)["scope"] == []
    history.library.remove("mill.txt")
    assert choose(desk, Talk(), chosen.id)["scope"] == [], "what is gone cannot be asked"
