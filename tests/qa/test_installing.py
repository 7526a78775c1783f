"""What the program tells people to type installs for the Python that runs it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from qa.installing import install_command


def test_the_command_reaches_this_python(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = shlex.split(install_command("-r requirements.txt"))
    assert command[1:] == ["-m", "pip", "install", "-r", "requirements.txt"]
    told = subprocess.run(
        [command[0], "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True,
        check=True,
    ).stdout.strip()  # fmt: skip
    assert told == sys.prefix


@pytest.mark.parametrize(
    ("folder", "shown"),
    [("", ".venv/bin/python"), ("elsewhere", "'{}/my papers/.venv/bin/python'")],
)
def test_below_the_present_folder_it_is_short(tmp_path, monkeypatch, folder, shown):
    home = tmp_path / "my papers"
    (tmp_path / "elsewhere").mkdir()
    home.mkdir()
    monkeypatch.setattr(sys, "executable", str(home / ".venv" / "bin" / "python"))
    monkeypatch.chdir(tmp_path / folder if folder else home)
    python = shown.format(Path(tmp_path))
    assert install_command("ragged") == f"{python} -m pip install ragged"
