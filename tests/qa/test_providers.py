"""Where requests go, what leaves the machine, and which key goes to whom."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from qa.errors import ConfigurationError
from qa.model.keys import KEPT_UNTIL_THE_END, Keys
from qa.model.providers import PROVIDERS, destination, key_given, lacks_key, where_words_go
from qa.settings import Settings

GIVEN, TYPED = "sk-given-canary", "sk-typed-canary"
HERE, ELSEWHERE = "http://127.0.0.1:1234/v1", "https://models.example/v1"


@pytest.fixture(autouse=True)
def bare(home, monkeypatch):
    for provider in PROVIDERS.values():
        for name in (*provider.address_variables, *provider.key_variables):
            monkeypatch.delenv(name, raising=False)


def settings(model: str | None = None, address: str | None = None, key: str | None = None):
    return Settings(model=model, model_base_url=address, model_api_key=key)


@pytest.mark.parametrize(
    ("model", "address", "name"),
    [
        ("openai:some", None, "api.openai.com"),
        ("anthropic:some", None, "api.anthropic.com"),
        ("google_genai:some", None, "generativelanguage.googleapis.com"),
        ("mistralai:some", None, "api.mistral.ai"),
        ("ollama:some", None, "127.0.0.1:11434"),
        ("openai:some", ELSEWHERE, "models.example"),
        ("openai:some", "http://[::1]:81/v1", "[::1]:81"),
        ("openai:some", "https://anna:secret@models.example:444/v1", "models.example:444"),
    ],
)
def test_a_model_is_asked_where_its_address_says(model, address, name):
    place = destination(settings(model, address))
    assert place is not None
    assert place.name == name
    assert "secret" not in place.address


@pytest.mark.parametrize("model", [None, "", "local:some", "gpt-5", "nobody:some"])
def test_no_server_is_asked_where_there_is_none(model):
    assert destination(settings(model)) is None
    assert where_words_go(settings(model)) == ""
    assert not lacks_key(settings(model))
    assert key_given(settings(model)) == ""


@pytest.mark.parametrize(
    ("model", "variable", "value", "name"),
    [
        ("openai:some", "OPENAI_BASE_URL", "https://proxy.example/v1", "proxy.example"),
        ("openai:some", "OPENAI_API_BASE", "https://proxy.example/v1", "proxy.example"),
        ("anthropic:some", "ANTHROPIC_BASE_URL", "https://proxy.example", "proxy.example"),
        ("mistralai:some", "MISTRAL_BASE_URL", "https://proxy.example/v1", "proxy.example"),
        ("ollama:some", "OLLAMA_HOST", "box", "box:11434"),
        ("ollama:some", "OLLAMA_HOST", "box:81", "box:81"),
        ("ollama:some", "OLLAMA_HOST", "http://box", "box"),
    ],
)
def test_what_a_providers_own_client_heeds_is_heeded(monkeypatch, model, variable, value, name):
    monkeypatch.setenv(variable, value)
    assert destination(settings(model)).name == name
    assert destination(settings(model, HERE)).name == "127.0.0.1:1234"


@pytest.mark.parametrize(
    ("model", "address", "said"),
    [
        ("openai:some", None, "api.openai.com."),
        ("openai:some", ELSEWHERE, "models.example."),
        ("ollama:some", "http://192.168.1.7:11434", "192.168.1.7:11434."),
        ("ollama:gpt-oss:120b-cloud", None, "ollama.com, where Ollama runs this model."),
        ("openai:some", HERE, ""),
        ("openai:some", "http://localhost:1234/v1", ""),
        ("ollama:some", None, ""),
        ("local:some", None, ""),
    ],
)
def test_what_leaves_the_machine_is_said(model, address, said):
    sentence = where_words_go(settings(model, address))
    assert sentence.endswith(said)
    assert bool(sentence) == bool(said)
    assert sentence == "" or "passages of your documents will be sent to" in sentence


def test_where_only_evidence_is_wanted_nothing_leaves():
    quiet = settings("openai:some").model_copy(update={"evidence_only": True})
    assert where_words_go(quiet) == ""
    assert destination(quiet).name == "api.openai.com"


def test_a_key_is_lacking_where_one_is_wanted_and_none_given(monkeypatch):
    assert lacks_key(settings("openai:some"))
    assert not lacks_key(settings("openai:some", HERE))
    assert not lacks_key(settings("openai:some", key=GIVEN))
    assert not lacks_key(settings("ollama:some"))
    monkeypatch.setenv("OPENAI_API_KEY", GIVEN)
    assert not lacks_key(settings("openai:some"))
    assert key_given(settings("openai:some")) == GIVEN
    assert key_given(settings("openai:some", HERE)) == ""  # the provider's key is not for others
    assert key_given(settings("openai:some", HERE, TYPED)) == TYPED


def sent(keys: Keys, *place: str | None) -> str | None:
    key = keys.applied(settings(*place)).model_api_key
    return key and key.get_secret_value()


def test_a_given_key_goes_to_no_other_address_and_no_other_provider():
    keys = Keys.given_by(settings("openai:some", ELSEWHERE, GIVEN))
    assert sent(keys, "openai:other", ELSEWHERE) == GIVEN
    for place in [("openai:some",), ("openai:some", HERE), ("ollama:some", ELSEWHERE), (None,)]:
        assert sent(keys, *place) is None


def test_a_given_key_without_a_model_waits_for_any_provider_at_its_own_address():
    keys = Keys.given_by(settings(key=GIVEN))
    assert sent(keys, "openai:some") == sent(keys, "anthropic:some") == GIVEN
    assert sent(keys, "openai:some", "https://evil.example/v1") is None


def test_a_typed_key_goes_where_it_was_typed_for():
    keys = Keys.given_by(settings("openai:some", None, GIVEN))
    keys = keys.typed(TYPED, settings("openai:some", ELSEWHERE))
    assert sent(keys, "openai:other", ELSEWHERE) == TYPED
    assert sent(keys, "openai:some") == GIVEN
    assert sent(keys, "openai:some", HERE) is None
    assert sent(keys.typed(None, settings("openai:some")), "openai:some", ELSEWHERE) == TYPED
    assert sent(keys.typed("", settings("openai:some")), "openai:some", ELSEWHERE) is None


def test_a_typed_key_comes_before_the_given_one():
    keys = Keys.given_by(settings("openai:some", None, GIVEN))
    keys = keys.typed(f" {TYPED}\n", settings("openai:some"))
    assert sent(keys, "openai:some") == TYPED
    assert sent(keys.typed("", settings("openai:some")), "openai:some") == GIVEN


@pytest.mark.parametrize("provider", ["anthropic", "google_genai", "mistralai"])
def test_a_providers_own_variable_is_not_sent_to_an_address_that_was_typed(provider):
    keys = Keys.given_by(settings(f"{provider}:some"))
    with pytest.raises(ConfigurationError, match="needs a key of its own"):
        keys.applied(settings(f"{provider}:some", "https://evil.example"))
    keys = keys.typed(TYPED, settings(f"{provider}:some", ELSEWHERE))
    assert sent(keys, f"{provider}:some", ELSEWHERE) == TYPED
    assert (
        sent(Keys.given_by(settings(f"{provider}:a", ELSEWHERE)), f"{provider}:b", ELSEWHERE)
        is None
    )


@pytest.mark.parametrize(
    "key", ["sk-secret canary", "sk-secret\r\nX-Evil: canary", "sk-cänary", "\0"]
)
def test_what_can_be_no_key_is_refused_and_not_repeated(key):
    with pytest.raises(ConfigurationError, match="Copy it again") as caught:
        Keys.given_by(settings()).typed(key, settings("openai:some"))
    assert "nary" not in str(caught.value)


def test_keys_are_not_shown():
    keys = Keys(SecretStr(GIVEN), ("openai", "")).typed(TYPED, settings("openai:some"))
    assert "canary" not in repr(keys)
    assert ".env" in KEPT_UNTIL_THE_END
    assert "QA_MODEL_API_KEY" in KEPT_UNTIL_THE_END
