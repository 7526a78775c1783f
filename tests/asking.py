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


def next_answer(page: Page, question: str) -> Locator:
    """Ask a question, perhaps the same once more; the answer, when whoever writes it has ended."""
    from playwright.sync_api import expect

    before = page.locator(".bot-row").count()
    put(page, question)
    expect(page.locator(".bot-row")).to_have_count(before + 1)
    expect(answer_below(page)).to_contain_text(ENDED)
    expect(answer_below(page)).not_to_contain_text("is writing")  # the quotes stand until then
    return answer_below(page)


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
