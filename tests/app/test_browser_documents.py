"""The list of documents in a real browser: find, sort, choose; many, on a phone, in the dark."""

from __future__ import annotations

import datetime
import re
import time

import pytest
from browsing import CONTRAST, IN_A_BROWSER, PHONE, assert_no_sideways_scrolling
from playwright.sync_api import expect
from shelf_papers import choose, row, shelved, wait_for_names

from index.types import Document

pytestmark = IN_A_BROWSER


@pytest.fixture
def area(page, chat, tmp_path):
    """The list, with five documents in it."""
    with shelved(chat.library, tmp_path):
        page.get_by_role("tab", name="Documents").click()
        expect(page.locator(".cv-document")).to_have_count(5)
        yield page


def scope(page):
    return page.locator("#cv-scope .token").all_inner_texts()


# -- finding


def test_words_find_titles_files_publishers_and_speakers(area):
    count = area.locator(".cv-shelf-count")
    expect(count).to_have_text("5 documents")
    search = area.get_by_label("Search documents")
    for words, found in (
        ("osk winter", ["osk.md"]),
        ("LIGHTHOUSE.html", ["lighthouse.html"]),
        ("nörthern ledger", ["osk.md", "ferries.txt"]),
        ("oduya", ["bridge.txt"]),
        ("${window", ["evil/name.txt"]),
    ):
        search.fill(words)
        wait_for_names(area, *found)
        expect(count).to_have_text(f"{len(found)} of 5 documents")
    search.fill("nothing of the kind")
    expect(area.get_by_text("No document fits.")).to_be_visible()
    expect(area.get_by_role("table")).to_be_hidden()
    area.get_by_role("button", name="Show all").click()
    expect(count).to_have_text("5 documents")
    expect(search).to_be_focused()


def test_headers_sort_both_ways_with_what_is_unknown_last(area):
    def header(name):
        return area.get_by_role("columnheader", name=name)

    expect(header("Document")).to_have_attribute("aria-sort", "ascending")
    area.get_by_role("button", name="Date").click()
    expect(header("Date")).to_have_attribute("aria-sort", "descending")
    expect(header("Document")).not_to_have_attribute("aria-sort", re.compile(""))
    undated = ["evil/name.txt", "lighthouse.html"]
    wait_for_names(area, "bridge.txt", "osk.md", "ferries.txt", *undated)
    area.get_by_role("button", name="Date").click()
    expect(header("Date")).to_have_attribute("aria-sort", "ascending")
    wait_for_names(area, "ferries.txt", "osk.md", "bridge.txt", *undated)
    first = area.locator(".cv-document").first
    area.get_by_role("button", name="Words").click()
    expect(first).to_have_attribute("data-name", "ferries.txt")
    area.get_by_role("button", name="State").click()
    expect(first).to_have_attribute("data-name", "evil/name.txt")
    expect(row(area, "evil/name.txt").locator(".cv-col-state")).to_have_text("⚠ 1 warning")
    expect(row(area, "osk.md").locator(".cv-col-state")).to_have_text("Ready")


def test_dates_narrow_the_list_and_what_is_shown_can_be_asked_alone(area):
    area.get_by_label("Dated from").fill("2023-06-12")
    area.get_by_label("Dated to").fill("2024-01-02")
    expect(area.locator(".cv-shelf-count")).to_have_text("2 of 5 documents")
    area.get_by_role("button", name="Ask only these 2").click()
    expect(area.get_by_label("Your question")).to_be_focused()
    assert scope(area) == ["Osk in winter", "Report on the ferries"]
    expect(area.locator(".cv-told")).to_have_text("Only these 2 documents are asked now.")


# -- choosing


def test_chosen_documents_are_asked_alone_until_all_are_asked_again(area):
    bar = area.get_by_role("region", name="Chosen documents")
    expect(bar).to_be_hidden()
    choose(area, "bridge.txt", "osk.md")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Ask only these 2").click()
    expect(area.get_by_label("Your question")).to_be_focused()
    assert len(scope(area)) == 2
    area.locator("#cv-scope .remove-all").click()
    expect(area.locator("#cv-scope .token")).to_have_count(0)
    area.get_by_role("tab", name="Documents").click()
    choose(area, "bridge.txt", "osk.md")
    bar.get_by_role("button", name="Ask only these 2").click()
    expect(area.locator("#cv-scope .token")).to_have_count(2)
    area.get_by_role("tab", name="Documents").click()
    expect(bar).to_contain_text("Only these 2 documents are asked")
    bar.get_by_role("button", name="Ask all again").click()
    expect(bar).to_be_hidden()
    expect(area.locator(".cv-document input:checked")).to_have_count(0)
    area.get_by_role("tab", name="Ask", exact=True).click()
    expect(area.locator("#cv-scope .token")).to_have_count(0)


def test_a_choice_made_in_the_conversation_is_seen_in_the_list(area):
    area.get_by_role("tab", name="Ask", exact=True).click()
    area.locator("#cv-scope").get_by_role("combobox").click()
    area.get_by_role("option", name="Osk in winter").click()
    area.keyboard.press("Escape")
    area.get_by_role("tab", name="Documents").click()
    expect(row(area, "osk.md").get_by_role("checkbox")).to_be_checked()
    expect(area.locator(".cv-document input:checked")).to_have_count(1)
    expect(area.locator(".cv-chosen")).to_contain_text("Only this document is asked")


