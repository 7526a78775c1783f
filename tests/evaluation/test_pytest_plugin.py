"""The plugin, run by a pytest of its own."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from command_line import qa
from harbour import CASES, OUTCOMES, REPORT, harbour
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.evaluation.case_files import read_cases
from qa.evaluation.evaluating import Evaluator
from qa.evaluation.runs import read_run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory):
    """Load what cases need before any pytest is started in here: each forgets what it loads."""
    folder = tmp_path_factory.mktemp("loaded")
    importlib.import_module("qa.evaluation.command")
    importlib.import_module("langchain.chat_models")
    case_file = read_cases(harbour(folder))
    with Library.open(folder / "library", embedder=WordEmbedder()) as library:
        library.add(case_file.files)
        Evaluator(Assistant(library)).evaluate(case_file.cases[0], case_file.path)


@pytest.fixture
def run(pytester, monkeypatch):
    """Runs pytest with the plugin in a folder with the harbour's cases."""
    monkeypatch.setattr("qa.wiring.SentenceTransformerEmbedder", WordEmbedder)
    harbour(pytester.path)

    def run(*words: str) -> pytest.RunResult:
        quiet = ("-p", "no:langsmith_plugin", "--strict-markers")
        return pytester.runpytest_inprocess("-p", "qa.pytest_plugin", *quiet, *words)

    return run


def test_every_outcome_is_told(run):
    done = run("-v")
    done.assert_outcomes(passed=1, failed=3, xfailed=1)
    done.stdout.fnmatch_lines(
        [
            "harbour.qa.yaml::how long it closes PASSED*",
            "harbour.qa.yaml::known to fail XFAIL (it was not)*",
        ]
    )
    assert done.ret == pytest.ExitCode.TESTS_FAILED


def test_a_failure_shows_expected_beside_found_and_the_passages(run):
    out = run("-k", "somebody").stdout
    out.fnmatch_lines(
        [
            "wrong speaker: *",
            "question: How much will the dredging cost?",
            "EXPECTED * FOUND",
            "attributed-to: Ivo Tann * Runa Seil",
            "retrieved: 1 passage",
            "[*] 1. harbour.txt: *",
        ]
    )
    out.no_fnmatch_line("*Traceback*")


def test_an_invalid_case_says_what_is_wrong_with_it(run):
    out = run("-k", "otherwise").stdout
    out.fnmatch_lines(
        ["harbour.qa.yaml, line *340000*not in harbour.txt.", "The nearest are*340,000*"]
    )


def test_a_terminal_is_given_no_orders_by_a_document(run, pytester):
    harbour(pytester.path, CASES.replace("harbour.txt", "loud.txt"))
    loud = REPORT.replace("Council leader", "Council\x1b[2J leader")
    (pytester.path / "loud.txt").write_text(loud, encoding="utf-8")
    assert "\x1b[2J" not in run("-k", "somebody").stdout.str()


def test_an_unexpected_pass_says_what_to_do(run):
    run("-k", "unexpectedly").stdout.fnmatch_lines(["*`xfail` says “it was not”. Take it out."])


def test_a_known_failure_is_no_excuse_for_an_invalid_case(run, pytester):
    cases = CASES.replace("- {type: abstains}", "- {type: quotes, value: of this there is nothing}")
    harbour(pytester.path, cases)
    run("-k", "known").assert_outcomes(failed=1)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("-m", "numbers"), 2),
        (("-m", "two-words"), 1),
        (("-m", "numbers and not two-words"), 1),
        (("-k", "speakers"), 1),
        (("-k", "skip"), 1),
        (("-m", "harbour"), 5),
        (("harbour.qa.yaml::how long it closes",), 1),
    ],
)
def test_cases_are_chosen_by_name_and_tag(run, words, count):
    done = run("--collect-only", "-q", *words)
    assert sum("harbour.qa.yaml::" in line for line in done.outlines) == count


def test_a_tag_that_pytest_knows_as_a_mark_skips_nothing(run):
    run("-k", "somebody").assert_outcomes(failed=1)


