"""Answers saved as cases: what was marked right passes now, and anything else fails now."""

from __future__ import annotations

import datetime
import re
import secrets
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from doubles import CarelessModel
from ferry_papers import BRIDGE, FERRY
from kept_answers import exchange, quote
from langchain_core.messages import BaseMessage
from typer.testing import CliRunner
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.chat.testing.saving import FILE, save_case
from qa.cli import app
from qa.conversations.types import Exchange, Mark, Marked
from qa.evaluation.case_files import read_cases
from qa.evaluation.errors import CaseError, CaseThere
from qa.evaluation.libraries import Libraries, settings_of
from qa.evaluation.running import Session
from qa.evaluation.types import CaseResult, FailureKind, Outcome
from qa.settings import load_settings
from qa.types import AnswerStatus
from qa.wiring import open_library

ANSWERED = (
    "What did Ivo Tann say?",
    "How many boats were sold in secret?",
    "Who said that the bridge opens late?",
)
DECLINED = "What does a loaf of rye bread cost in Paris?"
NOW = datetime.datetime(2026, 11, 12, 9, 0, tzinfo=datetime.UTC)


class Reciter(CarelessModel):
    """Repeats what Ivo Tann is shown to say, without a mistake."""

    def reply(self, messages: list[BaseMessage]) -> str:
        shown = re.findall(r"^\[(\S+)\] (.*)$", str(messages[-1].content), re.MULTILINE)
        said = [(label, re.sub(r"^\{[^}]*\} ", "", words)) for label, words in shown]
        return "\n".join(f"- {words} [{label}]" for label, words in said if "Tann" in words)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    papers = tmp_path_factory.mktemp("papers")
    (papers / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (papers / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    folder = tmp_path_factory.mktemp("library")
    with Library.open(folder, embedder=WordEmbedder()) as opened:
        opened.add(papers)
        yield opened


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, settings=AnswerSettings(reader_seconds=60))


def asked(
    assistant: Assistant, question: str, mark: Mark, documents: tuple[str, ...] = ()
) -> Exchange:
    answer = assistant.ask(question, documents or None)
    marked = Marked(mark, "a note: #1 'so'")
    return Exchange(secrets.token_hex(8), question, answer, NOW, documents, marked)


def judged(assistant: Assistant, path: Path) -> list[CaseResult]:
    """What the cases of a file come to, on the way that the page and the command go."""
    case_file = read_cases(path)
    with Libraries(settings_of(assistant), path.parent, assistant=assistant) as libraries:
        session = Session(settings_of(assistant), libraries)
        return [session.ask(case_file, case) for case in case_file.cases]


@pytest.mark.parametrize("question", ANSWERED)
def test_a_saved_answer_is_judged_as_it_was_marked(
    tmp_path: Path, assistant: Assistant, question: str
) -> None:
    given = [asked(assistant, question, mark) for mark in Mark]
    assert given[0].answer.status is not AnswerStatus.NOT_IN_DOCUMENTS
    names = []
    for each in given:
        try:
            names.append(save_case(each, tmp_path))
        except CaseThere:  # of an answer with one quote, "wrong" and "wrong quote" say the same
            assert each.marked is not None
            assert each.marked.mark is Mark.WRONG_QUOTE
            assert len(each.answer.quotes) == 1
            names.append("")
    results = {each.case.name: each for each in judged(assistant, tmp_path / "cases" / FILE)}
    assert list(results) == [name for name in names if name]
    outcomes = [results[name].outcome for name in names if name]
    assert outcomes == [Outcome.PASSED] + [Outcome.FAILED] * (len(outcomes) - 1)
    assert results[names[3]].failure is FailureKind.WRONG_SPEAKER
    assert results[names[4]].failure is FailureKind.WRONGLY_ANSWERED


def test_a_declined_answer_is_judged_as_it_was_marked(tmp_path: Path, assistant: Assistant) -> None:
    right, wrong = (asked(assistant, DECLINED, mark) for mark in (Mark.RIGHT, Mark.WRONG))
    assert right.answer.status is AnswerStatus.NOT_IN_DOCUMENTS
    save_case(right, tmp_path)
    save_case(wrong, tmp_path)
    results = judged(assistant, tmp_path / "cases" / FILE)
    assert [each.outcome for each in results] == [Outcome.PASSED, Outcome.FAILED]
    with pytest.raises(CaseError, match="No test can be made of this answer"):
        save_case(asked(assistant, DECLINED, Mark.WRONG_QUOTE), tmp_path)


def test_what_a_model_wrote_is_judged_as_it_was_marked(
    tmp_path: Path, assistant: Assistant
) -> None:
    writing = assistant.with_model(Reciter())
    for mark in (Mark.RIGHT, Mark.WRONG, Mark.WRONG_SPEAKER):
        given = asked(writing, ANSWERED[0], mark)
        assert given.answer.receipt.model
        save_case(given, tmp_path)
    results = judged(writing, tmp_path / "cases" / FILE)
    assert [each.outcome for each in results] == [Outcome.PASSED, Outcome.FAILED, Outcome.FAILED]


def test_what_was_asked_of_one_document_is_asked_of_it_alone(
    tmp_path: Path, assistant: Assistant
) -> None:
    save_case(asked(assistant, ANSWERED[2], Mark.RIGHT, ("bridge.txt",)), tmp_path)
    (result,) = judged(assistant, tmp_path / "cases" / FILE)
    assert (result.case.documents, result.outcome) == (("bridge.txt",), Outcome.PASSED)
    (turn,) = result.turns
    assert turn.answer is not None
    assert {passage.document for passage in turn.answer.passages} == {"bridge.txt"}


def test_a_follow_up_is_saved_in_full(tmp_path: Path, assistant: Assistant) -> None:
    full = asked(assistant, ANSWERED[0], Mark.RIGHT)
    leaning = replace(full.answer, question="And he?", understood_as=ANSWERED[0])
    save_case(replace(full, question="And he?", answer=leaning), tmp_path)
    (case,) = read_cases(tmp_path / "cases" / FILE).cases
    assert case.turns[0].question == ANSWERED[0]


def test_the_same_answer_is_saved_once_and_never_with_two_demands(tmp_path: Path) -> None:
    one = exchange("How deep?", quote("Four metres deep.", "Ann"), marked=Marked(Mark.RIGHT))
    name = save_case(one, tmp_path)
    written = (tmp_path / "cases" / FILE).read_bytes()
    with pytest.raises(CaseThere, match="This is there already") as told:
        save_case(one, tmp_path)
    assert told.value.name == name
    with pytest.raises(CaseError, match="demands something else") as refused:
        save_case(replace(one, marked=Marked(Mark.WRONG)), tmp_path)
    assert not isinstance(refused.value, CaseThere)
    assert FILE in str(refused.value)
    assert (tmp_path / "cases" / FILE).read_bytes() == written


def test_an_answer_without_a_mark_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="The answer has no mark yet"):
        save_case(exchange("How deep?", quote("Four metres deep.")), tmp_path)
    assert not (tmp_path / "cases").exists()


