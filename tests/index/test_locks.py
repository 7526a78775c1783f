"""One at a time among processes: who is waited for, and who is told what."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LibraryBusy, LibraryUnavailable
from index.locks import ProcessLock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from index.locks import ProcessLock
with ProcessLock(Path(sys.argv[1]), 5, "").held():
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "lock"


@pytest.fixture
def holder(path):
    """Starts processes that hold the lock for so many seconds; they end with the test."""
    started = []

    def hold(seconds=60.0):
        command = [sys.executable, "-c", HOLD, str(path), str(seconds)]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "held\n"
        return started[-1]

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def refusal(path, seconds=0.05):
    with (
        pytest.raises(LibraryBusy) as refused,
        ProcessLock(path, seconds, "Another process{holder} is baking {bread}.").held(),
    ):
        pass
    return str(refused.value)


def test_who_holds_the_lock_is_told(path, holder):
    process = holder()
    told = refusal(path)
    assert told.startswith(f"Another process ({Path(sys.executable).name} -c ")
    assert f"…, pid {process.pid}, since " in told
    assert told.endswith(") is baking {bread}.")
    assert len(told) < 200
    hour = datetime.datetime.now().astimezone()
    earlier = hour - datetime.timedelta(minutes=1)
    assert any(f"since {time:%H:%M})" in told for time in (hour, earlier))


def test_a_lock_of_another_day_tells_the_day(path, monkeypatch):
    monkeypatch.setattr("index.locks._now", lambda: datetime.datetime(2020, 5, 17, 14, 2))
    with ProcessLock(path, 0.05, "").held():
        monkeypatch.undo()
        assert f"pid {os.getpid()}, since 2020-05-17 14:02)" in refusal(path)


def test_a_lock_whose_owner_was_killed_is_free_at_once(path, holder):
    process = holder()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert b"pid" in path.read_bytes()  # what it says of itself stays, and counts for nothing
    with ProcessLock(path, 0, "Another process{holder} is at it.").held():
        assert f"pid {os.getpid()}" in refusal(path)


def test_a_second_writer_waits_for_the_first(path, holder):
    holder(0.5)
    began = time.monotonic()
    with ProcessLock(path, 30, "").held():
        assert time.monotonic() - began < 20


@pytest.mark.parametrize("patience", [{"seconds": 0}, {"seconds": 0.05}, {"give_up": lambda: True}])
def test_another_thread_is_waited_for_as_long_as_was_asked(path, patience):
    lock = ProcessLock(path, 30, "Wait{holder}.")
    with lock.held(), ThreadPoolExecutor(1) as other:

        def try_it():
            with lock.held(**patience):
                pass

        waiting = other.submit(try_it)
        with pytest.raises(LibraryBusy, match=f"pid {os.getpid()}"):
            waiting.result(timeout=5)
    with lock.held(0):
        pass


def test_nobody_is_named_once_the_lock_is_free(path):
    with ProcessLock(path, 0.05, "").held():
        pass
    assert path.read_bytes() == b""


@given(noise=st.binary(max_size=300))
@pytest.mark.parametrize("begins", [b"", b'{"pid": 1, "program": "x", "since": "'])
def test_whatever_stands_in_the_file_the_lock_works(tmp_path_factory, begins, noise):
    path = tmp_path_factory.mktemp("locks") / "lock"
    path.write_bytes(begins + noise)
    with ProcessLock(path, 0, "").held():
        path.write_bytes(begins + noise)
        told = refusal(path, 0)
        assert told.startswith("Another process")
        assert told.endswith(" is baking {bread}.")


@pytest.mark.parametrize(
    "content",
    [
        '{"pid": "\\u001b[2J", "program": "x", "since": "2020-05-17T14:02:00"}',
        '{"pid": 1, "program": 5, "since": "2020-05-17T14:02:00"}',
        '{"pid": 1, "program": "x", "since": "yesterday"}',
        '{"pid": 1, "program": "x", "since": 5}',
        '{"pid": 1}',
        "[" * 5_000,
        '"pid"',
    ],
)
def test_what_no_holder_wrote_is_not_told(path, content):
    with ProcessLock(path, 0, "").held():
        path.write_text(content, encoding="utf-8")
        assert refusal(path) == "Another process is baking {bread}."


def test_signs_that_a_terminal_obeys_are_not_told(path):
    with ProcessLock(path, 0, "").held():
        path.write_text(
            '{"pid": 1, "program": "\\u001b]0;x\\u0007 a\\nb\\u202e c", '
            '"since": "2020-05-17T14:02:00"}',
            encoding="utf-8",
        )
        assert "(]0;x ab c, pid 1, since 2020-05-17 14:02)" in refusal(path)


def test_a_lock_that_cannot_be_written_names_its_folder(tmp_path):
    (tmp_path / "in the way").touch()
    with (
        pytest.raises(LibraryUnavailable, match="in the way"),
        ProcessLock(tmp_path / "in the way" / "lock", 0, "").held(),
    ):
        pass
