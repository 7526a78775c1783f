"""What is in force changes while the chat is served: wholly or not at all, and for everybody."""

from __future__ import annotations

import gc
import logging
import os
import threading
import weakref
from pathlib import Path

import pytest
from doubles import ScriptedModel
from model_server import KEY, ModelServer, Served
from ollama_server import TOLD, serving
from word_embedder import WordEmbedder

from index import Library
from qa.errors import ConfigurationError
from qa.events import Answered, Waiting
from qa.live import Configuration
from qa.model.models import offered_model
from qa.model.writers import CONFIGURED, QUOTES
from qa.settings import Origin, load_settings
from qa.settings_file import CHANGEABLE

NOTE = "The quay at Osk was repaired in March, harbour master Ivo Tann said."
QUESTION = "When was the quay at Osk repaired?"
TYPED = "sk-typed-canary"


class Named(ScriptedModel):
    """A model that is called as it was named."""

    model: str = ""


@pytest.fixture
def made(home, monkeypatch):
    """What models are made of the settings, in order; ``openai:broken`` cannot be set up."""
    models: list[str] = []

    def make(settings):
        if not settings.asked_model:
            return None
        if "broken" in settings.asked_model:
            raise ConfigurationError("The model cannot be set up. Do something.")
        models.append(settings.asked_model)
        return Named(model=settings.asked_model)

    def offer(name, settings):
        models.append(f"{name} at {settings.ollama_url}")
        return Named(model=name)

    monkeypatch.setenv("QA_READER", "none")
    monkeypatch.setattr("qa.live.chat_model", make)
    monkeypatch.setattr("qa.live.offered_model", offer)
    monkeypatch.setattr("qa.live.missing_package", lambda name: None)
    monkeypatch.setattr("qa.live.ollama_models", lambda address: ())
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return models


@pytest.fixture
def library(home):
    with Library.open(home / "library", embedder=WordEmbedder()) as opened:
        (home / "note.txt").write_text(NOTE)
        opened.add(home / "note.txt")
        yield opened


@pytest.fixture
def opened(home, library):
    """Opens the configuration as the program does, with this in qa.toml."""

    def open_with(toml: str = "") -> Configuration:
        if toml:
            Path("qa.toml").write_text(toml)
        return Configuration(load_settings(), library)

    return open_with


def written() -> str:
    path = Path("qa.toml")
    return path.read_text() if path.exists() else ""


def test_every_setting_is_shown_with_where_it_comes_from(made, opened, monkeypatch):
    monkeypatch.setenv("QA_SHOW_WITHDRAWN", "false")
    Path(".env").write_text("QA_MODEL_SECONDS=5\n")
    configuration = opened('model = "openai:one"\nthreshold = 0.35\n')
    shown = {one.name: (one.value, one.origin) for one in configuration.shown()}
    assert tuple(shown) == CHANGEABLE
    assert shown["model"] == ("openai:one", Origin.FILE)
    assert shown["threshold"] == (0.35, Origin.FILE)
    assert shown["model_seconds"] == (5.0, Origin.DOTENV)
    assert shown["show_withdrawn"] == (False, Origin.ENVIRONMENT)
    assert shown["model_base_url"] == (None, Origin.DEFAULT)
    assert configuration.shown()[0].variable == "QA_MODEL"


def test_a_change_holds_from_the_next_question_on_and_after_a_new_start(made, opened, library):
    configuration = opened("# mine\nport = 8001\n")
    assert configuration.writers.assistant().model is None
    configuration.change({"model": "openai:one", "threshold": 0.8, "show_withdrawn": False})
    assistant = configuration.writers.assistant()
    assert assistant.model_name == "openai:one"
    assert assistant.settings.threshold == 0.8
    assert not assistant.settings.show_withdrawn
    assert written() == (
        '# mine\nport = 8001\nmodel = "openai:one"\nthreshold = 0.8\nshow_withdrawn = false\n'
    )
    again = Configuration(load_settings(), library)
    assert again.settings == configuration.settings
    assert again.shown() == configuration.shown()


