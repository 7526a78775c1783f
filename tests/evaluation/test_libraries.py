"""The libraries that case files are asked of, and what receipts say of them and of the settings."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from case_texts import saved
from doubles import ScriptedModel
from pydantic import SecretStr
from word_embedder import WordEmbedder

from index import Library
from index.types import Progress
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.evaluation import receipts
from qa.evaluation.case_files import read_cases
from qa.evaluation.errors import CaseError
from qa.evaluation.libraries import UNHURRIED, Libraries, evaluation_settings, settings_of
from qa.evaluation.types import CaseFile
from qa.settings import Settings, load_settings
from qa.wiring import open_assistant, open_library

CASE = "tests:\n  - question: How deep is it?\n    assert: [{type: abstains}]\n"


@pytest.fixture
def embedders(monkeypatch: pytest.MonkeyPatch) -> list[WordEmbedder]:
    """Every embedding model that is opened, each for one library."""
    opened: list[WordEmbedder] = []

    def open_one(name: str) -> WordEmbedder:
        opened.append(WordEmbedder())
        return opened[-1]

    monkeypatch.setattr("qa.wiring.SentenceTransformerEmbedder", open_one)
    return opened


@pytest.fixture
def libraries(tmp_path: Path, embedders: list[WordEmbedder]) -> Iterator[Libraries]:
    with libraries_in(tmp_path) as opened:
        yield opened


def libraries_in(folder: Path) -> Libraries:
    return Libraries(Settings(library=folder / "own", reader="none"), folder / "made")


def case_file(folder: Path, *files: str, name: str = "a.qa.yaml") -> CaseFile:
    head = f"files: [{', '.join(files)}]\n" if files else ""
    return read_cases(saved(folder, head + CASE, name))


def paper(folder: Path, name: str, text: str = "The Lenn is four metres deep.\n") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(libraries: Libraries, asked: CaseFile) -> list[str]:
    return [each.name for each in libraries.evaluator(asked).library.documents()]


def test_a_library_is_made_of_the_named_files(tmp_path: Path, libraries: Libraries) -> None:
    paper(tmp_path, "gauge.txt")
    paper(tmp_path, "more/tide.txt", "High tide.\n")
    assert names(libraries, case_file(tmp_path, "gauge.txt", "more")) == ["gauge.txt", "tide.txt"]
    assert not (tmp_path / "own").exists()


def test_without_files_the_configured_library_is_asked(
    tmp_path: Path, libraries: Libraries
) -> None:
    asked = case_file(tmp_path)
    with pytest.raises(CaseError, match=r"own' is empty. Add documents with `python -m qa add`"):
        libraries.evaluator(asked)
    settings = Settings(library=tmp_path / "own", reader="none")
    with open_library(settings) as own:
        own.add(paper(tmp_path, "gauge.txt"))
    assert names(libraries, asked) == ["gauge.txt"]


def test_files_that_share_a_library_share_it_open(
    tmp_path: Path, libraries: Libraries, embedders: list[WordEmbedder]
) -> None:
    paper(tmp_path, "gauge.txt")
    paper(tmp_path, "tide.txt", "High tide.\n")
    one = case_file(tmp_path, "gauge.txt")
    same = case_file(tmp_path, "../" + tmp_path.name + "/gauge.txt", name="b.qa.yaml")
    other = case_file(tmp_path, "gauge.txt", "tide.txt", name="c.qa.yaml")
    assert libraries.evaluator(one) is libraries.evaluator(same)
    assert libraries.evaluator(one) is not libraries.evaluator(other)
    assert len(embedders) == 2


def test_a_later_run_reads_only_what_has_changed(
    tmp_path: Path, embedders: list[WordEmbedder]
) -> None:
    paper(tmp_path, "more/gauge.txt")
    paper(tmp_path, "more/tide.txt", "High tide.\n")
    paper(tmp_path, "more/gone.txt", "It is gone.\n")
    asked = case_file(tmp_path, "more")
    with libraries_in(tmp_path) as first:
        assert len(names(first, asked)) == 3
    paper(tmp_path, "more/tide.txt", "Low tide.\n")
    (tmp_path / "more/gone.txt").unlink()
    steps: list[Progress] = []
    settings = Settings(library=tmp_path / "own", reader="none")
    with Libraries(settings, tmp_path / "made", steps.append) as second:
        assert names(second, asked) == ["gauge.txt", "tide.txt"]
        assert second.evaluator(asked).library.text("tide.txt") == "Low tide.\n"
    assert [text for text in embedders[1].embedded if "tide" in text]
    assert not [text for text in embedders[1].embedded if "metres" in text]
    assert any(step.step == "done" for step in steps)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["lost.txt"], "`files` names .*lost.txt, which is not there"),
        (["broken.pdf"], "broken.pdf cannot be read: "),
        (["gauge.txt", "empty.txt"], "empty.txt cannot be read: "),
        (["folder"], "What `files` names is empty: there is no document in .*folder"),
    ],
)
def test_files_that_make_no_library_are_refused(
    tmp_path: Path, libraries: Libraries, files: list[str], told: str
) -> None:
    paper(tmp_path, "gauge.txt")
    paper(tmp_path, "empty.txt", "")
    paper(tmp_path, "broken.pdf", "%PDF-1.4 no more")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CaseError, match=told) as refused:
        libraries.evaluator(case_file(tmp_path, *files))
    assert str(refused.value).startswith(str(tmp_path / "a.qa.yaml"))


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    paper(tmp_path, "gauge.txt")
    (tmp_path / "kept").write_text("a file where a folder should be")
    with (
        Libraries(Settings(reader="none"), tmp_path / "kept") as libraries,
        pytest.raises(CaseError, match="Run this from a folder that you may write to"),
    ):
        libraries.evaluator(case_file(tmp_path, "gauge.txt"))


# -- an assistant that is open already -------------------------------------------------------


def open_one(folder: Path, **settings: float) -> Assistant:
    library = Library.open(folder / "own", embedder=WordEmbedder())
    library.add(paper(folder, "gauge.txt"))
    return Assistant(library, settings=AnswerSettings(**settings), reader=None)


def test_an_open_assistant_is_asked_and_its_library_stays_open(
    tmp_path: Path, embedders: list[WordEmbedder]
) -> None:
    paper(tmp_path, "more/tide.txt", "High tide.\n")
    assistant = open_one(tmp_path, threshold=0.25, passages=3)
    with closing(assistant.library) as library:
        settings = settings_of(assistant)
        with Libraries(settings, tmp_path / "made", assistant=assistant) as libraries:
            asked = libraries.evaluator(case_file(tmp_path)).assistant
            made = libraries.evaluator(case_file(tmp_path, "more", name="b.qa.yaml")).assistant
            assert asked.library is library
            assert [each.name for each in made.library.documents()] == ["tide.txt"]
            assert made.library.embedder is library.embedder
            for one in (asked, made):
                assert one.reader is assistant.reader
                assert one.settings == AnswerSettings(
                    threshold=0.25, passages=3, reader_seconds=UNHURRIED
                )
        assert library.text("gauge.txt"), "the page goes on"
        assert assistant.settings.reader_seconds < UNHURRIED
    assert embedders == [], "nothing is loaded a second time"


def test_an_open_library_without_documents_is_refused(tmp_path: Path) -> None:
    with Library.open(tmp_path / "own", embedder=WordEmbedder()) as library:
        assistant = Assistant(library, reader=None)
        with (
            Libraries(settings_of(assistant), tmp_path / "made", assistant=assistant) as libraries,
            pytest.raises(CaseError, match="own' is empty"),
        ):
            libraries.evaluator(case_file(tmp_path))


def test_the_settings_of_an_open_assistant_are_those_of_the_command(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that one has begun the other goes on with: nothing that they write down differs."""
    monkeypatch.setenv("QA_THRESHOLD", "0.25")
    monkeypatch.setenv("QA_MODEL_SECONDS", "7")
    settings = load_settings(home / "own")
    with open_library(settings) as library:
        opened = settings_of(open_assistant(settings, library))
    command = evaluation_settings(home / "own", None)
    assert opened == command
    assert opened.reader_seconds == UNHURRIED
    monkeypatch.setenv("QA_READER_SECONDS", "2")
    assert settings_of(open_assistant(settings, library)).reader_seconds == 2


