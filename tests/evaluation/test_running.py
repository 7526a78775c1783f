"""A session: which cases are asked, how often, and what is not asked again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path

import pytest
from case_texts import cases_of
from river_papers import answer, quote, says

from index import Library
from qa import Assistant
from qa.errors import QuestionRefused
from qa.evaluation.errors import RunHalted
from qa.evaluation.evaluating import Evaluator
from qa.evaluation.libraries import Libraries
from qa.evaluation.running import Chosen, Session, choose
from qa.evaluation.runs import AnswerKey, Recorder, answers_of, read_run
from qa.evaluation.types import CaseFile, CaseResult, Outcome
from qa.events import Answered, Event, Waiting
from qa.settings import Settings
from qa.types import Answer, Turn

CASES = """
tests:
  - question: When was the gate closed?
    tags: [gate]
    assert: [{type: quotes, value: The gate was closed at nine.}]
  - question: How many boats were lost?
    tags: [boats, numbers]
    assert: [{type: abstains, value: false}]
    followups:
      - question: And then?
        assert: [{type: abstains, value: false}]
  - description: the cost
    question: What did the Gate cost?
    tags: [numbers]
    assert: [{type: abstains, value: false}]
"""


class Gatekeeper(Assistant):
    """Always says when the gate was closed; counts the questions."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, reader=None)
        self.asked: list[str] = []
        self.refused = ""
        self.at_work: Callable[[], object] = lambda: None
        self.closed = 0

    def stream(  # type: ignore[override]
        self, question: str, documents: Sequence[str] | None = None, history: Sequence[Turn] = ()
    ) -> Generator[Event, None, None]:
        self.asked.append(question)
        if question == self.refused:
            raise QuestionRefused("It is refused.")
        words = "The gate was closed at nine."
        self.at_work()
        try:
            yield Waiting()
            yield Answered(answer(says(quote(self.library, "gauge.md", words)), question=question))
        finally:
            self.closed += 1