@pytest.mark.parametrize(
    ("chosen", "rate", "code"),
    [
        ("closes or somebody", "0.5", pytest.ExitCode.OK),
        ("closes or somebody", "0.6", pytest.ExitCode.TESTS_FAILED),
        ("closes or known", "0.6", pytest.ExitCode.TESTS_FAILED),
        ("closes or otherwise", "0.1", pytest.ExitCode.TESTS_FAILED),
        ("closes", "1", pytest.ExitCode.OK),
    ],
)
def test_a_pass_rate_decides_but_never_for_invalid_cases(run, chosen, rate, code):
    assert run("-k", chosen, "--qa-min-pass-rate", rate).ret == code


def test_a_pass_rate_makes_up_for_no_other_test(run, pytester):
    pytester.makepyfile("def test_closes(): assert False")
    assert run("-k", "closes", "--qa-min-pass-rate", "0.1").ret == pytest.ExitCode.TESTS_FAILED


def test_without_any_case_the_plugin_stays_silent(run, pytester):
    pytester.makepyfile("def test_lonely(): pass")
    done = run("-k", "lonely", "--qa-min-pass-rate", "0.5")
    assert done.ret == pytest.ExitCode.OK
    done.stdout.no_fnmatch_line("*accuracy*")


def test_repetitions_are_tests_of_their_own_with_their_spread(run):
    done = run("-v", "-k", "closes", "--qa-repeat", "3")
    done.assert_outcomes(passed=3)
    done.stdout.fnmatch_lines(["*how long it closes ?2 of 3? PASSED*", "3 repetitions: *100.0%*"])


def test_the_report_is_a_run_that_can_be_read(run, pytester):
    run("--qa-report", "told")
    results = read_run(pytester.path / "told").results
    assert {result.case.name: str(result.outcome) for result in results} == OUTCOMES
    assert "how long it closes" in (pytester.path / "told" / "report.html").read_text("utf-8")


def test_junit_names_the_outcome_and_the_kind_of_failure(run, pytester):
    run("--junit-xml", "junit.xml")
    cases = ET.parse(pytester.path / "junit.xml").getroot().iter("testcase")
    told = {
        case.get("name"): {p.get("name"): p.get("value") for p in case.iter("property")}
        for case in cases
    }
    assert {name: each["qa_outcome"] for name, each in told.items()} == OUTCOMES
    assert told["somebody else said it"]["qa_failure"] == "wrong speaker"


def test_a_file_that_cannot_be_understood_is_an_error_with_its_line(run, pytester):
    harbour(pytester.path, "tests:\n  - question: Who?\n    asert: []\n")
    done = run("--qa-min-pass-rate", "0")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*harbour.qa.yaml, line 3: *'asert'*'assert' meant?*"])
    assert done.ret != pytest.ExitCode.OK


def test_a_model_that_cannot_be_set_up_is_told_in_one_sentence(run):
    done = run("-k", "closes", "--qa-model", "nobody:nothing")
    done.stdout.fnmatch_lines(["*nobody*"])
    done.stdout.no_fnmatch_line("*Traceback*")
    done.assert_outcomes(failed=1)


@pytest.mark.parametrize(
    "words",
    [("--qa-min-pass-rate", "90"), ("--qa-repeat", "0")],
)
def test_options_that_cannot_be_meant_are_refused(run, words):
    assert run(*words).ret == pytest.ExitCode.USAGE_ERROR


def test_the_command_comes_to_the_same_verdicts(run, home):
    harbour(home)
    run("--qa-report", "told")
    by_plugin = read_run(home / "told").results
    done = qa("eval", "--json")
    by_command = json.loads(done.stdout)["results"]
    for one, other in zip(by_plugin, by_command, strict=True):
        assert (one.case.name, one.outcome) == (other["case"]["name"], other["outcome"])
        for turn, told in zip(one.turns, other["turns"], strict=True):
            assert turn.failure == told["failure"]
            assert [f.passed for f in turn.findings] == [f["passed"] for f in told["findings"]]


def test_loading_the_plugin_loads_nothing_heavy():
    code = "import sys, qa.pytest_plugin; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"torch", "langchain_core", "chromadb", "gradio", "jinja2", "transformers"}
    assert heavy.isdisjoint(done.stdout.split())


def test_where_pytest_may_keep_nothing_the_cases_are_asked_all_the_same(run, pytester):
    (pytester.path / "cache").write_text("a file where a folder should be")
    done = run(
        "-k", "closes", "-o", "cache_dir=cache/below", "-W", "ignore::pytest.PytestCacheWarning"
    )
    done.assert_outcomes(passed=1, deselected=4)
