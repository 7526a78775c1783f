"""Stop on the page while the provider's server is silent: the request ends, and soon."""

from __future__ import annotations

import time

import pytest
from browsing import IN_A_BROWSER
from model_server import ModelServer, Served, model_at
from playwright.sync_api import expect

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def silent():
    with ModelServer([Served(silence=50)]) as server:
        yield server


@pytest.fixture(scope="module")
def chat(serve_papers, silent):
    return serve_papers(model_at(silent.address))


def test_stop_ends_the_request_while_the_server_is_silent(page, silent):
    box = page.get_by_label("Your question")
    box.fill("Who found cracks in the piers?")
    box.press("Enter")
    answer = page.locator(".bot-row").last
    expect(answer).to_contain_text("language model is writing")
    expect(answer).to_contain_text("We found cracks")
    assert silent.requests[0].hung_up is None
    stopped = time.monotonic()
    page.get_by_role("button", name="Stop").click()
    expect(answer).to_contain_text("Stopped.")
    while silent.requests[0].hung_up is None and time.monotonic() < stopped + 5:
        page.wait_for_timeout(50)
    assert silent.requests[0].hung_up is not None
    assert silent.requests[0].hung_up - stopped < 2