def test_a_file_that_its_owner_broke_is_told_with_its_line(tmp_path: Path) -> None:
    one = exchange("How deep?", quote("Four metres deep."), marked=Marked(Mark.RIGHT))
    save_case(one, tmp_path)
    path = tmp_path / "cases" / FILE
    broken = path.read_text("utf-8") + "  oh: [\n"
    path.write_text(broken, "utf-8")
    other = exchange("How wide?", quote("Two metres wide."), marked=Marked(Mark.RIGHT))
    with pytest.raises(CaseError, match=rf"{re.escape(str(path))}, line \d+: This is no valid YA"):
        save_case(other, tmp_path)
    assert path.read_text("utf-8") == broken


def test_the_command_at_the_top_of_the_file_runs_it(home: Path) -> None:
    (home / "ferry.txt").write_text(FERRY, encoding="utf-8")
    folder = home / "a library"
    with open_library(load_settings(folder)) as library:
        library.add(home / "ferry.txt")
        save_case(asked(Assistant(library), ANSWERED[0], Mark.RIGHT), folder)
    lines = (folder / "cases" / FILE).read_text("utf-8").splitlines()
    (command,) = [line for line in lines if line.startswith("# python -m qa")]
    words = shlex.split(command.removeprefix("# python -m qa"))
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "1 passed" in done.stdout
