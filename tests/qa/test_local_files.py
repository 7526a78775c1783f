"""Where a model's files are: what is missing is named, and nothing is fetched unasked."""

from __future__ import annotations

import json

import pytest
from tiny_model import make_tiny_model

from qa.errors import ConfigurationError
from qa.model.local_files import find_local_model


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def folder(whole, tmp_path):
    for path in whole.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def refusal(name: object) -> str:
    with pytest.raises(ConfigurationError) as caught:
        find_local_model(str(name))
    return str(caught.value)


def test_a_whole_folder_is_taken(folder):
    files = find_local_model(str(folder))
    assert files is not None
    assert files.folder == folder
    assert files.context == 512
    assert files.weight_bytes == (folder / "model.safetensors").stat().st_size


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    told = refusal(folder)
    assert name.replace("model.", "*.") in told
    assert "QA_MODEL" in told


def test_weights_that_can_run_code_are_not_taken(folder):
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert "*.safetensors" in refusal(folder)


def test_an_embedding_model_is_no_chat_model(folder):
    (folder / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}))
    assert "BertModel" in refusal(folder)


def test_a_model_without_a_chat_template_is_told_which_to_take(folder):
    (folder / "chat_template.jinja").unlink(missing_ok=True)
    told = json.loads((folder / "tokenizer_config.json").read_text())
    told.pop("chat_template", None)
    (folder / "tokenizer_config.json").write_text(json.dumps(told))
    assert "Instruct" in refusal(folder)


def test_a_damaged_file_is_named(folder):
    (folder / "config.json").write_text("{")
    assert "config.json" in refusal(folder)


def test_a_missing_file_of_weights_is_told(tmp_path):
    assert "not there" in refusal(tmp_path / "some.gguf")


def test_a_file_of_another_kind_is_told(tmp_path):
    (tmp_path / "some.gguf").write_bytes(b"<html>not found</html>")
    assert "not in the GGUF format" in refusal(tmp_path / "some.gguf")


def test_a_missing_package_is_told_with_the_command(tmp_path, monkeypatch):
    (tmp_path / "some.gguf").write_bytes(b"GGUF rest")
    monkeypatch.setattr("qa.model.local_files._GGUF_PACKAGES", ("no_such_package",))
    assert "pip install -r requirements-local.txt" in refusal(tmp_path / "some.gguf")


@pytest.mark.parametrize("name", ["/nowhere/at/all", "a b c", "..", "x" * 300])
def test_what_is_neither_a_folder_nor_a_name_is_told(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "QA_MODEL" in refusal(name)


def test_a_hubs_model_is_looked_up_here_first_and_then_fetched(folder, monkeypatch):
    from huggingface_hub.errors import LocalEntryNotFoundError

    calls: list[bool] = []

    def snapshot(name, *, allow_patterns, local_files_only=False):
        assert name == "someone/model"
        assert not any(pattern.endswith((".bin", ".py")) for pattern in allow_patterns)
        calls.append(local_files_only)
        if local_files_only:
            raise LocalEntryNotFoundError("not here")
        return str(folder)

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot)
    assert find_local_model("someone/model", download=False) is None
    assert calls == [True]
    files = find_local_model("someone/model")
    assert files is not None
    assert files.folder == folder
    assert calls == [True, True, False]


def test_a_hub_that_cannot_be_reached_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    assert "could not be downloaded" in refusal("someone/no-such-model")
