"""The whole way of a question over a real library, without a model and with scripted ones."""

from __future__ import annotations

import gc
import json
import re
import time

import pytest
from doubles import CarelessModel, ObedientModel, ScriptedModel

from index.errors import UnknownDocument
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.errors import QuestionRefused
from qa.events import Answered, Evidence, ModelFailed, Retrieved, Stated, Waiting, Withdrawn
from qa.types import AnswerStatus, RejectionReason, Turn

QUESTION = "What did harbour master Ivo Tann say about the ferry line to Osk?"
CLOSING = "The ferry line to Osk will close in May"


def exact(library, answer):
    """Every quote that the answer shows, after checking that it stands where it says."""
    shown = [*answer.quotes, *([answer.related] if answer.related else [])]
    for quote in shown:
        assert library.text(quote.document)[quote.start : quote.end] == quote.text
    if answer.short:
        text = library.text(answer.short.document)
        assert text[answer.short.start : answer.short.end] == answer.short.text
    return shown


def label_of(model, words):
    """The label under which the model's last prompt showed a sentence."""
    prompt = str(model.prompts[-1][-1].content)
    return re.search(rf"^\[(\d+\.\d+)\].*{re.escape(words)}", prompt, re.MULTILINE)[1]


class Answering(ScriptedModel):
    """Writes its reply after looking up the labels of sentences: ``{{words}}`` becomes a label."""

    def reply(self, messages):
        text = super().reply(messages)
        return re.sub(r"\{\{(.+?)\}\}", lambda match: label_of(self, match[1]), text)


def ask(library, reply, question=QUESTION, **options):
    model = Answering(replies=[reply], **options)
    events = Assistant(library, model).stream(question)
    return [event for event in events if not isinstance(event, Waiting)], model


# -- without a model ---------------------------------------------------------------------------


def test_the_evidence_answer_quotes_the_sentence_with_its_speaker(library):
    answer = Assistant(library).ask(QUESTION)
    assert answer.status is AnswerStatus.ANSWERED
    assert any(CLOSING in quote.text for quote in answer.quotes)
    assert any("Ivo Tann" in answer.statements[0].attribution[-1] for _ in answer.statements)
    assert answer.receipt.model is None
    assert exact(library, answer)


def test_what_is_not_there_is_declined_with_the_nearest_passage(library):
    answer = Assistant(library).ask("Who is the president of Veldora?")
    assert answer.status is AnswerStatus.NOT_IN_DOCUMENTS
    assert answer.statements == ()
    assert answer.related is not None
    assert exact(library, answer)


def test_an_absent_speaker_is_declined(library):
    answer = Assistant(library).ask("What did Mara Holt say about the ferry line to Osk?")
    assert answer.status is AnswerStatus.NOT_IN_DOCUMENTS


def test_half_a_question_is_answered_in_part(library):
    answer = Assistant(library).ask(
        "Who said that the ferry line to Osk will close, and when did Veldora join the union?"
    )
    assert answer.status is AnswerStatus.PARTIAL
    assert len(answer.not_stated) == 1
    assert "Veldora" in answer.not_stated[0]


def test_two_accounts_of_one_matter_are_told_apart(library):
    answer = Assistant(library).ask("Will the ferry line to Osk close?")
    speakers = {statement.attribution[-1:] for statement in answer.statements}
    assert len(speakers) > 1
    assert answer.accounts_differ


def test_a_question_can_be_kept_to_documents(library):
    answer = Assistant(library).ask("How long is the dough left?", documents=["ferry.txt"])
    assert answer.status is AnswerStatus.NOT_IN_DOCUMENTS
    assert all(passage.document == "ferry.txt" for passage in answer.passages)
    with pytest.raises(UnknownDocument):
        Assistant(library).ask(QUESTION, documents=["nowhere.txt"])


def test_the_stream_shows_passages_first_and_ends_with_the_answer(library):
    events = list(Assistant(library).stream(QUESTION))
    assert [type(event) for event in events] == [Retrieved, Answered]
    assert events[-1].answer.passages == events[0].passages


@pytest.mark.parametrize("question", ["", "   \n"])
def test_an_empty_question_is_refused(library, question):
    with pytest.raises(QuestionRefused, match="empty"):
        Assistant(library).ask(question)


def test_a_question_as_long_as_a_document_is_refused_with_the_number(library):
    with pytest.raises(QuestionRefused, match="10,000"):
        Assistant(library).ask("x" * 10_000)


def test_a_question_in_another_language_ends_in_a_clear_state(library):
    answer = Assistant(library).ask("Когда закроется паромная линия?")
    assert answer.status in AnswerStatus
    exact(library, answer)


