"""Runs from the page: what is asked, what is kept, what is shown, and how one is stopped."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from ferry_papers import BRIDGE, FERRY
from typer.testing import CliRunner

from index import Library
from index.types import OutcomeStatus
from qa import Assistant
from qa.chat.testing import kept
from qa.chat.testing.explained import TurnRow
from qa.chat.testing.room import CaseRoom
from qa.chat.testing.shown import ResultRow
from qa.cli import app
from qa.evaluation.runs import BEGUN, RUN, read_run
from qa.evaluation.types import Outcome
from qa.events import Event
from qa.model.writers import Writers
from qa.settings import load_settings
from qa.types import Turn
from qa.wiring import open_assistant, open_library

CASES = """\
description: what is known of the boats
tests:
  - question: What did Ivo Tann say?
    tags: [speakers]
    assert:
      - {type: quotes, value: We have no boat left that may carry people}
      - {type: attributed-to, value: Ivo Tann}
  - description: the wrong boats
    question: How many boats were sold in secret?
    tags: [numbers, boats]
    assert:
      - {type: quotes, value: harbour master Ivo Tann said on Sunday, document: ferry.txt}
      - {type: attributed-to, value: Mara Holt}
  - question: What does a loaf of rye bread cost in Paris?
    assert: [{type: abstains}]
  - description: the whale
    question: Where is the whale?
    assert: [{type: quotes, value: the whale lies in the bay}]
