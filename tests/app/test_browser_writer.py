"""Who writes the answers is the visitor's choice, where there is one."""

from __future__ import annotations

import re

import pytest
from asking import next_answer
from browsing import IN_A_BROWSER
from doubles import ScriptedModel
from ollama_server import TOLD, serving
from playwright.sync_api import expect

from qa.model.ollama import ollama_models
from qa.model.writers import Writers

pytestmark = IN_A_BROWSER

QUESTION = "Who found cracks in the piers?"


class CitesCracks(ScriptedModel):
    """Repeats the sentence about the cracks."""

    def reply(self, messages):
        prompt = str(messages[-1].content)
        found = re.search(r"^\[(\d+\.\d+)\] (?:\{[^}]*\} )?(.*cracks.*)$", prompt, re.MULTILINE)
        return f"- {found[2]} [{found[1]}]\n"


class Configured(CitesCracks):
    """What the settings name."""


class Offered(CitesCracks):
    """What Ollama has."""


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def chat(serve_papers, asked):
    with serving(TOLD) as (address, _):

        def make(name: str) -> Offered:
            asked.append(name)
            return Offered()

        yield serve_papers(
            Configured(), lambda assistant: Writers(assistant, lambda: ollama_models(address), make)
        )


def ask(page) -> str:
    return str(next_answer(page, QUESTION).inner_text())


def choose(page, name: str) -> None:
    page.get_by_label("Who writes the answers").click()
    page.get_by_role("option", name=name).click()


def test_each_choice_takes_effect_at_the_next_question(page, asked):
    sentence = page.locator("#cv-model")
    writer = page.get_by_label("Who writes the answers")
    expect(writer).to_have_value("Configured")
    assert "Written by Configured" in ask(page)
    choose(page, "qwen3:4b")
    expect(sentence).to_contain_text("qwen3:4b (Ollama, on this machine) writes the answers")
    assert asked == []
    assert "Written by Offered" in ask(page)
    assert asked == ["qwen3:4b"]
    choose(page, "Quotes alone")
    expect(sentence).to_have_text("Answers are made of verified quotes alone.")
    assert "Written by" not in ask(page)


def test_another_visitor_begins_with_the_configured_model(page):
    expect(page.get_by_label("Who writes the answers")).to_have_value("Configured")
    page.get_by_label("Who writes the answers").click()
    options = page.get_by_role("option").all_inner_texts()
    assert [option.replace("✓", "").strip() for option in options] == [
        "Quotes alone", "Configured", "gemma3:1b", "qwen3:4b",
    ]  # fmt: skip
    page.keyboard.press("Escape")


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 390, "height": 844}}])
def test_on_a_phone_nothing_sticks_out(page):
    expect(page.get_by_label("Who writes the answers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.get_by_label("Who writes the answers").bounding_box()
    scope = page.locator("#cv-scope").bounding_box()
    assert box["y"] >= scope["y"] + scope["height"] - 4