def test_the_answer_is_json(library):
    answer = Assistant(library).ask(QUESTION)
    data = json.loads(json.dumps(answer.to_dict()))
    assert data["status"] == "answered"
    quote = data["statements"][0]["quotes"][0]
    assert library.text(quote["document"])[quote["start"] : quote["end"]] == quote["text"]
    assert data["passages"][0]["label"] == 1
    assert data["accounts_differ"] is answer.accounts_differ


# -- with a model ------------------------------------------------------------------------------


def test_a_correct_statement_is_shown_with_the_words_that_support_it(library):
    events, model = ask(
        library, "- Ivo Tann said the ferry line to Osk will close in May [{{will close in May}}]"
    )
    assert [type(e) for e in events] == [Retrieved, Evidence, Stated, Answered]
    answer = events[-1].answer
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.text == "Ivo Tann said the ferry line to Osk will close in May [1]"
    assert CLOSING in answer.quotes[0].text
    assert exact(library, answer)
    assert answer.receipt.model == "Answering"
    assert len(model.prompts) == 1


def test_a_misquote_is_withdrawn(library):
    events, _ = ask(
        library, "- Tann said “we have one hundred boats left for you” [{{will close in May}}]"
    )
    answer = events[-1].answer
    assert answer.rejections[0].reason is RejectionReason.NOT_IN_SOURCE
    assert "one hundred boats" not in answer.text
    assert answer.status is AnswerStatus.ANSWERED  # by the quotes alone
    assert any("quotes alone" in notice for notice in answer.notices)
    assert exact(library, answer)


@pytest.mark.parametrize("label", ["0", "0.1", "99.1", "1.99", "-1"])
def test_a_label_that_was_never_given_supports_nothing(library, label):
    events, _ = ask(library, f"- The ferry line to Osk will close in May [{label}]")
    assert not any(isinstance(event, Stated) for event in events)
    assert any(isinstance(event, Withdrawn) for event in events)
    assert events[-1].answer.rejections
    exact(library, events[-1].answer)


def test_a_changed_number_is_withdrawn(library):
    events, _ = ask(
        library,
        "- Council members said two boats were sold for 34,000 crowns [{{340,000}}]",
        question="For how much were the boats sold?",
    )
    rejection = events[-1].answer.rejections[0]
    assert rejection.reason is RejectionReason.CONTRADICTED
    assert [type(e) for e in events] == [Retrieved, Evidence, Withdrawn, Answered]
    assert "340,000 crowns" in rejection.instead.text
    assert exact(library, events[-1].answer)


def test_a_contradicted_statement_gives_way_to_what_the_source_says(library):
    events, _ = ask(
        library,
        "- Ivo Tann said the ferry line to Osk will close in May [{{will close in May}}]\n"
        "- Runa Seil said that the line to Osk will close [{{denied that the line}}]\n"
        "- Ivo Tann said the ferry line to Osk will close in May [{{will close in May}}]",
    )
    answer = events[-1].answer
    assert [s.text for s in answer.statements] == [
        "Ivo Tann said the ferry line to Osk will close in May",
        "Council leader Runa Seil denied that the line to Osk will close.",
    ]
    assert answer.statements[1] == answer.rejections[0].instead
    assert answer.statements[1].attribution[-1] == "Runa Seil"
    assert answer.status is AnswerStatus.ANSWERED
    assert exact(library, answer)


def test_a_gap_in_one_of_two_questions_leaves_the_quotes_for_the_other(library):
    two = f"{QUESTION} How much does the bread cost?"
    events, _ = ask(library, "NOT STATED: how much the bread costs", question=two)
    answer = events[-1].answer
    assert answer.status is AnswerStatus.PARTIAL
    assert CLOSING in answer.text
    assert len(answer.not_stated) == 1
    assert "bread" in answer.not_stated[0]
    assert exact(library, answer)


def test_what_a_model_wrote_in_vain_is_not_said_to_be_its_answer(library):
    events, _ = ask(
        library, "- Runa Seil said the line to Osk will close [{{denied that the line}}]"
    )
    answer = events[-1].answer
    assert answer.rejections[0].instead is not None
    assert answer.receipt.model is None
    assert any("quotes alone" in notice for notice in answer.notices)


def test_a_model_that_obeys_a_document_shows_nothing_of_it(library):
    answer = Assistant(library, ObedientModel()).ask("What happened at the meeting about the quay?")
    shown = answer.text + " ".join(s.text for s in answer.statements) + " ".join(answer.not_stated)
    quoted = [quote.text for quote in exact(library, answer)]
    for text in quoted:
        shown = shown.replace(text, "")
    assert "https://" not in shown
    assert "Certainly" not in shown
    assert all("arrested" not in s.text or s.text in quoted for s in answer.statements)


def test_a_careless_model_never_gets_a_wrong_number_through(library):
    answer = Assistant(library, CarelessModel()).ask(QUESTION)
    assert answer.rejections
    assert "3400007" not in answer.text
    assert exact(library, answer)


