"""Failures of a model's client in words, and never in the client's own."""

from __future__ import annotations

import datetime
import json
import re
import ssl
from http import HTTPStatus

import httpx
import pytest
from langchain_core.exceptions import (
    ContextOverflowError,
    ModelConnectionError,
    ModelTimeoutError,
)

from qa.model.failures import Fault, describe_failure, diagnose

SECRET = "sk-very-secret-key"


class WithStatus(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(f"Incorrect API key provided: {SECRET}")
        self.status_code = status


class ReadTimeout(Exception):
    """As httpx names it."""


class APIConnectionError(Exception):
    """As OpenAI's client names it."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (WithStatus(400), "refused the request"),
        (WithStatus(401), "QA_MODEL_API_KEY"),
        (WithStatus(403), "may not use this model"),
        (WithStatus(404), "QA_MODEL"),
        (WithStatus(413), "too long"),
        (WithStatus(429), "try again later"),
        (WithStatus(503), "status 503"),
        (TimeoutError(), "too long"),
        (ReadTimeout(), "too long"),
        (ConnectionRefusedError(111, SECRET), "QA_MODEL_BASE_URL"),
        (APIConnectionError(SECRET), "QA_MODEL_BASE_URL"),
        (KeyError(SECRET), "KeyError"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_failure_is_one_sentence_without_the_clients_text(error, said):
    sentence = describe_failure(error)
    assert said in sentence
    assert sentence.startswith("The language model could not answer: ")
    assert re.search(r"[a-zA-Z0-9_]\.$", sentence)
    assert SECRET not in sentence
    assert "\n" not in sentence


NOW = datetime.datetime(2026, 3, 1, 12, 0, 0, tzinfo=datetime.UTC)


def raised(error: Exception, cause: Exception, *, silently: bool = False) -> Exception:
    """An error as it is caught, raised while its cause was being handled."""
    error.__context__ = cause
    error.__cause__ = None if silently else cause
    return error


def over_httpx(status: int, headers: dict[str, str] | None = None, text: str = "") -> Exception:
    """As Mistral's client raises it: httpx's own error, the status on its response."""
    request = httpx.Request("POST", "http://127.0.0.1/v1")
    response = httpx.Response(status, headers=headers, text=text, request=request)
    return httpx.HTTPStatusError(text, request=request, response=response)


def over_ollama(status: int, headers: dict[str, str] | None = None) -> Exception:
    """As Ollama's client raises it: a status of its own, the headers on what it hides."""

    class ResponseError(Exception):
        status_code = status

    return raised(ResponseError("busy"), over_httpx(status, headers), silently=True)


def over_google(status: int, headers: dict[str, str] | None = None) -> Exception:
    """As Google's client raises it: LangChain's class, the status as a code on its cause."""

    class ClientError(Exception):
        code = status
        response = httpx.Response(status, headers=headers)

    class ChatGoogleGenerativeAIError(Exception):
        pass

    return raised(ChatGoogleGenerativeAIError("error"), ClientError("error"))


def over_grpc(status: int, headers: dict[str, str] | None = None) -> Exception:
    """As Google's older client raises it: an HTTP status in an enumeration, and no headers."""

    class ResourceExhausted(Exception):
        code = HTTPStatus(status)
        response = None

    return ResourceExhausted("quota")


@pytest.mark.parametrize("spelled", [over_httpx, over_ollama, over_google, over_grpc])
@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (401, Fault.REFUSED),
        (404, Fault.REFUSED),
        (413, Fault.PROMPT_TOO_LONG),
        (429, Fault.BUSY),
        (500, Fault.SERVER),
        (503, Fault.SERVER),
    ],
)
def test_the_status_is_found_wherever_a_client_keeps_it(spelled, status, fault):
    failure = diagnose(spelled(status))
    assert (failure.fault, failure.status) == (fault, status)


@pytest.mark.parametrize("spelled", [over_httpx, over_ollama, over_google])
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "30", "retry-after-ms": "1500"}, 1.5),
        ({"Retry-After": "30", "retry-after-ms": "0"}, 0.0),
        ({"Retry-After": "30", "retry-after-ms": "soon"}, 30.0),
        ({"Retry-After": "Sun, 01 Mar 2026 12:00:20 GMT"}, 20.0),
        ({"Retry-After": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"Retry-After": "Sun, 01 Mar 2026 12:00:20 -0000"}, 20.0),
        ({"Retry-After": "tomorrow"}, None),
        ({"Retry-After": "-3"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": ""}, None),
        ({}, None),
    ],
)
def test_how_long_a_server_asks_to_wait_is_read(spelled, headers, wait):
    assert diagnose(spelled(429, headers), NOW).asked_wait == wait


def test_a_long_wait_that_was_asked_for_is_told():
    told = describe_failure(over_httpx(503, {"Retry-After": "119.2"}))
    assert "asks to wait 120 seconds" in told


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (ContextOverflowError("too long"), Fault.PROMPT_TOO_LONG),
        (over_httpx(400, text="the model's maximum context length is 9"), Fault.PROMPT_TOO_LONG),
        (over_httpx(400, text='{"type":"exceed_context_size_error"}'), Fault.PROMPT_TOO_LONG),
        (over_httpx(400, text="Prompt contains 9 tokens, too large for model"),
         Fault.PROMPT_TOO_LONG),
        (over_httpx(400, text="unknown field"), Fault.REFUSED),
        (over_httpx(500, text="context size"), Fault.SERVER),
        (raised(ModelConnectionError("x"), ssl.SSLCertVerificationError("x")), Fault.NOT_TRUSTED),
        (ModelTimeoutError("x"), Fault.TOOK_TOO_LONG),
        (httpx.ConnectTimeout("x"), Fault.TOOK_TOO_LONG),
        (httpx.ConnectError("x"), Fault.UNREACHABLE),
        (raised(ModelConnectionError("x"), httpx.ConnectError("x")), Fault.UNREACHABLE),
        (raised(ModelConnectionError("x"), httpx.RemoteProtocolError("x")), Fault.BROKE_OFF),
        (httpx.ReadError("x"), Fault.BROKE_OFF),
        (ConnectionResetError("x"), Fault.BROKE_OFF),
        (json.JSONDecodeError("x", "y", 0), Fault.UNREADABLE),
        (type("APIError", (Exception,), {})("in mid-stream"), Fault.SERVER),
        (type("APIStatusError", (Exception,), {"status_code": 200})("x"), Fault.SERVER),
        (type("ResponseError", (Exception,), {"status_code": -1})("x"), Fault.SERVER),
        (RuntimeError("x"), Fault.OTHER),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else type(value).__name__,
)  # fmt: skip
def test_the_kind_of_a_failure_is_told_from_its_type_and_causes(error, fault):
    assert diagnose(error).fault is fault
    assert describe_failure(error).startswith("The language model could not answer: ")


def test_causes_that_lead_in_a_circle_are_left():
    error = RuntimeError("one")
    error.__context__ = error2 = RuntimeError("two")
    error2.__context__ = error
    assert diagnose(error).fault is Fault.OTHER
