"""Conversations in a real browser: kept over a restart, found, opened, renamed and deleted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from asking import CITATION, answer_below, ask, calls, last_answer, put
from browsing import IN_A_BROWSER, PHONE, assert_no_sideways_scrolling, watch
from playwright.sync_api import BrowserContext, Locator, Page, expect
from running_program import Program

from qa import Assistant
from qa.events import Answered, Event

pytestmark = IN_A_BROWSER

MILL = """The mill on the weir

By Tove Lind
The Weir Gazette, 3 May 2024

The mill was built in 1874 by the miller Edda Moll.

"The wheel will be repaired in June," the owner, Jan Holt, told reporters.

Edda Moll said that the wheel turned too fast.
"""
BUILT = "When was the mill built?"
WHEEL = "What did Jan Holt say about the wheel?"
DESKTOP = {"viewport": {"width": 1280, "height": 860}}
ON_BOTH = pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
OWN = ".cv-talk-lists > ul .cv-talk-open"
OTHERS = ".cv-others .cv-talk-open"

STREAM = Assistant.stream

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def start(tmp_path_factory) -> Iterator[Callable[..., Program]]:
    """Starts programs over libraries of their own."""
    with ExitStack() as stack:

        def begin(papers: dict[str, str] | None = None, **how: Any) -> Program:
            papers = papers or {"mill.txt": MILL}
            program = Program(tmp_path_factory.mktemp("program"), papers, **how)
            stack.callback(program.stop)
            program.start()
            return program

        yield begin


@pytest.fixture(scope="module")
def program(start) -> Program:
    """Of many readers: each test is one that has never asked."""
    return start(together=False)


@pytest.fixture
def visit(browser) -> Iterator[Visit]:
    """Opens pages; afterwards nothing may have left their origins, and nothing failed."""
    wrong: list[str] = []
    with ExitStack() as stack:

        def opened(
            program: Program,
            options: dict[str, Any] = DESKTOP,
            context: BrowserContext | None = None,
        ) -> Page:
            context = context or stack.enter_context(browser.new_context(**options))
            page = context.new_page()
            page.set_default_timeout(15_000)
            watch(page, program.address, wrong)
            page.goto(program.address)
            page.get_by_label("Your question").wait_for()
            return page

        yield opened
        assert wrong == []


def conversations(page: Page) -> Locator:
    """The list, in sight."""
    page.locator(".cv-talks .cv-new").wait_for(state="attached")
    opener = page.get_by_role("button", name="Conversations")
    if opener.is_visible() and opener.get_attribute("aria-expanded") == "false":
        opener.click()
    shown = page.get_by_role("navigation", name="Conversations")
    expect(shown).to_be_visible()
    return shown


def titles(page: Page, *expected: str, of: str = OWN) -> None:
    """Wait until the list has these titles, and no others."""
    expect(conversations(page).locator(of)).to_have_text(list(expected))


def open_one(page: Page, title: str, of: str = OWN) -> None:
    conversations(page).locator(of).get_by_text(title, exact=True).click()


def choose(page: Page, title: str, action: str) -> None:
    """Choose an action of a conversation's menu."""
    shown = conversations(page)
    shown.locator(f'summary[aria-label="More for “{title}”"]').click()
    shown.get_by_role("button", name=action, exact=True).click()


def told(page: Page) -> list[str]:
    """What the answers say, who says it, and how they came about."""
    return page.locator(".bot-row :is(.cv-says, .cv-by, .cv-steps)").all_inner_texts()


def questions(page: Page) -> list[str]:
    return page.locator(".user-row").all_inner_texts()


def reader_key(context: BrowserContext) -> str:
    (cookie,) = (c for c in context.cookies() if c["name"] == "chapter_verse_reader")
    return cookie["value"]