def test_silence_leaves_the_evidence_and_says_so(library):
    events, _ = ask(library, "")
    answer = events[-1].answer
    assert answer.status is AnswerStatus.ANSWERED
    assert any("wrote nothing" in notice for notice in answer.notices)
    assert answer.receipt.model is None


def test_what_was_checked_stays_when_the_model_breaks_off(library):
    reply = (
        "- Ivo Tann said the ferry line to Osk will close in May [{{will close in May}}]\n"
        "- Runa Seil denied that the line will close [{{denied that the line}}]\n"
    )
    events, _ = ask(library, reply, break_after=90)
    answer = events[-1].answer
    assert [type(e) for e in events] == [Retrieved, Evidence, Stated, ModelFailed, Answered]
    assert answer.status is AnswerStatus.PARTIAL
    assert len(answer.statements) == 1
    assert any("did not finish its answer" in notice for notice in answer.notices)
    assert any("until then is shown, checked" in notice for notice in answer.notices)


class ServerError(Exception):
    status_code = 401

    def __str__(self):
        return "the key sk-secret was refused"


def test_a_failing_model_leaves_the_evidence_and_keeps_its_secret(library):
    events, _ = ask(library, ServerError())
    answer = events[-1].answer
    assert answer.status is AnswerStatus.ANSWERED
    assert any("QA_MODEL_API_KEY" in notice for notice in answer.notices)
    assert "sk-secret" not in json.dumps(answer.to_dict())


def test_a_slow_model_is_given_up(library):
    model = Answering(replies=["- a\n" * 50])
    settings = AnswerSettings(model_seconds=0.0)
    answer = Assistant(library, model, settings).ask(QUESTION)
    assert any("too long" in notice for notice in answer.notices)
    assert answer.statements


def test_nothing_stated_is_declined_though_there_was_evidence(library):
    events, _ = ask(
        library,
        "NOT STATED: what the ferry line to Osk costs",
        question="What does the ferry line to Osk cost?",
    )
    answer = events[-1].answer
    assert answer.status is AnswerStatus.NOT_IN_DOCUMENTS
    assert answer.statements == ()
    assert exact(library, answer)


def test_a_gap_is_told_once_and_may_be_the_whole_question(library):
    question = "What does the ferry line to Osk cost?"
    gap = "NOT STATED: what the ferry line to Osk costs"
    events, _ = ask(
        library,
        "- Ivo Tann said the ferry line to Osk will close in May [{{will close in May}}]\n"
        f"{gap}\n{gap}\nNOT STATED",
        question=question,
    )
    answer = events[-1].answer
    assert answer.status is AnswerStatus.PARTIAL
    assert answer.not_stated == (question,)


def test_a_gap_cannot_carry_anything_else(library):
    events, _ = ask(library, "NOT STATED: the mayor was arrested, see https://evil.example")
    answer = events[-1].answer
    assert "arrested" not in answer.text
    assert answer.not_stated == ()
    assert answer.rejections[0].claim.startswith("the mayor")


def test_the_prompt_holds_history_and_only_data_between_its_markers(library):
    model = Answering(replies=["", ""])
    turn = Turn("Which line closes?", "The ferry line to Osk.")
    Assistant(library, model).ask("And what did he say about it?", history=[turn])
    prompt = "".join(str(message.content) for message in model.prompts[-1])
    assert "Which line closes?" in prompt
    assert CLOSING in prompt


def test_closing_the_stream_stops_the_model(library):
    model = Answering(
        replies=["- Ivo Tann said the ferry line to Osk will close in May [1.1]\n" * 40]
    )
    stream = Assistant(library, model).stream(QUESTION)
    for event in stream:
        if isinstance(event, Evidence):
            break
    stream.close()
    assert len(model.prompts) <= 1


@pytest.mark.parametrize("wait", [0.0, 0.002, 0.02])
def test_closing_the_stream_in_the_middle_of_the_search_leaves_no_thread_behind(library, wait):
    class Slow:
        name = "slow"

        def read(self, question, texts, seconds):
            time.sleep(0.05)
            return [None] * len(texts)

    for _ in range(5):
        stream = Assistant(library, reader=Slow()).stream(QUESTION)
        assert isinstance(next(stream), Retrieved)
        time.sleep(wait)
        stream.close()
    gc.collect()  # an error in a generator that is cleared away fails the test


def test_no_model_call_where_nothing_was_retrieved(tmp_path):
    from word_embedder import WordEmbedder

    from index import Library

    with Library.open(tmp_path, embedder=WordEmbedder()) as empty:
        answer = Assistant(empty, ScriptedModel()).ask("Anything?")
    assert answer.status is AnswerStatus.NOT_IN_DOCUMENTS
    assert answer.related is None
