"""Where a setting comes from, and what is said of a wrong one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from qa.errors import ConfigurationError
from qa.settings import Origin, Settings, load_settings, origins, proposed_settings, variable

KEY = "sk-very-secret-key"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder to start the program in, and nothing in the environment."""
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_need_no_file_and_listen_to_nobody_else():
    settings = load_settings()
    assert settings.library == Path("library")
    assert settings.host == "127.0.0.1"
    assert settings.model is None
    assert settings.password is None


def test_environment_before_dotenv_before_toml_before_default(folder, monkeypatch):
    (folder / "qa.toml").write_text('port = 8001\nuser = "toml"\nmodel = "ollama:toml"\n')
    (folder / ".env").write_text("QA_USER=dotenv\nQA_MODEL=ollama:dotenv\nOTHER=x\n")
    monkeypatch.setenv("QA_MODEL", "ollama:environment")
    settings = load_settings()
    assert settings.model == "ollama:environment"
    assert settings.user == "dotenv"
    assert settings.port == 8001
    assert settings.max_upload_mb == 50


def test_an_empty_variable_switches_the_model_of_a_file_off(folder, monkeypatch):
    (folder / "qa.toml").write_text('model = "ollama:qwen3"\n')
    monkeypatch.setenv("QA_MODEL", "")
    assert not load_settings().model


def test_an_option_overrides_the_library(monkeypatch):
    monkeypatch.setenv("QA_LIBRARY", "from-environment")
    assert load_settings().library == Path("from-environment")
    assert load_settings(Path("named")).library == Path("named")


def test_every_setting_can_be_set_by_its_variable(monkeypatch):
    values = {
        "library": "elsewhere", "embedder": "folder", "model": "openai:x",
        "model_base_url": "http://127.0.0.1:8080/v1", "model_api_key": KEY, "model_seconds": "7",
        "evidence_only": "true",
        "show_withdrawn": "false",
        "model_context": "4096",
        "ollama_url": "http://localhost:11435",
        "reader": "none", "reader_seconds": "2", "threshold": "0.25", "host": "::1", "port": "81",
        "allowed_hosts": "one.example, two",
        "user": "anna", "password": "a long password", "max_upload_mb": "3",
    }  # fmt: skip
    assert values.keys() == Settings.model_fields.keys()
    default = load_settings()
    for name, value in values.items():
        monkeypatch.setenv(f"QA_{name.upper()}", value)
    settings = load_settings()
    assert all(getattr(settings, name) != getattr(default, name) for name in values)
    assert settings.allowed_hosts == ("one.example", "two")


def test_allowed_hosts_are_a_list_in_toml(folder):
    (folder / "qa.toml").write_text('allowed_hosts = ["one.example", "two.example"]\n')
    assert load_settings().allowed_hosts == ("one.example", "two.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QA_PORT", "eighty"),
        ("QA_PORT", "70000"),
        ("QA_PORT", ""),
        ("QA_MODEL_SECONDS", "0"),
        ("QA_MODEL_CONTEXT", "100"),
        ("QA_THRESHOLD", "1.5"),
        ("QA_MAX_UPLOAD_MB", "-1"),
        ("QA_ALLOWED_HOSTS", '["one.example"]'),
        ("QA_ALLOWED_HOSTS", "https://one.example/"),
    ],
)
def test_a_wrong_value_is_told_with_the_variables_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert f"{name}: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_wrong_values_are_told_at_once(monkeypatch):
    monkeypatch.setenv("QA_PORT", "eighty")
    monkeypatch.setenv("QA_THRESHOLD", "high")
    with pytest.raises(ConfigurationError, match=r"QA_THRESHOLD: .*QA_PORT: "):
        load_settings()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("qa.toml", b"port = = 3", "qa.toml"),
        ("qa.toml", b"model = 'caf\xe9'", "qa.toml"),
        (".env", b"QA_USER=caf\xe9", ".env"),
        ("qa.toml", b"port = 'eighty'", "QA_PORT"),
    ],
)
def test_a_damaged_file_is_named(folder, name, content, said):
    (folder / name).write_bytes(content)
    with pytest.raises(ConfigurationError, match=said):
        load_settings()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_told(folder):
    (folder / "qa.toml").write_text("port = 1")
    (folder / "qa.toml").chmod(0)
    with pytest.raises(ConfigurationError, match=r"qa.toml"):
        load_settings()