def test_the_settings_tell_of_a_model_that_they_did_not_name(tmp_path: Path) -> None:
    assistant = open_one(tmp_path, threshold=0.75)
    with closing(assistant.library):
        bare = settings_of(assistant)
        written = settings_of(assistant.with_model(ScriptedModel()))
    assert (bare.model, bare.reader, bare.threshold) == (None, "none", 0.75)
    assert written.model == "ScriptedModel"


# -- receipts --------------------------------------------------------------------------------


def test_a_receipt_has_the_hash_of_each_case_file(tmp_path: Path) -> None:
    one, other = case_file(tmp_path), case_file(tmp_path, "x", name="b.qa.yaml")
    hashes = receipts.case_file_hashes([one, other])
    assert hashes[str(one.path)] == hashlib.sha256(CASE.encode()).hexdigest()
    assert len(set(hashes.values())) == 2


def test_a_library_is_told_once_with_all_files_that_asked_it(
    tmp_path: Path, libraries: Libraries
) -> None:
    paper(tmp_path, "gauge.txt")
    paper(tmp_path, "tide.txt", "High tide.\n")
    first = libraries.evaluator(case_file(tmp_path, "gauge.txt")).library
    second = libraries.evaluator(case_file(tmp_path, "tide.txt", name="b.qa.yaml")).library
    told = receipts.library_receipts({"a": first, "b": second, "c": first})
    assert [each.case_files for each in told] == [("a", "c"), ("b",)]
    assert [list(each.documents) for each in told] == [["gauge.txt"], ["tide.txt"]]


