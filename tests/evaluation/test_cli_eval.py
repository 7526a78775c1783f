"""The command ``eval``, from its options to what it prints and writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import FAILED, OK, USAGE, in_json, qa
from doubles import ScriptedModel
from harbour import CASES, OUTCOMES, REPORT, harbour

from qa.evaluation import command
from qa.evaluation.case_files import read_cases
from qa.evaluation.running import said_before
from qa.evaluation.runs import answers_of, read_run

GOOD = ("--only", "closes")
_KNOWN = "\n  - description: known"
MENDED = CASES.replace(f"value: Ivo Tann}}{_KNOWN}", f"value: Runa Seil}}{_KNOWN}")


@pytest.fixture
def cases(home) -> Path:
    return harbour(home)


def test_it_tells_what_went_wrong_and_what_it_comes_to(cases):
    done = qa("eval")
    assert done.exit_code == FAILED
    for told in (
        "── failed: somebody else said it",
        "── invalid: a number is written otherwise",
        "── passed unexpectedly: passes unexpectedly",
        "right: 2 of 4 (50.0%, 95 % interval 15.0%–85.0%)",
        "1  wrong speaker",
    ):
        assert told in done.stdout
    assert "5 of 5 cases, 3 not as they should be" in done.stderr
    assert "known to fail" not in done.stdout


def test_what_is_asked_again_is_told_with_its_repetition(cases):
    told = qa("eval", "--only", "somebody", "--repeat", "2").stdout
    assert "── failed: somebody else said it (repetition 1)\n" in told
    assert "── failed: somebody else said it (repetition 2)\n" in told


def test_the_tables_name_every_tag_and_metric_with_its_interval(cases):
    told = qa("eval", *GOOD).stdout
    for row in ("numbers ", "harbour ", "hit@1 ", "quote recall ", "quotes verbatim "):
        assert any(line.startswith(row) and "%–" in line for line in told.splitlines()), row


def test_in_json_it_is_one_value(cases):
    told, done = in_json("eval")
    assert done.exit_code == FAILED
    assert {r["case"]["name"]: r["outcome"] for r in told["results"]} == OUTCOMES
    assert told["summary"]["failures"] == {"wrong speaker": 1, "wrongly answered": 1}
    assert told["receipt"]["model"] is None
    assert "NaN" not in done.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (GOOD, OK),
        (("--only", "known to fail"), OK),
        (("--only", "unexpectedly"), FAILED),
        (("--only", "somebody"), FAILED),
        (("--only", "somebody", "--min-pass-rate", "0"), OK),
        (("--only", "otherwise", "--min-pass-rate", "0"), FAILED),
        (("--tag", "two-words"), OK),
        (("--tag", "two-words", "--min-pass-rate", "1"), OK),
    ],
)
def test_the_exit_code_says_whether_all_is_well(cases, words, code):
    assert qa("eval", *words).exit_code == code


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--only", "nothing of the kind"), "No case has 'nothing of the kind' in its name."),
        (
            ("--tag", "Numbers", "--tag", "dates"),
            "No case has the tag Numbers or dates. The tags are harbour, numbers, skip, speakers,",
        ),
        (("--tag", "numbers", "--only", "x"), "No case with the tag numbers has 'x' in its name."),
        (("nowhere",), "There is no such file or folder"),
        (("harbour.txt",), "The name of a case file ends in .qa.yaml"),
        (("--rescore", "nowhere"), "holds no finished run"),
        (("--compare", "nowhere", "nowhere"), "holds no finished run"),
        (("--resume", "nowhere"), "holds no run to go on with"),
        (("--import", "nowhere.csv"), "There is no such file"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(cases, words, told):
    done = qa("eval", *words)
    assert done.exit_code == FAILED
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_case_files_it_says_how_to_get_some(home):
    assert "--draft" in qa("eval").stderr


def test_two_ways_at_once_are_refused(cases):
    assert qa("eval", "--draft", "3", "--rescore", "run").exit_code == USAGE


def test_a_folder_with_a_run_in_it_is_not_overwritten(cases):
    assert qa("eval", *GOOD, "--output", "run").exit_code == OK
    before = Path("run/answers.jsonl").read_bytes()
    again = qa("eval", *GOOD, "--output", "run")
    assert again.exit_code == FAILED
    assert "is not empty" in again.stderr
    assert "--resume run" in again.stderr
    assert Path("run/answers.jsonl").read_bytes() == before


def test_a_folder_with_other_things_in_it_is_not_called_a_run(cases):
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine")
    told = qa("eval", *GOOD, "--output", "mine").stderr
    assert "mine is not empty. Name another folder with --output." in told
    assert "--resume" not in told


def test_where_all_cases_are_invalid_there_is_no_figure(cases):
    told = qa("eval", "--only", "otherwise").stdout
    assert "right: no case" in told
    assert "nan" not in told


def test_a_run_is_not_written_over_a_file(cases):
    Path("run").write_text("mine")
    done = qa("eval", *GOOD, "--output", "run")
    assert done.exit_code == FAILED
    assert "run is a file. Name another folder with --output." in done.stderr
    assert Path("run").read_text() == "mine"


def test_a_run_is_kept_below_evaluations_where_no_folder_is_named(cases):
    qa("eval", *GOOD)
    (report,) = Path("evaluations").glob("*/report.html")
    assert "how long it closes" in report.read_text("utf-8")


class Stopped(KeyboardInterrupt):
    """Ctrl-C after a case."""


def test_a_stopped_run_goes_on_without_asking_again(cases, monkeypatch):
    asked = []
    ask = command.Session.ask

    def counted(self, case_file, case, repetition):
        result = ask(self, case_file, case, repetition)
        asked.append(
            (case.name, result.turns and said_before(self.earlier, case_file, case, repetition))
        )
        if len(asked) == 3:
            raise Stopped
        return result

    monkeypatch.setattr(command.Session, "ask", counted)
    stopped = qa("eval", "--output", "run", "--tag", "harbour", "--min-pass-rate", "0.5")
    assert stopped.exit_code == 130
    assert (
        "go on with: python -m qa eval --resume run --tag harbour --min-pass-rate 0.5\n"
        in stopped.stderr
    )
    kept = len(answers_of(Path("run")))
    assert kept == 1  # of three cases one was invalid, and one was not yet written
    done = qa("eval", "--resume", "run", "--json")
    assert {r["case"]["name"]: r["outcome"] for r in json.loads(done.stdout)["results"]} == OUTCOMES
    reused = [name for name, said in asked[3:] if said]
    assert reused == ["how long it closes"]
    assert len(answers_of(Path("run"))) == 4
    assert len(read_run(Path("run")).results) == 5


def test_a_run_goes_on_only_as_it_was_begun(cases, monkeypatch):
    qa("eval", *GOOD, "--output", "run")
    monkeypatch.setenv("QA_THRESHOLD", "0.9")
    done = qa("eval", *GOOD, "--resume", "run")
    assert done.exit_code == FAILED
    assert "begun with another threshold: 0.5, and now it is 0.9" in done.stderr
    assert len(answers_of(Path("run"))) == 1


def test_a_run_goes_on_only_over_the_documents_that_it_was_begun_with(cases):
    qa("eval", *GOOD, "--output", "run")
    begun = Path("run/begun.json")
    told = json.loads(begun.read_text())
    (library,) = told["libraries"]
    assert library["documents"].keys() == {"harbour.txt"}
    report = Path("harbour.txt")
    report.write_text(report.read_text() + "\nThe tide was high at noon.\n")
    done = qa("eval", *GOOD, "--resume", "run")
    assert done.exit_code == FAILED
    assert "changed since the run in run was begun: harbour.txt. Begin a new run." in done.stderr
    assert len(answers_of(Path("run"))) == 1
    begun.write_text(json.dumps(told["circumstances"]))
    assert "of another version of this program" in qa("eval", *GOOD, "--resume", "run").stderr


def test_rescoring_judges_by_the_cases_as_they_are_now(cases, monkeypatch):
    qa("eval", "--output", "run")
    cases.write_text(MENDED)
    monkeypatch.setattr("qa.assistant.Assistant.ask", lambda *_, **__: pytest.fail("asked again"))
    told = qa("eval", "--rescore", "run", "--output", "again", "--json")
    outcomes = {r["case"]["name"]: r["outcome"] for r in json.loads(told.stdout)["results"]}
    was_invalid = outcomes.keys() ^ OUTCOMES.keys()
    assert was_invalid == {"a number is written otherwise"}
    assert "not asked in that run, and left out: a number is written otherwise" in told.stderr
    assert outcomes["somebody else said it"] == "passed"
    assert outcomes["known to fail"] == OUTCOMES["known to fail"]
    assert read_run(Path("again")).receipt.started == read_run(Path("run")).receipt.started


def test_a_case_that_asks_something_else_now_is_left_out_of_rescoring(cases, monkeypatch):
    qa("eval", "--output", "run")
    cases.write_text(CASES.replace("For how many weeks", "How many weeks long"))
    monkeypatch.setattr("qa.assistant.Assistant.ask", lambda *_, **__: pytest.fail("asked again"))
    told = qa("eval", "--rescore", "run", "--output", "again")
    assert "left out: how long it closes" in told.stderr
    assert "how long it closes" not in {r.case.name for r in read_run(Path("again")).results}
    told = qa("eval", "--rescore", "run", *GOOD, "--output", "nothing")
    assert told.exit_code == FAILED
    assert "None of these cases was answered in run" in told.stderr


def test_rescoring_refuses_documents_that_have_changed(cases):
    qa("eval", *GOOD, "--output", "run")
    (cases.parent / "harbour.txt").write_text(REPORT.replace("1874", "1875"))
    done = qa("eval", "--rescore", "run", "--output", "again")
    assert done.exit_code == FAILED
    assert "harbour.txt" in done.stderr


def test_two_runs_are_compared_case_by_case(cases):
    qa("eval", "--output", "old")
    cases.write_text(MENDED)
    qa("eval", "--output", "new")
    told = qa("eval", "--compare", "old", "new", "--output", "changes.html").stdout
    assert "gained: harbour.qa.yaml::somebody else said it (wrong speaker)" in told
    assert "difference: +25.0 points" in told
    assert "may be chance" in told
    assert "changed: the cases of harbour.qa.yaml" in told
    assert "somebody else said it" in Path("changes.html").read_text("utf-8")
    same = qa("eval", "--compare", "old", "old").stdout
    assert "difference: none, no case came out differently\n" in same
    qa("eval", str(cases), "--output", "elsewhere")
    assert "ask them from the same folder" in qa("eval", "--compare", "old", "elsewhere").stdout
    in_numbers, _ = in_json("eval", "--compare", "old", "new")
    assert in_numbers["gained"] == ["harbour.qa.yaml::somebody else said it"]
    assert in_numbers["difference"]["value"] == 0.25


def test_drafted_cases_are_a_case_file_that_passes(home):
    harbour(home)
    qa("add", "harbour.txt")
    Path("harbour.qa.yaml").unlink()
    done = qa("eval", "--draft", "4")
    assert done.exit_code == OK
    Path("drafted.qa.yaml").write_text(done.stdout, encoding="utf-8")
    assert 1 <= len(read_cases(Path("drafted.qa.yaml")).cases) <= 4
    assert qa("eval", "--draft", "4", "--output", "drafted.qa.yaml").exit_code == FAILED
    assert qa("eval", "drafted.qa.yaml", "--json").exit_code == OK


def test_nothing_to_draft_from_is_said(home):
    assert "add documents first" in qa("eval", "--draft", "4").stderr


def test_a_table_of_questions_becomes_cases_and_what_is_left_out_is_said(cases):
    rows = "question,answer\nWhen was the harbour founded?,1874\n,1875\n"
    Path("asked.csv").write_text(rows)
    done = qa("eval", "--import", "asked.csv", "--output", "asked.qa.yaml")
    assert done.exit_code == OK
    assert "left out: " in done.stderr
    (case,) = read_cases(Path("asked.qa.yaml")).cases
    assert case.name == "When was the harbour founded?"


def test_a_set_with_documents_puts_them_beside_its_cases(home):
    paragraph = {
        "context": REPORT,
        "qas": [{"id": "1", "question": "When was the harbour founded?",
                 "answers": [{"text": "1874", "answer_start": REPORT.index("1874")}]}],
    }  # fmt: skip
    data = {"version": "1.1", "data": [{"title": "Elmouth", "paragraphs": [paragraph]}]}
    Path("squad.json").write_text(json.dumps(data))
    refused = qa("eval", "--import", "squad.json")
    assert refused.exit_code == FAILED
    assert "--output" in refused.stderr
    assert qa("eval", "--import", "squad.json", "--output", "set/squad.qa.yaml").exit_code == OK
    assert (home / "set" / "documents").is_dir()
    assert qa("eval", "set", "--min-pass-rate", "1").exit_code == OK


def test_a_model_that_is_named_writes_the_answers(cases, monkeypatch):
    reply = "- The harbour will close for nine weeks, Ivo Tann said. [1.3]"
    model = ScriptedModel(replies=[reply])
    named = []
    monkeypatch.setattr(
        "qa.wiring.chat_model", lambda settings: named.append(settings.model) or model
    )
    told, _ = in_json("eval", *GOOD, "--model", "openai:some")
    assert named == ["openai:some"]
    assert told["receipt"]["model"] == "openai:some"
    assert len(model.prompts) == 1


@pytest.mark.parametrize("named", [False, True])
def test_where_only_evidence_is_wanted_only_a_model_that_is_named_is_asked(
    cases, monkeypatch, named
):
    monkeypatch.setenv("QA_MODEL", "openai:other")
    monkeypatch.setenv("QA_EVIDENCE_ONLY", "true")
    asked = []
    monkeypatch.setattr("qa.wiring.chat_model", lambda settings: asked.append(settings.asked_model))
    told, _ = in_json("eval", *GOOD, *(["--model", "openai:some"] if named else []))
    expected = "openai:some" if named else None
    assert asked == [expected]
    assert told["receipt"]["model"] == expected


def test_a_terminal_is_given_no_orders_by_a_document(home):
    harbour(home, CASES.replace("harbour.txt", "loud.txt"))
    (home / "loud.txt").write_text(REPORT.replace("Council leader", "Council\x1b[2J leader"))
    done = qa("eval", "--only", "somebody")
    assert "wrong speaker" in done.stdout
    assert "\N{REPLACEMENT CHARACTER}[2J" in done.stdout
    assert "\x1b" not in done.stdout


def test_where_nothing_was_answered_no_time_is_told(home):
    harbour(home)
    done = qa("eval", "--only", "otherwise")
    assert "1 invalid" in done.stdout
    assert "an answer takes" not in done.stdout
