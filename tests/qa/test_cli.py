"""The command line in this process: every command, and every wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import (
    BRIDGE,
    CONFIGURATION,
    FAILED,
    OK,
    USAGE,
    in_json,
    names,
    one_sentence,
    qa,
)
from model_server import ModelServer, Served
from typer.testing import CliRunner

from qa.cli import app

pytestmark = pytest.mark.usefixtures("home")


# -- the commands ------------------------------------------------------------------------------


def test_add_tells_what_became_of_each_file(files):
    result = qa("add", files)
    assert result.exit_code == OK
    assert result.stdout.splitlines() == ["added      bread.txt", "added      bridge.txt"]
    assert result.stderr.strip() == "2 added"
    again, result = in_json("add", files)
    assert [outcome["status"] for outcome in again["outcomes"]] == ["unchanged", "unchanged"]
    assert again["rebuilt"] is None


def test_documents_lists_names_titles_and_dates(added):
    shown = qa("documents").stdout
    assert "bridge.txt\n  The bridge at Tarn (2024-04-04, " in shown
    listed, result = in_json("documents")
    assert result.exit_code == OK
    assert [document["date"] for document in listed["documents"]] == [None, "2024-04-04"]


def test_ask_shows_the_words_the_speaker_and_the_place(added):
    result = qa("ask", "Who said that the piers are cracked?")
    assert result.exit_code == OK
    assert "piers are cracked" in result.stdout
    assert "Edda Moll · The bridge at Tarn · 4 April 2024 · bridge.txt" in result.stdout


def test_ask_says_on_standard_error_what_it_waits_for(added, monkeypatch):
    script = [Served(status=503, headers={"Retry-After": "0"}, body=b"{}"), Served(pieces=["-"])]
    with ModelServer(script) as server:
        monkeypatch.setenv("QA_MODEL", "openai:scripted")
        monkeypatch.setenv("QA_MODEL_BASE_URL", server.address)
        done = qa("ask", "--json", "Is the bridge closed?")
    assert done.exit_code == OK
    assert "status 503" in done.stderr
    assert "Asking again in" in done.stderr
    assert json.loads(done.stdout)["statements"]


def test_where_only_evidence_is_wanted_the_model_is_not_asked(added, monkeypatch):
    with ModelServer([]) as server:
        monkeypatch.setenv("QA_MODEL", "openai:scripted")
        monkeypatch.setenv("QA_MODEL_BASE_URL", server.address)
        monkeypatch.setenv("QA_EVIDENCE_ONLY", "true")
        answer, result = in_json("ask", "Is the bridge closed?")
        doctor = qa("doctor").stdout
    assert result.exit_code == OK
    assert answer["statements"]
    assert answer["receipt"]["model"] is None
    assert "openai:scripted is not asked" in doctor
    assert server.requests == server.looks == []


def test_ask_in_json_is_the_answer_with_quotes_that_stand_in_the_document(added):
    answer, result = in_json("ask", "Who said that the piers are cracked?")
    assert result.exit_code == OK
    assert answer["status"] == "answered"
    (quote, *_) = answer["statements"][0]["quotes"]
    assert BRIDGE[quote["start"] : quote["end"]] == quote["text"]
    assert answer["receipt"]["model"] is None


def test_what_is_not_there_is_no_failure(added):
    answer, result = in_json("ask", "How many goals did the keeper concede?")
    assert result.exit_code == OK
    assert answer["status"] == "not_in_documents"
    assert answer["statements"] == []
    shown = qa("ask", "How many goals did the keeper concede?").stdout
    assert "do not answer" in shown


@pytest.mark.parametrize("asked", ["ask", "search"])
def test_a_question_can_be_kept_to_documents(added, asked):
    given, _ = in_json(asked, "bridge piers cracked", "--in", "bread.txt")
    assert {passage["document"] for passage in given["passages"]} <= {"bread.txt"}


def test_a_question_can_be_kept_to_dates(added):
    late, _ = in_json("ask", "Is the bridge unsafe?", "--after", "2024-04-05")
    assert late["passages"] == []
    early, _ = in_json("ask", "Is the bridge unsafe?", "--before", "2024-04-04")
    assert {passage["document"] for passage in early["passages"]} == {"bridge.txt"}


def test_a_question_may_follow_others(added):
    earlier = ("--following", "What did Olm Vessen say?", "--following", "And Edda Moll?")
    told = qa("ask", "What did she say about the bridge at Tarn?", *earlier)
    assert told.stdout.startswith(
        "Understood as: What did Edda Moll say about the bridge at Tarn?\n\n"
    )
    assert "closed from Monday" in told.stdout
    given = json.loads(qa("ask", "And the piers?", *earlier, "--json").stdout)
    assert given["question"] == "And the piers?"
    alone = qa("ask", "What did Edda Moll say about the bridge at Tarn?", *earlier)
    assert alone.stdout == told.stdout.partition("\n\n")[2]


def test_search_shows_passages_best_first(added):
    found, _ = in_json("search", "barley dough", "--limit", 1)
    assert [passage["document"] for passage in found["passages"]] == ["bread.txt"]
    assert qa("search", "barley dough", "--limit", 1).stdout.startswith("[1] bread.txt\n")


def test_remove_forgets_at_once(added):
    gone, _ = in_json("remove", "bread.txt")
    assert gone == {"removed": ["bread.txt"]}
    assert names() == ["bridge.txt"]
    assert (added / "bread.txt").exists()
    assert "bread" not in json.dumps(in_json("search", "barley dough")[0])


def test_remove_removes_nothing_where_a_name_is_wrong(added):
    assert "nowhere.txt" in one_sentence(qa("remove", "bread.txt", "nowhere.txt"), FAILED)
    assert names() == ["bread.txt", "bridge.txt"]


def test_a_name_given_twice_is_removed_once(added):
    done = qa("remove", "bread.txt", "bread.txt", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"removed": ["bread.txt"]}


def test_sync_removes_what_is_gone(added):
    (added / "bread.txt").unlink()
    outcomes = {o["name"]: o["status"] for o in in_json("add", added, "--sync")[0]["outcomes"]}
    assert outcomes == {"bridge.txt": "unchanged", "bread.txt": "removed"}


def test_rebuild_after_a_change_of_model(added, monkeypatch):
    monkeypatch.setenv("QA_EMBEDDER", "another-model")
    for words in (["ask", "Why?"], ["search", "bridge"], ["add", added]):
        assert "--rebuild" in one_sentence(qa(*words), CONFIGURATION)
    rebuilt, result = in_json("add", "--rebuild")
    assert result.exit_code == OK
    assert rebuilt == {"outcomes": [], "rebuilt": 2}
    assert in_json("search", "barley dough")[0]["passages"][0]["document"] == "bread.txt"
    assert qa("add", "--rebuild").stderr.strip() == "Indexed anew: 2 documents."


def test_doctor_says_what_works_and_ends_with_the_worst(added, monkeypatch):
    result = qa("doctor")
    assert result.exit_code == OK
    assert "searching works" in result.stdout
    monkeypatch.setenv("QA_MODEL", "nobody:some")
    findings, result = in_json("doctor")
    assert result.exit_code == CONFIGURATION
    assert [f["subject"] for f in findings["findings"] if not f["works"]] == ["language model"]
    assert "PROBLEM language model: " in CliRunner().invoke(app, ["doctor"]).output


# -- where the library is ----------------------------------------------------------------------


def test_the_library_is_named_before_or_after_the_command_or_by_the_environment(files, monkeypatch):
    qa("add", files / "bridge.txt", "--library", "one")
    qa("--library", "two", "add", files / "bread.txt")
    monkeypatch.setenv("QA_LIBRARY", "one")
    assert names() == ["bridge.txt"]
    assert in_json("--library", "two", "documents")[0]["documents"][0]["name"] == "bread.txt"
    assert in_json("documents", "--library", "two")[0]["documents"][0]["name"] == "bread.txt"
    monkeypatch.delenv("QA_LIBRARY")
    assert names() == []
    assert Path("library").is_dir()


# -- wrong use ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "frobnicate"),
        (["--frobnicate"], "--frobnicate"),
        (["ask", "--frobnicate", "Why?"], "--frobnicate"),
        (["ask"], "QUESTION"),
        (["add"], "Name at least one file"),
        (["remove"], "NAME"),
        (["search", " "], "Write what to look for"),
        (["search", "x", "--limit", "0"], "--limit"),
        (["ask", "Why?", "--after", "yesterday"], "--after"),
    ],
)
def test_wrong_use_is_told_with_what_was_wrong(words, said):
    result = qa(*words)
    assert result.exit_code == USAGE
    assert result.stdout == ""
    assert said in result.stderr


def test_no_command_shows_what_there_is():
    result = CliRunner().invoke(app, [])
    assert result.exit_code == USAGE
    for command in ("add", "remove", "documents", "search", "ask", "doctor"):
        assert command in result.output


@pytest.mark.parametrize(
    ("question", "said"), [("", "empty"), (" \n\t", "empty"), ("why " * 2_500, "10,000|9,999")]
)
def test_a_question_that_cannot_be_asked_is_refused(added, question, said):
    assert any(word in one_sentence(qa("ask", question), USAGE) for word in said.split("|"))


def test_a_question_in_another_language_ends_in_a_clear_state(added):
    answer, result = in_json("ask", "Warum wird die Brücke geschlossen? 橋はなぜ閉鎖されるのか")
    assert result.exit_code == OK
    assert answer["status"] in ("answered", "partial", "not_in_documents")
    quotes = [quote for s in answer["statements"] for quote in s["quotes"]]
    assert all(BRIDGE[q["start"] : q["end"]] == q["text"] for q in quotes)


def test_an_empty_question_is_a_usage_error_in_an_empty_library(home):
    assert one_sentence(qa("ask", " "), USAGE)


@pytest.mark.parametrize("words", [["ask", "caf\udce9?"], ["search", "caf\udce9"]])
def test_stray_bytes_of_the_shell_are_no_traceback(added, words):
    assert qa(*words).exit_code == 0


@pytest.mark.parametrize("words", [["ask", "Why?"], ["search", "bridge"]])
def test_an_empty_library_says_what_to_do(words):
    assert "python -m qa add" in one_sentence(qa(*words), FAILED)


def test_an_unknown_document_is_named(added):
    said = one_sentence(qa("ask", "Why?", "--in", "nowhere.txt"), FAILED)
    assert "nowhere.txt" in said
    assert "python -m qa documents" in said


def test_with_json_an_error_is_json_too_on_standard_error(added):
    result = qa("ask", "Why?", "--in", "nowhere.txt", "--json")
    assert "nowhere.txt" in json.loads(one_sentence(result, FAILED))["error"]
