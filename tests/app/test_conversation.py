"""How an answer grows in the conversation, and what remains of it."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator

import pytest

from index.errors import UnknownDocument
from qa.answer_settings import AnswerSettings
from qa.chat.conversation import SEARCHING, Exchange, converse, messages, stopped
from qa.chat.memory import AnswerMemory
from qa.chat.panel import sources_of
from qa.errors import QuestionRefused
from qa.events import (
    Answered,
    Evidence,
    ModelFailed,
    Retrieved,
    Stated,
    Understood,
    Waiting,
    Withdrawn,
)
from qa.types import (
    Answer,
    AnswerStatus,
    Quote,
    Receipt,
    Rejection,
    RejectionReason,
    Statement,
    Turn,
)

TEXT = "It rained all night. The cellar is full of water."
RECEIPT = Receipt(None, "p", "i", {})


class Shelf:
    """A library of one text, as far as a conversation needs one."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts

    def documents(self):
        return tuple(self.texts)

    def text(self, name):
        if name not in self.texts:
            raise UnknownDocument(f"{name} is not in the library.")
        return self.texts[name]


class Scripted:
    """An assistant that plays the given events, and records what it was asked."""

    def __init__(self, *script) -> None:
        self.script = script
        self.asked: list[tuple] = []
        self.closed = False
        self.settings = AnswerSettings()

    def stream(self, question, documents=None, history=()) -> Iterator:
        self.asked.append((question, documents, tuple(history)))
        try:
            for step in self.script:
                if isinstance(step, Exception):
                    raise step
                yield step
        finally:
            self.closed = True


def quote(label: int, start: int, end: int) -> Quote:
    return Quote(label, "night", start, end, TEXT[start:end])


def answer(*quotes: Quote, text: str = "prose") -> Answer:
    statements = tuple(Statement(q.text, (), (q,)) for q in quotes)
    return Answer("?", AnswerStatus.ANSWERED, text, statements, (), RECEIPT)


def run(script, question="Why?", exchanges=(), documents=(), shelf=None, memory=None):
    assistant = Scripted(*script)
    shelf = shelf or Shelf(night=TEXT)
    stages = list(
        converse(shelf, assistant, memory or AnswerMemory(), question, exchanges, documents)
    )
    return stages, assistant


def anchors(shown: str) -> set[str]:
    return {part.split("-")[0] for part in shown.split("#src-")[1:]}


def test_the_question_is_shown_at_once_and_then_answered():
    stages, _ = run([Retrieved((), 0.2), Answered(answer(quote(1, 0, 20)))])
    assert stages[0][-1] == Exchange("Why?", doing=SEARCHING)
    assert "Found 0 passages" in stages[1][-1].doing
    assert stages[-1][-1].state == "answered"
    assert stages[-1][-1].turn == Turn("Why?", "prose")
    assert "It rained all night." in stages[-1][-1].shown


def test_earlier_turns_and_the_chosen_documents_reach_the_assistant():
    earlier = (
        Exchange("First?", "…", state="answered", turn=Turn("First?", "Yes.")),
        Exchange("Broken?", "…", state="failed"),
    )
    stages, assistant = run([Answered(answer())], exchanges=earlier, documents=["night"])
    assert assistant.asked == [("Why?", ["night"], (Turn("First?", "Yes."),))]
    assert stages[-1][:2] == earlier
    _, assistant = run([Answered(answer())])
    assert assistant.asked[0][1] is None


def test_what_a_question_was_understood_as_stands_above_its_answer_and_is_what_is_remembered():
    full = "Why did *it* rain <b>all</b> night?"
    given = dataclasses.replace(answer(quote(1, 0, 20)), understood_as=full)
    stages, _ = run([Understood(full), Retrieved((), 0.2), Answered(given)])
    for stage in stages[1:]:
        shown = messages(stage[-1:])[1]["content"]
        words = r"Why did \*it\* rain &lt;b&gt;all&lt;/b&gt; night?"
        assert shown.startswith(f"*Understood as: __{words}__* [Correct](#correct ")
    assert "Understood" not in messages(stages[0][-1:])[1]["content"]
    assert stages[-1][-1].turn == Turn(full, "prose")
    assert stages[-1][-1].doing == ""


def test_citations_of_every_stage_lead_to_the_words_they_stand_for():
    memory, shelf = AnswerMemory(), Shelf(night=TEXT)
    evidence, written = quote(1, 0, 20), quote(1, 21, 49)
    script = [
        Retrieved((), 0.1),
        Evidence(answer(evidence)),
        Stated(Statement("Water.", (), (written,))),
        Answered(answer(written)),
    ]
    stages, _ = run(script, memory=memory, shelf=shelf)
    for stage, expected in ((2, evidence), (3, written), (4, written)):
        (anchor,) = anchors(stages[stage][-1].shown)
        (card,) = sources_of(shelf, memory, anchor)["cards"]
        assert card["quote"] == expected.text


