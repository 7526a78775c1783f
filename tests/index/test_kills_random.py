"""Killed at any moment, again and again over one library, until all is in."""

from __future__ import annotations

import random
import time

import killed_adding as work
import pytest
from invariants import content, left_over, opened, violations
from made_pdfs import lines, pdf

SECONDS = 30.0


@pytest.fixture
def papers(tmp_path):
    (files := tmp_path / "files").mkdir()
    for number in range(10):
        (files / f"{number}.txt").write_text(
            "\n\n".join(
                f"The water of lock {line} rose by {line + number} inches at noon, while gate "
                f"{number} of the basin stood open, and a barge lay at quay {line} with barley. "
                f"“Nobody closed gate {line},” harbour master Ida Brun{number} said on Sunday."
                for line in range(9)
            ),
            encoding="utf-8",
        )
    (upload := tmp_path / "dropped.pdf").write_bytes(pdf(lines("The envoy said that it is shut.")))
    return files, upload


def _run_until(moment, library, papers, log):
    """Whether the adding ended by itself before a moment in seconds after it began, and when."""
    log.unlink(missing_ok=True)
    process = work.started(work.add_from_scratch, library, *papers, log)
    deadline = time.monotonic() + SECONDS
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.002)
    began = time.monotonic()
    process.join(moment)
    ended = time.monotonic() - began
    process.kill()
    process.join()
    return work.done(log)[-1:] == [""], ended


def _kill_again_and_again(tmp_path, papers, kills, seed):
    """How many were killed, and over how many libraries; asserts after each what has to hold."""
    chance = random.Random(seed)
    is_done, seconds = _run_until(SECONDS, tmp_path / "whole", papers, tmp_path / "log")
    assert is_done
    whole = content(tmp_path / "whole")
    killed, libraries, reported = 0, 1, set()
    while killed < kills:
        library = tmp_path / f"library {libraries}"
        moment = chance.uniform(0, seconds / 2)  # the half may be one document, and is soon all
        is_done, _ = _run_until(moment, library, papers, tmp_path / "log")
        reported |= {name for name in work.done(tmp_path / "log") if name}
        with opened(library) as there:
            assert violations(there) == []
            names = [document.name for document in there.documents()]
            assert len(names) == len(set(names))
        now = content(library)
        assert reported <= now.keys(), "reported done, and lost"
        assert all(now[name] == whole[name] for name in now)
        if is_done:
            with opened(library) as there:
                assert left_over(there) == []
            assert now == whole
            libraries, reported = libraries + 1, set()
        else:
            killed += 1
    return killed, libraries


def test_adding_killed_at_random(tmp_path, papers):
    killed, _ = _kill_again_and_again(tmp_path, papers, 20, seed=7)
    assert killed == 20


@pytest.mark.torture
def test_adding_killed_at_random_two_hundred_times(tmp_path, papers, tell):
    killed, libraries = _kill_again_and_again(tmp_path, papers, 200, seed=11)
    tell(f"{killed} kills over {libraries} libraries: 0 lost, 0 half, 0 duplicates")
