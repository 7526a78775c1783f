"""How an answer grows in the conversation, and what remains of it."""

from __future__ import annotations

import dataclasses
import datetime
import logging
import re
import time
from collections.abc import Iterator

import pytest
from hostile_texts import NASTY
from kept_answers import exchange
from passages import passage
from reading_answers import ANY_ID, having, links, read_answer, words
from word_embedder import WordEmbedder

from index import Library
from index.types import Document, Passage
from qa.answer_settings import AnswerSettings
from qa.chat.asking.memory import AnswerMemory
from qa.chat.asking.shown import Shown, Talk, messages
from qa.chat.asking.unfolding import converse
from qa.chat.sources.panel import sources_of
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
REFUSAL = Rejection("Snow.", RejectionReason.NOT_SUPPORTED, "No snow is mentioned.")


class Shelf:
    """A library of some documents, as far as a conversation needs one."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def documents(self):
        return tuple(Document(name, f"The {name}", "text/plain", "") for name in self.names)

    @property
    def shelf(self):
        return self

    def passage(self, name, start, end):
        return Passage(1, name, start, end, self.texts[name][start:end], 1.0)


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
    return Quote(label, "night.txt", start, end, TEXT[start:end])


RAIN, WATER = quote(1, 0, 20), quote(1, 21, 49)


def answer(*quotes: Quote, text: str = "prose") -> Answer:
    statements = tuple(Statement(q.text, (), (q,)) for q in quotes)
    return Answer("?", AnswerStatus.ANSWERED, text, statements, (), RECEIPT)


def run(script, question="Why?", earlier=(), documents=(), shelf=None, memory=None):
    """Every stage of a question, and the assistant that was asked."""
    assistant = Scripted(*script)
    shelf = shelf or Shelf("night.txt")
    stages = list(
        converse(shelf, assistant, memory or AnswerMemory(), question, earlier, documents)
    )
    return stages, assistant


def shown_below(stage: Shown) -> list:
    """The elements below a question; nothing but the page's own is among them."""
    return read_answer(messages((stage,))[1]["content"], ANY_ID)


def told_below(stage: Shown) -> str:
    return words(shown_below(stage)[0].text)


def anchors(html: str) -> set[str]:
    return set(re.findall(r"#src-(\w+)-", html))


def test_the_question_is_shown_at_once_and_then_answered():
    stages, _ = run([Retrieved((), 0.2), Answered(answer(RAIN))])
    begun = Shown("Why?", doing="Searching your documents", is_new=True, id=stages[0].id)
    assert stages[0] == begun
    assert having(shown_below(stages[0]), "cv-busy")
    assert stages[1].doing == "Found 0 passages in 0 documents (0.2 s). Reading them"
    assert not any(stage.is_new for stage in stages[1:])
    assert [stage.state for stage in stages] == ["running", "running", "answered"]
    assert stages[-1].turn == Turn("Why?", "prose")
    assert "“It rained all night.”" in told_below(stages[-1])
    assert stages[-1].doing == ""
    assert not having(shown_below(stages[-1]), "cv-doing")


def test_the_answer_is_kept_with_what_was_asked_under_the_id_that_all_its_stages_have():
    memory = AnswerMemory()
    script = [Evidence(answer(WATER)), Answered(answer(RAIN))]
    before = datetime.datetime.now(datetime.UTC)
    growing = converse(Shelf("night.txt"), Scripted(*script), memory, "Why?", (), ("night.txt",))
    stages = [next(growing), next(growing)]
    asked = datetime.datetime.now(datetime.UTC)
    time.sleep(0.01)
    stages += growing
    assert {stage.id for stage in stages} == {stages[-1].id}
    kept = memory.exchange(stages[-1].id)
    assert (kept.question, kept.answer, kept.documents) == ("Why?", answer(RAIN), ("night.txt",))
    assert before <= kept.asked <= asked, "when it was asked, not when it was answered"
    assert anchors(stages[-1].html) == {stages[-1].id}


def test_earlier_turns_and_the_chosen_documents_reach_the_assistant():
    earlier = (
        Shown("First?", "…", state="answered", turn=Turn("First?", "Yes.")),
        Shown("Broken?", "…", state="failed"),
    )
    stages, assistant = run([Answered(answer())], earlier=earlier, documents=["night.txt"])
    assert assistant.asked == [("Why?", ["night.txt"], (Turn("First?", "Yes."),))]
    assert {stage.documents for stage in stages} == {("night.txt",)}
    _, assistant = run([Answered(answer())])
    assert assistant.asked[0][1] is None


def test_a_gap_names_the_documents_that_were_asked_by_their_titles():
    absent = dataclasses.replace(answer(), status=AnswerStatus.NOT_IN_DOCUMENTS)
    for documents, told in (
        ((), "Searched all documents"),
        (("night.txt",), "Searched only “The night.txt”"),
        (("gone.txt",), "Searched only “gone.txt”"),
        (("night.txt", "day.txt"), "Searched only the 2 chosen documents"),
    ):
        stages, _ = run([Answered(absent)], documents=documents)
        assert told in told_below(stages[-1])