def test_withdrawn_claims_and_a_failed_model_are_told_while_the_quotes_stand():
    refusal = Rejection("Snow.", RejectionReason.NOT_SUPPORTED, "No snow is mentioned.")
    script = [Evidence(answer(quote(1, 0, 20))), Withdrawn(refusal), ModelFailed("It timed out.")]
    stages, _ = run([*script, Answered(answer(quote(1, 0, 20)))])
    assert "It rained all night." in stages[1][-1].shown
    assert "No snow is mentioned." in stages[2][-1].shown
    assert "It timed out." in stages[3][-1].doing


def test_withdrawn_claims_can_be_left_out():
    refusal = Rejection("Snow.", RejectionReason.NOT_SUPPORTED, "No snow is mentioned.")
    given = dataclasses.replace(answer(quote(1, 0, 20)), rejections=(refusal,))
    assistant = Scripted(Evidence(answer(quote(1, 0, 20))), Withdrawn(refusal), Answered(given))
    assistant.settings = AnswerSettings(show_withdrawn=False)
    shelf = Shelf(**{"rain.txt": TEXT})
    stages = list(converse(shelf, assistant, AnswerMemory(), "Why?", (), ()))
    assert not any("Snow" in stage[-1].shown for stage in stages)
    assert "1 statement of the model was withdrawn" in stages[-2][-1].shown
    assert "1 statement of the model was withdrawn" in stages[-1][-1].shown


def test_waiting_is_told_and_a_mere_sign_of_life_changes_nothing():
    said = Stated(Statement("Water.", (), (quote(1, 21, 49),)))
    told = Waiting("Too many *requests*. Asking again in 7 s …")
    script = [Evidence(answer(quote(1, 0, 20))), Waiting(), told, Waiting(), said]
    stages, _ = run([*script, Answered(answer(quote(1, 0, 20)))])
    _, evidence, alive, waiting, still, stated, _ = (stage[-1] for stage in stages)
    assert alive == evidence
    assert "Asking again in 7 s" in waiting.doing
    assert "*requests*" not in waiting.doing
    assert still == waiting
    assert stated.doing == evidence.doing


def test_a_refused_question_is_a_sentence_and_no_turn():
    stages, _ = run([QuestionRefused("The question is too long.")])
    assert stages[-1][-1] == Exchange("Why?", "The question is too long.", state="failed")


def test_an_unexpected_failure_is_a_sentence_and_is_logged(caplog):
    with caplog.at_level(logging.ERROR):
        stages, _ = run([RuntimeError("secret words")])
    assert stages[-1][-1].state == "failed"
    assert "went wrong" in stages[-1][-1].shown
    assert "secret words" not in stages[-1][-1].shown
    assert "a question failed" in caplog.text


def test_an_empty_library_says_where_to_begin():
    assistant = Scripted()
    stages = list(converse(Shelf(), assistant, AnswerMemory(), "Why?", (), ()))
    assert "Documents" in stages[-1][-1].shown
    assert assistant.asked == []


def test_closing_the_conversation_closes_the_stream_behind_it():
    assistant = Scripted(Retrieved((), 0.1), Retrieved((), 0.1), Answered(answer()))
    growing = converse(Shelf(night=TEXT), assistant, AnswerMemory(), "Why?", (), ())
    next(growing)
    next(growing)
    growing.close()
    assert assistant.closed


def test_questions_are_shown_as_text():
    (asked, _) = messages((Exchange("<b>*Why*</b>", "x"),))
    assert asked == {"role": "user", "content": r"&lt;b&gt;\*Why\*&lt;/b&gt;"}


def test_stopping_marks_only_what_was_running():
    running = Exchange("Why?", "half", doing="*Writing …*")
    (left,) = stopped((running,))
    assert left.state == "failed"
    assert messages((left,))[1]["content"] == "half\n\n*Stopped.*"
    done = dataclasses.replace(running, state="answered")
    assert stopped((done,)) == (done,)
    assert stopped(()) == ()


def test_the_memory_forgets_the_oldest_answer_first():
    memory = AnswerMemory(capacity=2)
    ids = [memory.new_id() for _ in range(3)]
    assert len(set(ids)) == 3
    for answer_id in ids:
        memory.keep(answer_id, answer(text=answer_id))
    assert memory.find(ids[0]) is None
    assert memory.find(ids[1]).text == ids[1]
    memory.keep(ids[1], answer(text="again"))
    memory.keep("new", answer())
    assert memory.find(ids[2]) is None
    assert memory.find(ids[1]).text == "again"


@pytest.mark.parametrize("unknown", ["", "0" * 16, None, 7, {"a": 1}, ["x"], "../../etc/passwd"])
def test_the_panel_gives_nothing_for_an_id_that_it_does_not_know(unknown):
    assert sources_of(Shelf(night=TEXT), AnswerMemory(), unknown) == {"cards": []}
