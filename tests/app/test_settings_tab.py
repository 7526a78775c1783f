"""The settings on the page: what is shown of them, and what becomes of wishes of any kind."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from browsing import GRADIO_LEAVINGS
from doubles import ScriptedModel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_server import KEY, ModelServer, Served
from word_embedder import WordEmbedder

from index import Library
from index.errors import LibraryUnavailable
from qa.chat.asking.choice import why_quotes
from qa.chat.settings.desk import SettingsDesk
from qa.chat.settings.tab import build_settings_tab
from qa.chat.words import words_of
from qa.errors import ConfigurationError
from qa.live import Configuration
from qa.settings import load_settings
from qa.settings_file import CHANGEABLE
from qa.strictness import STEPS

pytestmark = GRADIO_LEAVINGS

SAY = words_of("settings")
DAMAGED = {"problem": SAY("bad_request"), "told": ""}


class Named(ScriptedModel):
    """A model that is called as it was named."""

    model: str = ""


@pytest.fixture
def library(home):
    with Library.open(home / "library", embedder=WordEmbedder()) as opened:
        (home / "note.txt").write_text("The quay was repaired in March, Ivo Tann said.")
        opened.add(home / "note.txt")
        yield opened


@pytest.fixture
def opened(library, monkeypatch):
    """Opens the desk as the page does, with this in qa.toml."""

    def make(settings):
        name = settings.asked_model
        if name and "broken" in name:
            raise ConfigurationError("The model cannot be set up. Do something.")
        return Named(model=name) if name else None

    monkeypatch.setenv("QA_READER", "none")
    monkeypatch.setenv("QA_OLLAMA_URL", "")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr("qa.live.chat_model", make)

    def open_with(toml: str = "", *, editable: bool = True) -> SettingsDesk:
        Path("qa.toml").write_text(toml)
        return SettingsDesk(library, Configuration(load_settings(), library), editable=editable)

    return open_with


def written() -> str:
    return Path("qa.toml").read_text()


def test_what_is_in_force_is_told_with_where_it_is_fixed(opened, monkeypatch):
    monkeypatch.setenv("QA_SHOW_WITHDRAWN", "false")
    Path(".env").write_text("QA_THRESHOLD=0.35\n")
    state = opened('model = "openai:one"\n').state()
    assert state["values"]["model"] == {"value": "openai:one", "fixed": ""}
    assert state["values"]["show_withdrawn"] == {
        "value": False,
        "fixed": "Set by QA_SHOW_WITHDRAWN in the environment. Change it there, and start the "
        "program anew.",
    }
    assert state["values"]["threshold"]["value"] == 0.35
    assert "QA_THRESHOLD in .env" in state["values"]["threshold"]["fixed"]
    assert [step["threshold"] for step in state["steps"]] == [step.threshold for step in STEPS]
    for told, step in zip(state["steps"], STEPS, strict=True):
        figures = [int(number) for number in re.findall(r"\d+", told["cost"]) if number != "100"]
        exact = [
            share
            for measured in (step.clapnq, step.squad2)
            for share in (measured.unanswerable, measured.answerable)
        ]
        assert all(abs(n - share) <= 0.5 for n, share in zip(figures, exact, strict=True))
    assert (state["locked"], state["problem"], state["key"]) == ("", "", "")
    assert "openai:" in state["models"]
    assert json.loads(json.dumps(state))["values"] == state["values"]


def test_a_model_that_cannot_be_set_up_is_told_and_can_be_tried_again(opened, monkeypatch):
    desk = opened('model = "openai:broken"\n')
    assert desk.state()["problem"] == "The model cannot be set up. Do something."
    assert desk.save([{}, None])["problem"] == "The model cannot be set up. Do something."
    monkeypatch.setattr("qa.live.chat_model", lambda settings: Named(model=settings.model))
    assert desk.save([{}, None]) == {"problem": "", "told": SAY("saved")}
    assert desk.state()["problem"] == ""


def test_a_wish_is_met_at_once_and_written_down(opened):
    desk = opened("# mine\n")
    changes = {"model": "openai:one", "threshold": 0.8, "evidence_only": True}
    assert desk.save([changes, None]) == {"problem": "", "told": SAY("saved")}
    values = desk.state()["values"]
    assert {name: values[name]["value"] for name in changes} == changes
    assert written() == '# mine\nmodel = "openai:one"\nthreshold = 0.8\nevidence_only = true\n'
    assert desk.configuration.writers.assistant().settings.threshold == 0.8


def test_a_refused_wish_changes_nothing_and_says_why(opened):
    desk = opened('threshold = 0.35 # "as it was"\n')
    before, text = desk.state(), written()
    for changes, why in (
        ({"threshold": 1.5}, "less than or equal to 1"),
        ({"threshold": float("nan")}, "QA_THRESHOLD"),
        ({"model_seconds": float("inf")}, "finite"),
        ({"model_seconds": float("-inf")}, "QA_MODEL_SECONDS"),
        ({"threshold": 10**5_000}, "QA_THRESHOLD"),
        ({"model": "openai:broken", "threshold": 0.8}, "Do something"),
        ({"model_base_url": "ftp://somewhere"}, "http://"),
        ({"model_base_url": "https://me:secret@somewhere"}, "no secrets"),
    ):
        reply = desk.save([changes, None])
        assert why in reply["problem"]
        assert "secret@" not in reply["problem"]
        assert desk.state() == before
        assert written() == text


class Odd:
    """Nothing that JSON has."""


HOSTILE: list[object] = [
    None, 7, "save", [], {}, [{}], [{}, None, None], [None, None], [[], None], ["", ""],
    [{"threshold": "0.8"}, None], [{"threshold": True}, None], [{"threshold": [0.8]}, None],
    [{"evidence_only": 1}, None], [{"evidence_only": "yes"}, None], [{"model": 5}, None],
    [{"model": {"a": "b"}}, None], [{"model": "openai:" + "x" * 1_000_000}, None],
    [{"x" * 1_000_000: 1}, None], [{"password": "x"}, None], [{"model_api_key": "x"}, None],
    [{"host": "0.0.0.0"}, None], [{"__class__": "x"}, None], [{7: "x"}, None],
    [{"model": Odd()}, None], [{}, 7], [{}, ["sk-1"]], [{}, "k" * 1_000_000], [{}, {}],
    [[[[[[]]]]], None], [{"model": "\ud800"}, None], [{"model": "openai:a\nport = 1"}, None],
]  # fmt: skip


@pytest.mark.parametrize("wish", HOSTILE, ids=lambda wish: repr(wish)[:40])
def test_what_is_no_wish_is_refused_in_one_sentence(opened, wish):
    desk = opened()
    assert desk.where(wish) == desk.check(wish) == desk.save(wish) == DAMAGED
    assert written() == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMED = st.dictionaries(st.sampled_from(CHANGEABLE) | st.text(max_size=3), JSON, max_size=3)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wish=JSON | st.tuples(NAMED, st.none() | st.text()).map(list))
def test_whatever_is_sent_gets_a_sentence(opened, wish):
    desk = opened()
    for reply in (desk.where(wish), desk.save(wish)):
        assert set(reply) == {"problem", "told"}
        assert all(isinstance(said, str) and len(said) < 5_000 for said in reply.values())
    json.dumps(desk.state(), allow_nan=False)


def test_where_words_would_go_is_told_before_anything_is_changed(opened):
    desk = opened()
    assert desk.where([{"model": "openai:one"}, None])["told"].endswith("sent to api.openai.com.")
    assert desk.where([{"model": "openai:one", "evidence_only": True}, None])["told"] == ""
    here = {"model": "openai:one", "model_base_url": "http://127.0.0.1:9/v1"}
    assert desk.where([here, None]) == {"problem": "", "told": ""}
    assert desk.state()["values"]["model"]["value"] is None


def test_a_test_says_how_long_it_took_or_what_to_do(opened, caplog):
    caplog.set_level(logging.DEBUG)
    desk = opened()
    with ModelServer([Served(["ready"]), Served(status=401, body=KEY.encode())]) as server:
        wish = [{"model": "openai:one", "model_base_url": server.address}, KEY]
        works, refused = desk.check(wish), desk.check(wish)
    assert works["told"].startswith("openai:one answered after ")
    assert not works["problem"]
    assert "refused the key. Copy the key again" in refused["problem"]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    nowhere = desk.check(wish)
    assert f"No server answers at 127.0.0.1:{server.port}" in nowhere["problem"]
    assert KEY not in f"{works}{refused}{nowhere}{desk.state()}{desk}{caplog.text}"
    assert desk.state()["values"]["model"]["value"] is None
    assert desk.state()["key"] == ""
    assert written() == ""


def test_a_typed_key_is_told_of_and_never_told(opened):
    desk = opened('model = "openai:one"\n')
    assert desk.save([{}, KEY]) == {"problem": "", "told": SAY("saved")}
    assert desk.state()["key"] == "typed"
    assert desk.configuration.settings.model_api_key.get_secret_value() == KEY
    refused = desk.save([{}, f"{KEY} and more"])
    assert "a character in it that no key has" in refused["problem"]
    assert KEY not in f"{refused}{desk.state()}{desk}{written()}"
    assert desk.save([{}, ""])["problem"] == ""
    assert desk.state()["key"] == ""
    assert desk.configuration.settings.model_api_key is None


def test_a_key_of_the_environment_is_told_of(opened, monkeypatch):
    monkeypatch.setenv("QA_MODEL_API_KEY", KEY)
    desk = opened('model = "openai:one"\n')
    assert desk.state()["key"] == "given"
    assert KEY not in f"{desk.state()}{desk}"


def test_where_nothing_may_be_changed_nothing_is_and_nothing_of_the_machine_is_told(opened, home):
    desk = opened('model = "openai:one"\nmodel_base_url = "http://10.0.0.7/v1"\n', editable=False)
    before = written()
    assert desk.state()["locked"] == SAY("not_editable")
    assert desk.state()["key"] == ""
    assert "model_base_url" not in desk.state()["values"]
    assert desk.state()["leaves"].endswith("will be sent to 10.0.0.7.")  # whose words they are
    assert str(home) not in str(desk.state())
    assert desk.state()["about"][0] == (SAY("library"), "one document")
    for act in (desk.where, desk.check, desk.save):
        for wish in ([{"threshold": 0.8}, None], [{}, KEY], [{}, ""], *HOSTILE[:6]):
            assert act(wish) == {"problem": SAY("not_editable"), "told": ""}
    assert written() == before
    assert desk.configuration.settings.threshold == 0.5
    assert desk.configuration.settings.model_api_key is None


def test_without_a_configuration_only_the_library_is_told(library):
    desk = SettingsDesk(library, None, editable=True)
    state = desk.state()
    assert state["locked"] == SAY("no_configuration")
    assert state["values"] == {}
    assert dict(state["about"])[SAY("library")].startswith("one document · ")
    assert desk.save([{"threshold": 0.8}, None])["problem"] == SAY("no_configuration")


def test_a_library_that_fails_is_told(opened, library, monkeypatch):
    def fail():
        raise LibraryUnavailable("The library cannot be read. Close other programs.")

    desk = opened()
    monkeypatch.setattr(library, "documents", fail)
    assert "Close other programs." in dict(desk.state()["about"])[SAY("library")]


@pytest.mark.parametrize("editable", [True, False])
def test_the_functions_of_the_page_itself_keep_to_that(opened, editable):
    desk = opened(editable=editable)
    with gr.Blocks():
        area: Any = build_settings_tab(desk.library, desk.configuration, editable=editable)
    assert area.state(None) == desk.state()
    area.where([{}, None])
    area.check([{}, None])
    reply = area.save([{"threshold": 0.8}, None])
    assert (reply["problem"] == "") == editable
    assert desk.configuration.settings.threshold == (0.8 if editable else 0.5)


def test_why_no_model_writes_is_told_with_what_can_be_done(opened):
    assert why_quotes(None, editable=True) == ""
    configuration = opened().configuration
    assert "choose one under Settings" in why_quotes(configuration, editable=True)
    assert why_quotes(configuration, editable=False) == ""
    broken = opened('model = "openai:broken"\n').configuration
    assert why_quotes(broken, editable=False) == "The model cannot be set up. Do something."
    unasked = opened('model = "openai:one"\nevidence_only = true\n').configuration
    assert why_quotes(unasked, editable=True) == "The settings leave openai:one unasked."
