"""What every test can count on: no network, no telemetry, stand-ins for models at hand."""

from __future__ import annotations

import ipaddress
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from bench.processes import BROWSERS as WITH_WINDOWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Set before any test module imports a library that reads them once.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["LANGSMITH_TRACING"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"

# A shell lets what it runs in the background ignore Ctrl-C, and so would the programs tried here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is slow, and no failure.
settings.register_profile(
    "unhurried",
    settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("unhurried")

# Chromium without a window opens pages in half the time.
BROWSERS = ("chromium-headless-shell", *WITH_WINDOWS)
NO_BROWSER = (
    "no Chromium or Chrome is installed: run `apt-get install chromium` (Debian, Ubuntu) "
    "or install Google Chrome, then run the tests again"
)


class NetworkForbidden(AssertionError):
    """A test tried to reach another machine."""


def is_loopback(host: object) -> bool:
    """Whether an address, or a name that needs no look-up, is this machine itself."""
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a line of what a long test came to."""

    def told(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")  # noqa: T201

    return told


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test connect to this machine only; looking up a foreign name fails as well."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def demand_local(address: object) -> None:
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise NetworkForbidden(f"a test tried to connect to {address[0]}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        demand_local(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        demand_local(address)
        return connect_ex(self, address)

    def guarded_look_up(host: object, *args: object, **kwargs: object) -> object:
        # The unspecified address is where a server of ours would listen.
        if not is_loopback(host) and host not in ("0.0.0.0", "::"):
            raise NetworkForbidden(f"a test tried to look up {host!r}")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a browser where there is none; on the build server that is a failure."""
    if item.get_closest_marker("browser") is None or any(map(shutil.which, BROWSERS)):
        return
    if os.environ.get("CI") == "true":
        pytest.fail(NO_BROWSER, pytrace=False)
    pytest.skip(NO_BROWSER)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome, whichever is installed."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)  # of a busy machine; what holds is seen at once
    arguments = [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    executable = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An empty folder to work in, a quick embedding model, and no settings."""
    from word_embedder import WordEmbedder

    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("qa.wiring.SentenceTransformerEmbedder", WordEmbedder)
    return tmp_path