def test_a_default_is_had_back_by_leaving_the_setting_out(made, opened):
    configuration = opened('model = "openai:one"\nthreshold = 0.8 # strict\nport = 8001\n')
    configuration.change({"model": "", "threshold": None})
    assert configuration.writers.assistant().model is None
    assert configuration.settings.threshold == 0.5
    assert written() == "port = 8001\n"
    assert {one.name: one.origin for one in configuration.shown()}["model"] is Origin.DEFAULT


def test_what_is_in_force_already_is_not_written(made, opened):
    configuration = opened()
    configuration.change(
        {
            "model": " ", "model_base_url": None, "evidence_only": False, "threshold": 0.5,
            "model_seconds": 60, "ollama_url": "http://127.0.0.1:11434 ", "show_withdrawn": True,
        }
    )  # fmt: skip
    assert not Path("qa.toml").exists()


@pytest.mark.parametrize("change", [{"threshold": 0.8}, {"show_withdrawn": False}])
def test_what_does_not_concern_a_model_makes_none_anew(made, opened, monkeypatch, change):
    monkeypatch.setattr("qa.live.ollama_models", lambda address: _offered("q"))
    configuration = opened('model = "openai:one"\n')
    writers = configuration.writers
    writers.choices()
    before = [writers.assistant(choice) for choice in (CONFIGURED, "ollama:q")]
    assert made == ["openai:one", "q at http://127.0.0.1:11434"]
    configuration.change(change)
    after = [writers.assistant(choice) for choice in (CONFIGURED, "ollama:q")]
    assert len(made) == 2
    assert [a.model for a in after] == [a.model for a in before]
    assert all(a.settings != b.settings for a, b in zip(after, before, strict=True))
    assert after[0].room is before[0].room
    assert after[0].reader is before[0].reader


def _offered(*names):
    from qa.model.ollama import OllamaModel

    return tuple(map(OllamaModel, names))


def test_evidence_alone_is_switched_on_and_off_without_making_a_model(made, opened, monkeypatch):
    monkeypatch.setattr("qa.live.ollama_models", lambda address: _offered("q"))
    configuration = opened('model = "openai:one"\n')
    writers = configuration.writers
    writers.choices()
    model = writers.assistant().model
    configuration.change({"evidence_only": True})
    assert [writers.assistant(c).model for c in (CONFIGURED, QUOTES, "ollama:q")] == [None] * 3
    assert writers.assistant().ask(QUESTION).receipt.model is None
    assert len(writers.choices()) == 1
    configuration.change({"evidence_only": False})
    assert writers.assistant().model is model
    assert made == ["openai:one"]


def test_a_start_with_evidence_alone_makes_a_model_when_one_is_wanted(made, opened):
    configuration = opened('model = "openai:one"\nevidence_only = true\n')
    assert made == []
    configuration.change({"threshold": 0.8})
    assert made == []
    configuration.change({"evidence_only": False})
    assert made == ["openai:one"]
    assert configuration.writers.assistant().model_name == "openai:one"


def test_a_model_that_is_changed_while_it_is_not_asked_is_made_later(made, opened):
    configuration = opened('model = "openai:one"\n')
    gone = weakref.ref(configuration.writers.assistant().model)
    configuration.change({"evidence_only": True, "model": "openai:two"})
    gc.collect()
    assert gone() is None
    assert made == ["openai:one"]
    configuration.change({"evidence_only": False})
    assert made == ["openai:one", "openai:two"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "openai:broken"}, "cannot be set up"),
        ({"model": "openai:broken", "threshold": 0.8}, "cannot be set up"),
        ({"threshold": 7}, "QA_THRESHOLD"),
        ({"model_base_url": "ftp://a.example"}, "QA_MODEL_BASE_URL"),
        ({"model_base_url": "https://u:p@a.example"}, "no secrets"),
        ({"model_api_key": "sk-x"}, "no setting that can be changed here"),
        ({"library": "/"}, "no setting that can be changed here"),
    ],
)
def test_a_change_that_fails_leaves_all_as_it_was(made, opened, change, said):
    configuration = opened('model = "openai:one"\n')
    before = configuration.settings, configuration.shown(), configuration.writers.assistant()
    with pytest.raises(ConfigurationError, match=said):
        configuration.change(change)
    assert (
        configuration.settings, configuration.shown(), configuration.writers.assistant()
    ) == before  # fmt: skip
    assert written() == 'model = "openai:one"\n'


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(made, opened):
    configuration = opened('model = "openai:one"\n')
    Path("qa.toml").chmod(0o444)
    with pytest.raises(ConfigurationError, match="read-only"):
        configuration.change({"model": "openai:two"})
    assert configuration.writers.assistant().model_name == "openai:one"
    assert configuration.settings.model == "openai:one"