class OneLibrary(Libraries):
    """Every case file is asked of the same assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self.only = Evaluator(assistant)

    def evaluator(self, case_file: CaseFile) -> Evaluator:
        return self.only


@pytest.fixture
def keeper(library: Library) -> Gatekeeper:
    return Gatekeeper(library)


def session(
    keeper: Gatekeeper, earlier: Mapping[AnswerKey, Answer] | None = None, repetitions: int = 1
) -> Session:
    return Session(Settings(reader="none"), OneLibrary(keeper), repetitions, earlier or {})


def ask_all(
    one: Session, case_file: CaseFile, recorder: Recorder | None = None
) -> list[CaseResult]:
    results = []
    for file, case, repetition in choose([case_file], Chosen(), one.repetitions):
        results.append(one.ask(file, case, repetition))
        if recorder:
            recorder.add(results[-1])
    return results


def earlier(results: Sequence[CaseResult]) -> dict[AnswerKey, Answer]:
    return {
        (each.file, each.case.name, each.repetition, number): turn.answer
        for each in results
        for number, turn in enumerate(each.turns, 1)
        if turn.answer
    }


# -- which cases -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "tags", "names"),
    [
        ("", (), ["When was", "How many", "the cost"]),
        ("BOATS", (), ["How many"]),
        ("gate", (), ["When was"]),
        ("", ("numbers",), ["How many", "the cost"]),
        ("", ("gate", "boats"), ["When was", "How many"]),
        ("cost", ("gate",), []),
        ("snow", (), []),
    ],
)
def test_cases_are_chosen_by_name_and_by_any_of_some_tags(
    tmp_path: Path, words: str, tags: tuple[str, ...], names: list[str]
) -> None:
    chosen = choose([cases_of(tmp_path, CASES)], Chosen(words, tags), 1)
    assert [case.name[:8] for _, case, _ in chosen] == names


def test_the_whole_round_is_repeated_and_not_each_case(tmp_path: Path) -> None:
    chosen = choose([cases_of(tmp_path, CASES)], Chosen("", ("numbers",)), 3)
    assert [(case.name[:8], number) for _, case, number in chosen] == [
        ("How many", 1), ("the cost", 1), ("How many", 2), ("the cost", 2), ("How many", 3),
        ("the cost", 3),
    ]  # fmt: skip


# -- what is asked again ---------------------------------------------------------------------


def test_every_turn_of_every_case_is_asked(tmp_path: Path, keeper: Gatekeeper) -> None:
    one = session(keeper, repetitions=2)
    results = ask_all(one, cases_of(tmp_path, CASES))
    assert len(keeper.asked) == 8
    assert [each.outcome for each in results] == [Outcome.PASSED] * 6
    assert [each.repetition for each in results] == [1, 1, 1, 2, 2, 2]
    assert one.finished().results == tuple(results)


def test_what_was_answered_before_is_not_asked_again(tmp_path: Path, keeper: Gatekeeper) -> None:
    case_file = cases_of(tmp_path, CASES)
    before = ask_all(session(keeper, repetitions=2), case_file)
    keeper.asked.clear()
    assert ask_all(session(keeper, earlier(before), 2), case_file) == before
    assert keeper.asked == []
    ask_all(session(keeper, earlier(before), 3), case_file)
    assert len(keeper.asked) == 4, "the third repetition is new"


def test_old_answers_are_judged_by_the_cases_as_they_are_now(
    tmp_path: Path, keeper: Gatekeeper
) -> None:
    before = ask_all(session(keeper), cases_of(tmp_path, CASES))
    keeper.asked.clear()
    now = cases_of(tmp_path, CASES.replace("[{type: quotes, value: The gate was closed at nine.}]",
                                           "[{type: abstains}]"))  # fmt: skip
    after = ask_all(session(keeper, earlier(before)), now)
    assert keeper.asked == []
    assert [each.outcome for each in after] == [Outcome.FAILED, Outcome.PASSED, Outcome.PASSED]


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        ("question: And then?", "question: And now?", ["How many boats were lost?", "And now?"]),
        ("What did the Gate cost?", "What did the gate cost?", ["What did the gate cost?"]),
        ("description: the cost", "description: the price", ["What did the Gate cost?"]),
    ],
)
def test_a_case_that_asks_something_else_is_asked_again(
    tmp_path: Path, keeper: Gatekeeper, old: str, new: str, asked: list[str]
) -> None:
    before = ask_all(session(keeper), cases_of(tmp_path, CASES))
    keeper.asked.clear()
    ask_all(session(keeper, earlier(before)), cases_of(tmp_path, CASES.replace(old, new)))
    assert keeper.asked == asked


def test_a_conversation_of_which_a_turn_is_missing_is_asked_again(
    tmp_path: Path, keeper: Gatekeeper
) -> None:
    case_file = cases_of(tmp_path, CASES)
    keeper.refused = "And then?"
    before = ask_all(session(keeper), case_file)
    assert [each.outcome for each in before] == [Outcome.PASSED, Outcome.FAILED, Outcome.PASSED]
    keeper.asked.clear()
    keeper.refused = ""
    after = ask_all(session(keeper, earlier(before)), case_file)
    assert keeper.asked == ["How many boats were lost?", "And then?"]
    assert after[1].outcome is Outcome.PASSED


@pytest.mark.parametrize("lines", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("cut", [0, 500])
def test_a_run_that_was_stopped_goes_on(
    tmp_path: Path, keeper: Gatekeeper, lines: int, cut: int
) -> None:
    """Wherever it stopped, it ends as if it had not, and whole cases are not asked again."""
    case_file = cases_of(tmp_path, CASES)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    done = ask_all(session(keeper), case_file, Recorder(whole))
    written = (whole / "answers.jsonl").read_bytes().splitlines(keepends=True)
    assert len(written) == 4
    stopped.mkdir()
    rest = b"".join(written[lines:])[:cut]
    (stopped / "answers.jsonl").write_bytes(b"".join(written[:lines]) + rest)

    keeper.asked.clear()
    kept = answers_of(stopped)
    again = session(keeper, kept)
    recorder = Recorder(stopped, kept)
    assert ask_all(again, case_file, recorder) == done
    assert len(keeper.asked) == {0: 4, 1: 3, 2: 3, 3: 1, 4: 0}[lines]
    recorder.finish(again.finished(), "")
    assert read_run(stopped).results == tuple(done)


# -- ending before the time ------------------------------------------------------------------


def test_a_run_that_is_to_end_asks_no_more_and_keeps_what_was_judged(
    tmp_path: Path, keeper: Gatekeeper
) -> None:
    case_file = cases_of(tmp_path, CASES)
    ending: list[bool] = []
    one = Session(Settings(reader="none"), OneLibrary(keeper), halted=lambda: bool(ending))
    first, second, third = case_file.cases
    one.ask(case_file, first)
    keeper.at_work = lambda: ending.append(True)  # while the second case is being asked
    for case in (second, third):
        with pytest.raises(RunHalted):
            one.ask(case_file, case)
    assert keeper.asked == [first.turns[0].question, second.turns[0].question]
    assert keeper.closed == 2, "what wrote the answer was told to stop"
    assert [each.case for each in one.finished().results] == [first]


def test_what_was_answered_before_is_judged_even_where_the_run_is_to_end(
    tmp_path: Path, keeper: Gatekeeper
) -> None:
    case_file = cases_of(tmp_path, CASES)
    before = ask_all(session(keeper), case_file)
    settings, kept = Settings(reader="none"), earlier(before)
    one = Session(settings, OneLibrary(keeper), 1, kept, halted=lambda: True)
    assert ask_all(one, case_file) == before


# -- the receipt -----------------------------------------------------------------------------


def test_the_receipt_tells_what_was_asked_of_what(
    tmp_path: Path, keeper: Gatekeeper, library: Library
) -> None:
    case_file = cases_of(tmp_path, CASES)
    one = session(keeper, repetitions=2)
    ask_all(one, case_file)
    receipt = one.finished().receipt
    assert list(receipt.case_files) == [str(case_file.path)]
    assert receipt.repetitions == 2
    (asked,) = receipt.libraries
    assert asked.case_files == (str(case_file.path),)
    assert asked.index == library.fingerprint
    assert asked.documents == {each.name: each.sha256 for each in library.documents()}
    assert (receipt.model, receipt.settings["reader"]) == (None, "none")
    assert receipt.started.endswith("+00:00")
    assert receipt.seconds > 0


def test_of_a_session_that_asked_nothing_there_is_a_receipt_as_well(keeper: Gatekeeper) -> None:
    run = session(keeper).finished()
    assert run.results == ()
    assert run.receipt.libraries == ()
