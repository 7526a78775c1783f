"""The command line where something else fails: the disk, the settings, or a stop."""

from __future__ import annotations

import os
import stat
import sys
import time

import pytest
from command_line import (
    BACKEND,
    CONFIGURATION,
    INTERRUPTED,
    in_json,
    names,
    one_sentence,
    qa,
)
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from qa.ending import _end_again

pytestmark = pytest.mark.usefixtures("home")


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
    assert "-m pip install langchain-openai" in said


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
    with other, other._writer.lock.held():
        assert "Another process" in one_sentence(qa("remove", "bread.txt"), BACKEND)
    assert len(names()) == 2


def test_a_backend_that_fails_while_searching_is_told(added, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise LibraryUnavailable("The library cannot be read. Check the disk.")

    monkeypatch.setattr("index.search.Search.passages", fail)
    assert "Check the disk" in one_sentence(qa("ask", "Why?"), BACKEND)


def test_ctrl_c_is_heeded_even_where_python_would_drop_it(capsys):
    class Holds:
        def __init__(self, error):
            self.error = error

        def __del__(self):
            raise self.error

    hook, sys.unraisablehook = sys.unraisablehook, _end_again
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
