from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from kept_answers import UNHURRIED, any_answer, any_exchange, exchange, quote
from passages import passage

from qa.conversations.store import ConversationStore
from qa.conversations.types import Exchange


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    opened = ConversationStore(tmp_path_factory.mktemp("kept") / "conversations.db")
    yield opened
    opened.close()


@UNHURRIED
@given(any_exchange(any_answer()))
def test_what_is_kept_comes_back_equal(shared, kept):
    shared.add(kept.id, "r", kept)
    assert shared.exchange(kept.id) == kept
    assert kept in shared.exchanges(kept.id)


def test_passages_come_back_with_their_sentences_and_copies(store):
    told = passage(1, "The weir broke.", ("It was old, said the miller.", ("the miller",)))
    told = replace(told, copies=(passage(2, "The weir broke.", document="copy.txt"),))
    kept = exchange("What broke?", quote("The weir broke."))
    kept = replace(kept, answer=replace(kept.answer, passages=(told,)))
    store.add("c", "r", kept)
    found = store.exchange(kept.id)
    assert found == kept
    assert found.answer.passages[0].sentences[1].attribution.speakers == ("the miller",)


def test_half_a_surrogate_is_kept_as_a_question_mark(store):
    kept = exchange("What broke \ud800?")
    store.add("c", "r", kept)
    assert store.exchange(kept.id).question == "What broke ??"


@pytest.mark.parametrize("identifier", ["", "1", "g" * 16, "A" * 16, "0" * 17, "<script>alert(1)"])
def test_an_id_that_is_none_is_refused(identifier):
    with pytest.raises(ValueError, match="not the id"):
        replace(exchange("What broke?"), id=identifier)


def test_a_time_without_a_zone_is_refused():
    kept = exchange("What broke?")
    with pytest.raises(ValueError, match="time zone"):
        Exchange(kept.id, kept.question, kept.answer, kept.asked.replace(tzinfo=None))
