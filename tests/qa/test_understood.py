"""A question that leans on the conversation, from its event to the answer and the next question."""

from __future__ import annotations

import time

import pytest
from doubles import ScriptedModel

from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.events import Answered, Evidence, ModelFailed, Retrieved, Understood
from qa.followups.turns import remembered
from qa.retrieval import Asked, retrieve
from qa.types import AnswerStatus, Turn

FIRST = "What did harbour master Ivo Tann say about the boats?"
HISTORY = [Turn(FIRST, "")]
ASKED = "And what did he say about the ferry line to Osk?"
FULL = "What did harbour master Ivo Tann say about the ferry line to Osk?"
CLOSING = "The ferry line to Osk will close in May"


def test_it_is_told_before_the_search_and_answered_as_understood(library):
    events = list(Assistant(library).stream(ASKED, history=HISTORY))
    assert isinstance(events[0], Understood)
    assert events[0].question == FULL
    assert isinstance(events[1], Retrieved)
    answer = events[-1].answer
    assert (answer.question, answer.understood_as) == (ASKED, FULL)
    assert answer.to_dict()["understood_as"] == FULL
    assert "understanding" in answer.receipt.seconds
    alone = Assistant(library).ask(FULL)
    assert alone.understood_as == ""
    assert "understanding" not in alone.receipt.seconds
    assert answer.text == alone.text
    assert CLOSING in answer.text


def test_a_question_that_stands_alone_is_taken_as_asked(library):
    events = list(Assistant(library).stream(FULL, history=HISTORY))
    assert not any(isinstance(event, Understood) for event in events)
    assert events[-1].answer.understood_as == ""


def test_the_third_question_leans_on_the_full_form_of_the_second(library):
    assistant = Assistant(library)
    turns = list(HISTORY)
    for asked, full in (
        (ASKED, FULL),
        ("And Runa Seil?", "What did Runa Seil say about the ferry line to Osk?"),
    ):
        answer = assistant.ask(asked, history=turns)
        assert answer.understood_as == full
        turns.append(remembered(asked, answer))
    assert turns[-1].question == "What did Runa Seil say about the ferry line to Osk?"


def test_who_answered_is_known_to_the_next_question(library):
    assistant = Assistant(library)
    first = assistant.ask("What will happen to the ferry line to Osk in May?")
    assert first.statements[0].attribution[-1].endswith("Ivo Tann")
    turn = remembered(first.question, first)
    second = assistant.ask("What else did he say about boats?", history=[turn])
    assert second.understood_as.startswith("What else did ")
    assert "Ivo Tann say about boats?" in second.understood_as


def test_a_model_is_asked_first_and_then_gets_the_full_question(library):
    history = [Turn("Who closes the ferry line to Osk?", "", speakers=("Ivo Tann",))]
    full = "What did Ivo Tann say about boats?"
    model = ScriptedModel(replies=[full, ""])
    answer = Assistant(library, model).ask("What did he say about boats?", history=history)
    assert answer.understood_as == full
    assert len(model.prompts) == 2
    assert str(model.prompts[1][-1].content).rstrip().endswith(f"Question: {full}")


def test_a_gap_is_told_in_the_words_of_the_full_question(library):
    model = ScriptedModel(replies=["", "NOT STATED: what was asked"])
    answer = Assistant(library, model).ask(ASKED, history=HISTORY)
    assert answer.status is AnswerStatus.NOT_IN_DOCUMENTS
    assert answer.question == ASKED


def test_a_model_that_fails_there_fails_no_question(library):
    model = ScriptedModel(replies=[ValueError("down"), "NOT STATED: what was asked"])
    events = list(Assistant(library, model).stream(ASKED, history=HISTORY))
    assert events[0] == Understood(FULL)
    assert not any(isinstance(event, ModelFailed) for event in events)
    assert isinstance(events[-1], Answered)


class Sleeper(ScriptedModel):
    """Takes a tenth of a second for every word."""

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        for chunk in super()._stream(messages, stop, run_manager, **kwargs):
            time.sleep(0.1)
            yield chunk


@pytest.mark.parametrize(("whole", "is_over"), [(0.9, True), (5.0, False)])
def test_the_time_of_understanding_is_part_of_the_whole(library, whole, is_over):
    settings = AnswerSettings(followup_seconds=0.4, model_seconds=whole)
    model = Sleeper(replies=["word " * 99, "x" * 20])  # the answer takes 0.7 seconds
    answer = Assistant(library, model, settings).ask(ASKED, history=HISTORY)
    assert answer.understood_as == FULL
    assert min(0.4, whole / 3) <= answer.receipt.seconds["understanding"] < 0.9
    assert any("took too long" in notice for notice in answer.notices) == is_over


def test_the_evidence_under_the_model_bears_the_question_as_asked(library):
    model = ScriptedModel(replies=["", ""])
    events = list(Assistant(library, model).stream(ASKED, history=HISTORY))
    (evidence,) = (event.answer for event in events if isinstance(event, Evidence))
    assert (evidence.question, evidence.understood_as) == (ASKED, FULL)


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("What did Ivo Tann say about Osk, and when did he leave the harbour?",
         "when did Ivo Tann leave the harbour?"),
        ("Who sold two boats? And how much did they cost?", "How much did the two boats cost?"),
    ],
)  # fmt: skip
def test_a_part_leans_on_the_part_before_it(library, question, second):
    found = retrieve(library, Asked(question, history=tuple(HISTORY)), limit=8)
    assert len(found.parts) == 2
    assert found.parts[1][1].lower() == second.lower()
    assert found.parts[1][0] in question.replace("And how", "how")


def test_a_follow_up_of_two_parts_has_both(library):
    asked = "And what did he say about Osk, and what did Runa Seil deny?"
    answer = Assistant(library).ask(asked, history=HISTORY)
    full = "What did harbour master Ivo Tann say about Osk, and what did Runa Seil deny?"
    assert answer.understood_as == full
