"""An answer as it grows on the page, and what becomes of it when its reader goes elsewhere."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from asking import CITATION, ENDED, answer_below, ask, put
from browsing import IN_A_BROWSER
from doubles import ScriptedModel
from playwright.sync_api import Page, expect
from pydantic import ConfigDict
from running_program import Program

from qa.onnx_reader import BUNDLED_READER

pytestmark = IN_A_BROWSER

MILL = """The mill on the weir

The mill was built in 1874 by the miller Edda Moll.

"The wheel will be repaired in June," the owner, Jan Holt, told reporters.
"""
BUILT = "When was the mill built?"
WHEEL = "When will the wheel be repaired?"
LONGEST = 60  # seconds for which anything is held back


class HeldModel(ScriptedModel):
    """Says nothing until it is let go; then it repeats the sentence that answers."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    let_go: threading.Event

    def reply(self, messages):
        assert self.let_go.wait(LONGEST)
        prompt = str(messages[-1].content)
        found = re.search(r"^\[(\d+\.\d+)\] (?:\{[^}]*\} )?(.*built.*)$", prompt, re.MULTILINE)
        return f"- {found[2]} [{found[1]}]\n"


class HeldReader:
    """The reader, once it is let go."""

    name = "held"

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def read(self, question, texts, seconds):
        assert self.let_go.wait(LONGEST)
        return BUNDLED_READER.read(question, texts, seconds)


@pytest.fixture
def model() -> Iterator[HeldModel]:
    held = HeldModel(let_go=threading.Event())
    yield held
    held.let_go.set()


@pytest.fixture
def reader() -> Iterator[HeldReader]:
    held = HeldReader()
    yield held
    held.let_go.set()


@pytest.fixture
def opened(browser, tmp_path) -> Iterator[Callable[..., tuple[Page, Program]]]:
    """Starts a program and opens its page."""
    with browser.new_context() as context:
        programs = []

        def start(**how) -> tuple[Page, Program]:
            programs.append(Program(tmp_path, {"mill.txt": MILL}, **how))
            programs[0].start()
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.goto(programs[0].address)
            page.get_by_label("Your question").wait_for()
            return page, programs[0]

        yield start
    for program in programs:
        program.stop()


def kept(program: Program) -> list[str]:
    """The questions that are kept."""
    store = program.history.store
    talks = store.of_others("")
    return [each.question for talk in talks for each in store.exchanges(talk.id)]


def test_passages_are_shown_before_any_of_them_is_read(opened, reader):
    page, program = opened(reader=reader)
    put(page, BUILT)
    answer = answer_below(page)
    expect(answer).to_contain_text(
        re.compile(r"Found \d+ passages? in 1 document \(\d\.\d s\). Reading")
    )
    expect(answer.locator(".cv-busy")).to_be_visible()
    nearest = answer.locator(".cv-nearest li")
    expect(nearest.first).to_contain_text("The mill on the weir")
    assert re.fullmatch(
        r"#at-mill\.txt:\d+-\d+", nearest.first.get_by_role("link").get_attribute("href")
    )
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    reader.let_go.set()
    expect(answer).to_contain_text(ENDED)
    expect(answer.locator(".cv-nearest")).to_have_count(0)
    expect(answer.locator(".cv-busy")).to_have_count(0)
    expect(answer.locator(".cv-says").first).to_contain_text("built in 1874")
    assert kept(program) == [BUILT]


def test_quotes_stand_and_lead_to_their_source_before_the_models_first_word(opened, model):
    page, program = opened(model=model)
    put(page, BUILT)
    answer = answer_below(page)
    expect(answer).to_contain_text("The language model is writing")
    expect(answer.locator(".cv-says").first).to_contain_text("“The mill was built in 1874")
    answer.locator(CITATION).first.click()
    expect(page.locator(".cv-panel mark")).to_contain_text("built in 1874")
    page.keyboard.press("Escape")
    expect(answer).not_to_contain_text("Written by")
    assert len(model.prompts) == 1
    assert kept(program) == []
    model.let_go.set()
    expect(answer).to_contain_text("Written by HeldModel, checked")
    assert kept(program) == [BUILT]


@pytest.mark.parametrize("leave", ["another conversation", "a new chat", "its deletion"])
def test_who_goes_elsewhere_while_an_answer_is_written_stays_there(opened, model, leave):
    page, program = opened(model=model)
    model.let_go.set()
    ask(page, WHEEL)
    page.get_by_role("button", name="New chat").click()
    ask(page, BUILT)
    talks = page.locator(".cv-talk-lists > ul .cv-talk-open")
    expect(talks).to_have_text([BUILT, WHEEL])
    model.let_go.clear()
    put(page, "Who built the mill?")
    expect(answer_below(page)).to_contain_text("The language model is writing")
    if leave == "another conversation":
        talks.get_by_text(WHEEL).click()
    elif leave == "a new chat":
        page.get_by_role("button", name="New chat").click()
    else:
        page.locator(f'summary[aria-label="More for “{BUILT}”"]').click()
        page.get_by_role("button", name="Delete", exact=True).click()
        page.get_by_role("button", name="Delete it").click()
        expect(talks).to_have_text([WHEEL])
    left = [WHEEL] if leave == "another conversation" else []
    expect(page.locator(".user-row")).to_have_text(left)
    model.let_go.set()
    page.wait_for_timeout(1_500)
    expect(page.locator(".user-row")).to_have_text(left)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert sorted(kept(program)) == sorted([WHEEL] if leave == "its deletion" else [WHEEL, BUILT])


@pytest.mark.parametrize("leave", ["New chat", "Stop"])
def test_a_question_asked_before_the_program_answers_the_click_before_it_is_not_lost(
    opened, model, leave
):
    page, program = opened(model=model)
    put(page, WHEEL)
    expect(answer_below(page)).to_contain_text("The language model is writing")
    held = []
    page.route("**/gradio_api/run/**", lambda route: held.append((route, route.fetch())), times=1)
    page.get_by_role("button", name=leave).click()
    while not held:
        page.wait_for_timeout(20)
    put(page, BUILT)
    expect(page.get_by_label("Your question")).to_have_value("")
    ((route, response),) = held
    route.fulfill(response=response)
    page.wait_for_timeout(300)  # which is long enough for all that the late answer does
    model.let_go.set()
    expect(page.locator(".user-row").last).to_contain_text(BUILT)
    expect(answer_below(page)).to_contain_text(ENDED)
    assert kept(program) == [BUILT]


def test_a_stopped_answer_is_not_kept_and_the_conversation_goes_on(opened, model):
    page, program = opened(model=model)
    put(page, WHEEL)
    expect(answer_below(page)).to_contain_text("The language model is writing")
    page.get_by_role("button", name="Stop").click()
    expect(answer_below(page)).to_contain_text("Stopped.")
    expect(page.locator(".cv-talk-open")).to_have_count(0)
    model.let_go.set()
    ask(page, BUILT)
    expect(page.locator(".user-row")).to_have_text([WHEEL, BUILT])
    expect(page.locator(".cv-talk-open")).to_have_text([BUILT])
    page.wait_for_timeout(500)
    assert kept(program) == [BUILT]


def test_a_question_while_an_answer_is_written_waits_for_its_turn(opened, model):
    page, _ = opened(model=model)
    put(page, BUILT)
    expect(answer_below(page)).to_contain_text("The language model is writing")
    put(page, WHEEL)
    expect(page.get_by_text("Stop the present answer first.")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value(WHEEL)
    model.let_go.set()
    expect(answer_below(page)).to_contain_text("Written by HeldModel, checked")
    expect(page.locator(".user-row")).to_have_text([BUILT])
