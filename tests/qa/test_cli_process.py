"""The command line as a process of its own, with the real embedding model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "torch", "transformers", "sentence_transformers", "chromadb", "gradio", "langchain_core", "mcp",
)  # fmt: skip


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    return kept | {"PYTHONPATH": str(ROOT)} | more


def qa(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *words],
        cwd=folder, env=environment(**more), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--help"], 0), (["ask", "--help"], 0), (["mcp", "--help"], 0), (["ask", "--nope"], 2)],
)
def test_help_and_wrong_use_answer_without_loading_anything_heavy(tmp_path, words, code):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "qa", *words],
        cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == code
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "qa.cli" in loaded
    assert not loaded.intersection(HEAVY)
    assert not list(tmp_path.iterdir())


def test_adding_asking_and_removing_with_the_real_model(tmp_path):
    text = "The Tarn crossing is shut – two pillars are “badly” cracked, engineer Edda Moll said.\n"
    (tmp_path / "notes.txt").write_text(text, encoding="utf-8")
    added = qa(tmp_path, "add", "notes.txt", "--json")
    assert added.returncode == 0, added.stderr
    assert json.loads(added.stdout)["outcomes"][0]["status"] == "added"
    # A locale that knows no quotation marks must not spoil the answer.
    asked = qa(tmp_path, "ask", "Why is the crossing shut?", "--json", PYTHONIOENCODING="ascii")
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    quote = answer["statements"][0]["quotes"][0]
    assert quote["attribution"][-1].endswith("Edda Moll")
    assert text[quote["start"] : quote["end"]] == quote["text"]
    assert qa(tmp_path, "remove", "notes.txt").stdout == "removed    notes.txt\n"
    assert json.loads(qa(tmp_path, "documents", "--json").stdout) == {"documents": []}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_long_add_with_130_and_keeps_what_was_done(tmp_path):
    (tmp_path / "a.txt").write_text("A short note on the quay at Osk, by Ivo Tann.")
    sentences = (f"Ferry {n} sailed from quay {n % 7} to Osk in fog.\n" for n in range(40_000))
    (tmp_path / "b.txt").write_text("".join(sentences))
    program = subprocess.Popen(
        [sys.executable, "-m", "qa", "add", "a.txt", "b.txt"],
        cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        while program.poll() is None and "a.txt" not in _names(tmp_path):
            time.sleep(0.3)
        program.send_signal(signal.SIGINT)
        try:
            _, told = program.communicate(timeout=30)
        except subprocess.TimeoutExpired:  # a library swallowed it; people press again
            program.send_signal(signal.SIGINT)
            _, told = program.communicate(timeout=60)
    finally:
        program.kill()
    assert program.returncode == 130
    assert "What was finished is kept." in told
    assert "Traceback" not in told
    assert _names(tmp_path) == ["a.txt"]


def _names(folder: Path) -> list[str]:
    if not (folder / "library" / "library.sqlite3").exists():
        return []
    listed = json.loads(qa(folder, "documents", "--json").stdout or '{"documents": []}')
    return [document["name"] for document in listed["documents"]]