def test_a_file_that_changes_while_the_model_is_made_is_left_alone(made, opened, monkeypatch):
    configuration = opened('model = "openai:one"\n')

    def slowly(settings):
        Path("qa.toml").write_text("port = 9000\n")
        return Named(model="openai:two")

    monkeypatch.setattr("qa.live.chat_model", slowly)
    with pytest.raises(ConfigurationError, match="changed by somebody else"):
        configuration.change({"model": "openai:two"})
    assert written() == "port = 9000\n"
    assert configuration.writers.assistant().model_name == "openai:one"


def test_what_the_environment_sets_stays(made, opened, monkeypatch):
    monkeypatch.setenv("QA_MODEL", "openai:one")
    configuration = opened()
    with pytest.raises(ConfigurationError, match="QA_MODEL is set in the environment"):
        configuration.change({"model": "openai:two"})
    configuration.change({"model": "openai:one", "threshold": 0.8})
    assert written() == "threshold = 0.8\n"


def test_an_answer_that_is_being_written_is_finished_by_who_began_it(made, opened):
    configuration = opened('model = "openai:one"\n')
    writers = configuration.writers
    writers.assistant().model.replies.append("- The quay at Osk was repaired in March [1.1]")
    running = writers.assistant().stream(QUESTION)
    next(running)
    configuration.change({"model": "openai:two", "show_withdrawn": False})
    writers.assistant().model.replies.append("- The quay at Osk was repaired in March [1.1]")
    assert next(e for e in running if isinstance(e, Answered)).answer.receipt.model == "openai:one"
    assert writers.assistant().ask(QUESTION).receipt.model == "openai:two"


def test_the_old_model_is_let_go(made, opened):
    configuration = opened('model = "openai:one"\n')
    running = configuration.writers.assistant().stream(QUESTION)
    next(running)
    gone = weakref.ref(configuration.writers.assistant().model)
    configuration.change({"model": "openai:two"})
    gc.collect()
    assert gone() is not None  # the answer is not finished
    running.close()
    del running
    gc.collect()
    assert gone() is None


def test_a_model_that_is_missing_at_the_start_leaves_quotes_and_says_why(made, opened):
    configuration = opened('model = "openai:broken"\n')
    assert configuration.problem == "The model cannot be set up. Do something."
    assert configuration.writers.assistant().ask(QUESTION).statements
    configuration.change({"threshold": 0.35})
    assert configuration.problem
    with pytest.raises(ConfigurationError, match="cannot be set up"):
        configuration.change({})
    assert configuration.settings.threshold == 0.35
    configuration.change({"model": "openai:one"})
    assert configuration.problem == ""
    assert configuration.writers.assistant().model_name == "openai:one"


def test_no_change_at_all_tries_a_missing_model_again(made, opened, monkeypatch):
    configuration = opened('model = "openai:broken"\n')
    monkeypatch.setattr("qa.live.chat_model", lambda settings: Named(model="mended"))
    configuration.change({"threshold": 0.35})
    assert configuration.problem
    configuration.change({})
    assert configuration.problem == ""
    assert configuration.writers.assistant().model_name == "mended"


