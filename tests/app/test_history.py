"""The conversations behind the page: kept, listed, opened, and changed by their readers alone."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from kept_answers import exchange, quote
from reading_answers import having, read_answer, words
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.chat.asking.history import History, open_history
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.shown import Shown, Talk, messages
from qa.chat.asking.unfolding import converse
from qa.conversations.errors import ConversationsUnavailable
from qa.conversations.store import ConversationStore
from qa.model.writers import Writers
from qa.types import Rejection, RejectionReason

MILL = """The mill on the weir

By Tove Lind
The Weir Gazette, 3 May 2024

The mill was built in 1874 by the miller Edda Moll.

"The wheel will be repaired in June," the owner, Jan Holt, said.
"""
ASKED = "When was the mill built?"
ANN, BEN = "a" * 32, "b" * 32
ODD_IDS = ["", "0" * 16, "0" * 15, "x" * 16, "\ud800" * 16, "%", "' OR 1=1 --", None, 7, ["x"], {}]


@dataclass(frozen=True)
class Visit:
    """A page over one history, as a reader has it open."""

    history: History
    reader: str

    def ask(self, question: str = ASKED, talk: Talk | None = None, **how) -> Talk:
        """The conversation after a question is answered and kept."""
        talk = talk or Talk(self.history.new_id())
        documents = how.get("documents", ())
        memory, library = self.history.memory, self.history.library
        assistant = self.history.writers.assistant()
        *_, last = converse(library, assistant, memory, question, talk.shown, documents)
        assert last.state == "answered"
        grown = replace(talk, shown=(*talk.shown, last))
        recorded = self.history.record(grown, self.reader)
        assert recorded.shown[-1].doing == how.get("problem", "")
        return recorded

    @property
    def own(self) -> list[str]:
        """Titles that the list shows as the reader's own."""
        return [row["title"] for row in self.history.listed(self.reader)["own"]]

    @property
    def others(self) -> list[str]:
        return [row["title"] for row in self.history.listed(self.reader)["others"]]


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "mill.txt").write_text(MILL, encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("library"), embedder=WordEmbedder()) as opened:
        assert not opened.add(folder).failures
        yield opened


@pytest.fixture(scope="module")
def writers(library: Library) -> Writers:
    return Writers(Assistant(library, reader=None))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def visit(library: Library, writers: Writers, path: Path) -> Iterator[Callable[..., Visit]]:
    """Opens the page as one of several readers, in a program that may have been restarted."""
    stores = [ConversationStore(path)]
    memory = AnswerMemory()

    def come(reader: str, *, together: bool = False, restarted: bool = False) -> Visit:
        nonlocal memory
        if restarted:
            stores[-1].close()
            stores.append(ConversationStore(path))
            memory = AnswerMemory()
        return Visit(History(library, writers, memory, stores[-1], together), reader)

    yield come
    stores[-1].close()


def test_a_conversation_is_listed_under_its_first_question_the_newest_first(visit):
    ann = visit(ANN)
    first = ann.ask(ASKED)
    second = ann.ask("Who will repair the wheel?")
    assert ann.own == ["Who will repair the wheel?", ASKED]
    ann.ask("When will the wheel be repaired?", first)
    assert ann.own == [ASKED, "Who will repair the wheel?"]
    rows = ann.history.listed(ANN)["own"]
    assert [row["id"] for row in rows] == [first.id, second.id]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT.*\+00:00", row["when"]) for row in rows)


def test_an_opened_conversation_shows_the_very_same(visit):
    asked = visit(ANN).ask(documents=("mill.txt",))
    asked = visit(ANN).ask("Which zebra ran the laboratory in Lisbon?", asked)
    asked = visit(ANN).ask("What did Jan Holt say about the wheel?", asked)
    asked = visit(ANN).ask("And Edda Moll?", asked)
    for restarted in (False, True):
        opened = visit(ANN, restarted=restarted).history.opened(asked.id, ANN)
        assert opened == asked
        assert messages(opened.shown) == messages(asked.shown)
    assert asked.shown[0].documents == ("mill.txt",)
    assert asked.shown[3].understood == "What did Edda Moll say about the wheel?"
    assert [one.turn.question for one in asked.shown][3] == asked.shown[3].understood


def test_an_opened_conversation_is_gone_on_with(visit):
    asked = visit(ANN).ask("What did Jan Holt say about the wheel?")
    after = visit(ANN, restarted=True)
    grown = after.ask("And Edda Moll?", after.history.opened(asked.id, ANN))
    assert grown.shown[1].understood == "What did Edda Moll say about the wheel?"
    assert len(after.own) == 1
    assert len(after.history.opened(asked.id, ANN).shown) == 2


