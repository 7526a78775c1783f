"""A program that does not answer for a while: it is told, nothing is lost, and all comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from asking import ask
from browsing import IN_A_BROWSER
from playwright.sync_api import Page, expect
from running_program import Program

pytestmark = IN_A_BROWSER

QUAY = "The quay\n\nThe quay was built in 1874 by Edda Moll.\n"
BUILT = "When was the quay built?"
SERVER = re.compile("component_server")
SILENT = re.compile("The program does not answer")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = Program(tmp_path_factory.mktemp("program"), {"quay.txt": QUAY})
    program.start()
    (program.library.folder / "cases").mkdir()
    case = f"tests:\n  - question: {BUILT}\n    assert: [{{type: quotes, value: built in 1874}}]\n"
    (program.library.folder / "cases" / "quay.qa.yaml").write_text(case, encoding="utf-8")
    yield program
    program.stop()


@pytest.fixture
def page(browser: Any, program: Program) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 860}) as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(program.address)
        page.get_by_label("Your question").wait_for()
        yield page
        assert failures == []


def silence(page: Page) -> None:
    """From now on the program is as good as gone for what scripts ask of it."""
    page.route(SERVER, lambda route: route.abort())


def hear_again(page: Page) -> None:
    page.unroute(SERVER)


def says_silent(page: Page, press: str) -> None:
    """Press a button: it is told that the program does not answer, and nothing else."""
    page.evaluate("document.querySelector('.cv-told')?.replaceChildren()")
    page.get_by_role("button", name=press, exact=True).click()
    expect(page.locator(".cv-told")).to_have_text(SILENT)


def test_what_was_not_done_is_told_and_what_was_typed_stays(page: Page, program: Program) -> None:
    ask(page, BUILT)
    row = page.locator(".cv-talk")
    expect(page.get_by_role("button", name="Right", exact=True)).to_be_visible()
    silence(page)
    for press in ("Copy", "Right"):
        says_silent(page, press)
    row.locator("summary").click()
    row.get_by_role("button", name="Rename").click()
    page.get_by_label("Title of the conversation").fill("A long new title")
    says_silent(page, "Save")
    expect(page.get_by_label("Title of the conversation")).to_have_value("A long new title")
    page.get_by_role("button", name="Cancel").click()
    expect(row).to_contain_text(BUILT)
    row.locator("summary").click()
    row.get_by_role("button", name="Delete").click()
    says_silent(page, "Delete it")
    expect(page.get_by_role("button", name="Delete it")).to_be_visible()
    expect(page.locator(".bot-row")).to_have_count(1)
    hear_again(page)
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator(".cv-told")).to_have_text("The conversation is deleted.")
    expect(row).to_have_count(0)
    assert program.history.store is not None
    assert program.history.store.conversations("") == ()


def test_a_page_recovers_by_itself_once_the_program_answers_again(page: Page) -> None:
    silence(page)
    ask(page, BUILT)
    expect(page.locator(".cv-talks .cv-note")).to_have_text(SILENT)
    expect(page.locator(".cv-talk")).to_have_count(0)
    expect(page.locator("#cv-chat .cv-tools")).to_be_empty()
    page.get_by_role("tab", name="Tests").click()
    expect(page.locator(".cv-tests-silent")).to_have_text(SILENT)
    page.get_by_role("tab", name="Settings").click()
    expect(page.locator(".cv-settings")).to_contain_text(SILENT)
    hear_again(page)
    expect(page.get_by_role("heading", name="Appearance")).to_be_visible()
    page.get_by_role("tab", name="Tests").click()
    expect(page.locator(".cv-case")).to_have_count(1)
    expect(page.locator(".cv-tests-silent")).to_be_empty()
    expect(page.locator(".cv-talk")).to_have_count(1)
    expect(page.locator(".cv-talks .cv-note")).to_be_empty()
    silence(page)
    page.get_by_role("button", name="Run the test").click()
    expect(page.locator(".cv-told")).to_have_text(SILENT)
    expect(page.locator(".cv-tests-silent")).to_have_text(SILENT)
    hear_again(page)
    expect(page.locator(".cv-tests-silent")).to_be_empty()
    page.get_by_role("button", name="Run the test").click()
    expect(page.locator(".cv-headline")).to_have_text("1 of 1 case was right", timeout=30_000)
    page.get_by_role("tab", name="Ask").click()
    expect(page.get_by_role("button", name="Right", exact=True)).to_be_visible()