@pytest.mark.parametrize("name", ["model_api_key", "password"])
def test_secrets_are_never_shown(monkeypatch, name):
    monkeypatch.setenv(f"QA_{name.upper()}", KEY)
    settings = load_settings()
    assert isinstance(getattr(settings, name), SecretStr)
    assert getattr(settings, name).get_secret_value() == KEY
    shown = f"{settings!r} {settings} {settings.model_dump_json()}"
    assert KEY not in shown
    monkeypatch.setenv("QA_PORT", "eighty")
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert KEY not in str(caught.value)


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1


def test_a_misspelt_name_in_qa_toml_is_told(folder):
    (folder / "qa.toml").write_text("treshold = 0.9\n")
    with pytest.raises(ConfigurationError, match=r"treshold.*threshold"):
        load_settings()


def test_the_model_is_asked_unless_only_evidence_is_wanted(monkeypatch):
    assert load_settings().asked_model is None
    monkeypatch.setenv("QA_MODEL", "openai:some")
    assert load_settings().asked_model == "openai:some"
    monkeypatch.setenv("QA_EVIDENCE_ONLY", "1")
    assert load_settings().asked_model is None
    assert load_settings().model == "openai:some"


def test_each_setting_says_where_it_comes_from(folder, monkeypatch):
    (folder / "qa.toml").write_text('port = 8001\nuser = "toml"\nmodel = "ollama:toml"\n')
    (folder / ".env").write_text("QA_USER=dotenv\nQA_MODEL=ollama:dotenv\nOTHER=x\n")
    monkeypatch.setenv("QA_MODEL", "")
    told = origins()
    assert told.keys() == Settings.model_fields.keys()
    assert {name: origin for name, origin in told.items() if origin is not Origin.DEFAULT} == {
        "model": Origin.ENVIRONMENT,
        "user": Origin.DOTENV,
        "port": Origin.FILE,
    }
    assert [origin.is_fixed for origin in Origin] == [True, True, False, False]


@pytest.mark.parametrize(("name", "content"), [("qa.toml", b"= 3"), (".env", b"QA_USER=caf\xe9")])
def test_where_settings_come_from_cannot_be_told_of_a_damaged_file(folder, name, content):
    (folder / name).write_bytes(content)
    with pytest.raises(ConfigurationError, match=name):
        origins()


def test_what_a_file_would_bring_is_told_without_the_file(folder, monkeypatch):
    (folder / "qa.toml").write_text("port = 8001\n")
    (folder / ".env").write_text("QA_USER=dotenv\n")
    monkeypatch.setenv("QA_THRESHOLD", "0.25")
    settings = proposed_settings({"threshold": 0.75, "user": "file", "model": "openai:some"})
    assert (settings.threshold, settings.user) == (0.25, "dotenv")
    assert (settings.model, settings.port) == ("openai:some", 7860)
    with pytest.raises(ConfigurationError, match="QA_PORT"):
        proposed_settings({"port": "eighty"})
    with pytest.raises(ConfigurationError, match=r"treshold.*threshold"):
        proposed_settings({"treshold": 0.9})


@pytest.mark.parametrize(
    "address",
    [
        "ftp://127.0.0.1/v1", "file:///etc/passwd", "gopher://127.0.0.1", "javascript:alert(1)",
        "127.0.0.1:1234", "//127.0.0.1", "http://", "http://:1234", "http://[::1", "http://a:0",
        "http://a:99999", "http://a b/v1", "http://a/v1\r\nX: y", "not an address",
    ],
)  # fmt: skip
def test_a_models_address_is_one_of_the_web(monkeypatch, address):
    monkeypatch.setenv("QA_MODEL_BASE_URL", address)
    with pytest.raises(ConfigurationError, match=r"QA_MODEL_BASE_URL.*http://"):
        load_settings()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/v1", "https://a.example/x", "http://[::1]"]
)
def test_an_address_is_kept_without_the_spaces_around_it(monkeypatch, address):
    monkeypatch.setenv("QA_MODEL_BASE_URL", f" {address} ")
    assert load_settings().model_base_url == address


def test_a_variable_is_the_first_that_is_set(monkeypatch):
    monkeypatch.delenv("CV_ONE", raising=False)
    monkeypatch.setenv("CV_TWO", "two")
    monkeypatch.setenv("CV_THREE", "three")
    assert variable("CV_ONE", "CV_TWO", "CV_THREE") == "two"
    assert variable("CV_ONE") == variable() == ""
