"""What the doctor finds, and that one trouble never hides the next."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from huggingface_hub.errors import LocalEntryNotFoundError
from model_server import ModelServer, Served
from tiny_model import make_tiny_model
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryError
from qa.doctor import Finding, examine

NOTE = "The quay at Osk was repaired in March, harbour master Ivo Tann said."


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QA_OLLAMA_URL", "")  # whatever runs on the machine of the tests
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("qa.wiring.SentenceTransformerEmbedder", WordEmbedder)
    return tmp_path


def found(library: Path | None = None) -> dict[str, Finding]:
    return {finding.subject: finding for finding in examine(library)}


def fill(library: Path, embedder: WordEmbedder | None = None) -> None:
    note = library.parent / "note.txt"
    note.write_text(NOTE)
    with Library.open(library, embedder=embedder or WordEmbedder("all-MiniLM-L6-v2")) as opened:
        opened.add(note)


def test_a_fresh_place_works_and_says_what_to_do(folder):
    findings = found()
    assert set(findings) == {
        *("versions", "reading files", "embedding model", "library", "reader", "language model")
    }
    assert all(finding.works for finding in findings.values())
    assert "Python 3." in findings["versions"].detail
    assert "at most 1,024 MB" in findings["reading files"].detail
    assert "256 dimensions" in findings["embedding model"].detail
    assert "python -m qa add" in findings["library"].advice
    assert "QA_MODEL" in findings["language model"].advice


def test_a_library_in_use_is_searched(folder):
    fill(folder / "mine")
    library = found(folder / "mine")["library"]
    assert "1 documents in 1 chunks; searching works" in library.detail
    assert not library.advice


def test_a_wrong_setting_is_a_matter_of_configuration(monkeypatch):
    monkeypatch.setenv("QA_PORT", "eighty")
    findings = found()
    assert set(findings) == {"versions", "settings"}
    assert findings["settings"].exit_code == 3
    assert "QA_PORT" in findings["settings"].detail


def test_a_change_of_model_is_told_with_the_command(folder):
    fill(folder / "library", WordEmbedder("another model"))
    library = found()["library"]
    assert not library.works
    assert library.exit_code == 3
    assert "add --rebuild" in library.advice


def test_a_library_that_cannot_be_opened_does_not_hide_the_model(folder, monkeypatch):
    (folder / "library").write_text("a file in the way")
    monkeypatch.setenv("QA_MODEL", "nobody:some")
    findings = found()
    assert findings["library"].exit_code == 4
    assert "QA_LIBRARY" in findings["library"].detail
    assert findings["language model"].exit_code == 3
    assert not findings["language model"].works


def test_a_missing_embedding_model_is_a_matter_of_configuration(monkeypatch):
    def absent(model: str) -> WordEmbedder:
        raise LibraryError(f"The embedding model {model!r} is not here.")

    monkeypatch.setattr("qa.wiring.SentenceTransformerEmbedder", absent)
    assert found()["library"].exit_code == 3


def test_a_model_is_asked_for_one_word(monkeypatch):
    monkeypatch.setenv("QA_MODEL", "openai:some-model")
    with ModelServer([Served(["ready"])]) as server:
        monkeypatch.setenv("QA_MODEL_BASE_URL", server.address)
        model = found()["language model"]
    assert model.works
    assert model.exit_code == 0
    assert model.detail.startswith("openai:some-model answered after ")
    assert len(server.requests) == 1


def test_a_model_that_does_not_answer_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setenv("QA_MODEL", "openai:some-model")
    with ModelServer([Served(status=404, body=b"{}")], ["other-model"]) as server:
        monkeypatch.setenv("QA_MODEL_BASE_URL", server.address)
        model = found()["language model"]
    assert not model.works
    assert model.exit_code == 3
    assert "no model named 'some-model'" in model.detail
    assert model.advice == "Choose one that it has: other-model."


def test_a_model_that_is_left_unasked_is_left_unasked(monkeypatch):
    monkeypatch.setenv("QA_MODEL", "openai:some-model")
    monkeypatch.setenv("QA_EVIDENCE_ONLY", "true")
    monkeypatch.setattr("qa.doctor.check_connection", lambda settings: 1 / 0)
    model = found()["language model"]
    assert model.works
    assert "openai:some-model is not asked" in model.detail
    assert "QA_EVIDENCE_ONLY" in model.advice


def test_a_model_inside_the_process_is_looked_at_and_not_loaded(folder, monkeypatch):
    make_tiny_model(folder / "tiny")
    monkeypatch.setenv("QA_MODEL", f"local:{folder / 'tiny'}")
    monkeypatch.setattr("qa.model.local_weights.load_model", lambda files: 1 / 0)
    model = found()["language model"]
    assert model.works
    assert "GB of weights" in model.detail


def test_a_local_model_that_is_not_here_is_told_and_not_fetched(monkeypatch):
    monkeypatch.setenv("QA_MODEL", "local:someone/no-such-model")
    monkeypatch.setattr("huggingface_hub.snapshot_download", only_here)
    model = found()["language model"]
    assert model.works
    assert "downloaded from the Hugging Face hub when it is first used" in model.detail
    monkeypatch.setenv("QA_MODEL", "local:/nowhere/at.gguf")
    assert found()["language model"].exit_code == 3


def only_here(name: str, *, local_files_only: bool = False, **rest: object) -> str:
    assert local_files_only, "the doctor fetches nothing"
    raise LocalEntryNotFoundError("not here")


def test_installed_packages_are_named(monkeypatch):
    monkeypatch.setattr(
        "qa.doctor.missing_package", lambda name: None if name == "ollama:" else "some"
    )
    assert "Installed already: ollama." in found()["language model"].advice


def test_the_reader_reads():
    assert found()["reader"].detail.endswith("reads")


def test_without_a_reader_it_is_said_what_is_lost(monkeypatch):
    monkeypatch.setenv("QA_READER", "none")
    reader = found()["reader"]
    assert reader.works
    assert "short answer" in reader.detail
    assert "QA_READER" in reader.advice


@pytest.mark.parametrize("named", ["nowhere", "empty"])
def test_a_reader_that_is_not_there_is_told(folder, monkeypatch, named):
    (folder / "empty").mkdir()
    monkeypatch.setenv("QA_READER", named)
    reader = found()["reader"]
    assert not reader.works
    assert reader.exit_code == 3
    assert named in reader.detail
    assert "QA_READER" in reader.detail
