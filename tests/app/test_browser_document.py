"""A document opened at its quote, in a real browser: its text, its pages, its links, its search."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from asking import CITATION, ask
from browsing import CONTRAST, IN_A_BROWSER, PHONE, assert_no_sideways_scrolling
from made_pdfs import lines, pdf, planted
from playwright.sync_api import expect
from reportlab.lib.pagesizes import A4
from word_embedder import WordEmbedder

pytestmark = IN_A_BROWSER

REPORT = """# The night at Stenbro

The Coast Wire reported that a keeper said nobody slept. The gate was closed at nine.

Mara Holt, the keeper, denied that the gate was late.

## What it cost

The gate of Stenbro cost two million crowns. Nobody paid for the boats.
"""
HOSTILE = (
    "A seal 🦭🦭 and 𝒳.\n\nThen <img src=x onerror=window.pwned=1> ${window.pwned=2} "
    "{{value}} <script>window.pwned=3</script> came “ashore” [click](javascript:alert(1)).\n\n"
    "שלום לכל הדייגים של הנמל.\n"
)
SHEET = lines(
    "The commission met on the quay and counted nine barges in the",
    "morning. It counted no more than three of them in the evening, and",
    "asked the keeper of the lock where the others had gone.",
)
SECOND = lines("Nobody knew where the barges were.", y=500)
BLOCK = "The keeper counted the barges of the harbour and wrote them down.\n\n"
NEEDLE = "One gull was counted too."
LONG = BLOCK * 7_000 + NEEDLE + "\n\n" + BLOCK * 8_200
MARK = ".cv-view mark.cv-now"
LEAF = ".cv-view .cv-leaf"
TEXT = "node => node.textContent"
VIEW = ".cv-view[open]"


@pytest.fixture(scope="module")
def chat(serve_papers, tmp_path_factory):
    served = serve_papers(embedder=WordEmbedder())
    folder = tmp_path_factory.mktemp("more")
    (folder / "night: 100%.md").write_text(REPORT, encoding="utf-8")
    (folder / "seal.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    (folder / "counted.pdf").write_bytes(pdf(SHEET, SECOND, title="The count"))
    assert not served.library.add(folder).failures
    return served


@pytest.fixture
def context_options():
    clipboard = ["clipboard-read", "clipboard-write"]
    return {"viewport": {"width": 1280, "height": 860}, "permissions": clipboard}


def place_of(chat, name, words):
    start = chat.library.text(name).index(words)
    return {"document": name, "start": start, "end": start + len(words)}


def open_at(page, chat, name, words, *others):
    """Open a document at some words, among others; the way that other areas of the page do."""
    place = place_of(chat, name, words)
    marked = [place_of(chat, name, other) for other in others]
    page.evaluate(
        "place => { window.chapterVerse.openDocument(place); }", {**place, "others": marked}
    )
    expect(page.locator(MARK).first).to_be_in_viewport()
    return place


def marked_text(page, selector=MARK):
    return "".join(page.locator(selector).evaluate_all("all => all.map(node => node.textContent)"))


def test_the_keyboard_opens_a_document_at_its_quote_and_comes_back(page, chat):
    ask(page, "Who found cracks in the piers?")
    link = page.locator(CITATION).first
    link.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Open document")
    for _ in range(8):
        if button.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(MARK).first).to_be_in_viewport()
    text = chat.library.text("bridge.txt")
    assert page.locator(LEAF).evaluate(TEXT) == text
    assert marked_text(page) in text
    assert "cracks in two" in marked_text(page)
    expect(page.locator(".cv-said")).to_have_text("Said by Maria Oduya, the city engineer")
    expect(page.locator(".cv-view-title")).to_contain_text("The Harbour Post")
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('body, .cv-view, .cv-view *')")
    page.keyboard.press("Escape")
    expect(page.locator(VIEW)).to_have_count(0)
    expect(button).to_be_focused()
    expect(page).to_have_url(re.compile("#src-"))
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    expect(page).to_have_url(f"{chat.address}/")


def test_other_quotes_are_marked_too_and_letters_lead_from_one_to_the_next(page, chat):
    words = ("The gate was closed at nine.", "The gate of Stenbro cost two million crowns.")
    open_at(page, chat, "night: 100%.md", words[1], words[0])
    count = page.locator(".cv-quote-count")
    expect(count).to_have_text("Quote 2 of 2")
    assert marked_text(page, ".cv-view mark:not(.cv-now)") == words[0]
    for key, number in (("k", 1), ("k", 1), ("j", 2)):
        page.keyboard.press(key)
        expect(count).to_have_text(f"Quote {number} of 2")
        expect(page.locator(MARK)).to_have_text(words[number - 1])
    page.locator(".cv-view").get_by_role("button", name="Previous quote").click()
    expect(page.locator(MARK)).to_have_text(words[0])
    assert page.url.endswith(address(chat, "night: 100%.md", words[0]))


def address(chat, name, words):
    place = place_of(chat, name, words)
    return f"#at-{quote(name, safe='')}:{place['start']}-{place['end']}"


def test_a_chosen_sentence_says_who_says_it_and_can_be_cited(page, chat):
    open_at(page, chat, "night: 100%.md", "The gate was closed at nine.")
    said = page.locator(".cv-said")
    expect(said).to_have_text("The document says so in its own voice")
    sentence = page.locator(".cv-sentence", has_text="denied that the gate was late")
    sentence.click()
    expect(said).to_have_text(re.compile("^Denied by Mara Holt"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("The document says so in its own voice")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(sentence).to_be_focused()
    page.get_by_role("button", name="Copy citation").last.click()
    expect(page.locator(".cv-told")).to_have_text("The citation is copied.")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.startswith("“Mara Holt, the keeper, denied that the gate was late.” — Mara Holt")
    assert cited.endswith("[night: 100%.md]")
    page.get_by_role("button", name="Copy link").last.click()
    expect(page.locator(".cv-told")).to_have_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    words = "Mara Holt, the keeper, denied that the gate was late."
    assert link == f"{chat.address}/{address(chat, 'night: 100%.md', words)}"


def test_a_quote_keeps_the_speaker_and_the_citation_of_its_answer(page, chat):
    place = place_of(chat, "night: 100%.md", "The gate was closed at nine.")
    voice = {"speakers": ["the clerk", "The Coast Wire"], "stance": "claimed"}
    told = {**place, "voice": voice, "citation": "as the answer cites it"}
    page.evaluate("place => { window.chapterVerse.openDocument(place); }", told)
    expect(page.locator(".cv-said")).to_have_text(
        "Claimed by the clerk · reported by The Coast Wire"
    )
    page.get_by_role("button", name="Copy citation").last.click()
    expect(page.locator(".cv-told")).to_have_text("The citation is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "as the answer cites it"


def test_a_chosen_sentence_stays_chosen_while_words_are_looked_for(page, chat):
    open_at(page, chat, "night: 100%.md", "The gate was closed at nine.")
    page.locator(".cv-sentence", has_text="Nobody paid").click()
    page.get_by_label("Find in the text").fill("boats")
    expect(page.locator(".cv-found-now")).to_have_text("boats")
    expect(page.locator(".cv-picked")).to_have_text("Nobody paid for the boats.")
    expect(page.locator(MARK)).to_have_text("The gate was closed at nine.")


def test_other_areas_open_a_document_at_its_beginning(page, chat):
    page.evaluate("window.chapterVerse.openDocument({ document: 'bridge.txt' })")
    title = page.locator(LEAF).get_by_role("heading", name="Harbour bridge shut until spring")
    expect(title).to_be_visible()
    expect(page.locator(".cv-said")).to_have_text("Select a sentence to see who says it.")
    expect(page.locator(".cv-view").get_by_role("button", name="Copy citation")).to_be_disabled()
    assert page.url.endswith("#at-bridge.txt")


def test_who_speaks_stands_beside_the_text_and_is_no_part_of_it(page, chat):
    open_at(page, chat, "night: 100%.md", "The gate was closed at nine.")
    first = page.locator(".cv-sentence", has_text="The Coast Wire reported")
    beside = first.evaluate("node => getComputedStyle(node, '::before').content")
    assert "a keeper, via The Coast Wire" in beside
    assert page.locator(LEAF).evaluate(TEXT) == chat.library.text("night: 100%.md")


def test_a_link_opens_a_document_at_its_words(page, chat):
    words = "The gate of Stenbro cost two million crowns."
    page.goto(chat.address + "/" + address(chat, "night: 100%.md", words))
    expect(page.locator(MARK)).to_have_text(words)
    expect(page.locator(MARK)).to_be_in_viewport()
    page.reload()
    expect(page.locator(MARK)).to_have_text(words)
    page.get_by_role("button", name="Close the document").click()
    expect(page.locator(VIEW)).to_have_count(0)
    expect(page).to_have_url(f"{chat.address}/")
    page.evaluate(
        """href => {
        const link = document.createElement('a');
        link.href = href;
        link.textContent = 'a place';
        document.querySelector('#cv-ask-row').append(link); }""",
        address(chat, "bridge.txt", "Fishermen"),
    )
    page.get_by_role("link", name="a place").click()
    expect(page.locator(MARK)).to_have_text("Fishermen")


@pytest.mark.parametrize(
    ("hash_", "told", "title"),
    [
        ("#at-absent.txt:1-5", "There is no document “absent.txt”", "absent.txt"),
        ("#at-%2Fetc%2Fpasswd:0-10", "There is no document", "/etc/passwd"),
        ("#at-bridge.txt:5-99999999999999999999999", "do not stand in this document", "Harbour"),
        ("#at-bridge.txt:9-9", "do not stand in this document", "Harbour"),
    ],
)
def test_a_link_to_what_is_not_there_says_so(page, chat, hash_, told, title):
    page.evaluate("hash => { location.hash = hash; }", hash_)
    expect(page.locator(".cv-view-notes")).to_contain_text(told)
    expect(page.locator(".cv-view-title")).to_contain_text(title)
    assert page.locator(MARK).count() == 0
    expect(page.get_by_role("button", name="Close the document")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(VIEW)).to_have_count(0)
    expect(page).to_have_url(f"{chat.address}/")


def test_words_are_found_and_counted(page, chat):
    open_at(page, chat, "night: 100%.md", "The gate was closed at nine.")
    page.keyboard.press("ControlOrMeta+f")
    box = page.get_by_label("Find in the text")
    expect(box).to_be_focused()
    page.keyboard.type("THE GATE")
    count = page.locator(".cv-found-count")
    expect(count).to_have_text("1 of 3")
    now = page.locator(".cv-found-now")
    expect(now).to_have_text("The gate")
    expect(now).to_be_in_viewport()
    for key, number in (("Enter", 2), ("Enter", 3), ("Enter", 1), ("Shift+Enter", 3)):
        page.keyboard.press(key)
        expect(count).to_have_text(f"{number} of 3")
    page.get_by_role("button", name="Previous place").click()
    expect(count).to_have_text("2 of 3")
    box.fill("zeppelin")
    expect(count).to_have_text("Not found")
    expect(page.locator(".cv-found")).to_have_count(0)
    box.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator(VIEW)).to_have_count(1)
    assert page.locator(LEAF).evaluate(TEXT) == chat.library.text("night: 100%.md")
    expect(page.locator(MARK)).to_have_text("The gate was closed at nine.")


def test_the_contents_lead_to_a_heading_and_escape_closes_them_alone(page, chat):
    open_at(page, chat, "night: 100%.md", "The gate was closed at nine.")
    contents = page.locator(".cv-view summary")
    contents.click()
    page.get_by_role("button", name="What it cost").click()
    expect(page.get_by_role("heading", name="What it cost")).to_be_in_viewport()
    contents.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="What it cost")).to_be_hidden()
    expect(page.locator(VIEW)).to_have_count(1)


def test_hostile_and_foreign_text_is_shown_and_does_nothing(page, chat):
    words = "came “ashore”"
    open_at(page, chat, "seal.txt", words)
    assert marked_text(page) == words
    assert page.locator(LEAF).evaluate(TEXT) == chat.library.text("seal.txt")
    assert page.locator(f"{LEAF} :is(img, script, a)").count() == 0
    assert page.evaluate("window.pwned") is None
    hebrew = page.locator(f"{LEAF} p", has_text="הנמל")
    assert hebrew.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_a_long_document_opens_in_its_middle_and_the_rest_comes_as_it_is_wanted(page, chat):
    open_at(page, chat, "long.txt", NEEDLE)
    assert page.locator(".cv-stretch").count() > 50
    assert page.locator(".cv-stretch.cv-set").count() < 6
    page.keyboard.press("Home")
    first = page.locator(".cv-stretch").first
    expect(first).to_have_class(re.compile("cv-set"))
    text = chat.library.text("long.txt")
    shown = first.evaluate(TEXT)
    assert len(shown) > 7_000
    assert text.startswith(shown)
    expect(first.locator("p").first).to_be_in_viewport()
    box = page.get_by_label("Find in the text")
    box.fill("one gull")
    expect(page.locator(".cv-found-now")).to_be_in_viewport()
    box.fill("harbour")
    expect(page.locator(".cv-found-count")).to_have_text(re.compile("of more than 1,000"))


def picture_of(page):
    picture = page.locator(".cv-sheet img")
    picture.wait_for()
    page.wait_for_function("() => document.querySelector('.cv-sheet img').complete")
    return picture


def test_a_quote_is_marked_on_the_page_as_it_looks_in_the_file(page, chat):
    words = "It counted no more than three of them"
    open_at(page, chat, "counted.pdf", words, "Nobody knew")
    picture = picture_of(page)
    mark = page.locator(".cv-box.cv-now")
    expect(mark).to_be_in_viewport()
    sheet, mark = picture.bounding_box(), mark.bounding_box()
    assert abs(sheet["height"] / sheet["width"] - A4[1] / A4[0]) < 0.01
    scale = sheet["width"] / A4[0]
    place = planted(SHEET[1], words)
    assert abs(mark["x"] - sheet["x"] - scale * place.left) < 3
    assert abs(mark["x"] + mark["width"] - sheet["x"] - scale * place.right) < 3
    base = sheet["y"] + scale * (A4[1] - place.base)
    assert mark["y"] < base - scale * 0.5 * place.size
    assert base - 1 <= mark["y"] + mark["height"] < base + scale * 0.5 * place.size
    expect(page.locator(".cv-page-where")).to_have_text("Page 1 of 2")
    page.keyboard.press("j")
    expect(page.locator(".cv-page-where")).to_have_text("Page 2 of 2")
    expect(page.locator(".cv-box.cv-now")).to_have_count(1)


def test_pages_are_turned_and_magnified_and_a_chosen_sentence_is_marked(page, chat):
    open_at(page, chat, "counted.pdf", "asked the keeper")
    fitting = picture_of(page).bounding_box()["width"]
    page.get_by_role("button", name="Larger").click()
    expect(page.locator(".cv-scale")).to_have_text("150 %")
    assert picture_of(page).bounding_box()["width"] == pytest.approx(1.5 * fitting, abs=2)
    page.get_by_role("button", name="Smaller").click()
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".cv-page-where")).to_have_text("Page 2 of 2")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    expect(page.locator(".cv-sheet img")).to_have_attribute("alt", re.compile("^Page 2"))
    expect(page.locator(".cv-box")).to_have_count(0)
    page.locator(".cv-sentence", has_text="Nobody knew").click()
    expect(page.locator(".cv-box.cv-now")).to_have_count(1)
    page.get_by_role("button", name="page 1", exact=True).click()
    expect(page.locator(".cv-page-where")).to_have_text("Page 1 of 2")


def test_a_pdf_whose_file_is_gone_is_read_as_text_with_the_reason(page, chat, tmp_path):
    file = tmp_path / "lost.pdf"
    file.write_bytes(pdf(lines("The file of this page was thrown away.")))
    assert not chat.library.add(file).failures
    file.unlink()
    open_at(page, chat, "lost.pdf", "thrown away")
    expect(page.locator(".cv-view-notes")).to_contain_text("lost.pdf")
    expect(page.locator(".cv-page-pane")).to_be_hidden()
    expect(page.locator(MARK)).to_be_in_viewport()


@pytest.mark.parametrize("context_options", [PHONE, PHONE | {"color_scheme": "dark"}])
def test_a_phone_shows_the_text_or_the_page(page, chat):
    open_at(page, chat, "counted.pdf", "It counted no more than three", "Nobody knew")
    assert_no_sideways_scrolling(page)
    expect(page.locator(".cv-page-pane")).to_be_hidden()
    page.get_by_role("button", name="Page", exact=True).tap()
    expect(page.locator(".cv-text-pane")).to_be_hidden()
    picture_of(page)
    expect(page.locator(".cv-box.cv-now")).to_be_in_viewport()
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name="Text", exact=True).tap()
    expect(page.locator(MARK).first).to_be_visible()
    for name in ("Copy citation", "Copy link", "Close the document", "Next quote"):
        button = page.locator(".cv-view").get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Close the document").tap()
    expect(page.locator(VIEW)).to_have_count(0)


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 640, "height": 430}}])
def test_magnified_to_twice_its_size_everything_is_in_reach(page, chat):
    open_at(page, chat, "night: 100%.md", "The gate was closed at nine.")
    assert_no_sideways_scrolling(page)
    for name in ("Copy citation", "Copy link", "Close the document"):
        button = page.locator(".cv-view").get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_light_and_dark(browser, chat, scheme):
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(chat.address)
        page.get_by_label("Your question").wait_for()
        open_at(page, chat, "counted.pdf", "It counted no more", "Nobody knew")
        page.get_by_label("Find in the text").fill("barges")
        expect(page.locator(".cv-found-now")).to_be_visible()
        for selector in (
            ".cv-view .cv-title", ".cv-view .cv-facts", MARK, ".cv-view mark:not(.cv-now)",
            ".cv-sentence", ".cv-found-now", ".cv-found:not(.cv-found-now)", ".cv-found-count",
            ".cv-page-where", ".cv-scale", ".cv-quote-count", ".cv-said", ".cv-view-copy button",
            ".cv-view summary",
        ):  # fmt: skip
            if page.locator(selector).count():
                assert page.evaluate(CONTRAST, selector) >= 4.5, selector
