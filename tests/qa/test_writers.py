"""Who writes the answers: only what was offered, made when it is first asked for."""

from __future__ import annotations

import gc
import weakref

import pytest
from doubles import ScriptedModel
from word_embedder import WordEmbedder

from index import Library
from qa import Assistant
from qa.answer_settings import AnswerSettings
from qa.errors import ConfigurationError
from qa.model.ollama import OllamaModel
from qa.model.writers import CONFIGURED, QUOTES, Writers


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=WordEmbedder()) as opened:
        yield opened


def writers(assistant: Assistant, *names: str, made: list[str] | None = None) -> Writers:
    def make(name: str) -> ScriptedModel:
        if made is not None:
            made.append(name)
        return ScriptedModel()

    return Writers(assistant, lambda: tuple(OllamaModel(name) for name in names), make)


def test_without_a_model_and_without_ollama_there_is_nothing_to_choose(library):
    some = Writers(Assistant(library))
    assert some.choices() == [("Quotes alone", CONFIGURED)]
    assert some.default == CONFIGURED
    assert some.assistant(CONFIGURED).model is None
    assert some.assistant(QUOTES).model is None
    assert some.name_of(CONFIGURED) is None


def test_the_configured_model_is_the_default(library):
    model = ScriptedModel()
    some = writers(Assistant(library, model), "qwen3:4b")
    assert some.choices() == [
        ("Quotes alone", QUOTES),
        ("ScriptedModel", CONFIGURED),
        ("qwen3:4b", "ollama:qwen3:4b"),
    ]
    assert some.default == CONFIGURED
    assert some.assistant(CONFIGURED).model is model
    assert some.assistant(QUOTES).model is None
    assert some.name_of(CONFIGURED) == "ScriptedModel"
    assert some.name_of(QUOTES) is None
    assert some.name_of("ollama:qwen3:4b") == "qwen3:4b"


def test_a_model_is_made_once_and_shares_all_else(library):
    made: list[str] = []
    assistant = Assistant(library)
    some = writers(assistant, "qwen3:4b", "gemma3:1b", made=made)
    some.choices()
    assert made == []
    other = some.assistant("ollama:qwen3:4b")
    assert other is some.assistant("ollama:qwen3:4b")
    assert made == ["qwen3:4b"]
    assert other.model is not None
    assert other.library is assistant.library
    assert other.settings is assistant.settings
    assert assistant.model is None


def test_what_is_configured_is_offered_once(library):
    some = writers(Assistant(library, ScriptedModel()), "ScriptedModel", "gemma3:1b")
    assert [value for _, value in some.choices()] == [QUOTES, CONFIGURED, "ollama:gemma3:1b"]


@pytest.mark.parametrize("choice", ["ollama:other", "openai:gpt-5", "qwen3:4b", "", "configured "])
def test_what_was_not_offered_cannot_be_chosen(library, choice):
    made: list[str] = []
    some = writers(Assistant(library), "qwen3:4b", made=made)
    some.choices()
    with pytest.raises(ConfigurationError, match="not offered"):
        some.assistant(choice)
    assert made == []


def test_ollama_is_not_asked_before_a_page_opens_and_not_by_every_visitor(library, monkeypatch):
    looks: list[int] = []
    clock = [100.0]
    monkeypatch.setattr("qa.model.writers.time.monotonic", lambda: clock[0])
    some = Writers(Assistant(library), lambda: (looks.append(1), ())[1])
    assert looks == []
    some.choices()
    some.choices()
    assert len(looks) == 1
    clock[0] += 11
    some.choices()
    assert len(looks) == 2


def test_whoever_chose_nothing_follows_when_a_model_is_configured(library):
    some = writers(Assistant(library), "qwen3:4b")
    chosen = some.default
    some.choices()
    model = ScriptedModel()
    some.reconfigure(Assistant(library, model))
    assert some.assistant(chosen).model is model
    assert some.name_of(chosen) == "ScriptedModel"
    assert some.assistant(QUOTES).model is None
    assert [value for _, value in some.choices()] == [QUOTES, CONFIGURED, "ollama:qwen3:4b"]
    some.reconfigure(Assistant(library))
    assert some.assistant(chosen).model is None


def test_other_settings_leave_the_models_that_are_made(library):
    made: list[str] = []
    some = writers(Assistant(library, ScriptedModel()), "qwen3:4b", made=made)
    some.choices()
    before = some.assistant("ollama:qwen3:4b")
    some.reconfigure(some.assistant().with_settings(AnswerSettings(threshold=0.9)))
    after = some.assistant("ollama:qwen3:4b")
    assert made == ["qwen3:4b"]
    assert after.model is before.model
    assert after.room is before.room
    assert (before.settings.threshold, after.settings.threshold) == (0.5, 0.9)
    assert some.assistant(QUOTES).settings.threshold == 0.9


def test_what_ollama_has_can_be_looked_up_and_made_anew(library):
    made: list[str] = []
    has = ["qwen3:4b"]
    some = Writers(
        Assistant(library),
        lambda: tuple(map(OllamaModel, has)),
        lambda name: (made.append(name), ScriptedModel())[1],
    )
    some.choices()
    some.assistant("ollama:qwen3:4b")
    has[:] = ["qwen3:4b", "gemma3:1b"]
    some.reconfigure(some.assistant(), anew=True)
    some.assistant("ollama:qwen3:4b")
    some.assistant("ollama:gemma3:1b")
    assert made == ["qwen3:4b", "qwen3:4b", "gemma3:1b"]


def test_where_quotes_stand_alone_every_choice_is_quotes(library):
    made: list[str] = []
    model = ScriptedModel()
    some = writers(Assistant(library, model), "qwen3:4b", made=made)
    some.choices()
    some.reconfigure(some.assistant(), quotes_alone=True)
    assert some.choices() == [("Quotes alone", CONFIGURED)]
    for choice in (CONFIGURED, QUOTES, "ollama:qwen3:4b"):
        assert some.assistant(choice).model is None
        assert some.name_of(choice) is None
    assert made == []
    some.reconfigure(Assistant(library, model))
    assert some.assistant().model is model
    assert some.assistant("ollama:qwen3:4b").model is not None


def test_quotes_can_stand_alone_from_the_start(library):
    some = Writers(Assistant(library, ScriptedModel()), quotes_alone=True)
    assert some.assistant().model is None
    assert some.choices() == [("Quotes alone", CONFIGURED)]


def test_what_is_replaced_is_let_go(library):
    models = [ScriptedModel(), ScriptedModel()]
    gone = [weakref.ref(model) for model in models]
    some = Writers(
        Assistant(library, models.pop()), lambda: (OllamaModel("q"),), lambda _: models.pop()
    )
    some.choices()
    some.assistant("ollama:q")
    some.reconfigure(Assistant(library), anew=True)
    gc.collect()
    assert [ref() for ref in gone] == [None, None]
