"""The page in a real browser: a document goes in, an answer comes out, its quote can be seen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from asking import CITATION, ENDED, ask, calls, last_answer, settle
from browsing import CONTRAST, IN_A_BROWSER, PHONE, assert_no_sideways_scrolling
from playwright.sync_api import Page, expect

pytestmark = IN_A_BROWSER


def upload(page: Page, name: str, text: str) -> None:
    page.get_by_role("tab", name="Documents").click()
    page.set_input_files(
        "#cv-upload input[type=file]",
        [{"name": name, "mimeType": "text/plain", "buffer": text.encode()}],
    )


def test_a_document_is_added_asked_quoted_and_removed(page, chat):
    upload(
        page, "pump house.md",
        "# The pump house\n\nThe pump house was built in 1874 by the engineer Tove Lind.\n",
    )  # fmt: skip
    expect(page.locator(".cv-outcome")).to_have_text(re.compile(r"pump house\.md Added"))
    expect(page.locator(".cv-document")).to_have_count(3)
    page.get_by_role("tab", name="Ask").click()
    ask(page, "When was the pump house built?")
    assert "1874" in last_answer(page)
    page.locator(CITATION).first.click()
    mark = page.locator(".cv-panel mark")
    expect(mark).to_be_visible()
    shown = mark.evaluate("node => node.textContent")
    assert shown in chat.library.text("pump house.md")
    assert "1874" in shown
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Documents").click()
    page.get_by_role("button", name="Remove The pump house").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".cv-document")).to_have_count(3)
    page.get_by_role("button", name="Remove The pump house").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".cv-document")).to_have_count(2)
    assert "pump house.md" not in {document.name for document in chat.library.documents()}


def test_a_file_that_cannot_be_read_is_named_with_the_reason(page):
    upload(page, "blank.txt", "   \n")
    failed = page.locator(".cv-outcome.cv-failed")
    expect(failed).to_contain_text("blank.txt")
    assert len(failed.locator(".cv-note").inner_text()) > 20


def test_a_citation_shows_the_very_words_highlighted_in_their_place(page, chat):
    ask(page, "Who found cracks in the piers?")
    with page.expect_response(lambda response: calls("sources", response)) as answered:
        page.locator(CITATION).first.click()
    (card, *_) = answered.value.json()["cards"]
    text = chat.library.text(card["document"])
    mark = page.locator(".cv-panel mark")
    expect(mark).to_be_in_viewport()
    shown = mark.evaluate("node => node.textContent")
    assert shown == card["quote"] + card["short"] + card["rest"]
    assert shown in text
    context = page.locator(".cv-context").evaluate("node => node.textContent")
    assert context.strip("…").strip() in text
    assert len(context) > len(shown)
    expect(page.locator(".cv-who")).to_contain_text("Maria Oduya")
    expect(page.locator(".cv-panel .cv-where")).to_contain_text("3 May 2024")
    highlight = mark.evaluate("node => getComputedStyle(node).backgroundColor")
    assert highlight not in ("rgba(0, 0, 0, 0)", "transparent")


def test_the_keyboard_alone_asks_follows_a_citation_and_comes_back(page):
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("Who found cracks in the piers?")
    page.keyboard.press("Enter")
    settle(page, "Who found cracks in the piers?")
    link = page.locator(CITATION).first
    for _ in range(40):
        if link.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".cv-card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".cv-panel")).to_be_hidden()
    expect(link).to_be_focused()


def test_the_quotes_of_an_answer_can_be_walked_through(page):
    ask(page, "How much will the repair of the bridge cost?")
    page.locator(CITATION).first.click()
    count = page.locator(".cv-count")
    expect(count).to_have_text(re.compile(r"Quote 1 of [2-9]"))
    first = page.locator(".cv-panel mark").inner_text()
    expect(page.get_by_role("button", name="Previous quote")).to_be_disabled()
    page.get_by_role("button", name="Next quote").click()
    expect(count).to_have_text(re.compile(r"Quote 2 of"))
    assert page.locator(".cv-panel mark").inner_text() != first
    page.get_by_role("button", name="Previous quote").click()
    expect(page.locator(".cv-panel mark")).to_have_text(first)
    page.get_by_role("button", name="Close the source").click()
    expect(page.locator(".cv-panel")).to_be_hidden()


def test_an_older_answers_citation_still_leads_to_its_own_source(page):
    ask(page, "Who found cracks in the piers?")
    ask(page, "When does the lighthouse keeper open the tower?")
    page.locator(".bot-row").first.locator(CITATION).first.click()
    expect(page.locator(".cv-panel mark")).to_contain_text("cracks")
    page.locator(".bot-row").last.locator(CITATION).first.click()
    expect(page.locator(".cv-panel mark")).to_contain_text("lighthouse")


CORRECT = ".bot-row button[name='cv-correct']"


def test_a_follow_up_shows_how_it_was_understood_and_can_be_corrected(page):
    ask(page, "What did Jan Peel say about the repair of the bridge?")
    assert page.locator(CORRECT).count() == 0
    ask(page, "And Maria Oduya?")
    full = "What did Maria Oduya say about the repair of the bridge?"
    assert last_answer(page).startswith(f"Understood as: {full}")
    button = page.get_by_role("button", name="Correct")
    expect(button).to_be_visible()
    button.click()
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value(full)
    box.fill(full.replace("the repair of the bridge", "the piers"))
    box.press("Enter")
    settle(page, "What did Maria Oduya say about the piers?")
    assert "Understood as" not in last_answer(page)
    assert "cracks" in last_answer(page)
    ask(page, "And Jan Peel?")
    assert last_answer(page).startswith("Understood as: What did Jan Peel say about the piers?")
    assert page.url.endswith("/")


def test_the_keyboard_alone_corrects_a_question(page):
    ask(page, "What did Jan Peel say about the <b>repair</b> & *cost* of the bridge?")
    ask(page, "And Maria Oduya?")
    full = "What did Maria Oduya say about the <b>repair</b> & *cost* of the bridge?"
    button = page.locator(CORRECT).last
    for _ in range(60):
        if button.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value(full)
    page.keyboard.press("Enter")
    settle(page, "What did Maria Oduya say about the")
    assert "Understood as" not in last_answer(page)


ACCOUNTS = ".bot-row .cv-account"


def test_differing_accounts_are_told_side_by_side_with_their_speakers(page):
    ask(page, "How much will the repair of the bridge cost?")
    expect(page.get_by_role("heading", name="Accounts differ")).to_be_visible()
    expect(page.locator(ACCOUNTS)).to_have_count(2)
    told = page.locator(ACCOUNTS).all_inner_texts()
    (engineer,) = (account for account in told if "4.2 million" in account)
    (mayor,) = (account for account in told if "3 million" in account)
    assert engineer.startswith("Maria Oduya")
    assert "Peel" in mayor.partition("\n")[0]
    first, second = (page.locator(ACCOUNTS).nth(n).bounding_box() for n in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"] + 1


def test_how_an_answer_came_about_opens_and_tells_each_step(page, chat):
    ask(page, "Who found cracks in the piers?")
    steps = page.locator(".cv-steps")
    summary = steps.locator("summary")
    expect(summary).to_contain_text("Quotes alone · ")
    expect(steps.locator("table")).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    rows = steps.locator("tr")
    expect(rows).to_have_text([
        re.compile(r"Searching\s*\d+\.\d\d s"), re.compile(r"Reading the passages\s*\d+\.\d\d s"),
    ])  # fmt: skip
    read = steps.locator(".cv-read li")
    passages = int(re.search(r"(\d+) passages?", summary.inner_text())[1])
    expect(read).to_have_count(passages)
    assert passages > 0
    expect(read.first).to_contain_text("Harbour bridge shut until spring")
    expect(steps).to_contain_text(re.compile("Prompts [0-9a-f]{12} · index"))
    total = sum(float(s) for s in re.findall(r"(\d+\.\d\d) s", " ".join(rows.all_inner_texts())))
    assert abs(total - float(re.search(r"([\d.]+) s$", summary.inner_text())[1])) < 0.1
    page.keyboard.press("Enter")
    expect(steps.locator("table")).to_be_hidden()


def test_what_is_not_in_the_documents_is_said_so(page):
    ask(page, "Which vaccine did the zebra laboratory in Lisbon patent?")
    text = last_answer(page)
    assert text.startswith("Not in your documents")
    assert "in its own voice" not in text.split("read ·")[0] or "only related" in text
    searched = page.locator(".cv-searched > div")
    expect(searched.first).to_have_text(re.compile(r"Searched\s*all documents · \d+ passages? of"))
    expect(searched.last).to_have_text(
        re.compile(r"In none of them\s*“vaccine” “zebra” “laboratory” “Lisbon” “patent”")
    )


def test_hostile_text_of_a_document_is_shown_and_does_nothing(page, chat):
    ask(page, "When does the lighthouse keeper open the tower?")
    text = last_answer(page)
    assert "<img src=x onerror=window.pwned=1>" in text
    assert "${window.pwned=2} {{value}} [click](javascript:alert(1))" in text
    page.locator(CITATION).first.click()
    shown = page.locator(".cv-panel mark").evaluate("node => node.textContent")
    assert shown in chat.library.text("lighthouse.html")
    assert "<script>window.pwned=3</script> \\u0041 `code`" in shown
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".cv-document")).to_have_count(2)
    assert page.evaluate("window.pwned") is None
    assert (
        page.locator("#cv-chat .bot-row img, #cv-chat .bot-row script, .cv-panel img").count() == 0
    )


def test_naughty_strings_read_as_typed_in_the_page(page, shared):
    strings = json.loads((shared / "badinput/blns/blns.json").read_text(encoding="utf-8"))
    telling = [s for s in strings if "<" in s or "`" in s or "://" in s][:6]
    telling.append("www.evil.example a@evil.example *b* _i_ ~~s~~ # h $$x$$ | c | 1. [l](x)")
    for number, text in enumerate(telling, 1):
        page.get_by_label("Your question").fill(text)
        page.get_by_label("Your question").press("Enter")
        asked = page.locator(".user-row .message-content")
        expect(asked).to_have_count(number)
        expect(asked.last).to_have_text(" ".join(text.split()), use_inner_text=True)
        expect(page.locator(".bot-row")).to_have_count(number)
        expect(page.locator(".bot-row").last).to_contain_text(ENDED)
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert page.locator(".user-row .prose :is(a, img, em, strong, code, h1, script)").count() == 0
    assert page.evaluate("window.pwned") is None


def test_a_sample_question_answers_itself_and_a_new_chat_brings_it_back(page):
    assert page.get_by_role("button", name="Where is it?").count() == 0
    sample = page.get_by_role("button", name="What did the fishermen warn about?")
    sample.click()
    settle(page, "What did the fishermen warn about?")
    expect(sample).to_be_hidden()
    page.get_by_role("button", name="New chat").click()
    expect(sample).to_be_visible()
    assert page.locator(".user-row").count() == 0


def test_a_blank_or_endless_question_is_told_and_the_box_still_works(page):
    box = page.get_by_label("Your question")
    box.fill("   ")
    box.press("Enter")
    expect(page.get_by_text("Type a question first.")).to_be_visible()
    box.fill("why " * 1_200)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".bot-row").last).to_contain_text("at most 4,000")
    expect(box).to_have_value(re.compile("why why"))
    ask(page, "Who found cracks in the piers?")
    assert "cracks" in last_answer(page)


def test_a_question_can_be_limited_to_chosen_documents(page):
    page.get_by_role("combobox").click()
    page.get_by_role("option", name="Opening hours of the lighthouse").click()
    page.keyboard.press("Escape")
    ask(page, "Who found cracks in the piers?")
    assert "Maria Oduya" not in last_answer(page)
    assert "of 1 document read" in last_answer(page)


@pytest.mark.parametrize("context_options", [PHONE, PHONE | {"color_scheme": "dark"}])
def test_a_phone_shows_everything_without_sideways_scrolling(page, context_options: dict[str, Any]):
    assert_no_sideways_scrolling(page)
    ask(page, "How much will the repair of the bridge cost?")
    assert_no_sideways_scrolling(page)
    expect(page.locator(".user-row").last).to_be_in_viewport()
    first, second = (page.locator(ACCOUNTS).nth(n).bounding_box() for n in (0, 1))
    assert first["y"] + first["height"] <= second["y"] + 1
    assert first["x"] == second["x"]
    page.locator(CITATION).first.tap()
    expect(page.locator(".cv-panel mark")).to_be_in_viewport()
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name="Close the source").tap()
    page.get_by_role("tab", name="Documents").tap()
    expect(page.locator(".cv-document").first).to_be_visible()
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_light_and_dark(browser, chat, scheme):
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(chat.address)
        page.get_by_label("Your question").wait_for()
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", paper)[:3])) < 150) == (scheme == "dark")
        ask(page, "How much will the repair of the bridge cost?")
        page.locator(CITATION).first.click()
        expect(page.locator(".cv-panel mark")).to_be_visible()
        for selector in (
            "h1", ".user-row p", ".bot-row p", ".bot-row .cv-place", ".cv-steps summary", CITATION,
            "#cv-ask", "#cv-model p", ".cv-new", ".cv-context", ".cv-panel mark", ".cv-label",
        ):  # fmt: skip
            assert page.evaluate(CONTRAST, selector) >= 4.5, selector


def test_without_a_choice_of_models_none_is_shown(page):
    page.wait_for_timeout(1500)  # what looks for choices has answered by then
    expect(page.locator("#cv-writer")).to_have_count(0)