def test_settings_are_told_without_secrets_and_without_what_is_not_set(tmp_path: Path) -> None:
    settings = Settings(
        library=tmp_path,
        threshold=0.25,
        password=SecretStr("hunter2"),
        model_api_key=SecretStr("sk-1"),
        model_base_url=None,
    )
    told = receipts.settings_in_force(settings)
    assert told["threshold"] == "0.25"
    assert "model_base_url" not in told
    assert "hunter2" not in str(told)
    assert "sk-1" not in str(told)


def test_the_address_of_a_model_is_told_without_its_password(tmp_path: Path) -> None:
    address = "https://me:hunter2@models.example:8443/v1?key=sk-1"
    told = receipts.settings_in_force(Settings(library=tmp_path, model_base_url=address))
    assert told["model_base_url"] == "https://models.example:8443/v1"


def test_a_run_without_its_model_is_another_run() -> None:
    asked = Settings(model="openai:some", evidence_only=False)
    silent = Settings(model="openai:some", evidence_only=True)
    assert receipts.circumstances(asked)["model"] == "openai:some"
    assert receipts.circumstances(silent)["model"] == "none"


def test_versions_name_python_and_what_answers_depend_on() -> None:
    assert {"python", "torch", "onnxruntime"} <= receipts.versions().keys()


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_commit_is_that_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "_ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert receipts.commit() is None
    git(tmp_path, "init", "-q")
    assert receipts.commit() is None, "nothing is committed yet"
    paper(tmp_path, "a.txt")
    git(tmp_path, "add", "a.txt")
    git(tmp_path, "commit", "-qm", "a")
    head = git(tmp_path, "rev-parse", "HEAD")
    paper(tmp_path, "untracked.txt")
    assert receipts.commit() == head
    paper(tmp_path, "a.txt", "changed")
    assert receipts.commit() == f"{head}+"


def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert receipts.commit() is None
