"""The source panel in a real browser: who says it, copies, links, and documents that changed."""

from __future__ import annotations

import re

import pytest
from asking import CITATION, ask
from browsing import IN_A_BROWSER, PHONE, assert_no_sideways_scrolling
from playwright.sync_api import expect
from word_embedder import WordEmbedder

pytestmark = IN_A_BROWSER

DENIED = """The ferry and the mayor

The Harbour Post reported that the mayor denied that the ferry Alcyone had been sold.

The ferry Alcyone was built in 1931 in the yard of Stenbro.

The ferry Alcyone carries ninety passengers and six carts.
"""
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture(scope="module")
def chat(serve_papers, tmp_path_factory):
    served = serve_papers(embedder=WordEmbedder())
    folder = tmp_path_factory.mktemp("more")
    (folder / "ferry: 100%.txt").write_text(DENIED, encoding="utf-8")
    assert not served.library.add(folder).failures
    return served


@pytest.fixture
def context_options():
    return {"viewport": {"width": 1280, "height": 860}, **CLIPBOARD}


def follow(page, question):
    ask(page, question)
    page.locator(".bot-row").last.locator(CITATION).first.click()
    expect(page.locator(".cv-panel mark")).to_be_visible()


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_the_chain_of_speakers_stands_above_the_quote_with_what_they_do(page):
    follow(page, "Who denied that the ferry Alcyone had been sold?")
    who = page.locator(".cv-who")
    expect(who).to_have_text("Who denies itthe mayor · reported by The Harbour Post")
    expect(who.locator("strong")).to_have_text("the mayor")
    expect(page.locator(".cv-panel mark")).to_contain_text("the mayor denied")


def test_words_of_nobody_are_the_documents_own(page):
    follow(page, "When was the ferry Alcyone built?")
    expect(page.locator(".cv-who")).to_have_text("Who says itThe document, in its own voice")


def test_a_quote_is_copied_as_a_citation(page):
    follow(page, "Who found cracks in the piers?")
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".cv-told")).to_have_text("The citation is copied.")
    assert clipboard(page) == (
        '"We found cracks in two of the four piers," Maria Oduya, the city engineer, told '
        "reporters. — Maria Oduya, the city engineer; Harbour bridge shut until spring "
        "(The Harbour Post, 3 May 2024) [bridge.txt]"
    )


def test_a_browser_that_refuses_to_copy_is_told_of(page):
    follow(page, "Who found cracks in the piers?")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".cv-told")).to_contain_text("does not let the page copy")


def test_a_copied_link_opens_the_quote_and_the_address_follows_it(page, chat):
    follow(page, "How much will the repair of the bridge cost?")
    expect(page).to_have_url(re.compile(r"/#src-[0-9a-f]{16}-1$"))
    page.get_by_role("button", name="Next quote").click()
    expect(page).to_have_url(re.compile(r"/#src-[0-9a-f]{16}-2$"))
    shown = page.locator(".cv-panel mark").inner_text()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".cv-told")).to_have_text("The link is copied.")
    link = clipboard(page)
    assert link == page.url
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{chat.address}/")
    other = page.context.new_page()
    other.goto(link)
    other.locator(".cv-panel mark").wait_for()
    expect(other.locator(".cv-panel mark")).to_have_text(shown)
    expect(other.locator(".cv-count")).to_have_text(re.compile("Quote 2 of"))
    other.keyboard.press("Escape")
    expect(other.locator(".cv-panel")).to_be_hidden()
    expect(other).to_have_url(f"{chat.address}/")


@pytest.mark.parametrize(
    ("hash_", "told"),
    [
        ("#src-0123456789abcdef-1", "no longer in memory"),
        ("#src-nonsense", "damaged"),
        ("#at-%E0%A4%A", "damaged"),
        ("#at-", "damaged"),
    ],
)
def test_a_link_that_leads_nowhere_says_so(page, chat, hash_, told):
    page.evaluate("hash => { location.hash = hash; }", hash_)
    expect(page.locator(".cv-card")).to_contain_text(told)
    expect(page.locator(".cv-count")).to_have_text("No source")
    page.keyboard.press("Escape")
    expect(page.locator(".cv-panel")).to_be_hidden()
    expect(page).to_have_url(f"{chat.address}/")


