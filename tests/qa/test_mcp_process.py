"""``python -m qa mcp`` as a process of its own, with the real embedding model."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from command_line import CONFIGURATION, one_sentence, qa
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from index import Library

ROOT = Path(__file__).parents[2]
USING = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
FERRY = """Ferry line to Osk closes

By Ada Brenn

ELMOUTH, 3 March 2024 (Coast Wire) - The ferry line to Osk will close in May, harbour master
Ivo Tann said on Sunday. “We have no boat left that may carry people,” he said.
"""
QUESTION = "Who said that the ferry line to Osk will close?"
GREETING = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "tests", "version": "1"},
}
NOISY = """
import os, sys
from qa.calls.desk import Desk
plain = Desk._documents
def noisy(self, call):
    print("noise", flush=True)
    os.write(1, b"noise\\n")
    os.system("echo noise")
    return plain(self, call)
Desk._documents = noisy
sys.argv = ["qa", "mcp", "--library", "library"]
from qa.cli import main
main()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a library in it."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    with Library.open(folder / "library") as library:
        library.add(folder / "ferry.txt")
    return folder


@pytest.fixture(scope="module")
def call(folder):
    """Calls a tool with the package's own client, all in one session.

    The server is started as docs/using.md tells an assistant to, but for the paths.
    """
    (told,) = re.findall(r"```json\n(.*?)```", USING, re.DOTALL)
    (server,) = json.loads(told)["mcpServers"].values()
    assert server["command"].endswith("/python")
    home, library = server["env"]["PYTHONPATH"], server["args"][-1]
    assert (home, library) == ("/path/to/chapter-and-verse", "/path/to/library")
    parameters = StdioServerParameters(
        command=sys.executable,
        args=[*server["args"][:-1], str(folder / "library")],
        env=server["env"] | {"PYTHONPATH": str(ROOT)},
        cwd=folder,
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(stdio_client(parameters))) as client,
    ):
        yield lambda name, **given: portal.call(partial(client.call_tool, name, given))


def test_a_question_is_answered_with_a_quote_that_can_be_opened(call):
    answer = call("ask", question=QUESTION)
    assert not answer.is_error
    (quote, *_) = answer.structured_content["statements"][0]["quotes"]
    assert FERRY[quote["start"] : quote["end"]] == quote["text"]
    assert quote["attribution"][-1].endswith("Ivo Tann")
    assert "Ivo Tann" in answer.content[0].text
    place = {name: quote[name] for name in ("document", "start", "end")}
    assert call("open_quote", **place).structured_content["text"] == quote["text"]


def test_passages_documents_and_errors_come_over_the_wire(call):
    found = call("search", query="boats that carry people", limit=1).structured_content
    assert found["passages"][0]["document"] == "ferry.txt"
    assert call("documents").structured_content["total"] == 1
    altered = call("open_quote", document="ferry.txt", words="We have one boat left")
    assert altered.is_error
    assert "do not stand in 'ferry.txt'" in altered.content[0].text
    assert call("ask", question="Why? " * 250_000).is_error


def test_a_document_that_is_added_meanwhile_is_found(call, folder):
    (folder / "dam.txt").write_text("Two cracks run through the dam at Stenbro, Mara Holt said.")
    assert not call("search", query="cracks in the dam").is_error
    with Library.open(folder / "library") as library:
        library.add(folder / "dam.txt")
    try:
        found = call("search", query="cracks in the dam", limit=1).structured_content["passages"]
        assert [passage["document"] for passage in found] == ["dam.txt"]
    finally:
        with Library.open(folder / "library") as library:
            library.remove("dam.txt")
    assert call("documents").structured_content["total"] == 1


class Wire:
    """The server's standard input and output, line by line."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        self.program = program

    def send(self, **message: object) -> None:
        self.program.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        self.program.stdin.flush()

    def receive(self) -> dict[str, object]:
        message = json.loads(self.program.stdout.readline())
        assert message["jsonrpc"] == "2.0"
        return message

    def greet(self) -> None:
        self.send(id=1, method="initialize", params=GREETING)
        assert self.receive()["result"]["serverInfo"]["name"] == "chapter-and-verse"
        self.send(method="notifications/initialized")

    def call(self, name: str, **arguments: object) -> None:
        self.send(id=2, method="tools/call", params={"name": name, "arguments": arguments})

    def ended(self) -> tuple[int, str]:
        """The exit code, and standard error; what is left on standard output is protocol."""
        code = self.program.wait(60)
        if not self.program.stdout.closed:
            for line in self.program.stdout:
                assert json.loads(line)["jsonrpc"] == "2.0"
        return code, self.program.stderr.read().decode()


@contextmanager
def wire(folder: Path, *words: str):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    program = subprocess.Popen(
        [sys.executable, *(words or ["-m", "qa", "mcp"])],
        cwd=folder, env=kept | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with program:
        try:
            yield Wire(program)
        finally:
            program.kill()


def test_what_is_printed_elsewhere_never_reaches_standard_output(folder):
    with wire(folder, "-c", NOISY) as server:
        server.greet()
        server.call("documents")
        assert server.receive()["result"]["structuredContent"]["total"] == 1
        server.program.stdin.close()
        code, told = server.ended()
    assert code == 0
    assert told.count("noise") == 3


def test_the_end_of_standard_input_ends_it(folder):
    with wire(folder) as server:
        server.greet()
        server.program.stdin.close()
        assert server.ended() == (0, "")


def test_no_line_is_too_odd_to_go_on(folder):
    with wire(folder) as server:
        server.greet()
        server.program.stdin.write(b"nonsense\n\xff\xfe\n[]\n{}\n\n" + b"[" * 100_000 + b"\n")
        server.send(id=7, method="ping")
        while (message := server.receive()).get("id") != 7:
            assert "error" in message
        server.program.stdin.close()
        assert server.ended()[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("busy", [False, True])
def test_ctrl_c_ends_it_without_a_word(folder, busy):
    with wire(folder) as server:
        server.greet()
        if busy:
            server.call("ask", question=QUESTION)
            time.sleep(1)
        server.program.send_signal(signal.SIGINT)
        assert server.ended() == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_it_ends_when_nobody_reads_any_more(folder):
    with wire(folder) as server:
        server.greet()
        server.program.stdout.close()
        server.call("documents")
        assert server.ended() == (0, "")


def test_without_the_package_it_says_what_to_install(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp", None)
    told = one_sentence(qa("mcp"), CONFIGURATION)
    assert told.endswith("-m pip install -r requirements-mcp.txt")


def test_a_wrong_setting_is_told_before_anything_is_served(home, monkeypatch):
    monkeypatch.setenv("QA_THRESHOLD", "high")
    assert "QA_THRESHOLD" in one_sentence(qa("mcp"), CONFIGURATION)
