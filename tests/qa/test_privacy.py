"""What is kept is kept for its owner alone, and where he is told; nothing lies about elsewhere."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner
from word_embedder import WordEmbedder

from index import Library
from qa.cli import app
from qa.stored import ENTRIES, look_at_privacy

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="a filter of its kernel watches")
unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such marks")


@pytest.fixture
def own(tmp_path):
    """A library of one document."""
    (tmp_path / "note.txt").write_text("The ferry leaves at noon, said Ann Holt.")
    with Library.open(tmp_path / "own", embedder=WordEmbedder()) as library:
        library.add(tmp_path / "note.txt")
    return library.folder


def told(library=None):
    return {finding.subject: finding for finding in look_at_privacy(library)}


def run(place, *command):
    """The command line with folders of its own for everything, and none of the tests' settings."""
    folders = {"HOME": "home", "TMPDIR": "temporary", "QA_LIBRARY": "library"}
    for folder in ("home", "temporary"):
        (place / folder).mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={name: str(place / folder) for name, folder in folders.items()}
        | {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "USER": "somebody"},
        umask=0o022,
        capture_output=True,
        text=True,
        check=False,
    )


@linux
def test_nothing_connects_and_all_files_are_the_owners_alone_and_where_they_belong(tmp_path):
    watched = str(ROOT / "tests" / "without_connections.py")
    assert run(tmp_path, watched, "connect").returncode == -signal.SIGSYS
    (tmp_path / "note.md").write_text("Ann Holt said: “The ferry leaves at noon.”")
    for command in (["add", str(tmp_path / "note.md")], ["ask", "When does the ferry leave?"]):
        done = run(tmp_path, watched, *command)
        assert done.returncode == 0, done.stderr
    library = tmp_path / "library"
    found = [library, *library.rglob("*")]
    assert any(path.name == "chroma.sqlite3" for path in found)
    others = stat.S_IRWXG | stat.S_IRWXO
    assert [path for path in found if path.stat().st_mode & others] == []
    assert list((tmp_path / "home").iterdir()) == []
    left = [path.name for path in (tmp_path / "temporary").rglob("*")]
    assert left in ([], ["torchinductor_somebody"])  # an empty folder that torch makes


@unix
def test_a_library_opened_by_python_code_is_closed_to_others(tmp_path):
    before = os.umask(0o022)
    try:
        Library.open(tmp_path / "mine", embedder=WordEmbedder()).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o700


@unix
def test_who_lets_others_look_in_is_told_how_to_stop_it(own):
    assert told(own)["library"].works
    own.chmod(0o755)
    finding = told(own)["library"]
    assert not finding.works
    assert finding.advice == f"Run: chmod -R go-rwx {own}"


def test_every_part_of_a_library_is_told_with_what_deletes_it(own):
    for entry in ENTRIES:
        place = own / entry.name
        if "." not in entry.name and not place.exists():
            place.mkdir()
        if not place.exists() or (place.is_dir() and not any(place.iterdir())):
            (place / "a" if place.is_dir() else place).write_text("x")
    findings = told(own)
    for entry in ENTRIES:
        assert entry.holds in findings[entry.name].detail
        assert entry.deleted in findings[entry.name].detail
    known = {entry.name for entry in ENTRIES} | {"lock", "library.lock"}
    made = {path.name.removesuffix("-wal").removesuffix("-shm") for path in own.iterdir()}
    assert made <= known


def test_to_look_makes_nothing(tmp_path):
    assert "nothing is stored" in told(tmp_path / "none")["library"].detail
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        ({}, "nothing"),
        ({"QA_MODEL": "openai:gpt-5-mini"}, "api.openai.com"),
        ({"QA_MODEL": "openai:gpt-5-mini", "QA_EVIDENCE_ONLY": "true"}, "nothing"),
        ({"QA_MODEL": "ollama:qwen3"}, "nothing"),
        ({"QA_MODEL": "ollama:glm:cloud"}, "ollama.com"),
    ],
)
def test_what_leaves_the_machine_is_told(home, monkeypatch, settings, sent):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert sent in told()["leaves this machine"].detail


@unix
def test_a_file_with_a_key_that_others_can_read_is_told(home, monkeypatch):
    monkeypatch.chdir(home)
    (home / ".env").write_text("QA_THRESHOLD=0.5\n")
    (home / ".env").chmod(0o644)
    assert told()[".env"].advice == "Run: chmod go-rwx .env"
    (home / ".env").chmod(0o600)
    assert told()[".env"].works


def test_the_command_line_tells_it(home):
    done = CliRunner().invoke(app, ["doctor", "--privacy"])
    assert done.exit_code == 0
    assert "leaves this machine: nothing" in done.stdout
