"""Chat models by name: what is handed to LangChain, and what is said where that fails."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from doubles import ScriptedModel
from pydantic import BaseModel

from qa.errors import ConfigurationError
from qa.model.models import chat_model, made_of, missing_package, offered_model
from qa.model.providers import PROVIDERS
from qa.settings import Settings

KEY = "sk-very-secret-key"


def settings(**values: object) -> Settings:
    """Settings of these values and defaults, whatever the environment says."""
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    return Settings(**(defaults | values))


@pytest.fixture
def installed(monkeypatch):
    """All providers' packages are there, as far as anybody can see."""
    monkeypatch.setattr("qa.model.models.missing_package", lambda name: None)


@pytest.fixture
def factory(monkeypatch, installed):
    """Stands in for LangChain's factory and keeps what it was called with."""
    calls: list[tuple[str, dict[str, object]]] = []

    def make(name: str, **options: object) -> ScriptedModel:
        calls.append((name, options))
        return ScriptedModel()

    monkeypatch.setattr("langchain.chat_models.init_chat_model", make)
    return calls


@pytest.fixture
def failing(monkeypatch, installed) -> Callable[[Exception], None]:
    def fail_with(error: Exception) -> None:
        def make(name: str, **options: object) -> None:
            raise error

        monkeypatch.setattr("langchain.chat_models.init_chat_model", make)

    return fail_with


@pytest.mark.parametrize("name", [None, ""])
def test_without_a_name_there_is_no_model(name, factory):
    assert chat_model(settings(model=name)) is None
    assert not factory


@pytest.mark.parametrize("name", ["gpt-5-mini", "nobody:model", "openai:", ":model", "openai"])
def test_an_unknown_provider_is_told_with_those_that_are_known(name, factory):
    with pytest.raises(ConfigurationError) as caught:
        chat_model(settings(model=name))
    assert "QA_MODEL" in str(caught.value)
    assert all(provider in str(caught.value) for provider in PROVIDERS)
    assert not factory


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_missing_package_is_told_with_the_command(provider, monkeypatch):
    find = importlib.util.find_spec
    module = PROVIDERS[provider].package.replace("-", "_")
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == module else find(name)
    )
    assert missing_package(f"{provider}:some") == PROVIDERS[provider].package
    with pytest.raises(ConfigurationError, match=f"pip install {PROVIDERS[provider].package}$"):
        chat_model(settings(model=f"{provider}:some"))


def test_a_package_that_is_there_is_not_missing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    assert missing_package("openai:some") is None


def test_key_address_and_patience_are_handed_on(factory):
    address = "http://127.0.0.1:8080/v1"
    made = chat_model(
        settings(model="openai:a:b", model_api_key=KEY, model_base_url=address, model_seconds=9)
    )
    assert isinstance(made, ScriptedModel)
    assert {name for name, _ in factory} == {"openai:a:b"}
    assert factory[-1][1] == {
        "base_url": address,
        "api_key": KEY,
        "temperature": 0,
        "timeout": 9,
        "max_retries": 0,
        "max_tokens": 2_048,
        "stream_usage": True,
    }


def test_without_a_key_the_providers_own_variable_is_left_to_work(factory):
    chat_model(settings(model="anthropic:some"))
    limits = {"temperature", "timeout", "max_retries", "max_tokens"}
    assert factory[-1][1].keys() == limits


def test_an_ollama_server_is_told_its_window_in_its_own_words(factory):
    chat_model(settings(model="ollama:qwen3", model_context=16_384, model_seconds=7.5))
    assert factory[-1][1] == {
        "temperature": 0,
        "num_ctx": 16_384,
        "num_predict": 4_096,
        "client_kwargs": {"timeout": 7.5},
    }


def test_google_keeps_its_own_temperature_and_mistral_gets_whole_seconds(factory):
    chat_model(settings(model="google_genai:some"))
    assert "temperature" not in factory[-1][1]
    chat_model(settings(model="mistralai:some", model_seconds=7.2))
    assert factory[-1][1]["timeout"] == 8
    assert isinstance(factory[-1][1]["timeout"], int)


