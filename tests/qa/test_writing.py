"""What a model's reply becomes: which endings show what, what is composed again, what is said."""

from __future__ import annotations

import re
import threading
import time

import pytest
from doubles import ScriptedModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from model_server import ModelServer, Served, model_at

from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.events import Answered, Evidence, ModelFailed, Retrieved, Stated, Waiting
from qa.types import AnswerStatus, Turn

QUESTION = "What did harbour master Ivo Tann say about the ferry line to Osk?"
FIRST = "- Ivo Tann said the ferry line to Osk will close in May [{}]\n"
SECOND = "- Runa Seil denied that the line to Osk will close [{}]"


class Ending(ScriptedModel):
    """Writes its reply and then says why it ended, as a provider's client does."""

    finish: str = "stop"
    counted: int = 0

    def reply(self, messages):
        prompt = str(messages[-1].content)

        def label(words):
            return re.search(rf"^\[(\d+\.\d+)\].*{words}", prompt, re.MULTILINE)[1]

        first, second = label("will close in May"), label("denied that the line")
        return super().reply(messages).format(first, second)

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        yield from super()._stream(messages, stop, run_manager, **kwargs)
        usage = {"input_tokens": self.counted, "output_tokens": 1, "total_tokens": self.counted + 1}
        ends = AIMessageChunk("", response_metadata={"finish_reason": self.finish})
        ends.usage_metadata = usage if self.counted else None
        yield ChatGenerationChunk(message=ends)


def asked(library, model, **options):
    assistant = Assistant(library, model, AnswerSettings(**options), reader=None)
    events = list(assistant.stream(QUESTION))
    return [event for event in events if not isinstance(event, Waiting)], assistant


def kinds(events):
    return [type(event) for event in events]


def test_a_whole_reply_is_shown_whole(library):
    events, _ = asked(library, Ending(replies=[FIRST + SECOND]))
    assert kinds(events) == [Retrieved, Evidence, Stated, Stated, Answered]
    answer = events[-1].answer
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.notices == ()


@pytest.mark.parametrize(
    ("finish", "said"), [("length", "QA_MODEL_CONTEXT"), ("content_filter", "withheld")]
)
def test_a_reply_that_ended_early_shows_what_was_finished_and_nothing_else(library, finish, said):
    """The second statement looks whole; that it is nobody knows."""
    events, _ = asked(library, Ending(replies=[FIRST + SECOND], finish=finish))
    assert kinds(events) == [Retrieved, Evidence, Stated, ModelFailed, Answered]
    answer = events[-1].answer
    assert answer.status is AnswerStatus.PARTIAL
    assert len(answer.statements) == 1
    assert "Seil" not in answer.text
    assert said in answer.notices[0]
    assert "What it had written until then is shown, checked." in answer.notices[0]


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_a_reply_that_ended_before_its_first_statement_leaves_the_quotes(library, finish):
    events, _ = asked(library, Ending(replies=["- Ivo Tann said"], finish=finish))
    assert kinds(events) == [Retrieved, Evidence, ModelFailed, Answered]
    assert events[-1].answer.statements == events[1].answer.statements
    assert "This answer is made of quotes alone." in events[-1].answer.notices


TOO_LONG = b'{"error": {"message": "too long", "code": "context_length_exceeded"}}'


@pytest.mark.parametrize("status", [400, 413])
def test_a_prompt_that_was_too_long_is_composed_once_more_with_half_the_room(library, status):
    refused = Served(status=status, body=TOO_LONG)
    with ModelServer([refused, Served(pieces=["NOT STATED: when"])]) as server:
        assistant = Assistant(library, model_at(server.address), reader=None)
        events = list(assistant.stream(QUESTION))
    first, second = (
        sum(len(message["content"]) for message in request.body["messages"])
        for request in server.requests
    )
    assert second < first
    rules = len(server.requests[0].body["messages"][0]["content"])
    assert (second - rules) < 0.75 * (first - rules)
    assert any("with fewer passages" in e.message for e in events if isinstance(e, Waiting))
    answer = events[-1].answer
    assert any("went unread by it" in notice for notice in answer.notices)
    assert not any(isinstance(event, ModelFailed) for event in events)


def test_the_next_prompt_is_short_from_the_start(library):
    refused = Served(status=400, body=TOO_LONG)
    with ModelServer([refused, Served(pieces=["-"]), Served(pieces=["-"])]) as server:
        assistant = Assistant(library, model_at(server.address), reader=None)
        assistant.ask(QUESTION)
        assistant.ask(QUESTION)
    sizes = [len(str(request.body["messages"])) for request in server.requests]
    assert len(sizes) == 3
    assert abs(sizes[2] - sizes[1]) < 50
    assert sizes[2] < sizes[0]


def test_a_small_window_gets_a_small_prompt_and_what_it_left_out_is_said(library):
    question, history = QUESTION + " really" * 80, [Turn("x " * 1_500, "y")]
    with ModelServer([Served(pieces=["-"])] * 2) as server:
        small = Assistant(
            library, model_at(server.address), AnswerSettings(model_context=2_048), reader=None
        )
        notices = small.ask(question, history=history).notices
        large = Assistant(library, model_at(server.address), reader=None)
        assert not any("went unread" in n for n in large.ask(question, history=history).notices)
    assert any("earlier question" in notice for notice in notices)
    small_size, large_size = (len(str(r.body["messages"])) for r in server.requests)
    assert small_size < large_size


def test_the_providers_count_corrects_the_room_for_the_next_prompt(library):
    model = Ending(replies=[FIRST], counted=100_000)
    _, assistant = asked(library, model)
    window = assistant.room.window
    assert window.prompt == 8_192 - 2_048
    assert assistant.room.estimated() < window.prompt / 30


def test_a_stop_is_heeded_while_a_statement_grows_for_ever(library):
    """No event of the answer comes then, and a generator can be closed only where it yields."""
    stopping = threading.Event()
    with ModelServer([Served(pieces=["and then "] * 600, pause=0.05)]) as server:
        stream = Assistant(library, model_at(server.address), reader=None).stream(QUESTION)

        def page():
            while not stopping.is_set():
                next(stream)

        reading = threading.Thread(target=page)
        reading.start()
        while not (server.requests and server.requests[0].sent > 5):
            time.sleep(0.01)
        stopped = time.monotonic()
        stopping.set()
        reading.join()
        stream.close()
        while server.requests[0].hung_up is None and time.monotonic() < stopped + 3:
            time.sleep(0.01)
        gone = server.requests[0].hung_up
    assert gone is not None
    assert gone - stopped < 2


def test_after_a_stop_the_same_assistant_answers_the_next_question(library):
    with ModelServer([Served(silence=20), Served(pieces=["NOT STATED"])]) as server:
        assistant = Assistant(library, model_at(server.address), reader=None)
        stream = assistant.stream(QUESTION)
        assert any(isinstance(event, Waiting) for event in iter(lambda: next(stream), None))
        stream.close()
        answer = assistant.ask("Why does it close?")
    assert answer.receipt.model == "scripted"