def test_an_answer_is_found_in_memory_and_else_in_the_file(visit):
    ann = visit(ANN)
    answer_id = ann.ask().shown[0].id
    found = ann.history.find(answer_id)
    assert found is ann.history.memory.find(answer_id)
    after = visit(ANN, restarted=True)
    assert after.history.memory.find(answer_id) is None
    assert after.history.find(answer_id) == found
    assert after.history.exchange(answer_id).question == ASKED


@pytest.mark.parametrize("odd", [each for each in ODD_IDS if isinstance(each, str)])
def test_an_answer_that_was_never_given_is_not_found(visit, odd):
    visit(ANN).ask()
    assert visit(ANN).history.find(odd) is None
    assert visit(ANN).history.exchange(odd) is None


def test_readers_see_and_change_only_what_is_theirs(visit):
    ann, ben = visit(ANN), visit(BEN)
    talk = ann.ask()
    assert ben.own == ben.others == []
    assert ben.history.listed(BEN, "mill") == {"own": [], "others": [], "problem": ""}
    assert ben.history.opened(talk.id, BEN) is None
    assert "deleted" in ben.history.rename(talk.id, "Mine now", BEN)
    assert "deleted" in ben.history.delete(talk.id, BEN)
    assert ben.history.exported(talk.id, "json", BEN)["problem"]
    assert ann.own == [ASKED]
    assert ann.history.opened(talk.id, ANN) == talk


def test_one_person_with_several_browsers_finds_all_in_each(visit):
    ann, ben = visit(ANN, together=True), visit(BEN, together=True)
    talk = ann.ask()
    assert (ann.own, ann.others) == ([ASKED], [])
    assert (ben.own, ben.others) == ([], [ASKED])
    assert ben.history.opened(talk.id, BEN) == talk
    assert ben.history.rename(talk.id, "The mill", BEN) == ""
    assert ann.own == ["The mill"]
    ben.ask("Who will repair the wheel?", talk)
    assert (ann.own, ben.own) == (["The mill"], [])
    assert ben.history.delete(talk.id, BEN) == ""
    assert ann.own == ben.others == []


def test_a_browser_without_a_key_is_told_that_nothing_is_kept(visit, path):
    nobody, ann = visit(""), visit(ANN)
    ann.ask()
    nobody.ask("Who will repair the secret wheel?")
    listed = nobody.history.listed("")
    assert listed["own"] == listed["others"] == []
    assert "cookie" in listed["problem"]
    assert nobody.history.opened(nobody.history.new_id(), "") is None
    assert (
        b"secret wheel" not in path.read_bytes() + path.with_name(f"{path.name}-wal").read_bytes()
    )
    alone = visit("", together=True)
    alone.ask()
    assert (alone.own, alone.others) == ([ASKED], [ASKED])


def test_a_title_is_changed_and_a_bad_one_refused(visit):
    ann = visit(ANN)
    talk = ann.ask()
    assert ann.history.rename(talk.id, "  The <b>mill</b>\n\u202e ", ANN) == ""
    assert ann.own == ["The <b>mill</b>"]
    assert "needs a title" in ann.history.rename(talk.id, " \x00 ", ANN)
    assert ann.own == ["The <b>mill</b>"]


@pytest.mark.parametrize("odd", ODD_IDS, ids=repr)
def test_an_odd_id_opens_and_changes_nothing(visit, odd):
    for together in (False, True):
        ann = visit(ANN, together=together)
        ann.ask()
        assert ann.history.opened(odd, ANN) is None
        assert "deleted" in ann.history.rename(odd, "Another", ANN)
        assert "deleted" in ann.history.delete(odd, ANN)
        assert set(ann.own) == {ASKED}


def test_what_is_deleted_is_forgotten_everywhere(visit, path):
    ann = visit(ANN)
    kept, gone = ann.ask("Who will repair the wheel?"), ann.ask()
    gone = ann.ask("When will the zebra be repaired?", gone)
    assert ann.history.delete(gone.id, ANN) == ""
    assert ann.own == ["Who will repair the wheel?"]
    assert ann.history.opened(gone.id, ANN) is None
    for shown in gone.shown:
        assert ann.history.find(shown.id) is None
    assert ann.history.find(kept.shown[0].id)
    for file in path.parent.glob("conversations.db*"):
        assert b"zebra" not in file.read_bytes()
    assert "deleted" in ann.history.delete(gone.id, ANN)


