"""A long ``add`` that is told to end does so within seconds, at a batch, and goes on later."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invariants import content, violations
from word_embedder import WordEmbedder

from index import Library
from index.types import OutcomeStatus

ROOT = Path(__file__).parents[2]
SECONDS = 5.0
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
# The command line itself, with an embedding model that is as slow as a large one.
PROGRAM = """
import sys, time
sys.path[:0] = [sys.argv.pop(1), sys.argv.pop(1)]
import index.embed
from word_embedder import WordEmbedder

class Slow(WordEmbedder):
    def __init__(self, name):
        super().__init__()
    def embed_passages(self, texts):
        time.sleep(0.2)
        print("batch", flush=True)
        return super().embed_passages(texts)

index.embed.SentenceTransformerEmbedder = Slow
from qa.cli import main
main()
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")


@pytest.fixture
def papers(tmp_path):
    (folder := tmp_path / "papers").mkdir()
    (folder / "a.txt").write_text("A short note on the quay at Osk, by Ivo Tann.")
    words = " ".join(f"ferry {number} sailed from quay {number % 7}" for number in range(30))
    (folder / "b.txt").write_text("\n\n".join(f"Day {n}. {words}." for n in range(2_000)))
    return folder


def _ended(tmp_path, papers, number, seconds):
    """Code, duration of the end, and what was said, of one that is told so after its third batch.

    Args:
        seconds: how long to wait after that.
    """
    settings = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    command = [sys.executable, "-c", PROGRAM, str(ROOT), str(ROOT / "tests"), "add", str(papers)]
    program = subprocess.Popen(
        [*command, "--library", str(tmp_path / "library")],
        cwd=tmp_path, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert [program.stdout.readline() for _ in range(3)] == ["batch\n"] * 3
        time.sleep(seconds)
        program.send_signal(number)
        began = time.monotonic()
        _, told = program.communicate(timeout=60)
    finally:
        program.kill()
    return program.returncode, time.monotonic() - began, told


def _check(tmp_path, papers, number, seconds):
    code, duration, told = _ended(tmp_path, papers, number, seconds)
    assert code == CODES[number]
    assert duration < SECONDS
    assert told == "Stopped. What was finished is kept.\n"
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as library:
        assert violations(library) == []
        assert set(content(library.folder)) == {"a.txt"}
        kept = library._database.connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
        assert kept > 64, "no batch was kept"
    return kept


@pytest.mark.parametrize("number", CODES)
def test_an_add_that_is_told_to_end_does_so_at_a_batch_and_goes_on_later(tmp_path, papers, number):
    kept = _check(tmp_path, papers, number, 0.1)
    embedder = WordEmbedder()
    long = (papers / "b.txt").read_text()
    (papers / "b.txt").write_text(long[: len(long) // 20])  # all of it would take a minute
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        assert library.add(papers).count(OutcomeStatus.ADDED) == 1
        assert violations(library) == []
        chunks = sum(document.chunks for document in library.documents())
    assert len(embedder.embedded) <= max(0, chunks - kept) + 1


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("number", CODES)
def test_an_add_that_is_told_to_end_at_any_moment(tmp_path, papers, number, seed):
    _check(tmp_path, papers, number, random.Random(seed).uniform(0, 1.5))
