"""The check of a draft in a real browser: by mouse, by keyboard, on a phone, with hostile text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import IN_A_BROWSER, PHONE, assert_no_sideways_scrolling
from playwright.sync_api import Page, expect

pytestmark = IN_A_BROWSER

DRAFT = """“We found cracks in two of the four piers,” Maria Oduya said.

Jan Peel said: “The repair of the bridge will not cost 3 million crowns.”

“We found cracks in two of the four piers,” Jan Peel said.

The page says “opens the tower at nine o'clock
\\<img src=x onerror=window.pwned=1> ${window.pwned=2}”
and “<script>window.pwned=3</script> nothing of this kind stands in any document”.
"""


def check(page: Page, draft: str) -> None:
    page.get_by_role("tab", name="Check a draft").click()
    page.get_by_label("Your draft").fill(draft)
    page.get_by_role("button", name="Check quotations").click()
    expect(page.locator(".cv-summary")).to_contain_text(re.compile("quotation"))


def test_each_quotation_of_a_draft_is_told_with_its_true_wording_and_speaker(page):
    check(page, DRAFT)
    expect(page.locator(".cv-summary")).to_have_text("5 quotations: 2 verified, 3 failed.")
    quotes = page.locator(".cv-quote")
    expect(quotes).to_have_count(5)
    expect(quotes.nth(0)).to_contain_text("Verified · Exact")
    expect(quotes.nth(0)).to_contain_text("Harbour bridge shut until spring")
    expect(quotes.nth(1)).to_contain_text("Failed · Altered")
    expect(quotes.nth(1).locator("del")).to_have_text("not")
    expect(quotes.nth(2)).to_contain_text("Failed · Misattributed")
    expect(quotes.nth(2)).to_contain_text("the document to Maria Oduya")


def test_hostile_words_are_shown_and_do_nothing(page):
    check(page, DRAFT)
    shown = page.locator(".cv-quote").nth(3)
    expect(shown).to_contain_text("<img src=x onerror=window.pwned=1> ${window.pwned=2}")
    assert page.locator(".cv-draft-results :is(img, script, a)").count() == 0
    assert page.evaluate("window.pwned") is None


def test_the_keyboard_alone_checks_a_draft(page):
    page.get_by_role("tab", name="Check a draft").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Your draft")
    for _ in range(10):
        page.keyboard.press("Tab")
        if box.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.type("It says “the city council announced on Monday”.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check quotations")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".cv-summary")).to_have_text("1 quotation: 1 verified.")


def test_nothing_pasted_is_told(page):
    page.get_by_role("tab", name="Check a draft").click()
    page.get_by_role("button", name="Check quotations").click()
    expect(page.locator(".cv-summary")).to_have_text("Paste a text first.")


@pytest.mark.parametrize("context_options", [PHONE, PHONE | {"color_scheme": "dark"}])
def test_a_phone_shows_everything_without_sideways_scrolling(page, context_options: dict[str, Any]):
    check(page, DRAFT)
    expect(page.locator(".cv-quote")).to_have_count(5)
    assert_no_sideways_scrolling(page)
    button = page.get_by_role("button", name="Check quotations").bounding_box()
    assert button is not None
    assert button["height"] < 60