def test_what_is_known_of_a_model_limits_its_reply(monkeypatch, installed):
    options = []

    def make(name, **given):
        options.append(given)
        return SimpleNamespace(profile={"max_input_tokens": 16_385, "max_output_tokens": 4_000})

    monkeypatch.setattr("langchain.chat_models.init_chat_model", make)
    chat_model(settings(model="openai:some"))
    assert options[-1]["max_tokens"] == 4_000


def test_the_real_client_takes_all_that_it_is_given():
    made = chat_model(
        settings(model="openai:gpt-4o", model_api_key=KEY, model_base_url="http://127.0.0.1:9/v1")
    )
    assert made.max_retries == 0
    assert made.stream_usage is True
    assert made.max_tokens == 8_192
    assert made.request_timeout == 60
    assert made.model_kwargs == {}
    assert KEY not in repr(made)


def test_a_local_server_of_openais_kind_needs_no_key(factory):
    chat_model(settings(model="openai:some", model_base_url="http://127.0.0.1:1234/v1"))
    assert factory[0][1]["api_key"]


def test_a_client_that_refuses_is_told_in_one_sentence_without_the_key(failing):
    failing(ValueError(f"Incorrect key {KEY} given.\nA second line."))
    with pytest.raises(ConfigurationError) as caught:
        chat_model(settings(model="openai:some", model_api_key=KEY))
    assert "Incorrect key" in str(caught.value)
    assert "QA_MODEL_API_KEY" in str(caught.value)
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_client_that_refuses_a_value_says_which_without_showing_it(failing):
    class Client(BaseModel):
        api_key: int

    with pytest.raises(ValueError, match="validation error") as wrong:
        Client(api_key=KEY)
    failing(wrong.value)
    with pytest.raises(ConfigurationError, match="valid integer") as caught:
        chat_model(settings(model="openai:some", model_api_key=KEY))
    assert KEY not in str(caught.value)


def test_a_client_without_words_is_named_by_its_kind(failing):
    failing(KeyError())
    with pytest.raises(ConfigurationError, match="KeyError"):
        chat_model(settings(model="openai:some", model_api_key=KEY))


def test_a_client_that_refuses_for_want_of_a_key_is_told_as_that(failing, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    failing(ValueError("Missing credentials. Please pass an `api_key`."))
    with pytest.raises(ConfigurationError) as caught:
        chat_model(settings(model="openai:some"))
    assert str(caught.value).startswith("Models of openai need a key, and none is given. Give one")


def test_where_only_evidence_is_wanted_no_model_is_made(factory):
    assert chat_model(settings(model="openai:some", evidence_only=True)) is None
    assert chat_model(settings(model="nobody", evidence_only=True)) is None
    assert not factory


def test_a_model_that_is_chosen_is_made_though_the_configured_one_is_left_unasked(factory):
    assert offered_model("qwen3", settings(model="openai:some", evidence_only=True)) is not None
    assert factory[-1][0] == "ollama:qwen3"


def test_a_package_is_there_as_soon_as_it_is_installed(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(
        PROVIDERS, "newcomer", replace(PROVIDERS["openai"], package="langchain-newcomer")
    )
    assert missing_package("newcomer:some") == "langchain-newcomer"
    modified = tmp_path.stat()
    (tmp_path / "langchain_newcomer.py").touch()
    os.utime(tmp_path, ns=(modified.st_atime_ns, modified.st_mtime_ns))  # as in the same moment
    assert missing_package("newcomer:some") is None


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"threshold": 0.9}, True),
        ({"show_withdrawn": False}, True),
        ({"evidence_only": True}, True),
        ({"model": "openai:other"}, False),
        ({"model_base_url": "http://127.0.0.1:1/v1"}, False),
        ({"model_api_key": "other"}, False),
        ({"model_seconds": 7}, False),
        ({"model_context": 4_096}, False),
    ],
)
def test_what_a_model_is_made_of(changed, same):
    one = {"model": "openai:some", "model_api_key": KEY}
    assert (made_of(settings(**one)) == made_of(settings(**one | changed))) == same


def test_a_model_inside_the_process_is_made_of_its_files_alone():
    one = settings(model="local:/some", model_seconds=7, model_api_key=KEY)
    assert made_of(one) == made_of(settings(model="local:/some"))
    assert made_of(one) != made_of(settings(model="local:/other"))
