from __future__ import annotations

import datetime
import logging
import threading
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_answers import NOON, exchange, quote

from qa.conversations import store as module
from qa.conversations.errors import TitleRefused, UnknownConversation, UnknownExchange
from qa.conversations.store import ConversationStore
from qa.conversations.types import Mark, Marked


def titles(conversations):
    return [conversation.title for conversation in conversations]


def test_nothing_is_there_at_first(store):
    assert store.conversations("r") == store.of_others("r") == ()
    assert store.find("c") is store.exchange("0" * 16) is store.conversation_of("0" * 16) is None
    assert store.exchanges("c") == ()


def test_a_conversation_is_made_with_its_first_question(store):
    first, second = exchange("Who built the weir?"), exchange("And when?", minutes=5)
    store.add("c", "r", first)
    store.add("c", "r", second)
    made = store.find("c")
    assert (made.id, made.reader, made.title, made.exchanges) == ("c", "r", first.question, 2)
    assert made.started == NOON
    assert made.changed == NOON + datetime.timedelta(minutes=5)
    assert store.exchanges("c") == (first, second)
    assert store.conversation_of(second.id) == "c"


def test_what_goes_on_with_a_conversation_that_is_gone_does_not_make_it(store):
    with pytest.raises(UnknownConversation, match="deleted"):
        store.add("c", "r", exchange("And when?"), begins=False)
    assert store.find("c") is None
    store.add("c", "r", exchange("Who built the weir?"))
    store.add("c", "r", exchange("And when?", minutes=5), begins=False)
    assert store.find("c").exchanges == 2


def test_exchanges_come_in_the_order_asked(store):
    late, early = exchange("And when?", minutes=5), exchange("Who built the weir?")
    same = [exchange(f"Question {n}?", minutes=9) for n in range(5)]
    for each in (late, early, *same):
        store.add("c", "r", each)
    assert store.exchanges("c") == (early, late, *same)


def test_the_newest_change_comes_first(store):
    for minutes, identifier in enumerate("abc"):
        store.add(identifier, "r", exchange(f"Question {identifier}?", minutes=minutes))
    assert titles(store.conversations("r")) == ["Question c?", "Question b?", "Question a?"]
    store.add("a", "r", exchange("And when?", minutes=9))
    assert titles(store.conversations("r")) == ["Question a?", "Question c?", "Question b?"]


def test_a_reader_sees_his_own_and_can_ask_for_those_of_others(store):
    store.add("a", "one", exchange("Mine?"))
    store.add("b", "two", exchange("Yours?"))
    assert titles(store.conversations("one")) == titles(store.of_others("two")) == ["Mine?"]
    assert titles(store.conversations("two")) == titles(store.of_others("one")) == ["Yours?"]
    store.add("b", "one", exchange("May I go on with it?", minutes=1))
    assert store.find("b").reader == "two"


def test_an_exchange_of_the_same_id_is_replaced_where_it_stands(store):
    first, second = exchange("Who built it?"), exchange("And when?", minutes=1)
    store.add("c", "r", first)
    store.add("c", "r", second)
    better = replace(first, answer=exchange("Who built it?", quote("Ann Holt built it.")).answer)
    store.add("c", "r", better)
    assert store.exchanges("c") == (better, second)
    assert store.search("r", "holt")


def test_an_exchange_does_not_wander_into_another_conversation(store):
    kept = exchange("Who built it?")
    store.add("c", "r", kept)
    with pytest.raises(ValueError, match="another conversation"):
        store.add("d", "r", kept)
    assert store.find("d") is None
    assert store.conversation_of(kept.id) == "c"


@given(st.text())
def test_a_title_is_one_line_that_is_not_too_long(question):
    title = module._shortened(module._one_line(question))
    assert len(title) <= 80
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in title)
    assert title == " ".join(title.split())


def test_a_long_question_is_cut_where_a_word_ends(store):
    words = "Which of the three millers said in the spring that the weir would not hold for a year?"
    store.add("c", "r", exchange(words))
    title = store.find("c").title
    assert (
        title == "Which of the three millers said in the spring that the weir would not hold for…"
    )


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Who\n built\tit?", "Who built it?"),
        ("Who\x00 built\x1b[31m it?", "Who built[31m it?"),
        ("\u202eWho built it?", "Who built it?"),
        ("\x00", "Untitled"),
        ("w" * 200, "w" * 79 + "…"),
    ],
)
def test_a_title_holds_nothing_that_is_not_seen(store, question, title):
    store.add("c", "r", exchange(question))
    assert store.find("c").title == title


def test_a_conversation_can_be_renamed(store):
    store.add("c", "r", exchange("Who built it?"))
    before = store.find("c")
    store.rename("c", " The\x07 weir \n")
    assert store.find("c") == replace(before, title="The weir")
    assert titles(store.search("r", "WEIR")) == ["The weir"]