def test_a_search_finds_words_of_questions_and_answers(visit):
    ann, ben = visit(ANN), visit(BEN)
    ann.ask()
    ann.ask("What did Jan Holt say about the wheel?")
    ben.ask("Who built the mill?")

    def found(searched: str) -> list[str]:
        return [row["title"] for row in ann.history.listed(ANN, searched)["own"]]

    assert found("mill") == [ASKED]
    assert found("JUNE wheel") == ["What did Jan Holt say about the wheel?"]
    assert found("zebra") == []
    assert len(found("")) == 2


def test_only_an_answer_is_kept(visit):
    ann = visit(ANN)
    failed = Shown("Why?", doing="It broke.", state="failed")
    unknown = Shown("Why?", "…", state="answered", id=ann.history.new_id())
    for shown in (failed, unknown):
        talk = Talk(ann.history.new_id(), (shown,))
        assert ann.history.record(talk, ANN) == talk
    assert ann.own == []


def test_what_goes_on_with_a_deleted_conversation_does_not_bring_it_back(visit):
    here, there = visit(ANN), visit(ANN)
    talk = here.ask()
    assert there.history.delete(talk.id, ANN) == ""
    told = (
        "This answer is not kept. This conversation has been deleted meanwhile. Begin a new one, "
        "and what you ask is kept."
    )
    grown = here.ask("Who will repair the wheel?", talk, problem=told)
    assert here.own == []
    assert not grown.shown[-1].kept
    assert here.history.find(grown.shown[-1].id), "it is read all the same"
    grown = here.ask("When was the mill built?", grown, problem=told)
    assert (len(grown.shown), here.own) == (3, [])


def test_a_conversation_whose_first_answer_could_not_be_kept_begins_with_its_second(visit, path):
    ann = visit(ANN)
    lost = replace(ann.history, store=ConversationStore(path.with_name("closed.db")))
    lost.store.close()
    told = f"This answer is not kept. {str(path.with_name('closed.db'))!r} has been closed."
    talk = Visit(lost, ANN).ask(problem=f"{told} Open it anew.")
    talk = ann.ask("Who will repair the wheel?", talk)
    assert ann.own == ["Who will repair the wheel?"]
    assert [one.kept for one in talk.shown] == [False, True]


def test_only_who_asked_may_mark_unless_all_is_everybody_s(visit):
    answer_id = visit(ANN).ask().shown[0].id
    assert visit(ANN).history.may_mark(answer_id, ANN)
    assert not visit(BEN).history.may_mark(answer_id, BEN)
    assert not visit("").history.may_mark(answer_id, "")
    assert visit(BEN, together=True).history.may_mark(answer_id, BEN)
    for odd in ("", "0" * 16, "x" * 16):
        assert not visit(ANN, together=True).history.may_mark(odd, ANN)


def of_another_release(history: History, *answer_ids: str) -> None:
    """Keep answers as a release would whose answers this one cannot read."""
    with history.store._database.changing() as connection:
        for answer_id in answer_ids:
            connection.execute(
                "UPDATE exchanges SET kept = json_set(kept, '$.answer.status', 'of the future') "
                "WHERE id = ?",
                (answer_id,),
            )


def test_answers_of_another_release_are_told_and_never_as_deleted(visit):
    ann = visit(ANN)
    talk = ann.ask("Who will repair the wheel?", ann.ask())
    of_another_release(ann.history, talk.shown[0].id)
    opened = ann.history.opened(talk.id, ANN)
    assert (opened.shown, opened.unreadable) == (talk.shown[1:], 1)
    for form in ("markdown", "web", "json"):
        file = ann.history.exported(talk.id, form, ANN)
        told = base64.b64decode(file["base64"]).decode()
        assert ('"unreadable": 1' if form == "json" else "1 answer of another release") in told
    of_another_release(ann.history, talk.shown[1].id)
    opened = ann.history.opened(talk.id, ANN)
    assert opened == Talk(talk.id, (), 2)
    assert "2 answers were kept by another" in ann.history.exported(talk.id, "word", ANN)["problem"]
    ann.ask("When will the wheel be repaired?", opened)
    assert ann.history.delete(talk.id, ANN) == ""
    ann.ask(
        "When will the wheel be repaired?",
        opened,
        problem="This answer is not kept. This conversation has been deleted meanwhile. Begin a "
        "new one, and what you ask is kept.",
    )