@pytest.mark.parametrize(
    ("toml", "change", "anew"),
    [
        ('model = "openai:one"\n', {"model_seconds": 7}, ["openai:one"]),
        ('model = "local:/some"\n', {"model_seconds": 7}, []),
        ('model = "openai:one"\n', {"model_base_url": "http://127.0.0.1:1/v1"}, ["openai:one"]),
        ('model = "local:/some"\n', {"ollama_url": "http://127.0.0.1:5"}, []),
    ],
)
def test_a_model_is_made_anew_only_where_it_is_made_of_what_changed(
    made, opened, toml, change, anew
):
    configuration = opened(toml)
    made.clear()
    configuration.change(change)
    assert made == anew


def test_another_ollama_is_looked_at_and_asked(made, opened, monkeypatch):
    monkeypatch.setattr("qa.live.ollama_models", lambda address: _offered(f"of-{address[-1]}"))
    configuration = opened()
    assert [value for _, value in configuration.writers.choices()][1:] == ["ollama:of-4"]
    configuration.change({"ollama_url": "http://127.0.0.1:5"})
    assert [value for _, value in configuration.writers.choices()][1:] == ["ollama:of-5"]
    configuration.writers.assistant("ollama:of-5")
    assert made == ["of-5 at http://127.0.0.1:5"]


def test_what_would_leave_the_machine_is_said_before_anything_is_asked(made, opened):
    configuration = opened()
    assert configuration.where_words_go({}) == ""
    told = configuration.where_words_go({"model": "openai:one"})
    assert told.endswith("will be sent to api.openai.com.")
    local = {"model": "openai:one", "model_base_url": "http://127.0.0.1:1/v1"}
    assert configuration.where_words_go(local) == ""
    assert configuration.where_words_go({"model": "openai:one", "evidence_only": True}) == ""
    assert configuration.settings.model is None
    assert made == []


@pytest.fixture
def real(home, monkeypatch):
    """The provider's own client, and no key but what the tests give."""
    monkeypatch.setenv("QA_READER", "none")
    monkeypatch.setenv("QA_OLLAMA_URL", "")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def test_a_test_asks_what_is_proposed_and_changes_nothing(real, opened, caplog):
    caplog.set_level(logging.DEBUG)
    configuration = opened("threshold = 0.35\n")
    before = configuration.settings
    with ModelServer([Served(["ready"]), Served(status=401, body=b"{}")]) as server:
        proposed = {"model": "openai:scripted", "model_base_url": server.address}
        assert configuration.check(proposed, TYPED).works
        assert "refused the key" in configuration.check(proposed, TYPED).told
    keys = [request.headers["authorization"] for request in server.requests]
    assert keys == [f"Bearer {TYPED}"] * 2
    assert configuration.settings is before
    assert written() == "threshold = 0.35\n"
    assert_kept_secret(configuration, caplog)


def test_a_typed_key_is_used_and_kept_in_memory_alone(real, opened, caplog, library):
    caplog.set_level(logging.DEBUG)
    configuration = opened()
    with ModelServer([Served(["- nothing"]) for _ in range(3)]) as server:
        proposed = {"model": "openai:scripted", "model_base_url": server.address}
        configuration.change(proposed, TYPED)
        answer = configuration.writers.assistant().ask(QUESTION)
        configuration.change({"threshold": 0.35})
        configuration.writers.assistant().ask(QUESTION)
        configuration.change({}, "")
        configuration.writers.assistant().ask(QUESTION)
    keys = [request.headers["authorization"] for request in server.requests]
    assert keys == [f"Bearer {TYPED}"] * 2 + ["Bearer none"]
    assert TYPED not in repr(answer.to_dict())
    assert_kept_secret(configuration, caplog)
    assert not Configuration(load_settings(), library).settings.model_api_key


