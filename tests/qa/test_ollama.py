"""What an Ollama server on this machine has; whatever else answers, or nothing, is none."""

from __future__ import annotations

import json
import time

import pytest
from ollama_server import TOLD, answer, serving

from index.errors import LibraryError
from qa.doctor import examine
from qa.errors import ConfigurationError
from qa.model.models import offered_model
from qa.model.ollama import is_this_machine, ollama_models, runs_elsewhere
from qa.settings import Settings, load_settings


def names(reply: bytes, **how: object) -> list[str]:
    with serving(reply, **how) as (address, _):
        return [model.name for model in ollama_models(address)]


def test_models_that_run_here_and_can_write_are_listed_by_name():
    with serving(TOLD) as (address, requests):
        models = ollama_models(f"{address}/")
    assert [(model.name, model.size) for model in models] == [
        ("gemma3:1b", 800_000_000),
        ("qwen3:4b", 2_600_000_000),
    ]
    assert requests[0].startswith(b"GET /api/tags HTTP/1.0\r\nHost: 127.0.0.1:")


def test_no_proxy_is_asked(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert names(TOLD)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"garbage",
        b"SSH-2.0-OpenSSH_9.7\r\n",
        answer(b"<html>hello</html>"),
        answer(b"{}"),
        answer(b"[]"),
        answer(b"null"),
        answer(b'{"models": 7}'),
        answer(b'{"models": [7]}'),
        answer(b'{"models": [{"size": 1}]}'),
        answer(b'{"models": [{"name": 5}]}'),
        answer(b"\xff\xfe\x00"),
        answer(b"[" * 100_000),
        TOLD[:-40],
        TOLD.replace(b"200 OK", b"404 Not Found"),
        TOLD.replace(b"200 OK", b"301 Moved").replace(b"\r\n\r\n", b"\r\nLocation: /x\r\n\r\n", 1),
        answer(b" " * 3_000_000),
    ],
    ids=range(17),
)
def test_garbage_is_no_model(reply):
    assert names(reply) == []


def test_a_server_that_says_nothing_is_not_waited_for():
    with serving(b"", hang=True) as (address, _):
        began = time.monotonic()
        assert ollama_models(address) == ()
        assert time.monotonic() - began < 1


def test_a_server_that_drips_is_not_waited_for_either():
    with serving(TOLD, pause=0.05) as (address, _):
        began = time.monotonic()
        assert ollama_models(address) == ()
        assert time.monotonic() - began < 1


def test_no_server_is_no_model():
    with serving(b"") as (address, _):
        pass
    assert ollama_models(address) == ()


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:11434", True),
        ("http://localhost:1", True),
        ("http://[::1]:11434/", True),
        ("http://127.9.9.9", True),
        ("http://0.0.0.0:11434", False),
        ("http://192.168.1.5:11434", False),
        ("http://example.org:11434", False),
        ("http://127.0.0.1.example.org", False),
        ("http://localhost.example.org", False),
        ("http://me@127.0.0.1:1", False),
        ("https://127.0.0.1:11434", False),
        ("127.0.0.1:11434", False),
        ("http://127.0.0.1:port", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_only_this_machine_is_asked(address, here):
    assert is_this_machine(address) is here
    if not here:
        assert ollama_models(address) == ()  # the guard of the tests would raise at a connection


@pytest.fixture
def alone(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def absent(settings: Settings) -> None:
        raise LibraryError("not looked at here")

    monkeypatch.setattr("qa.doctor.open_library", absent)


def test_the_setting_names_this_machine_or_nothing(alone, monkeypatch):
    monkeypatch.setenv("QA_OLLAMA_URL", "http://10.0.0.7:11434")
    with pytest.raises(ConfigurationError, match=r"QA_OLLAMA_URL.*this machine"):
        load_settings()
    monkeypatch.setenv("QA_OLLAMA_URL", "")
    assert ollama_models(load_settings().ollama_url) == ()


def test_the_doctor_lists_the_models_with_what_to_set(alone, monkeypatch):
    monkeypatch.setattr("qa.doctor.missing_package", lambda name: "langchain-ollama")
    with serving(TOLD) as (address, _):
        monkeypatch.setenv("QA_OLLAMA_URL", address)
        (found,) = [finding for finding in examine(None) if finding.subject == "Ollama"]
    assert found.works
    assert "gemma3:1b, qwen3:4b" in found.detail
    assert f"QA_MODEL=ollama:gemma3:1b QA_MODEL_BASE_URL={address}, or another" in found.advice
    assert "pip install langchain-ollama" in found.advice
    assert "cloud" not in json.dumps([found.detail, found.advice])


@pytest.mark.parametrize("package", ["langchain-ollama", None])
def test_the_doctor_says_what_the_chat_offers_as_it_is(alone, monkeypatch, package):
    monkeypatch.setattr("qa.doctor.missing_package", lambda name: package)
    with serving(TOLD) as (address, _):
        monkeypatch.setenv("QA_OLLAMA_URL", address)
        (found,) = [finding for finding in examine(None) if finding.subject == "Ollama"]
    assert found.advice.startswith("The chat offers them.") == (package is None)
    assert ("After that the chat offers them." in found.advice) == (package is not None)


def test_without_ollama_the_doctor_says_nothing_of_it(alone, monkeypatch):
    monkeypatch.setenv("QA_OLLAMA_URL", "")
    assert "Ollama" not in {finding.subject for finding in examine(None)}


def test_an_offered_model_gets_no_key_and_no_proxy(monkeypatch):
    made: dict[str, object] = {}
    monkeypatch.setattr("qa.model.models.missing_package", lambda name: None)
    monkeypatch.setattr(
        "langchain.chat_models.init_chat_model", lambda name, **given: made.update(given, name=name)
    )
    settings = Settings(model="openai:some", model_api_key="secret", model_base_url="https://a.b")
    with pytest.raises(AssertionError):  # the stand-in makes nothing
        offered_model("qwen3:4b", settings)
    assert made["name"] == "ollama:qwen3:4b"
    assert made["base_url"] == settings.ollama_url
    assert made["client_kwargs"] == {"trust_env": False, "timeout": settings.model_seconds}
    assert "api_key" not in made


@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [("gpt-oss:120b-cloud", True), ("kimi:cloud", True), ("cloud:4b", False), ("qwen3:4b", False)],
)
def test_a_models_name_tells_whether_ollama_runs_it_elsewhere(name, elsewhere):
    assert runs_elsewhere(name) == elsewhere
