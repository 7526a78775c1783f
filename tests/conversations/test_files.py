from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from kept_answers import exchange

from qa.conversations.errors import ConversationsUnavailable
from qa.conversations.store import ConversationStore
from qa.errors import QaError

ROOT = Path(__file__).parents[2]
ADDING = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from kept_answers import exchange
from qa.conversations.store import ConversationStore
store = ConversationStore(Path({path!r}))
for number in range({count}):
    store.add({conversation!r}, "r", exchange(f"Question {{number}}?", minutes=number))
    print(number, flush=True)
"""


def adding(path, conversation, count):
    code = ADDING.format(
        root=str(ROOT),
        tests=str(ROOT / "tests"),
        path=str(path),
        count=count,
        conversation=conversation,
    )
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_a_killed_process_loses_nothing_that_it_reported_done(path):
    process = adding(path, "c", 100_000)
    lines = [process.stdout.readline() for _ in range(40)]
    os.kill(process.pid, signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    store = ConversationStore(path)
    questions = [each.question for each in store.exchanges("c")]
    store.close()
    reported = sum(line.endswith("\n") for line in lines)
    assert reported >= 40
    assert questions[:reported] == [f"Question {number}?" for number in range(reported)]


def test_several_processes_open_and_fill_one_new_file(path):
    processes = [adding(path, f"c{number}", 10) for number in range(4)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    store = ConversationStore(path)
    assert [each.exchanges for each in store.conversations("r")] == [10] * 4
    store.close()


def refused(path) -> str:
    with pytest.raises(ConversationsUnavailable) as told:
        ConversationStore(path)
    assert isinstance(told.value, QaError)
    assert str(path) in str(told.value) or str(path.parent) in str(told.value)
    return str(told.value)


def test_a_file_that_is_no_database_is_left_alone(path):
    path.write_bytes(b"These are my notes, and no database. " * 100)
    assert "Move it to another folder" in refused(path)
    assert path.read_bytes().startswith(b"These are my notes")


def test_the_database_of_another_program_is_left_alone(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    assert "of another program" in refused(path)
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    other.close()


def test_a_damaged_file_is_told_of(store, path):
    for number in range(40):
        store.add(f"c{number}", "r", exchange("Who built it?", text="The weir. " * 500))
    store.close()
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = b"\x5a" * (len(data) // 2 - 4096)
    path.write_bytes(data)
    with pytest.raises(ConversationsUnavailable, match="damaged") as told:
        ConversationStore(path).conversations("r")
    assert "the documents are not touched" in str(told.value)


def test_a_file_of_a_later_release_is_left_alone(store, path):
    store.add("c", "r", exchange("Who built it?"))
    with store._database.changing() as connection:
        connection.execute("PRAGMA user_version = 9")
    store.close()
    assert "later release" in refused(path)


@pytest.mark.parametrize("name", ["folder", "file/conversations.db"])
def test_a_path_that_cannot_be_a_file_is_told_of(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a file")
    assert "writable" in refused(tmp_path / name)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a superuser may write all")
def test_a_folder_that_cannot_be_written_is_told_of(tmp_path):
    tmp_path.chmod(0o500)
    assert "writable" in refused(tmp_path / "conversations.db")
    tmp_path.chmod(0o700)


def test_a_file_that_another_process_keeps_busy_is_told_of(store, path):
    store._database._connection.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ConversationsUnavailable, match="Wait until it is done"):
        store.add("c", "r", exchange("Who built it?"))
    other.execute("COMMIT")
    store.add("c", "r", exchange("Who built it?"))
    other.close()


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(ConversationsUnavailable, match="closed"):
        store.conversations("r")