def test_all_that_are_shown_are_chosen_at_once_and_a_begun_choice_stays(area):
    area.get_by_label("Search documents").fill("ledger")
    wait_for_names(area, "osk.md", "ferries.txt")
    every = area.get_by_label("Choose all that are shown")
    every.check()
    area.get_by_label("Search documents").fill("")
    expect(area.locator(".cv-document")).to_have_count(5)
    expect(area.locator(".cv-chosen")).to_contain_text("2 chosen")
    assert every.evaluate("box => box.indeterminate")
    area.get_by_role("tab", name="Ask", exact=True).click()
    area.get_by_role("tab", name="Documents").click()
    expect(area.locator(".cv-chosen")).to_contain_text("2 chosen")
    area.get_by_role("button", name="Clear", exact=True).click()
    expect(area.locator(".cv-chosen")).to_be_hidden()


# -- many, none, small, dark


def test_two_thousand_documents_stay_quick(page, chat, monkeypatch):
    day = datetime.date(2020, 1, 1)
    many = tuple(
        Document(
            f"{n:04}.txt", f"Report {n}", "text/plain", str(n), words=n,
            date=day + datetime.timedelta(days=n),
        )
        for n in range(2_000)
    )  # fmt: skip
    monkeypatch.setattr(chat.library, "documents", lambda: many)
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".cv-shelf-count")).to_have_text("2,000 documents")
    rows = page.locator(".cv-document")
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="Show 100 more").click()
    expect(rows).to_have_count(200)
    expect(rows.nth(100).locator(".cv-document-title")).to_be_focused()
    began = time.monotonic()
    page.get_by_label("Search documents").fill("report 199")
    expect(page.locator(".cv-shelf-count")).to_have_text("12 of 2,000 documents")
    page.get_by_label("Search documents").fill("")
    expect(rows).to_have_count(100)
    assert time.monotonic() - began < 5


def test_an_empty_library_says_what_to_do(page, chat, monkeypatch):
    monkeypatch.setattr(chat.library, "documents", lambda: ())
    page.get_by_role("tab", name="Documents").click()
    expect(page.get_by_text("No documents yet")).to_be_visible()
    expect(page.get_by_text("Drop some above.")).to_be_visible()
    expect(page.get_by_role("table")).to_be_hidden()


@pytest.mark.parametrize("context_options", [PHONE, PHONE | {"color_scheme": "dark"}])
def test_a_phone_shows_cards_that_sort_and_choose(area, context_options):
    assert_no_sideways_scrolling(area)
    card = row(area, "ferries.txt")
    expect(card).to_contain_text("12 June 2023")
    expect(card.locator(".cv-col-speakers")).to_have_text("1speaker")
    area.get_by_label("Sorted by").select_option("Words")
    expect(area.locator(".cv-document").first).to_have_attribute("data-name", "ferries.txt")
    card.get_by_role("checkbox").tap()
    expect(area.get_by_role("button", name="Ask only this one")).to_be_in_viewport()
    area.get_by_role("button", name="Remove Report on the ferries").tap()
    assert_no_sideways_scrolling(area)
    area.get_by_role("button", name="Keep it").tap()
    card.get_by_role("button", name="Report on the ferries", exact=True).tap()
    window = area.get_by_role("dialog")
    expect(window.locator(".cv-piece")).to_be_visible()
    assert_no_sideways_scrolling(area)
    area.get_by_role("button", name="Close").tap()
    expect(window).to_be_hidden()


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 640, "height": 430}}])
def test_a_page_twice_as_large_needs_no_sideways_scrolling(area, context_options):
    assert_no_sideways_scrolling(area)
    choose(area, "osk.md")
    assert_no_sideways_scrolling(area)


@pytest.mark.parametrize("context_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
def test_text_has_contrast_in_light_and_dark(area, context_options):
    choose(area, "evil/name.txt", "osk.md")
    area.get_by_role("button", name="Remove Osk in winter").click()
    for selector in (
        ".cv-drop-call", ".cv-drop-kinds", ".cv-drop-ways .cv-main", ".cv-field > span",
        ".cv-shelf-count", ".cv-shelf th button", ".cv-document-title", ".cv-document .cv-facts",
        ".cv-is-chosen .cv-document-title", ".cv-is-chosen .cv-facts", ".cv-is-chosen .cv-warned",
        ".cv-remove", ".cv-confirm p", ".cv-confirm .cv-danger", ".cv-chosen-count",
        ".cv-chosen .cv-main", ".cv-chosen .cv-quiet",
    ):  # fmt: skip
        assert area.evaluate(CONTRAST, selector) >= 4.5, selector
    area.get_by_role("button", name="Keep it").click()
    row(area, "evil/name.txt").get_by_role("button").first.click()
    expect(area.locator(".cv-piece")).to_be_visible()
    for selector in (
        ".cv-reading-title", ".cv-reading-warnings li span", ".cv-reading-facts dt",
        ".cv-reading-facts dd", ".cv-voices .cv-facts", ".cv-reading-text",
        ".cv-reading-part .cv-note",
    ):  # fmt: skip
        assert area.evaluate(CONTRAST, selector) >= 4.5, selector
