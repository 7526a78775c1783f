"""Asking and judging: conversations, errors, outcomes, and models that do as they like."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import replace

import pytest
from doubles import CarelessModel, ObedientModel, ScriptedModel
from langchain_core.messages import BaseMessage
from river_papers import answer, quote, says

from index import Library
from index.errors import IndexMismatch
from qa import Assistant
from qa.errors import QuestionRefused
from qa.evaluation.evaluating import Evaluator
from qa.evaluation.types import (
    Assertion,
    AssertionType,
    Case,
    CaseResult,
    CaseTurn,
    FailureKind,
    Outcome,
)
from qa.events import Answered, Event
from qa.followups.turns import remembered
from qa.types import Answer, Turn

GATE = "The gate was closed at nine."
BREAD = "His brother Halvard Osk, a baker, said that the bread was wet."


class Told(Assistant):
    """Says what it is told to say, and notes what it was asked; an exception is raised."""

    def __init__(self, library: Library, *said: Answer | Exception) -> None:
        super().__init__(library, reader=None)
        self.said = list(said)
        self.asked: list[tuple[str, Sequence[str] | None, Sequence[Turn]]] = []

    def stream(  # type: ignore[override]
        self,
        question: str,
        documents: Sequence[str] | None = None,
        history: Sequence[Turn] = (),
    ) -> Generator[Event, None, None]:
        self.asked.append((question, documents, history))
        said = self.said.pop(0)
        if isinstance(said, Exception):
            raise said
        yield Answered(replace(said, question=question))


def wants(kind: str, *values: str) -> Assertion:
    return Assertion(AssertionType(kind), values)


def case(*turns: CaseTurn, xfail: str = "", documents: tuple[str, ...] | None = None) -> Case:
    return Case("river", turns, documents, xfail=xfail)


def evaluated(assistant: Assistant, asked: Case) -> CaseResult:
    return Evaluator(assistant).evaluate(asked, "river.qa.yaml", repetition=2)


@pytest.fixture
def gate(library: Library) -> Answer:
    return answer(says(quote(library, "gauge.md", GATE)))


RIGHT, WRONG = wants("quotes", GATE), wants("abstains")


# -- conversations ---------------------------------------------------------------------------


def test_a_case_is_asked_with_its_scope(library: Library, gate: Answer) -> None:
    told = Told(library, gate)
    result = evaluated(told, case(CaseTurn("When?", (RIGHT,)), documents=("gauge.md",)))
    assert told.asked == [("When?", ("gauge.md",), ())]
    assert (result.file, result.repetition, result.outcome) == ("river.qa.yaml", 2, Outcome.PASSED)
    (turn,) = result.turns
    assert turn.answer == replace(gate, question="When?")
    assert [found.assertion.name for found in turn.findings] == [
        "quotes-verbatim", "supported", "quotes",
    ]  # fmt: skip
    assert len(turn.evidence) == 1
    assert turn.scores.quote_recall == 1.0


def test_later_turns_know_the_earlier_ones(library: Library, gate: Answer) -> None:
    second = replace(gate, understood_as="Who closed the gate of Stenbro?")
    told = Told(library, gate, second, gate)
    turns = [CaseTurn(question, (RIGHT,)) for question in ("When?", "Who?", "Why?")]
    assert evaluated(told, case(*turns)).outcome is Outcome.PASSED
    first = remembered("When?", gate)
    then = remembered("Who?", second)
    assert [history for _, _, history in told.asked] == [(), (first,), (first, then)]
    assert told.asked[2][2][1].question == "Who closed the gate of Stenbro?"


def test_a_turn_that_fails_ends_no_conversation(library: Library, gate: Answer) -> None:
    told = Told(library, gate, gate)
    result = evaluated(told, case(CaseTurn("When?", (WRONG,)), CaseTurn("Who?", (RIGHT,))))
    assert len(told.asked) == 2
    assert result.outcome is Outcome.FAILED
    assert [turn.failure for turn in result.turns] == [FailureKind.WRONGLY_ANSWERED, None]
    assert result.failure is FailureKind.WRONGLY_ANSWERED


@pytest.mark.parametrize("error", [QuestionRefused("It is too long."), IndexMismatch("Rebuild.")])
@pytest.mark.parametrize("at", [0, 1])
def test_an_error_ends_the_conversation(
    library: Library, gate: Answer, error: Exception, at: int
) -> None:
    told = Told(library, *[gate] * at, error)
    turns = [CaseTurn(question, (RIGHT,)) for question in ("When?", "Who?", "Why?")]
    result = evaluated(told, case(*turns))
    assert len(told.asked) == len(result.turns) == at + 1
    assert result.outcome is Outcome.FAILED
    last = result.turns[-1]
    assert (last.answer, last.failure, last.error) == (None, FailureKind.NO_ANSWER, str(error))
    assert result.failure is FailureKind.NO_ANSWER
    assert len(last.evidence) == 1


def test_an_error_of_the_program_is_no_failure_of_a_case(library: Library) -> None:
    with pytest.raises(ZeroDivisionError):
        evaluated(Told(library, ZeroDivisionError()), case(CaseTurn("When?", (RIGHT,))))


# -- outcomes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assertion", "xfail", "outcome"),
    [
        (RIGHT, "", Outcome.PASSED),
        (WRONG, "", Outcome.FAILED),
        (WRONG, "known", Outcome.XFAILED),
        (RIGHT, "known", Outcome.XPASSED),
    ],
)
def test_what_becomes_of_a_case(
    library: Library, gate: Answer, assertion: Assertion, xfail: str, outcome: Outcome
) -> None:
    result = evaluated(Told(library, gate), case(CaseTurn("When?", (assertion,)), xfail=xfail))
    assert result.outcome is outcome


def test_an_error_is_what_an_xfail_expects_as_well(library: Library) -> None:
    told = Told(library, QuestionRefused("It is too long."))
    result = evaluated(told, case(CaseTurn("When?", (RIGHT,)), xfail="known"))
    assert result.outcome is Outcome.XFAILED


@pytest.mark.parametrize("xfail", ["", "known"])
def test_a_case_that_is_wrong_itself_is_not_asked(library: Library, xfail: str) -> None:
    told = Told(library)
    lost = CaseTurn("Who?", (wants("quotes", "the gate was stolen"),))
    result = evaluated(told, case(CaseTurn("When?", (RIGHT,)), lost, xfail=xfail))
    assert (result.outcome, result.turns, told.asked) == (Outcome.INVALID, (), [])
    assert "“the gate was stolen” are not in" in result.detail


def test_what_was_said_before_is_judged_without_asking(library: Library, gate: Answer) -> None:
    told = Told(library)
    asked = case(CaseTurn("When?", (RIGHT,)), CaseTurn("Who?", (WRONG,)))
    result = Evaluator(told).evaluate(asked, "river.qa.yaml", said=[gate, "It is too long."])
    assert told.asked == []
    assert [turn.failure for turn in result.turns] == [None, FailureKind.NO_ANSWER]


# -- models ----------------------------------------------------------------------------------


class Pointing(ScriptedModel):
    """Writes its reply with the label of a sentence that it was shown in the place of {words}."""

    def reply(self, messages: list[BaseMessage]) -> str:
        prompt = str(messages[-1].content)
        text = super().reply(messages)
        for words in re.findall(r"\{(.+?)\}", text):
            label = re.search(rf"^\[(\d+\.\d+)\].*{re.escape(words)}", prompt, re.MULTILINE)
            assert label, f"{words} was not shown"
            text = text.replace(f"{{{words}}}", label[1])
        return text


QUESTION = "What did Halvard Osk say about the bread?"


def written(library: Library, reply: str, *assertions: Assertion) -> CaseResult:
    """A case that a model answers with this reply."""
    assistant = Assistant(library, Pointing(replies=[reply]), reader=None)
    return evaluated(assistant, case(CaseTurn(QUESTION, assertions)))


def test_a_model_that_tells_the_truth_passes(library: Library) -> None:
    result = written(
        library,
        "- Halvard Osk said that “the bread was wet”. [{bread was wet}]",
        wants("quotes", "the bread was wet"),
        wants("attributed-to", "Halvard Osk"),
        wants("says", "wet"),
        wants("says-not", "dry"),
    )
    assert result.outcome is Outcome.PASSED
    (turn,) = result.turns
    assert turn.answer
    assert turn.answer.receipt.model
    assert (turn.scores.statements, turn.scores.recalled_statements, turn.scores.withdrawn) == (
        1, 1, 0,
    )  # fmt: skip


LIES = [
    "Halvard Osk said that “the bread was dry as dust”.",
    "Halvard Osk said that 40 breads were wet.",
    "Mara Holt said that the bread was wet.",
    "Halvard Osk denied that the bread was wet.",
    "Halvard Osk said that the bread was not wet.",
]


@pytest.mark.parametrize("lie", LIES)
def test_a_model_that_lies_is_caught(library: Library, lie: str) -> None:
    """What is shown instead is clean, and the lie is never seen as said."""
    result = written(library, f"- {lie} [{{bread was wet}}]", wants("says-not", "dry", "40", "not"))
    assert result.outcome is Outcome.PASSED
    (turn,) = result.turns
    assert turn.answer
    assert lie not in turn.answer.text
    assert turn.scores.withdrawn == 1
    assert turn.scores.verbatim_quotes == turn.scores.quotes
    lying = written(library, f"- {lie} [{{bread was wet}}]", wants("attributed-to", "Mara Holt"))
    assert lying.outcome is Outcome.FAILED


@pytest.mark.parametrize("model", [CarelessModel(), ObedientModel(trigger="gate")])
@pytest.mark.parametrize("question", [QUESTION, "When was the gate closed?"])
def test_no_model_brings_a_wrong_quote_or_an_unsupported_statement(
    library: Library, model: CarelessModel | ObedientModel, question: str
) -> None:
    unbounded = replace(wants("latency"), threshold=1e9)
    assistant = Assistant(library, model, reader=None)
    result = evaluated(assistant, case(CaseTurn(question, (unbounded,))))
    (turn,) = result.turns
    assert turn.failure is None
    assert turn.scores.withdrawn > 0


@pytest.mark.parametrize("lie", LIES)
def test_an_assistant_without_the_check_would_fail(library: Library, lie: str) -> None:
    """The harness judges what is shown, whatever the product believes of it."""
    leaky = says(quote(library, "gauge.md", BREAD, ["Halvard Osk"]), lie)
    result = evaluated(
        Told(library, answer(leaky)),
        case(CaseTurn(QUESTION, (wants("quotes", "the bread was wet"),))),
    )
    assert result.outcome is Outcome.FAILED
    assert result.failure in (FailureKind.MISQUOTE, FailureKind.UNSUPPORTED)