def test_a_search_finds_what_was_asked_in_other_browsers_where_all_is_everybody_s(visit):
    visit(ANN).ask()
    ben = visit(BEN, together=True)
    ben.ask("What did Jan Holt say about the wheel?")
    found = ben.history.listed(BEN, "1874")
    assert (found["own"], [row["title"] for row in found["others"]]) == ([], [ASKED])
    assert ben.history.listed(BEN, "zebra")["others"] == []
    assert visit(BEN).history.listed(BEN, "1874")["others"] == []


def test_without_a_store_conversations_last_as_long_as_the_page(library, writers):
    history = History(library, writers, AnswerMemory())
    page = Visit(history, ANN)
    talk = page.ask()
    assert history.find(talk.shown[0].id)
    assert history.exchange(talk.shown[0].id) is None
    assert history.listed(ANN) == {"own": [], "others": [], "problem": ""}
    assert history.opened(talk.id, ANN) is None
    assert history.rename(talk.id, "x", ANN)
    assert history.delete(talk.id, ANN)


def test_a_file_that_cannot_be_opened_is_told_and_the_chat_goes_on(library, writers):
    damaged = library.folder / "conversations.db"
    damaged.write_bytes(b"not a database at all, but long enough to be read as one" * 100)
    try:
        history = open_history(library, writers, together=True)
    finally:
        damaged.unlink()
    assert history.store is None
    problem = history.listed(ANN)["problem"]
    assert "conversations.db" in problem
    assert "Move it" in problem
    talk = Visit(history, ANN).ask()
    assert "1874" in talk.shown[0].html


def test_the_history_of_a_library_lies_beside_it(library, writers):
    history = open_history(library, writers, together=False)
    try:
        assert (library.folder / "conversations.db").is_file()
        assert (history.together, history.problem) == (False, "")
        assert Visit(history, ANN).ask().shown
        assert len(history.store.conversations(ANN)) == 1
    finally:
        history.store.close()
        for file in library.folder.glob("conversations.*"):
            file.unlink()


def test_a_file_that_is_lost_later_is_told_and_the_chat_goes_on(library, writers, path, caplog):
    store = ConversationStore(path)
    store.close()
    history = History(library, writers, AnswerMemory(), store)
    lost = f"{str(path)!r} has been closed. Open it anew."
    talk = Visit(history, ANN).ask(problem=f"This answer is not kept. {lost}")
    assert "could not be kept" in caplog.text
    assert history.find(talk.shown[0].id)
    assert history.find(history.new_id()) is None
    for searched in ("", "mill"):
        assert history.listed(ANN, searched) == {"own": [], "others": [], "problem": lost}
    with pytest.raises(ConversationsUnavailable, match="Open it anew"):
        history.opened(talk.id, ANN)
    assert history.rename(talk.id, "x", ANN) == lost
    assert history.delete(talk.id, ANN) == lost
    assert history.exported(talk.id, "json", ANN)["problem"] == lost


def test_what_has_become_of_the_sources_is_told_when_a_conversation_is_opened(
    visit, library, tmp_path
):
    paper = tmp_path / "papers" / "weir.txt"
    paper.parent.mkdir()
    paper.write_text("The weir\n\nThe weir was raised by two feet in 1880.\n", encoding="utf-8")
    library.add(paper)
    ann = visit(ANN)
    talk = ann.ask("When was the weir raised?")
    assert ann.history.opened(talk.id, ANN) == talk
    library.remove("weir.txt")
    (shown,) = ann.history.opened(talk.id, ANN).shown
    (changed,) = having(read_answer(shown.html, shown.id), "cv-changed")
    assert words(changed.text).startswith("[1] The source of this quote is no longer")
    assert "raised by two feet" in shown.html


def test_new_ids_are_of_the_form_that_is_kept_and_never_the_same(visit):
    history = visit(ANN).history
    ids = {history.new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)


def test_withdrawn_statements_are_hidden_in_what_is_opened_where_they_were(visit):
    ann = visit(ANN)
    refused = Rejection("It sank.", RejectionReason.NOT_SUPPORTED, "Nobody says so.")
    kept = exchange("What broke?", quote("The weir broke."))
    kept = replace(kept, answer=replace(kept.answer, rejections=(refused,)))
    talk_id = ann.history.new_id()
    ann.history.store.add(talk_id, ANN, kept)
    for shown in (True, False):
        settings = AnswerSettings(show_withdrawn=shown)
        writers = Writers(Assistant(ann.history.library, settings=settings, reader=None))
        opened = replace(ann.history, writers=writers).opened(talk_id, ANN)
        assert ("It sank." in opened.shown[0].html) == shown
        assert ("1 statement of the model was withdrawn" in opened.shown[0].html) != shown
