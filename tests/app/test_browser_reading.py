"""What the machine read of a document, and removing documents, in a real browser."""

from __future__ import annotations

import pytest
from browsing import IN_A_BROWSER
from playwright.sync_api import expect
from shelf_papers import EVIL, LONG, choose, row, shelved, wait_for_names

from index.types import Page, Span

pytestmark = IN_A_BROWSER


@pytest.fixture
def area(page, chat, tmp_path):
    """The list, with five documents in it."""
    with shelved(chat.library, tmp_path):
        page.get_by_role("tab", name="Documents").click()
        expect(page.locator(".cv-document")).to_have_count(5)
        yield page


# -- what the machine read


def test_what_the_machine_read_is_shown_to_its_last_word(area, chat):
    title = row(area, "ferries.txt").get_by_role("button").first
    title.click()
    window = area.get_by_role("dialog", name="Report on the ferries")
    expect(window.get_by_text("The Northern Ledger", exact=True)).to_be_visible()
    expect(window.get_by_text("12 June 2023", exact=True)).to_be_visible()
    expect(window.locator(".cv-voices")).to_have_text("Tove Lind900 sentences")
    expect(window.get_by_text("No warnings.")).to_be_visible()
    expect(window.locator(".cv-piece")).to_have_count(1)
    for pieces in (2, 3):
        window.get_by_role("button", name="Show more").click()
        expect(window.locator(".cv-piece")).to_have_count(pieces)
    expect(window.get_by_role("button", name="Show more")).to_be_hidden()
    assert "".join(window.locator(".cv-piece").all_text_contents()) == LONG
    area.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(title).to_be_focused()


def test_a_warning_leads_to_its_reason_and_hostile_words_stay_words(area):
    row(area, "evil/name.txt").get_by_role("button", name="1 warning").click()
    window = area.get_by_role("dialog")
    expect(window.locator(".cv-reading-warnings")).to_contain_text("change the direction")
    expect(window.locator("h2")).to_have_text(EVIL.replace("\u202e", ""))
    expect(window.locator(".cv-piece")).to_contain_text("onerror=window.pwned=1")
    assert area.locator(".cv-library :is(img, script, a)").count() == 0
    assert area.evaluate("window.pwned") is None
    window.get_by_role("button", name="Close").click()
    expect(area.get_by_role("button", name="1 warning")).to_be_focused()


def test_pages_are_listed_with_the_empty_ones_and_lead_to_their_text(area, chat, monkeypatch):
    text = chat.library.text("ferries.txt")
    pages = (Page(1, Span(0, 40_000)), Page(3, Span(40_000, len(text))))
    monkeypatch.setattr(chat.library.shelf, "pages", lambda name: pages)
    row(area, "ferries.txt").get_by_role("button").first.click()
    window = area.get_by_role("dialog")
    listed = window.locator(".cv-pages li")
    expect(listed).to_have_count(3)
    expect(listed.nth(1)).to_have_text("Page 2 no text")
    window.get_by_role("button", name="Page 3").click()
    expect(window.locator(".cv-page-mark")).to_have_text("Page 3")
    assert window.locator(".cv-piece").text_content() == text[40_000:]
    window.get_by_role("button", name="From the beginning").click()
    expect(window.locator(".cv-page-mark")).to_have_text("Page 1")


def test_the_document_can_be_opened_from_there(area):
    row(area, "osk.md").get_by_role("button").first.click()
    area.get_by_role("button", name="Open document").click()
    expect(area.locator("dialog.cv-reading-window")).to_be_hidden()
    expect(area.get_by_role("dialog")).to_contain_text("It snows in Osk.")


# -- removing


def test_the_keyboard_removes_a_document_after_asking(area, chat):
    remove = area.get_by_role("button", name="Remove Osk in winter")
    remove.focus()
    area.keyboard.press("Enter")
    expect(area.get_by_role("button", name="Keep it")).to_be_focused()
    area.keyboard.press("Escape")
    expect(remove).to_be_focused()
    area.keyboard.press("Enter")
    expect(area.get_by_role("alertdialog")).to_contain_text("Remove “Osk in winter”?")
    expect(area.get_by_role("button", name="Keep it")).to_be_focused()
    area.keyboard.press("Tab")
    area.keyboard.press("Enter")
    expect(area.locator(".cv-document")).to_have_count(4)
    expect(area.locator(".cv-told")).to_have_text("Removed “Osk in winter”.")
    expect(area.get_by_role("button", name="Report on the ferries", exact=True)).to_be_focused()
    assert "osk.md" not in {document.name for document in chat.library.documents()}


def test_several_are_removed_with_one_question(area, chat):
    choose(area, "osk.md", "ferries.txt")
    area.get_by_role("button", name="Remove …").click()
    expect(area.get_by_role("alertdialog")).to_contain_text("Remove 2 documents?")
    area.get_by_role("button", name="Keep them").click()
    expect(area.locator(".cv-document")).to_have_count(5)
    area.get_by_role("button", name="Remove …").click()
    area.get_by_role("button", name="Remove them").click()
    expect(area.locator(".cv-document")).to_have_count(3)
    expect(area.locator(".cv-chosen")).to_be_hidden()
    expect(area.locator(".cv-told")).to_have_text("Removed 2 documents.")
    wait_for_names(area, "evil/name.txt", "bridge.txt", "lighthouse.html")


def test_a_list_that_is_drawn_anew_keeps_the_open_question(area, chat):
    area.get_by_role("button", name="Remove Osk in winter").click()
    keep = area.get_by_role("button", name="Keep it")
    expect(keep).to_be_focused()
    chat.library.remove("ferries.txt")  # by somebody else
    area.get_by_role("tab", name="Ask", exact=True).evaluate("tab => tab.click()")
    area.get_by_role("tab", name="Documents").evaluate("tab => tab.click()")
    expect(area.locator(".cv-document")).to_have_count(4)
    expect(area.get_by_role("alertdialog")).to_contain_text("Remove “Osk in winter”?")
    area.get_by_role("button", name="Remove it").click()
    expect(area.locator(".cv-document")).to_have_count(3)