@pytest.mark.parametrize("title", ["", " \n", "\x00\u202e"])
def test_a_blank_title_is_refused(store, title):
    store.add("c", "r", exchange("Who built it?"))
    with pytest.raises(TitleRefused, match="Write one"):
        store.rename("c", title)
    assert store.find("c").title == "Who built it?"


def test_what_is_not_there_cannot_be_renamed_or_marked(store):
    with pytest.raises(UnknownConversation, match="deleted"):
        store.rename("c", "The weir")
    with pytest.raises(UnknownExchange, match="deleted"):
        store.mark("0" * 16, Marked(Mark.RIGHT))
    store.delete("c")


def test_marks_are_kept_and_taken_back(store):
    one, two, three = (exchange(f"Question {n}?", minutes=n) for n in range(3))
    for reader, each in zip("abc", (one, two, three), strict=True):
        store.add(reader, reader, each)
    wrong = Marked(Mark.WRONG_SPEAKER, "the clerk said it", "who-said-it-4")
    store.mark(three.id, Marked(Mark.RIGHT))
    store.mark(one.id, wrong)
    assert store.exchange(one.id) == replace(one, marked=wrong)
    assert store.exchanges("b") == (two,)
    assert store.exchanges("c") == (replace(three, marked=Marked(Mark.RIGHT)),)
    store.mark(three.id, None)
    assert store.exchange(three.id) == three


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("weir", "ab"),
        ("WEIR built", "a"),
        ("built  weir", "a"),
        ("ÄRGER", "c"),
        ("ärger", "c"),
        ("ann holt", "b"),
        ("%", "c"),
        ("_", ""),
        ("o'brien", "c"),
        ("'; DROP TABLE exchanges; --", ""),
        ("\x00", "abc"),
        ("", "abc"),
        ("nothing", ""),
    ],
)
def test_search_finds_all_the_words_in_title_question_or_answer(store, words, found):
    store.add("a", "r", exchange("Who built the weir?"))
    store.add("b", "r", exchange("And when?", text="In May, Ann Holt said of the weir."))
    store.add("c", "r", exchange("How much Ärger did O'Brien have?", text="40 % less."))
    store.add("d", "other", exchange("Who built the weir, and how much Ärger was it? 50 %"))
    assert sorted(each.id for each in store.search("r", words)) == list(found)


def test_a_whole_text_can_be_searched_for(store):
    store.add("c", "r", exchange("Who built the weir?"))
    assert store.search("r", "weir " * 10_000)
    assert not store.search("r", " ".join(f"weir{n}" for n in range(10_000)))


def test_what_others_asked_is_searched_alike(store):
    store.add("a", "r", exchange("Who built the weir?"))
    store.add("b", "other", exchange("Who built the mill?"))
    assert titles(store.search_others("r", "BUILT")) == ["Who built the mill?"]
    assert store.search_others("r", "weir") == ()


def test_what_a_later_release_wrote_is_left_out_and_counted(store, path, caplog):
    readable, strange = exchange("Who built it?"), exchange("And when?", minutes=1)
    store.add("c", "r", readable)
    store.add("c", "r", strange)
    with store._database.changing() as connection:
        connection.execute(
            "UPDATE exchanges SET kept = replace(kept, 'not_in_documents', 'perhaps') WHERE id = ?",
            (strange.id,),
        )
    with caplog.at_level(logging.WARNING):
        assert store.exchanges("c") == (readable,)
    assert strange.id in caplog.text
    assert "And when" not in caplog.text
    assert store.exchange(strange.id) is None
    assert store.find("c").exchanges == 2
    assert len(store.conversations("r")) == 1
    store.delete("c")
    assert store.conversations("r") == ()


def test_fields_that_a_later_release_added_do_no_harm(store):
    kept = exchange("Who built it?", quote("Ann Holt built it."))
    store.add("c", "r", kept)
    with store._database.changing() as connection:
        connection.execute("UPDATE exchanges SET kept = json_set(kept, '$.answer.mood', 'merry')")
    assert store.exchange(kept.id) == kept


def test_many_threads_share_a_store(store):
    def ask(number):
        for turn in range(5):
            store.add(f"c{number}", "r", exchange(f"Question {turn}?", minutes=turn))
            store.conversations("r")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.exchanges for each in store.conversations("r")] == [5] * 8


def test_it_is_there_when_opened_again(store, path):
    kept = exchange("Who built it?", quote("Ann Holt built it."))
    store.add("c", "r", kept)
    store.close()
    again = ConversationStore(path)
    assert again.exchanges("c") == (kept,)
    again.close()
