"""Starting the program: light to import, quiet towards the network, the samples there at once."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app import is_for_one
from qa.chat.asking.choice import describe_model
from qa.chat.guard import Guard
from qa.chat.page import sample_questions
from qa.settings import load_settings

ROOT = Path(__file__).parents[2]


def test_importing_the_program_loads_nothing_heavy_and_turns_telemetry_off():
    code = (
        "import sys, os, json, app; "
        "print(json.dumps([sorted(sys.modules), os.environ['GRADIO_ANALYTICS_ENABLED']]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules, analytics = json.loads(done.stdout)
    assert {"gradio", "torch", "chromadb", "langchain_core"}.isdisjoint(modules)
    assert analytics == "False"


def test_a_wrong_setting_is_one_sentence_and_exit_code_3(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "app.py"], cwd=tmp_path, capture_output=True, text=True,
        env=os.environ | {"QA_PORT": "no number", "QA_LIBRARY": str(tmp_path / "library")},
        check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "QA_PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_first_start_serves_the_page_with_the_samples_indexed(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"QA_PORT": str(port), "QA_LIBRARY": str(tmp_path / "library")}
    with (tmp_path / "log").open("w") as log:
        program = subprocess.Popen(
            [sys.executable, ROOT / "app.py"], cwd=tmp_path, env=os.environ | settings, stderr=log
        )
    try:
        names = set(sample_questions().values())
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and not names <= _documents(port):
            assert program.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.5)
        assert names <= _documents(port)
    finally:
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=20) == 0
    assert f"http://127.0.0.1:{port}/" in (tmp_path / "log").read_text()


def _documents(port: int) -> set[str]:
    """What ``/documents`` lists over plain HTTP; nothing while the server is not up."""
    address = f"http://127.0.0.1:{port}/gradio_api/call/documents"
    call = urllib.request.Request(
        address, b'{"data": []}', {"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(call, timeout=10) as response:
            event = json.load(response)["event_id"]
        with urllib.request.urlopen(f"{address}/{event}", timeout=10) as response:
            lines = response.read().decode().splitlines()
    except OSError:
        return set()
    (data,) = json.loads(next(line for line in lines if line.startswith("data: "))[6:])
    return {document["name"] for document in data}


def test_every_sample_question_belongs_to_a_sample():
    assert sample_questions()
    for name in sample_questions().values():
        assert (ROOT / "samples" / name).is_file()


def test_the_page_says_what_answers():
    assert "verified quotes alone" in describe_model(None)
    assert describe_model("a*b").startswith(r"a\*b writes the answers")
    told = describe_model(None, "The key is *missing*.")
    assert told == r"Answers are made of verified quotes alone. The key is \*missing\*."


def test_a_space_answers_to_its_own_name_and_may_be_framed_by_its_host_only():
    async def hello(request):
        return PlainTextResponse("hello")

    app = Guard(
        Starlette(routes=[Route("/", hello)]),
        allowed_hosts={"me-verse.hf.space"},
        calls=(),
        max_upload_bytes=1,
        uploads=None,
        frame_ancestors="https://huggingface.co",
    )
    answer = TestClient(app, base_url="https://me-verse.hf.space").get("/")
    assert answer.status_code == 200
    assert "frame-ancestors https://huggingface.co" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert TestClient(app, base_url="https://other.hf.space").get("/").status_code == 400


@pytest.mark.parametrize(
    ("settings", "space", "expected"),
    [
        ({}, None, True),
        ({"QA_HOST": "127.0.0.1"}, None, True),
        ({"QA_PASSWORD": "a password of some length"}, None, False),
        ({"QA_ALLOWED_HOSTS": "reports.example.org"}, None, False),
        ({}, "me-verse.hf.space", False),
    ],
)
def test_conversations_are_everybodys_only_where_one_person_gets_in(
    home, monkeypatch, settings, space, expected
):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert is_for_one(load_settings(), space) is expected
