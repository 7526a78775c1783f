"""Asking on the page in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Response

CITATION = 'a[href^="#src-"]'
ENDED = re.compile(r"read · \d")
"""The last line of an answer that is complete tells how it came about."""


def ask(page: Page, question: str) -> None:
    """Ask a question and wait for its answer."""
    put(page, question)
    settle(page, question)


def put(page: Page, question: str) -> None:
    """Ask a question and wait for nothing."""
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")


def settle(page: Page, question: str) -> None:
    """Wait until the answer to a question is complete."""
    from playwright.sync_api import expect

    expect(page.locator(".user-row").last).to_contain_text(question[:40])
    expect(answer_below(page)).to_contain_text(ENDED)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def answer_below(page: Page) -> Locator:
    """The answer to the last question."""
    return page.locator(".bot-row").last


def last_answer(page: Page) -> str:
    """What the last answer says, as it is seen."""
    return answer_below(page).inner_text()


def calls(name: str, response: Response) -> bool:
    """Whether this is what the server says when a script calls one of its functions."""
    sent = response.request.post_data or ""
    return "component_server" in response.url and f'"fn_name":"{name}"' in sent