@ON_BOTH
def test_a_conversation_is_listed_after_its_first_answer_and_opened_on_another_page(
    visit, program, options
):
    page = visit(program, options)
    expect(conversations(page)).to_contain_text("What you ask is kept here, on this machine.")
    page.keyboard.press("Escape")
    ask(page, BUILT)
    titles(page, BUILT)
    page.keyboard.press("Escape")
    ask(page, WHEEL)
    titles(page, BUILT)
    expect(page.locator(OWN)).to_have_attribute("aria-current", "true")
    said = told(page)
    page.close()
    page = visit(program, context=page.context)
    assert questions(page) == []
    open_one(page, BUILT)
    expect(page.locator(".user-row")).to_have_count(2)
    assert told(page) == said
    expect(page.locator(".cv-talks.cv-shown")).to_have_count(0)
    assert_no_sideways_scrolling(page)
    for answer, words in ((0, "built in 1874"), (1, "repaired in June")):
        page.locator(".bot-row").nth(answer).locator(CITATION).first.click()
        expect(page.locator(".cv-panel mark")).to_contain_text(words)
        page.keyboard.press("Escape")


@ON_BOTH
def test_a_conversation_survives_a_restart_of_the_program(visit, start, options):
    program = start()
    page = visit(program, options)
    ask(page, BUILT)
    said, shown_id = told(page), page.locator(CITATION).first.get_attribute("href")
    page.close()
    program.stop()
    program.start()
    page = visit(program, context=page.context)
    titles(page, BUILT)
    open_one(page, BUILT)
    expect(page.locator(".user-row")).to_have_count(1)
    assert told(page) == said
    citation = page.locator(CITATION).first
    assert citation.get_attribute("href") == shown_id
    citation.click()
    expect(page.locator(".cv-panel mark")).to_contain_text("built in 1874")
    expect(page.locator(".cv-who")).to_contain_text("The Weir Gazette")
    page.keyboard.press("Escape")
    ask(page, WHEEL)
    titles(page, BUILT)
    (kept,) = program.history.store.conversations(reader_key(page.context))
    assert kept.exchanges == 2


def test_a_follow_up_in_a_conversation_that_is_opened_again_leans_on_its_earlier_question(
    visit, start
):
    program = start()
    page = visit(program)
    ask(page, WHEEL)
    page.close()
    program.stop()
    program.start()
    page = visit(program, context=page.context)
    open_one(page, WHEEL)
    expect(page.locator(".user-row")).to_have_count(1)
    ask(page, "And Edda Moll?")
    assert last_answer(page).startswith("Understood as: What did Edda Moll say about the wheel?")
    assert "turned too fast" in last_answer(page)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".user-row")).to_have_count(0)
    ask(page, "And Edda Moll?")
    assert "Understood as" not in last_answer(page)


@ON_BOTH
def test_a_conversation_is_renamed_and_escape_leaves_its_title(visit, program, options):
    page = visit(program, options)
    ask(page, BUILT)
    titles(page, BUILT)
    choose(page, BUILT, "Rename")
    box = page.get_by_label("Title of the conversation")
    expect(box).to_be_focused()
    expect(box).to_have_value(BUILT)
    box.fill("Something else")
    box.press("Escape")
    titles(page, BUILT)
    expect(page.locator(OWN)).to_be_focused()
    choose(page, BUILT, "Rename")
    box.fill("")
    box.press("Enter")
    expect(page.locator(".cv-told")).to_have_text(re.compile("needs a title"))
    titles(page, BUILT)
    choose(page, BUILT, "Rename")
    box.fill("The mill of Edda Moll")
    box.press("Enter")
    titles(page, "The mill of Edda Moll")
    expect(page.locator(OWN)).to_be_focused()
    choose(page, "The mill of Edda Moll", "Rename")
    box.fill("Cancelled")
    page.get_by_role("button", name="Cancel").click()
    titles(page, "The mill of Edda Moll")
    expect(page.locator(OWN)).to_be_focused()
    page.reload()
    titles(page, "The mill of Edda Moll")


