"""The command line in this process: every command, every kind of exit, every bad input."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import time
from pathlib import Path

import pytest
from model_server import ModelServer, Served
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner, Result
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from qa.cli import _interrupt_again, app

OK, FAILED, USAGE, CONFIGURATION, BACKEND, INTERRUPTED = 0, 1, 2, 3, 4, 130

BRIDGE = """The bridge at Tarn

TARN, 4 April 2024 - The bridge at Tarn will be closed from Monday, engineer Edda Moll said. \
"Two of the piers are cracked," she said. Mayor Olm Vessen denied that the bridge is unsafe.
"""
BREAD = """Barley bread

Knead the barley dough for ten minutes and leave it under a cloth. Bake it for one hour.
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """An empty folder to work in, a quick embedding model, and no settings."""
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("qa.wiring.SentenceTransformerEmbedder", WordEmbedder)
    return tmp_path


@pytest.fixture
def files(home) -> Path:
    folder = home / "papers"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "bread.txt").write_text(BREAD)
    return folder


@pytest.fixture
def added(files) -> Path:
    assert qa("add", files).exit_code == OK
    return files


def qa(*words: object) -> Result:
    """Run a command; its output is free of tracebacks, and what failed says so in words."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.exit_code == OK or result.output.strip()
    return result


def in_json(*words: object) -> tuple[object, Result]:
    """Run a command with ``--json``: standard output is one value, whatever happened."""
    result = qa(*words, "--json")
    return json.loads(result.stdout), result


def names() -> list[str]:
    listed, _ = in_json("documents")
    return [document["name"] for document in listed["documents"]]


def one_sentence(result: Result, code: int) -> str:
    """What a failed command said on standard error: a line, and nothing on standard output."""
    assert result.exit_code == code
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    return line


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


# -- bad files ---------------------------------------------------------------------------------


def encrypted_pdf(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", "owner"))
    canvas.drawString(72, 700, "Nobody may read this.")
    canvas.save()


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("absent.txt", None, "unreadable", "not there"),
        ("empty.txt", b"", "empty", "empty"),
        ("blank.txt", b" \n\t \n", "empty", "no text"),
        ("noise.pdf", bytes(range(256)) * 40, "unreadable", "noise.pdf"),
        ("damaged.pdf", b"%PDF-1.7\n" + bytes(range(256)), "unreadable", "damaged.pdf"),
        ("locked.pdf", encrypted_pdf, "unreadable", "password"),
        ("broken.docx", b"PK\3\4" + bytes(200), "unreadable", "broken.docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_named_with_the_reason_and_harms_nothing(added, name, content, status, said):
    path = added / name
    if callable(content):
        content(path)
    elif content is not None:
        path.write_bytes(content)
    report, result = in_json("add", path)
    (outcome,) = report["outcomes"]
    assert result.exit_code == FAILED
    assert outcome["status"] == status
    assert said in outcome["detail"]
    assert "\n" not in outcome["detail"]
    shown = qa("add", path)
    assert name in shown.stderr
    assert shown.stdout == ""
    assert names() == ["bread.txt", "bridge.txt"]
    assert in_json("ask", "Are the piers cracked?")[0]["status"] == "answered"


def test_a_bad_file_in_a_folder_does_not_stop_the_others(files):
    encrypted_pdf(files / "locked.pdf")
    report, result = in_json("add", files)
    assert result.exit_code == OK
    assert {o["name"]: o["status"] for o in report["outcomes"]} == {
        "bread.txt": "added", "bridge.txt": "added", "locked.pdf": "unreadable",
    }  # fmt: skip


def test_a_bad_file_among_named_ones_fails_and_the_others_get_in(files):
    (files / "empty.txt").touch()
    assert qa("add", files / "bridge.txt", files / "empty.txt").exit_code == FAILED
    assert names() == ["bridge.txt"]


@pytest.mark.parametrize("content", [(), ("picture.png", "archive.zip"), (".hidden.txt",)])
def test_a_folder_without_documents_fails(home, content):
    (home / "folder").mkdir()
    for name in content:
        (home / "folder" / name).write_text("Some words.")
    assert qa("add", "folder").exit_code == FAILED
    assert names() == []


def test_a_file_in_another_encoding_is_read_with_a_note(home):
    text = "Le café de l’hôtel a été fermé après la crue, dit Zoé Bâle. Il rouvrira à l’été."
    (home / "cafe.txt").write_bytes(text.encode("cp1252"))
    report, result = in_json("add", "cafe.txt")
    assert result.exit_code == OK
    assert report["outcomes"][0]["detail"]
    assert in_json("search", "hôtel")[0]["passages"][0]["text"] == text
    assert "Note: " in qa("documents").stdout


def test_the_same_file_twice_is_one_document(files):
    shutil.copy(files / "bread.txt", files / "copy.txt")
    report, _ = in_json("add", files, files, files / "bread.txt")
    assert {o["name"]: o["status"] for o in report["outcomes"]} == {
        "bread.txt": "added", "bridge.txt": "added", "copy.txt": "duplicate",
    }  # fmt: skip
    assert len(names()) == 2


def test_a_text_that_is_too_long_ends_in_a_clear_state(added, home, monkeypatch):
    monkeypatch.setattr("index.read.LARGEST_FILE", 1024 * 1024)
    (home / "long.txt").write_text("The same sentence again and again. " * 30_000)
    report, result = in_json("add", "long.txt")
    assert result.exit_code == FAILED
    assert "at most 1 MB" in report["outcomes"][0]["detail"]


@pytest.mark.slow
def test_a_real_text_of_30_megabytes_ends_in_a_clear_state(home):
    with (home / "long.txt").open("w") as file:
        for number in range(480_000):
            file.write(f"Boat number {number} left the quay at Osk with its nets on board.\n")
    assert (home / "long.txt").stat().st_size > 29_000_000
    report, result = in_json("add", "long.txt")
    assert (result.exit_code, report["outcomes"][0]["status"]) in (
        (OK, "added"), (FAILED, "unreadable"),
    )  # fmt: skip
    assert (names() == ["long.txt"]) == (result.exit_code == OK)


def test_signs_that_command_a_terminal_are_not_passed_on(home):
    (home / "trap.txt").write_text(
        "The \x9b2Jbridge at Tarn\x85 is closed, Edda Moll said.\r\n" * 2
    )
    qa("add", "trap.txt")
    for words in (["ask", "What is closed?"], ["search", "bridge"], ["documents"]):
        shown = qa(*words).stdout
        assert not {"\x9b", "\x85", "\r"}.intersection(shown.replace("\r\n", "\n"))
    assert "\ufffd2Jbridge" in qa("search", "bridge").stdout


# -- a place that cannot be written, settings that are wrong -----------------------------------


def test_a_file_in_the_librarys_way_is_told(home, files):
    (home / "library").write_text("not a folder")
    said = one_sentence(qa("add", files), BACKEND)
    assert "--library" in said
    assert (home / "library").read_text() == "not a folder"


def test_a_damaged_database_is_told_and_left_alone(added, home):
    database = home / "library" / "library.sqlite3"
    database.write_bytes(b"this is no database " * 500)
    before = database.read_bytes()
    for words in (["documents"], ["ask", "Why?"], ["add", added]):
        assert "library.sqlite3" in one_sentence(qa(*words), BACKEND)
    assert database.read_bytes() == before


def test_a_database_that_is_damaged_inside_is_told(added, home):
    database = home / "library" / "library.sqlite3"
    content = bytearray(database.read_bytes())
    content[8192:] = b"Z" * (len(content) - 8192)
    database.write_bytes(content)
    for words in (["documents"], ["ask", "Why?"], ["doctor"]):
        assert qa(*words).exit_code == BACKEND


def test_a_disk_that_refuses_is_told_and_loses_nothing(added, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (added / "third.txt").write_text("A third document about lighthouses, says Ivo Tann.")
    with monkeypatch.context() as patched:
        patched.setattr("filelock.FileLock.acquire", refuse)
        said = one_sentence(qa("add", added), BACKEND)
        assert "Permission denied" in said
        assert "permissions" in said
        assert one_sentence(qa("remove", "bread.txt"), BACKEND)
    assert names() == ["bread.txt", "bridge.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_library_without_permission_to_write_is_told(added, home):
    (home / "library").chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert qa("add", added).exit_code == BACKEND
    finally:
        (home / "library").chmod(stat.S_IRWXU)
    assert names() == ["bread.txt", "bridge.txt"]


def test_a_wrong_setting_is_named(monkeypatch):
    monkeypatch.setenv("QA_PORT", "eighty")
    assert "QA_PORT" in one_sentence(qa("documents"), CONFIGURATION)


def test_a_damaged_settings_file_is_named(home):
    (home / "qa.toml").write_text("port = = 3")
    assert "qa.toml" in one_sentence(qa("ask", "Why?"), CONFIGURATION)


def test_a_missing_package_is_told_with_the_command(added, monkeypatch):
    monkeypatch.setenv("QA_MODEL", "openai:gpt-5-mini")
    monkeypatch.setattr("qa.model.models.missing_package", lambda name: "langchain-openai")
    said = one_sentence(qa("ask", "Why?"), CONFIGURATION)
    assert "pip install langchain-openai" in said


def test_a_missing_key_is_told(added, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("The api_key client option must be set.\nMore about that.")

    monkeypatch.setenv("QA_MODEL", "openai:gpt-5-mini")
    monkeypatch.setattr("qa.model.models.missing_package", lambda name: None)
    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    assert "QA_MODEL_API_KEY" in one_sentence(qa("ask", "Why?"), CONFIGURATION)


# -- stopped -----------------------------------------------------------------------------------


def test_ctrl_c_keeps_what_was_finished(files, monkeypatch):
    embed, embedded = WordEmbedder.embed_passages, []

    def stop_at_the_second(self, texts):
        embedded.append(texts)
        if len(embedded) == 2:
            raise KeyboardInterrupt
        return embed(self, texts)

    with monkeypatch.context() as patched:
        patched.setattr(WordEmbedder, "embed_passages", stop_at_the_second)
        assert "kept" in one_sentence(qa("add", files), INTERRUPTED)
    assert names() == ["bread.txt"]
    report, _ = in_json("add", files)
    assert [outcome["status"] for outcome in report["outcomes"]] == ["unchanged", "added"]


def test_another_process_at_work_is_told(added, monkeypatch):
    monkeypatch.setattr("index.library._LOCK_SECONDS", 0.05)
    other = Library.open("library", embedder=WordEmbedder("all-MiniLM-L6-v2"))
    with other, other._writing():
        assert "Another process" in one_sentence(qa("remove", "bread.txt"), BACKEND)
    assert len(names()) == 2


def test_a_backend_that_fails_while_searching_is_told(added, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise LibraryUnavailable("The library cannot be read. Check the disk.")

    monkeypatch.setattr("index.search.Search.passages", fail)
    assert "Check the disk" in one_sentence(qa("ask", "Why?"), BACKEND)


def test_a_name_given_twice_is_removed_once(added):
    done = qa("remove", "bread.txt", "bread.txt", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"removed": ["bread.txt"]}


def test_an_empty_question_is_a_usage_error_in_an_empty_library(home):
    assert one_sentence(qa("ask", " "), USAGE)


@pytest.mark.parametrize("words", [["ask", "caf\udce9?"], ["search", "caf\udce9"]])
def test_stray_bytes_of_the_shell_are_no_traceback(added, words):
    assert qa(*words).exit_code == 0


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


def test_ctrl_c_is_heeded_even_where_python_would_drop_it(capsys):
    class Holds:
        def __init__(self, error):
            self.error = error

        def __del__(self):
            raise self.error

    hook, sys.unraisablehook = sys.unraisablehook, _interrupt_again
    try:
        Holds(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            time.sleep(5)
        Holds(ValueError("told as ever"))
    finally:
        sys.unraisablehook = hook
    told = capsys.readouterr().err
    assert "told as ever" in told
    assert "KeyboardInterrupt" not in told
