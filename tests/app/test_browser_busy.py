"""A page whose line of questions is full says so, and loses no question."""

from __future__ import annotations

import httpx
import pytest
from asking import put, settle
from browsing import IN_A_BROWSER
from doubles import GatedModel
from playwright.sync_api import expect

from qa.chat.reader import COOKIE
from qa.chat.waiting import MOST_OF_ONE

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def model():
    gated = GatedModel()
    yield gated
    gated.gate.set()


@pytest.fixture(scope="module")
def chat(serve_papers, model):
    return serve_papers(model)


@pytest.fixture
def page(browser, chat):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(chat.address)
        page.get_by_label("Your question").wait_for()
        yield page


def test_a_question_for_which_there_is_no_room_stays_in_the_box(page, chat, model):
    (key,) = [c["value"] for c in page.context.cookies() if c["name"] == COOKIE]
    named, call = {"Cookie": f"{COOKIE}={key}"}, f"{chat.address}/gradio_api/call/ask"
    sent = {"data": ["Who found cracks in the piers?"]}
    with httpx.Client(headers=named, timeout=30) as http:
        asked = [http.post(call, json=sent).json()["event_id"] for _ in range(MOST_OF_ONE)]
        question = "What did the fishermen warn about?"
        put(page, question)
        expect(page.get_by_text(f"{MOST_OF_ONE} of your questions wait")).to_be_visible()
        expect(page.get_by_label("Your question")).to_have_value(question)
        model.gate.set()
        for event in asked:
            assert "event: complete" in http.get(f"{call}/{event}").text
    page.get_by_label("Your question").press("Enter")
    settle(page, question)