@ON_BOTH
def test_a_conversation_is_deleted_for_good_and_the_open_one_gives_way_to_a_new_chat(
    visit, start, options
):
    program = start()
    page = visit(program, options)
    ask(page, WHEEL)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".user-row")).to_have_count(0)
    ask(page, "When was the mill of the unlikely zebra built?")
    gone = "When was the mill of the unlikely zebra built?"
    titles(page, gone, WHEEL)
    assert any(b"zebra" in file for file in kept_bytes(program))
    choose(page, gone, "Delete")
    expect(page.get_by_text(f"Delete “{gone}” for good?")).to_be_visible()
    keep = page.get_by_role("button", name="Keep it")
    expect(keep).to_be_focused()
    keep.click()
    titles(page, gone, WHEEL)
    choose(page, gone, "Delete")
    page.get_by_role("button", name="Delete it").click()
    titles(page, WHEEL)
    expect(page.locator(".cv-told")).to_have_text("The conversation is deleted.")
    expect(page.locator(".user-row")).to_have_count(0)
    assert not any(b"zebra" in file for file in kept_bytes(program))
    page.keyboard.press("Escape")
    ask(page, BUILT)
    titles(page, BUILT, WHEEL)


def kept_bytes(program: Program) -> list[bytes]:
    """What the files of the conversations hold."""
    file = program.conversations_file
    return [each.read_bytes() for each in file.parent.glob(f"{file.name}*")]


def test_deleting_another_conversation_leaves_the_open_one(visit, program):
    page = visit(program)
    ask(page, WHEEL)
    page.get_by_role("button", name="New chat").click()
    ask(page, BUILT)
    titles(page, BUILT, WHEEL)
    choose(page, WHEEL, "Delete")
    page.get_by_role("button", name="Delete it").click()
    titles(page, BUILT)
    assert questions(page) == [BUILT]


def test_what_was_stopped_or_deleted_stays_so(visit, program, monkeypatch):
    page = visit(program)
    ask(page, WHEEL)
    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "stream", slow_to_end)
        put(page, BUILT)
        page.get_by_role("button", name="Stop").click()
        expect(answer_below(page)).to_contain_text("Stopped.")
        page.wait_for_timeout(1_500)  # the step that was at work comes to its end
    (kept,) = program.history.store.conversations(reader_key(page.context))
    assert kept.exchanges == 1
    other = visit(program, context=page.context)
    choose(other, WHEEL, "Delete")
    other.get_by_role("button", name="Delete it").click()
    titles(other)
    open_one(page, WHEEL)
    expect(page.get_by_text("This conversation is no longer there.")).to_be_visible()
    titles(page)
    assert questions(page) == [WHEEL, BUILT]
    ask(page, BUILT)
    expect(answer_below(page)).to_contain_text("This answer is not kept.")
    expect(answer_below(page)).to_contain_text("deleted meanwhile")
    page.reload()
    titles(page)


def slow_to_end(assistant: Assistant, *asked: Any, **how: Any) -> Iterator[Event]:
    """Events of an answer whose last step takes longer than anybody waits."""
    for event in STREAM(assistant, *asked, **how):
        if isinstance(event, Answered):
            time.sleep(1)
        yield event


@ON_BOTH
def test_conversations_are_found_by_words_of_questions_and_answers(visit, program, options):
    page = visit(program, options)
    for question in (BUILT, WHEEL):
        ask(page, question)
        page.get_by_role("button", name="New chat").click()
        expect(page.locator(".user-row")).to_have_count(0)
    titles(page, WHEEL, BUILT)
    box = page.get_by_role("searchbox", name="Search conversations")
    box.fill("1874 MILL")
    titles(page, BUILT)
    box.fill("zebra")
    titles(page)
    expect(conversations(page)).to_contain_text("No conversation holds these words.")
    box.fill("wheel")
    titles(page, WHEEL)
    open_one(page, WHEEL)
    expect(page.locator(".user-row")).to_have_text([WHEEL])
    conversations(page)
    box.fill("")
    titles(page, WHEEL, BUILT)


def test_new_chat_begins_another_conversation(visit, program):
    page = visit(program)
    page.get_by_role("tab", name="Documents").click()
    page.get_by_role("button", name="New chat").click()
    expect(page.get_by_label("Your question")).to_be_visible()
    ask(page, BUILT)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".user-row")).to_have_count(0)
    expect(page.locator(f"{OWN}[aria-current]")).to_have_count(0)
    ask(page, WHEEL)
    titles(page, WHEEL, BUILT)
    open_one(page, BUILT)
    expect(page.locator(".user-row")).to_have_text([BUILT])
    expect(page.locator(f"{OWN}[aria-current]")).to_have_text([BUILT])


