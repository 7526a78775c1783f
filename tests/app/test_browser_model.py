"""The page while a language model writes: quotes first, then checked words; it can be stopped."""

from __future__ import annotations

import re
import time

import pytest
from browsing import IN_A_BROWSER
from doubles import ScriptedModel
from playwright.sync_api import expect

pytestmark = IN_A_BROWSER

QUESTION = "Who found cracks in the piers?"


class SlowModel(ScriptedModel):
    """Cites the sentence about the cracks, then claims what nobody said; never in a hurry."""

    pace: float = 0.0

    def reply(self, messages):
        prompt = str(messages[-1].content)
        label = re.search(r"^\[(\d+\.\d+)\] .*found cracks", prompt, re.MULTILINE)[1]
        return (
            f"Maria Oduya, the city engineer, told reporters of cracks in two of the four piers. "
            f"[{label}]\nThe bridge will be blown up in 2031. [{label}]\n"
        )

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        for chunk in super()._stream(messages, stop, run_manager, **kwargs):
            time.sleep(self.pace)
            yield chunk


MODEL = SlowModel()


@pytest.fixture(scope="module")
def chat(serve_papers):
    return serve_papers(MODEL)


def ask(page) -> None:
    box = page.get_by_label("Your question")
    box.fill(QUESTION)
    box.press("Enter")


def test_quotes_come_first_then_the_models_checked_words(page):
    MODEL.pace = 0.03
    expect(page.locator("#cv-model")).to_contain_text("SlowModel writes the answers")
    ask(page)
    answer = page.locator(".bot-row").last
    expect(answer).to_contain_text("language model is writing")
    expect(answer).to_contain_text("We found cracks")
    expect(answer).to_contain_text("told reporters of cracks in two of the four piers")
    expect(answer).to_contain_text("Written by SlowModel, checked")
    expect(answer.locator("del")).to_have_text("The bridge will be blown up in 2031.")
    expect(answer).to_contain_text("Withdrawn: ")
    page.locator('a[href^="#src-"]').first.click()
    expect(page.locator(".cv-panel mark")).to_contain_text("found cracks in two")


def test_an_answer_can_be_stopped_and_the_next_question_asked(page):
    MODEL.pace = 0.4
    ask(page)
    answer = page.locator(".bot-row").last
    expect(answer).to_contain_text("language model is writing")
    page.get_by_role("button", name="Stop").click()
    expect(answer).to_contain_text("Stopped.")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.wait_for_timeout(1_500)
    expect(answer).to_contain_text("Stopped.")
    MODEL.pace = 0.0
    ask(page)
    expect(page.locator(".bot-row").last).to_contain_text("Written by SlowModel, checked")