def test_what_the_search_found_is_shown_before_any_of_it_is_read():
    found = (passage(1, "It rained.", document="night"), passage(2, "Water.", document="day"))
    stages, _ = run([Retrieved(found, 0.25), Answered(answer(RAIN))])
    assert stages[1].doing == "Found 2 passages in 2 documents (0.2 s). Reading them"
    (listed,) = having(shown_below(stages[1]), "cv-read")
    assert "It rained." in listed.text
    assert not having(shown_below(stages[-1]), "cv-nearest")


def test_what_a_question_was_understood_as_stands_above_its_answer_and_is_what_is_remembered():
    full = "Why did *it* rain <b>all</b> night?"
    given = dataclasses.replace(answer(RAIN), understood_as=full)
    stages, _ = run([Understood(full), Retrieved((), 0.2), Answered(given)])
    for stage in stages[1:]:
        assert told_below(stage).startswith(f"Understood as: {full} Correct")
    assert "Understood" not in told_below(stages[0])
    assert stages[-1].turn == Turn(full, "prose")
    assert stages[-1].doing == ""


@pytest.fixture
def library(tmp_path) -> Iterator[Library]:
    (tmp_path / "night.txt").write_text(TEXT, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        opened.add(tmp_path / "night.txt")
        yield opened


def test_citations_of_every_stage_lead_to_the_words_they_stand_for(library):
    memory = AnswerMemory()
    script = [
        Retrieved((), 0.1),
        Evidence(answer(RAIN)),
        Stated(Statement("Water.", (), (WATER,))),
        Answered(answer(WATER)),
    ]
    growing = converse(library, Scripted(*script), memory, "Why?", (), ())
    expected = iter((None, None, RAIN, WATER, WATER))
    for shown, quoted in zip(growing, expected, strict=True):
        for anchor in anchors(shown.html):
            (card,) = sources_of(library, memory, anchor)["cards"]
            assert card["quote"] == quoted.text
        assert bool(quoted) == bool(anchors(shown.html))


def test_of_a_finished_answer_nothing_else_is_remembered():
    memory = AnswerMemory()
    said = Stated(Statement("Water.", (), (WATER,)))
    stages, _ = run([Evidence(answer(RAIN)), said, Answered(answer(WATER))], memory=memory)
    (interim,) = anchors(stages[1].html)
    assert interim != stages[-1].id
    assert memory.find(interim) is None
    assert memory.find(stages[-1].id) == answer(WATER)


def test_withdrawn_claims_and_a_failed_model_are_told_while_the_quotes_stand():
    script = [Evidence(answer(RAIN)), Withdrawn(REFUSAL), ModelFailed("It timed out.")]
    stages, _ = run([*script, Answered(answer(RAIN))])
    for stage in stages[1:4]:
        assert "It rained all night." in told_below(stage)
    assert "No snow is mentioned." in told_below(stages[2])
    assert stages[3].doing == "It timed out."


def test_withdrawn_claims_can_be_left_out():
    given = dataclasses.replace(answer(RAIN), rejections=(REFUSAL,))
    assistant = Scripted(Evidence(answer(RAIN)), Withdrawn(REFUSAL), Answered(given))
    assistant.settings = AnswerSettings(show_withdrawn=False)
    stages = list(converse(Shelf("night.txt"), assistant, AnswerMemory(), "Why?", (), ()))
    assert not any("Snow" in stage.html for stage in stages)
    assert "1 statement of the model was withdrawn" in told_below(stages[-2])
    assert "1 statement of the model was withdrawn" in told_below(stages[-1])


def test_waiting_is_told_and_a_mere_sign_of_life_changes_nothing():
    said = Stated(Statement("Water.", (), (WATER,)))
    told = Waiting("Too many <b>*requests*</b>. Asking again in 7 s …")
    script = [Evidence(answer(RAIN)), Waiting(), told, Waiting(), said]
    stages, _ = run([*script, Answered(answer(RAIN))])
    _, evidence, alive, waiting, still, stated, _ = stages
    assert alive == evidence
    assert told_below(waiting).startswith("Too many <b>*requests*</b>. Asking again in 7 s …")
    assert still == waiting
    assert stated.doing == evidence.doing


def test_a_refused_question_is_a_sentence_and_no_turn():
    stages, _ = run([QuestionRefused("The question is too long.")])
    assert stages[-1] == Shown("Why?", doing="The question is too long.", state="failed")
    assert told_below(stages[-1]) == "The question is too long."
    assert not having(shown_below(stages[-1]), "cv-busy")


def test_an_unexpected_failure_is_a_sentence_and_is_logged(caplog):
    with caplog.at_level(logging.ERROR):
        stages, _ = run([Retrieved((), 0.1), RuntimeError("secret words")])
    assert stages[-1].state == "failed"
    assert "a fault in this program" in told_below(stages[-1])
    assert "secret words" not in told_below(stages[-1])
    assert "a question failed: RuntimeError" in caplog.text
    assert "secret words" not in caplog.text


def test_an_empty_library_says_where_to_begin():
    assistant = Scripted()
    stages = list(converse(Shelf(), assistant, AnswerMemory(), "Why?", (), ()))
    assert stages[-1].state == "failed"
    assert "Add some under Documents" in told_below(stages[-1])
    assert assistant.asked == []


def test_closing_the_conversation_closes_the_stream_behind_it():
    assistant = Scripted(Retrieved((), 0.1), Retrieved((), 0.1), Answered(answer()))
    growing = converse(Shelf("night.txt"), assistant, AnswerMemory(), "Why?", (), ())
    next(growing)
    next(growing)
    growing.close()
    assert assistant.closed


def test_questions_are_shown_as_text():
    (asked, _) = messages((Shown("<b>*Why*</b>", "x"),))
    assert asked == {"role": "user", "content": r"&lt;b&gt;\*Why\*&lt;/b&gt;"}


def test_hostile_words_of_every_stage_are_shown_as_they_are():
    nasty = dataclasses.replace(RAIN, text=NASTY, title=NASTY, attribution=(NASTY,))
    given = dataclasses.replace(answer(nasty), understood_as=NASTY, notices=(NASTY,))
    refusal = Rejection(NASTY, RejectionReason.NO_SOURCE, NASTY)
    script = [
        Understood(NASTY),
        Retrieved((passage(1, NASTY, document=NASTY, title=NASTY),), 0.1),
        Evidence(given),
        Waiting(NASTY),
        Stated(Statement(NASTY, (NASTY,), (nasty,))),
        Withdrawn(refusal),
        ModelFailed(NASTY),
        Answered(given),
    ]
    stages, _ = run(script, question=NASTY)
    for stage in stages[1:]:
        elements = shown_below(stage)
        echo, below = words(elements[0].text).split("Correct", 1)
        assert echo.startswith("Understood as: <script>alert(1)</script> <img src=x onerror=")
        assert stage is stages[1] or words(NASTY)[:90] in below
        assert all(link.startswith(("#src-", "#at-%3Cscript%3E")) for link in links(elements))


def test_a_long_question_is_repeated_by_its_beginning():
    question = "why <b> " * 600
    asked, told = messages((Shown(question, understood=question),))
    assert len(asked["content"]) < 1_000
    assert asked["content"].endswith(" …")
    assert len(told["content"]) < 1_500


def test_stopping_marks_only_what_was_running():
    running = Shown("Why?", "<p>half</p>", doing="Writing")
    done = Shown("When?", "<p>whole</p>", state="answered", turn=Turn("When?", "Now."))
    stopped = Talk("t", (done, running)).stopped()
    assert stopped.id == "t"
    assert stopped.shown[0] == done
    assert stopped.shown[1].state == "failed"
    assert not stopped.is_running
    assert messages(stopped.shown)[3]["content"] == '<p>half</p><p class="cv-doing">Stopped.</p>'
    for left_alone in (Talk(), Talk("t", (done,)), stopped):
        assert left_alone.stopped() == left_alone
        assert not left_alone.is_running


def test_the_memory_forgets_the_oldest_answer_first():
    memory = AnswerMemory(capacity=2)
    one, two, three = given = [exchange(f"Question {n}?", text=f"{n}") for n in range(3)]
    assert len({memory.new_id() for _ in range(9)}) == 9
    for each in given:
        memory.keep(each)
    assert memory.find(one.id) is memory.exchange(one.id) is None
    assert memory.exchange(two.id) is two
    again = dataclasses.replace(two, answer=answer(text="again"))
    memory.keep(again)
    memory.keep(one)
    assert memory.find(three.id) is None
    assert memory.find(two.id).text == "again"
    memory.forget(two.id)
    memory.forget("never kept")
    assert memory.find(two.id) is None
    assert memory.find(one.id) is one.answer


def test_answers_that_cannot_be_read_are_told_above_the_others():
    shown = (Shown("Why?", "x"),)
    for count, told in ((1, "1 answer of another release"), (2, "2 answers of another release")):
        first, *rest = messages(shown, count)
        assert first["role"] == "assistant"
        assert f"{told} cannot be read." in first["content"]
        assert rest == messages(shown)


@pytest.mark.parametrize("unknown", ["", "0" * 16, None, 7, {"a": 1}, ["x"], "../../etc/passwd"])
def test_the_panel_gives_nothing_for_an_id_that_it_does_not_know(unknown):
    assert sources_of(Shelf("night.txt"), AnswerMemory(), unknown) == {"cards": []}