def test_readers_of_a_shared_page_do_not_see_each_others_conversations(visit, start):
    program = start(together=False)
    ann, ben = visit(program), visit(program)
    ask(ann, BUILT)
    titles(ann, BUILT)
    ask(ben, WHEEL)
    titles(ben, WHEEL)
    for page in (ann, ben):
        page.reload()
        expect(page.locator(OWN)).to_have_count(1)
        expect(page.locator(".cv-others")).to_have_count(0)
    titles(ann, BUILT)
    titles(ben, WHEEL)
    conversations(ben).get_by_role("searchbox").fill("1874")
    titles(ben)
    (kept,) = program.history.store.conversations(reader_key(ann.context))
    assert taken(ben, kept.id) == [None, "This conversation has been deleted meanwhile."]
    assert program.history.store.find(kept.id) == kept


def taken(page: Page, talk_id: str) -> list[str | None]:
    """What a reader gets who knows the id of a conversation, from the server's own functions."""
    return page.evaluate(
        """async (id) => {
          const rail = window.gradio_config.components.find((c) => c.props.elem_id === 'cv-rail');
          const call = async (fn_name, data) => {
            const answer = await fetch('gradio_api/component_server', {
              method: 'POST', headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ data, fn_name, component_id: rail.id, session_hash: 'x1' }),
            });
            return answer.ok ? answer.json() : `failed: ${answer.status}`;
          };
          const file = await call('exported', [id, 'json']);
          return [file.base64 || null, await call('remove', id)];
        }""",
        talk_id,
    )


def test_one_person_finds_what_was_asked_in_other_browsers(visit, start):
    program = start()
    ann, ben = visit(program), visit(program)
    ask(ann, BUILT)
    ben.reload()
    expect(ben.locator(OWN)).to_have_count(0)
    expect(conversations(ben)).to_contain_text("Asked in other browsers")
    titles(ben, BUILT, of=OTHERS)
    search = ben.get_by_placeholder("Search conversations")
    with ben.expect_response(lambda response: calls("listed", response)):
        search.fill("mill")
    expect(ben.locator(".cv-talk-lists")).not_to_contain_text("What you ask is kept here")
    expect(ben.locator(".cv-talk-lists")).not_to_contain_text("No conversation holds")
    expect(ben.locator(OTHERS)).to_be_visible()
    search.fill("zebra")
    expect(ben.locator(".cv-talk-lists")).to_contain_text("No conversation holds")
    search.fill("")
    titles(ben, BUILT, of=OTHERS)
    open_one(ben, BUILT, of=OTHERS)
    expect(ben.locator(".user-row")).to_have_text([BUILT])
    ben.locator(CITATION).first.click()
    expect(ben.locator(".cv-panel mark")).to_contain_text("built in 1874")
    ben.keyboard.press("Escape")
    ask(ben, WHEEL)
    ann.reload()
    open_one(ann, BUILT)
    expect(ann.locator(".user-row")).to_have_text([BUILT, WHEEL])


@ON_BOTH
def test_a_marked_answer_becomes_a_test_that_is_run(visit, start, options):
    page = visit(start(), options)
    ask(page, WHEEL)
    tools = page.get_by_role("group", name="What to do with this answer").last
    tools.get_by_text("Wrong", exact=True).click()
    expect(tools.get_by_role("button", name="Somebody else said it")).to_be_visible()
    page.keyboard.press("Escape")
    tools.get_by_role("button", name="Right", exact=True).click()
    expect(tools).to_contain_text("Marked as right.")
    tools.get_by_role("button", name="Save as a test").click()
    expect(tools).to_contain_text(f"Saved as the test “{WHEEL} (marked right)”.")
    ask(page, "What does a loaf of rye bread cost in Paris?")
    tools = page.get_by_role("group", name="What to do with this answer").last
    tools.get_by_text("Wrong", exact=True).click()
    expect(tools.locator(".cv-judge-wrong button")).to_have_text(["It should have answered"])
    box = tools.locator(".cv-judge-wrong .cv-menu-items").bounding_box()
    assert box["x"] + box["width"] <= options["viewport"]["width"]
    tools.get_by_role("button", name="It should have answered").click()
    expect(tools).to_contain_text("Marked as wrong.")
    page.get_by_role("tab", name="Tests").click()
    page.get_by_role("button", name="Run the test").click()
    expect(page.locator(".cv-headline")).to_have_text("1 of 1 case was right", timeout=30_000)
    assert_no_sideways_scrolling(page)


