"""What other programs send: what is meant is taken, the rest is refused in a sentence."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Assistant
from qa.calls.arguments import (
    AskCall,
    Call,
    DocumentsCall,
    FollowUpCall,
    OpenCall,
    SearchCall,
    read_call,
)
from qa.errors import CallRefused
from qa.types import Turn

ASKED = "What did harbour master Ivo Tann say about the ferry line to Osk?"
WORDS = st.text("ab \n[]{}\"'\ud800é", max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def refusal(kind: type[Call], **given: object) -> str:
    with pytest.raises(CallRefused) as refused:
        read_call(kind, given)
    told = str(refused.value)
    assert "\n" not in told
    assert len(told) < 1_000
    return told


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (None, ()),
        ([], ()),
        ("", ()),
        (["a.txt"], ("a.txt",)),
        ("a.txt", ("a.txt",)),
        ('["a.txt", "b.txt"]', ("a.txt", "b.txt")),
        ('["a.txt"', ('["a.txt"',)),
        ("2024", ("2024",)),
    ],
)
def test_names_of_documents_come_in_many_ways(sent, meant):
    assert read_call(AskCall, {"question": "Why?", "documents": sent}).documents == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [(None, None), ("", None), ("2024-02-29", datetime.date(2024, 2, 29))],
)
def test_a_day_is_a_day(sent, meant):
    call = read_call(AskCall, {"question": "Why?", "after": sent, "before": sent})
    assert (call.after, call.before) == (meant, meant)


@pytest.mark.parametrize(
    "sent", ["2023-02-29", "yesterday", "20240229", "29.2.2024", 5, [], "x" * 9]
)
def test_what_is_no_day_is_refused_with_an_example(sent):
    told = refusal(AskCall, question="Why?", after=sent)
    assert "after: a day is written as YYYY-MM-DD, such as 2024-05-31" in told


@pytest.mark.parametrize(
    ("kind", "sent", "named"),
    [
        (FollowUpCall, {"question": "Why?", "history": ["x" * 5_000]}, "4,000 characters"),
        (AskCall, {}, "question: Field required"),
        (AskCall, {"question": None}, "question"),
        (AskCall, {"question": ["Why?"]}, "question"),
        (AskCall, {"question": "Why?", "colour": "red"}, "colour"),
        (AskCall, {"question": "Why?", "history": []}, "history"),
        (AskCall, {"question": "Why?", "documents": ["a.txt", 5]}, "documents.1"),
        (AskCall, {"question": "Why?", "documents": {"a.txt": 1}}, "documents"),
        (AskCall, {"question": "Why?", "documents": ["x" * 2_000]}, "documents.0"),
        (AskCall, {"question": "Why?", "documents": [5] * 100_000}, "documents.0"),
        (AskCall, {"question": "Why?", "y" * 100_000: 1}, "yyyy"),
        (SearchCall, {"query": "ferry", "limit": "many"}, "limit"),
        (OpenCall, {"document": "a.txt", "start": 1.5}, "start"),
        (OpenCall, {"document": "a.txt", "context": -1}, "context"),
        (OpenCall, {"document": "a.txt", "context": 10**9}, "context"),
        (DocumentsCall, {"limit": 0}, "limit"),
    ],
)
def test_an_argument_that_cannot_be_used_is_named(kind, sent, named):
    assert named in refusal(kind, **sent)


@pytest.mark.parametrize(("sent", "most"), [(-5, 1), (0, 1), (7, 7), ("7", 7), (10**12, 50)])
def test_a_search_gives_at_most_fifty_passages(sent, most):
    assert read_call(SearchCall, {"query": "ferry", "limit": sent}).most == most


@given(st.dictionaries(st.sampled_from(["question", "documents", "after", "history", "z\n"]), JSON))
def test_whatever_is_sent_is_taken_or_refused_in_a_sentence(sent):
    told = ""
    try:
        call = read_call(FollowUpCall, sent)
    except CallRefused as refused:
        told = str(refused)
    else:
        assert all(isinstance(turn, Turn) for turn in call.turns)
    assert "\n" not in told


@pytest.mark.parametrize("kind", [AskCall, SearchCall, OpenCall, DocumentsCall])
def test_every_argument_is_described_in_a_schema_that_any_client_reads(kind):
    schema = kind.model_json_schema()
    assert all(each["description"] for each in schema["properties"].values())
    assert not {"$ref", "$defs", "format"} & set(json.dumps(schema).split('"'))


def test_earlier_questions_come_alone_or_with_their_answers(library):
    answer = Assistant(library).ask(ASKED)
    for earlier in (
        ASKED,
        {"question": ASKED},
        {"question": ASKED, "answer": None},
        {"question": ASKED, "answer": answer.text},
        {"question": ASKED, "answer": json.loads(json.dumps(answer.to_dict()))},
    ):
        call = read_call(FollowUpCall, {"question": "Why?", "history": [earlier]})
        assert [turn.question for turn in call.turns] == [ASKED]
    assert call.turns[0].speakers == answer.statements[0].attribution
    assert call.turns[0].answer == answer.text


def test_an_earlier_question_that_leans_is_put_in_full():
    history = [ASKED, {"question": "And what did he say about the boats?", "answer": "Nothing."}]
    (_, second) = read_call(FollowUpCall, {"question": "Why?", "history": history}).turns
    assert "Tann" in second.question
    assert second.answer == "Nothing."


@pytest.mark.parametrize(
    "earlier", [5, None, [], {}, {"question": 5}, {"question": "Why?", "answer": {"text": "So."}}]
)
def test_what_is_no_earlier_question_is_refused(earlier):
    told = refusal(FollowUpCall, question="Why?", history=[earlier])
    assert "history: an earlier question is a text, or an object with question and answer" in told


@pytest.mark.parametrize("history", ["Why?", {"question": "Why?"}, 5])
def test_a_history_is_a_list(history):
    assert "history" in refusal(FollowUpCall, question="Why?", history=history)


def test_of_a_long_history_the_last_questions_count():
    history = [f"Who rowed boat {number}?" for number in range(1_000)]
    turns = read_call(FollowUpCall, {"question": "Why?", "history": history}).turns
    assert [turn.question for turn in turns] == history[-10:]