def test_letters_and_arrows_walk_through_the_quotes(page):
    follow(page, "How much will the repair of the bridge cost?")
    count = page.locator(".cv-count")
    expect(count).to_have_text(re.compile("Quote 1 of"))
    for key, number in (("j", 2), ("k", 1), ("k", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        expect(count).to_have_text(re.compile(f"Quote {number} of"))
    assert page.evaluate("document.querySelector('.cv-panel').contains(document.activeElement)")


def test_escape_closes_the_panel_for_whoever_is_there_and_nobody_else(page):
    follow(page, "When was the ferry Alcyone built?")
    panel, box = page.locator(".cv-panel"), page.get_by_label("Your question")
    box.click()
    page.keyboard.type("half a que")
    page.keyboard.press("Escape")
    page.keyboard.type("stion")
    expect(box).to_have_value("half a question")
    expect(panel).to_be_visible()
    box.blur()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    link = page.locator(CITATION).first
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    link.focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_panel_stands_beside_the_conversation(page):
    follow(page, "Who found cracks in the piers?")
    panel = page.locator(".cv-panel").bounding_box()
    for part in (".bot-row", "#cv-ask-row"):
        box = page.locator(part).last.bounding_box()
        assert box["x"] + box["width"] <= panel["x"]


def test_a_click_with_a_key_held_opens_another_tab(page):
    ask(page, "Who found cracks in the piers?")
    with page.context.expect_page() as opening:
        page.locator(CITATION).first.click(modifiers=["ControlOrMeta"])
    opening.value.locator(".cv-panel mark").wait_for()
    expect(opening.value.locator(".cv-panel mark")).to_contain_text("cracks")
    expect(page.locator(".cv-panel")).to_be_hidden()


def test_a_document_that_changed_since_is_told_and_opened_at_the_words_new_place(
    page, chat, tmp_path
):
    paper = tmp_path / "kiln.txt"
    words = "The kiln of Ravnsby was fired for the last time in 1958."
    paper.write_text(f"The kiln\n\n{words}\n", encoding="utf-8")
    chat.library.add(paper)
    follow(page, "When was the kiln of Ravnsby fired for the last time?")
    page.keyboard.press("Escape")
    paper.write_text(f"The kiln\n\nIt stands by the river.\n\n{words}\n", encoding="utf-8")
    chat.library.add(paper)
    page.locator(CITATION).first.click()
    expect(page.locator(".cv-panel .cv-note")).to_contain_text(
        "the words now stand at another place in it"
    )
    page.get_by_role("button", name="Open document").click()
    expect(page.locator(".cv-view mark.cv-now")).to_have_text(words)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    chat.library.remove("kiln.txt")
    page.locator(CITATION).first.click()
    expect(page.locator(".cv-panel .cv-note")).to_contain_text("no longer among the documents")
    expect(page.get_by_role("button", name="Open document")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy citation")).to_be_visible()


@pytest.mark.parametrize("context_options", [PHONE | CLIPBOARD])
def test_on_a_phone_the_panel_lies_over_the_page_and_its_buttons_are_in_reach(page):
    follow(page, "Who denied that the ferry Alcyone had been sold?")
    panel = page.locator(".cv-panel").bounding_box()
    assert panel["x"] == 0
    assert panel["width"] == 390
    assert panel["y"] + panel["height"] == 664
    for name in ("Open document", "Copy citation", "Copy link"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    expect(page.locator(".cv-panel mark")).to_be_in_viewport()
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name="Copy citation").tap()
    assert "the mayor, via The Harbour Post" in clipboard(page)
