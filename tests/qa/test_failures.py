"""Failures of a model's client in words, and never in the client's own."""

from __future__ import annotations

import re

import pytest

from qa.failures import describe_failure

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
