"""A run on disk: what was written is read, a stopped one goes on, a damaged one is refused."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_runs import again, invalid, result, right, run, turn, wrong
from passages import passage

from index.types import Attribution, Span, Stance
from qa.evaluation.at_work import LOCK, held, is_at_work
from qa.evaluation.errors import RunError
from qa.evaluation.runs import (
    ANSWERS,
    REPORT,
    AnswerKey,
    Recorder,
    Run,
    answers_of,
    fresh_folder,
    read_run,
)
from qa.evaluation.types import (
    Assertion,
    AssertionType,
    AtPlace,
    CaseResult,
    FailureKind,
    Finding,
    Outcome,
    TurnResult,
    TurnScores,
)
from qa.types import (
    Answer,
    AnswerStatus,
    Quote,
    Receipt,
    Rejection,
    RejectionReason,
    ShortAnswer,
    Statement,
)

QUOTE = Quote(
    1, "ferry.txt", 3, 9, "It “was”\u2028ice", "Ferry", 3, "News", "page 3", "Coast Wire",
    datetime.date(2024, 3, 1), ("Courier", "Ann"),
)  # fmt: skip
SAID = Attribution(("Ann",), "said", Stance.DENIED, True, False, "a baker")


def full() -> CaseResult:
    """A case in which no field of any type has its default."""
    shown = passage(1, ("It was ice.", ("Ann",)), "Nobody knew.", title="Ferry")
    sentences = (replace(shown.sentences[0], attribution=SAID), *shown.sentences[1:])
    shown = replace(
        shown, sentences=sentences, copies=(passage(1, "It was ice.", document="copy.txt"),),
        topics=("ice",), similarity=0.25, found_by=("words",), publisher="Coast Wire",
    )  # fmt: skip
    statement = Statement("It was ice.", ("Ann",), (QUOTE, replace(QUOTE, label=2, page=None)))
    answer = Answer(
        "Why?", AnswerStatus.PARTIAL, "It was ice. [1]", (statement,), (shown,),
        Receipt("tiny", "p", "i", {"search": 0.1, "model": 2.5}, ("It means March.",)),
        ShortAnswer("ice", "ferry.txt", 6, 9), 0.75, True, QUOTE, ("when",),
        (Rejection("Ann lies.", RejectionReason.CONTRADICTED, "No.", ("lies",), statement),),
        ("The reply broke off.",), "Why did it lie still?",
    )  # fmt: skip
    made = Assertion(
        AssertionType.QUOTES, ("ice",), 0.5, "ferry.txt", 3, "News", negated=True, line=9
    )
    scores = TurnScores(
        (1, None), 0.5, 1.0, 2, 1, 1, 1, 1, 1, 3, 2, False, 0.5, True, False, 0.75, 2.6
    )
    found = Finding(made, False, "not-quotes: ice", "“It was ice”")
    one = TurnResult("Why?", answer, (found,), (), scores, FailureKind.WRONGLY_ANSWERED)
    broken = TurnResult("And then?", None, failure=FailureKind.NO_ANSWER, error="It is too long.")
    return replace(
        result("full", one, broken, outcome=Outcome.XFAILED, xfail="known"), repetition=3
    )


def recorded(
    folder: Path, *results: CaseResult, kept: Mapping[AnswerKey, Answer] | None = None
) -> Run:
    """A run of these results, written as they come."""
    recorder = Recorder(folder, kept or {})
    for each in results:
        recorder.add(each)
    done = run(*results, model="tiny")
    recorder.finish(done, "<p>the report</p>")
    return done


def rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / ANSWERS).read_text("utf-8").split("\n") if line]


def lines(folder: Path) -> Sequence[bytes]:
    return (folder / ANSWERS).read_bytes().splitlines(keepends=True)


def stop(folder: Path, data: bytes) -> dict[AnswerKey, Answer]:
    """The folder as a run left it that was stopped when it had written so much."""
    folder.mkdir(exist_ok=True)
    (folder / ANSWERS).write_bytes(data)
    return answers_of(folder)


# -- written and read ------------------------------------------------------------------------


def test_a_run_reads_as_it_was_written(tmp_path: Path) -> None:
    results = [full(), right(), wrong(), invalid(), *again([right(), wrong()], 2)]
    written = recorded(tmp_path / "run", *results)
    assert read_run(tmp_path / "run") == written
    assert (tmp_path / "run" / REPORT).read_text("utf-8") == "<p>the report</p>"
    written_files = {ANSWERS, REPORT, "run.json", "begun.json", LOCK}
    assert {path.name for path in (tmp_path / "run").iterdir()} == written_files


def test_half_a_surrogate_can_be_written_and_read(tmp_path: Path) -> None:
    odd = right("half \ud800")
    odd = replace(odd, turns=(replace(odd.turns[0], question="half \udfff"),))
    assert recorded(tmp_path, odd) == read_run(tmp_path)
    assert rows(tmp_path)[0]["user_input"] == "half \udfff"


def test_answers_are_on_disk_as_soon_as_they_come(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "new" / "run")
    for number in range(1, 4):
        recorder.add(right(f"case {number}"))
        assert len(answers_of(tmp_path / "new" / "run")) == number
    with pytest.raises(RunError, match="holds no finished run"):
        read_run(tmp_path / "new" / "run")


def test_the_lines_have_the_names_of_ragas(tmp_path: Path) -> None:
    recorded(tmp_path, wrong(), full(), invalid())
    row, conversation, broken = rows(tmp_path)
    assert row["user_input"] == "What did the storm take?"
    assert row["response"] == "“Nobody had been told.” [1]"
    assert row["retrieved_contexts"][1] == "A storm took the lantern of the pier."
    assert row["retrieved_context_ids"][1] == "storm.txt:0-37"
    assert row["reference"] == "lantern"
    assert row["reference_contexts"] == ["the lantern of the pier"]
    assert row["reference_context_ids"] == ["storm.txt:13-36"]
    assert [row[key] for key in ("case_file", "case", "repetition", "turn")] == [
        "cases/harbour.qa.yaml", "the lantern", 1, 1,
    ]  # fmt: skip
    assert (conversation["repetition"], conversation["turn"], broken["turn"]) == (3, 1, 2)
    assert conversation["reference_contexts"] == [], "what must not be quoted is no reference"
    assert (broken["answer"], broken["response"]) == (None, "It is too long.")


def test_of_several_places_the_first_is_the_reference(tmp_path: Path) -> None:
    (one,) = right().turns
    assert one.answer
    pieces = [[AtPlace("a", Span(1, 2)), AtPlace("b", Span(3, 4))], [AtPlace("c", Span(5, 6))]]
    recorded(tmp_path, result("case", turn(one.answer, evidence=pieces)))
    assert rows(tmp_path)[0]["reference_context_ids"] == ["a:1-2", "c:5-6"]


@pytest.mark.parametrize(
    ("kinds", "reference"),
    [
        (["quotes", "says", "short-answer"], "short-answer"),
        (["quotes", "says"], "says"),
        (["quotes", "says-not", "attributed-to"], "quotes"),
        (["abstains"], None),
    ],
)
def test_the_reference_is_the_shortest_that_the_case_tells(
    tmp_path: Path, kinds: list[str], reference: str | None
) -> None:
    found = [
        Finding(Assertion(AssertionType(kind), (kind, "other")), True, "", "") for kind in kinds
    ]
    answer = right().turns[0].answer
    assert answer
    recorded(tmp_path, result("case", turn(answer, *found)))
    assert rows(tmp_path)[0]["reference"] == reference


# -- a run that was stopped ------------------------------------------------------------------


def test_a_line_cut_anywhere_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    recorded(tmp_path / "whole", right("one"), full())
    first, second, _ = lines(tmp_path / "whole")
    one = stop(tmp_path / "cut", first)
    assert len(one) == 1
    for end in {*range(0, len(second), 11), *range(len(second) - 20, len(second))}:
        assert stop(tmp_path / "cut", first + second[:end]) == one, second[:end]
    assert len(stop(tmp_path / "cut", first + second)) == 2


@pytest.mark.parametrize("end", [0, 1, 700, -2, -1])
def test_a_stopped_run_goes_on_behind_what_is_whole(tmp_path: Path, end: int) -> None:
    recorded(tmp_path / "whole", right("one"), wrong("two"))
    first, second = lines(tmp_path / "whole")
    kept = stop(tmp_path / "run", first + second[:end])
    done = recorded(tmp_path / "run", right("one"), wrong("two"), right("three"), kept=kept)
    assert read_run(tmp_path / "run") == done
    assert [row["case"] for row in rows(tmp_path / "run")] == ["one", "two", "three"]


def test_while_it_goes_on_nothing_whole_is_lost(tmp_path: Path) -> None:
    recorded(tmp_path / "whole", right("one"), right("two"))
    kept = stop(tmp_path / "run", b"".join(lines(tmp_path / "whole")) + b'{"case')
    recorder = Recorder(tmp_path / "run", kept)
    for name in ("one", "two", "three"):
        recorder.add(right(name))
        assert {"one", "two"} <= {key[1] for key in answers_of(tmp_path / "run")}
    assert [row["case"] for row in rows(tmp_path / "run")] == ["one", "two", "three"]


def test_an_answer_that_was_given_anew_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """The question of the case was changed in between, so it was asked again."""
    recorded(tmp_path / "whole", wrong("one"), right("two"))
    kept = stop(tmp_path / "run", b"".join(lines(tmp_path / "whole")))
    recorder = Recorder(tmp_path / "run", kept)
    recorder.add(right("one"))
    assert answers_of(tmp_path / "run")["cases/harbour.qa.yaml", "one", 1, 1].question == (
        "Why did the ferry lie still?"
    )
    recorder.add(right("two"))
    done = run(right("one"), right("two"))
    recorder.finish(done, "")
    assert read_run(tmp_path / "run") == done
    assert len(rows(tmp_path / "run")) == 2


def test_two_programs_do_not_write_the_same_run(tmp_path: Path) -> None:
    assert not is_at_work(tmp_path)
    with Recorder(tmp_path) as recorder:
        recorder.add(right("one"))
        recorder.add(right("two"))
        assert is_at_work(tmp_path)
        with pytest.raises(RunError, match="is at work in another program"):
            Recorder(tmp_path, answers_of(tmp_path)).add(right("three"))
        assert len(answers_of(tmp_path)) == 2
    assert not is_at_work(tmp_path)
    Recorder(tmp_path, answers_of(tmp_path)).add(right("three"))
    assert len(answers_of(tmp_path)) == 3


def test_who_looks_whether_a_run_is_at_work_is_not_taken_for_one(tmp_path):
    with held(tmp_path):
        pass
    with ThreadPoolExecutor(8) as visitors:
        seen = visitors.map(lambda _: is_at_work(tmp_path), range(400))
    assert set(seen) == {False}


def test_a_question_that_ended_in_an_error_is_written_once(tmp_path: Path) -> None:
    broken = TurnResult("Why?", None, failure=FailureKind.NO_ANSWER, error="no")
    before, after = result("one", broken), right("one")
    recorded(tmp_path, before)
    recorded(tmp_path, after, kept=answers_of(tmp_path))
    assert [row["response"] for row in rows(tmp_path)] == ["“It was the ice” [1]"]


def test_what_is_not_asked_again_is_given_up_in_the_end(tmp_path: Path) -> None:
    recorded(tmp_path, right("one"), right("two"))
    recorded(tmp_path, right("two"), kept=answers_of(tmp_path))
    assert [row["case"] for row in rows(tmp_path)] == ["two"]
    recorded(tmp_path, right("three"))
    assert [row["case"] for row in rows(tmp_path)] == ["three"]


# -- what cannot be read or written ----------------------------------------------------------


def refusal(folder: Path) -> str:
    with pytest.raises(RunError) as refused:
        read_run(folder)
    told = str(refused.value)
    assert "\n" not in told
    assert re.search(r"--output|[Aa]sk the cases again", told), f"what to do? {told}"
    return told


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    assert "holds no finished run: there is no run.json" in refusal(tmp_path)
    with pytest.raises(RunError, match=r"holds no run: there is no answers.jsonl"):
        answers_of(tmp_path)


@pytest.mark.parametrize(
    "damaged",
    [
        b"", b"{", b"[]", b"null", b"3", b"{}", b'{"receipt": {}, "results": []}', b"\xff",
        b'{"receipt": 1, "results": 2}', b"[" * 100_000,
    ],
    ids=range(10),
)  # fmt: skip
def test_a_damaged_receipt_is_refused(tmp_path: Path, damaged: bytes) -> None:
    recorded(tmp_path, right())
    (tmp_path / "run.json").write_bytes(damaged)
    assert "run.json" in refusal(tmp_path)


@pytest.mark.parametrize(
    "damaged",
    [
        b"{", b"[]", b"null", b"{}", b"\xff", b'{"answer": {}}', b"[" * 100_000,
        b'{"answer": {}, "case_file": [], "case": "", "repetition": 1, "turn": 1}',
    ],
    ids=range(8),
)  # fmt: skip
def test_a_damaged_line_is_refused_with_its_number(tmp_path: Path, damaged: bytes) -> None:
    recorded(tmp_path, right("one"), right("two"))
    first, second = lines(tmp_path)
    (tmp_path / ANSWERS).write_bytes(first + damaged + b"\n" + second)
    assert "answers.jsonl, line 2" in refusal(tmp_path)


def test_a_run_whose_answers_are_gone_is_refused(tmp_path: Path) -> None:
    recorded(tmp_path, right("one"), right("two"))
    (tmp_path / ANSWERS).write_bytes(lines(tmp_path)[0])
    assert "lacks the answer to 'two'" in refusal(tmp_path)
    (tmp_path / ANSWERS).unlink()
    assert "there is no answers.jsonl" in refusal(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recorder = Recorder(tmp_path / "file")
    with pytest.raises(RunError, match=r"cannot be written to .*file: File exists.*--output"):
        recorder.add(right())
    with pytest.raises(RunError, match="cannot be written"):
        recorder.finish(run(right()), "")


def test_runs_that_begin_in_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    folders = []
    for _ in range(3):
        folders.append(fresh_folder(tmp_path))
        folders[-1].mkdir()
    assert len(set(folders)) == 3
    assert sorted(folders) == folders