def test_a_hostile_question_is_text_in_the_list_too(visit, program):
    hostile = '<img src=x onerror="window.pwned=1"> ${window.pwned=2} {{7*7}} \' " </button>'
    page = visit(program)
    ask(page, hostile)
    titles(page, hostile)
    expect(page.locator(OWN)).to_have_attribute("title", hostile)
    choose(page, hostile.replace('"', '\\"'), "Rename")
    box = page.get_by_label("Title of the conversation")
    expect(box).to_have_value(hostile)
    box.fill(f"<script>window.pwned=3</script> {hostile}")
    box.press("Enter")
    renamed = re.compile(re.escape("<script>window.pwned=3</script> <img src=x"))
    expect(page.locator(OWN)).to_have_text(renamed)
    page.reload()
    expect(page.locator(OWN)).to_have_text(renamed)
    page.locator(".cv-talk summary").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".cv-sure")).to_contain_text(renamed)
    assert page.locator("#cv-rail :is(img, script)").count() == 0
    assert page.evaluate("window.pwned") is None


def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press a key until something has the focus."""
    for _ in range(60):
        if target.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press(key)
    expect(target).to_be_focused()


def test_the_keyboard_alone_opens_renames_and_leaves_a_conversation(visit, program):
    page = visit(program)
    ask(page, BUILT)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".user-row")).to_have_count(0)
    page.reload()
    titles(page, BUILT)
    reach(page, page.locator(OWN), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".user-row")).to_have_text([BUILT])
    summary = page.locator(".cv-talk summary")
    reach(page, summary)
    page.keyboard.press("Enter")
    rename = page.get_by_role("button", name="Rename")
    expect(rename).to_be_visible()
    page.keyboard.press("Escape")
    expect(rename).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(rename).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    titles(page, "By keyboard")
    expect(page.locator(OWN)).to_be_focused()


def test_an_answer_that_arrives_takes_nothing_away_that_is_in_use(visit, program):
    page = visit(program)
    ask(page, BUILT)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".user-row")).to_have_count(0)
    summary = page.locator(".cv-talk summary")
    summary.click()
    with page.expect_response(lambda response: calls("listed", response)):
        ask(page, WHEEL)
    rename = page.get_by_role("button", name="Rename")
    expect(rename).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".bot-row").last.click(position={"x": 2, "y": 2})
    titles(page, WHEEL, BUILT)
    choose(page, BUILT, "Rename")
    box = page.get_by_label("Title of the conversation")
    box.fill("Half a title")
    with page.expect_response(lambda response: calls("listed", response)):
        ask(page, BUILT)
    expect(box).to_have_value("Half a title")
    box.press("End")
    page.keyboard.type(", and its end")
    box.press("Enter")
    titles(page, WHEEL, "Half a title, and its end")


def test_a_search_takes_nothing_away_that_is_in_use(visit, program):
    page = visit(program)
    for question in (BUILT, WHEEL):
        ask(page, question)
        page.get_by_role("button", name="New chat").click()
        expect(page.locator(".user-row")).to_have_count(0)
    search = page.get_by_role("searchbox", name="Search conversations")
    box = page.get_by_label("Title of the conversation")
    choose(page, BUILT, "Rename")
    box.fill("Half a title")
    search.fill("Jan Holt")
    titles(page, WHEEL)
    expect(box).to_have_value("Half a title")
    choose(page, WHEEL, "Delete")
    search.fill("1874")
    expect(page.locator(".cv-talk")).to_have_count(2)
    search.fill("zebra")
    expect(conversations(page)).to_contain_text("No conversation holds these words.")
    page.get_by_role("button", name="Keep it").click()
    box.press("Enter")
    titles(page)
    search.fill("")
    titles(page, WHEEL, "Half a title")


@pytest.mark.parametrize("options", [PHONE], ids=["phone"])
def test_on_a_phone_the_list_opens_over_the_page_and_closes(visit, program, options):
    page = visit(program, options)
    opener = page.get_by_role("button", name="Conversations")
    shown = page.get_by_role("navigation", name="Conversations")
    expect(shown).to_be_hidden()
    opener.tap()
    expect(shown).to_be_visible()
    assert_no_sideways_scrolling(page)
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(opener).to_be_focused()
    opener.tap()
    expect(shown).to_be_visible()
    page.touchscreen.tap(380, 400)
    expect(shown).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_a_reader_who_comes_by_a_link_from_another_site_is_the_same(visit, start):
    program = start(together=False)
    page = visit(program)
    ask(page, BUILT)
    key = reader_key(page.context)
    page.close()
    page = page.context.new_page()
    link = f'<a href="{program.address}">the page</a>'
    page.route("http://elsewhere.example/", lambda route: route.fulfill(
        body=link, content_type="text/html"))  # fmt: skip
    page.goto("http://elsewhere.example/")
    page.get_by_role("link").click()
    page.get_by_label("Your question").wait_for()
    assert reader_key(page.context) == key
    titles(page, BUILT)


def test_a_browser_without_cookies_can_ask_and_is_told_that_nothing_is_kept(visit, start, browser):
    program = start(together=False)
    with browser.new_context() as context:
        context.route(
            lambda url: url.rstrip("/") == program.address, without_cookie
        )  # fmt: skip
        page = visit(program, context=context)
        assert context.cookies() == []
        expect(conversations(page)).to_contain_text("Your browser takes no cookie")
        ask(page, BUILT)
        page.locator(CITATION).first.click()
        expect(page.locator(".cv-panel mark")).to_contain_text("built in 1874")
        expect(conversations(page)).to_contain_text("what you ask is not kept")
        titles(page)
    assert program.history.store.of_others("") == ()


def without_cookie(route) -> None:
    """Answer as the server does, and leave its cookie out."""
    response = route.fetch()
    route.request.frame.page.context.clear_cookies()
    headers = {name: value for name, value in response.headers.items() if name != "set-cookie"}
    route.fulfill(response=response, headers=headers)


@pytest.mark.parametrize("readers", [6, pytest.param(20, marks=pytest.mark.slow)])
def test_readers_at_once_get_and_keep_their_own_answers(visit, start, readers):
    papers = {
        f"farm{n}.txt": f"Goats\n\nThe farm at {place(n)} has {100 + 7 * n} goats.\n"
        for n in range(readers)
    }
    program = start(papers, together=False)
    pages = [visit(program) for _ in range(readers)]
    keys = [reader_key(page.context) for page in pages]
    assert len(set(keys)) == readers
    asked = [f"How many goats has the farm at {place(n)}?" for n in range(readers)]
    for page, question in zip(pages, asked, strict=True):
        put(page, question)
    for n, page in enumerate(pages):
        page.set_default_timeout(120_000)
        expect(answer_below(page)).to_contain_text(re.compile(r"read · \d"), timeout=120_000)
        answer = page.locator(".bot-row .cv-statement").all_inner_texts()
        assert f"{100 + 7 * n} goats" in answer[0]
        assert questions(page) == [asked[n]]
        titles(page, asked[n])
        page.locator(CITATION).first.click()
        expect(page.locator(".cv-panel mark")).to_contain_text(
            f"{place(n)} has {100 + 7 * n} goats"
        )
    store = program.history.store
    assert len(store.of_others("")) == readers
    for key, question in zip(keys, asked, strict=True):
        (kept,) = store.conversations(key)
        assert kept.title == question
        (exchange,) = store.exchanges(kept.id)
        assert exchange.question == exchange.answer.question == question


def place(number: int) -> str:
    """A name of our own for each number."""
    return (
        f"{'Bor Cal Dun Esk Fal'.split()[number % 5]}{'mere nook pike quay'.split()[number // 5]}"
    )
