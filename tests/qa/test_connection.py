"""The test of a model: one word is asked for, and every failure says what to do."""

from __future__ import annotations

import importlib.util
import json
import logging
import socket
import ssl
import time

import pytest
from model_server import KEY, ModelServer, Served
from ollama_server import TOLD, answer, serving
from tiny_model import make_tiny_model

from qa.installing import install_command
from qa.model.connection import Connection, check_connection
from qa.model.remedies import trouble_of
from qa.settings import Settings

ECHO = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}", "code": "bad"}})
TOO_LONG = json.dumps({"error": {"message": "maximum context length is 512 tokens"}})
MODELS = ["gpt-5-mini", "text-embedding-3", "whisper-1", "gpt-5", "tts-1", "dall-e", "sora", "o5"]
SECONDS = 1.0
MARGIN = 2.0  # what a loaded machine may need besides


@pytest.fixture(autouse=True)
def alone(home, monkeypatch):
    """No settings, no keys of the machine, and not in a container, whatever runs the tests."""
    for name in ("OPENAI_API_KEY", "OPENAI_API_BASE", "OPENAI_BASE_URL", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("qa.model.remedies._CONTAINER_MARKS", ())


def settings(**values: object) -> Settings:
    return Settings(**({"model": "openai:scripted", "model_api_key": KEY} | values))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def told(connection: Connection) -> str:
    return f"{connection.told} {connection.to_do}"


@pytest.mark.parametrize("evidence_only", [False, True])
def test_a_model_that_answers_works(evidence_only):
    with ModelServer([Served(["", "re", "ady"])]) as server:
        connection = check_connection(
            settings(model_base_url=server.address, evidence_only=evidence_only)
        )
    assert connection.works
    assert connection.model == "openai:scripted"
    assert 0 < connection.seconds < 20
    assert connection.told == f"openai:scripted answered after {connection.seconds:.1f} seconds."
    assert connection.to_do == ""
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body["stream"]
    assert len(json.dumps(request.body["messages"])) < 200


def test_the_first_word_is_enough():
    endless = Served(["ready ", *["and "] * 1_000], pause=0.05)
    with ModelServer([endless]) as server:
        connection = check_connection(settings(model_base_url=server.address), 10)
    assert connection.works
    assert connection.seconds < 3
    assert server.requests[0].sent < 100


REFUSED = Served(status=401, body=ECHO.encode())
FAULTS = {
    "key_refused": (REFUSED, ["refused the key", "Copy the key again"]),
    "model_not_allowed": (Served(status=403, body=ECHO.encode()), ["does not let", "Choose"]),
    "no_credit": (Served(status=402, body=b"{}"), ["no credit left"]),
    "busy": (
        Served(status=429, headers={"Retry-After": "7"}, body=ECHO.encode()),
        ["too many of them, or a quota", "Try again in 7 seconds", "credit"],
    ),
    "asks_for_patience": (
        Served(status=429, headers={"Retry-After": "119.2"}, body=b"{}"),
        ["Try again in 120 seconds"],
    ),
    "server_error": (Served(status=500, body=b"<h1>Oops</h1>"), ["failed (status 500)", "log"]),
    "reset": (Served(reset=True), ["broke off", "https://"]),
    "cut": (Served(["ready"], cut_after=0), ["broke off"]),
    "silence": (Served(silence=30), ["did not answer within 1 seconds", "loading"]),
    "too_small": (Served(status=400, body=TOO_LONG.encode()), ["less room", "QA_MODEL_CONTEXT"]),
    "empty_reply": (Served([" "]), ["answered with nothing", "Choose another"]),
    "all_thoughts": (Served([], finish="length"), ["used up the tokens", "QA_MODEL_CONTEXT"]),
    "withheld": (Served([], finish="content_filter"), ["refused to answer", "Choose another"]),
    "no_end": (Served([""], finish=None), ["broke off before its first word"]),
    "refused": (Served(status=422, body=ECHO.encode()), ["the request (status 422)", "log"]),
    "bad_request": (Served(status=400, body=ECHO.encode()), ["refused the request (status 400)"]),
    "sign_in_page": (
        Served(headers={"content-type": "text/html"}, body=b"<html>Sign in</html>"),
        ["is not a model's reply", "QA_MODEL_BASE_URL", "/v1"],
    ),
    "malformed": (Served(body=b'data: {"id": "c1", "choices": [{]}\n\n'), ["not a model's reply"]),
    "nobody_there": (Served(status=404, body=b"{}"), ["this model or this address (status 404)"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_is_told_once_with_what_to_do(fault, caplog):
    caplog.set_level(logging.DEBUG)
    turn, said = FAULTS[fault]
    with ModelServer([turn]) as server:
        began = time.monotonic()
        connection = check_connection(settings(model_base_url=server.address), SECONDS)
        took = time.monotonic() - began
    assert not connection.works
    for words in said:
        assert words in told(connection)
    if "server" not in said[0] and fault not in (
        "empty_reply",
        "all_thoughts",
        "withheld",
        "no_end",
    ):
        assert f"127.0.0.1:{server.port}" in connection.told
    assert len(server.requests) == 1  # no second try
    assert server.surplus == 0
    assert took < SECONDS + MARGIN
    assert_sentences(connection)
    assert_secret(connection, caplog)


def assert_sentences(connection: Connection) -> None:
    assert connection.told.endswith(".")
    assert ". " not in connection.told
    assert connection.to_do.endswith(".")
    assert "\n" not in told(connection)


def assert_secret(connection: Connection, caplog) -> None:
    assert KEY not in repr(connection)
    formatter = logging.Formatter()
    for record in caplog.records:
        assert KEY not in formatter.format(record), record.name
        assert KEY not in repr(record.__dict__), record.name


def test_a_model_has_no_more_time_for_a_word_than_for_an_answer():
    with ModelServer([Served(silence=30)]) as server:
        connection = check_connection(settings(model_base_url=server.address, model_seconds=0.5))
    assert "did not answer within 0.5 seconds" in connection.told
    assert connection.seconds < 0.5 + MARGIN


def test_a_server_that_is_not_there_is_named_with_its_port():
    port = free_port()
    connection = check_connection(settings(model_base_url=f"http://127.0.0.1:{port}/v1"), SECONDS)
    assert connection.told == f"No server answers at 127.0.0.1:{port}."
    assert connection.to_do == "Start the server, or correct the address (QA_MODEL_BASE_URL)."


def test_in_a_container_it_is_said_what_localhost_is(tmp_path, monkeypatch):
    mark = tmp_path / ".dockerenv"
    mark.touch()
    monkeypatch.setattr("qa.model.remedies._CONTAINER_MARKS", ("/nowhere", str(mark)))
    address = f"http://localhost:{free_port()}/v1"
    connection = check_connection(settings(model_base_url=address), SECONDS)
    assert "localhost is the container itself" in connection.to_do
    assert "host.docker.internal" in connection.to_do


def test_a_name_that_nobody_has_is_told(monkeypatch):
    def unknown(host: object, *_: object, **__: object) -> None:
        raise socket.gaierror(-2, f"Name or service not known {KEY}")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    connection = check_connection(settings(model_base_url="http://models.example:81/v1"), SECONDS)
    assert connection.told == "No machine of the name models.example is known here."
    assert "QA_MODEL_BASE_URL" in connection.to_do


def test_a_server_elsewhere_that_is_not_there_need_not_be_started():
    trouble = trouble_of(ConnectionRefusedError(), settings(), 1)
    assert trouble.told == "No server answers at api.openai.com."
    assert "Start" not in trouble.to_do


def test_a_server_without_encryption_is_told():
    with ModelServer([]) as server:
        address = server.address.replace("http:", "https:")
        connection = check_connection(settings(model_base_url=address), SECONDS + 2)
    assert "does not answer encrypted" in connection.told
    assert "http:// instead of https://" in connection.to_do


def test_a_certificate_that_is_not_trusted_is_told():
    error = ConnectionError("x")
    error.__cause__ = ssl.SSLCertVerificationError("x")
    trouble = trouble_of(error, settings(), 1)
    assert trouble.told == "The certificate of api.openai.com is not one that this machine trusts."
    assert "SSL_CERT_FILE" in trouble.to_do


def test_another_failure_is_named_by_its_kind_alone():
    trouble = trouble_of(RuntimeError(KEY), settings(), 1)
    assert "RuntimeError" in trouble.told
    assert KEY not in repr(trouble)


@pytest.mark.parametrize("status", [400, 404])
def test_a_name_that_the_server_does_not_know_comes_with_those_that_it_does(status, caplog):
    caplog.set_level(logging.DEBUG)
    with ModelServer([Served(status=status, body=ECHO.encode())], MODELS) as server:
        connection = check_connection(
            settings(model="openai:gpt-5-mino", model_base_url=server.address), SECONDS
        )
    assert connection.told == f"127.0.0.1:{server.port} has no model named 'gpt-5-mino'."
    assert connection.to_do.startswith("Choose one that it has: gpt-5-mini, gpt-5, ")
    assert connection.to_do.count(",") == 4
    (look,) = server.looks
    assert look.path == "/v1/models"
    assert look.headers["authorization"] == f"Bearer {KEY}"
    assert_secret(connection, caplog)


def test_names_that_are_no_names_are_not_repeated():
    bad = ["<img src=x onerror=alert(1)>", "a\nb", "", "x" * 200, "[a](javascript:b)"]
    with ModelServer([Served(status=404, body=b"{}")], [*bad, "good"]) as server:
        connection = check_connection(settings(model_base_url=server.address), SECONDS)
    assert connection.to_do == "Choose one that it has: good."


def test_a_server_without_any_model_asks_for_another_name():
    with ModelServer([Served(status=404, body=b"{}")], []) as server:
        connection = check_connection(settings(model_base_url=server.address), SECONDS)
    assert connection.to_do == "Correct the model's name (QA_MODEL)."


def test_a_model_that_is_listed_and_refused_is_not_said_to_be_missing():
    with ModelServer([Served(status=400, body=b"{}")], ["scripted"]) as server:
        connection = check_connection(settings(model_base_url=server.address), SECONDS)
    assert "refused the request (status 400)" in connection.told


@pytest.mark.parametrize(
    "ending", ["", "/", "/api", "/v1/chat/completions", "/v1/models", "/ui/v2"]
)
def test_an_address_that_is_nearly_right_is_corrected(ending):
    with ModelServer([Served(status=404, body=b"{}")], MODELS) as server:
        root = server.address.removesuffix("/v1")
        connection = check_connection(settings(model_base_url=f"{root}{ending}"), SECONDS)
    assert "answers, but not at the address" in connection.told
    assert connection.to_do == f"Write the address (QA_MODEL_BASE_URL) as {server.address}."


def test_without_a_key_a_server_that_wants_one_is_told():
    with ModelServer([REFUSED]) as server:
        connection = check_connection(
            settings(model_api_key=None, model_base_url=server.address), SECONDS
        )
    assert "asks for a key, and none is given" in connection.told
    assert server.requests[0].headers["authorization"] == "Bearer none"


@pytest.mark.parametrize("provider", ["openai", "anthropic", "google_genai", "mistralai"])
def test_a_provider_that_needs_a_key_is_not_asked_without_one(monkeypatch, provider):
    monkeypatch.setattr("qa.model.connection.missing_package", lambda name: None)
    for name in ("ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY", "MISTRAL_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    connection = check_connection(settings(model=f"{provider}:some", model_api_key=None))
    assert connection == Connection(
        False, 0.0, f"{provider}:some", f"Models of {provider} need a key, and none is given.",
        "Give one in the chat's settings, or as QA_MODEL_API_KEY in .env.",
    )  # fmt: skip


def test_a_missing_package_comes_with_the_command(monkeypatch):
    find = importlib.util.find_spec
    hidden = "langchain_mistralai"
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == hidden else find(name)
    )
    connection = check_connection(settings(model="mistralai:some"))
    assert connection.told == "The package langchain-mistralai is not installed."
    assert connection.to_do == f"Run: {install_command('langchain-mistralai')}"


@pytest.mark.parametrize("name", [None, ""])
def test_without_a_model_it_is_said_how_to_name_one(name):
    connection = check_connection(settings(model=name))
    assert not connection.works
    assert connection.model == ""
    assert "No language model is set" in connection.told
    assert "provider:name" in connection.to_do


@pytest.mark.parametrize("name", ["gpt-5-mini", "nobody:some", "openai:", "local:"])
def test_a_name_that_is_none_is_told(name):
    connection = check_connection(settings(model=name))
    assert not connection.works
    assert "QA_MODEL" in connection.told
    assert connection.to_do == "Correct the model's name (QA_MODEL)."


def test_a_client_that_refuses_is_told_without_the_key(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise ValueError(f"Odd key {KEY}. And more.")

    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    connection = check_connection(settings())
    assert "cannot be set up: Odd key" in connection.told
    assert connection.to_do
    assert KEY not in repr(connection)


def test_a_model_inside_the_process_is_looked_for_and_not_loaded(tmp_path, monkeypatch):
    make_tiny_model(tmp_path / "tiny")
    monkeypatch.setattr("qa.model.local_weights.load_model", lambda files: 1 / 0)
    connection = check_connection(settings(model=f"local:{tmp_path / 'tiny'}"))
    assert connection.works
    assert "GB of weights" in connection.told
    connection = check_connection(settings(model="local:/nowhere/at.gguf"))
    assert not connection.works
    assert "not there" in connection.told
    assert "quotes alone" in connection.to_do


class ResponseError(Exception):
    """As Ollama's client names it."""

    status_code = 404


def ollama(address: str, model: str = "qwen3:8b") -> str:
    trouble = trouble_of(
        ResponseError(KEY), settings(model=f"ollama:{model}", model_base_url=address), 1
    )
    return f"{trouble.told} {trouble.to_do}"


def test_what_ollama_has_is_told_with_how_to_fetch_the_rest():
    with serving(TOLD) as (address, requests):
        said = ollama(address)
    assert "has no model named 'qwen3:8b'. Choose one that it has: qwen3:4b, " in said
    assert said.endswith("; or fetch this one: ollama pull qwen3:8b.")
    assert requests[0].startswith(b"GET /api/tags ")
    assert KEY not in said


@pytest.mark.parametrize("ending", ["/v1", "/api", "/v1/"])
def test_ollamas_own_address_has_no_ending(ending):
    with serving(answer(b"{}", "404 Not Found")) as (address, _):
        assert "this model or this address" in ollama(f"{address}{ending}")
    with serving_at_its_root() as address:
        assert ollama(f"{address}{ending}").endswith(f"as {address}.")


def serving_at_its_root():
    """Ollama as it is: it answers at ``/api/tags`` and nowhere else."""
    return ModelServerAtRoot()


class ModelServerAtRoot(ModelServer):
    def __init__(self) -> None:
        super().__init__([])

    def __enter__(self) -> str:
        super().__enter__()
        return f"http://127.0.0.1:{self.port}"

    def _turn(self, request):
        found = request.path == "/api/tags"
        return Served(body=b'{"models": []}') if found else Served(status=404, body=b"{}")