"""
ALL = ["What did Ivo Tann say?", "the wrong boats", "What does a loaf of rye bread cost in Paris?",
       "the whale"]  # fmt: skip
CHAT = "from-the-chat.qa.yaml"


class Gated(Assistant):
    """Answers when it is let; notes what it is asked."""

    gate: threading.Event
    asked: list[str]

    def stream(  # type: ignore[override]
        self, question: str, documents: Sequence[str] | None = None, history: Sequence[Turn] = ()
    ) -> Generator[Event, None, None]:
        self.asked.append(question)
        assert self.gate.wait(20)
        yield from super().stream(question, documents, history)


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    papers = home / "papers"
    papers.mkdir()
    (papers / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (papers / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    with open_library(load_settings()) as opened:
        opened.add(papers)
        (opened.folder / "cases").mkdir()
        (opened.folder / "cases" / CHAT).write_text(CASES, encoding="utf-8")
        yield opened


@pytest.fixture
def room(library: Library) -> CaseRoom:
    return CaseRoom(Writers(open_assistant(load_settings(), library)), editable=True)


def ended(room: CaseRoom) -> None:
    until(lambda: not room.going()["running"])


def until(happens: object) -> None:
    end = time.monotonic() + 30
    while not happens():  # type: ignore[operator]
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def ran(room: CaseRoom, *names: str) -> ResultRow:
    """Run some cases of the file, or all, to the end."""
    assert room.run([[CHAT, name] for name in names] if names else None) == ""
    ended(room)
    assert room.going()["problem"] == ""
    result = room.result(room.going()["run"])
    assert result is not None
    return result


def outcomes(room: CaseRoom) -> dict[str, str]:
    return {
        case["name"]: case["outcome"] for row in room.overview()["files"] for case in row["cases"]
    }


def wrong(result: ResultRow, name: str) -> TurnRow:
    (found,) = [c for group in result["groups"] for c in group["cases"] if c["name"] == name]
    (turn,) = found["turns"]
    return turn


def test_all_cases_are_run_and_told(room: CaseRoom) -> None:
    assert outcomes(room) == dict.fromkeys(ALL, "")
    assert room.overview()["going"]["run"] == ""
    result = ran(room)
    assert result["headline"] == "2 of 3 cases were right"
    assert result["share"] is not None
    assert round(result["share"]["value"], 2) == 0.67
    assert "95 % interval" in result["share"]["words"]
    assert {"2 right", "1 wrong", "1 invalid", "without a language model"} <= {*result["facts"]}
    assert outcomes(room) == dict(zip(ALL, ["passed", "failed", "passed", "invalid"], strict=True))
    (row,) = room.overview()["files"]
    assert (row["name"], row["description"]) == (CHAT, "what is known of the boats")
    assert row["cases"][1]["question"] == "How many boats were sold in secret?"
    assert row["cases"][0]["question"] == "", "its name says it"
    assert row["cases"][1]["tags"] == ["numbers", "boats"]
    assert [case["good"] for case in row["cases"]] == [True, False, True, False]


def test_a_failed_case_shows_what_was_expected_beside_what_was_found(room: CaseRoom) -> None:
    result = ran(room)
    turn = wrong(result, "the wrong boats")
    quotes, speaker = turn["demands"]
    assert quotes["demand"] == "These words are quoted"
    assert quotes["values"] == ["harbour master Ivo Tann said on Sunday"]
    (wanted,) = quotes["places"]
    text = room.library.text("ferry.txt")
    assert text[wanted["start"] : wanted["end"]] == "harbour master Ivo\nTann said on Sunday"
    assert (wanted["where"], wanted["opens"]) == ("Ferry line to Osk closes", True)
    assert quotes["found"] == ""
    for quote in quotes["quotes"]:
        at = quote["at"]
        assert room.library.text(at["document"])[at["start"] : at["end"]] == quote["text"]
    assert speaker["demand"] == "It is said by"
    assert (speaker["values"], speaker["found"]) == (["Mara Holt"], "the words are not quoted")
    assert any(piece["wanted"] for excerpt in turn["excerpts"] for piece in excerpt["pieces"])
    (whale,) = [c for g in result["groups"] for c in g["cases"] if c["name"] == "the whale"]
    assert "“the whale lies in the bay” are not in" in whale["detail"]
    assert (whale["file"], whale["line"], whale["turns"]) == (CHAT, 16, [])


@pytest.mark.parametrize(
    ("assertion", "demand", "found"),
    [
        ("{type: abstains}", "The answer declines", "answered"),
        ("{type: not-abstains, value: false}", "The answer declines", "answered"),
        ("{type: status, value: [partial, not_in_documents]}", "The outcome is", "answered"),
        ("{type: conflict}", "The answer says that accounts differ", "no difference told"),
        (
            "{type: says, value: whale}",
            "The answer holds the words",
            "the answer as it stands belo",
        ),
        ("{type: latency, threshold: 0.001}", "It takes no longer than", " ms"),
        ("{type: cites, document: bridge.txt}", "A quote comes from there", ""),
        ("{type: short-answer, value: whale}", "The short answer is", ""),
    ],
)
def test_every_demand_is_told_in_words(
    room: CaseRoom, assertion: str, demand: str, found: str
) -> None:
    path = room.cases / CHAT
    head = "tests:\n  - question: What did Ivo Tann say?\n    assert:\n      - "
    path.write_text(head + assertion, encoding="utf-8")
    (told,) = wrong(ran(room), "What did Ivo Tann say?")["demands"]
    assert told["demand"] == demand
    assert found in told["found"]
    assert "threshold" not in told["where"]


def test_of_words_that_must_not_be_quoted_just_these_are_shown(room: CaseRoom) -> None:
    (room.cases / CHAT).write_text(
        "tests:\n  - question: What did Ivo Tann say?\n    assert:\n"
        "      - {type: not-quotes, value: We have no boat left that may carry people}\n",
        encoding="utf-8",
    )
    (told,) = wrong(ran(room), "What did Ivo Tann say?")["demands"]
    (quote,) = told["quotes"]
    assert "We have no boat left" in quote["text"]


def test_some_cases_are_run_and_the_others_keep_what_they_came_to(room: CaseRoom) -> None:
    ran(room)
    result = ran(room, "the wrong boats", "the whale")
    assert result["headline"] == "0 of 1 case were right"
    assert outcomes(room)["What did Ivo Tann say?"] == "passed"
    assert len(room.kept.finished()) == 2


@pytest.mark.parametrize(
    "cases",
    [[], {}, "all", 7, True, [[CHAT, "none of this name"]], [[CHAT]], [CHAT], [[CHAT, 1]],
     [["../cases/" + CHAT, ALL[0]]], [["\x00", ALL[0]]], [[CHAT, [ALL[0]]]]],
)  # fmt: skip
def test_whatever_a_visitor_asks_for_only_cases_of_the_list_are_run(
    room: CaseRoom, cases: object
) -> None:
    assert room.run(cases) == "There is no test to run."
    assert room.kept.all() == []


def test_a_case_that_was_changed_since_says_so(room: CaseRoom) -> None:
    ran(room)
    path = room.cases / CHAT
    path.write_text("# a line more\n" + CASES.replace("type: abstains", "type: conflict"), "utf-8")
    (row,) = room.overview()["files"]
    assert [case["edited"] for case in row["cases"]] == [False, False, True, False]


def test_what_flipped_since_the_last_run_is_told(room: CaseRoom, home: Path) -> None:
    assert ran(room)["since"] is None
    same = ran(room)["since"]
    assert same is not None
    assert (same["cases"], same["gained"], same["lost"]) == (3, [], [])
    fixed = CASES.replace("harbour master Ivo Tann said on Sunday", "two boats were sold in secret")
    (room.cases / CHAT).write_text(fixed.replace("Mara Holt", "unnamed council members"), "utf-8")
    (home / "papers" / "ferry.txt").write_text(FERRY.replace("boat left", "ship left"), "utf-8")
    room.library.add(home / "papers", sync=True)
    since = ran(room)["since"]
    assert since is not None
    assert (since["gained"], since["lost"]) == (["the wrong boats"], [])
    assert "1 document" in since["changed"]
    assert since["chance"].startswith("If the two were equally good")
    assert outcomes(room)["What did Ivo Tann say?"] == "invalid"


def test_the_page_and_the_command_come_to_the_same_and_read_each_other(
    room: CaseRoom, library: Library, home: Path
) -> None:
    ran(room)
    (page,) = room.kept.finished()
    told = CliRunner().invoke(app, ["eval", "library/cases", "--output", "command"])
    assert told.exit_code == 1, told.output
    here, there = read_run(page), read_run(home / "command")
    assert [(r.file, r.case, r.outcome, r.failure) for r in here.results] == [
        (r.file, r.case, r.outcome, r.failure) for r in there.results
    ]
    assert (page / BEGUN).read_text() == (home / "command" / BEGUN).read_text()
    compared = CliRunner().invoke(app, ["eval", "--compare", str(page), "command", "--json"])
    assert compared.exit_code == 0, compared.output
    difference = json.loads(compared.stdout)
    assert difference["changed"] == []
    assert (difference["gained"], difference["lost"]) == ([], [])


# -- one at a time, stopping, going on -------------------------------------------------------


@pytest.fixture
def gated(library: Library) -> CaseRoom:
    assistant = Gated(library)
    assistant.gate, assistant.asked = threading.Event(), []
    return CaseRoom(Writers(assistant), editable=True)


def behind(room: CaseRoom) -> Gated:
    assistant = room.runner._writers.assistant()
    assert isinstance(assistant, Gated)
    return assistant


def stopped_at_the_second(room: CaseRoom) -> None:
    """Run all, and stop while the second case is at work."""
    assistant = behind(room)
    assistant.gate.set()
    asked = type(assistant).stream

    def hold(self: Gated, question: str, *given: object) -> Generator[Event, None, None]:
        if question.startswith("How many"):
            assistant.gate.clear()
        yield from asked(self, question, *given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gated, "stream", hold)
        assert room.run(None) == ""
        until(lambda: len(assistant.asked) == 2)
        going = room.going()
        assert (going["done"], going["total"], going["stopping"]) == (1, 4, False)
        assert going["doing"] == "How many boats were sold in secret?"
        assert going["seconds_left"] is not None
        room.runner.stop()
        assert room.going()["stopping"]
        assistant.gate.set()
        ended(room)


def test_only_one_run_goes_on_at_a_time(gated: CaseRoom) -> None:
    assert gated.run(None) == ""
    until(lambda: behind(gated).asked)
    assert gated.going()["running"], "whoever looks sees it"
    assert gated.overview()["left"] == 0
    assert "are being run already" in gated.run(None)
    behind(gated).gate.set()
    ended(gated)
    assert len(gated.kept.all()) == 1


def test_a_stopped_run_keeps_what_was_judged_and_goes_on(gated: CaseRoom) -> None:
    stopped_at_the_second(gated)
    (folder,) = gated.kept.finished()
    assert [each.outcome for each in read_run(folder).results] == [Outcome.PASSED]
    assert gated.overview()["left"] == 3
    assert outcomes(gated) == dict(zip(ALL, ["passed", "", "", ""], strict=True))
    written = gated.going()["written"]
    behind(gated).asked.clear()
    assert gated.go_on() == ""
    ended(gated)
    assert behind(gated).asked[0] == "How many boats were sold in secret?", "not the first again"
    assert gated.kept.finished() == [folder]
    assert gated.going()["written"] != written
    assert [each.case.name for each in read_run(folder).results] == ALL
    assert gated.overview()["left"] == 0
    assert gated.go_on() == "There is no run to go on with."


@pytest.mark.parametrize("tail", [b"", b'{"case_file": "libr'])
def test_a_run_that_was_broken_off_goes_on_after_a_restart(
    gated: CaseRoom, library: Library, tail: bytes
) -> None:
    stopped_at_the_second(gated)
    (folder,) = gated.kept.finished()
    (folder / RUN).unlink()  # as where the program is killed
    with (folder / "answers.jsonl").open("ab") as file:
        file.write(tail)
    again = CaseRoom(Writers(behind(gated)), editable=True)
    assert again.overview()["left"] == 3
    assert again.go_on() == ""
    ended(again)
    assert again.going()["problem"] == ""
    assert [each.case.name for each in read_run(folder).results] == ALL


def test_what_is_gone_from_the_files_is_not_left_to_ask(gated: CaseRoom) -> None:
    stopped_at_the_second(gated)
    first = CASES[: CASES.index("  - description: the wrong boats")]
    (gated.cases / CHAT).write_text(first, encoding="utf-8")
    assert gated.overview()["left"] == 0


def test_a_run_does_not_go_on_under_other_settings(
    gated: CaseRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_at_the_second(gated)
    monkeypatch.setenv("QA_READER_SECONDS", "7")
    assert gated.go_on() == ""
    ended(gated)
    assert "begun with another reader_seconds: 60.0, and now it is 7.0" in gated.going()["problem"]
    assert gated.overview()["left"] == 3, "nothing is lost"


def test_a_run_does_not_go_on_over_other_documents(gated: CaseRoom, home: Path) -> None:
    stopped_at_the_second(gated)
    (home / "papers" / "ferry.txt").write_text(FERRY.replace("boat left", "ship left"), "utf-8")
    (home / "papers" / "tide.txt").write_text("The tide was high at noon.\n", "utf-8")
    gated.library.add(home / "papers")
    behind(gated).asked.clear()
    assert gated.go_on() == ""
    ended(gated)
    told = "Documents have changed since the run in "
    assert gated.going()["problem"].startswith(told)
    assert "begun: ferry.txt, tide.txt. Begin a new run." in gated.going()["problem"]
    assert behind(gated).asked == []
    (folder,) = gated.kept.finished()
    assert [each.outcome for each in read_run(folder).results] == [Outcome.PASSED], "as it was"


def test_a_run_at_work_in_another_program_is_not_gone_on_with(
    gated: CaseRoom, library: Library
) -> None:
    stopped_at_the_second(gated)
    other = CaseRoom(Writers(behind(gated)), editable=True)
    behind(gated).gate.clear()
    assert gated.go_on() == ""
    until(lambda: len(behind(gated).asked) == 3)
    assert other.overview()["left"] == 0
    assert "is at work in another program" in other.go_on()
    (folder,) = gated.kept.all()
    told = CliRunner().invoke(app, ["eval", "library/cases", "--resume", str(folder)])
    assert told.exit_code == 1
    assert "is at work in another program" in told.stderr
    behind(gated).gate.set()
    ended(gated)
    assert gated.going()["problem"] == ""
    assert [each.case.name for each in read_run(folder).results] == ALL


def test_a_run_that_is_stopped_before_its_first_verdict_leaves_nothing(gated: CaseRoom) -> None:
    assert gated.run(None) == ""
    until(lambda: behind(gated).asked)
    gated.runner.stop()
    behind(gated).gate.set()
    ended(gated)
    assert gated.kept.all() == []
    assert gated.going()["problem"] == ""


def test_a_fault_of_the_program_is_told_and_the_next_run_works(
    room: CaseRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[object] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)
    with monkeypatch.context() as patch:
        patch.setattr("qa.chat.testing.runner.report_page", lambda run: 1 / 0)
        assert room.run(None) == ""
        ended(room)
    until(lambda: faults)
    assert "a fault in this program" in room.going()["problem"]
    ran(room)


# -- files, visitors, hostile input ----------------------------------------------------------


def test_a_file_that_cannot_be_used_keeps_none_from_the_others(room: CaseRoom) -> None:
    (room.cases / "broken.qa.yaml").write_text(
        "tests:\n  - question: Why\n    asert: []\n", "utf-8"
    )
    broken, whole = room.overview()["files"]
    assert (broken["name"], broken["line"], broken["cases"]) == ("broken.qa.yaml", 3, [])
    assert broken["problem"] == "There is no 'asert' here. Is 'assert' meant?"
    assert broken["path"] == str((room.cases / "broken.qa.yaml").absolute())
    assert whole["problem"] == ""
    assert ran(room)["headline"] == "2 of 3 cases were right"


def test_a_file_with_documents_of_its_own_is_asked_of_these(room: CaseRoom, home: Path) -> None:
    (home / "tide.txt").write_text("The tide\n\nHigh tide was at noon, Ann Lind said.\n", "utf-8")
    (room.cases / CHAT).unlink()
    own = "files: [../../tide.txt]\ntests:\n  - question: When was high tide?\n    assert:\n"
    (room.cases / "tide.qa.yaml").write_text(
        own + "      - {type: quotes, value: by Ann}\n", "utf-8"
    )
    result = ran_file(room, "tide.qa.yaml", "When was high tide?")
    assert result["headline"] == "None of the 1 case is valid"
    (room.cases / "tide.qa.yaml").write_text(own + "      - {type: abstains}\n", "utf-8")
    turn = wrong(ran_file(room, "tide.qa.yaml", "When was high tide?"), "When was high tide?")
    (statement,) = turn["statements"]
    at = statement["quotes"][0]["at"]
    assert (at["document"], at["opens"]) == ("tide.txt", False)
    assert (room.kept.libraries).is_dir()
    assert room.library.add(home / "library").count(OutcomeStatus.ADDED) == 0


def ran_file(room: CaseRoom, file: str, name: str) -> ResultRow:
    assert room.run([[file, name]]) == ""
    ended(room)
    assert room.going()["problem"] == ""
    result = room.result(room.going()["run"])
    assert result is not None
    return result


def test_without_documents_it_is_told_what_to_do(room: CaseRoom) -> None:
    for document in room.library.documents():
        room.library.remove(document.name)
    assert room.run(None) == ""
    ended(room)
    assert "is empty. Add documents" in room.going()["problem"]


def test_visitors_who_may_not_change_anything_look_only(room: CaseRoom) -> None:
    ran(room)
    visitor = CaseRoom(room.runner._writers, editable=False)
    shown = visitor.overview()
    assert (shown["editable"], shown["folder"], shown["left"]) == (False, "", 0)
    assert [(row["path"], len(row["cases"])) for row in shown["files"]] == [("", 4)]
    assert visitor.result(shown["going"]["run"]) is not None
    assert visitor.run(None) == "Tests cannot be run on this page."
    assert visitor.go_on()
    assert len(room.kept.all()) == 1


def test_where_there_are_no_cases_there_is_nothing_to_run(room: CaseRoom) -> None:
    shutil.rmtree(room.cases)
    shown = room.overview()
    assert shown["files"] == []
    assert shown["folder"] == str(room.cases.absolute())
    assert room.run(None) == "There is no test to run."


@pytest.mark.parametrize("name", ["", "..", "../cases", "/etc", "\x00", "libraries"])
def test_only_runs_that_there_are_can_be_named(room: CaseRoom, name: str) -> None:
    ran(room)
    assert room.result(name) is None
    assert room.kept.report(name) == ""


def test_the_report_is_that_of_the_command(room: CaseRoom) -> None:
    name = ran(room)["run"]
    assert "<h1>2 of 3 cases were right</h1>" in room.kept.report(name)


def test_an_earlier_run_without_its_answers_is_passed_over(room: CaseRoom) -> None:
    ran(room)
    ran(room)
    (room.kept.finished()[0] / "answers.jsonl").write_text('{"answer": {}}\n')
    since = ran(room)["since"]
    assert since is not None
    assert since["started"] == read_run(room.kept.finished()[-1]).receipt.started


def test_a_case_that_was_asked_long_ago_is_still_known(
    room: CaseRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(room)
    (first,) = room.kept.finished()
    told = json.loads((first / RUN).read_text("utf-8"))
    told["results"] = [r for r in told["results"] if r["case"]["name"] == "the wrong boats"]
    for number in range(90):
        later = room.kept.folder / f"9999-01-01T00-{number // 60:02}-{number % 60:02}"
        later.mkdir()
        (later / BEGUN).write_text("{}")
        (later / RUN).write_text(json.dumps(told), "utf-8")
    assert outcomes(room) == dict(zip(ALL, ["passed", "failed", "passed", "invalid"], strict=True))
    read = kept._RESULTS.validate_python
    parsed: list[object] = []
    monkeypatch.setattr(
        kept, "_RESULTS", SimpleNamespace(validate_python=lambda v: parsed.append(v) or read(v))
    )
    outcomes(room)
    assert len(parsed) <= 2, "each run is read once"


def test_a_run_of_another_release_hides_none_of_the_others(room: CaseRoom) -> None:
    ran(room)
    later = room.kept.folder / "9999-01-01T00-00-00"
    later.mkdir()
    (later / BEGUN).write_text("{}")
    (later / RUN).write_text('{"results": [{"of": "another release"}]}')
    assert outcomes(room)["What did Ivo Tann say?"] == "passed"
    assert room.going()["run"] == later.name
    assert room.result(later.name) is None
    assert room.overview()["left"] == 0
