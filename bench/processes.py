"""Fresh processes, timed from outside: the chat, the command line, an installation."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError

from bench.document import ROOT

__all__ = ["BROWSERS", "chat_start", "command", "installation", "served_chat"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Names of the program, the first that is there is taken."""

_PATIENCE = 300.0  # seconds for a page to answer
_PAUSE = 0.02  # seconds between two tries


def command(arguments: Sequence[str], library: Path) -> float:
    """Seconds that a fresh Python takes for these arguments.

    Raises:
        CalledProcessError: the command failed.
    """
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=_environment(library),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began


def chat_start(library: Path, question: str) -> tuple[float, float]:
    """Seconds from ``python app.py`` to the page, and to the first answer through ``/ask``.

    Args:
        library: folder of a library that holds the samples.
        question: asked as soon as the page is there.

    Raises:
        TimeoutError: the page did not come.
    """
    began = time.perf_counter()
    with served_chat(library) as address:
        page = time.perf_counter() - began
        _ask(address, question)
        return page, time.perf_counter() - began


@contextmanager
def served_chat(library: Path, *, plain: bool = False) -> Iterator[str]:
    """The address of a chat that a fresh process serves; it ends with the block.

    Args:
        library: its folder.
        plain: whether to leave the settings to the files, as a user would.

    Raises:
        TimeoutError: the page did not come.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = _environment(library) | {"QA_PORT": str(port)}
    if plain:
        del environment["QA_MODEL"]
    with subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(f"{address}/", process)
            yield address
        finally:
            process.terminate()


def installation(requirements: Path) -> tuple[float, float]:
    """Seconds and megabytes (of 1,000,000 bytes) of an installation into a fresh environment.

    Raises:
        CalledProcessError: pip failed.
    """
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(requirements)], check=True)
        seconds = time.perf_counter() - began
        files = (path for path in Path(folder).rglob("*") if not path.is_symlink())
        return seconds, sum(path.stat().st_size for path in files if path.is_file()) / 1e6


def _environment(library: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    return kept | {"QA_LIBRARY": str(library), "QA_MODEL": ""}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.perf_counter() + _PATIENCE
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE):
                return
        except (URLError, ConnectionError):
            time.sleep(_PAUSE)
    raise TimeoutError(f"{address} did not answer: run `python app.py` to see why.")


def _ask(address: str, question: str) -> None:
    request = urllib.request.Request(
        f"{address}/gradio_api/call/ask",
        json.dumps({"data": [question, None]}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{request.full_url}/{event}", timeout=_PATIENCE) as reply:
        told = reply.read().decode()
    if "event: complete" not in told:
        raise RuntimeError(f"/ask did not answer: {told[:200]}")