def assert_kept_secret(configuration: Configuration, caplog) -> None:
    everything = [configuration.settings, configuration.shown(), vars(configuration)]
    assert TYPED not in repr(everything)
    assert TYPED not in "".join(
        path.read_text(errors="replace") for path in Path().rglob("*") if path.is_file()
    )
    assert not any(TYPED in value for value in os.environ.values())
    formatter = logging.Formatter()
    assert not any(TYPED in formatter.format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"model": "openai:one"}, "sk-typed-canary\r\nX: y"),
        ({"threshold": 7}, TYPED),
        ({"model": f"nobody:{TYPED[:3]}"}, TYPED),
        ({"model_base_url": "ftp://x"}, TYPED),
    ],
)
def test_no_error_repeats_a_typed_key(real, opened, change, key):
    configuration = opened()
    for act in (configuration.change, configuration.check):
        try:
            told = repr(act(change, key))
        except ConfigurationError as error:
            told = str(error)
        assert "canary" not in told
    assert not configuration.settings.model_api_key


def test_the_key_of_the_environment_goes_to_no_address_that_was_typed(real, opened, monkeypatch):
    monkeypatch.setenv("QA_MODEL_API_KEY", KEY)
    with ModelServer([Served(["- nothing"])]) as known, ModelServer([Served(["- x"])] * 2) as other:
        configuration = opened(f'model = "openai:one"\nmodel_base_url = "{known.address}"\n')
        configuration.check({"model_base_url": other.address})
        configuration.writers.assistant().ask(QUESTION)
        configuration.change({"model_base_url": other.address})
        configuration.writers.assistant().ask(QUESTION)
    assert [r.headers["authorization"] for r in known.requests] == [f"Bearer {KEY}"]
    assert [r.headers["authorization"] for r in other.requests] == ["Bearer none"] * 2


def test_questions_and_changes_at_once_never_mix(made, opened):
    configuration = opened('model = "openai:0.1"\nthreshold = 0.1\n')
    over, mixed, seen = threading.Event(), [], set()

    def ask():
        while not over.is_set():
            assistant = configuration.writers.assistant()
            seen.add(assistant.settings.threshold)
            if assistant.model_name != f"openai:{assistant.settings.threshold}":
                mixed.append((assistant.model_name, assistant.settings.threshold))

    def change(number: int):
        for turn in range(5):
            value = (number * 5 + turn) / 100
            configuration.change({"model": f"openai:{value}", "threshold": value})

    asking = [threading.Thread(target=ask) for _ in range(3)]
    changing = [threading.Thread(target=change, args=(number,)) for number in range(1, 5)]
    for thread in asking + changing:
        thread.start()
    for thread in changing:
        thread.join()
    over.set()
    for thread in asking:
        thread.join()
    assert mixed == []
    assert len(seen) > 1
    settings = load_settings()
    assert settings.model == f"openai:{settings.threshold}" == configuration.settings.model


def test_stopping_an_answer_of_the_old_model_still_works(real, opened):
    configuration = opened()
    with ModelServer([Served(["- x"], silence=30)]) as old:
        configuration.change({"model": "openai:one", "model_base_url": old.address})
        running = configuration.writers.assistant().stream(QUESTION)
        next(event for event in running if isinstance(event, Waiting))
        configuration.change({"model": ""})
        running.close()
        for _ in range(100):
            if old.requests[0].hung_up:
                break
            threading.Event().wait(0.05)
        assert old.requests[0].hung_up


def test_the_models_of_ollama_are_really_made_of_its_address(home, monkeypatch):
    calls: list[dict[str, object]] = []
    monkeypatch.setattr("qa.model.models.missing_package", lambda name: None)
    monkeypatch.setattr(
        "langchain.chat_models.init_chat_model",
        lambda name, **options: (calls.append(options), ScriptedModel())[1],
    )
    with serving(TOLD) as (address, _):
        monkeypatch.setenv("QA_OLLAMA_URL", address)
        monkeypatch.setenv("QA_EVIDENCE_ONLY", "true")
        offered_model("qwen3:4b", load_settings())
    assert calls[-1]["base_url"] == address
